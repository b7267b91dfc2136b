import { describe, expect, it } from 'vitest';
import { faultOf, policies, withoutScenario } from '../clauses/carried.ts';

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
