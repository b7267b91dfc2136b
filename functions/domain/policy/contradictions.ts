/** Where a policy says one thing and another that goes against it: what then can never hold, never be asked, or never be kept. */
import { afterTheDoor, askedBy, behind, blankPasses } from './blank-answers.ts';
import { named } from './named.ts';
import { type Fact, type Gate, type Occasion, type Policy, type Question, Stage, type Step, type Test } from './policy.ts';

/** Everything in these rules that goes against something else in them. */
export const contradictions = (rules: Policy): readonly string[] => [
  ...neverHolding(rules),
  ...alwaysHolding(rules),
  ...tooLate(rules),
  ...askedInCircles(rules),
  ...gatesAgainstEachOther(rules),
  ...rules.gates.flatMap((gate) => gateAgainstItself(gate, rules)),
  ...filledTwice(rules),
];

// ------------------------------------------------------------------------------------------------ two tests

/** Facts of which a visit has several at once: one for each visitor, alarm or adult. */
const severalAtOnce: readonly Fact[] = [
  'outcome',
  'next',
  'visitors',
  'visitors.roles',
  'requester.roles',
  'home.adults',
  'visitor.mobile',
  'raised',
  'raised.kinds',
  'approver.duties',
];
const severalInOne: readonly Question['type'][] = ['choices', 'people', 'record', 'list', 'hazard'];

/** Is there one value of it for each visit, so that it cannot be two things at once? */
function isOne(of: string, rules: Policy): boolean {
  if (of.startsWith('$')) return named(rules.settings, of.slice(1))?.type !== 'choices';
  const question = named(rules.questions, of);
  if (severalAtOnce.some((fact) => fact === of || fact === question?.fills)) return false;
  return question === undefined || ((question.about === 'visit' || question.about === 'home') && !severalInOne.includes(question.type));
}

/** Can these two tests of one thing never both hold? */
function areOpposed(a: Test, b: Test, rules: Policy): boolean {
  if (a.of !== b.of) return false;
  return isRuledOut(a, b, rules) || isRuledOut(b, a, rules);
}

function isRuledOut({ of, is }: Test, other: Test, rules: Policy): boolean {
  if (is === undefined) return false;
  if (other.not !== undefined) return is.every((value) => other.not?.includes(value));
  if (other.atLeast !== undefined) return is.every((value) => typeof value === 'number' && value < (other.atLeast ?? 0));
  const bothWrittenOut = ![...is, ...(other.is ?? [])].some((value) => typeof value === 'string' && /^[$@]/.test(value));
  return other.is !== undefined && bothWrittenOut && isOne(of, rules) && !is.some((value) => other.is?.includes(value));
}

function opposedIn(tests: readonly Test[], rules: Policy): Test | undefined {
  return tests.find((test, i) => tests.some((other, j) => j > i && areOpposed(test, other, rules)));
}

// ------------------------------------------------------------------------------------------------ conditions

interface Condition {
  readonly place: string;
  readonly when: readonly Test[];
}

function conditionsOf(rules: Policy): readonly Condition[] {
  const all = (kind: string, elements: readonly { readonly id: string; readonly when?: readonly Test[] | undefined }[]): Condition[] =>
    elements.map(({ id, when = [] }) => ({ place: `${kind} "${id}"`, when }));
  return [
    ...all('Question', rules.questions),
    ...all('Gate', rules.gates),
    ...all('Prompt', rules.prompts),
    ...all('Clock', rules.clocks),
    ...rules.clocks.flatMap(({ id, endsOn = [] }) =>
      endsOn.map(({ contact, when }) => ({ place: `The end of clock "${id}" on "${contact}"`, when })),
    ),
    ...rules.alarms.map(({ id, opensWhen = [] }) => ({ place: `Alarm "${id}"`, when: opensWhen })),
    ...all('Notice', rules.notices),
  ];
}

const neverHolding = (rules: Policy): readonly string[] =>
  conditionsOf(rules).flatMap(({ place, when }) => {
    const opposed = opposedIn(when, rules);
    return opposed === undefined
      ? []
      : [`${place} waits for "${opposed.of}" to be two things at once, which it never is: leave one of its conditions out.`];
  });

/** What is to be told of an answer must not hold while there is none: it would be told of every visit. */
function alwaysHolding(rules: Policy): readonly string[] {
  const holdsOfABlank = ({ of, not, atLeast }: Test): boolean => not !== undefined || of.startsWith('$') || (atLeast ?? 1) <= 0;
  return [
    ...rules.notices.flatMap(({ id, on, when = [] }) =>
      on.includes('answered') && when.length > 0 && when.every(holdsOfABlank)
        ? [`Notice "${id}" goes out on an answer, and its condition holds of a visit without answers: say which answer it waits for.`]
        : [],
    ),
    ...rules.alarms.flatMap(({ id, opensWhen = [] }) =>
      opensWhen.length > 0 && opensWhen.every(holdsOfABlank)
        ? [`Alarm "${id}" opens on an answer, and its condition holds of a visit without answers: say which answer it waits for.`]
        : [],
    ),
  ];
}

// ------------------------------------------------------------------------------------------------ too late

/** The last stage at which an answer is in time for a step. */
const lastStageFor: Readonly<Record<Step, Question['stage']>> = {
  request: 'request',
  authorise: 'authorise',
  depart: 'depart',
  close: 'write-up',
};
const isAfter = (stage: Question['stage'], last: Question['stage']): boolean => Stage.options.indexOf(stage) > Stage.options.indexOf(last);

const beforeTheDoor: readonly Occasion[] = [
  'requested',
  'amended',
  'authorised',
  'declined',
  'sent-back',
  'lapsed',
  'departed',
  'departed-in-breach',
];

function tooLate(rules: Policy): readonly string[] {
  /** What a test waits for, where all of it is asked only after the door. */
  const onlyAfterTheDoor = (test: Test): boolean => {
    const questions = test.not === undefined ? behind(test, rules) : [];
    return questions.length > 0 && questions.every(({ stage }) => afterTheDoor.includes(stage));
  };
  return [
    ...rules.gates.flatMap((gate) => {
      const wanted = gate.check === 'holds' ? behind(gate.test, rules) : askedBy(gate, rules);
      return wanted
        .filter(({ stage }) => isAfter(stage, lastStageFor[gate.step]))
        .map(
          ({ id, stage }) =>
            `Gate "${gate.id}" wants an answer to "${id}" by "${gate.step}", and it is only asked at "${stage}": ask it sooner, or demand it later.`,
        );
    }),
    ...rules.clocks.flatMap(({ id, when = [] }) =>
      when
        .filter(onlyAfterTheDoor)
        .map(
          ({ of }) => `Clock "${id}" waits for "${of}", which is only said after the door, when the clock is already set: leave it out.`,
        ),
    ),
    ...rules.notices
      .filter(({ on }) => on.every((occasion) => beforeTheDoor.includes(occasion)))
      .flatMap(({ id, when = [] }) =>
        when
          .filter(onlyAfterTheDoor)
          .map(({ of }) => `Notice "${id}" waits for "${of}", which is only said after the door: let it go out later, or leave that out.`),
      ),
  ];
}

/** A question that is asked only once it is answered, or once another is that waits for it. */
function askedInCircles(rules: Policy): readonly string[] {
  const waitsFor = (question: Question): readonly Question[] =>
    (question.when ?? [])
      .filter((test) => test.not === undefined)
      .flatMap(({ of }) => named(rules.questions, of) ?? [])
      .filter(({ fills }) => fills === undefined);
  const comesBack = (to: Question, from: Question, seen: ReadonlySet<Question>): boolean =>
    waitsFor(from).some((next) => next === to || (!seen.has(next) && comesBack(to, next, new Set([...seen, next]))));
  return rules.questions
    .filter((question) => question.when !== undefined && comesBack(question, question, new Set()))
    .map(({ id }) => `Question "${id}" waits for its own answer, so it is never asked: correct its condition.`);
}

// ------------------------------------------------------------------------------------------------ gates

type Holding = Extract<Gate, { check: 'holds' }>;

/** Two gates before the door that nothing passes: what one wants the other refuses, whenever it applies. */
function gatesAgainstEachOther(rules: Policy): readonly string[] {
  const gates = rules.gates.flatMap((gate): Holding[] => (gate.check === 'holds' && !gate.warns ? [gate] : []));
  const includes = (when: readonly Test[] = [], others: readonly Test[] = []): boolean => {
    const written = new Set(when.map((test) => JSON.stringify(test)));
    return others.every((other) => written.has(JSON.stringify(other)));
  };
  return gates.flatMap((gate, i) =>
    gates
      .slice(i + 1)
      .filter((other) => (gate.step === 'close') === (other.step === 'close') && areOpposed(gate.test, other.test, rules))
      .filter((other) => includes(gate.when, other.when) || includes(other.when, gate.when))
      .map(
        (other) =>
          `The gates "${gate.id}" and "${other.id}" can never both hold: one wants of "${gate.test.of}" what the other refuses. Correct one of them.`,
      ),
  );
}

function gateAgainstItself(gate: Gate, rules: Policy): readonly string[] {
  const place = `Gate "${gate.id}"`;
  switch (gate.check) {
    case 'answered':
      return gate.questions.flatMap((id) => {
        const opposed = opposedIn([...(gate.when ?? []), ...(named(rules.questions, id)?.when ?? [])], rules);
        return opposed === undefined || opposedIn(gate.when ?? [], rules) !== undefined
          ? []
          : [`${place} wants an answer to "${id}", which is not asked where the gate applies: correct one of their conditions.`];
      });
    case 'holds':
      return blankPasses(gate.test) && refusesEverything(gate.test, rules)
        ? [`${place} refuses every answer to "${gate.test.of}": leave one that passes.`]
        : [];
    case 'approved':
    case 'ready':
    case 'reachable':
    case 'reached':
    case 'here':
      return [];
  }
}

function refusesEverything({ of, not = [] }: Test, rules: Policy): boolean {
  const question = named(rules.questions, of);
  if (question === undefined || question.open) return false;
  const possible = question.type === 'yes-no' ? [true, false] : question.options?.map(({ id }) => id);
  return possible !== undefined && possible.length > 0 && possible.every((value) => not.includes(value));
}

/** What somebody said would be two things. */
function filledTwice(rules: Policy): readonly string[] {
  const filling = rules.questions.filter(({ fills }) => fills !== undefined);
  return filling.flatMap(({ id, fills }, i) => {
    const other = filling.findIndex((question) => question.fills === fills);
    return other < i
      ? [`The questions "${filling[other]?.id ?? ''}" and "${id}" both fill "${fills ?? ''}": leave it to one of them.`]
      : [];
  });
}
