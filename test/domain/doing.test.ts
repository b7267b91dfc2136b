import { describe, expect, it } from 'vitest';
import { alarmsToCount, doing, monthsIn, schoolYearOf, type EndedAlarm } from '../../functions/domain/doing.ts';
import { Instant } from '../../functions/domain/time.ts';
import { erasedHistory } from '../../functions/domain/visit/erase.ts';
import { visitOf } from '../../functions/domain/visit/fold.ts';
import { type Card, shadowOf } from '../../functions/domain/visit/shadow.ts';
import { authorised, given, type Given, out, passing, says, type Step } from '../support/given.ts';
import { assistant, at, executiveHead, head, office, teacher } from '../support/hampton-visit.ts';

const months = { from: '2026-05', to: '2026-07' };
const noTimes = { n: 0, median: null, worst: null };
const went = (outAt: string, back?: Card['back']): Pick<Card, 'outAt' | 'back'> => ({ outAt: Instant.parse(outAt), back });
const alarm = (kind: EndedAlarm['kind'], answered: number | undefined, ended: number, rung = 1, openedAt = at('14:00')): EndedAlarm => ({
  openedAt,
  kind,
  ...(answered === undefined ? {} : { answered: { rung, seconds: answered } }),
  ended: { rung: rung + 1, seconds: ended },
});
const cardOf = ({ visit, known }: Given): Card => shadowOf(visit, known).card;

describe('the months that are counted', () => {
  it('are whole ones, the first and the last too, over the turn of a year', () => {
    expect(monthsIn({ from: '2026-11', to: '2027-02' })).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
    expect(monthsIn({ from: '2026-09', to: '2026-09' })).toEqual(['2026-09']);
    expect(monthsIn({ from: '2026-10', to: '2026-09' })).toEqual([]);
  });

  it('are those of the school year so far where none are named', () => {
    expect(['2026-09', '2026-12', '2027-08'].map(schoolYearOf)).toEqual(['2026-09', '2026-09', '2026-09']);
    expect(schoolYearOf('2027-09')).toBe('2027-09');
  });
});

describe('how a school is doing', () => {
  it('is counted by the month, in London, in which the first of them set out', () => {
    const { months: each } = doing(months, [went('2026-05-31T23:30:00Z'), went('2026-05-31T22:30:00Z'), went('2026-08-01T09:00:00Z')], []);
    expect(each.map(({ month, visits }) => [month, visits])).toEqual([
      ['2026-05', 1],
      ['2026-06', 1],
      ['2026-07', 0],
    ]);
  });

  it('tells those who were back on time from those who were late, and counts for neither who is still out', () => {
    const visits = [went(at('13:00'), 'on-time'), went(at('13:10'), 'on-time'), went(at('13:20'), 'late'), went(at('13:30'))];
    expect(doing(months, visits, []).total).toMatchObject({ visits: 4, onTime: 2, late: 1 });
  });

  it('counts alarms by what they were, and says how long until an answer and until the end: the middle one and the worst', () => {
    const alarms = [alarm('overdue', 60, 600), alarm('overdue', undefined, 240), alarm('distress', 30, 900), alarm('concern', 90, 60)];
    expect(doing(months, [], alarms).total).toMatchObject({
      ...{ overdue: 2, help: 1, concern: 1 },
      answered: { n: 3, median: 60, worst: 90 },
      ended: { n: 4, median: 420, worst: 900 },
    });
    expect(doing(months, [], []).total).toMatchObject({ answered: noTimes, ended: noTimes, rungs: [] });
  });

  it('says of each step what was answered, and what was over, while it was the last that had begun', () => {
    const alarms = [alarm('overdue', 60, 600), alarm('overdue', 120, 700, 2), alarm('overdue', undefined, 100, 1)];
    expect(doing(months, [], alarms).months[1]?.rungs).toEqual([
      { rung: 1, answered: { n: 1, median: 60, worst: 60 }, ended: noTimes },
      { rung: 2, answered: { n: 1, median: 120, worst: 120 }, ended: { n: 2, median: 350, worst: 600 } },
      { rung: 3, answered: noTimes, ended: { n: 1, median: 700, worst: 700 } },
    ]);
    expect(doing({ from: '2026-07', to: '2026-07' }, [], alarms).total.rungs).toEqual([]);
  });
});

describe('of a visit a list keeps for the count', () => {
  it('that it set out, and whether everybody was back by the time that was said last', () => {
    const gone = given(...out);
    expect(cardOf(gone)).toMatchObject({ outAt: at('13:00') });
    expect(cardOf(gone)).not.toMatchObject({ alarmed: true });
    expect(cardOf(gone.and(says('14:10', teacher, 'return'))).back).toBeUndefined();
    const back = (time: string, ...steps: readonly Step[]): Card['back'] =>
      cardOf(gone.and(...steps, says(time, teacher, 'return', { visitor: 'all' }))).back;
    expect(back('14:30')).toBe('on-time');
    expect(back('14:31')).toBe('late');
    expect(back('14:50', says('14:20', office, 'revise', { plan: { returnAt: at('15:00') }, toldBy: 'teacher', means: 'phone' }))).toBe(
      'on-time',
    );
    expect(cardOf(gone.and(says('14:10', teacher, 'return'), says('14:40', assistant, 'return'))).back).toBe('late');
  });

  it('the same when its words are erased', () => {
    const { visit, known, now } = given(...out, passing('15:05'), says('15:06', teacher, 'return', { visitor: 'all' }), passing('15:10'));
    const history = erasedHistory({ history: [...visit.history] }, 'asked', head, () => undefined, known, now);
    const erased = visitOf({ ...visit, history: [...history] });
    expect(shadowOf(erased, known)).toMatchObject({ list: 'erased', card: { outAt: at('13:00'), back: 'late', alarmed: true } });
    expect(alarmsToCount(erased, head)).toEqual(alarmsToCount(visit, head));
  });

  it('nothing of one that never went', () => {
    const off = cardOf(given(says('09:00', teacher, 'cancel', { reason: 'ill' })));
    expect([off.outAt, off.back, off.alarmed]).toEqual([undefined, undefined, undefined]);
  });

  it('that there was an alarm, also when it is over, but not that somebody was asked whether they had gone', () => {
    const late = given(...out, passing('15:05'));
    expect(cardOf(late)).toMatchObject({ alarmed: true });
    expect(cardOf(late.and(says('15:06', teacher, 'return', { visitor: 'all' }), passing('15:10')))).toMatchObject({ alarmed: true });
    const asked = given(...authorised, passing('14:00'));
    expect(asked.visit.alarms).toHaveLength(1);
    expect(cardOf(asked).alarmed).toBeUndefined();
    expect(alarmsToCount({ ...asked.visit, alarms: [{ ...asked.visit.alarms[0]!, ended: anEnd }] }, office)).toEqual([]);
  });
});

const anEnd = { type: 'AlarmEnded', alarm: 'a1', because: 'contact', at: at('15:00'), by: 'doorstep', via: 'timer' } as const;

describe('an alarm', () => {
  const late = given(...out, passing('15:12'));
  const had = late.and(says('15:12', head, 'acknowledge', { alarm: 'a1' }));
  const over = had.and(says('15:20', teacher, 'return', { visitor: 'all' }), passing('15:21'));

  it('is counted once it is over, with the step on which it was answered and the one on which it ended', () => {
    expect(alarmsToCount(over.visit, office)).toEqual([
      { openedAt: at('15:00'), kind: 'overdue', answered: { rung: 2, seconds: 720 }, ended: { rung: 2, seconds: 1200 } },
    ]);
    expect(alarmsToCount(had.visit, office)).toEqual([]);
  });

  it('that a call home ended before anybody answered has an end alone', () => {
    const alone = late.and(says('15:13', teacher, 'return', { visitor: 'all' }), passing('15:14'));
    expect(alarmsToCount(alone.visit, office)).toEqual([{ openedAt: at('15:00'), kind: 'overdue', ended: { rung: 2, seconds: 780 } }]);
  });

  it('of a visit is counted for nobody who is on it, so that no number tells them of a call for help', () => {
    const called = given(...out, says('13:30', teacher, 'raise-alarm', { kind: 'help' }), passing('13:31'));
    const stood = called.and(
      says('13:40', head, 'stand-down', {
        alarm: 'h1',
        how: 'Spoke to both',
        visitors: { [teacher]: 'accounted-for', [assistant]: 'accounted-for' },
      }),
    );
    expect(alarmsToCount(called.visit, office)).toEqual([]);
    expect(alarmsToCount(stood.visit, executiveHead)).toMatchObject([{ kind: 'distress', ended: { seconds: 600 } }]);
    // Nor of their being late, which a call for help keeps open for longer.
    for (const who of [teacher, assistant]) for (const { visit } of [stood, over]) expect(alarmsToCount(visit, who)).toEqual([]);
  });
});
