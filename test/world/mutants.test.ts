import { describe, expect, it } from 'vitest';
import { mutants } from './mutants.ts';
import { scenarios } from './scenarios.ts';

describe('the World notices when', () => {
  it.each(mutants)('$what', async ({ application, killedBy }) => {
    const failures: string[] = [];
    for (const { fault, rule, play } of scenarios) {
      if (!killedBy.includes(fault)) continue;
      await play({ application }).catch((error: unknown) => failures.push(`${fault} ${rule}: ${String(error)}`));
      if (failures.length > 0) break;
    }
    if (process.env['SHOW'] !== undefined) process.stdout.write(`${failures.join('\n').slice(0, 500)}\n`);
    expect(failures.length, `${killedBy.join()} still pass`).toBeGreaterThan(0);
  });
});
