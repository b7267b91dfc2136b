import { describe, expect, it } from 'vitest';
import { carryOut } from '../../functions/application/carry-out.ts';
import { settle } from '../../functions/application/settle.ts';
import { sweep } from '../../functions/application/sweep.ts';
import { plus } from '../../functions/domain/time.ts';
import type { Afternoon } from '../support/afternoon.ts';
import { assistant, at, executiveHead, gone, head, office, out, teacher } from '../support/hampton-visit.ts';

const ref = (a: Afternoon) => ({ school: a.school, visit: a.id });
const dues = (a: Afternoon): readonly string[] => [...a.timers.standing.values()].map((timer) => timer.due).sort();
const both = (who: string, about: string): readonly string[] => [`text ${who} ${about}`, `email ${who} ${about}`];

describe('an afternoon on which nobody comes back', () => {
  it('goes by the clock: asked at 14:45, and each step from 15:00 on, until somebody acts', async () => {
    const a = await gone();
    await a.until(at('14:44'));
    expect(a.sent()).toEqual([]);
    await a.until(at('14:46'));
    expect(a.sent().toSorted()).toEqual([teacher, assistant, office].flatMap((who) => both(who, 'nudge:round-return')).toSorted());
    await a.until(at('15:31'));
    expect(a.sent().filter((line) => line.startsWith('text'))).toEqual([
      `text ${office} rung:a1/1`,
      `text ${office} rung:a1/2`,
      `text ${head} rung:a1/3`,
      `text ${executiveHead} rung:a1/3`,
      `text ${head} rung:a1/4`,
      `text ${office} rung:a1/4`,
    ]);
    await a.until(at('15:51'));
    expect(a.sent().filter((line) => line === `text ${head} rung:a1/4`)).toHaveLength(2);
  });

  it('goes by the sweep alone where every timer is dead', async () => {
    const a = await gone();
    a.timers.fail(1000);
    for (let now = at('13:01'); now <= at('15:31'); now = plus(now, 'PT1M')) {
      a.clock.set(now);
      // Whoever looked after the visit stops where no timer can be set, having done all the rest.
      await a.sweepNow().catch(() => undefined);
    }
    expect((await a.visit()).alarms[0]?.rung?.index).toBe(4);
  });

  it('goes by the timers alone where nobody sweeps', async () => {
    const a = await gone();
    for (let fired = a.timers.fire(at('15:31')); fired.length > 0; fired = a.timers.fire(at('15:31')))
      for (const timer of fired) {
        if (timer.at > a.clock.now()) a.clock.set(timer.at);
        await settle(a.deps, { ...timer.ref, due: timer.due });
      }
    expect((await a.visit()).alarms[0]?.rung?.index).toBe(4);
  });
});

describe('settling', () => {
  it('twice does nothing twice', async () => {
    const a = await gone();
    a.clock.set(at('15:00'));
    await settle(a.deps, ref(a));
    const { version } = await a.visit();
    const sent = a.sent();
    await settle(a.deps, ref(a));
    expect(a.sent()).toEqual([]);
    expect(sent).toHaveLength(2);
    expect((await a.visit()).version).toBe(version);
  });

  it('at once by two sends each message once', async () => {
    const a = await gone();
    a.clock.set(at('15:00'));
    await Promise.all([settle(a.deps, ref(a)), settle(a.deps, ref(a)), settle(a.deps, ref(a))]);
    expect(a.sent().toSorted()).toEqual(both(office, 'rung:a1/1').toSorted());
  });

  it('sees to a timer for the next moment, once', async () => {
    const a = await gone();
    expect(dues(a)).toContain(at('14:45'));
    const before = dues(a);
    await settle(a.deps, ref(a));
    expect(dues(a)).toEqual(before);
  });

  it('asks for no timer nearer than a minute', async () => {
    const a = await gone();
    a.clock.set(at('14:44:30'));
    await settle(a.deps, { ...ref(a) });
    a.clock.set(at('14:59:40'));
    await settle(a.deps, ref(a));
    const timer = [...a.timers.standing.values()].find(({ due }) => due === at('15:00'));
    expect(timer?.at).toBe(at('15:00:40'));
  });

  it('puts a timer back that came too early, and drops none', async () => {
    const a = await gone();
    const [early] = a.timers.fire(at('14:45'));
    a.clock.set(at('14:43'));
    await settle(a.deps, { ...ref(a), due: at('14:45') });
    expect(early?.due === undefined || dues(a).includes(at('14:45'))).toBe(true);
    expect([...a.timers.standing.keys()].some((name) => name.endsWith('-2'))).toBe(true);
  });

  it('does nothing for a timer that comes after everybody is back', async () => {
    const a = await gone();
    await a.says(teacher, 'return', { visitor: 'all' });
    a.sent();
    a.clock.set(at('15:00'));
    const { version } = await a.visit();
    await settle(a.deps, { ...ref(a), due: at('14:45') });
    expect(a.sent()).toEqual([]);
    expect((await a.visit()).version).toBe(version);
  });

  it('of a visit that is not there is nothing', async () => {
    const a = await gone();
    await expect(settle(a.deps, { school: a.school, visit: 'HV-999999' })).resolves.toBeUndefined();
  });

  it('goes on to the next step in the same look where every message surely failed', async () => {
    const a = await gone();
    a.notices.answer({ outcome: 'failed', contact: office, times: 10 });
    a.clock.set(at('15:00'));
    await settle(a.deps, ref(a));
    expect(a.sent().filter((line) => line.startsWith('text'))).toEqual([`text ${head} rung:a1/3`, `text ${executiveHead} rung:a1/3`]);
  });

  it('tries again what did not go, by itself', async () => {
    const a = await gone();
    a.notices.answer({ outcome: 'later', times: 2 });
    a.clock.set(at('15:00'));
    await settle(a.deps, ref(a));
    expect(a.sent()).toEqual([]);
    await a.until(at('15:02'));
    expect(a.sent().toSorted()).toEqual(both(office, 'rung:a1/1').toSorted());
  });

  it('tries the number that was copied at departure beside the one of today', async () => {
    const a = await gone();
    const now = (await a.schools.person(a.school, office))!;
    await a.schools.putPerson(a.school, { ...now.value, mobile: '+447700900999' }, now.version);
    a.clock.set(at('15:00'));
    await settle(a.deps, ref(a));
    expect(a.notices.outbox.filter((m) => m.about === 'rung:a1/1' && m.channel === 'text').map((m) => m.to)).toEqual([
      '+447700900999',
      '+447700900121',
    ]);
  });

  it('loses nothing where it stops after the step was recorded: the next look sends, and says that it may be a repeat', async () => {
    const a = await gone();
    a.clock.set(at('15:00'));
    const stopped = settle({ ...a.deps, notices: { ...a.notices, send: () => Promise.reject(new Error('the process died')) } }, ref(a));
    await expect(stopped).rejects.toThrow('the process died');
    await a.until(at('15:02'));
    const sent = a.notices.outbox.filter((m) => m.about === 'rung:a1/1');
    expect(sent.map((m) => m.channel).toSorted()).toEqual(['email', 'text']);
    expect(sent.every((m) => m.text.startsWith('(May be a repeat.)'))).toBe(true);
  });
});

describe('the sweep', () => {
  it('finds what is due and hands it on, oldest first', async () => {
    const a = await gone();
    a.clock.set(at('14:46'));
    const swept = await sweep({ ...a.deps, shards: 1 }, at('14:46'));
    expect(swept).toMatchObject({ due: 1, rescued: 0, oldest: 60_000 });
    expect(a.pokes.waiting).toEqual([{ ...ref(a), by: 'sweep' }]);
  });

  it('serves itself what nobody has served for two minutes', async () => {
    const a = await gone();
    a.clock.set(at('14:47'));
    const swept = await sweep({ ...a.deps, shards: 1 }, at('14:47'));
    expect(swept.rescued).toBe(1);
    expect(a.sent()).toContain(`text ${teacher} nudge:round-return`);
  });

  it('counts what neither a timer nor the sweep before can have heard of: more than 75 s', async () => {
    const a = await gone();
    const rescued = async (time: string) => (await sweep({ ...a.deps, shards: 1 }, at(time))).rescued;
    expect(await rescued('14:46:15')).toBe(0);
    expect(await rescued('14:46:16')).toBe(1);
  });

  it('goes on past a visit that cannot be read, and says which', async () => {
    const a = await gone();
    const good = a.id;
    await out(a, {
      type: 'induction',
      purpose: 'To meet the family',
      household: 'hampton-home-2',
      visitors: [{ person: 'hampton-nursery-teacher' }, { person: teacher }, { person: 'hampton-nursery-assistant' }],
      plan: { departAt: at('13:00'), returnAt: at('14:20') },
    }).catch(() => undefined);
    expect(a.id).not.toBe(good);
    a.visits.spoil({ school: a.school, visit: a.id });
    a.sent();
    a.clock.set(at('15:30'));
    const swept = await sweep({ ...a.deps, shards: 1 }, at('15:30'));
    expect(swept.failures.map(({ visit }) => visit.ref.visit)).toEqual([a.id]);
    expect(a.sent()).toContain(`text ${office} rung:a1/1`);
  });

  it('has nothing to do where nothing is due', async () => {
    const a = await gone();
    expect(await sweep({ ...a.deps, shards: 1 }, at('14:44'))).toEqual({
      due: 0,
      rescued: 0,
      failures: [],
      unreadable: 0,
      oldest: 0,
      repeats: 0,
    });
  });

  it('reads every page', async () => {
    const a = await gone();
    a.clock.set(at('16:00'));
    const many = Array.from({ length: 250 }, (_, n) => ({
      ref: { school: a.school, visit: `HV-1${String(n).padStart(5, '0')}` },
      dueAt: at('15:59'),
    }));
    const paged = {
      ...a.visits,
      due: (_until: unknown, _shard: number, after?: string) => {
        const from = Number(after ?? 0);
        return Promise.resolve({ visits: many.slice(from, from + 100), ...(from + 100 < many.length ? { next: String(from + 100) } : {}) });
      },
    };
    expect((await sweep({ ...a.deps, visits: paged, shards: 1 }, at('16:00'))).due).toBe(250);
    expect(a.pokes.waiting).toHaveLength(250);
  });
});

describe('a return in the same second as the check', () => {
  it('wins, or whoever was told is told that it is over', async () => {
    const a = await gone();
    a.clock.set(at('15:00'));
    const back = { type: 'return', visitor: 'all' } as const;
    await Promise.all([
      settle(a.deps, ref(a)),
      carryOut(a.deps, ref(a), back, { person: teacher, by: teacher, via: 'api' }, { may: () => true }),
    ]);
    await a.drain();
    await a.until(at('15:10'));
    const sent = a.sent();
    const told = sent.filter((line) => line.includes('rung:')).map((line) => line.replace('rung:a1/1', ''));
    const over = sent.filter((line) => line.includes('over:')).map((line) => line.replace('over:a1', ''));
    expect(over.toSorted()).toEqual(told.toSorted());
  });
});
