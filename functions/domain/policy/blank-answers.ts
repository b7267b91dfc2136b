/**
 * A rule that waits for an answer must not be skipped by leaving the answer blank. So whatever a rule's condition tests has
 * to be demanded, by a gate that applies whenever the rule does, no later than the rule bites.
 */
import type { Gate, Notice, Occasion, Policy, Question, Step, Test } from './policy.ts';
import { Step as Steps } from './policy.ts';

/** What Doorstep knows of a visit only once somebody has said it. Every other fact always has a value. */
const unknownUntilSaid: readonly string[] = [
  'type',
  'reason',
  'purpose',
  'outcome',
  'next',
  'plan.departAt',
  'plan.arriveAt',
  'plan.leaveAt',
  'plan.returnAt',
  'home.address',
  'home.phones',
  'home.adults',
  'visitor.mobile',
];

/** The stages at which nothing may be demanded any more. */
export const afterTheDoor: readonly string[] = ['arrive', 'during', 'leave', 'return', 'incident', 'write-up', 'cancel'];

const place = (step: Step): number => Steps.options.indexOf(step);
const same = (a: Test, b: Test): boolean => JSON.stringify(a) === JSON.stringify(b);

interface Demand {
  readonly question: string;
  readonly step: Step;
  readonly when: readonly Test[];
}

/** The questions that a test hangs on: what it tests, and whose answers it is compared with. */
export function behind(test: Test, policy: Policy): readonly Question[] {
  const compared = [...(test.is ?? []), ...(test.not ?? [])].map((value) => String(value));
  return [...tested(test, policy), ...policy.questions.filter(({ id }) => compared.includes(`@${id}`))];
}

function tested(test: Test, policy: Policy): readonly Question[] {
  if (test.of === 'risk-present') return policy.questions.filter(({ type }) => type === 'hazard');
  if (test.of === 'words-agree') return policy.questions.filter(({ type }) => type === 'word');
  return policy.questions.filter(({ id, fills }) => id === test.of || fills === test.of);
}

/** The questions that a gate wants answered. */
export const askedBy = (gate: Gate, policy: Policy): readonly Question[] =>
  gate.check === 'answered'
    ? policy.questions.filter(({ id, form }) => gate.questions.includes(id) || (form !== undefined && form === gate.form))
    : [];

/** A blank answer passes `not`, and words that nobody gave agree. */
export const blankPasses = (test: Test): boolean => test.not !== undefined || test.of === 'words-agree';

const demandsOf = (policy: Policy): readonly Demand[] =>
  policy.gates
    .filter(({ warns }) => !warns)
    .flatMap((gate) => {
      const questions = gate.check === 'holds' && !blankPasses(gate.test) ? behind(gate.test, policy) : askedBy(gate, policy);
      return questions.map(({ id }) => ({ question: id, step: gate.step, when: gate.when ?? [] }));
    });

/** By which step somebody is told: what its condition tests must be known by then. */
function biteOf(notice: Notice): Step {
  if (notice.on.includes('requested')) return 'request';
  const whileAgreeing: readonly Occasion[] = ['authorised', 'declined', 'sent-back', 'lapsed'];
  return notice.on.some((occasion) => whileAgreeing.includes(occasion)) ? 'authorise' : 'depart';
}

/** Where an answer could be left blank and a rule would be skipped for it: a complaint for each. */
export function skippedByBlanks(policy: Policy): readonly string[] {
  const demands = demandsOf(policy);

  /** A question that does not apply is not left blank: so its own condition may stand in the way of the demand. */
  const isDemanded = (question: Question, step: Step, given: readonly Test[]): boolean => {
    const conditions = [...given, ...(question.when ?? [])];
    return demands.some(
      (demand) =>
        demand.question === question.id &&
        place(demand.step) <= place(step) &&
        demand.when.every((test) => conditions.some((other) => same(test, other))),
    );
  };

  const blanks = (rule: string, test: Test, step: Step, given: readonly Test[]): string[] => {
    const questions = behind(test, policy);
    if (questions.length === 0 && unknownUntilSaid.includes(test.of))
      return [`${rule} waits for "${test.of}", which no question asks: ask it.`];
    return questions
      .filter(({ stage }) => step === 'close' || !afterTheDoor.includes(stage))
      .filter((question) => !isDemanded(question, step, given))
      .map(({ id }) => `${rule} is skipped while "${id}" is left blank: let a gate demand that answer by "${step}".`);
  };
  /** `not` holds of a blank answer, so a condition with `not` lets the rule apply. */
  const conditions = (rule: string, when: readonly Test[] | undefined, step: Step, given: readonly Test[] = when ?? []): string[] =>
    (when ?? []).filter((test) => test.not === undefined && !test.of.startsWith('$')).flatMap((test) => blanks(rule, test, step, given));

  return [
    ...policy.gates
      .filter(({ warns }) => !warns)
      .flatMap((gate) => [
        ...conditions(`Gate "${gate.id}"`, gate.when, gate.step),
        ...askedBy(gate, policy).flatMap((question) =>
          conditions(`Question "${question.id}" of gate "${gate.id}"`, question.when, gate.step, [
            ...(gate.when ?? []),
            ...(question.when ?? []),
          ]),
        ),
        ...(gate.check === 'holds' && blankPasses(gate.test) && !gate.test.of.startsWith('$')
          ? blanks(`Gate "${gate.id}"`, gate.test, gate.step, gate.when ?? [])
          : []),
      ]),
    ...policy.prompts
      .filter(({ tick }) => tick === 'needed')
      .flatMap((prompt) => conditions(`Prompt "${prompt.id}"`, prompt.when, 'depart')),
    ...policy.clocks.flatMap((clock) =>
      conditions(`Clock "${clock.id}"`, clock.when, clock.runsFrom === 'authorised' ? 'authorise' : 'depart'),
    ),
    ...policy.notices
      .filter(({ on }) => !on.includes('answered'))
      .flatMap((notice) => conditions(`Notice "${notice.id}"`, notice.when, biteOf(notice))),
  ];
}
