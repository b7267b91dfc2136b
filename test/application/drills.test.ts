import { beforeEach, describe, expect, it } from 'vitest';
import { beginDrill } from '../../functions/application/drills.ts';
import { beginErrands } from '../../functions/application/errands.ts';
import { erasePerson } from '../../functions/application/erasures.ts';
import { everythingAbout } from '../../functions/application/everything.ts';
import type { Outcome } from '../../functions/application/outcome.ts';
import { listVisits, readBoard } from '../../functions/application/read-visits.ts';
import { readSchool, type School } from '../../functions/application/school.ts';
import { settle } from '../../functions/application/settle.ts';
import { sweep } from '../../functions/application/sweep.ts';
import { newDrillId } from '../../functions/api/new-ids.ts';
import { Instant } from '../../functions/domain/time.ts';
import type { VisitRef } from '../../functions/domain/visit/visit.ts';
import { afternoonAt, type Afternoon, hampton } from '../support/afternoon.ts';
import { at, executiveHead, head, induction, office, out } from '../support/hampton-visit.ts';

let a: Afternoon;
let school: School;
beforeEach(async () => {
  a = await afternoonAt(hampton(), at('08:30'));
  school = (await readSchool(a.schools, a.school))!;
});

const begins = (key: string, ladder = 'missing', by = head): Promise<Outcome> =>
  beginDrill(a.deps, school, { ladder }, (of, before) => newDrillId(a.school, of, before), {
    person: by,
    by,
    via: 'api',
    key: { id: key, body: `${key} ${ladder}` },
  });
async function begun(key: string, ladder?: string): Promise<string> {
  const outcome = await begins(key, ladder);
  if (outcome.outcome !== 'accepted') throw new Error(JSON.stringify(outcome));
  await a.drain();
  return outcome.visit.visit;
}
const standsDown = (drill: string) => a.says(head, 'stand-down', { alarm: 'a1', how: 'All answered', visitors: {} }, { visit: drill });
const running = (first: string) => ({
  outcome: 'refused',
  refusal: { code: 'drill-running', message: expect.stringContaining(first) as unknown },
});

describe('one drill at a time', () => {
  it('of each ladder: a second is refused with the id of the first, until that is over', async () => {
    const first = await begun('one');
    expect(await begins('two')).toMatchObject(running(first));
    expect(await begun('three', 'help-ladder')).not.toBe(first);
    await standsDown(first);
    expect(await begun('four')).not.toBe(first);
  });

  it('is begun once by the same press, even after it is over, and a key is never used for another', async () => {
    const first = await begun('one');
    expect(await begun('one')).toBe(first);
    await standsDown(first);
    expect(await begun('one')).toBe(first);
    expect(await begins('one', 'help-ladder')).toEqual({ outcome: 'key-reused' });
    expect(await a.visits.list(a.school, 'drills', { limit: 100 })).toHaveLength(1);
  });

  it('is one where two people begin it at once, though no list shows either of them yet', async () => {
    a.visits.lagIndexes(60_000);
    const both = await Promise.all([begins('one'), begins('two', 'missing', office)]);
    expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(['accepted', 'refused']);
    a.visits.lagIndexes(0);
    expect(await a.visits.list(a.school, 'drills', { limit: 100 })).toHaveLength(1);
  });

  it('is found to be over where the list is behind', async () => {
    const first = await begun('one');
    a.visits.lagIndexes(600_000);
    await standsDown(first);
    const second = await begun('two');
    expect(second).not.toBe(first);
    await standsDown(second);
    expect([first, second]).not.toContain(await begun('three'));
  });
});

describe('while a drill runs', () => {
  it('a real alarm opens and is told of at its own times, and the drill goes on beside it', async () => {
    await out(a);
    await a.until(at('14:50'));
    const drill = await begun('one');
    a.sent();
    await a.until(at('15:01'));
    const told = a.notices.outbox
      .filter(({ about }) => about.startsWith('rung:'))
      .map(({ ref, contact, channel, text }) => ({ visit: ref.visit, contact, channel, text }));
    const real = told.filter(({ visit }) => visit === a.id);
    expect(real.map(({ contact, channel }) => `${channel} ${contact}`)).toEqual([`text ${office}`, `email ${office}`]);
    for (const { text } of real) expect(text).not.toContain('DRILL');
    const drilled = told.filter(({ visit }) => visit === drill);
    expect(drilled).toHaveLength(4);
    for (const { text } of drilled) expect(text).toMatch(/^DRILL /);
    expect((await a.visit()).alarms[0]).toMatchObject({ openedAt: at('15:00'), rung: { index: 1 } });
  });

  it('a real alarm is told of by itself, however many drills went to the same phones', async () => {
    // Within the five minutes for which messages are counted together.
    await out(a, { ...induction, plan: { ...induction.plan, returnAt: at('14:33') } });
    await a.until(at('15:01'));
    for (const ladder of ['missing', 'help-ladder', 'violence', 'instructions', 'concern-ladder']) await begun(ladder, ladder);
    expect(a.sent().filter((line) => line === `text ${office} rung:a1/1`)).toHaveLength(5);
    await a.until(at('15:03'));
    const real = a.notices.outbox.filter(({ ref, contact }) => ref.visit === a.id && contact === office).slice(-2);
    expect(real.map(({ channel, about }) => `${channel} ${about}`)).toEqual(['text rung:a1/1', 'email rung:a1/1']);
    expect(a.notices.outbox.filter(({ ref }) => ref.visit.startsWith('ER-'))).toEqual([]);
  });

  it('the sweep serves whoever is out first, though the drill has been due for longer', async () => {
    await out(a);
    await a.until(at('14:50'));
    await begun('one');
    // Nothing else looks: the drill's second step is due at 15:00, the visit's first too, and its second at 15:10.
    a.timers.fail(1000);
    a.pokes.take();
    a.clock.set(at('15:13'));
    const order: string[] = [];
    const visits = {
      ...a.visits,
      read: async (ref: VisitRef) => {
        order.push(ref.visit);
        return a.visits.read(ref);
      },
    };
    const due = (await a.visits.due(a.clock.now(), 0)).visits.map(({ ref }) => ref.visit);
    expect(due[0]).toMatch(/^DR-/);
    await sweep({ ...a.deps, visits, shards: 1 }, a.clock.now()).catch(() => undefined);
    expect(order[0]).toBe(a.id);
  });

  it('it stands on no board and in no list of visits', async () => {
    const drill = await begun('one');
    expect(await readBoard(a.deps, a.school, { person: head })).toEqual([]);
    expect((await listVisits(a.visits, a.school, {}, { limit: 50 })).visits).toEqual([]);
    expect((await a.visits.list(a.school, 'drills', { limit: 50 })).map(({ ref }) => ref.visit)).toEqual([drill]);
  });
});

describe('what is kept of a drill', () => {
  it('is erased when the records of a school are, and not before', async () => {
    const all: string[] = [];
    for (let n = 0; n < 13; n += 1) {
      all.push(await begun(`drill-${String(n)}`));
      await standsDown(all.at(-1)!);
    }
    await beginErrands(a.deps, a.school);
    const erasedOn = async (day: string): Promise<readonly boolean[]> => {
      a.clock.set(Instant.parse(`${day}T05:00:00Z`));
      await settle(a.deps, { school: a.school, visit: 'ER-UPKEEP' });
      return Promise.all(all.map(async (drill) => (await a.visit(drill)).erasedAt !== undefined));
    };
    expect(new Set(await erasedOn('2032-06-21'))).toEqual(new Set([false]));
    expect(new Set(await erasedOn('2032-06-23'))).toEqual(new Set([true]));
    // The next one is begun as if there had been none.
    expect(all).not.toContain(await begun('another'));
  });

  it('is told to whoever asks for everything about somebody, and names nobody who was erased', async () => {
    const drill = await begun('one');
    await a.until(at('08:51'));
    await standsDown(drill);
    expect(await everythingAbout(a.deps, school, { person: executiveHead }, { person: head })).toMatchObject({
      visits: [],
      drills: [{ id: drill }],
    });
    const { value, version } = (await a.schools.person(a.school, executiveHead))!;
    await a.schools.putPerson(a.school, { ...value, leftAt: a.clock.now() }, version);
    expect(await erasePerson(a.deps, a.school, executiveHead, head)).toMatchObject({ outcome: 'erased', visits: 1 });
    expect(JSON.stringify(await a.visits.read({ school: a.school, visit: drill }))).not.toContain(executiveHead);
  });
});
