import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import * as prettier from 'prettier';
import { faultOf, policies, withoutScenario } from '../clauses/carried.ts';
import { clausesPage } from '../clauses/page.ts';

describe.each(policies)('every clause of $name', (one) => {
  it('has a scenario that shows it', () => {
    expect(withoutScenario(one).map(({ id }) => id)).toEqual([]);
  });

  it.each(one.scenarios.map((scenario) => [scenario.clauses.join(' '), scenario.says, scenario] as const))(
    '%s: %s',
    (_clauses, _says, scenario) => {
      expect(faultOf(one, scenario)).toBeUndefined();
    },
  );
});

it('stands in docs/clauses.md as it is now: npm run clauses writes it anew', async () => {
  const page = new URL('../../docs/clauses.md', import.meta.url);
  const options = await prettier.resolveConfig(page);
  expect(readFileSync(page, 'utf8')).toBe(await prettier.format(clausesPage(policies), { ...options, parser: 'markdown' }));
});
