import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { visitsOfHome } from '../../functions/application/homes-past.ts';
import { mergeHomes } from '../../functions/application/merge-homes.ts';
import { afternoonAt, schoolOf } from '../support/afternoon.ts';
import { expectAccepted } from '../support/hampton-visit.ts';
import { at, mentor, office, outOnARound, tutor, words } from '../support/roselyn-visit.ts';

describe('two homes of one outing', () => {
  it('each have what was raised from there, though one item watches both, and whoever went is told of neither', async () => {
    const a = await afternoonAt(schoolOf('local/schools/roselyn-house.json'), at('08:30'));
    const { lead, later } = await outOnARound(a, words.safe);
    const incidentsFor = async (person: string, n: number) => {
      const home = (await a.schools.household(a.school, `roselyn-house-home-${String(n)}`))!.value;
      const { visits } = await visitsOfHome(a.deps, a.school, home, { person }, { limit: 20 });
      return z
        .array(z.object({ incidents: z.array(z.object({ kind: z.string() })) }))
        .parse(visits)
        .flatMap(({ incidents }) => incidents);
    };
    expectAccepted(await a.says(tutor, 'arrive', { visitor: 'all' }, { visit: lead }));
    expectAccepted(await a.says(tutor, 'leave', { visitor: 'all', next: later }, { visit: lead }));
    expectAccepted(await a.says(tutor, 'arrive', { visitor: 'all' }, { visit: later }));
    expectAccepted(await a.says(tutor, 'check-in', { words: words.safe }, { visit: later }));

    expect(await incidentsFor(office, 2)).toMatchObject([{ kind: 'distress' }]);
    expect(await incidentsFor(office, 1)).toEqual([]);
    for (const person of [tutor, mentor]) expect([await incidentsFor(person, 1), await incidentsFor(person, 2)]).toEqual([[], []]);

    // And so they do once they are one home: each visit is asked for itself.
    const [into, from] = ['roselyn-house-home-1', 'roselyn-house-home-2'];
    expect((await mergeHomes(a.deps, a.school, { into, from, by: office })).outcome).toBe('merged');
    expect(await incidentsFor(office, 2)).toHaveLength(1);
    expect(await incidentsFor(tutor, 1)).toEqual([]);
  });
});
