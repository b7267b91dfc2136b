import { describe, expect, it } from 'vitest';
import type { Fact } from '../../functions/domain/policy/policy.ts';
import { valuesOf } from '../../functions/domain/policy/questions.ts';
import { asked, given, type Given, givenOf, known, out, says, type Step } from '../support/given.ts';
import { answers, assistant, head, teacher, ticks } from '../support/hampton-visit.ts';

const valueOf = (fact: Fact, { visit, known: knows }: Pick<Given, 'visit' | 'known'>) => valuesOf(fact, visit, knows);

describe('whether somebody went in before every colleague was there', () => {
  const arrives = (time: string, who: string, more: object = {}) => says(time, who, 'arrive', { visitor: who, ...more });
  const leaves = (time: string, who: string, outcome: string) => says(time, who, 'leave', { visitor: who, outcome });
  const isEarly = (...steps: readonly Step[]) => valueOf('in-early', given(...out, ...steps));

  it('is not so while nobody was met, and nobody has said how it ended', () => {
    expect(isEarly()).toEqual([false]);
    expect(isEarly(arrives('13:20', teacher))).toEqual([false]);
  });

  it('is so where one was met and the other was not there yet, or came later', () => {
    const met = arrives('13:20', teacher, { metBy: 'Mr Rahimi' });
    expect(isEarly(met)).toEqual([true]);
    expect(isEarly(met, arrives('13:30', assistant))).toEqual([true]);
  });

  it('is not so where the other was there first', () => {
    expect(isEarly(arrives('13:15', assistant), arrives('13:20', teacher, { metBy: 'Mr Rahimi' }))).toEqual([false]);
    expect(isEarly(says('13:20', teacher, 'arrive', { visitor: 'all', metBy: 'Mr Rahimi' }))).toEqual([false]);
  });

  it('is so where it went ahead and the other never came', () => {
    expect(isEarly(arrives('13:20', teacher), leaves('14:00', teacher, 'completed'))).toEqual([true]);
    expect(isEarly(arrives('13:20', teacher), leaves('14:00', teacher, 'nobody-home'))).toEqual([false]);
  });

  it('is not asked of a colleague who stayed behind', () => {
    const alone = given(
      says('08:35', teacher, 'answer', { answers }),
      says('08:40', assistant, 'not-going', { reason: 'Ill' }),
      says('13:00', teacher, 'depart-in-breach'),
      arrives('13:20', teacher, { metBy: 'Mr Rahimi' }),
    );
    expect(valueOf('in-early', alone)).toEqual([false]);
  });
});

describe('what was agreed', () => {
  const authorising = [says('08:35', teacher, 'answer', { answers }), says('08:40', head, 'authorise')] as const;

  it('is nothing before somebody agrees, and then each agreement by its name', () => {
    expect(valueOf('agreed', given())).toEqual([]);
    expect(valueOf('agreed', given(...authorising))).toEqual(['timetable']);
    const ending = { plan: { departAt: '2026-06-22T13:00:00+01:00', returnAt: '2026-06-22T14:30:00+01:00', endsAt: 'home' } };
    const both = givenOf(asked(ending), known, ...authorising);
    expect(valueOf('agreed', both)).toEqual(['timetable', 'to-home']);
  });

  it('is nothing again once that has lapsed', () => {
    expect(valueOf('agreed', given(...authorising, says('09:00', teacher, 'answer', { answers: { 'risk-decision': 'high' } })))).toEqual(
      [],
    );
  });

  it('stays what it was once they are out', () => {
    const gone = given(...authorising, says('13:00', teacher, 'depart', { visitor: 'all', ticks }));
    expect(valueOf('agreed', gone.and(says('13:10', teacher, 'answer', { answers: { 'risk-decision': 'high' } })))).toEqual(['timetable']);
  });
});
