import { describe, expect, it } from 'vitest';
import type { Decision } from '../../functions/domain/visit/decision.ts';
import { requested, stBenedicts, where } from '../support/five-schools.ts';
import { asked, given, knownOf, known, says, setTo, withHome } from '../support/given.ts';
import { hampton } from '../support/afternoon.ts';
import { assistant, at, familySupport, head, office, teacher } from '../support/hampton-visit.ts';

const refusalOf = (decision: Decision) => (decision.accepted ? { code: 'accepted', clauses: [] } : decision.refusal);
const gatesOf = (decision: Decision): string[] => (decision.accepted ? [] : decision.refusal.unmet.map((u) => u.code));

describe('asking for a visit', () => {
  it('is accepted with a type, a purpose and a family who said yes', () => {
    const decision = asked();
    expect(decision.accepted && decision.events.map((e) => e.type)).toEqual(['VisitRequested']);
  });

  it('is refused without a purpose, and the clause is named', () => {
    const decision = asked({ purpose: undefined });
    expect(gatesOf(decision)).toEqual(['purpose']);
    expect(refusalOf(decision).clauses).toContain('HA-10');
  });

  it('is refused where the parents said no', () => {
    expect(refusalOf(asked({}, teacher, withHome({ 'offer-answer': 'declined' }))).clauses).toEqual(['HA-08']);
  });

  it('is refused where the parents were not asked yet', () => {
    expect(gatesOf(asked({}, teacher, knownOf(hampton(), 3)))).toEqual(['parents-choose']);
  });

  it('says what is missing and what would do', () => {
    const decision = asked({}, teacher, knownOf(hampton(), 3));
    expect(decision.accepted ? [] : decision.refusal.unmet).toMatchObject([
      { missing: ['offer-answer'], wants: { kind: 'answer', question: 'offer-answer', is: ['accepted'] } },
    ]);
  });

  it('answers with everything that is missing at once', () => {
    expect(gatesOf(asked({ type: undefined, purpose: undefined })).sort()).toEqual(['purpose', 'purpose']);
    expect(gatesOf(asked({ purpose: undefined }, teacher, withHome({ 'offer-answer': 'declined' }))).sort()).toEqual([
      'parents-choose',
      'purpose',
    ]);
  });

  it('of family support is for the family support worker', () => {
    const family = { type: 'family-support', visitors: [{ person: familySupport }, { person: assistant }] };
    expect(refusalOf(asked(family, teacher)).clauses).toEqual(['HA-86']);
    expect(asked(family, familySupport).accepted).toBe(true);
  });

  it('needs people who work here and a home that is known', () => {
    expect(refusalOf(asked({ visitors: [{ person: 'nobody' }, { person: assistant }] })).code).toBe('unknown-person');
    expect(refusalOf(asked({}, teacher, { ...known, household: undefined })).code).toBe('unknown-household');
  });

  it('needs times in their order', () => {
    expect(refusalOf(asked({ plan: { departAt: at('15:00'), returnAt: at('14:00') } })).code).toBe('times-out-of-order');
  });

  it('takes no answer that the policy does not ask for, or that does not fit', () => {
    expect(refusalOf(asked({ answers: { 'shoe-size': '42' } })).code).toBe('unknown-question');
    expect(refusalOf(asked({ answers: { 'risk-decision': 'so-so' } })).code).toBe('wrong-answer');
  });

  it('may be done by a machine', () => {
    expect(asked({}, 'machine:mis').accepted).toBe(true);
  });
});

describe('changing what was asked for', () => {
  it('records what is different', () => {
    given()
      .when(says('08:50', teacher, 'amend', { plan: { returnAt: at('15:00') } }))
      .records({ type: 'VisitAmended', changes: { plan: { returnAt: at('15:00') } } });
  });

  it('is refused where the request would no longer do', () => {
    given()
      .when(says('08:50', teacher, 'amend', { type: 'family-support' }))
      .refusesFor('fsw');
  });

  it('takes somebody else in the place of a colleague', () => {
    const amended = given().when(
      says('08:50', teacher, 'amend', { visitors: [{ person: teacher }, { person: 'hampton-nursery-assistant' }] }),
    );
    expect(amended.visit.visitors.map((v) => v.person)).toEqual([teacher, 'hampton-nursery-assistant']);
  });

  it('answers a question once: the same answer again is no news', () => {
    const once = given(says('08:50', teacher, 'answer', { answers: { 'recent-violence': false } }));
    once.when(says('08:51', assistant, 'answer', { answers: { 'recent-violence': false } })).recordsNothing();
    once.when(says('08:51', assistant, 'answer', { answers: { 'recent-violence': true } })).records('QuestionsAnswered');
  });

  it('is not for somebody else where the policy says whose answer counts', () => {
    given()
      .when(says('08:50', teacher, 'answer', { answers: { 'substitute-agreed': true } }))
      .refuses('not-yours-to-answer');
    given()
      .when(says('08:50', head, 'answer', { answers: { 'substitute-agreed': true } }))
      .records('QuestionsAnswered');
  });

  it('is for no line manager who goes along: they oversee no visit that they are on', () => {
    const { id, known: knows, first } = stBenedicts;
    const asked = where(stBenedicts, setTo({ 'manager-decides': false }, knows));
    const marked = says('08:45', first, 'answer', { answers: { threats: { present: true, measures: ['Two cars'] } } });
    const answered = (who: string) =>
      requested(asked, { people: [first, id('assistant-head')] })
        .and(marked)
        .when(says('08:50', who, 'answer', { answers: { 'manager-answer': 'proceed' } }));
    answered(id('assistant-head')).refuses('not-yours-to-answer');
    answered(id('head')).records('QuestionsAnswered');
  });

  it('about an adult is kept with the home where the policy says so, and read from there', () => {
    const names = { title: 'Mrs', given: 'Laleh', family: 'Rahimi', confirmed: '2026-05-11' };
    const answer = says('08:50', stBenedicts.first, 'answer', { answers: { 'adult-name': { 'adult-1': names } } });
    const kept = where(stBenedicts, withHome({ 'adult-name#adult-1': names }, {}, stBenedicts.known));
    requested(stBenedicts).when(answer).records('QuestionsAnswered');
    requested(kept).when(answer).recordsNothing();
  });

  it('about each visitor is said for each by name', () => {
    given()
      .when(says('08:50', teacher, 'answer', { answers: { mobile: '07700 900111' } }))
      .refuses('wrong-answer');
    given()
      .when(says('08:50', teacher, 'answer', { answers: { mobile: { [office]: '07700 900111' } } }))
      .refuses('unknown-visitor');
    given()
      .when(says('08:50', teacher, 'answer', { answers: { mobile: { [teacher]: '07700 900111' } } }))
      .records({ type: 'QuestionsAnswered', answers: [{ question: 'mobile', subject: teacher }] });
  });
});

describe('a visit that is not to be', () => {
  it('is cancelled once', () => {
    const cancelled = given().when(says('09:00', teacher, 'cancel', { reason: 'The family is ill' }));
    cancelled.records('VisitCancelled', { type: 'TaskOwed', task: 'family-told-off', of: [office] });
    cancelled
      .and()
      .when(says('09:05', teacher, 'cancel', { reason: 'Still ill' }))
      .recordsNothing();
  });

  it('is declined by whoever could have agreed to it, and by nobody who is on it', () => {
    given()
      .when(says('09:00', head, 'decline', { reason: 'Not this week' }))
      .records('VisitDeclined');
    given()
      .when(says('09:00', teacher, 'decline', { reason: 'Not this week' }))
      .refuses('own-visit');
    given()
      .when(says('09:00', office, 'decline', { reason: 'Not this week' }))
      .refuses('not-yours-to-agree');
  });

  it('is put off to another day as a visit of its own', () => {
    given()
      .when(says('09:00', teacher, 'reschedule', { reason: 'Snow', plan: {} }, { to: 'HV-000002' }))
      .records({ type: 'VisitRescheduled', to: 'HV-000002' }, { type: 'TaskOwed', task: 'family-told-off' });
  });

  it('cannot be changed any more', () => {
    const over = given(says('09:00', teacher, 'cancel', { reason: 'Ill' }));
    over.when(says('09:05', teacher, 'amend', { purpose: 'Again' })).refuses('not-at-this-stage');
    over.when(says('09:05', head, 'authorise')).refuses('not-at-this-stage');
    over.when(says('09:05', teacher, 'depart')).refuses('not-at-this-stage');
  });
});

describe('somebody who is not going', () => {
  it('is taken off by a word, with the reason', () => {
    given()
      .when(says('12:00', assistant, 'not-going', { reason: 'Ill' }))
      .records({ type: 'VisitorNotGoing', visitor: assistant, reason: 'Ill' });
  });

  it('may be taken off by a colleague, once', () => {
    const gone = given().when(says('12:00', office, 'not-going', { visitor: assistant, reason: 'Ill' }));
    gone.records('VisitorNotGoing');
    gone
      .and()
      .when(says('12:01', office, 'not-going', { visitor: assistant, reason: 'Ill' }))
      .recordsNothing();
  });

  it('is somebody of this visit', () => {
    given()
      .when(says('12:00', office, 'not-going', { visitor: head, reason: 'Ill' }))
      .refuses('unknown-visitor');
  });
});
