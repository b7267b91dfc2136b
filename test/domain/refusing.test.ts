import { describe, expect, it } from 'vitest';
import { basisOf } from '../../functions/domain/policy/gates.ts';
import { Occasion } from '../../functions/domain/policy/policy.ts';
import { answerTo } from '../../functions/domain/policy/questions.ts';
import { commandOf, isAfterTheDoor } from '../../functions/domain/visit/commands.ts';
import type { Known, RefusalCode } from '../../functions/domain/visit/decision.ts';
import { channelsOf, draftOf, drop, queue, refusal } from '../../functions/domain/visit/draft.ts';
import { stageOf } from '../../functions/domain/visit/relations.ts';
import type { Visit } from '../../functions/domain/visit/visit.ts';
import { hampton as hamptonSchool } from '../support/afternoon.ts';
import { gone, ready, requested, roselynHouse, safeWord, theHarbour, where } from '../support/five-schools.ts';
import {
  type Answer,
  asked,
  authorised,
  eventsOf,
  given,
  type Given,
  givenOf,
  knowing,
  known,
  knownOf,
  look,
  out,
  passing,
  ruledBy,
  says,
  type Step,
  withHome,
  withPerson,
} from '../support/given.ts';
import { answers, assistant, at, deputy, executiveHead, familySupport, head, office, teacher, ticks } from '../support/hampton-visit.ts';

/** What was said to whoever was refused. */
const saidBy = ({ decision }: Pick<Answer, 'decision'>): string | undefined => (decision.accepted ? undefined : decision.refusal.message);
const unmetBy = ({ decision }: Pick<Answer, 'decision'>) => (decision.accepted ? [] : decision.refusal.unmet);
const answered = says('08:35', teacher, 'answer', { answers });
const missing = given(...out, passing('15:00'));
const calling = given(...out, says('13:30', teacher, 'raise-alarm', { kind: 'help' }), look('13:30'));
const key = { id: 'press-1', body: 'abc' };

describe('whoever is refused is told why, in one sentence', () => {
  const cases: readonly (readonly [RefusalCode, Given, Step, string])[] = [
    [
      'not-at-this-stage',
      given(...out),
      says('13:10', office, 'cancel', { reason: 'Ill' }),
      'The visit is not at a stage where this can be done.',
    ],
    [
      'already-out',
      given(...out),
      says('13:10', office, 'not-going', { visitor: teacher, reason: 'Ill' }),
      'Somebody is out already. What changes now is said with revise.',
    ],
    ['unknown-visitor', given(...authorised), says('13:00', office, 'depart', { ticks }), 'Nobody of that name is going on this visit.'],
    [
      'sign-your-own',
      given(),
      says('08:36', teacher, 'assess', { visitor: assistant, signed: true }),
      'Each visitor signs their own risk assessment.',
    ],
    ['own-visit', given(answered), says('08:40', teacher, 'authorise'), 'Nobody agrees to a visit that they are on.'],
    ['not-yours-to-agree', given(answered), says('08:40', office, 'authorise'), 'There is nothing here that you may agree to.'],
    ['a-person-must', given(answered), says('08:40', 'machine:mis', 'authorise'), 'Only a person can do this.'],
    [
      'unknown-question',
      given(),
      says('08:40', teacher, 'answer', { answers: { weather: 'Fine' } }),
      'The policy does not ask that. weather',
    ],
    [
      'not-yours-to-answer',
      given(),
      says('08:40', teacher, 'answer', { answers: { 'substitute-agreed': true } }),
      'Somebody else answers this. substitute-agreed',
    ],
    ['unknown-prompt', given(), says('08:40', teacher, 'tick', { ticks: ['smile'] }), 'The policy has no such line to tick. smile'],
    ['unknown-alarm', given(), says('08:40', office, 'acknowledge', { alarm: 'a1' }), 'This visit has no such alarm. a1'],
    [
      'alarm-over',
      missing.and(says('15:01', teacher, 'return', { visitor: 'all' })),
      says('15:02', office, 'acknowledge', { alarm: 'a1' }),
      'That alarm has ended. a1',
    ],
    ['own-alarm', missing, says('15:01', teacher, 'acknowledge', { alarm: 'a1' }), 'Somebody who is not on the visit takes this alarm.'],
    [
      'not-yours-to-stand-down',
      calling,
      says('13:40', office, 'stand-down', { alarm: 'h1', how: 'They rang' }),
      'The school has named who says that a call for help is over: please ask one of them.',
    ],
    [
      'unknown-rung',
      missing,
      says('15:01', office, 'log-attempt', { alarm: 'a1', rung: 9, result: 'no-answer' }),
      'The ladder has no such rung. 9',
    ],
    [
      'say-of-each-visitor',
      missing,
      says('15:01', office, 'stand-down', { alarm: 'a1', how: 'They rang' }),
      `Say of each visitor that they are accounted for, or when they are now expected. ${teacher}, ${assistant}`,
    ],
    [
      'expected-in-the-past',
      missing,
      says('15:01', office, 'stand-down', {
        alarm: 'a1',
        how: 'They rang',
        visitors: { [teacher]: at('15:00'), [assistant]: 'accounted-for' },
      }),
      `A time when they are now expected lies in the future. ${at('15:00')}`,
    ],
    [
      'unknown-person',
      given(),
      says('08:40', teacher, 'amend', { visitors: [{ person: teacher }, { person: 'nobody' }] }),
      'Nobody of that name works at this school. nobody',
    ],
    [
      'times-out-of-order',
      given(),
      says('08:40', teacher, 'amend', { plan: { returnAt: at('12:00') } }),
      'Leaving, arriving, setting off back and returning come in that order, and the return lies in the future.',
    ],
    [
      'another-day',
      given(...authorised),
      says('2026-06-23T09:00:00+01:00', teacher, 'depart', { ticks, plan: { returnAt: '2026-06-23T10:00:00+01:00' } }),
      'The visit was planned for another day. Amend its times to today, or reschedule it. 2026-06-22',
    ],
    [
      'said-elsewhere',
      given(),
      says('08:40', teacher, 'answer', { answers: { purpose: 'Tea' } }),
      'That is said in the request, its plan or its home, or when leaving: say it there. purpose',
    ],
    [
      'alarm-open',
      given(
        ...out,
        says('13:30', teacher, 'raise-alarm', { kind: 'illness' }),
        says('14:00', teacher, 'leave', { visitor: 'all', outcome: 'completed' }),
        says('14:20', teacher, 'return', { visitor: 'all' }),
        says('14:30', teacher, 'write-up', { answers: { 'any-concern': 'none' } }),
      ),
      says('14:40', office, 'close'),
      'An alarm is still open. Stand it down first.',
    ],
  ];

  it.each(cases)('%s', (code, before, step, sentence) => {
    const refused = before.when(step).refuses(code);
    expect(saidBy(refused)).toBe(sentence);
    expect(refused.decision).toMatchObject({ refusal: { clauses: [], unmet: [] } });
  });

  it('also before there is a visit, or a policy', () => {
    expect(saidBy({ decision: asked({ involved: ['nobody'] }) })).toBe('Nobody of that name works at this school. nobody');
    expect(saidBy({ decision: asked({}, teacher, { ...known, household: undefined }) })).toBe('This school knows no such home. nowhere');
    expect(saidBy({ decision: asked({ answers: { weather: 'Fine' } }) })).toBe('The policy does not ask that. weather');
    expect(refusal('no-policy').message).toBe('The school has no policy yet.');
  });

  it('and once where several gates say the same, with each clause once', () => {
    const says_ = (id: string) => known.rules.gates.find((gate) => gate.id === id)?.say;
    const refused = given().when(says('08:40', head, 'authorise'));
    expect(saidBy(refused)).toBe([says_('class-known'), says_('decided'), says_('violence-asked')].join(' '));
    expect(refused.decision).toMatchObject({ refusal: { code: 'unmet' } });
    const bare = given(...authorised, knowing(withHome({ 'family-name': '' }, { address: '' }))).when(
      says('13:00', teacher, 'depart', { ticks, visitor: 'all' }),
    );
    expect(unmetBy(bare).filter((u) => u.code === 'record').length).toBeGreaterThan(1);
    expect(saidBy(bare)?.split(says_('record')!)).toHaveLength(2);
    const clauses = bare.decision.accepted ? [] : bare.decision.refusal.clauses;
    expect(clauses.filter((clause) => clause === 'HA-27')).toHaveLength(1);
  });
});

describe('saying no to a visit', () => {
  const no = { reason: 'Not this week' };
  const says_ = (who: string): Step => says('09:00', who, 'decline', no);

  it('is for whoever may agree to it', () => {
    given(answered).when(says_(head)).records({ type: 'VisitDeclined', reason: 'Not this week', by: head });
  });

  it.each([['dsl'], ['headteacher'], ['head-of-school']])(
    'is for whoever leads the school or its safeguarding (%s), with nothing to agree to',
    (duty) => {
      const visit = requested(where(theHarbour, withPerson('the-harbour-office', { duties: ['office', duty] }, theHarbour.known)));
      visit.when(says_('the-harbour-office')).records({ type: 'VisitDeclined' });
    },
  );

  it('is for the deputy who leads on safeguarding, though only the head of school may agree', () => {
    given(answered).when(says_(deputy)).records({ type: 'VisitDeclined', by: deputy });
    given(answered, knowing(withPerson(office, { duties: ['office', 'headteacher'] })))
      .when(says_(office))
      .records('VisitDeclined');
  });

  it('is for nobody else, nor for somebody who has left the school', () => {
    for (const other of [office, executiveHead, familySupport, 'hampton-gone'])
      given(answered).when(says_(other)).refuses('not-yours-to-agree');
  });

  it('is for a person, and not for one who is on the visit', () => {
    given(answered).when(says_('machine:mis')).refuses('a-person-must');
    given(answered).when(says_(teacher)).refuses('own-visit');
  });

  it('is no news twice, and is too late once they are out or the visit is off', () => {
    given(answered, says_(head)).when(says_(deputy)).recordsNothing();
    given(...out)
      .when(says('13:10', head, 'decline', no))
      .refuses('not-at-this-stage');
    given(says('08:50', teacher, 'cancel', { reason: 'Ill' }))
      .when(says_(head))
      .refuses('not-at-this-stage');
  });
});

describe('sending a visit back', () => {
  const back = (who: string, time = '09:00'): Step => says(time, who, 'send-back', { reason: 'Say who drives' });

  it('says what is to be mended, and leaves what was agreed to as it is', () => {
    const sent = given(answered).when(back(head));
    sent.records({ type: 'VisitSentBack', reason: 'Say who drives', by: head });
    expect(sent.and().visit.agreements).toEqual(given(answered).visit.agreements);
    sent
      .and()
      .when(says('09:10', head, 'authorise', {}))
      .records('VisitAgreed', 'VisitAuthorised', 'WatchSet');
  });

  it('is for whoever may say no to it, and for nobody who is on it', () => {
    given(answered).when(back(deputy)).records('VisitSentBack');
    given(answered).when(back(office)).refuses('not-yours-to-agree');
    given(answered).when(back(teacher)).refuses('own-visit');
    given(answered).when(back('machine:mis')).refuses('a-person-must');
  });

  it('is too late once it is agreed to: whoever has changed their mind then declines it', () => {
    given(answered, says('09:00', head, 'authorise', {}))
      .when(back(head, '09:10'))
      .refuses('not-at-this-stage');
  });
});

describe('agreeing', () => {
  const fromHome = { plan: { departAt: at('13:00'), returnAt: at('14:30'), startsFrom: 'home' } };

  it('says what was agreed to, on what, and any note', () => {
    const before = given(answered);
    const agreed = before.when(says('08:40', head, 'authorise', { to: ['timetable'], note: 'Enjoy it' }));
    const basis = basisOf(before.visit, known);
    expect(eventsOf(agreed)[0]).toEqual({
      ...{ type: 'VisitAgreed', agreements: ['timetable'], basis, note: 'Enjoy it' },
      ...{ at: at('08:40'), by: head, via: 'api' },
    });
  });

  it('to one of two leaves the other open, and both together gives what is left', () => {
    const one = givenOf(asked(fromHome), known, answered).when(says('08:40', head, 'authorise', { to: ['from-home'] }));
    one.records({ type: 'VisitAgreed', agreements: ['from-home'] });
    one
      .and()
      .when(says('08:41', head, 'authorise', { to: ['from-home', 'timetable'] }))
      .records({ type: 'VisitAgreed', agreements: ['timetable'] }, 'VisitAuthorised', 'WatchSet');
    one
      .and()
      .when(says('08:41', head, 'authorise', { to: ['from-home'] }))
      .recordsNothing();
  });

  it('to what this visit does not need is refused, with all that was named beside it', () => {
    given(answered)
      .when(says('08:40', head, 'authorise', { to: ['timetable', 'from-home'] }))
      .refuses('not-yours-to-agree');
  });

  it('is done before they leave', () => {
    given(...out)
      .when(says('13:10', head, 'authorise'))
      .refuses('not-at-this-stage');
  });

  it('waits for what is asked before it, and not for itself', () => {
    const refused = given().when(says('08:40', head, 'authorise'));
    expect(unmetBy(refused).map((u) => u.wants.kind)).not.toContain('agreement');
  });
});

describe('signing a risk assessment', () => {
  const word = { mobile: '+447700900199', safeWord: 'the red umbrella', signed: true };

  it('keeps the number, the safe word and the answers of whoever signs', () => {
    const signed = given().when(says('08:36', teacher, 'assess', { ...word, visitor: teacher, answers: { 'recent-violence': false } }));
    expect(eventsOf(signed)[0]).toMatchObject({
      type: 'RiskAssessed',
      visitor: teacher,
      mobile: '+447700900199',
      safeWord: 'the red umbrella',
      answers: [{ question: 'recent-violence', value: false }],
    });
  });

  it('signs each form that the policy has', () => {
    const visit = requested(roselynHouse);
    const signed = visit.when(says('09:20', roselynHouse.first, 'assess', { safeWord, signed: true }));
    const forms = roselynHouse.rules.questions.filter((q) => q.type === 'signature').map(({ id }) => id);
    expect(forms.length).toBeGreaterThan(0);
    expect(eventsOf(signed)[0]).toMatchObject({
      answers: forms.map((question) => ({ question, subject: roselynHouse.first, value: true })),
    });
  });

  it('is refused with an answer that the policy does not ask for', () => {
    given()
      .when(says('08:36', teacher, 'assess', { answers: { weather: 'Fine' }, signed: true }))
      .refuses('unknown-question');
  });

  it('is done before they leave, by a person', () => {
    given(...out)
      .when(says('13:10', teacher, 'assess', { signed: true }))
      .refuses('not-at-this-stage');
    given()
      .when(says('08:36', 'machine:mis', 'assess', { visitor: teacher, signed: true }))
      .refuses('a-person-must');
  });
});

describe('an answer', () => {
  const answer = (given_: object, who = teacher): Step => says('08:40', who, 'answer', { answers: given_ });
  const asking = { stage: 'request' as const, type: 'text' as const, ask: 'What?', clauses: ['HA-01'] };

  it('is recorded with its question and its value, and its person where it is about one', () => {
    expect(eventsOf(given().when(answer({ 'recent-violence': false })))[0]).toHaveProperty('answers', [
      { question: 'recent-violence', value: false },
    ]);
    expect(eventsOf(given().when(answer({ mobile: { [assistant]: '+447700900198' } })))[0]).toHaveProperty('answers', [
      { question: 'mobile', subject: assistant, value: '+447700900198' },
    ]);
  });

  it.each([['one number for all'], [['+447700900198']], [true]])('about each visitor is given for each by their id, not as %s', (value) => {
    expect(
      saidBy(
        given()
          .when(answer({ mobile: value }))
          .refuses('wrong-answer'),
      ),
    ).toBe('The answer does not fit the question. mobile: give it for each, by their id.');
  });

  it('about somebody who is not on the visit is refused by their name', () => {
    expect(
      saidBy(
        given()
          .when(answer({ mobile: { [office]: '+447700900198' } }))
          .refuses('unknown-visitor'),
      ),
    ).toBe(`Nobody of that name is going on this visit. mobile: ${office}`);
  });

  it('that does not fit names the question, and of whom it is', () => {
    expect(saidBy(given().when(answer({ 'recent-violence': 'perhaps' })))).toMatch(
      /^The answer does not fit the question\. recent-violence: .+/,
    );
    expect(saidBy(given().when(answer({ mobile: { [teacher]: 7 } })))).toMatch(
      new RegExp(`^The answer does not fit the question\\. mobile#${teacher}: .+`),
    );
    expect(saidBy(given().when(answer({ class: { class: 7, teacher: 8 } })))).toMatch(/class: .+; .+/);
  });

  it('that names somebody of the wrong kind says of which kind they should be', () => {
    const among = ruledBy({ questions: [{ ...asking, id: 'partner', type: 'person', among: ['dsl', 'office'] }] });
    const refused = given(knowing(among)).when(answer({ partner: teacher }));
    expect(saidBy(refused)).toBe(`The answer does not fit the question. partner: ${teacher} is none of dsl, office.`);
    given(knowing(among))
      .when(answer({ partner: office }))
      .records('QuestionsAnswered');
  });

  it.each([
    ...['type', 'reason', 'purpose', 'plan.departAt', 'plan.arriveAt', 'plan.leaveAt', 'plan.returnAt', 'plan.startsFrom'],
    ...['plan.endsAt', 'home.address', 'home.phones', 'home.adults', 'next'],
  ] as const)('that the request, the plan, the home or the way out says (%s) is not said twice', (fills) => {
    given(knowing(ruledBy({ questions: [{ ...asking, id: 'twice', fills }] })))
      .when(answer({ twice: 'x' }))
      .refuses('said-elsewhere');
  });

  it('of how the visit ended may be given as an answer', () => {
    given(knowing(ruledBy({ questions: [{ ...asking, id: 'ended', fills: 'outcome' }] })))
      .when(answer({ ended: 'completed' }))
      .records('QuestionsAnswered');
  });

  it('that is there already is left out beside a new one, and alone is no news', () => {
    const before = given(answer({ 'recent-violence': false }));
    const again = before.when(answer({ 'recent-violence': false, 'risk-decision': 'acceptable' }));
    expect(eventsOf(again)[0]).toHaveProperty('answers', [{ question: 'risk-decision', value: 'acceptable' }]);
    before.when(answer({ 'recent-violence': false })).recordsNothing();
    before.when(answer({})).recordsNothing();
  });
});

describe('a tick', () => {
  it('is recorded once for each who goes', () => {
    given()
      .when(says('08:40', teacher, 'tick', { visitor: 'all', ticks: ['check-1', 'check-1', 'check-2'] }))
      .records(
        { type: 'PromptsTicked', visitor: teacher, ticks: ['check-1', 'check-2'] },
        { type: 'PromptsTicked', visitor: assistant, ticks: ['check-1', 'check-2'] },
      );
    const one = given(says('08:40', teacher, 'tick', { ticks: ['check-1'] }));
    one
      .when(says('08:41', teacher, 'tick', { visitor: 'all', ticks: ['check-1', 'check-2'] }))
      .records(
        { type: 'PromptsTicked', visitor: teacher, ticks: ['check-2'] },
        { type: 'PromptsTicked', visitor: assistant, ticks: ['check-1', 'check-2'] },
      );
    one.when(says('08:41', teacher, 'tick', { ticks: ['check-1'] })).recordsNothing();
  });

  it('of what everybody at school reads is the office’s own, or for the one whom they name', () => {
    const tick = (body: object, who = office): Step => says('08:40', who, 'tick', { ticks: ['know-policy'], ...body });
    given().when(tick({})).records({ type: 'PromptsTicked', visitor: office });
    given()
      .when(tick({ visitor: office }))
      .records({ type: 'PromptsTicked', visitor: office });
    given()
      .when(tick({ visitor: teacher }))
      .records({ type: 'PromptsTicked', visitor: teacher });
    given()
      .when(tick({ visitor: deputy }))
      .refuses('unknown-visitor');
    given().when(tick({}, 'machine:mis')).refuses('unknown-visitor');
    given()
      .when(tick({ ticks: ['know-policy', 'check-1'] }))
      .refuses('unknown-visitor');
  });

  it('of a line that the policy does not have is refused whoever it is for', () => {
    given()
      .when(says('08:40', teacher, 'tick', { ticks: ['check-1', 'smile'] }))
      .refuses('unknown-prompt');
  });
});

describe('changing, calling off and putting off', () => {
  it('names whoever does not work here, on the visit or beside it', () => {
    expect(saidBy(given().when(says('08:40', teacher, 'amend', { involved: [office, 'nobody'] })))).toContain(' nobody');
    given()
      .when(says('08:40', teacher, 'amend', { involved: [office] }))
      .records({ type: 'VisitAmended', changes: { involved: [office] } });
    given(...out)
      .when(says('13:10', teacher, 'amend', { purpose: 'Tea' }))
      .refuses('not-at-this-stage');
  });

  it('may change what kind of visit it is', () => {
    const family = given().when(says('08:40', familySupport, 'amend', { type: 'family-support' }));
    expect(saidBy(family)).toContain('planned by the family support worker');
    expect(eventsOf(given().when(says('08:40', teacher, 'amend', { type: 'induction' })))[0]).toHaveProperty('changes', {
      type: 'induction',
    });
    expect(eventsOf(given().when(says('08:40', teacher, 'amend', { purpose: 'Tea' })))[0]).toHaveProperty('changes', { purpose: 'Tea' });
  });

  it('is read from a body by the command’s own name', () => {
    expect(commandOf('amend', { type: 'induction', purpose: 'Tea' })).toStrictEqual({
      ...{ type: 'amend', visitType: 'induction', purpose: 'Tea' },
    });
    expect(commandOf('amend', { purpose: 'Tea' })).toStrictEqual({ type: 'amend', purpose: 'Tea' });
    expect(commandOf('cancel', { type: 'induction', reason: 'Ill' })).toStrictEqual({ type: 'cancel', reason: 'Ill' });
    expect([isAfterTheDoor('note'), isAfterTheDoor('depart'), isAfterTheDoor('close')]).toEqual([true, false, false]);
  });

  it('is once, by a person or a machine, before they leave', () => {
    const off = given().when(says('08:40', 'machine:mis', 'cancel', { reason: 'Ill' }));
    off.records({ type: 'VisitCancelled', reason: 'Ill', by: 'machine:mis' }, 'TaskOwed');
    for (const type of ['cancel', 'reschedule'] as const) {
      const step = says('13:10', office, type, { reason: 'Ill', ...(type === 'reschedule' ? { plan: {} } : {}) });
      off.and().when(step).recordsNothing();
      given(...out)
        .when(step)
        .refuses('not-at-this-stage');
      given(answered, says('08:40', head, 'decline', { reason: 'No' }))
        .when(step)
        .refuses('not-at-this-stage');
    }
  });

  it('says which visit comes in its place', () => {
    given()
      .when(says('08:40', teacher, 'reschedule', { reason: 'Ill', plan: {} }, { to: 'HV-000002' }))
      .records({ type: 'VisitRescheduled', to: 'HV-000002', reason: 'Ill' }, 'TaskOwed');
  });
});

describe('the times of a plan', () => {
  const plan = (departAt: string, arriveAt: string, leaveAt: string, returnAt: string) => ({
    plan: { departAt: at(departAt), arriveAt: at(arriveAt), leaveAt: at(leaveAt), returnAt: at(returnAt) },
  });

  it.each([
    ['13:20', '13:10', '14:00', '14:30'],
    ['13:00', '14:10', '14:00', '14:30'],
    ['13:00', '13:10', '14:40', '14:30'],
  ])('lie in order: %s, %s, %s, %s do not', (...times) => {
    expect(saidBy({ decision: asked(plan(...times)) })).toMatch(/^Leaving, arriving, setting off back and returning/);
  });

  it('may be the same, and some may be left out', () => {
    expect(asked(plan('13:00', '13:00', '14:00', '14:00')).accepted).toBe(true);
    expect(asked({ plan: { departAt: at('13:00'), leaveAt: at('14:00') } }).accepted).toBe(true);
    expect(asked({ plan: { arriveAt: at('13:00'), returnAt: at('12:59') } }).accepted).toBe(false);
  });

  it('end after the moment of leaving, and not at it', () => {
    const leaving = (returnAt: string) => says('13:00', teacher, 'depart', { visitor: 'all', ticks, plan: { returnAt: at(returnAt) } });
    given(...authorised)
      .when(leaving('13:00'))
      .refuses('times-out-of-order');
    given(...authorised)
      .when(leaving('13:01'))
      .records('VisitorDeparted', 'VisitorDeparted');
  });
});

describe('leaving later than planned', () => {
  const leaves = (time: string, plan?: object): Step => says(time, teacher, 'depart', { visitor: 'all', ticks, plan });

  it('within the grace asks for nothing, and a second later for the times again', () => {
    given(...authorised)
      .when(leaves('13:15'))
      .records('VisitorDeparted', 'VisitorDeparted');
    const late = given(...authorised).when(leaves('13:15:01'));
    expect(unmetBy(late)).toEqual([
      {
        code: 'times-said',
        clauses: ['DS-06'],
        message: 'This is later than was planned. Say by when you will be heard of now: the same times again, if they still hold.',
        missing: ['plan.returnAt'],
        wants: { kind: 'plan', times: ['returnAt'] },
      },
    ]);
    given(...authorised)
      .when(leaves('13:20', { returnAt: at('14:30') }))
      .records('VisitorDeparted', 'VisitorDeparted');
    given(...authorised)
      .when(leaves('13:20', { leaveAt: at('14:10') }))
      .refusesFor('times-said');
  });

  it('goes by the start that was told last', () => {
    const put = given(...authorised, says('12:30', office, 'revise', { plan: { departAt: at('13:30') } }));
    put.when(leaves('13:45')).records('VisitorDeparted', { type: 'VisitorDeparted', visitor: assistant });
    put.when(leaves('13:46')).refusesFor('times-said');
  });

  it('asks for nothing where nobody watches for the start', () => {
    const clockless: Known = { ...known, rules: { ...known.rules, clocks: known.rules.clocks.filter((c) => c.expects !== 'depart') } };
    given(...authorised, knowing(clockless))
      .when(leaves('13:40'))
      .records('WatchSet', 'VisitorDeparted', 'VisitorDeparted');
  });

  it('asks for each time by which they are to be heard of, and never for the start itself', () => {
    const late = ready(theHarbour).when(says('13:18', theHarbour.first, 'depart', { visitor: 'all', ticks: theHarbour.ticks }));
    expect(unmetBy(late).find((u) => u.code === 'times-said')?.missing).toEqual(['plan.arriveAt', 'plan.leaveAt', 'plan.returnAt']);
  });
});

// ------------------------------------------------------------------------------------------------ a round

describe('a round', () => {
  const second = 'HV-000002';
  const home2 = knownOf(hamptonSchool(), 1);
  const times2 = { departAt: at('13:00'), arriveAt: at('14:00'), leaveAt: at('14:20'), returnAt: at('14:30') };
  /** A later home of the round, as it was asked for. */
  const later = (changes: object = {}, steps: readonly Step[] = []): Visit => ({
    ...givenOf(asked({ round: { id: 'r-1', order: 2 }, plan: times2, ...changes }, teacher, home2), home2, ...steps).visit,
    visit: second,
  });
  const first = (...round: readonly Visit[]): Given =>
    givenOf(
      asked({ round: { id: 'r-1', order: 1 } }),
      known,
      ...authorised,
      knowing({ ...known, round: round.map((visit) => ({ visit, household: home2.household })) }),
    );
  const leave = (who = 'all', more: object = {}): Step => says('13:00', teacher, 'depart', { visitor: who, ticks, ...more });

  it('is judged at its first departure with every home it goes to, and says which lacks what', () => {
    const refused = first(later()).when(leave());
    expect(new Set(unmetBy(refused).map((u) => u.visit))).toEqual(new Set([second]));
    refused.refusesFor('class-known', 'decided', 'violence-asked', 'timetable', 'notice', 'notice-how', 'asked-again', 'class-teacher');
  });

  it('asks for no tick again at the second home, where all else is there', () => {
    first(later({}, authorised))
      .when(leave())
      .records(
        { type: 'VisitorDeparted', visitor: teacher, ahead: [{ visit: second, arriveAt: at('14:00'), leaveAt: at('14:20') }] },
        { type: 'VisitorDeparted', visitor: assistant, ahead: [{ visit: second }] },
      );
  });

  it('does not ask of a home that is off, nor of one to which others go', () => {
    first({ ...later(), ended: 'cancelled' })
      .when(leave())
      .records('VisitorDeparted', 'VisitorDeparted');
    first(later({ visitors: [{ person: familySupport }, { person: 'hampton-nursery-assistant' }] }))
      .when(leave())
      .records('VisitorDeparted', 'VisitorDeparted');
  });

  it('asks of a home to which only one of them goes, for that one', () => {
    const theirs = later({ visitors: [{ person: assistant }, { person: familySupport }] });
    first(theirs).when(leave(teacher)).records({ type: 'VisitorDeparted', visitor: teacher });
    first(theirs).when(leave(assistant)).refuses('unmet', 'HA-16');
  });

  it('is not judged again when the second of them leaves', () => {
    const homes = later({}, authorised);
    const gone_ = first(homes).and(leave(teacher));
    const worse = knowing({ ...known, round: [{ visit: later(), household: home2.household }] });
    gone_
      .and(worse)
      .when(says('13:02', assistant, 'depart', { ticks }))
      .records({ type: 'VisitorDeparted', visitor: assistant });
  });

  describe('at a later home', () => {
    const lead = (stops: boolean, ...more: readonly Step[]): Visit => {
      const { visit } = given(...out, ...more);
      const there = { visit: second, arrivedAt: at('14:00'), leftAt: at('14:20') };
      return { ...visit, visitors: visit.visitors.map((v) => ({ ...v, stops: stops ? [...v.stops, there] : v.stops })) };
    };
    /** The second home, where both are watched in the item of the first. */
    const linked = (leads: readonly Visit[]): Given => {
      const base = givenOf(asked({ plan: times2 }, teacher, home2), home2, ...authorised, knowing({ ...home2, leads }));
      const visit = { ...base.visit, visit: second, visitors: base.visit.visitors.map((v) => ({ ...v, lead: 'HV-000001' })) };
      const story = { visit, known: { ...home2, leads }, now: at('13:00'), sent: [] };
      return givenOf({ accepted: true, visit, events: [] }, story.known);
    };
    const back = says('14:25', teacher, 'return', { visitor: 'all' });

    it('whoever is out already signs out no second time', () => {
      linked([lead(false)])
        .when(says('13:50', teacher, 'depart', { visitor: 'all', ticks }))
        .recordsNothing();
    });

    it('whoever has not left with the first does sign out', () => {
      const visit = given(...authorised).visit;
      linked([visit])
        .when(says('13:00', teacher, 'depart', { visitor: 'all', ticks }))
        .records({ type: 'VisitorDeparted', visitor: teacher }, { type: 'VisitorDeparted', visitor: assistant });
    });

    it('nothing is changed, agreed to or called off while they are out on the round', () => {
      const there = linked([lead(false)]);
      const steps: readonly Step[] = [
        says('13:50', teacher, 'amend', { purpose: 'Tea' }),
        says('13:50', teacher, 'assess', { signed: true }),
        says('13:50', head, 'authorise'),
        says('13:50', head, 'decline', { reason: 'No' }),
        says('13:50', office, 'cancel', { reason: 'No' }),
        says('13:50', office, 'reschedule', { reason: 'No', plan: {} }),
        says('13:50', office, 'write-up', { answers: {} }),
        says('13:50', office, 'close'),
      ];
      for (const step of steps) there.when(step).refuses('not-at-this-stage');
    });

    it('is written up and closed once they are back, and nobody signs out on it then', () => {
      const there = linked([lead(true, back)]).and(
        says('14:30', teacher, 'write-up', { answers: { 'any-concern': 'none', outcome: 'completed' } }),
        says('14:40', office, 'close'),
      );
      expect(stageOf(there.visit, there.known.leads)).toBe('closed');
      there.when(says('14:50', teacher, 'depart', { ticks, plan: { returnAt: at('15:30') } })).refuses('not-at-this-stage');
    });
  });
});

describe('signing out', () => {
  it('is over once somebody is back, or the visit is off', () => {
    given(...authorised, says('13:00', teacher, 'depart', { ticks }), says('13:10', teacher, 'return'))
      .when(says('13:12', assistant, 'depart', { ticks }))
      .refuses('not-at-this-stage');
    given(says('08:50', teacher, 'cancel', { reason: 'Ill' }))
      .when(says('13:00', teacher, 'depart', { ticks }))
      .refuses('not-at-this-stage');
  });

  it('is not for whoever said that they are not going, alone or with the others', () => {
    const fewer = given(...authorised, says('12:50', assistant, 'not-going', { reason: 'Ill' }));
    fewer.when(says('13:00', assistant, 'depart', { ticks })).refuses('unknown-visitor');
    fewer.when(says('13:00', teacher, 'depart', { visitor: 'all', ticks })).refusesFor('pair', 'assistant', 'timetable');
  });

  it('takes only lines that the policy has', () => {
    given(...authorised)
      .when(says('13:00', teacher, 'depart', { ticks: [...ticks, 'smile'] }))
      .refuses('unknown-prompt');
  });

  it('keeps the ticks and times that came with it', () => {
    const left = given(...authorised).when(says('13:00', teacher, 'depart', { ticks, plan: { returnAt: at('14:20') } }));
    left.records({ type: 'VisitorDeparted', visitor: teacher, ticks, plan: { returnAt: at('14:20') }, at: at('13:00') });
    expect(eventsOf(left)[0]).not.toHaveProperty('ahead');
    expect(left.visit.ticks).toEqual(ticks.map((tick) => `${tick}#${teacher}`));
  });

  it('without the ticks is refused for each line, of whom it is missing', () => {
    const refused = given(...authorised).when(says('13:00', teacher, 'depart', { visitor: 'all', ticks: ['carry-phone'] }));
    expect(unmetBy(refused)).toMatchObject([
      { code: 'safety-first', missing: [teacher, assistant], wants: { kind: 'tick', prompt: 'safety-first' } },
    ]);
  });
});

describe('somebody who stays behind', () => {
  it('leaves whoever is out in breach of what the policy asks, which says what and of whom', () => {
    const one = given(...authorised, says('13:00', teacher, 'depart', { ticks }));
    one.when(says('13:05', office, 'not-going', { visitor: assistant, reason: 'Ill' })).records(
      { type: 'VisitorNotGoing', visitor: assistant, reason: 'Ill' },
      {
        type: 'BreachFound',
        visitors: [teacher],
        unmet: expect.arrayContaining([{ code: 'pair', clauses: ['HA-12', 'HA-23'] }]),
      },
    );
    const found = eventsOf(one.when(says('13:05', office, 'not-going', { visitor: assistant, reason: 'Ill' })))[1];
    expect(found).toHaveProperty('unmet', expect.not.arrayContaining([expect.objectContaining({ code: 'carry-phone' })]));
  });

  it('breaks nothing while nobody is out, and is no news twice', () => {
    const fewer = given(...authorised).when(says('12:50', assistant, 'not-going', { reason: 'Ill' }));
    expect(eventsOf(fewer).map((e) => e.type)).not.toContain('BreachFound');
    fewer
      .and()
      .when(says('12:55', assistant, 'not-going', { reason: 'Ill' }))
      .recordsNothing();
    fewer
      .and()
      .when(says('12:55', office, 'not-going', { visitor: 'all', reason: 'Off' }))
      .records({ type: 'VisitorNotGoing', visitor: teacher, reason: 'Off' });
    given()
      .when(says('12:50', office, 'not-going', { reason: 'Ill' }))
      .refuses('unknown-visitor');
  });
});

describe('the same press again', () => {
  it('changes nothing, whatever it was, and is accepted', () => {
    const once = given(...out, says('13:30', teacher, 'note', { words: 'All well' }, { key }));
    const again = once.when(says('13:31', teacher, 'note', { words: 'All well' }, { key }));
    again.recordsNothing();
    expect(again.decision).toEqual({ accepted: true, visit: once.visit, events: [] });
    once.when(says('13:31', teacher, 'note', { words: 'All well' }, { key: { ...key, id: 'press-2' } })).records('NoteMade');
    once.when(says('13:31', teacher, 'note', { words: 'All well' })).records('NoteMade');
  });

  it('is known by what stands on its first fact alone, with the phone’s time and what could not be read', () => {
    const unread = { plan: 'soon' };
    const [one, two] = eventsOf(
      given(...authorised).when(says('13:00', teacher, 'depart', { visitor: 'all', ticks }, { key, saidAt: '12:59', unread })),
    );
    expect(one).toMatchObject({ key, saidAt: '12:59', unread });
    for (const field of ['key', 'saidAt', 'unread']) expect(two).not.toHaveProperty(field);
  });

  it('of a request is known too, with what it follows and how it came', () => {
    const decision = asked({ follows: 'HV-000009', answers: { 'recent-violence': false } });
    expect(decision.accepted ? decision.events.map((e) => e.type) : []).toEqual(['VisitRequested', 'QuestionsAnswered']);
    expect(decision.accepted ? decision.events[0] : undefined).toMatchObject({
      follows: 'HV-000009',
      by: teacher,
      via: 'form',
      at: at('08:30'),
    });
  });

  it('with a safe word in what was refused is heard once', () => {
    const out_ = gone(roselynHouse);
    const said = says('13:30', roselynHouse.first, 'answer', { answers: { weather: `Bring ${safeWord}` } }, { key });
    const heard = out_.when(said).refuses('unknown-question');
    expect(heard.decision).toMatchObject({ heard: { events: [{ type: 'AlarmOpened', kind: 'distress', call: 'word' }, {}] } });
    const again = heard.and().when(said).refuses('unknown-question');
    expect(again.visit.alarms).toHaveLength(1);
    expect(again.visit.keys).not.toHaveProperty(key.id);
  });
});

// ------------------------------------------------------------------------------------------------ messages

describe('a message to somebody', () => {
  const copy = { kind: 'notice', notice: 'copy' } as const;
  const off = { kind: 'notice', notice: 'cancelled' } as const;
  const nudge = { kind: 'nudge', clock: 'return' } as const;
  const bare = given().visit;
  const gone_ = given(...out).visit;
  const without = (...fields: readonly string[]): Known => withPerson(office, Object.fromEntries(fields.map((f) => [f, undefined])));

  it('that can wait goes by email, and by text where there is no address', () => {
    expect(channelsOf(copy, office, known, bare)).toEqual(['email']);
    expect(channelsOf(copy, office, without('email'), bare)).toEqual(['text']);
    expect(channelsOf(copy, office, without('email', 'mobile'), bare)).toEqual([]);
  });

  it.each([[off], [nudge]])('that cannot wait goes both ways, as far as there are two', (about) => {
    expect(channelsOf(about, office, known, bare)).toEqual(['text', 'email']);
    expect(channelsOf(about, office, without('email'), bare)).toEqual(['text']);
    expect(channelsOf(about, office, without('mobile'), bare)).toEqual(['email']);
    expect(channelsOf(about, office, without('mobile', 'email'), bare)).toEqual([]);
  });

  it('still goes where the watch was told, when their number or address is taken off later', () => {
    expect(channelsOf(copy, office, without('email'), gone_)).toEqual(['email']);
    expect(channelsOf(nudge, office, without('mobile', 'email'), gone_)).toEqual(['text', 'email']);
  });

  it('goes to nobody who has left the school', () => {
    const { [office]: _left, ...staff } = known.staff;
    expect(channelsOf(nudge, office, { ...known, staff }, gone_)).toEqual([]);
  });

  it('is owed under a name of its own, by each way', () => {
    const draft = queue(draftOf(bare, known, at('09:00'), { by: office, via: 'api' }), nudge, [office, head]);
    const next = String(bare.version + 1);
    expect(draft.queued).toBe(4);
    expect(Object.keys(draft.visit.owed)).toEqual([1, 2, 3, 4].map((n) => `n${next}-${String(n)}`));
    expect(draft.visit.owed[`n${next}-1`]).toStrictEqual({
      ...{ id: `n${next}-1`, to: office, channel: 'text', about: nudge, queuedAt: at('09:00'), tries: 0, timeOuts: 0 },
    });
    const fewer = drop(draft, [`n${next}-1`, `n${next}-3`]);
    expect(Object.values(fewer.visit.owed).map((n) => `${n.channel} ${n.to}`)).toEqual([`email ${office}`, `email ${head}`]);
    expect(drop(draft, [])).toBe(draft);
  });

  it('may be for one way and not before its time', () => {
    const draft = queue(draftOf(bare, known, at('09:00'), { by: office, via: 'api' }), nudge, [office], {
      channel: 'email',
      notBefore: at('10:00'),
    });
    expect(Object.values(draft.visit.owed)).toMatchObject([{ channel: 'email', to: office, notBefore: at('10:00') }]);
  });

  it('goes to no visitor while one of them calls for help, and to everybody else', () => {
    const draft = queue(draftOf(calling.visit, known, at('13:31'), { by: office, via: 'api' }), copy, [teacher, office]);
    expect(
      Object.values(draft.visit.owed)
        .filter((n) => n.about.kind === 'notice')
        .map((n) => n.to),
    ).toEqual([office]);
  });
});

describe('news of what happens', () => {
  const back = says('14:20', teacher, 'return', { visitor: 'all' });
  const wrote = says('14:30', teacher, 'write-up', { answers: { 'any-concern': 'none', outcome: 'completed' } });
  const breach = says('13:00', teacher, 'depart-in-breach', { plan: { returnAt: at('14:30') } });
  const stays = says('13:05', assistant, 'not-going', { reason: 'Ill' });
  const leaves = says('13:00', teacher, 'depart', { ticks });
  const wording: readonly (readonly [string, readonly Step[], Step, readonly Occasion[]])[] = [
    ['changed', [], says('08:40', teacher, 'amend', { purpose: 'Tea' }), ['amended']],
    ['agreed to', [answered], says('08:40', head, 'authorise'), ['authorised']],
    ['not agreed to', [answered], says('08:40', head, 'decline', { reason: 'No' }), ['declined']],
    ['to be agreed to again', authorised, says('08:50', teacher, 'answer', { answers: { class: { class: 'Oak', teacher } } }), ['lapsed']],
    ['begun', authorised, leaves, ['departed']],
    ['begun without what is asked', [], breach, ['departed', 'departed-in-breach']],
    ['one person short', [...authorised, leaves], stays, ['departed-in-breach']],
    ['there', out, says('13:20', teacher, 'arrive'), ['arrived']],
    ['over', out, says('14:10', teacher, 'leave', { outcome: 'completed' }), ['left']],
    ['back', out, back, ['returned']],
    ['longer than planned', out, says('13:40', teacher, 'revise', { plan: { returnAt: at('15:00') } }), ['revised']],
    ['off', [], says('08:40', teacher, 'cancel', { reason: 'Ill' }), ['cancelled']],
    ['put off', [], says('08:40', teacher, 'reschedule', { reason: 'Ill', plan: {} }), ['rescheduled', 'cancelled']],
    ['written up', [...out, back], wrote, ['written-up']],
    ['closed', [...out, back, wrote], says('14:40', teacher, 'close'), ['closed']],
    ['noted about', out, says('13:40', teacher, 'note', { words: 'All well' }), []],
  ];
  const telling = (on: string, more: object = {}): Known => {
    const notice = { id: 'news', on: [Occasion.parse(on)], tell: ['executive-headteacher' as const], say: 'News.', clauses: ['HA-01'] };
    return ruledBy({ notices: [{ ...notice, ...more }] });
  };
  const owedNews = ({ visit }: Pick<Given, 'visit'>) =>
    Object.values(visit.owed).filter((n) => n.about.kind === 'notice' && n.about.notice === 'news').length;

  it.each(wording)('that a visit is %s is told once, as that and as nothing else', (_title, before, step, occasions) => {
    const start = given(...before);
    const told = Occasion.options.filter((on) => owedNews(start.and(knowing(telling(on))).when(step)) === 1);
    expect([...told].sort()).toEqual([...occasions].sort());
  });

  it('is told where what it is about holds, and not where it does not', () => {
    const when = (type: string) => ({ when: [{ of: 'type', is: [type] }] });
    const off = says('08:40', teacher, 'cancel', { reason: 'Ill' });
    expect(owedNews(given(knowing(telling('cancelled', when('induction')))).when(off))).toBe(1);
    expect(owedNews(given(knowing(telling('cancelled', when('family-support')))).when(off))).toBe(0);
  });

  it('of an answer is told when it comes to hold, and not again', () => {
    const on = telling('answered', { when: [{ of: 'recent-violence', is: [true] }] });
    const yes = says('08:40', teacher, 'answer', { answers: { 'recent-violence': true } });
    const told = given(knowing(on)).when(yes);
    expect(owedNews(told)).toBe(1);
    expect(owedNews(told.and().when(says('08:41', teacher, 'answer', { answers: { 'risk-decision': 'high' } })))).toBe(1);
    expect(owedNews(given(knowing(on)).when(says('08:40', teacher, 'answer', { answers: { 'recent-violence': false } })))).toBe(0);
  });

  it('of a request is told with it, and of an answer that came with it', () => {
    const owed = (knows: Known, changes: object = {}) => owedNews(givenOf(asked(changes, teacher, knows), knows));
    expect(owed(telling('requested'))).toBe(1);
    const on = telling('answered', { when: [{ of: 'recent-violence', is: [true] }] });
    expect(owed(on, { answers: { 'recent-violence': true } })).toBe(1);
    expect(owed(on)).toBe(0);
  });
});

// ------------------------------------------------------------------------------------------------ after the visit

describe('after the visit', () => {
  const home = given(
    ...out,
    says('14:00', teacher, 'leave', { visitor: 'all', outcome: 'completed' }),
    says('14:20', teacher, 'return', { visitor: 'all' }),
  );
  const refers = (system: string, reference = 'C-17'): Step => says('14:30', teacher, 'record-reference', { system, reference });

  it('a reference is the same where both the system and the reference are', () => {
    const kept = home.and(refers('CPOMS'));
    kept.when(refers('CPOMS')).recordsNothing();
    kept.when(refers('CPOMS', 'C-18')).records('ReferenceRecorded', 'QuestionsAnswered');
    kept.when(refers('Arbor')).records({ type: 'ReferenceRecorded', system: 'Arbor', reference: 'C-17' });
  });

  it('a reference answers only a question of that name that asks for words', () => {
    home.when(refers('Door')).records('ReferenceRecorded');
    const cpoms = known.rules.questions.find((q) => q.id === 'cpoms')!;
    const kept = home.and(refers('CPOMS'));
    expect(answerTo(cpoms, '', kept.visit, known)?.value).toBe('C-17');
  });

  it('what is passed on says to whom, and what', () => {
    home
      .when(says('14:30', teacher, 'pass-on', { to: 'The nursery', words: 'He likes trains' }))
      .records({ type: 'PassedOn', to: 'The nursery', words: 'He likes trains' });
  });

  it('writing up takes only answers that fit', () => {
    home.when(says('14:30', teacher, 'write-up', { answers: { weather: 'Fine' } })).refuses('unknown-question');
    home
      .when(says('14:30', teacher, 'write-up', { answers: { 'any-concern': 'none' } }))
      .records({ type: 'VisitWrittenUp', answers: [{ question: 'any-concern', value: 'none' }] });
    home.when(says('14:30', teacher, 'write-up')).records({ type: 'VisitWrittenUp', answers: [] });
  });

  it('closing is refused before they are back, is final, and says nothing of how it seemed', () => {
    given()
      .when(says('09:00', teacher, 'close'))
      .refuses('not-at-this-stage');
    const closed = home
      .and(says('14:30', teacher, 'write-up', { answers: { 'any-concern': 'none' } }))
      .when(says('14:40', office, 'close'));
    closed.records({ type: 'VisitClosed', by: office });
    expect(eventsOf(closed)[0]).not.toHaveProperty('seeming');
    expect(eventsOf(closed)[0]).not.toHaveProperty('seemed');
    closed
      .and()
      .when(says('14:41', teacher, 'close'))
      .recordsNothing();
    closed
      .and()
      .when(says('14:41', teacher, 'write-up', { answers: { 'any-concern': 'none' } }))
      .refuses('not-at-this-stage');
  });

  it('a call for help that they do not know of keeps the visit open for everybody but them', () => {
    const called = calling.and(
      says('14:00', teacher, 'leave', { visitor: 'all', outcome: 'completed' }),
      says('14:20', teacher, 'return', { visitor: 'all' }),
      says('14:30', teacher, 'write-up', { answers: { 'any-concern': 'none' } }),
    );
    called.when(says('14:40', office, 'close')).refuses('alarm-open');
    const seems = called.when(says('14:40', teacher, 'close')).records({ type: 'VisitClosed', seeming: true });
    expect(seems.visit.closed).toBe(false);
    seems
      .and()
      .when(says('14:41', assistant, 'close'))
      .recordsNothing();
  });
});
