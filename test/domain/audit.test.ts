import { describe, expect, it } from 'vitest';
import { audit, isWorthAuditing } from '../../functions/domain/visit/audit.ts';
import type { Card } from '../../functions/domain/visit/shadow.ts';
import { visitOf } from '../../functions/domain/visit/fold.ts';
import type { Visit } from '../../functions/domain/visit/visit.ts';
import { afternoonAt, type Afternoon, hampton } from '../support/afternoon.ts';
import { at, office, out, teacher } from '../support/hampton-visit.ts';

async function row(a: Afternoon) {
  const stored = (await a.visits.read({ school: a.school, visit: a.id }))!;
  return { visit: visitOf(stored), dueAt: stored.dueAt };
}
/** Two are out from 13:00, due back at 14:30; nobody has asked for them yet. */
async function gone() {
  const a = await afternoonAt(hampton(), at('08:30'));
  await out(a);
  return row(a);
}
/** The first step of the alarm has begun at 15:00, and its text is not sent. */
async function overdue() {
  const a = await afternoonAt(hampton(), at('08:30'));
  await out(a);
  a.notices.answer({ outcome: 'later', contact: office, times: 1_000 });
  await a.until(at('15:00'));
  return row(a);
}
const found = (visit: Visit, dueAt: Awaited<ReturnType<typeof row>>['dueAt'], time: string) => audit(visit, dueAt, [], at(time));

describe('of a visit on which somebody is out', () => {
  it('nothing is wrong while its clock runs, nor while what is due may still be served', async () => {
    const { visit, dueAt } = await gone();
    expect(found(visit, dueAt, '14:30')).toEqual([]);
    expect(found(visit, dueAt, '14:50')).toEqual([]);
  });

  it('it is wrong that its row has not been looked at for five minutes', async () => {
    const { visit, dueAt } = await gone();
    expect(found(visit, dueAt, '14:50:01')).toEqual(['not-served']);
  });

  it('it is wrong that a clock has run out and no alarm is open', async () => {
    const { visit, dueAt } = await gone();
    expect(found(visit, dueAt, '15:05:01')).toEqual(['no-alarm', 'not-served']);
  });

  it('it is wrong that its row is never looked at', async () => {
    const { visit } = await gone();
    expect(found(visit, undefined, '13:01')).toEqual(['never-due']);
  });

  it('it is wrong that no clock waits for them', async () => {
    const { visit } = await gone();
    const unwatched = { ...visit, watch: { ...visit.watch!, clocks: [] } };
    expect(found(unwatched, undefined, '13:01')).toEqual(['nobody-watches']);
    const back = { ...unwatched, visitors: visit.visitors.map((visitor) => ({ ...visitor, accountedForAt: at('13:00') })) };
    expect(found(back, undefined, '13:01')).toEqual([]);
  });

  it('what somebody has said since counts from then: a contact that is taken back made them late only now', async () => {
    const { visit, dueAt } = await gone();
    expect(found({ ...visit, changedAt: at('15:02') }, dueAt, '15:06')).toEqual([]);
  });
});

describe('of a visit with an open alarm', () => {
  it('nothing is wrong while its messages are put off and its next step is to come', async () => {
    const { visit, dueAt } = await overdue();
    expect(found(visit, dueAt, '15:05')).toEqual([]);
  });

  it('it is wrong that its next step has not begun, or a message has not gone out', async () => {
    const { visit } = await overdue();
    expect(found(visit, at('15:16'), '15:16')).toEqual(['rung-late', 'message-late', 'not-taken']);
  });

  it('it is wrong that no provider has taken its step for five minutes, however often that is tried', async () => {
    const a = await afternoonAt(hampton(), at('08:30'));
    await out(a);
    a.notices.answer({ outcome: 'later', contact: office, times: 1_000 });
    await a.until(at('15:05:30'));
    const { visit, dueAt } = await row(a);
    expect(found(visit, dueAt, '15:05:30')).toEqual(['not-taken']);
  });

  it('it is wrong that it has no ladder: nobody will ever be told', async () => {
    const { visit, dueAt } = await overdue();
    expect(found({ ...visit, owed: {}, watch: { ...visit.watch!, ladders: {} } }, dueAt, '15:01')).toEqual(['no-ladder']);
  });
});

describe('a row of a list is read', () => {
  const card: Card = {
    stage: 'requested',
    household: 'hampton-home-1',
    changedAt: at('08:30'),
    requester: teacher,
    visitors: [],
    watched: false,
  };
  const read = (changes: Partial<Card>): boolean => isWorthAuditing({ ...card, ...changes }, at('13:00'));

  it('where somebody is out or an alarm is open, where they were to have gone by now, and for an hour after it changed', () => {
    expect(read({ watched: true })).toBe(true);
    expect(read({ stage: 'authorised', plannedAt: at('13:00') })).toBe(true);
    expect(read({ stage: 'authorised' })).toBe(true);
    expect(read({ changedAt: at('12:00') })).toBe(true);
  });

  it('not where it waits for its day, or is over', () => {
    expect(read({ stage: 'authorised', plannedAt: at('13:01') })).toBe(false);
    expect(read({ stage: 'returned' })).toBe(false);
    expect(read({ changedAt: at('11:59') })).toBe(false);
  });
});
