import { describe, expect, it } from 'vitest';
import { decideErrand, errandDue } from '../../functions/domain/visit/errand.ts';
import { keepUp } from '../../functions/domain/visit/decide.ts';
import { type Counts, wayOf } from '../../functions/domain/visit/pace.ts';
import { shown } from '../../functions/domain/visit/shown.ts';
import { longestText, wordingOf } from '../../functions/domain/visit/wording.ts';
import type { DigestEntry, NoticeAbout, OwedNotice, Visit } from '../../functions/domain/visit/visit.ts';
import { given, known, out, passing, says } from '../support/given.ts';
import { at, head, office, teacher } from '../support/hampton-visit.ts';

const few: Counts = { lately: 1, rungs: 1, hour: 1, same: 1 };
const owed = (about: NoticeAbout, to = office, channel: 'text' | 'email' = 'text'): OwedNotice => ({
  ...{ id: 'n9-1', to, channel, about, queuedAt: at('15:00'), tries: 1, timeOuts: 0 },
});
const rung = (alarm: string): NoticeAbout => ({ kind: 'rung', alarm, rung: 1, cycle: 0 });
const technician = 'hampton-technician';
const over: NoticeAbout = { kind: 'over', alarm: 'a1' };

const late = given(...out, passing('15:00')).visit;
const calling = given(...out, says('14:00', teacher, 'raise-alarm', { kind: 'help' })).visit;

describe('how a message goes', () => {
  it.each([
    ['up to three within five minutes, each by itself', { lately: 3, rungs: 3 }, over, 'send'],
    ['from the fourth on in a digest', { lately: 4, rungs: 1 }, over, 'digest'],
    ['a step of a ladder by itself, whatever else was sent', { lately: 40, rungs: 3 }, rung('a1'), 'send'],
    ['from the fourth step on in a digest', { lately: 4, rungs: 4 }, rung('a1'), 'digest'],
  ] as const)('%s', (_what, counts, about, way) => {
    expect(wayOf(owed(about), late, known, { ...few, ...counts })).toBe(way);
  });

  it('lets more emails through by themselves than texts', () => {
    const many = { ...few, lately: 20, rungs: 20 };
    expect(wayOf(owed(rung('a1'), office, 'email'), late, known, many)).toBe('send');
    expect(wayOf(owed(rung('a1'), office, 'email'), late, known, { ...many, rungs: 21 })).toBe('digest');
  });

  it('never puts off a call for help, nor what goes to a visitor’s own phone', () => {
    const many = { ...few, lately: 50, rungs: 50 };
    expect(wayOf(owed(rung('h1')), calling, known, many)).toBe('send');
    expect(wayOf(owed({ kind: 'nudge', clock: 'round-return' }, teacher), late, known, many)).toBe('send');
    expect(wayOf(owed({ kind: 'errand', errand: 'test' }), late, known, many)).toBe('send');
  });

  it('puts nothing in a digest for somebody who may not open the board that it leads to', () => {
    const many = { ...few, lately: 50, rungs: 50 };
    for (const about of [rung('a1'), over, { kind: 'task', task: 'strategy' } as const])
      expect(wayOf(owed(about, technician), late, known, many)).toBe('send');
    expect(wayOf(owed(rung('a1'), technician), late, known, { ...few, hour: 96 })).toBe('too-many');
  });

  it('never sends one phone more than its network lets through, and counts no emails for that', () => {
    expect(wayOf(owed(rung('h1')), calling, known, { ...few, hour: 96 })).toBe('too-many');
    expect(wayOf(owed(rung('h1')), calling, known, { ...few, same: 11 })).toBe('too-many');
    expect(wayOf(owed(rung('h1'), office, 'email'), calling, known, { ...few, hour: 96, same: 11 })).toBe('send');
  });

  it('waits for no count that cannot be made', () => {
    expect(wayOf(owed(rung('a1')), late, known, undefined)).toBe('send');
  });
});

it('nobody can read off a visit’s history that somebody was sent many messages just then: there may have been a call for help', () => {
  const held = keepUp(given(...out, passing('14:59:59')).visit, { type: 'look', lease: 'l' }, known, at('15:00')).visit;
  const results = Object.values(held.owed).map(({ id }) => ({ notice: id, outcome: 'in-digest' as const }));
  const { visit } = keepUp(held, { type: 'mark', results }, known, at('15:00:02'));
  expect(JSON.stringify(visit.history)).toContain('in-digest');
  for (const person of [office, head]) {
    const seen = JSON.stringify(shown(visit, { person }, known, at('15:01')));
    expect(seen).toContain('NoticesMarked');
    expect(seen).not.toContain('in-digest');
  }
});

describe('a digest', () => {
  const ref = { school: 'hampton', visit: 'ER-D000000000000' };
  const entry = (n: number, act = true): DigestEntry => ({ visit: `HV-00000${String(n)}`, notice: 'n1-1', act });
  const begun = (...of: readonly DigestEntry[]): Visit =>
    decideErrand(ref, { kind: 'digest', to: head, channel: 'text', due: at('15:01'), of: [...of] }, { by: 'doorstep', via: 'system' }, known, at('15:00:10')).visit; // prettier-ignore
  const joined = (visit: Visit, one: DigestEntry): Visit => keepUp(visit, { type: 'join', entry: one }, known, at('15:00:20')).visit;
  const looked = (visit: Visit): Visit => keepUp(visit, { type: 'look', lease: 'l' }, known, at('15:01')).visit;
  const said = (visit: Visit, channel: 'text' | 'email' = 'text') =>
    wordingOf(owed({ kind: 'errand', errand: 'digest' }, head, channel), visit, known, 'https://doorstep.example/board');

  it('goes out within a minute, once, by the way that its messages would have gone', () => {
    const visit = begun(entry(1));
    expect(errandDue(visit, known)).toBe(at('15:01'));
    const gone = looked(visit);
    expect(Object.values(gone.owed)).toMatchObject([{ to: head, channel: 'text', about: { kind: 'errand', errand: 'digest' } }]);
    expect(errandDue(gone, known)).toBeUndefined();
  });

  it('takes each message once, and none after it has gone', () => {
    const two = joined(joined(begun(entry(1)), entry(2)), entry(2));
    expect(two.errand).toMatchObject({ of: [entry(1), entry(2)] });
    const gone = looked(two);
    expect(joined(gone, entry(3))).toBe(gone);
  });

  it('says on which visits to act now and of which there is news, each once', () => {
    const visit = [entry(2), entry(1, false), entry(3, false)].reduce(joined, begun(entry(1)));
    expect(said(visit).text).toBe(
      'Doorstep, 15:01: act now on 2 visits: HV-000001, HV-000002. News of 1 visit: HV-000003. Open the board. https://doorstep.example/board',
    );
    expect(said(visit, 'email').subject).toBe('Doorstep: act now on 2 visits');
    expect(said(begun(entry(3, false))).text).toMatch(/^Doorstep, 15:01: news of 1 visit: HV-000003\./);
  });

  it('of very many visits still ends with what to do, in two parts of a text', () => {
    const many = Array.from({ length: 400 }, (_, i) => ({ ...entry(i, i % 2 === 0), visit: `HV-${String(i).padStart(6, '0')}` }));
    const { text } = said(many.reduce(joined, begun(entry(1))));
    expect(text.length).toBeLessThanOrEqual(longestText);
    expect(text).toMatch(/and 195 more\. News of .* Open the board\. https:/);
  });
});
