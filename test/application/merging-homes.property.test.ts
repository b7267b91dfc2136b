/** However two records of a home are merged, and wherever it breaks off: nothing of a visit is touched, and nothing of a home is lost. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visitsOfHome } from '../../functions/application/homes-past.ts';
import { readKnownOfEach } from '../../functions/application/known.ts';
import { mergeHomes } from '../../functions/application/merge-homes.ts';
import { memoryClock } from '../../functions/adapters/memory/memory-clock.ts';
import { memorySchoolStore } from '../../functions/adapters/memory/memory-school-store.ts';
import { Household, plain } from '../../functions/domain/household.ts';
import { earlierVisit } from '../../functions/domain/visit/shown.ts';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { answers, at, expectAccepted, head, induction, office, teacher, ticks } from '../support/hampton-visit.ts';

const school = 'moorside';
const ids = ['h-a', 'h-b', 'h-c', 'h-d'] as const;
const few = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 3 });
const maybe = <T>(...values: readonly T[]) => fc.constantFrom(undefined, ...values);
const days = ['2026-01-01', '2026-05-05'] as const;

/** Few of each, so that two homes often have the same. */
const homeOf = (id: string): fc.Arbitrary<Household> =>
  fc
    .record({
      address: maybe('1 Rock Lane', '1, rock lane', '2 Rock Lane'),
      phones: fc.uniqueArray(fc.constantFrom('+441632960001', '+441632960002'), { maxLength: 2 }),
      adults: few(
        fc.record({
          name: fc.constantFrom('Li Fern', 'li fern', 'Bo Moss'),
          title: maybe('Mr', 'Dr'),
          parentalResponsibility: maybe(true, false),
          phones: fc.uniqueArray(fc.constantFrom('+447700900201', '+447700900202'), { maxLength: 2 }),
        }),
      ),
      pupils: fc.uniqueArray(fc.constantFrom('p-1', 'p-2'), { maxLength: 2 }),
      hazards: few(fc.record({ what: fc.constantFrom('A dog', 'a dog', 'Ice'), on: maybe(...days), endedOn: maybe(...days) })),
      answers: fc.dictionary(
        fc.constantFrom('offer', 'dog', 'name#adult-1', 'name#adult-2'),
        fc.record({ value: fc.nat(9), at: fc.constantFrom(...days) }),
        {
          maxKeys: 4,
        },
      ),
    })
    .map((given) =>
      Household.parse({
        ...given,
        id,
        name: `Home ${id}`,
        adults: given.adults.map((adult, n) => ({ ...adult, id: `adult-${String(n + 1)}` })),
        pupils: given.pupils.map((pupil) => ({ id: pupil, name: 'A child' })),
        answers: Object.fromEntries(Object.entries(given.answers).map(([q, a]) => [q, { ...a, by: id }])),
      }),
    );

const holdsAllOf = (home: Household, was: Household): void => {
  const addresses = [home.address, ...home.formerAddresses.map(({ address }) => address)].map((one) => plain(one ?? ''));
  if (was.address !== undefined) expect(addresses).toContain(plain(was.address));
  expect(home.phones).toEqual(expect.arrayContaining(was.phones));
  expect(home.pupils.map(({ id }) => id)).toEqual(expect.arrayContaining(was.pupils.map(({ id }) => id)));
  for (const hazard of was.hazards)
    expect(home.hazards.some((one) => plain(one.what) === plain(hazard.what) && one.endedOn === hazard.endedOn)).toBe(true);
  // Each of theirs is another of ours, who is said to be no less.
  const theirs = home.adults.filter((one) => was.adults.some(({ name }) => plain(name) === plain(one.name)));
  expect(theirs.length).toBeGreaterThanOrEqual(was.adults.length);
  for (const { id: _, phones, ...said } of was.adults)
    expect(
      home.adults.some(
        (one) =>
          plain(one.name) === plain(said.name) &&
          one.title === (said.title ?? one.title) &&
          phones.every((phone) => one.phones.includes(phone)),
      ),
    ).toBe(true);
  for (const [question, { at: when }] of Object.entries(was.answers).filter(([question]) => !question.includes('#')))
    expect((home.answers[question]?.at ?? '') >= when).toBe(true);
};

const noDoubles = ({ phones, adults, pupils, mergedFrom }: Household): void => {
  for (const list of [phones, adults.map(({ id }) => id), pupils.map(({ id }) => id), mergedFrom])
    expect(new Set(list).size).toBe(list.length);
};

describe('merging homes', () => {
  it('loses nobody and nothing, in whatever order it is done and wherever it breaks off', async () => {
    const merge = fc.record({ into: fc.constantFrom(...ids), from: fc.constantFrom(...ids), fails: fc.nat(8), loses: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.tuple(...ids.map(homeOf)), fc.array(merge, { minLength: 1, maxLength: 5 }), async (homes, merges) => {
        const schools = memorySchoolStore();
        const deps = { schools, clock: memoryClock(at('10:00')) };
        for (const home of homes) await schools.putHousehold(school, home, 0);
        for (const { into, from, fails, loses } of merges) {
          // The store breaks down after so many calls, and whoever asked asks again.
          const broken = breaking(schools, fails, loses);
          await Promise.allSettled([mergeHomes({ ...deps, schools: broken }, school, { into, from, by: 'office' })]);
          const again = await mergeHomes(deps, school, { into, from, by: 'office' });
          const [a, b] = [await schools.household(school, into), await schools.household(school, from)];
          if (again.outcome === 'merged') expect(a?.value.id).toBe(b?.value.id);
        }
        for (const was of homes) {
          const home = (await schools.household(school, was.id))!.value;
          expect(home.mergedInto).toBeUndefined();
          expect([home.id, ...home.mergedFrom]).toContain(was.id);
          holdsAllOf(home, was);
          noDoubles(home);
          // What it was stands beside it, word for word, once it is another's record.
          if (home.id !== was.id)
            expect((await schools.before(school, 'household', was.id)).map(({ value }) => value)).toContainEqual(
              expect.objectContaining({ name: was.name }),
            );
        }
      }),
      { numRuns: 150 },
    );
  });

  it('of two that meet, each the other way, leaves one home that is there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const schools = memorySchoolStore();
        for (const id of ['h-a', 'h-b'])
          await schools.putHousehold(school, Household.parse({ id, name: id, pupils: [{ id, name: id }] }), 0);
        const slow = {
          ...schools,
          household: scheduler.scheduleFunction(async (of: string, id: string) => schools.household(of, id)),
          putHousehold: scheduler.scheduleFunction(async (of: string, home: Household, after: number) =>
            schools.putHousehold(of, home, after),
          ),
        };
        const deps = { schools: slow, clock: memoryClock(at('10:00')) };
        const both = Promise.all([
          mergeHomes(deps, school, { into: 'h-a', from: 'h-b', by: 'office' }),
          mergeHomes(deps, school, { into: 'h-b', from: 'h-a', by: 'head' }),
        ]);
        await scheduler.waitFor(both);
        await both;
        for (const id of ['h-a', 'h-b']) expect((await schools.household(school, id))?.value.mergedInto).toBeUndefined();
        const known = (await schools.household(school, 'h-a'))!.value.pupils.map((pupil) => pupil.id);
        expect(known).toContain('h-a');
      }),
      { numRuns: 100 },
    );
  });

  it('leaves every visit of both as it was, found from the one that stays', async () => {
    const a = await afternoonAt(hampton(), at('08:30'));
    const home = (n: number) => `hampton-home-${String(n)}`;
    const visits: string[] = [];
    for (const n of [1, 2]) {
      expectAccepted(await a.request(teacher, { ...induction, household: home(n) }));
      visits.push(a.id);
    }
    expectAccepted(await a.says(teacher, 'answer', { answers }));
    expectAccepted(await a.says(head, 'authorise', {}));
    await a.until(at('13:00'));
    expectAccepted(await a.says(teacher, 'depart', { visitor: 'all', ticks }));
    expectAccepted(await a.says(teacher, 'raise-alarm', { kind: 'help' }));
    const stored = async () => Promise.all(visits.map((visit) => a.visits.read({ school: a.school, visit })));
    const seen = async () =>
      (await readKnownOfEach(a.deps, a.school, await Promise.all(visits.map(async (visit) => a.visit(visit))))).map(({ visit, known }) =>
        earlierVisit(visit, { person: office }, known, { isThere: false }),
      );
    const [itemsBefore, seenBefore] = [await stored(), await seen()];

    expect(await mergeHomes(a.deps, a.school, { into: home(1), from: home(2), by: office })).toMatchObject({ outcome: 'merged' });

    expect(await stored()).toEqual(itemsBefore);
    const stays = (await a.schools.household(a.school, home(2)))!.value;
    expect(stays.id).toBe(home(1));
    const found = await visitsOfHome(a.deps, a.school, stays, { person: office }, { limit: 20 });
    expect(found.visits).toHaveLength(2);
    expect(found.visits).toEqual(expect.arrayContaining(seenBefore));
    expect(JSON.stringify(found.visits)).toContain('distress');
    // Those that name the home that is gone go on.
    expectAccepted(await a.says(teacher, 'return', { visitor: 'all' }));
  });
});

/** The store, which breaks down after so many calls; of the last one the answer may be lost and the work done. */
function breaking(schools: ReturnType<typeof memorySchoolStore>, after: number, loses: boolean): typeof schools {
  let calls = 0;
  const around =
    <Args extends readonly unknown[], Answer>(work: (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      calls += 1;
      if (calls > after + 1 || (calls === after + 1 && !loses)) throw new Error('it broke down');
      const done = await work(...args);
      if (calls === after + 1) throw new Error('its answer was lost');
      return done;
    };
  return {
    ...schools,
    household: around(async (of: string, id: string) => schools.household(of, id)),
    putHousehold: around(async (of: string, home: Household, version: number) => schools.putHousehold(of, home, version)),
  };
}
