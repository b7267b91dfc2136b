import { describe, expect, it } from 'vitest';
import { findings } from '../../functions/domain/policy/gates.ts';
import { onceKey } from '../../functions/domain/policy/ticks.ts';
import {
  asked,
  authorised,
  given,
  type Given,
  givenOf,
  knowing,
  known,
  leavesSchool,
  outOfReach,
  says,
  setTo,
  type Step,
  withHome,
  withPerson,
} from '../support/given.ts';
import { answers, assistant, at, familySupport, head, office, teacher, ticks } from '../support/hampton-visit.ts';

const answer = (given_: object): Step => says('08:36', teacher, 'answer', { answers: given_ });
const agreed = says('08:50', head, 'authorise');
const without = (...names: (keyof typeof answers)[]): Step =>
  answer(Object.fromEntries(Object.entries(answers).filter(([name]) => !names.some((other) => other === name))));
const leaves = says('13:00', teacher, 'depart', { visitor: 'all', ticks });
const helper = 'hampton-nursery-assistant';
const going = (...visitors: readonly string[]) => ({ visitors: visitors.map((person) => ({ person })) });
const { class: _class, ...familyAnswers } = answers;

interface Case {
  readonly gate: string;
  readonly clauses: readonly string[];
  readonly title: string;
  readonly refused: Given;
  readonly met: readonly Step[];
}

const familyVisit = (...visitors: readonly string[]) =>
  givenOf(
    asked({ type: 'family-support', ...going(...visitors) }, familySupport),
    known,
    says('08:36', familySupport, 'answer', { answers: familyAnswers }),
    agreed,
  );

const cases: readonly Case[] = [
  {
    gate: 'timetable',
    clauses: ['HA-84'],
    title: 'an induction visit that the head of school has not put on the timetable',
    refused: given(answer(answers)),
    met: [agreed],
  },
  {
    gate: 'with-head',
    clauses: ['HA-87'],
    title: 'a family support visit that was not planned with the head of school',
    refused: givenOf(
      asked({ type: 'family-support', ...going(familySupport, assistant) }, familySupport),
      known,
      says('08:36', familySupport, 'answer', { answers: familyAnswers }),
    ),
    met: [agreed],
  },
  {
    gate: 'from-home',
    clauses: ['HA-50'],
    title: 'a visit on the way to work without the word of the head of school',
    refused: givenOf(
      asked({ plan: { departAt: at('13:00'), returnAt: at('14:30'), startsFrom: 'home' } }),
      known,
      answer(answers),
      says('08:50', head, 'authorise', { to: ['timetable'] }),
    ),
    met: [says('08:51', head, 'authorise')],
  },
  {
    gate: 'to-home',
    clauses: ['HA-50'],
    title: 'a visit on the way from work without the word of the head of school',
    refused: givenOf(
      asked({ plan: { departAt: at('13:00'), returnAt: at('14:30'), endsAt: 'home' } }),
      known,
      answer(answers),
      says('08:50', head, 'authorise', { to: ['timetable'] }),
    ),
    met: [says('08:51', head, 'authorise')],
  },
  {
    gate: 'pair',
    clauses: ['HA-12', 'HA-23'],
    title: 'a visitor alone',
    refused: givenOf(
      asked(going(teacher)),
      known,
      answer(answers),
      says('08:37', head, 'answer', { answers: { 'substitute-agreed': true } }),
      agreed,
    ),
    met: [says('08:55', teacher, 'amend', going(teacher, assistant)), says('08:56', head, 'authorise')],
  },
  {
    gate: 'class-teacher',
    clauses: ['HA-17'],
    title: 'an induction visit without the class teacher',
    refused: givenOf(asked(going(familySupport, assistant)), known, answer(answers), agreed),
    met: [says('08:55', head, 'answer', { answers: { 'substitute-agreed': true } }), says('08:56', head, 'authorise')],
  },
  {
    gate: 'class-teacher',
    clauses: ['HA-17'],
    title: "an induction visit with the teacher of another class than the child's",
    refused: givenOf(asked(going('hampton-nursery-teacher', assistant)), known, answer(answers), agreed),
    met: [
      says('08:55', head, 'answer', { answers: { class: { class: 'Nursery', teacher: 'hampton-nursery-teacher' } } }),
      says('08:56', head, 'authorise'),
    ],
  },
  {
    gate: 'assistant',
    clauses: ['HA-17'],
    title: 'an induction visit without an assistant',
    refused: givenOf(asked(going(familySupport, teacher)), known, answer(answers), agreed),
    met: [says('08:55', teacher, 'amend', going(teacher, 'hampton-nursery-assistant')), says('08:56', head, 'authorise')],
  },
  {
    gate: 'fsw-goes',
    clauses: ['HA-86'],
    title: 'a family support visit without the family support worker',
    refused: familyVisit(teacher, assistant),
    met: [says('08:55', familySupport, 'amend', going(familySupport, assistant)), says('08:56', head, 'authorise')],
  },
  {
    gate: 'notice',
    clauses: ['HA-18'],
    title: 'a family who was told on the day itself',
    refused: given(answer({ ...answers, 'notice-sent': '2026-06-22' }), agreed),
    met: [answer({ 'notice-sent': '2026-06-21' })],
  },
  {
    gate: 'notice-how',
    clauses: ['HA-18'],
    title: 'a family who was told nobody knows how',
    refused: given(without('notice-how'), agreed),
    met: [answer({ 'notice-how': 'a note in the book bag' })],
  },
  {
    gate: 'record',
    clauses: ['HA-27'],
    title: 'a visitor whose number nobody has',
    refused: given(...authorised, knowing(withPerson(assistant, { mobile: undefined }))),
    met: [says('08:55', assistant, 'answer', { answers: { mobile: { [assistant]: '07700 900112' } } })],
  },
  {
    gate: 'asked-again',
    clauses: ['HA-67'],
    title: 'visitors who did not say whether they heard of violence since',
    refused: given(without('violence-now'), agreed),
    met: [answer({ 'violence-now': false })],
  },
  {
    gate: 'visitors-here',
    clauses: ['DS-23'],
    title: 'a visitor who has left the school',
    refused: given(
      ...authorised,
      says('08:45', teacher, 'amend', going(teacher, assistant, helper)),
      agreed,
      leavesSchool('12:00', helper),
    ),
    met: [says('12:10', teacher, 'not-going', { visitor: helper, reason: 'She has left us' }), says('12:20', head, 'authorise')],
  },
  {
    gate: 'watch-ready',
    clauses: ['DS-08'],
    title: 'a school that has not set how long each step of the ladder gets',
    refused: given(...authorised, knowing(setTo({ 'rung-wait': undefined }))),
    met: [knowing(known)],
  },
  {
    gate: 'somebody-reached',
    clauses: ['DS-28'],
    title: 'a ladder on which no message would reach anybody',
    refused: given(...authorised, knowing(outOfReach(['hampton-office', 'hampton-deputy', head, 'hampton-executive-head']))),
    met: [knowing(outOfReach(['hampton-deputy', head, 'hampton-executive-head']))],
  },
];

const atTheDoor = known.rules.gates.filter((gate) => gate.step === 'depart' && !gate.warns).map((gate) => gate.id);

describe('nobody leaves without what the policy asks', () => {
  it('of each of its gates, which are all here', () => {
    expect([...new Set(cases.map((c) => c.gate))].sort()).toEqual([...atTheDoor].sort());
  });

  it.each(cases)('$gate: refuses $title', ({ refused, gate, clauses }) => {
    refused
      .when(leaves)
      .refusesFor(gate)
      .refuses('unmet', ...clauses);
  });

  it.each(cases)('$gate: lets them go once that is mended', ({ refused, met }) => {
    expect(refused.and(...met).when(leaves).decision.accepted).toBe(true);
  });

  it.each(cases)('$gate: says what would do', ({ refused }) => {
    const { decision } = refused.when(leaves);
    for (const unmet of decision.accepted ? [] : decision.refusal.unmet) expect(unmet.missing.length, unmet.code).toBeGreaterThan(0);
  });

  it('asks again at the door what it asked before it', () => {
    given(...authorised, knowing(withHome({ 'offer-answer': 'declined' })))
      .when(leaves)
      .refusesFor('parents-choose')
      .refuses('unmet', 'HA-08');
  });

  it('names every clause at once', () => {
    given().when(leaves).refuses('unmet', 'HA-16', 'HA-22', 'HA-67', 'HA-84', 'HA-18');
  });

  it('hears of violence since the decision, and keeps them in', () => {
    given(...authorised, answer({ 'violence-now': true }))
      .when(leaves)
      .refusesFor('asked-again')
      .refuses('unmet', 'HA-67');
  });

  it('shows what is only outstanding and refuses nothing for it', () => {
    const family = familyVisit(familySupport, assistant);
    family.when(says('13:00', familySupport, 'depart', { visitor: 'all', ticks })).records('VisitorDeparted', 'VisitorDeparted');
    expect(findings('depart', family.visit, family.known).outstanding.map((u) => u.code)).toContain('in-calendar');
  });

  it('shows whoever approves who has not yet ticked what is ticked once, and refuses nothing for it', () => {
    const unread = (so: Given, step: 'authorise' | 'depart' = 'authorise') =>
      findings(step, so.visit, so.known).outstanding.flatMap(({ code, missing }) => (code === 'know-policy' ? missing : []));
    expect(unread(given(answer(answers)))).toEqual([teacher, assistant]);
    const read = given(...authorised, says('12:00', teacher, 'tick', { ticks: ['know-policy'] }));
    expect(unread(read, 'depart')).toEqual([assistant]);
    expect(read.when(leaves).decision.accepted).toBe(true);
    const keeps = { ticked: { [onceKey('know-policy', read.visit.policy)]: '2026-01-12T09:00:00Z' } };
    expect(unread(given(knowing(withPerson(assistant, keeps)), answer(answers)))).toEqual([teacher]);
  });

  it('refuses nothing for a checklist that is left alone', () => {
    const asked_ = known.rules.prompts.filter((prompt) => prompt.form === 'checklist');
    expect(asked_).toHaveLength(11);
    expect(given(...authorised).when(leaves).decision.accepted).toBe(true);
  });
});

describe('each of the two ticks', () => {
  it.each([
    ['carry-phone', 'HA-34'],
    ['safety-first', 'HA-54'],
  ])('%s is needed from each who leaves', (tick, clause) => {
    const others = ticks.filter((other) => other !== tick);
    given(...authorised)
      .when(says('13:00', teacher, 'depart', { visitor: 'all', ticks: others }))
      .refusesFor(tick)
      .refuses('unmet', clause);
  });

  it('is a line of the policy', () => {
    given(...authorised)
      .when(says('13:00', teacher, 'depart', { ticks: [...ticks, 'had-lunch'] }))
      .refuses('unknown-prompt');
  });
});

describe('a watch is ready before anybody leaves', () => {
  const missing = (steps: readonly Step[]): readonly string[] => {
    const { decision } = given(...authorised, ...steps).when(leaves);
    return decision.accepted ? [] : decision.refusal.unmet.filter((u) => u.code === 'watch-ready').flatMap((u) => u.missing);
  };

  it.each(known.rules.settings.filter((s) => s.stated === undefined && s.type !== 'period').map((s) => s.id))(
    'with the setting %s',
    (id) => {
      expect(missing([knowing(setTo({ [id]: undefined }))])).toContain(`$${id}`);
    },
  );

  it('without the setting that its policy states itself', () => {
    expect(missing([knowing(setTo({ tracker: undefined }))])).toEqual([]);
  });

  it('with a time to be back', () => {
    const timeless = givenOf(asked({ plan: { departAt: at('13:00') } }, teacher), known, answer(answers), agreed);
    timeless.when(leaves).refusesFor('record');
    const told = says('13:00', teacher, 'depart', { visitor: 'all', ticks, plan: { returnAt: at('14:30') } });
    expect(timeless.when(told).decision.accepted).toBe(true);
  });

  it('with somebody for every rung who can be reached', () => {
    const unreachable = { mobile: undefined, email: undefined };
    expect(missing([knowing(withPerson(office, unreachable))])).toEqual(expect.arrayContaining(['missing/worker', 'missing/location']));
    expect(missing([knowing(withPerson(office, { mobile: undefined }))])).toEqual([]);
  });

  it('with somebody on duty at the hour at which the rung would come', () => {
    // The office shuts at 16:30; back at 15:45 and half an hour, the second step would come at 16:25 and the third at 16:35.
    const nobodyLater = setTo({ 'out-of-hours': ['office'] });
    expect(missing([knowing(nobodyLater), says('08:55', teacher, 'amend', { plan: { returnAt: at('15:45') } })])).toEqual([]);
    const late = { ...nobodyLater, settings: setTo({ 'end-of-day-return': '16:20' }, nobodyLater).settings };
    expect(missing([knowing(late), says('08:55', teacher, 'amend', { plan: { returnAt: at('16:20') } })])).toEqual(
      expect.arrayContaining(['missing/worker', 'missing/location']),
    );
  });

  it('with times that lie in order and a return that lies ahead', () => {
    given(...authorised)
      .when(says('14:31', teacher, 'depart', { visitor: 'all', ticks }))
      .refuses('times-out-of-order');
  });
});

describe('a departure that was refused', () => {
  it('goes through once what it named is mended, and by nothing else', () => {
    let visit = given();
    for (let turn = 0; turn < 8; turn += 1) {
      const { decision } = visit.when(leaves);
      if (decision.accepted) break;
      const first = decision.refusal.unmet[0]!;
      const { wants } = first;
      if (wants.kind === 'agreement') visit = visit.and(agreed);
      else if (wants.kind === 'answer')
        visit = visit.and(answer({ [wants.question]: answers[wants.question as keyof typeof answers] })); // what it asks for is among what the visitors answer
      else throw new Error(first.code);
    }
    expect(visit.when(leaves).decision.accepted).toBe(true);
  });

  it('leaves nothing behind', () => {
    const before = given();
    expect(before.when(leaves).visit).toBe(before.visit);
  });
});
