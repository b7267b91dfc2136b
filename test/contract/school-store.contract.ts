import { beforeEach, describe, expect, it } from 'vitest';
import type { SchoolStore } from '../../functions/ports/school-store.ts';
import { aHousehold, aPerson, aPolicy, at, refTo, someSettings } from '../support/samples.ts';

/** What every store of schools does. `make` gives an empty one. */
export function schoolStoreContract(make: () => Promise<SchoolStore>): void {
  let store: SchoolStore;
  const one = refTo(1).visit;
  const two = refTo(2).visit;
  const three = refTo(3).visit;

  beforeEach(async () => {
    store = await make();
  });

  describe('what a decision needs', () => {
    it('is nothing of a school that is not there', async () => {
      const context = await store.context('nowhere', { policy: { id: 'moorside', version: '1' }, households: ['h-1'], round: 'r-1' });

      expect(context).toEqual({ staff: {}, households: {}, round: [] });
    });

    it('is settings, everybody, the homes, the policy and the round that were asked for', async () => {
      await store.putSettings('moorside', someSettings(1, { hold: 'PT10M' }));
      await store.putPerson('moorside', aPerson(), 0);
      await store.putPerson('moorside', aPerson({ id: 'office', duties: ['office'] }), 0);
      for (const id of ['h-1', 'h-2', 'h-3']) await store.putHousehold('moorside', aHousehold({ id }), 0);
      await store.putPolicy('moorside', '1', aPolicy('One'));
      await store.putPolicy('moorside', '2', aPolicy('Two'));
      await store.joinRound('moorside', 'r-1', two, 2);
      await store.joinRound('moorside', 'r-1', one, 1);
      await store.joinRound('moorside', 'r-2', three, 1);

      const want = { policy: { id: 'moorside', version: '2' }, households: ['h-1', 'h-3', 'h-9', 'h-1'], round: 'r-1' };
      const context = await store.context('moorside', want);

      expect(context).toEqual({
        settings: someSettings(1, { hold: 'PT10M' }),
        staff: { teacher: aPerson(), office: aPerson({ id: 'office', duties: ['office'] }) },
        households: { 'h-1': aHousehold(), 'h-3': aHousehold({ id: 'h-3' }) },
        policy: aPolicy('Two'),
        round: [one, two],
      });
      expect(await store.context('moorside', want)).toEqual(context);
    });

    it('has no policy, home or round that nobody asked for', async () => {
      await store.putSettings('moorside', someSettings(1));
      await store.putHousehold('moorside', aHousehold(), 0);
      await store.putPolicy('moorside', '1', aPolicy());
      await store.joinRound('moorside', 'r-1', one, 1);

      expect(await store.context('moorside', {})).toEqual({ settings: someSettings(1), staff: {}, households: {}, round: [] });
    });

    it("is never another school's", async () => {
      await store.putSettings('moorside', someSettings(1));
      await store.putPerson('moorside', aPerson(), 0);
      await store.putHousehold('moorside', aHousehold(), 0);
      await store.putPolicy('moorside', '1', aPolicy());
      const want = { policy: { id: 'moorside', version: '1' }, households: ['h-1'] };
      await store.context('moorside', want);

      expect(await store.context('lakeside', want)).toEqual({ staff: {}, households: {}, round: [] });
      expect(await store.person('lakeside', 'teacher')).toBeUndefined();
      expect(await store.household('lakeside', 'h-1')).toBeUndefined();
      expect(await store.households('lakeside', { limit: 100 })).toEqual([]);
    });
  });

  describe('settings', () => {
    it('are written by whoever read the last ones, once', async () => {
      expect(await store.putSettings('moorside', someSettings(1, { hold: 'PT5M' }))).toBe('written');
      expect(await store.putSettings('moorside', someSettings(1, { hold: 'PT6M' }))).toBe('conflict');
      expect(await store.putSettings('moorside', someSettings(2, { hold: 'PT7M' }))).toBe('written');
      expect(await store.putSettings('moorside', someSettings(2, { hold: 'PT8M' }))).toBe('conflict');
      expect(await store.putSettings('moorside', someSettings(4, { hold: 'PT9M' }))).toBe('conflict');

      expect((await store.context('moorside', {})).settings).toEqual(someSettings(2, { hold: 'PT7M' }));
    });

    it('of a school that is not there do not begin in the middle', async () => {
      expect(await store.putSettings('moorside', someSettings(2))).toBe('conflict');
    });
  });

  describe('a person', () => {
    it('is written by whoever read the last version, once', async () => {
      expect(await store.person('moorside', 'teacher')).toBeUndefined();
      expect(await store.putPerson('moorside', aPerson(), 1)).toBe('conflict');
      expect(await store.putPerson('moorside', aPerson(), 0)).toBe('written');
      expect(await store.putPerson('moorside', aPerson({ name: 'Again' }), 0)).toBe('conflict');
      expect(await store.putPerson('moorside', aPerson({ name: 'Tess Moor' }), 1)).toBe('written');
      expect(await store.putPerson('moorside', aPerson({ name: 'Stale' }), 1)).toBe('conflict');

      expect(await store.person('moorside', 'teacher')).toEqual({ value: aPerson({ name: 'Tess Moor' }), version: 2 });
    });

    it('changes nobody else', async () => {
      await store.putPerson('moorside', aPerson(), 0);
      await store.putPerson('moorside', aPerson({ id: 'office' }), 0);
      await store.putPerson('moorside', aPerson({ id: 'office', name: 'Olu' }), 1);

      expect(await store.person('moorside', 'teacher')).toEqual({ value: aPerson(), version: 1 });
      expect(await store.person('moorside', 'head')).toBeUndefined();
    });

    it('is nobody whom the language itself knows', async () => {
      await store.putPerson('moorside', aPerson(), 0);

      expect(await store.person('moorside', 'constructor')).toBeUndefined();
    });

    it('is not lost where twenty are the first to be written, all at once', async () => {
      const people = Array.from({ length: 20 }, (_, n) => aPerson({ id: `p-${n}` }));

      const answers = await Promise.all(people.map((person) => store.putPerson('moorside', person, 0)));

      expect(answers).toEqual(people.map(() => 'written'));
      expect(Object.keys((await store.context('moorside', {})).staff).toSorted()).toEqual(people.map(({ id }) => id).toSorted());
    });

    it('is written by one of twenty who change them at once', async () => {
      await store.putPerson('moorside', aPerson(), 0);

      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => store.putPerson('moorside', aPerson({ name: `Tess ${n}` }), 1)),
      );

      expect(answers.filter((answer) => answer === 'written')).toHaveLength(1);
      expect(await store.person('moorside', 'teacher')).toEqual({
        value: aPerson({ name: `Tess ${answers.indexOf('written')}` }),
        version: 2,
      });
    });
  });

  describe('a home', () => {
    it('is written by whoever read the last version, once', async () => {
      expect(await store.household('moorside', 'h-1')).toBeUndefined();
      expect(await store.putHousehold('moorside', aHousehold(), 1)).toBe('conflict');
      expect(await store.putHousehold('moorside', aHousehold(), 0)).toBe('written');
      expect(await store.putHousehold('moorside', aHousehold({ name: 'Again' }), 0)).toBe('conflict');
      expect(await store.putHousehold('moorside', aHousehold({ entered: true }), 1)).toBe('written');
      expect(await store.putHousehold('moorside', aHousehold({ name: 'Stale' }), 1)).toBe('conflict');

      expect(await store.household('moorside', 'h-1')).toEqual({ value: aHousehold({ entered: true }), version: 2 });
    });

    it('loses what was taken out of it', async () => {
      await store.putHousehold('moorside', aHousehold({ animals: 'a dog', adults: [{ id: 'a-1', name: 'An Adult', phones: [] }] }), 0);
      await store.putHousehold('moorside', aHousehold(), 1);

      expect(await store.household('moorside', 'h-1')).toEqual({ value: aHousehold(), version: 2 });
    });

    it('that was merged into another is that other, for whoever asks for it by its old name', async () => {
      const into = (id: string, mergedInto: string) => aHousehold({ id, mergedInto });
      await store.putHousehold('moorside', into('h-1', 'h-2'), 0);
      await store.putHousehold('moorside', into('h-2', 'h-3'), 0);
      await store.putHousehold('moorside', aHousehold({ id: 'h-3', name: 'The one that stays' }), 0);
      await store.putHousehold('moorside', aHousehold({ id: 'h-3', name: 'Written again' }), 1);
      const stays = aHousehold({ id: 'h-3', name: 'Written again' });

      for (const id of ['h-1', 'h-2', 'h-3']) expect(await store.household('moorside', id)).toEqual({ value: stays, version: 2 });
      expect((await store.context('moorside', { households: ['h-1', 'h-3', 'h-4'] })).households).toEqual({ 'h-1': stays, 'h-3': stays });
      // The list has every record.
      expect((await store.households('moorside', { limit: 10 })).map(({ id }) => id)).toEqual(['h-1', 'h-2', 'h-3']);
    });

    it('is read all the same where its name leads round in a circle', async () => {
      await store.putHousehold('moorside', aHousehold({ id: 'h-1', mergedInto: 'h-2' }), 0);
      await store.putHousehold('moorside', aHousehold({ id: 'h-2', mergedInto: 'h-1' }), 0);
      expect(await store.household('moorside', 'h-1')).toBeDefined();
      expect((await store.context('moorside', { households: ['h-1'] })).households).toHaveProperty('h-1');
    });

    it('is listed by its id, a page at a time to the end of a whole school', async () => {
      const ids = Array.from({ length: 250 }, (_, n) => `h-${String(n).padStart(3, '0')}`);
      await Promise.all(ids.toReversed().map((id) => store.putHousehold('moorside', aHousehold({ id }), 0)));
      await store.putHousehold('lakeside', aHousehold({ id: 'h-100' }), 0);
      const page = async (limit: number, after?: string) =>
        (await store.households('moorside', { limit, ...(after !== undefined && { after }) })).map(({ id }) => id);

      expect(await page(100)).toEqual(ids.slice(0, 100));
      expect(await page(100, 'h-099')).toEqual(ids.slice(100, 200));
      expect(await page(100, 'h-199')).toEqual(ids.slice(200));
      expect(await page(100, 'h-249')).toEqual([]);
      expect(await page(1, 'h-002')).toEqual(['h-003']);
    });

    it('is listed from where a home would be that is there no more, or never was', async () => {
      for (const id of ['h-1', 'h-3', 'h-10']) await store.putHousehold('moorside', aHousehold({ id }), 0);
      const after = async (id: string) => (await store.households('moorside', { after: id, limit: 100 })).map((home) => home.id);

      expect(await after('h-2')).toEqual(['h-3']);
      expect(await after('a')).toEqual(['h-1', 'h-10', 'h-3']);
      expect(await after('z')).toEqual([]);
    });
  });

  it('tells who has left from who is there', async () => {
    await store.putPerson('moorside', aPerson(), 0);
    await store.putPerson('moorside', aPerson({ id: 'gone', leftAt: '2026-06-22T09:00:00.000Z' }), 0);

    expect(await store.context('moorside', {})).toMatchObject({ staff: { teacher: aPerson() }, former: { gone: { id: 'gone' } } });
    expect(Object.keys((await store.context('moorside', {})).staff)).toEqual(['teacher']);
    expect((await store.person('moorside', 'gone'))?.value.leftAt).toBe('2026-06-22T09:00:00.000Z');
  });

  describe('what a record was', () => {
    const home = (name: string) => aHousehold({ name });

    it('stays beside it, oldest first, once for each time that it was written', async () => {
      await store.keepBefore('moorside', 'household', 'h-1', { value: home('One'), version: 1 });
      await store.keepBefore('moorside', 'household', 'h-1', { value: home('Ten'), version: 10 });
      await store.keepBefore('moorside', 'household', 'h-1', { value: home('Two'), version: 2 });
      await store.keepBefore('moorside', 'household', 'h-1', { value: home('Two, again'), version: 2 });

      expect(await store.before('moorside', 'household', 'h-1')).toEqual([
        { value: home('One'), version: 1 },
        { value: home('Two'), version: 2 },
        { value: home('Ten'), version: 10 },
      ]);
    });

    it('is of that record alone, of that kind and school', async () => {
      await store.keepBefore('moorside', 'household', 'h-1', { value: home('Home'), version: 1 });
      await store.keepBefore('moorside', 'household', 'h-10', { value: home('Another'), version: 1 });
      await store.keepBefore('lakeside', 'household', 'h-1', { value: home('Elsewhere'), version: 1 });
      await store.keepBefore('moorside', 'person', 'h-1', { value: aPerson({ id: 'h-1' }), version: 1 });
      await store.keepBefore('moorside', 'settings', 'moorside', { value: someSettings(1), version: 1 });

      expect(await store.before('moorside', 'household', 'h-1')).toEqual([{ value: home('Home'), version: 1 }]);
      expect(await store.before('moorside', 'person', 'h-1')).toEqual([{ value: aPerson({ id: 'h-1' }), version: 1 }]);
      expect(await store.before('moorside', 'settings', 'moorside')).toEqual([{ value: someSettings(1), version: 1 }]);
      expect(await store.before('moorside', 'person', 'teacher')).toEqual([]);
      // A home that is no more than what it was is no home.
      expect(await store.households('moorside', { limit: 100 })).toEqual([]);
    });

    it('can be forgotten, and is kept no more under a number that was', async () => {
      await store.keepBefore('moorside', 'household', 'h-1', { value: home('One'), version: 1 });
      await store.keepBefore('moorside', 'household', 'h-2', { value: home('Other'), version: 1 });
      await store.forgetBefore('moorside', 'household', 'h-1');
      await store.keepBefore('moorside', 'household', 'h-1', { value: home('One'), version: 1 });

      expect(await store.before('moorside', 'household', 'h-1')).toEqual([]);
      expect(await store.before('moorside', 'household', 'h-2')).toHaveLength(1);
    });
  });

  it('can put something else in the place of what a record was, but only of what is there', async () => {
    await store.keepBefore('moorside', 'household', 'h-1', { value: aHousehold({ name: 'The Moors' }), version: 1 });
    await store.changeBefore('moorside', 'household', 'h-1', { value: aHousehold({ name: 'Erased' }), version: 1 });
    await store
      .changeBefore('moorside', 'household', 'h-1', { value: aHousehold({ name: 'Never was' }), version: 2 })
      .catch(() => undefined);

    expect(await store.before('moorside', 'household', 'h-1')).toEqual([{ value: aHousehold({ name: 'Erased' }), version: 1 }]);
  });

  it('takes somebody out of the staff, by whoever read the last version', async () => {
    await store.putPerson('moorside', aPerson(), 0);
    await store.putPerson('moorside', aPerson({ id: 'office' }), 0);

    expect(await store.removePerson('moorside', 'teacher', 2)).toBe('conflict');
    expect(await store.removePerson('moorside', 'teacher', 1)).toBe('written');
    expect(await store.removePerson('moorside', 'nobody', 1)).toBe('conflict');
    expect(Object.keys((await store.context('moorside', {})).staff)).toEqual(['office']);
  });

  it('has every hold of the school, as it was put last', async () => {
    const placed = { at: '2026-06-22T09:00:00.000Z', by: 'head' };
    const hold = { id: 'h-00000001', on: { kind: 'household' as const, id: 'h-1' }, reason: 'An inquiry', placed };
    expect(await store.holds('moorside')).toEqual([]);
    await store.putHold('moorside', { ...hold, id: 'h-00000002', on: { kind: 'school' } });
    await store.putHold('moorside', hold);
    await store.putHold('moorside', { ...hold, released: placed });

    expect(await store.holds('moorside')).toEqual([
      { ...hold, released: placed },
      { ...hold, id: 'h-00000002', on: { kind: 'school' } },
    ]);
    expect(await store.holds('lakeside')).toEqual([]);
  });

  it('writes a version of a policy once and never again', async () => {
    expect(await store.putPolicy('moorside', '1', aPolicy('As written'))).toBe('written');
    expect(await store.putPolicy('moorside', '1', aPolicy('Changed'))).toBe('conflict');
    expect(await store.putPolicy('moorside', '2', aPolicy('The next'))).toBe('written');

    const policy = async (version: string) => (await store.context('moorside', { policy: { id: 'moorside', version } })).policy;
    expect((await policy('1'))?.title).toBe('As written');
    expect((await policy('2'))?.title).toBe('The next');
    expect(await policy('3')).toBeUndefined();
  });

  describe('the versions of a policy', () => {
    const clauses = [{ id: 'MO-01', kind: 'GATE', stage: 'depart', says: 'Two go.' }] as const;
    const proposed = { at: at('09:00'), by: 'head' };

    it('are each as they were written, with their clauses and who proposed them', async () => {
      await store.putPolicy('moorside', '2', aPolicy('Two'), { clauses, proposed });
      await store.putPolicy('moorside', '1', aPolicy('One'));
      await store.putPolicy('moorside', '2', aPolicy('Again'), { clauses: [] });
      await store.putPolicy('lakeside', '3', aPolicy('Elsewhere'));
      const one = { version: '1', policy: aPolicy('One'), clauses: [] };
      const two = { version: '2', policy: aPolicy('Two'), clauses, proposed };

      expect(await store.policies('moorside')).toEqual([one, two]);
      expect(await store.policy('moorside', 'moorside', '2')).toEqual(two);
      expect(await store.policy('moorside', 'moorside', '3')).toBeUndefined();
      expect(await store.policy('moorside', 'lakeside', '2')).toBeUndefined();
      expect(await store.policies('nowhere')).toEqual([]);
    });

    it('may have whoever proposed them called by another name, and nothing else changed', async () => {
      await store.putPolicy('moorside', '1', aPolicy('One'));
      await store.putPolicy('moorside', '2', aPolicy('Two'), { clauses, proposed });
      for (const version of ['1', '2', '3']) await store.renameProposer('moorside', { id: 'moorside', version }, 'erased-x');
      expect(await store.policies('moorside')).toEqual([
        { version: '1', policy: aPolicy('One'), clauses: [] },
        { version: '2', policy: aPolicy('Two'), clauses, proposed: { ...proposed, by: 'erased-x' } },
      ]);
    });

    it('may be many and long', async () => {
      const title = 'x'.repeat(250_000);
      for (let n = 1; n <= 6; n += 1) await store.putPolicy('moorside', String(n), aPolicy(title));

      expect((await store.policies('moorside')).map(({ version }) => version)).toEqual(['1', '2', '3', '4', '5', '6']);
    });
  });

  it('finds a policy that was written after somebody looked for it', async () => {
    const want = { policy: { id: 'moorside', version: '1' } };
    expect((await store.context('moorside', want)).policy).toBeUndefined();
    await store.putPolicy('moorside', '1', aPolicy());

    expect((await store.context('moorside', want)).policy).toEqual(aPolicy());
  });

  it('keeps every visit of a round that twenty join at once, in its order, each once', async () => {
    const visits = Array.from({ length: 20 }, (_, n) => refTo(n + 1).visit);

    await Promise.all(visits.map((visit, n) => store.joinRound('moorside', 'r-1', visit, 20 - n)));
    await store.joinRound('moorside', 'r-1', one, 20);

    expect((await store.context('moorside', { round: 'r-1' })).round).toEqual(visits.toReversed());
  });

  it('gives a visit that joins its round again its new place', async () => {
    await store.joinRound('moorside', 'r-1', one, 1);
    await store.joinRound('moorside', 'r-1', two, 2);
    await store.joinRound('moorside', 'r-1', one, 3);

    expect((await store.context('moorside', { round: 'r-1' })).round).toEqual([two, one]);
  });
}
