import { describe, expect, it } from 'vitest';
import { stageOf } from '../../functions/domain/visit/relations.ts';
import { asked, authorised, given, givenOf, knowing, known, out, says, setTo, type Step, withHome, withPerson } from '../support/given.ts';
import { ready, roselynHouse, roselynSigns } from '../support/five-schools.ts';
import { answers, assistant, at, deputy, executiveHead, familySupport, head, office, teacher, ticks } from '../support/hampton-visit.ts';

const answered = says('08:35', teacher, 'answer', { answers });

describe('judging the risk', () => {
  it('comes before the word of the head of school', () => {
    given()
      .when(says('08:40', head, 'authorise'))
      .refusesFor('class-known', 'decided', 'violence-asked')
      .refuses('unmet', 'HA-16', 'HA-22', 'HA-67');
  });

  it.each([
    ['high', 'not-high', 'HA-66'],
    ['unacceptable', 'not-unacceptable', 'HA-13'],
  ])('as %s means that nobody may agree to the visit', (level, gate, clause) => {
    given(answered, says('08:36', teacher, 'answer', { answers: { 'risk-decision': level } }))
      .when(says('08:40', head, 'authorise'))
      .refusesFor(gate)
      .refuses('unmet', clause);
  });

  it('asks who may be there once there was violence, and takes only a no', () => {
    const violent = given(answered, says('08:36', teacher, 'answer', { answers: { 'recent-violence': true } }));
    violent.when(says('08:40', head, 'authorise')).refusesFor('violence-asked', 'no-perpetrator');
    const known_ = violent.and(says('08:37', teacher, 'answer', { answers: { perpetrator: true } }));
    known_
      .when(says('08:40', head, 'authorise'))
      .refusesFor('no-perpetrator')
      .refuses('unmet', 'HA-67');
    known_
      .and(says('08:38', teacher, 'answer', { answers: { perpetrator: false } }))
      .when(says('08:40', head, 'authorise'))
      .records('VisitAgreed', 'VisitAuthorised', 'WatchSet');
  });

  it('does not wait for what may only be looked at where it is there', () => {
    const agreed = given(answered).when(says('08:40', head, 'authorise'));
    expect(agreed.visit.answers['checked']).toBeUndefined();
    agreed.records('VisitAgreed', 'VisitAuthorised', 'WatchSet');
  });

  it('is signed by each visitor alone', () => {
    given()
      .when(says('08:36', teacher, 'assess', { visitor: assistant, signed: true }))
      .refuses('sign-your-own');
    given()
      .when(says('08:36', office, 'assess', { signed: true }))
      .refuses('unknown-visitor');
    given()
      .when(says('08:36', 'machine:mis', 'assess', { signed: true }))
      .refuses('a-person-must');
    given()
      .when(says('08:36', teacher, 'assess', { mobile: '+447700900199', signed: true }))
      .records({ type: 'RiskAssessed', visitor: teacher });
  });
});

describe('agreeing to a visit', () => {
  it('is for the head of school alone', () => {
    for (const other of [deputy, office, executiveHead])
      given(answered)
        .when(says('08:40', other, 'authorise'))
        .refuses('not-yours-to-agree');
    given(answered)
      .when(says('08:40', head, 'authorise', { note: 'Enjoy it' }))
      .records({ type: 'VisitAgreed', agreements: ['timetable'] }, 'VisitAuthorised', 'WatchSet');
  });

  it('is for nobody who is on the visit, the head of school least of all', () => {
    const own = { visitors: [{ person: teacher }, { person: assistant }, { person: head }] };
    givenOf(asked(own), known, answered)
      .when(says('08:40', head, 'authorise'))
      .refuses('own-visit');
  });

  it('lapses when the one who agreed joins the visit', () => {
    const joined = given(...authorised).when(
      says('09:00', teacher, 'amend', { visitors: [{ person: teacher }, { person: assistant }, { person: head }] }),
    );
    joined.records('VisitAmended', 'AgreementsLapsed', 'AuthorisationLapsed');
  });

  it('is for a person, not for a machine', () => {
    given(answered)
      .when(says('08:40', 'machine:mis', 'authorise'))
      .refuses('a-person-must');
  });

  it('once given is given', () => {
    given(...authorised)
      .when(says('08:45', head, 'authorise'))
      .recordsNothing();
  });

  it('to a visit from home is a second agreement, and one from home to home a third', () => {
    const fromHome = givenOf(asked({ plan: { departAt: at('08:50'), returnAt: at('10:00'), startsFrom: 'home' } }), known, answered);
    fromHome
      .when(says('08:40', head, 'authorise'))
      .records({ type: 'VisitAgreed', agreements: ['timetable', 'from-home'] }, 'VisitAuthorised', 'WatchSet');
    fromHome.when(says('08:40', head, 'authorise', { to: ['timetable'] })).records({ type: 'VisitAgreed', agreements: ['timetable'] });
    const both = givenOf(
      asked({ plan: { departAt: at('08:50'), returnAt: at('10:00'), startsFrom: 'home', endsAt: 'home' } }),
      known,
      answered,
    );
    both
      .when(says('08:40', head, 'authorise'))
      .records({ type: 'VisitAgreed', agreements: ['timetable', 'from-home', 'to-home'] }, 'VisitAuthorised', 'WatchSet');
  });

  it('cannot be given to what is not to be agreed', () => {
    given(answered)
      .when(says('08:40', head, 'authorise', { to: ['from-home'] }))
      .refuses('not-yours-to-agree');
  });

  it('to family support tells the office and the head of school of the day', () => {
    const family = { type: 'family-support', visitors: [{ person: familySupport }, { person: assistant }] };
    const { class: _class, ...rest } = answers;
    const visit = givenOf(asked(family, familySupport), known, says('08:35', familySupport, 'answer', { answers: rest }));
    const agreed = visit
      .when(says('08:40', head, 'authorise'))
      .records({ type: 'VisitAgreed', agreements: ['with-head'] }, 'VisitAuthorised', 'WatchSet');
    expect(Object.values(agreed.visit.owed).map((n) => `${n.channel} ${n.to} ${n.about.kind}`)).toEqual([
      `email ${office} notice`,
      `email ${head} notice`,
    ]);
  });
});

describe('an agreement', () => {
  const lapses = (name: string, ...steps: readonly Step[]) => ({ name, steps });
  it.each([
    lapses(
      'another colleague',
      says('09:00', teacher, 'amend', { visitors: [{ person: teacher }, { person: 'hampton-nursery-assistant' }] }),
    ),
    lapses('one going instead of two', says('09:00', assistant, 'not-going', { reason: 'Ill' })),
    lapses(
      'another day',
      says('09:00', teacher, 'amend', { plan: { departAt: '2026-06-23T13:00:00+01:00', returnAt: '2026-06-23T14:30:00+01:00' } }),
    ),
    lapses('another place to end', says('09:00', teacher, 'amend', { plan: { endsAt: 'home' } })),
    lapses('another judgement of the risk', says('09:00', teacher, 'answer', { answers: { 'risk-decision': 'high' } })),
    lapses('another home', knowing(withHome({}, { address: '1 New Road' })), says('09:00', teacher, 'amend', { purpose: 'The same' })),
  ])('lapses with $name', ({ steps }) => {
    const agreed = given(...authorised);
    const changed = steps.reduce((so, step) => so.and(step), agreed);
    expect(changed.visit.history.slice(agreed.visit.history.length).map((e) => e.type)).toEqual(
      expect.arrayContaining(['AgreementsLapsed', 'AuthorisationLapsed']),
    );
    expect(stageOf(changed.visit)).toBe('requested');
  });

  it.each([
    ['a later hour of the same day', says('09:00', teacher, 'amend', { plan: { departAt: at('13:20'), returnAt: at('14:50') } })],
    ['a purpose put in other words', says('09:00', teacher, 'amend', { purpose: 'To get to know the family' })],
    ['an answer that nothing hangs on', says('09:00', teacher, 'answer', { answers: { 'notice-how': 'email' } })],
  ])('stands with %s', (_name, step) => {
    const changed = given(...authorised).and(step);
    expect(stageOf(changed.visit)).toBe('authorised');
  });

  it('that lapsed can be given again, and then the visit goes on', () => {
    const lapsed = given(...authorised, says('09:00', teacher, 'amend', { plan: { endsAt: 'home' } }));
    lapsed.when(says('09:10', head, 'authorise')).records('VisitAgreed', 'VisitAuthorised');
    lapsed.when(says('13:00', teacher, 'depart', { visitor: 'all', ticks })).refusesFor('timetable', 'to-home');
  });

  it('that lapses is told to the visitors and to whoever gave it', () => {
    const lapsed = given(...authorised, says('09:00', teacher, 'amend', { plan: { endsAt: 'home' } }));
    const told = Object.values(lapsed.visit.owed).filter((n) => n.about.kind === 'notice' && n.about.notice === 'lapsed');
    expect(told.map((n) => n.to).sort()).toEqual([assistant, head, teacher]);
  });

  it('does not lapse once they are out: nobody is called back for a form', () => {
    const out_ = given(...out, says('13:10', teacher, 'answer', { answers: { 'risk-decision': 'high' } }));
    expect(out_.visit.agreements).toHaveLength(1);
    expect(stageOf(out_.visit)).toBe('out');
  });
});

describe('a visit in the evening', () => {
  const knows = {
    ...setTo({ 'evening-from': '18:00' }),
    rules: {
      ...known.rules,
      gates: [
        ...known.rules.gates,
        {
          id: 'evening-too',
          step: 'depart' as const,
          check: 'approved' as const,
          by: ['executive-headteacher' as const],
          when: [{ of: 'evening', is: [true] }],
          warns: false,
          say: 'In the evening the executive headteacher agrees as well.',
          clauses: ['HA-99'],
        },
      ],
    },
  };
  const late = (departAt: string, returnAt: string) => givenOf(asked({ plan: { departAt, returnAt } }, teacher, knows), knows, answered);

  it('needs both of two agreements: either alone is not enough', () => {
    const visit = late(at('17:30'), at('18:00'));
    visit.when(says('08:40', head, 'authorise')).records({ type: 'VisitAgreed', agreements: ['timetable'] });
    visit.when(says('08:40', executiveHead, 'authorise')).records({ type: 'VisitAgreed', agreements: ['evening-too'] });
    visit
      .and(says('08:40', executiveHead, 'authorise'))
      .when(says('08:41', head, 'authorise'))
      .records('VisitAgreed', 'VisitAuthorised', 'WatchSet');
  });

  it('is one by the clock on the wall in London, in summer as in winter', () => {
    // 17:30 UTC is 18:30 in June and 17:30 in January.
    late('2026-06-22T16:00:00Z', '2026-06-22T17:30:00Z')
      .when(says('08:40', head, 'authorise'))
      .records('VisitAgreed');
    late('2027-01-18T16:00:00Z', '2027-01-18T17:30:00Z')
      .when(says('08:40', head, 'authorise'))
      .records('VisitAgreed', 'VisitAuthorised', 'WatchSet');
  });

  it('moved into the evening loses the agreements that it had', () => {
    const early = late(at('16:00'), at('17:00')).and(says('08:40', head, 'authorise'));
    early
      .when(says('09:00', teacher, 'amend', { plan: { returnAt: at('18:30') } }))
      .records('VisitAmended', 'AgreementsLapsed', 'AuthorisationLapsed');
  });
});

describe('whose agreement counts', () => {
  it('goes by the duty that they hold', () => {
    const knows = withPerson(deputy, { duties: ['slt', 'dsl', 'head-of-school'] });
    givenOf(asked({}, teacher, knows), knows, answered)
      .when(says('08:40', deputy, 'authorise'))
      .records('VisitAgreed', 'VisitAuthorised', 'WatchSet');
  });
});

describe('a form that was signed', () => {
  const { first: tutor, second: mentor, id } = roselynHouse;
  const signed = ready(roselynHouse);
  const agrees = says('10:10', id('dsl'), 'authorise');
  const changes = (person: string) => says('10:00', person, 'answer', { answers: { travel: { [mentor]: 'foot' } } });

  it.each([mentor, tutor])('is signed again by whoever it is of once their own part is changed, by %s', (person) => {
    const { decision } = signed.and(changes(person)).when(agrees).refusesFor('signed');
    expect(decision.accepted ? [] : decision.refusal.unmet.flatMap(({ missing }) => missing)).toEqual([`signature#${mentor}`]);
  });

  it('stands for a colleague, and for whoever has signed what it is now', () => {
    signed
      .and(changes(mentor), says('10:05', mentor, 'assess', { signed: true }))
      .when(agrees)
      .recordsNothing();
  });

  it('is the same where the same is signed again', () => {
    signed
      .and(roselynSigns(mentor, undefined, '10:00'))
      .when(agrees)
      .recordsNothing();
  });
});
