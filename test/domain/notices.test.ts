import { describe, expect, it } from 'vitest';
import { keepUp } from '../../functions/domain/visit/decide.ts';
import type { SendResult } from '../../functions/domain/visit/commands.ts';
import { heldBy } from '../../functions/domain/visit/messages.ts';
import { nextDue } from '../../functions/domain/visit/watch.ts';
import type { Instant } from '../../functions/domain/time.ts';
import type { Visit } from '../../functions/domain/visit/visit.ts';
import { gone, stBenedicts } from '../support/five-schools.ts';
import { given, known, look, out, passing, says } from '../support/given.ts';
import { assistant, at, office, teacher } from '../support/hampton-visit.ts';

const before = given(...out, passing('14:59:59'));
/** Written: the next write is another. */
const written = (before: Visit, now: Visit): Visit => (now === before ? before : { ...now, version: before.version + 1 });
const taken = (visit: Visit, lease: string, now: Instant): Visit =>
  written(visit, keepUp(visit, { type: 'look', lease }, known, now).visit);
const marked = (visit: Visit, now: Instant, ...results: readonly SendResult[]): Visit =>
  written(visit, keepUp(visit, { type: 'mark', results }, known, now).visit);
const owedOf = (visit: Visit, kind = 'rung') => Object.values(visit.owed).filter((n) => n.about.kind === kind);

/** At 15:00 one process begins the first step, and holds its two messages to the office. */
const held = taken(before.visit, 'one', at('15:00'));
const [text, email] = owedOf(held);
const all = (outcome: SendResult['outcome']): SendResult[] => [text!, email!].map((n) => ({ notice: n.id, outcome }));

describe('a message that is owed', () => {
  it('belongs for twenty seconds to whoever began its step, in the write that began it', () => {
    expect(owedOf(held).map((n) => [n.to, n.channel, n.lease, n.tries])).toEqual([
      [office, 'text', { by: 'one', until: at('15:00:20') }, 1],
      [office, 'email', { by: 'one', until: at('15:00:20') }, 1],
    ]);
  });

  it('is nobody else’s meanwhile', () => {
    const other = taken(held, 'two', at('15:00:19'));
    expect(heldBy(other, 'two', at('15:00:19'))).toEqual([]);
    expect(other).toBe(held);
  });

  it('may be taken by the next once that time is over, and is then the second try', () => {
    const other = taken(held, 'two', at('15:00:20'));
    expect(heldBy(other, 'two', at('15:00:20')).map((n) => n.tries)).toEqual([2, 2]);
  });

  it('makes the visit due at the end of that time', () => {
    expect(nextDue(held, known, { held: true })).toBe(at('15:00:20'));
    expect(nextDue(held, known, { held: false })).toBe(at('15:10'));
  });

  it('is done once it was accepted, whoever says so', () => {
    const other = taken(held, 'two', at('15:00:20'));
    const done = marked(other, at('15:00:21'), ...all('accepted'));
    expect(owedOf(done)).toEqual([]);
    expect(done.history.at(-1)).toMatchObject({
      type: 'NoticesMarked',
      marks: [{ to: office, channel: 'text', about: 'rung:a1/1', outcome: 'accepted' }, { channel: 'email' }],
    });
  });

  it('that is done already is done: a mark that comes late is no news', () => {
    const done = marked(held, at('15:00:02'), ...all('accepted'));
    expect(marked(done, at('15:00:30'), ...all('accepted'))).toBe(done);
  });

  it('that could not be sent waits 15 s, then 30 s, then a minute each time', () => {
    let visit = held;
    let now = at('15:00');
    const pauses: number[] = [];
    for (let n = 1; n <= 4; n += 1) {
      visit = marked(visit, now, { notice: text!.id, outcome: 'later' });
      const until = visit.owed[text!.id]!.notBefore!;
      expect(visit.owed[text!.id]?.lease).toBeUndefined();
      pauses.push((Date.parse(until) - Date.parse(now)) / 1000);
      now = until;
      visit = taken(visit, `again-${String(n)}`, now);
    }
    expect(pauses).toEqual([15, 30, 60, 60]);
  });

  it('that was put off is not taken before its time', () => {
    const later = marked(held, at('15:00:02'), ...all('later'));
    expect(heldBy(taken(later, 'two', at('15:00:16')), 'two', at('15:00:16'))).toEqual([]);
    expect(heldBy(taken(later, 'two', at('15:00:17')), 'two', at('15:00:17'))).toHaveLength(2);
  });

  it('whose answer never came is tried once more, and then counts as perhaps sent', () => {
    const once = marked(held, at('15:00:08'), ...all('unknown'));
    expect(owedOf(once).map((n) => n.timeOuts)).toEqual([1, 1]);
    const twice = marked(taken(once, 'two', at('15:00:30')), at('15:00:38'), ...all('unknown'));
    expect(owedOf(twice)).toEqual([]);
    expect(twice.history.at(-1)).toMatchObject({ type: 'NoticesMarked', marks: [{ outcome: 'uncertain' }, { outcome: 'uncertain' }] });
  });

  it('that is refused after a try that may have gone counts as perhaps sent: whoever had it is told when it is over', () => {
    const timedOut = marked(held, at('15:00:08'), ...all('unknown'));
    const lapsed = held.owed[text!.id]!.lease!.until;
    for (const visit of [taken(timedOut, 'two', at('15:00:30')), taken(held, 'two', lapsed)]) {
      const refused = marked(visit, at('15:00:38'), ...all('failed'));
      expect(refused.history.at(-1)).toMatchObject({ marks: [{ outcome: 'uncertain' }, { outcome: 'uncertain' }] });
    }
  });

  it('that nobody ever answered for is given up after six tries, as perhaps sent', () => {
    let visit = held;
    let now = at('15:00');
    for (let n = 2; n <= 7; n += 1) {
      now = visit.owed[text!.id]?.lease?.until ?? now;
      visit = taken(visit, `crash-${String(n)}`, now);
    }
    expect(owedOf(visit).filter((n) => n.about.kind === 'rung' && n.about.rung === 1)).toEqual([]);
    expect(visit.history.at(-1)).toMatchObject({ type: 'NoticesMarked', marks: [{ outcome: 'uncertain' }] });
  });

  it('that surely failed is done, and the other way counts', () => {
    const half = marked(held, at('15:00:02'), { notice: text!.id, outcome: 'failed' }, { notice: email!.id, outcome: 'accepted' });
    expect(owedOf(half)).toEqual([]);
    expect(half.alarms[0]?.sent).toEqual({ reached: 1, failed: 1 });
  });

  it('is judged again when it is taken: what has ended meanwhile is not sent', () => {
    const back = given(
      ...out,
      passing('14:59:59'),
      look('15:00', () => 'later'),
      says('15:00:05', teacher, 'return', { visitor: 'all' }),
    );
    back.when(look('15:00:20')).tells('rung:a1/1');
    const nudged = given(
      ...out,
      passing('14:44:59'),
      look('14:45', () => 'later'),
      says('14:45:05', teacher, 'return', { visitor: 'all' }),
    );
    nudged.when(look('14:45:20')).sends();
  });

  it('to a colleague who has left the school is dropped', () => {
    const gone = given(
      ...out,
      passing('14:59:59'),
      look('15:00', () => 'later'),
    );
    const { [office]: _office, ...staff } = known.staff;
    const kept = keepUp(gone.visit, { type: 'look', lease: 'two' }, { ...known, staff }, at('15:00:20'));
    expect(owedOf(kept.visit)).toEqual([]);
  });
});

describe('"it is over"', () => {
  const back = (visit: Visit) =>
    given(...out).and(() => ({ story: { visit, known, now: at('15:00:01'), sent: [] }, decision: { accepted: true, visit, events: [] } }));

  it('to somebody whose message is in the air waits until that is over', () => {
    const over = back(held).and(says('15:00:05', teacher, 'return', { visitor: 'all' }));
    expect(owedOf(over.visit, 'over').map((n) => [n.to, n.notBefore])).toEqual([
      [office, at('15:00:20')],
      [office, at('15:00:20')],
    ]);
  });

  it('is owed once, however the message ended', () => {
    const over = back(held).and(says('15:00:05', teacher, 'return', { visitor: 'all' }));
    const answered = marked(over.visit, at('15:00:07'), ...all('accepted'));
    expect(owedOf(answered, 'over')).toHaveLength(2);
  });

  it('is owed by a mark that comes only after the end', () => {
    const given_up = back(held).and(says('15:00:05', teacher, 'return', { visitor: 'all' })).visit;
    const without: Visit = {
      ...given_up,
      owed: Object.fromEntries(Object.entries(given_up.owed).filter(([, n]) => n.about.kind !== 'over')),
    };
    expect(owedOf(marked(without, at('15:00:07'), { notice: text!.id, outcome: 'accepted' }), 'over').map((n) => n.channel)).toEqual([
      'text',
    ]);
    expect(owedOf(marked(without, at('15:00:07'), { notice: text!.id, outcome: 'failed' }), 'over')).toEqual([]);
  });

  it('is tried until it is taken, longer than a step of the ladder is', () => {
    let visit = back(held).and(says('15:00:05', teacher, 'return', { visitor: 'all' })).visit;
    visit = marked(visit, at('15:00:06'), ...all('accepted'));
    let now = at('15:00:20');
    for (let n = 0; n < 5; n += 1) {
      visit = taken(visit, `over-${String(n)}`, now);
      visit = marked(visit, now, ...owedOf(visit, 'over').map((notice) => ({ notice: notice.id, outcome: 'unknown' as const })));
      now = nextDue(visit, known, { held: true }) ?? now;
    }
    expect(owedOf(visit, 'over').map((n) => n.timeOuts)).toEqual([5, 5]);
  });
});

describe('news', () => {
  it('goes by email, what cannot wait by text as well', () => {
    expect(given(...out).sent).toEqual([`email ${office} notice:copy`, 'email hampton-head notice:copy']);
    before.when(look('15:00')).sends(`text ${office} rung:a1/1`, `email ${office} rung:a1/1`);
  });

  it('of a visit that is off goes to both visitors, the office and the head of school, and the family is somebody’s task', () => {
    given(says('09:00', teacher, 'cancel', { reason: 'Ill' }))
      .when(look('09:00'))
      .tells('notice:cancelled', teacher, assistant, office, 'hampton-head')
      .tells('task:family-told-off', office);
  });

  it('about a task comes again each hour until it is done', () => {
    const off = given(says('09:00', teacher, 'cancel', { reason: 'Ill' }), look('09:00'));
    off.when(passing('10:00')).tells('task:family-told-off', office);
    off
      .and(
        says('09:30', office, 'answer', {
          answers: { 'family-told-off': { who: 'Ms Okonjo', when: '2026-06-22T09:25:00+01:00', how: 'phone' } },
        }),
      )
      .when(passing('12:00'))
      .sends();
    off
      .and(says('09:30', office, 'answer', { answers: { 'family-told-off': { 'no-need': 'They cancelled themselves' } } }))
      .when(passing('12:00'))
      .sends();
  });

  it('of what was agreed goes to whomever each line of it is for, and later to whomever a new line is for', () => {
    const id = (post: string): string => stBenedicts.id(post);
    const line = (what: string, post: string) => ({ what, for: id(post) });
    const agreed = (...lines: readonly object[]) => ({ answers: { 'any-action': true, 'agreed-actions': lines } });
    const nurse = line('Ask the nurse to ring', 'pastoral-lead');
    const back = gone(stBenedicts).and(
      says('14:25', stBenedicts.first, 'return', { visitor: 'all', seenBy: id('deputy') }),
      look('14:25'),
      says('14:30', stBenedicts.first, 'write-up', agreed(nurse)),
    );
    back.when(look('14:30')).tells('notice:actions', id('pastoral-lead'));
    const then = (...lines: readonly object[]) =>
      back.and(look('14:30'), says('14:40', stBenedicts.first, 'answer', agreed(...lines))).when(look('14:40'));
    then(nurse, line('Save him a place at breakfast', 'office-assistant')).tells('notice:actions', id('office-assistant'));
    then(line('Keep him a coat', 'pastoral-lead'), nurse).tells('notice:actions', id('pastoral-lead'));
    then(nurse).sends();
  });
});
