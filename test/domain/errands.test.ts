import { describe, expect, it } from 'vitest';
import { tested } from '../../functions/domain/contacts.ts';
import type { Known } from '../../functions/domain/visit/decision.ts';
import { decide, keepUp } from '../../functions/domain/visit/decide.ts';
import { decideErrand, errandDue } from '../../functions/domain/visit/errand.ts';
import { visitOf } from '../../functions/domain/visit/fold.ts';
import { Instant } from '../../functions/domain/time.ts';
import { wordingOf } from '../../functions/domain/visit/wording.ts';
import type { Errand, Visit } from '../../functions/domain/visit/visit.ts';
import { known, withPerson } from '../support/given.ts';

const ref = { school: 'hampton', visit: 'ER-000001' };
const time = (at: string): Instant => Instant.parse(at);
const doorstep = { by: 'doorstep', via: 'system' } as const;

const begun = (errand: Errand, at: string, knows: Known = known): Visit => {
  const { visit } = decideErrand(ref, errand, doorstep, knows, time(at));
  const { history, owed, tally } = visit;
  // As it is read again.
  return visitOf({ ...ref, version: 1, history: [...history], owed, tally });
};
const looked = (visit: Visit, at: string, knows: Known = known): Visit =>
  keepUp(visit, { type: 'look', lease: 'l' }, knows, time(at)).visit;
const owedBy = (visit: Visit): readonly string[] => Object.values(visit.owed).map(({ to, channel }) => `${channel} ${to}`);
const reviewedOn = (on: string): Known => ({
  ...known,
  settings: { ...known.settings, reviewed: { on, by: 'hampton-head', at: `${on}T09:00:00.000Z` } },
});

describe('a review of the policy', () => {
  const review = { kind: 'review', due: '2023-09-01' } as const;

  it('is told to whom the policy names, by email, when they read it, and every thirty days until it is done', () => {
    const visit = begun(review, '2026-06-22T10:00:00Z');
    expect(errandDue(visit, known)).toBe('2026-06-23T07:00:00.000Z');
    expect(owedBy(looked(visit, '2026-06-23T06:59:00Z'))).toEqual([]);

    const told = looked(visit, '2026-06-23T07:00:00Z');
    expect(owedBy(told)).toEqual(['email hampton-head']);
    expect(errandDue(told, known)).toBe('2026-07-23T07:00:00.000Z');
    expect(owedBy(looked({ ...told, owed: {} }, '2026-07-23T07:00:00Z'))).toEqual(['email hampton-head']);
  });

  it('waits for its day', () => {
    const knows = reviewedOn('2026-06-01');
    expect(errandDue(begun({ kind: 'review', due: '2027-06-01' }, '2026-06-22T10:00:00Z', knows), knows)).toBe('2027-06-01T07:00:00.000Z');
  });

  it('is over once the policy was looked at, and what is unsent is not sent', () => {
    const told = looked(begun(review, '2026-06-22T10:00:00Z'), '2026-06-23T07:00:00Z');
    const knows = reviewedOn('2026-06-23');

    expect(errandDue(told, knows)).toBeUndefined();
    expect(owedBy(looked(told, '2026-06-23T07:05:00Z', knows))).toEqual([]);
  });

  it('is over once another version has taken its place', () => {
    const visit = begun(review, '2026-06-22T10:00:00Z');
    expect(errandDue(visit, { ...known, settings: { ...known.settings, policy: { id: 'hampton', version: '4' } } })).toBeUndefined();
  });
});

describe('looking after the records of a school', () => {
  it('is due before anybody is at work, and then when it was said to be', () => {
    const visit = begun({ kind: 'upkeep' }, '2026-06-22T10:00:00Z');
    expect(errandDue(visit, known)).toBe('2026-06-23T04:00:00.000Z');

    const next = time('2032-06-23T04:00:00Z');
    const done = keepUp(visit, { type: 'looked-after', next }, known, time('2026-06-23T04:00:30Z')).visit;
    expect(errandDue(done, known)).toBe(next);
    expect(owedBy(looked(done, '2026-06-23T04:01:00Z'))).toEqual([]);
  });
});

describe('a test message', () => {
  const sentAt = '2026-06-22T10:00:00Z';
  const office = known.staff['hampton-office']!;
  const test = { kind: 'test', to: office.id, channel: 'text', code: '482913' } as const;
  const owed = (errand: Errand = test): Visit => decideErrand(ref, errand, doorstep, known, time(sentAt)).visit;
  const awaited = withPerson(office.id, tested(office, 'text', ref.visit, time(sentAt)));
  const handedOut = (knows: Known): readonly string[] =>
    Object.values(keepUp(owed(), { type: 'look', lease: 'l' }, knows, time(sentAt)).visit.owed).map(({ to }) => to);

  it('is owed at once, by its own way, and nothing more after it', () => {
    expect(owedBy(owed())).toEqual(['text hampton-office']);
    expect(owedBy(owed({ ...test, channel: 'email' }))).toEqual(['email hampton-office']);
    expect(errandDue(begun(test, sentAt), known)).toBeUndefined();
  });

  it('is sent while its code is waited for, and not once the number is another or later ones have taken its place', () => {
    expect(handedOut(awaited)).toEqual([office.id]);
    expect(handedOut(withPerson(office.id, { mobile: '+447700900999' }, awaited))).toEqual([]);
    const later = ['ER-000002', 'ER-000003', 'ER-000004'].reduce(
      (person, errand) => tested(person, 'text', errand, time(sentAt)),
      awaited.staff[office.id]!,
    );
    expect(handedOut(withPerson(office.id, later))).toEqual([]);
  });

  it('says what it is, with the code to give back, and nothing of any visit', () => {
    const [text] = Object.values(owed().owed).map((notice) => wordingOf(notice, owed(), known, 'https://d.example/p').text);
    expect(text).toMatch(/^Doorstep: a test, \w+\. This is how an alarm reaches you\. Your code is 482913\. https:\/\/d\.example\/p$/);
  });
});

it('is asked nothing by a press', () => {
  const visit = begun({ kind: 'upkeep' }, '2026-06-22T10:00:00Z');
  const press = { person: 'hampton-head', by: 'hampton-head', via: 'api' } as const;

  expect(decide(visit, { type: 'note', words: 'Seen' }, press, known, time('2026-06-22T10:05:00Z'))).toMatchObject({ accepted: false });
});
