/**
 * What the schema cannot see of a policy: whether what it names is there, whether it can be answered, whether somebody is
 * watched and told. Each complaint is one plain sentence that names the element and says what to mend.
 */
import { lengthInMilliseconds } from '../time.ts';
import { afterTheDoor, skippedByBlanks } from './blank-answers.ts';
import { citations } from './citations.ts';
import type { Clause } from './clause.ts';
import { rulesOf } from './own-rules.ts';
import {
  type Alarm,
  AnswerRef,
  Call,
  type Clock,
  Contact,
  Fact,
  type Gate,
  type Ladder,
  type Notice,
  Outsider,
  Policy,
  type Prompt,
  type Question,
  ReadingClass,
  type Rung,
  type Setting,
  type Test,
  type Who,
} from './policy.ts';
import { checkSettings } from './settings.ts';

/** The settings that the rules of every school go by without a policy naming them, and of what type each has to be. */
const settingsOfTheRules: Readonly<Record<string, Setting['type']>> = {
  'ack-hold': 'length',
  repeat: 'length',
  'remind-every': 'length',
  'assumed-stay': 'length',
  'office-hours': 'hours',
  'out-of-hours': 'who',
  'term-dates': 'terms',
  'closed-days': 'dates',
  rota: 'rota',
  deputies: 'deputies',
  'stand-down-by': 'who',
  'evening-from': 'time',
  'school-hours': 'hours',
};

/** What a fact can be, where that is a short list of ours and not of the policy's. */
const factValues: Readonly<Partial<Record<Fact, readonly (string | boolean)[]>>> = {
  stage: ['requested', 'authorised', 'out', 'returned', 'written-up', 'closed', 'declined', 'cancelled'],
  'raised.kinds': ['overdue', 'distress', 'concern'],
  'plan.startsFrom': ['school', 'home', 'other'],
  'plan.endsAt': ['school', 'home', 'other'],
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

const facts: readonly string[] = Fact.options;
/** The facts that have a value only if the policy asks a question which fills them. */
const factsOfQuestions: readonly string[] = ['type', 'reason', 'purpose', 'outcome', 'next'];
const outsiders: readonly string[] = Outsider.options;
const dueOf: Readonly<Record<Contact, Clock['due']>> = {
  depart: 'plan.departAt',
  arrive: 'plan.arriveAt',
  leave: 'plan.leaveAt',
  return: 'plan.returnAt',
};

const named = <Element extends { readonly id: string }>(elements: readonly Element[], id: string): Element | undefined =>
  elements.find((element) => element.id === id);

/** Everything wrong with the rules that a school's visits would go by (its policy laid over Doorstep's own). None: they can be followed. */
export function complaints(rules: Policy, clauses: readonly Clause[]): readonly string[] {
  return [
    ...repeatedIds(rules),
    ...citedClauses(rules, clauses),
    ...rules.settings.flatMap((setting) => settingComplaints(setting, rules)),
    ...rules.questions.flatMap((question) => questionComplaints(question, rules)),
    ...rules.gates.flatMap((gate) => gateComplaints(gate, rules)),
    ...rules.prompts.flatMap((prompt) => promptComplaints(prompt, rules)),
    ...rules.clocks.flatMap((clock) => clockComplaints(clock, rules)),
    ...rules.ladders.flatMap((ladder) => ladderComplaints(ladder, rules)),
    ...rules.alarms.flatMap((alarm) => alarmComplaints(alarm, rules)),
    ...rules.notices.flatMap((notice) => noticeComplaints(notice, rules)),
    ...othersNamed(rules),
    ...watchComplaints(rules),
    ...callComplaints(rules),
    ...readingComplaints(rules),
    ...skippedByBlanks(rules),
  ];
}

// ------------------------------------------------------------------------------------------------ references

function settingRef(place: string, ref: string, rules: Policy, type?: Setting['type']): string[] {
  const setting = named(rules.settings, ref.slice(1));
  if (!setting) return [`${place} names "${ref}", which is no setting: add that setting or correct the name.`];
  return type && setting.type !== type ? [`${place} names "${ref}", which is a ${setting.type}: name a setting that is a ${type}.`] : [];
}

const lengthRef = (place: string, length: string, rules: Policy): string[] =>
  length.startsWith('$') ? settingRef(place, length, rules, 'length') : [];

function whoRefs(place: string, who: readonly Who[], rules: Policy): string[] {
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

const namesPeople = ({ type, fields = {} }: Question): boolean =>
  type === 'person' || type === 'people' || Object.values(fields).includes('person');

function ladderRef(place: string, ladder: string, rules: Policy): string[] {
  if (ladder.startsWith('$')) return settingRef(place, ladder, rules, 'ladder');
  return named(rules.ladders, ladder) ? [] : [`${place} climbs "${ladder}", which is no ladder: add that ladder or correct the name.`];
}

const testRefs = (place: string, tests: readonly Test[] | undefined, rules: Policy): string[] =>
  (tests ?? []).flatMap((test) => testComplaints(place, test, rules));

function testComplaints(place: string, test: Test, rules: Policy): string[] {
  const values = [...(test.is ?? []), ...(test.not ?? [])];
  if (test.of.startsWith('$')) return [...settingRef(place, test.of, rules), ...valuesOfSetting(place, test.of, values, rules)];

  const question = named(rules.questions, test.of) ?? rules.questions.find(({ fills }) => fills === test.of);
  if (!question && !facts.includes(test.of))
    return [`${place} tests "${test.of}", which is neither asked nor known: ask it or correct the name.`];
  if (!question && factsOfQuestions.includes(test.of)) return [`${place} tests "${test.of}", and no question fills it: ask one that does.`];
  const hours = test.of === 'evening' ? ['$evening-from'] : test.of === 'school-hours' ? ['$school-hours'] : [];
  return [
    ...hours.flatMap((ref) => settingRef(place, ref, rules)),
    ...values.flatMap((value) =>
      typeof value === 'string' && value.startsWith('$')
        ? settingRef(place, value, rules, 'choices')
        : AnswerRef.safeParse(value).success
          ? answerRef(place, String(value), rules)
          : factValue(place, test.of, value, question, rules),
    ),
  ];
}

const isYesOrNo = (type: string): boolean => type === 'yes-no' || type === 'tick';

function valuesOfSetting(place: string, ref: string, values: readonly unknown[], rules: Policy): string[] {
  const options = named(rules.settings, ref.slice(1))?.options;
  return values
    .filter((value) => options !== undefined && !options.some((option) => option === value))
    .map((value) => `${place} waits for "${ref}" to be "${String(value)}", which cannot be chosen.`);
}

/** Could the thing tested ever be this? */
function factValue(place: string, of: string, value: string | boolean | number, question: Question | undefined, rules: Policy): string[] {
  const never = [`${place} waits for "${of}" to be "${String(value)}", which it never is: correct one of them.`];
  if (of === 'raised') return named(rules.alarms, String(value)) ? [] : never;
  if (of === 'agreed') return rules.gates.some((gate) => gate.id === value && gate.check === 'approved') ? [] : never;
  const known = facts.includes(of) ? factValues[Fact.parse(of)] : undefined;
  if (known) return known.some((one) => one === value) ? [] : never;
  if (!question) return [];
  if (isYesOrNo(question.type)) return typeof value === 'boolean' ? [] : never;
  if (typeof value === 'boolean') return Object.values(question.fields ?? {}).some(isYesOrNo) ? [] : never;
  // An empty word stands for "whatever was said".
  if (!question.options || question.open || value === '') return [];
  return question.options.some((option) => option.id === value) ? [] : never;
}

// ------------------------------------------------------------------------------------------------ by kind of element

function settingComplaints(setting: Setting, rules: Policy): string[] {
  const place = `Setting "${setting.id}"`;
  const wanted = settingsOfTheRules[setting.id];
  const isChoice = setting.type === 'choice' || setting.type === 'choices';
  const isOurs = setting.clauses.every((clause) => clause.startsWith('DS-'));
  // A document names posts, never people: so nobody's staff is needed to read it.
  const isStatedWell = setting.stated === undefined || checkSettings(rules, {}, { [setting.id]: setting.stated }).length === 0;
  const isUsed = isOurs || wanted !== undefined || JSON.stringify(rules).includes(`"$${setting.id}"`);
  return [
    ...(wanted && setting.type !== wanted ? [`${place} is a ${setting.type}, and the rules need a ${wanted}: change its type.`] : []),
    ...(isChoice === (setting.options !== undefined) ? [] : [`${place} is a ${setting.type}: a choice has options, and nothing else has.`]),
    ...(isStatedWell ? [] : [`${place} states something that is not a ${setting.type}: correct what it states.`]),
    ...(isUsed ? [] : [`${place} is asked of the school, and nothing uses it: use it or leave it out.`]),
  ];
}

function questionComplaints(question: Question, rules: Policy): string[] {
  const place = `Question "${question.id}"`;
  const isChoice = question.type === 'choice' || question.type === 'choices';
  const hasFields = question.type === 'record' || question.type === 'list';
  const fields = Object.keys(question.fields ?? {});
  const elements = [...rules.prompts, ...rules.gates, ...rules.notices, ...rules.alarms, ...rules.questions];
  return [
    ...testRefs(place, question.when, rules),
    ...whoRefs(place, question.by ?? [], rules),
    ...whoRefs(place, question.among ?? [], rules),
    ...(question.among === undefined || namesPeople(question)
      ? []
      : [`${place} says among whom somebody is named, and asks for nobody: let it ask for a person, or leave that out.`]),
    ...(question.form === undefined || named(rules.forms, question.form)
      ? []
      : [`${place} is on the form "${question.form}", which there is not: add that form or correct the name.`]),
    ...(isChoice === (question.options !== undefined)
      ? []
      : [`${place} is a ${question.type}: a choice has options, and nothing else has.`]),
    ...(hasFields === (question.fields !== undefined)
      ? []
      : [`${place} is a ${question.type}: a record or a list has fields, and nothing else has.`]),
    ...(question.enough ?? [])
      .flat()
      .flatMap((field) =>
        fields.includes(field) ? [] : [`${place} is content with "${field}", which is none of its fields: correct the name.`],
      ),
    ...(question.controls ?? []).flatMap((control) =>
      named(elements, control) ? [] : [`${place} leaves a control to "${control}", which is nowhere: add it or correct the name.`],
    ),
    ...(question.kept && question.about !== 'adult'
      ? [`${place} is kept, which is for what is asked about each adult: ask it about them, or leave that out.`]
      : []),
    ...(facts.includes(question.id) && question.fills !== question.id
      ? [`${place} has the name of something Doorstep knows and does not fill it: rename it, or say that it fills it.`]
      : []),
    ...(question.task ? taskComplaints(place, question, question.task, rules) : []),
  ];
}

function taskComplaints(place: string, question: Question, task: NonNullable<Question['task']>, rules: Policy): string[] {
  const by = question.by;
  return [
    ...whoRefs(place, task.of, rules),
    ...lengthRef(place, task.remindEvery, rules),
    ...noTime(place, task.remindEvery),
    ...sentWords(place, task.say),
    ...task.of
      .filter((who) => outsiders.includes(who))
      .map((who) => `${place} is owed by "${who}", who cannot sign in: name somebody of the school.`),
    ...(by && !task.of.some((who) => by.includes(who))
      ? [`${place} is owed by people whose answer does not count: let somebody who owes it answer it.`]
      : []),
  ];
}

function gateComplaints(gate: Gate, rules: Policy): string[] {
  const place = `Gate "${gate.id}"`;
  const when = testRefs(place, gate.when, rules);
  switch (gate.check) {
    case 'answered':
      return [
        ...when,
        ...(gate.questions.length === 0 && gate.form === undefined ? [`${place} asks for nothing: name a question or a form.`] : []),
        ...gate.questions.flatMap((id) =>
          named(rules.questions, id) ? [] : [`${place} wants an answer to "${id}", which is never asked: ask it or correct the name.`],
        ),
        ...(gate.form === undefined || rules.questions.some(({ form }) => form === gate.form)
          ? []
          : [`${place} wants the form "${gate.form}", which has no questions: correct the name.`]),
      ];
    case 'holds':
      return [...when, ...testComplaints(place, gate.test, rules)];
    case 'approved':
      return [
        ...when,
        ...whoRefs(place, gate.by, rules),
        ...gate.by
          .filter((who) => outsiders.includes(who))
          .map((who) => `${place} wants the agreement of "${who}", who cannot sign in: name somebody of the school.`),
      ];
    case 'ready':
      return when;
  }
}

function promptComplaints(prompt: Prompt, rules: Policy): string[] {
  const place = `Prompt "${prompt.id}"`;
  const beforeTheDoor = prompt.stages.some((stage) => !afterTheDoor.includes(stage));
  return [
    ...testRefs(place, prompt.when, rules),
    ...whoRefs(place, prompt.to, rules),
    ...(prompt.form === undefined || named(rules.forms, prompt.form)
      ? []
      : [`${place} is on the form "${prompt.form}", which there is not: add that form or correct the name.`]),
    ...(prompt.beside ?? []).flatMap((id) =>
      named(rules.questions, id) ? [] : [`${place} shows the answer to "${id}", which is never asked: ask it or correct the name.`],
    ),
    ...(prompt.tick === 'needed' && !beforeTheDoor
      ? [`${place} needs a tick and is only shown after the door: show it at "prepare" or "depart", or do not need the tick.`]
      : []),
  ];
}

function clockComplaints(clock: Clock, rules: Policy): string[] {
  const place = `Clock "${clock.id}"`;
  const ladder = named(rules.ladders, clock.ladder);
  const ringsPolice = !ladder || clock.expects === 'depart' || ladder.rungs.some((rung) => rung.do === 'ring-police');
  return [
    ...testRefs(place, clock.when, rules),
    ...(clock.due === dueOf[clock.expects]
      ? []
      : [`${place} expects "${clock.expects}" and is due at "${clock.due}": let it be due at "${dueOf[clock.expects]}".`]),
    ...(clock.latest ?? []).flatMap((ref) => settingRef(place, ref, rules, 'time')),
    ...(clock.endsOn ?? []).flatMap((end) => [
      ...testRefs(place, end.when, rules),
      ...(Contact.options.indexOf(end.contact) >= Contact.options.indexOf(clock.expects)
        ? [`${place} says that "${end.contact}" ends it, which it does anyway: leave that out.`]
        : []),
    ]),
    ...(clock.nudge ? nudgeComplaints(place, clock, clock.nudge, rules) : []),
    ...lengthRef(place, clock.grace, rules),
    ...ladderRef(place, clock.ladder, rules),
    ...(ringsPolice ? [] : [`${place} climbs "${clock.ladder}", on which nobody rings the police: add that rung.`]),
  ];
}

function nudgeComplaints(place: string, clock: Clock, nudge: NonNullable<Clock['nudge']>, rules: Policy): string[] {
  const tooLate = isLength(nudge.after) && isLength(clock.grace) && lengthInMilliseconds(nudge.after) >= lengthInMilliseconds(clock.grace);
  return [
    ...lengthRef(place, nudge.after, rules),
    ...whoRefs(place, nudge.tell, rules),
    ...sentWords(place, nudge.say),
    ...(tooLate ? [`${place} nudges after ${nudge.after}, when its ladder has begun: nudge before ${clock.grace}.`] : []),
  ];
}

function ladderComplaints(ladder: Ladder, rules: Policy): string[] {
  const isClimbed = [...rules.clocks, ...rules.alarms].some((climber) => climber.ladder === ladder.id);
  return [
    ...(isClimbed ? [] : [`Ladder "${ladder.id}" is climbed by nothing: name it in a clock or an alarm, or leave it out.`]),
    ...repeats(ladder.rungs.map(({ id }) => id)).map((id) => `Ladder "${ladder.id}" has two rungs called "${id}": give each its own name.`),
    ...ladder.rungs.flatMap((rung) => rungComplaints(`Rung "${rung.id}" of ladder "${ladder.id}"`, rung, rules)),
  ];
}

function rungComplaints(place: string, rung: Rung, rules: Policy): string[] {
  return [
    ...whoRefs(place, rung.tell, rules),
    ...lengthRef(place, rung.wait, rules),
    ...noTime(place, rung.wait),
    ...sentWords(place, rung.say),
    ...(rung.tell.every((who) => outsiders.includes(who)) ? [`${place} tells nobody of the school: name somebody who can act.`] : []),
    ...(rung.tell.every((who) => who === 'visitors' || who === 'self')
      ? [`${place} tells only those who are out: name somebody who can act.`]
      : []),
  ];
}

function alarmComplaints(alarm: Alarm, rules: Policy): string[] {
  const place = `Alarm "${alarm.id}"`;
  const isThreat = alarm.opensOn.some((call) => call === 'help' || call === 'word' || call === 'violence');
  return [
    ...testRefs(place, alarm.opensWhen, rules),
    ...ladderRef(place, alarm.ladder, rules),
    ...(alarm.opensOn.length === 0 && alarm.opensWhen === undefined
      ? [`${place} is opened by nothing: name a call or an answer that opens it.`]
      : []),
    ...(alarm.kind === 'allegation' &&
    (alarm.opensWhen !== undefined || alarm.reads !== 'allegation' || alarm.opensOn.join() !== 'allegation')
      ? [`${place} is for what is said against a visitor: let it open on the call "allegation" alone, and be read as an allegation.`]
      : []),
    ...(isThreat && !(alarm.quiet.includes('visitors') && alarm.quiet.includes('address'))
      ? [`${place} is for somebody in danger, and somebody might ring them or the home: let it be quiet about "visitors" and "address".`]
      : []),
  ];
}

function noticeComplaints(notice: Notice, rules: Policy): string[] {
  const place = `Notice "${notice.id}"`;
  const byHand = notice.tell.filter((who) => outsiders.includes(who));
  return [
    ...testRefs(place, notice.when, rules),
    ...whoRefs(place, notice.tell, rules),
    ...sentWords(place, notice.say),
    ...(notice.on.includes('answered') && notice.when === undefined
      ? [`${place} goes out on an answer and does not say which: give it a condition.`]
      : []),
    ...(notice.byHand === undefined || named(rules.questions, notice.byHand)
      ? []
      : [`${place} is recorded by hand in "${notice.byHand}", which is never asked: ask it or correct the name.`]),
    ...(notice.byHand === undefined
      ? byHand.map(
          (who) => `${place} tells "${who}", whom no message reaches: name the question in which telling them by hand is recorded.`,
        )
      : []),
  ];
}

// ------------------------------------------------------------------------------------------------ the whole

const repeats = (ids: readonly string[]): string[] => [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];

function repeatedIds(rules: Policy): string[] {
  const groups: readonly (readonly [string, readonly { readonly id: string }[]])[] = [
    ['About', rules.about],
    ['Setting', rules.settings],
    ['Form', rules.forms],
    ['Question', rules.questions],
    ['Gate', rules.gates],
    ['Prompt', rules.prompts],
    ['Clock', rules.clocks],
    ['Ladder', rules.ladders],
    ['Alarm', rules.alarms],
    ['Notice', rules.notices],
    ['Access', rules.access],
  ];
  return [
    ...groups.flatMap(([kind, elements]) =>
      repeats(elements.map(({ id }) => id)).map((id) => `${kind} "${id}" is there twice: give each its own name.`),
    ),
    ...rules.questions.flatMap((question) =>
      repeats((question.options ?? []).map(({ id }) => id)).map(
        (id) => `Question "${question.id}" has two options called "${id}": give each its own name.`,
      ),
    ),
  ];
}

function citedClauses(rules: Policy, clauses: readonly Clause[]): string[] {
  const known = new Set(clauses.map(({ id }) => id));
  return citations(rules).flatMap((citation) =>
    citation.clauses
      .filter((id) => !known.has(id))
      .map((id) => `The ${citation.kind} "${citation.id}" cites ${id}, which is no clause: cite one that is.`),
  );
}

/** Whoever is named outside the elements that have a function of their own. */
function othersNamed(rules: Policy): string[] {
  return [
    ...rules.access.flatMap((access) => whoRefs(`Access "${access.id}"`, access.to, rules)),
    ...rules.about.flatMap((about) => {
      switch (about.id) {
        case 'settings-changed-by':
          return whoRefs('"settings-changed-by"', about.who, rules);
        case 'review':
          return whoRefs('"review"', about.tell, rules);
        case 'version':
        case 'owner':
        case 'scope':
          return [];
      }
    }),
  ];
}

const watchComplaints = (rules: Policy): string[] => [
  ...(rules.clocks.some(({ expects }) => expects === 'return') ? [] : ['No clock expects anybody back: add one that expects "return".']),
  ...(rules.gates.some(({ check, step, warns, when }) => check === 'ready' && step === 'depart' && !warns && when === undefined)
    ? []
    : ['No gate makes sure that the watch is ready: keep one at "depart" with the check "ready" and no condition.']),
];

const callComplaints = (rules: Policy): string[] =>
  Call.options.flatMap((call) => {
    const answering = rules.alarms.filter(({ opensOn }) => opensOn.includes(call)).map(({ id }) => `"${id}"`);
    if (answering.length === 1) return [];
    return answering.length === 0
      ? [`No alarm answers the call "${call}": let one open on it.`]
      : [`The alarms ${answering.join(' and ')} both answer the call "${call}": leave it to one of them.`];
  });

const readingComplaints = (rules: Policy): string[] =>
  ReadingClass.options
    .filter((of) => !rules.access.some((access) => access.of === of))
    .map((of) => `Nobody may read "${of}": say in "access" who may.`);

// ------------------------------------------------------------------------------------------------ lengths, and words that are sent

const isLength = (length: string): boolean => !length.startsWith('$');

/** What repeats at once goes round and round. */
const noTime = (place: string, length: string): string[] =>
  isLength(length) && lengthInMilliseconds(length) < 60_000
    ? [`${place} leaves too little time before it goes on: give it at least a minute.`]
    : [];

const longestWords = 160;
/** The letters a text can hold without doubling its length: GSM-7. */
const textLetters = /^[A-Za-z0-9 @£$¥èéùìòÇØøÅåÆæßÉÄÖÑÜäöñüà!"#¤%&'()*+,\-./:;<=>?¡§¿]*$/;

/** Of what goes into a text: beside the reference, the names, the time and the link it has to fit into two parts. */
const sentWords = (place: string, words: string): string[] => [
  ...(words.length > longestWords
    ? [`${place} says ${String(words.length)} characters in a message: say it in ${String(longestWords)}.`]
    : []),
  ...(textLetters.test(words)
    ? []
    : [`${place} says something with a letter that a plain text cannot hold: use straight quotes and hyphens.`]),
];

// ------------------------------------------------------------------------------------------------ reading a policy

export type ParsedPolicy = { readonly ok: true; readonly policy: Policy } | { readonly ok: false; readonly complaints: readonly string[] };

/** Reads a school's policy (not laid over Doorstep's own) and checks it as it would be followed. `clauses`: the school's and Doorstep's. */
export function parsePolicy(input: unknown, clauses: readonly Clause[]): ParsedPolicy {
  const parsed = Policy.safeParse(input);
  if (!parsed.success)
    return { ok: false, complaints: parsed.error.issues.map((issue) => `${placeOf(issue.path, input)}: ${issue.message}.`) };
  const found = complaints(rulesOf(parsed.data), clauses);
  return found.length === 0 ? { ok: true, policy: parsed.data } : { ok: false, complaints: found };
}

/** Where in the file a fault lies, in words: `gates "pair", test, is 1`. */
function placeOf(path: readonly PropertyKey[], input: unknown): string {
  const words = path.map((key, index) => {
    if (typeof key !== 'number') return String(key);
    const id = idAt(path.slice(0, index + 1), input);
    return id === undefined ? String(key + 1) : `"${id}"`;
  });
  return words.join(', ').replaceAll(/, (?="|\d)/g, ' ') || 'the policy';
}

function idAt(path: readonly PropertyKey[], input: unknown): string | undefined {
  const found = path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
  const id: unknown = typeof found === 'object' && found !== null ? Reflect.get(found, 'id') : undefined;
  return typeof id === 'string' ? id : undefined;
}
