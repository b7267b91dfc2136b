/** What erasing must not break, and what is never left behind by it: a name that is part of other words, a number that two share, a press that comes afterwards. */
import { describe, expect, it } from 'vitest';
import { makeAllegation, seeToAllegation } from '../../functions/application/allegations.ts';
import { beginErrands } from '../../functions/application/errands.ts';
import { eraseVisit } from '../../functions/application/erase-visits.ts';
import { eraseHome, erasePerson } from '../../functions/application/erasures.ts';
import { mergeHomes } from '../../functions/application/merge-homes.ts';
import { readBoard } from '../../functions/application/read-visits.ts';
import { settle } from '../../functions/application/settle.ts';
import { Household } from '../../functions/domain/household.ts';
import { Person } from '../../functions/domain/person.ts';
import { Instant } from '../../functions/domain/time.ts';
import { StoredVisit } from '../../functions/domain/visit/visit.ts';
import { type Afternoon, afternoonAt, hampton, schoolOf } from '../support/afternoon.ts';
import { expectAccepted, induction, office as hamptonOffice, teacher } from '../support/hampton-visit.ts';
import { closed, marked, markedVisit } from '../support/marked-school.ts';
import { at, dsl, head, mentor, office, requestAt, tutor } from '../support/roselyn-visit.ts';

const everyRecordOf = async ({ schools, school }: Afternoon) =>
  JSON.stringify([await schools.context(school, {}), await schools.policies(school), await schools.households(school, { limit: 100 })]);
const storedOf = async ({ visits, school, id }: Afternoon, visit = id) => (await visits.read({ school, visit }))!;
const withPerson = async ({ schools, school }: Afternoon, id: string, change: Partial<Person>): Promise<void> => {
  const was = (await schools.person(school, id))!;
  await schools.putPerson(school, { ...was.value, ...change }, was.version);
};
const leave = (a: Afternoon, id: string) => withPerson(a, id, { leftAt: at('16:00') });
const roselyn = () => afternoonAt(schoolOf('local/schools/roselyn-house.json'), at('08:30'));

describe('taking somebody out of what stays', () => {
  it('leaves every other word as it was, though their name is part of it or is what somebody else is called by', async () => {
    for (const called of [{ name: 'Ted' }, { name: 'Art', title: 'Miss' }, { name: 'Tutor' }, { name: mentor }]) {
      const a = await markedVisit();
      await closed(a);
      const was = (await a.schools.household(a.school, marked.home))!;
      const adults = [{ ...was.value.adults[0]!, ...called }];
      await a.schools.putHousehold(a.school, { ...was.value, adults }, was.version);
      const before = await a.visit();

      expect(await eraseHome(a.deps, a.school, marked.home, { adult: marked.adult }, head)).toMatchObject({ outcome: 'erased' });

      const left = StoredVisit.parse(JSON.parse(JSON.stringify(await storedOf(a))));
      expect(left.history.slice(0, -1).map(({ type, by }) => [type, by])).toEqual(before.history.map(({ type, by }) => [type, by]));
      const after = await a.visit();
      expect(after.visitors.map(({ person }) => person)).toEqual(before.visitors.map(({ person }) => person));
      expect(Object.keys(after.answers)).toEqual(Object.keys(before.answers));
      expect(after.watch?.ladders).toEqual(before.watch?.ladders);
      expect(Household.safeParse((await a.schools.household(a.school, marked.home))?.value).success).toBe(true);
    }
  });

  it('leaves a colleague the number that they shared, and takes away whoever was to be rung for one', async () => {
    const a = await markedVisit();
    await closed(a);
    const { mobile } = (await a.schools.person(a.school, mentor))!.value;
    await withPerson(a, tutor, { mobile, emergencyContact: { name: 'Mo zzmentor', phone: mobile! } });
    await leave(a, mentor);

    expect((await erasePerson(a.deps, a.school, mentor, head)).outcome).toBe('erased');

    const colleague = (await a.schools.person(a.school, tutor))!.value;
    expect(Person.parse(JSON.parse(JSON.stringify(colleague)))).toMatchObject({ mobile });
    expect(colleague.emergencyContact).toBeUndefined();
  });

  it('leaves the duties and settings that they are named like', async () => {
    const a = await markedVisit();
    await closed(a);
    await withPerson(a, mentor, { name: 'Office' });
    await leave(a, mentor);
    expect((await erasePerson(a.deps, a.school, mentor, head)).outcome).toBe('erased');
    expect((await a.schools.person(a.school, office))?.value.duties).toContain('office');
    const { settings } = await a.schools.context(a.school, {});
    expect(JSON.stringify(settings?.values)).not.toContain('[erased]');
  });

  it('leaves nothing of what they were called before, of a request that was put off, or of a policy that they proposed', async () => {
    const a = await roselyn();
    const former = { name: 'Maud Former', mobile: '+447700900779' };
    const was = (await a.schools.person(a.school, mentor))!;
    await a.schools.keepBefore(a.school, 'person', mentor, { ...was, value: { ...was.value, ...former } });
    const { policy } = (await a.schools.policies(a.school))[0]!;
    await a.schools.putPolicy(a.school, '2', policy, { proposed: { at: at('08:00'), by: mentor } });
    expectAccepted(await a.request(tutor, { ...requestAt(at), pupil: 'zzpupil-7' }));
    expectAccepted(await a.says(office, 'note', { words: 'Ring Maud Former, +447700900779' }));
    const plan = { departAt: Instant.parse('2026-06-23T12:00:00Z'), returnAt: Instant.parse('2026-06-23T13:30:00Z') };
    expectAccepted(await a.says(tutor, 'reschedule', { reason: 'Snow', plan }, { key: 'k1' }));
    const follower = 'HV-000001R';
    expectAccepted(await a.says(tutor, 'cancel', { reason: 'Snow again' }, { visit: follower }));
    await a.drain();
    await leave(a, mentor);
    expect(JSON.stringify(await storedOf(a, follower))).toContain(mentor);

    const part = { pupil: 'zzpupil-7' };
    const home = (await a.schools.household(a.school, 'roselyn-house-home-1'))!;
    const pupils = [{ id: part.pupil, name: 'Tyler', onRoll: true }];
    await a.schools.putHousehold(a.school, { ...home.value, pupils }, home.version);
    expect((await eraseHome(a.deps, a.school, home.value.id, part, head)).outcome).toBe('erased');
    expect(JSON.stringify(await storedOf(a, follower))).not.toContain(part.pupil);
    expect((await erasePerson(a.deps, a.school, mentor, head)).outcome).toBe('erased');

    const all = [await everyRecordOf(a), JSON.stringify([await storedOf(a), await storedOf(a, follower)])].join(' ');
    for (const mark of [mentor, former.name, former.mobile]) expect(all).not.toContain(mark);
  });
});

describe('whoever may not read what was said against somebody', () => {
  it('is not told that it is there, and does not erase it', async () => {
    const a = await roselyn();
    expectAccepted(await a.request(tutor, { ...requestAt(at), visitors: [{ person: tutor }, { person: head }] }));
    const visit = a.id;
    expectAccepted(await a.says(dsl, 'decline', { reason: 'No' }));
    const press = { person: office, by: office, via: 'api', key: { id: 'k', body: 'b' } } as const;
    const said = { visit, about: [head], words: 'they say' };
    expectAccepted(await makeAllegation(a.deps, a.school, 'AL-000001', said, press, { may: () => true }));
    await a.drain();

    expect(await eraseHome(a.deps, a.school, 'roselyn-house-home-1', {}, head)).toEqual({ outcome: 'erased', visits: 1 });
    expect((await a.visit('AL-000001')).allegation?.words).toBe('they say');
  });
});

describe('a visit that was erased', () => {
  const erasedVisit = async () => {
    const a = await markedVisit();
    await closed(a);
    expect(await eraseVisit(a.deps, { school: a.school, visit: a.id }, 'asked', head, () => true)).toBe('erased');
    return a;
  };

  it('owes nothing to anybody, though what was answered of it can be read no more', async () => {
    const a = await afternoonAt(hampton(), at('08:30'));
    expectAccepted(await a.request(teacher, induction));
    expectAccepted(await a.says(teacher, 'cancel', { reason: 'Snow' }));
    const told = { 'family-told-off': { 'no-need': 'They rang us' } };
    expectAccepted(await a.says(hamptonOffice, 'answer', { answers: told }));
    await a.drain();
    expect((await storedOf(a)).dueAt).toBeUndefined();
    a.sent();
    expect(await eraseVisit(a.deps, { school: a.school, visit: a.id }, 'asked', 'hampton-head', () => true)).toBe('erased');
    expect((await storedOf(a)).dueAt).toBeUndefined();
    await a.until(Instant.parse('2026-07-22T10:00:00Z'));
    expect(a.sent()).toEqual([]);
  });

  it('watches whoever is heard of on it afterwards, on the board for all to see', async () => {
    const a = await erasedVisit();
    expectAccepted(await a.says(mentor, 'arrive', { words: 'at the door' }));
    const board = await readBoard(a.deps, a.school, { person: head });
    expect(board.map(({ visit }) => visit)).toEqual([a.id]);
    expect((await storedOf(a)).dueAt).toBeDefined();
  });

  it('is erased again once what was said on it since is kept no longer', async () => {
    const a = await erasedVisit();
    expectAccepted(await a.says(office, 'note', { words: 'zzlater' }));
    await beginErrands(a.deps, a.school);
    a.clock.set(Instant.parse('2052-01-01T05:00:00Z'));
    await settle(a.deps, { school: a.school, visit: 'ER-UPKEEP' });
    expect(JSON.stringify(await storedOf(a))).not.toContain('zzlater');
  });
});

describe('what happens while something is erased', () => {
  it('keeps the home of whoever is out there since', async () => {
    const a = await markedVisit();
    await closed(a);
    let gone = false;
    const erasures: typeof a.deps.erasures = {
      ...a.deps.erasures,
      rewrite: async (change) => {
        if (!gone) {
          gone = true;
          expectAccepted(await a.says(mentor, 'depart-in-breach', { visitor: mentor }));
        }
        return a.deps.erasures.rewrite(change);
      },
    };
    const ended = await eraseHome({ ...a.deps, erasures }, a.school, marked.home, {}, head);
    expect(ended).toMatchObject({ outcome: 'in-the-way', notOver: [a.id] });
    expect((await a.schools.household(a.school, marked.home))?.value.erasedAt).toBeUndefined();
  });
});

describe('the upkeep', () => {
  const upkeep = { school: 'roselyn-house', visit: 'ER-UPKEEP' };
  const called = async (a: Afternoon, plan = requestAt(at).plan): Promise<string> => {
    expectAccepted(await a.request(tutor, { ...requestAt(at), plan }));
    return a.id;
  };

  it('erases no visit that is still to be made', async () => {
    const a = await roselyn();
    const { settings } = await a.schools.context(a.school, {});
    await a.schools.putSettings(a.school, { ...settings!, version: 2, values: { ...settings!.values, 'keep-records': 'P1M' } });
    const later = await called(a, { departAt: Instant.parse('2026-09-22T12:00:00Z'), returnAt: Instant.parse('2026-09-22T13:00:00Z') });
    await beginErrands(a.deps, a.school);
    a.clock.set(Instant.parse('2026-08-22T05:00:00Z'));
    await settle(a.deps, upkeep);
    expect((await a.visit(later)).erasedAt).toBeUndefined();
  });

  it('goes on past a visit that cannot be read, says so once, and is not done every minute', async () => {
    const a = await roselyn();
    const bad = await called(a);
    expectAccepted(await a.says(dsl, 'decline', { reason: 'No' }));
    const good = await called(a);
    expectAccepted(await a.says(dsl, 'decline', { reason: 'No' }));
    await a.drain();
    await beginErrands(a.deps, a.school);
    a.visits.spoil({ school: a.school, visit: bad });
    a.clock.set(Instant.parse('2032-07-01T05:00:00Z'));
    await expect(settle(a.deps, upkeep)).rejects.toThrow('1 visits could not be erased');
    expect((await a.visit(good)).erasedAt).toBeDefined();
    expect((await a.visits.read(upkeep))?.dueAt).toBe('2032-08-01T04:00:00.000Z');
    await settle(a.deps, upkeep);
  });

  const alleged = async (a: Afternoon, visit: string, about: string): Promise<void> => {
    const press = { person: office, by: office, via: 'api', key: { id: 'k', body: 'b' } } as const;
    const said = { visit, about: [about], words: 'they say' };
    expectAccepted(await makeAllegation(a.deps, a.school, 'AL-000001', said, press, { may: () => true }));
    await a.drain();
  };

  it('keeps a visit of which something was said against somebody for as long as an incident', async () => {
    const a = await roselyn();
    const visit = await called(a);
    expectAccepted(await a.says(dsl, 'decline', { reason: 'No' }));
    await alleged(a, visit, mentor);
    const end = { type: 'stand-down', alarm: 'a1', how: 'seen to', visitors: {} } as const;
    expectAccepted(await seeToAllegation(a.deps, a.school, 'AL-000001', end, { person: head, by: head, via: 'api' }));
    await a.drain();
    await beginErrands(a.deps, a.school);
    for (const [day, erased] of [
      ['2040-07-01', false],
      ['2052-07-01', true],
    ] as const) {
      a.clock.set(Instant.parse(`${day}T05:00:00Z`));
      await settle(a.deps, upkeep);
      expect([day, (await a.visit(visit)).erasedAt !== undefined]).toEqual([day, erased]);
    }
  });

  it('keeps what is held of a home under every id that it has', async () => {
    const a = await roselyn();
    const visit = await called(a);
    expectAccepted(await a.says(dsl, 'decline', { reason: 'No' }));
    await a.drain();
    await a.schools.putHousehold(a.school, Household.parse({ id: 'stays', name: 'The same' }), 0);
    await mergeHomes(a.deps, a.school, { into: 'stays', from: 'roselyn-house-home-1', by: head });
    await beginErrands(a.deps, a.school);
    const placed = { at: at('16:00'), by: head };
    await a.schools.putHold(a.school, { id: 'h-00000004', on: { kind: 'household', id: 'stays' }, reason: 'A claim', placed });
    a.clock.set(Instant.parse('2040-07-01T05:00:00Z'));
    await settle(a.deps, upkeep);
    expect((await a.visit(visit)).erasedAt).toBeUndefined();
  });

  it('knows of its last look alone, and looks anew where the school has set something while it looked', async () => {
    const a = await roselyn();
    await beginErrands(a.deps, a.school);
    const lookAt = async (day: string, during: () => Promise<void> = () => Promise.resolve()) => {
      a.clock.set(Instant.parse(`${day}T05:00:00Z`));
      const holds: typeof a.schools.holds = async (school) => {
        await during();
        return a.schools.holds(school);
      };
      await settle({ ...a.deps, schools: { ...a.schools, holds } }, upkeep);
      return (await a.visits.read(upkeep))!;
    };
    expectAccepted(await a.request(tutor, requestAt(at)));
    await lookAt('2032-07-01');
    const second = await lookAt('2040-07-01');
    expect(second.history.map(({ type }) => type)).toEqual(['ErrandBegun', 'LookedAfter']);
    expect(second.dueAt! > a.clock.now()).toBe(true);
    await beginErrands(a.deps, a.school);
    const third = await lookAt('2041-07-01', () => beginErrands(a.deps, a.school));
    expect(third.dueAt! <= a.clock.now()).toBe(true);
  });

  it('reads no visit while the whole school is held', async () => {
    const a = await roselyn();
    await called(a);
    expectAccepted(await a.says(dsl, 'decline', { reason: 'No' }));
    await a.drain();
    await beginErrands(a.deps, a.school);
    await a.schools.putHold(a.school, { id: 'h-00000003', on: { kind: 'school' }, reason: 'x', placed: { at: at('09:00'), by: head } });
    a.clock.set(Instant.parse('2040-07-01T05:00:00Z'));
    let read = 0;
    const visits: typeof a.deps.visits = {
      ...a.deps.visits,
      readMany: (refs) => {
        read += refs.length;
        return a.deps.visits.readMany(refs);
      },
      read: (ref) => {
        read += ref.visit === upkeep.visit ? 0 : 1;
        return a.deps.visits.read(ref);
      },
    };
    await settle({ ...a.deps, visits }, upkeep);
    expect(read).toBe(0);
    expect((await a.visit()).erasedAt).toBeUndefined();
  });
});
