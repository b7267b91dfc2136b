import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../functions/domain/visit/commands.ts';
import { keepUp } from '../../functions/domain/visit/decide.ts';
import { nextDue } from '../../functions/domain/visit/watch.ts';
import type { Instant } from '../../functions/domain/time.ts';
import type { Visit } from '../../functions/domain/visit/visit.ts';
import { given, known, out, passing } from '../support/given.ts';
import { at, head, office } from '../support/hampton-visit.ts';

const written = (before: Visit, { visit }: { readonly visit: Visit }): Visit =>
  visit === before ? before : { ...visit, version: before.version + 1 };
const receipt = (visit: Visit, now: Instant, notice: string, rank: Receipt['rank']): Visit =>
  written(visit, keepUp(visit, { type: 'receipt', notice, rank }, known, now));
const looked = (visit: Visit, now: Instant): Visit => written(visit, keepUp(visit, { type: 'look', lease: 'one' }, known, now));

/** At 15:00 the first step begins: a text and an email to the office, which the providers take. */
const before = given(...out, passing('14:59:59')).visit;
const held = looked(before, at('15:00'));
const [text, email] = Object.values(held.owed).filter((n) => n.about.kind === 'rung');
const taken = written(
  held,
  keepUp(held, { type: 'mark', results: [text!, email!].map(({ id }) => ({ notice: id, outcome: 'accepted' })) }, known, at('15:00:02')),
);
const rung = (visit: Visit): number | undefined => visit.alarms[0]?.rung?.index;
const said = (visit: Visit): unknown => visit.history.at(-1);

describe('a receipt', () => {
  it('that a text was shown on the phone is noted, and holds up nothing', () => {
    const shown = receipt(taken, at('15:01'), text!.id, 'delivered');
    expect(said(shown)).toMatchObject({ type: 'NoticesMarked', marks: [{ to: office, channel: 'text', outcome: 'delivered' }] });
    expect(nextDue(shown, known, { held: true })).toBe(at('15:10'));
    expect(rung(looked(shown, at('15:10')))).toBe(2);
  });

  it('that one message will never get there leaves the step to the other', () => {
    const lost = receipt(taken, at('15:01'), text!.id, 'undelivered');
    expect(said(lost)).toMatchObject({ marks: [{ channel: 'text', outcome: 'undelivered' }] });
    expect(rung(looked(lost, at('15:01')))).toBe(1);
  });

  it('after which nothing of the step got there brings the next at once', () => {
    const lost = receipt(receipt(taken, at('15:01'), text!.id, 'undelivered'), at('15:02'), email!.id, 'undelivered');
    expect(nextDue(lost, known, { held: true })).toBe(at('15:02'));
    const next = looked(lost, at('15:02'));
    expect(next.history.findLast((e) => e.type === 'RungBegun')).toMatchObject({ rung: 2, why: 'nobody-reached' });
  });

  it.each([
    ['the same again', ['undelivered', 'undelivered'], ['undelivered']],
    ['that it was shown after all', ['undelivered', 'delivered'], ['undelivered', 'delivered']],
    ['that a message was lost which was shown', ['delivered', 'undelivered'], ['delivered']],
  ] as const)('says only what is more than was known: %s', (_what, said, noted) => {
    const end = said.reduce((visit, rank, i) => receipt(visit, at(`15:01:0${String(i)}`), text!.id, rank), taken);
    const marks = end.history.slice(taken.history.length).flatMap((e) => (e.type === 'NoticesMarked' ? e.marks : []));
    expect(marks.map((m) => m.outcome)).toEqual(noted);
  });

  it('that a text was shown after all takes back no step that has begun', () => {
    const both = receipt(receipt(taken, at('15:01'), text!.id, 'undelivered'), at('15:01:01'), email!.id, 'undelivered');
    const next = looked(both, at('15:01:01'));
    const after = receipt(next, at('15:01:02'), text!.id, 'delivered');
    expect(rung(looked(after, at('15:01:02')))).toBe(2);
    expect(nextDue(after, known, { held: false })).toBe(nextDue(next, known, { held: false }));
  });

  it('of an older step moves nothing', () => {
    const second = looked(taken, at('15:10'));
    const late = receipt(receipt(second, at('15:11'), text!.id, 'undelivered'), at('15:11'), email!.id, 'undelivered');
    expect(rung(looked(late, at('15:11')))).toBe(2);
  });

  it('that is faster than the provider’s own answer counts as that answer', () => {
    const shown = receipt(held, at('15:00:01'), text!.id, 'delivered');
    expect(shown.owed[text!.id]).toBeUndefined();
    expect(shown.history.slice(-2)).toMatchObject([{ marks: [{ outcome: 'accepted' }] }, { marks: [{ outcome: 'delivered' }] }]);
    expect(receipt(held, at('15:00:01'), text!.id, 'undelivered')).toBe(held);
  });

  it('of a message that nobody knows does nothing', () => {
    expect(receipt(taken, at('15:01'), 'n99-9', 'undelivered')).toBe(taken);
  });

  it('never speeds up the last step, which keeps its interval', () => {
    const last = ['15:10', '15:20', '15:30'].reduce((visit, time) => looked(visit, at(time)), taken);
    const of = Object.values(last.owed).filter((n) => n.about.kind === 'rung' && n.about.rung === 4);
    expect(of.map((n) => n.to)).toContain(head);
    const results = of.map(({ id }) => ({ notice: id, outcome: 'accepted' as const }));
    const sent = written(last, keepUp(last, { type: 'mark', results }, known, at('15:30:02')));
    const lost = of.reduce((visit, { id }) => receipt(visit, at('15:31'), id, 'undelivered'), sent);
    expect(nextDue(lost, known, { held: false })).toBe(at('15:40'));
  });
});
