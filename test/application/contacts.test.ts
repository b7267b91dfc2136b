import { describe, expect, it } from 'vitest';
import { beginErrand } from '../../functions/application/errands.ts';
import { readKnown } from '../../functions/application/known.ts';
import { knownOf, readSchool } from '../../functions/application/school.ts';
import { settle } from '../../functions/application/settle.ts';
import { Channel, contactsOf, tested } from '../../functions/domain/contacts.ts';
import { findings } from '../../functions/domain/policy/gates.ts';
import { plus } from '../../functions/domain/time.ts';
import type { SchoolStore } from '../../functions/ports/school-store.ts';
import { type Afternoon, afternoonAt, hampton } from '../support/afternoon.ts';
import { assistant, at, head, induction, office, out, teacher } from '../support/hampton-visit.ts';
import { having, including } from '../support/matching.ts';

/** Both are out, and nobody is back at three. */
async function overdue(): Promise<Afternoon> {
  const a = await afternoonAt(hampton(), at('08:30'));
  await out(a);
  a.clock.set(at('15:00'));
  return a;
}
const ref = (a: Afternoon) => ({ school: a.school, visit: a.id });
const recordOf = async (a: Afternoon, id: string) => (await a.schools.person(a.school, id))!;
const standing = async (a: Afternoon, id: string): Promise<readonly string[]> =>
  contactsOf((await recordOf(a, id)).value).map(({ channel, state }) => `${channel} ${state}`);

/** Writes down what is read and written of single people. */
function watched(schools: SchoolStore, calls: string[]): SchoolStore {
  return {
    ...schools,
    person: async (school, id) => {
      calls.push(`person ${id}`);
      return schools.person(school, id);
    },
    putPerson: async (school, person, after) => {
      calls.push(`putPerson ${person.id}`);
      return schools.putPerson(school, person, after);
    },
  };
}

describe('a test message', () => {
  it('by email asks first that its address be let through, and no other message does', async () => {
    const a = await overdue();
    await settle(a.deps, ref(a));
    expect(a.notices.asked).toEqual([]);
    const school = (await readSchool(a.schools, a.school))!;
    const { value, version } = await recordOf(a, office);
    for (const channel of Channel.options) {
      const errand = `ER-00000${channel === 'text' ? 1 : 2}`;
      await a.schools.putPerson(a.school, tested(value, channel, errand, a.clock.now()), version + (channel === 'text' ? 0 : 1));
      await beginErrand(a.deps, { school: a.school, errand }, { kind: 'test', to: office, channel, code: '123456' }, knownOf(school));
      await settle(a.deps, { school: a.school, visit: errand });
    }

    expect(a.sent()).toEqual(expect.arrayContaining([`text ${office} errand:test`, `email ${office} errand:test`]));
    expect(a.notices.asked).toEqual([`${a.school} ${value.email!}`]);
  });
});

describe('what sends show of contacts', () => {
  it('is nothing where they are taken: nobody is read or written for it', async () => {
    const a = await overdue();
    const calls: string[] = [];

    await settle({ ...a.deps, schools: watched(a.schools, calls) }, ref(a));

    expect(a.sent()).toContain(`text ${office} rung:a1/1`);
    expect(calls).toEqual([]);
  });

  it('is that one surely fails, from the first time on, once and for that way alone', async () => {
    const a = await overdue();
    a.notices.answer({ outcome: 'failed', contact: office, channel: 'text', times: 9 });
    const calls: string[] = [];

    await settle({ ...a.deps, schools: watched(a.schools, calls) }, ref(a));

    expect(await standing(a, office)).toEqual(['text failing', 'email confirmed']);
    expect(calls).toEqual([`person ${office}`, `putPerson ${office}`]);
    await a.until(at('15:11'));
    expect((await recordOf(a, office)).value.contacts?.text?.failingSince).toBe(at('15:00'));
  });

  it('is shown before the next departure (F13), with whom it is about', async () => {
    const a = await overdue();
    a.notices.answer({ outcome: 'failed', contact: office, channel: 'text', times: 9 });
    await settle(a.deps, ref(a));

    const tomorrow = { departAt: plus(at('13:00'), 'P1D'), returnAt: plus(at('14:30'), 'P1D') };
    await a.request(assistant, { ...induction, visitors: [{ person: assistant }], plan: tomorrow });
    const visit = await a.visit();
    const known = await readKnown(a.deps, visit);
    const flagged = findings('depart', visit, known!).outstanding.filter(({ code }) => code === 'reachable');
    expect(flagged).toMatchObject([{ wants: { contacts: [{ person: office, channel: 'text', state: 'failing' }] } }]);
  });

  it('is that it fails no longer, once one is taken', async () => {
    const a = await overdue();
    a.notices.answer({ outcome: 'failed', contact: office, channel: 'text' });
    await settle(a.deps, ref(a));
    expect(await standing(a, office)).toEqual(['text failing', 'email confirmed']);

    await a.until(at('15:11'));
    expect(await standing(a, office)).toEqual(['text confirmed', 'email confirmed']);
  });

  it('is that somebody wants no more texts', async () => {
    const a = await overdue();
    a.notices.answer({ outcome: 'failed', why: 'opted-out', contact: office, channel: 'text' });
    await settle(a.deps, ref(a));

    expect(await standing(a, office)).toEqual(['text opted-out', 'email confirmed']);
    await a.until(at('15:11'));
    expect(await standing(a, office)).toEqual(['text opted-out', 'email confirmed']);
  });

  it('is not noted while a call for help is open there: somebody on the visit may read of contacts elsewhere', async () => {
    const a = await afternoonAt(hampton(), at('08:30'));
    await out(a);
    a.notices.answer({ outcome: 'failed', contact: office, channel: 'text', times: 9 });
    await a.says(teacher, 'raise-alarm', { kind: 'help' });

    expect((await a.visit()).history).toContainEqual(having({ marks: including(having({ to: office, outcome: 'failed' })) }));
    expect(await standing(a, office)).toEqual(['text confirmed', 'email confirmed']);
  });

  it('is never in the way of the next step, though it cannot be noted', async () => {
    const a = await overdue();
    a.notices.answer({ outcome: 'failed', contact: office, times: 10 });
    const schools: SchoolStore = { ...a.schools, person: () => Promise.reject(new Error('no answer')) };

    await settle({ ...a.deps, schools }, ref(a));

    expect(a.sent()).toContain(`text ${head} rung:a1/3`);
    expect((await a.visit()).alarms[0]?.rung?.index).toBe(3);
  });

  it('is noted on the record as somebody else has written it meanwhile', async () => {
    const a = await overdue();
    a.notices.answer({ outcome: 'failed', contact: office, channel: 'text' });
    let raced = false;
    const schools: SchoolStore = {
      ...a.schools,
      putPerson: async (school, person, after) => {
        if (!raced) {
          raced = true;
          const { value, version } = await recordOf(a, office);
          await a.schools.putPerson(school, { ...value, vehicle: 'A red van' }, version);
        }
        return a.schools.putPerson(school, person, after);
      },
    };

    await settle({ ...a.deps, schools }, ref(a));

    expect((await recordOf(a, office)).value).toMatchObject({ vehicle: 'A red van' });
    expect(await standing(a, office)).toEqual(['text failing', 'email confirmed']);
  });
});
