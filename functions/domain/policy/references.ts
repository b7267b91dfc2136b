/** Whether what an element of a policy names is there, and could ever be what the element waits for. */
import { named } from './named.ts';
import { AnswerRef, Duty, Fact, type Policy, type Question, type Setting, type Test, type Who } from './policy.ts';

/** What a fact can be, where that is a short list of ours and not of the policy's. */
const factValues: Readonly<Partial<Record<Fact, readonly (string | boolean)[]>>> = {
  stage: ['requested', 'authorised', 'out', 'returned', 'written-up', 'closed', 'declined', 'cancelled'],
  'raised.kinds': ['overdue', 'distress', 'concern'],
  'plan.startsFrom': ['school', 'home', 'other'],
  'plan.endsAt': ['school', 'home', 'other'],
  'approver.duties': Duty.options,
  evening: [true, false],
  'school-hours': [true, false],
  'home.entered': [true, false],
  'pupil.on-roll': [true, false],
  'risk-present': [true, false],
  'words-agree': [true, false],
  'police-to-call-off': [true, false],
  'in-breach': [true, false],
  'in-early': [true, false],
};

export const facts: readonly string[] = Fact.options;
/** The facts that are numbers. */
export const countedFacts: readonly string[] = ['visitors.all', 'visitors.staff'];
/** The facts that have a value only if the policy asks a question which fills them. */
const factsOfQuestions: readonly string[] = ['type', 'reason', 'purpose', 'outcome', 'next'];

export function settingRef(place: string, ref: string, rules: Policy, type?: Setting['type']): string[] {
  const setting = named(rules.settings, ref.slice(1));
  if (!setting) return [`${place} names "${ref}", which is no setting: add that setting or correct the name.`];
  return type && setting.type !== type ? [`${place} names "${ref}", which is a ${setting.type}: name a setting that is a ${type}.`] : [];
}

export const lengthRef = (place: string, length: string, rules: Policy): string[] =>
  length.startsWith('$') ? settingRef(place, length, rules, 'length') : [];

export function whoRefs(place: string, who: readonly Who[], rules: Policy): string[] {
  return who.flatMap((one) => {
    if (one.startsWith('$')) return settingRef(place, one, rules, 'who');
    return one.startsWith('@') ? answerRef(place, one, rules) : [];
  });
}

function answerRef(place: string, ref: string, rules: Policy): string[] {
  const question = named(rules.questions, ref.slice(1));
  return question !== undefined && namesPeople(question)
    ? []
    : [`${place} names "${ref}", and no question of that name asks for a person: ask it or correct the name.`];
}

export const namesPeople = ({ type, fields = {} }: Pick<Question, 'type' | 'fields'>): boolean =>
  type === 'person' || type === 'people' || Object.values(fields).includes('person');

export function ladderRef(place: string, ladder: string, rules: Policy): string[] {
  if (ladder.startsWith('$')) return settingRef(place, ladder, rules, 'ladder');
  return named(rules.ladders, ladder) ? [] : [`${place} climbs "${ladder}", which is no ladder: add that ladder or correct the name.`];
}

/** The question whose answer a test is of, by its own name or by the fact that it fills. */
export const questionTested = (of: string, rules: Policy): Question | undefined =>
  named(rules.questions, of) ?? rules.questions.find(({ fills }) => fills === of);

export const testRefs = (place: string, tests: readonly Test[] | undefined, rules: Policy): string[] =>
  (tests ?? []).flatMap((test) => testComplaints(place, test, rules));

export function testComplaints(place: string, test: Test, rules: Policy): string[] {
  if ((test.is ?? test.not)?.length === 0) return [`${place} tests "${test.of}" against an empty list: say which answers count.`];
  const values = [...(test.is ?? []), ...(test.not ?? [])];
  if (test.of.startsWith('$')) return [...settingRef(place, test.of, rules), ...valuesOfSetting(place, test.of, values, rules)];

  const question = questionTested(test.of, rules);
  if (!question && !facts.includes(test.of))
    return [`${place} tests "${test.of}", which is neither asked nor known: ask it or correct the name.`];
  if (!question && factsOfQuestions.includes(test.of)) return [`${place} tests "${test.of}", and no question fills it: ask one that does.`];
  return [
    ...notAsked(place, test.of, rules),
    ...(settingBehind[test.of] ?? []).flatMap((ref) => settingRef(place, ref, rules)),
    ...measured(place, test, question),
    ...values.flatMap((value) =>
      typeof value === 'string' && value.startsWith('$')
        ? settingRef(place, value, rules, 'choices')
        : AnswerRef.safeParse(value).success
          ? answerRef(place, String(value), rules)
          : factValue(place, test.of, value, question, rules),
    ),
  ];
}

const settingBehind: Readonly<Record<string, readonly string[]>> = { evening: ['$evening-from'], 'school-hours': ['$school-hours'] };

/** What Doorstep only works out from answers of one type. */
const workedOutFrom: Readonly<Record<string, Question['type']>> = { 'words-agree': 'word', 'risk-present': 'hazard' };

function notAsked(place: string, of: string, rules: Policy): string[] {
  const type = workedOutFrom[of];
  return type === undefined || rules.questions.some((question) => question.type === type)
    ? []
    : [`${place} tests "${of}", and no question is a ${type}: ask one, or test something else.`];
}

/** Only a number can be at least something, and only a date can lie before a planned time. */
function measured(place: string, { of, atLeast, before }: Test, question: Question | undefined): string[] {
  const isNumber = countedFacts.includes(of) || question?.type === 'count' || question?.type === 'minutes';
  return [
    ...(atLeast === undefined || isNumber
      ? []
      : [`${place} wants "${of}" to be at least ${String(atLeast)}, and it is no number: test a number, or test it with "is".`]),
    ...(before === undefined || question?.type === 'date'
      ? []
      : [`${place} wants "${of}" to lie before a day, and it is no date: test a question that asks for a date.`]),
    ...(before === undefined || (before.startsWith('plan.') && !['plan.startsFrom', 'plan.endsAt'].includes(before))
      ? []
      : [`${place} wants "${of}" to lie before "${before}", which is no planned time: name one, like "plan.departAt".`]),
  ];
}

function valuesOfSetting(place: string, ref: string, values: readonly unknown[], rules: Policy): string[] {
  const setting = named(rules.settings, ref.slice(1));
  const canBe = (value: unknown): boolean =>
    setting?.type === 'yes-no' ? typeof value === 'boolean' : setting?.options === undefined || setting.options.some((id) => id === value);
  return values
    .filter((value) => !canBe(value))
    .map((value) => `${place} waits for "${ref}" to be "${String(value)}", which cannot be chosen: correct one of them.`);
}

const isYesOrNo = (type: string): boolean => type === 'yes-no' || type === 'tick';

/** Could the thing tested ever be this? */
function factValue(place: string, of: string, value: string | boolean | number, question: Question | undefined, rules: Policy): string[] {
  const never = [`${place} waits for "${of}" to be "${String(value)}", which it never is: correct one of them.`];
  if (of === 'raised') return named(rules.alarms, String(value)) ? [] : never;
  if (of === 'agreed') return rules.gates.some((gate) => gate.id === value && gate.check === 'approved') ? [] : never;
  if (countedFacts.includes(of)) return typeof value === 'number' ? [] : never;
  const known = facts.includes(of) ? factValues[Fact.parse(of)] : undefined;
  if (known) return known.some((one) => one === value) ? [] : never;
  if (!question) return [];
  if (isYesOrNo(question.type)) return typeof value === 'boolean' ? [] : never;
  if (typeof value === 'boolean') return Object.values(question.fields ?? {}).some(isYesOrNo) ? [] : never;
  // An empty word stands for "whatever was said".
  if (!question.options || question.open || value === '') return [];
  return question.options.some((option) => option.id === value) ? [] : never;
}
