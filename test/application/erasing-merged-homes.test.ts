import { describe, expect, it } from 'vitest';
import { eraseHome } from '../../functions/application/erasures.ts';
import { everythingAbout } from '../../functions/application/everything.ts';
import { mergeHomes } from '../../functions/application/merge-homes.ts';
import { readSchool } from '../../functions/application/school.ts';
import { lighthouse, office } from '../support/lighthouse-visit.ts';
import { aHousehold } from '../support/samples.ts';

describe('what is kept of a home that was two', () => {
  const school = 'lighthouse';
  const merged = async () => {
    const { afternoon } = await lighthouse();
    const { schools, deps } = afternoon;
    const home = (id: string, name: string) => aHousehold({ id, name: 'Fern', adults: [{ id: 'adult-1', name, phones: [] }] });
    await schools.putHousehold(school, home('h-a', 'Liselotte Fern'), 0);
    await schools.putHousehold(school, home('h-b', 'Bartholomew Moss'), 0);
    await mergeHomes(deps, school, { into: 'h-a', from: 'h-b', by: office });
    const everyRecord = async () =>
      JSON.stringify([
        await schools.household(school, 'h-a'),
        ...(await Promise.all(['h-a', 'h-b'].map((id) => schools.before(school, 'household', id)))),
        await schools.households(school, { limit: 100 }),
      ]);
    return { deps, everyRecord };
  };

  it('is all handed over, by either name', async () => {
    const { deps } = await merged();
    const there = (await readSchool(deps.schools, school))!;
    for (const household of ['h-a', 'h-b']) {
      const everything = JSON.stringify(await everythingAbout(deps, there, { household }, { person: office }));
      expect(everything).toContain('Liselotte Fern');
      expect(everything.match(/Bartholomew Moss/g)?.length).toBeGreaterThan(1);
    }
  });

  it('has nothing left of an adult who is erased, whatever they were called in the other record, and everything of the others', async () => {
    const { deps, everyRecord } = await merged();
    expect((await eraseHome(deps, school, 'h-a', { adult: 'adult-2' }, office)).outcome).toBe('erased');
    expect(await everyRecord()).not.toContain('Bartholomew');
    expect(await everyRecord()).toContain('Liselotte');
  });

  it('has nothing left where the home is erased, by either name', async () => {
    for (const id of ['h-a', 'h-b']) {
      const { deps, everyRecord } = await merged();
      expect((await eraseHome(deps, school, id, {}, office)).outcome).toBe('erased');
      expect(await everyRecord()).not.toMatch(/Liselotte|Bartholomew/);
      expect((await deps.schools.household(school, 'h-b'))?.value).toMatchObject({ id: 'h-a', mergedFrom: ['h-b'] });
    }
  });
});
