/** Random afternoons, a part in each of several files, so that its workers share them. The check runs many more. */
import { describe, expect, it } from 'vitest';
import { familyNames } from './stormy-afternoon.ts';
import { broken, familyOf, seedsFrom, storm, tell } from './tell-storm.ts';

/** `STORM=<seed>` begins elsewhere. */
const first = Number(process.env['STORM'] ?? 1);
const parts = 6;
const ofAPart = 26;

export function storms(part: number): void {
  describe(`${String(ofAPart)} random afternoons, part ${String(part)} of ${String(parts)}`, () => {
    const seeds = seedsFrom(first + (part - 1) * ofAPart, ofAPart);

    it.each(familyNames)('keep every promise, and lose nothing, with faults of the kind: %s', { timeout: 120_000 }, async (family) => {
      const reports = await storm(seeds.filter((seed) => familyOf(seed) === family));
      expect(reports.length).toBe(ofAPart / familyNames.length);
      expect(broken(reports), tell(reports)).toEqual([]);
    });
  });
}
