import { describe, expect, it } from 'vitest';
import { memoryHeartbeat } from '../../functions/adapters/memory/memory-heartbeat.ts';
import { auditAndTell } from '../../functions/application/audit.ts';
import { readBoard } from '../../functions/application/read-visits.ts';
import { sweep } from '../../functions/application/sweep.ts';
import { type Instant, plus } from '../../functions/domain/time.ts';
import { afternoonAt, type Afternoon, hampton } from '../support/afternoon.ts';
import { at, office, out } from '../support/hampton-visit.ts';

/** Two are out from 13:00, due back at 14:30; whoever sweeps audits, and tells somebody outside. */
async function gone() {
  const a = await afternoonAt(hampton(), at('08:30'));
  await out(a);
  const heartbeat = memoryHeartbeat();
  /** As the sweep of this minute goes: what it poked is served after it. */
  const swept = async (change: Partial<Afternoon['visits']> = {}) => {
    const deps = { ...a.deps, visits: { ...a.visits, ...change }, shards: 1, heartbeat };
    const { found } = await auditAndTell(deps, [a.school], await sweep(deps, a.clock.now()));
    await a.drain();
    return found.map(({ visit, finding }) => `${String(visit)} ${finding}`);
  };
  /** Each minute until then, by the sweep alone. */
  const sweptUntil = async (end: Instant, change: Partial<Afternoon['visits']> = {}): Promise<readonly string[]> => {
    const found: string[] = [];
    for (let now = plus(a.clock.now(), 'PT1M'); now <= end; now = plus(now, 'PT1M')) {
      a.clock.set(now);
      found.push(...(await swept(change)));
    }
    return found;
  };
  return { a, heartbeat, swept, sweptUntil };
}
const nothingIsDue = { due: async () => Promise.resolve({ visits: [] }) };

describe('the audit after a sweep', () => {
  it('finds nothing on an afternoon on which nobody comes back and every step is taken in time', async () => {
    const { heartbeat, sweptUntil } = await gone();
    expect(await sweptUntil(at('16:30'))).toEqual([]);
    expect(new Set(heartbeat.heard)).toEqual(new Set(['well']));
    expect(heartbeat.heard).toHaveLength(210);
  });

  it('finds somebody who is overdue and whom the sweep does not find, five minutes late at most', async () => {
    const { a, heartbeat, sweptUntil } = await gone();
    expect(await sweptUntil(at('15:05'), nothingIsDue)).not.toContain(`${a.id} no-alarm`);
    expect(await sweptUntil(at('15:06'), nothingIsDue)).toContain(`${a.id} no-alarm`);
    expect(heartbeat.heard.at(-1)).toBe('unwell');
  });

  it('finds an alarm whose next step nobody takes', async () => {
    const { a, sweptUntil } = await gone();
    await sweptUntil(at('15:01'));
    expect(await sweptUntil(at('15:16'), nothingIsDue)).toContain(`${a.id} rung-late`);
  });

  it('goes on past a visit that cannot be read, and does not call that well', async () => {
    const { a, heartbeat, swept } = await gone();
    a.visits.spoil({ school: a.school, visit: a.id });
    expect(await swept()).toEqual([`${a.id} not-looked-at`]);
    expect(heartbeat.heard).toEqual(['unwell']);
  });

  it('does not call well what it could not look at', async () => {
    const { heartbeat, swept } = await gone();
    expect(await swept({ list: () => Promise.reject(new Error('the index is away')) })).toEqual(['undefined not-looked-at']);
    expect(heartbeat.heard).toEqual(['unwell']);
  });

  it('does not call a sweep well that could not serve a visit', async () => {
    const { a, heartbeat, swept } = await gone();
    a.clock.set(at('14:49'));
    await swept({ read: () => Promise.reject(new Error('the table is away')), list: async () => Promise.resolve([]) });
    expect(heartbeat.heard).toEqual(['unwell']);
  });

  it('leaves alone what has been put off since the provider is away, and after five minutes says that nobody is told', async () => {
    const { a, heartbeat, sweptUntil } = await gone();
    a.notices.answer({ outcome: 'later', times: 10_000 });
    expect(await sweptUntil(at('15:05'))).toEqual([]);
    expect(heartbeat.heard.at(-1)).toBe('well');
    expect(new Set(await sweptUntil(at('15:40')))).toEqual(new Set([`${a.id} not-taken`]));
    expect(heartbeat.heard.at(-1)).toBe('unwell');
  });
});

describe('F09: with the timers and the sweep both dead for an hour', () => {
  it('nothing is heard outside, the board says overdue, and all is called well again once the sweep has made it good', async () => {
    const { a, heartbeat, sweptUntil } = await gone();
    await sweptUntil(at('14:50'));
    const before = heartbeat.heard.length;
    a.clock.set(at('15:50'));
    expect(heartbeat.heard).toHaveLength(before);
    const [row] = await readBoard(a.deps, a.school, { person: office });
    expect(row?.state).toBe('overdue');

    a.sent();
    await sweptUntil(at('15:51'));
    expect(a.sent()).toContain(`text ${office} rung:a1/1`);
    expect(heartbeat.heard.slice(before)).toEqual(['well']);
  });
});
