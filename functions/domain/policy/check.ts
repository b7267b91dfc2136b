/**
 * What the schema cannot see of a policy: whether what it names is there, whether it can be answered, whether somebody is
 * watched and told. Each complaint is one plain sentence that names the element and says what to mend.
 */
import { lengthInMilliseconds } from '../time.ts';
import { afterTheDoor, skippedByBlanks } from './blank-answers.ts';
import { citations } from './citations.ts';
import type { Clause } from './clause.ts';
import { contradictions } from './contradictions.ts';
import { named } from './named.ts';
import {
  type Alarm,
  Call,
  type Clock,
  Contact,
  type Fact,
  type Gate,
  type Ladder,
  type Notice,
  type Policy,
  type Prompt,
  type Question,
  ReadingClass,
  type Rung,
  type Setting,
  type Who,
} from './policy.ts';
import { isOutsider } from './receivers.ts';
import { facts, ladderRef, lengthRef, namesPeople, settingRef, testComplaints, testRefs, whoRefs } from './references.ts';
import { checkSettings, hasMonths, isShortEnough } from './settings.ts';

/** The settings that the rules of every school go by without a policy naming them, and of what type each has to be. */
const settingsOfTheRules: Readonly<Record<string, Setting['type']>> = {
  'ack-hold': 'length',
  repeat: 'length',
  'remind-every': 'length',
  'assumed-stay': 'length',
  'keep-records': 'period',
  'keep-incidents': 'period',
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

const dueOf: Readonly<Record<Contact, Clock['due']>> = {
  depart: 'plan.departAt',
  arrive: 'plan.arriveAt',
  leave: 'plan.leaveAt',
  return: 'plan.returnAt',
};

/** Everything wrong with the rules that a school's visits would go by (its policy laid over Doorstep's own). None: they can be followed. */
export function complaints(rules: Policy, clauses: readonly Clause[]): readonly string[] {
  return [
    ...repeatedIds(rules),
    ...withoutWords(rules),
    ...citedClauses(rules, clauses),
    ...settingsComplaints(rules),
    ...rules.forms.flatMap((form) => formComplaints(form, rules)),
    ...rules.questions.flatMap((question) => questionComplaints(question, rules)),
    ...rules.gates.flatMap((gate) => gateComplaints(gate, rules)),
    ...rules.prompts.flatMap((prompt) => promptComplaints(prompt, rules)),
    ...rules.clocks.flatMap((clock) => clockComplaints(clock, rules)),
    ...rules.ladders.flatMap((ladder) => ladderComplaints(ladder, rules)),
    ...rules.alarms.flatMap((alarm) => alarmComplaints(alarm, rules)),
    ...rules.notices.flatMap((notice) => noticeComplaints(notice, rules)),
    ...rules.access.flatMap((access) => accessComplaints(access, rules)),
    ...rules.about.flatMap((about) => aboutComplaints(about, rules)),
    ...watchComplaints(rules),
    ...callComplaints(rules),
    ...readingComplaints(rules),
    ...contradictions(rules),
    ...skippedByBlanks(rules),
  ];
}

// ------------------------------------------------------------------------------------------------ by kind of element

/** Doorstep's own elements are there whether or not a school's policy leaves them anything to do. */
const isOwnClause = (clause: string): boolean => clause.startsWith('DS-');

function settingsComplaints(rules: Policy): string[] {
  const used = new Set(JSON.stringify(rules).match(/"\$[^"]+"/g));
  return rules.settings.flatMap((setting) => settingComplaints(setting, used.has(`"$${setting.id}"`), rules));
}

function settingComplaints(setting: Setting, isNamed: boolean, rules: Policy): string[] {
  const place = `Setting "${setting.id}"`;
  const wanted = settingsOfTheRules[setting.id];
  const isChoice = setting.type === 'choice' || setting.type === 'choices';
  const isOurs = setting.clauses.every(isOwnClause);
  // A document names posts, never people: so nobody's staff is needed to read it.
  const isStatedWell = setting.stated === undefined || checkSettings(rules, {}, { [setting.id]: setting.stated }).length === 0;
  const isUsed = isOurs || wanted !== undefined || isNamed;
  return [
    ...(wanted && setting.type !== wanted ? [`${place} is a ${setting.type}, and the rules need a ${wanted}: change its type.`] : []),
    ...(isChoice === (setting.options !== undefined) ? [] : [`${place} is a ${setting.type}: a choice has options, and nothing else has.`]),
    ...emptyOptions(place, setting.options),
    ...(isStatedWell ? [] : [`${place} states something that is not a ${setting.type}: correct what it states.`]),
    ...(isUsed ? [] : [`${place} is asked of the school, and nothing uses it: use it or leave it out.`]),
  ];
}

const emptyOptions = (place: string, options: readonly unknown[] | undefined): string[] =>
  options?.length === 0 ? [`${place} leaves nothing to choose from: give it options.`] : [];

const formComplaints = ({ id }: Policy['forms'][number], { questions, prompts }: Policy): string[] =>
  [...questions, ...prompts].some(({ form }) => form === id)
    ? []
    : [`Form "${id}" has nothing on it: put a question or a prompt on it, or leave it out.`];

function questionComplaints(question: Question, rules: Policy): string[] {
  const place = `Question "${question.id}"`;
  const isChoice = question.type === 'choice' || question.type === 'choices';
  const hasFields = question.type === 'record' || question.type === 'list';
  const fields = Object.keys(question.fields ?? {});
  const groups = [rules.prompts, rules.gates, rules.notices, rules.alarms, rules.questions];
  return [
    ...testRefs(place, question.when, rules),
    ...whoRefs(place, question.by ?? [], rules),
    ...(question.by?.every(isOutsider) === true
      ? [`${place} may be answered by nobody who can sign in: name somebody of the school, or leave "by" out.`]
      : []),
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
    ...emptyOptions(place, question.options),
    ...(hasFields && question.fields !== undefined && fields.length === 0 ? [`${place} has no fields: give it one.`] : []),
    ...misplaced(place, question),
    ...kept(place, question),
    ...(question.enough?.length === 0 ? [`${place} is content with nothing: name the fields that are enough, or leave "enough" out.`] : []),
    ...(question.enough ?? [])
      .flat()
      .flatMap((field) =>
        fields.includes(field) ? [] : [`${place} is content with "${field}", which is none of its fields: correct the name.`],
      ),
    ...(question.controls ?? []).flatMap((control) =>
      groups.some((group) => named<{ readonly id: string }>(group, control))
        ? []
        : [`${place} leaves a control to "${control}", which is nowhere: add it or correct the name.`],
    ),
    ...(question.kept && question.about !== 'adult'
      ? [`${place} is kept, which is for what is asked about each adult: ask it about them, or leave that out.`]
      : []),
    ...(facts.includes(question.id) && question.fills !== question.id
      ? [`${place} has the name of something Doorstep knows and does not fill it: rename it, or say that it fills it.`]
      : []),
    ...(question.fills === undefined ? [] : fillComplaints(place, question.type, question.fills)),
    ...(question.task ? taskComplaints(place, question, question.task, rules) : []),
  ];
}

/** What only questions of these types can have. */
const belongsTo = { open: ['choice', 'choices'], enough: ['record', 'list'], printed: ['hazard'], controls: ['hazard'] } as const;

function misplaced(place: string, question: Question): string[] {
  const { type, fields, offVisit } = question;
  const given = { open: question.open || undefined, enough: question.enough, printed: question.printed, controls: question.controls };
  const strays = Object.entries<readonly Question['type'][]>(belongsTo).filter(
    ([field, types]) => Reflect.get(given, field) !== undefined && !types.includes(type),
  );
  return [
    ...strays.map(
      ([field, types]) =>
        `${place} is a ${type} and has "${field}", which is only for the type ${types.map((each) => `"${each}"`).join(' or ')}: leave it out or change the type.`,
    ),
    ...(offVisit && !namesPeople({ type, fields })
      ? [`${place} has "offVisit" and asks for nobody: let it ask for a person, or leave that out.`]
      : []),
  ];
}

/** A word and a signature are each visitor's own; what is asked of staff or a home is kept with the person or the home. */
function kept(place: string, { type, about, stage }: Question): string[] {
  const wrong = (wanted: Question['about'], why: string): string[] =>
    about === wanted ? [] : [`${place} is about the ${about}, and ${why} is about the ${wanted}: change "about" to "${wanted}".`];
  return [
    ...(type === 'word' || type === 'signature' ? wrong('visitor', `a ${type}`) : []),
    ...(stage === 'staff' ? wrong('person', 'what is asked at "staff"') : []),
    ...(stage === 'home' ? wrong('home', 'what is asked at "home"') : []),
  ];
}

/** The facts that an answer can be, and by what type of question. Doorstep works out every other itself. */
const filledBy: Readonly<Partial<Record<Fact, readonly Question['type'][]>>> = {
  type: ['choice'],
  reason: ['choice', 'text'],
  purpose: ['choice', 'text'],
  outcome: ['choice'],
  next: ['choice'],
  'plan.departAt': ['when'],
  'plan.arriveAt': ['when'],
  'plan.leaveAt': ['when'],
  'plan.returnAt': ['when'],
  'plan.startsFrom': ['choice'],
  'plan.endsAt': ['choice'],
  'home.address': ['text'],
  'home.phones': ['phone'],
  'visitor.mobile': ['phone'],
};

function fillComplaints(place: string, type: Question['type'], fills: Fact): string[] {
  const types = filledBy[fills];
  if (types === undefined) return [`${place} fills "${fills}", which Doorstep works out itself: leave "fills" out.`];
  return types.includes(type)
    ? []
    : [`${place} is a ${type} and fills "${fills}", which wants the type ${types.map((each) => `"${each}"`).join(' or ')}: change it.`];
}

function taskComplaints(place: string, question: Question, task: NonNullable<Question['task']>, rules: Policy): string[] {
  const by = question.by;
  return [
    ...whoRefs(place, task.of, rules),
    ...lengthRef(place, task.remindEvery, rules),
    ...noTime(place, task.remindEvery),
    ...noFixedTime(place, task.remindEvery),
    ...sentWords(place, task.say),
    ...task.of.filter(isOutsider).map((who) => `${place} is owed by "${who}", who cannot sign in: name somebody of the school.`),
    ...(by && !task.of.some((who) => by.includes(who))
      ? [`${place} is owed by people whose answer does not count: let somebody who owes it answer it.`]
      : []),
  ];
}

/** Those who go, and those who have agreed already. */
const agreesToNothing: readonly Who[] = ['visitors', 'self', 'approver'];

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
          .filter(isOutsider)
          .map((who) => `${place} wants the agreement of "${who}", who cannot sign in: name somebody of the school.`),
        ...(gate.by.every((who) => agreesToNothing.includes(who))
          ? [`${place} wants the agreement of people who are on the visit, and nobody agrees to their own: name somebody else.`]
          : []),
      ];
    case 'ready':
      return [...when, ...(gate.step === 'close' ? [`${place} wants the watch to be ready at "close", when it is over: move it.`] : [])];
    case 'reachable':
    case 'reached':
      return [
        ...when,
        ...(gate.step === 'close' ? [`${place} asks who can be reached at "close", when nobody is watched any more: move it.`] : []),
      ];
    case 'here':
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
    ...(prompt.to.every(isOutsider) ? [`${place} is shown to nobody who can sign in: name somebody of the school.`] : []),
    ...(prompt.tick === 'needed' && !prompt.to.includes('visitors') && !prompt.to.includes('self')
      ? [`${place} needs a tick of each visitor and is not shown to them: show it to "visitors", or do not need the tick.`]
      : []),
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
    ...(clock.expects === 'depart' && clock.runsFrom === 'departed'
      ? [`${place} expects "depart" and only runs from then on, so it never runs: let it run from "authorised".`]
      : []),
    ...whoRefs(place, clock.heardBy ?? [], rules),
    ...(clock.heardBy?.every(cannotAct) === true
      ? [`${place} ends once somebody has heard of it, and names nobody at school: name somebody who can act.`]
      : []),
    ...(clock.latest ?? []).flatMap((ref) => settingRef(place, ref, rules, 'time')),
    ...(clock.endsOn ?? []).flatMap((end) => [
      ...testRefs(place, end.when, rules),
      ...(Contact.options.indexOf(end.contact) >= Contact.options.indexOf(clock.expects)
        ? [`${place} says that "${end.contact}" ends it, which it does anyway: leave that out.`]
        : []),
    ]),
    ...(clock.nudge ? nudgeComplaints(place, clock, clock.nudge, rules) : []),
    ...lengthRef(place, clock.grace, rules),
    ...tooLong(place, clock.grace),
    ...ladderRef(place, clock.ladder, rules),
    ...(ringsPolice ? [] : [`${place} climbs "${clock.ladder}", on which nobody rings the police: add that rung.`]),
  ];
}

function nudgeComplaints(place: string, clock: Clock, nudge: NonNullable<Clock['nudge']>, rules: Policy): string[] {
  const tooLate = isLength(nudge.after) && isLength(clock.grace) && lengthInMilliseconds(nudge.after) >= lengthInMilliseconds(clock.grace);
  return [
    ...lengthRef(place, nudge.after, rules),
    ...whoRefs(place, nudge.tell, rules),
    ...(nudge.tell.every(isOutsider) ? [`${place} nudges nobody of the school: name the visitors, or somebody who can ask them.`] : []),
    ...sentWords(place, nudge.say),
    ...tooLong(place, nudge.after),
    ...(tooLate ? [`${place} nudges after ${nudge.after}, when its ladder has begun: nudge before ${clock.grace}.`] : []),
  ];
}

function ladderComplaints(ladder: Ladder, rules: Policy): string[] {
  const isOurs = ladder.rungs.every(({ clauses }) => clauses.every(isOwnClause));
  const isClimbed = isOurs || [...rules.clocks, ...rules.alarms].some((climber) => climber.ladder === ladder.id);
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
    ...tooLong(place, rung.wait),
    ...nobodyToAct(`${place} tells`, rung.tell),
    ...whoRefs(place, rung.instead ?? [], rules),
    ...(rung.instead === undefined ? [] : nobodyToAct(`${place}, where nobody else can be told, tells`, rung.instead)),
    ...(rung.instead?.every((who) => rung.tell.includes(who)) === true
      ? [`${place} tells the same people again where none of them can be told: name others in "instead", or leave it out.`]
      : []),
  ];
}

/** Those who are out cannot look for themselves, and those outside the school are told by hand. */
const isOut = (who: string): boolean => who === 'visitors' || who === 'self';
const cannotAct = (who: string): boolean => isOut(who) || isOutsider(who);

function nobodyToAct(tells: string, who: readonly Who[]): string[] {
  if (who.every(isOutsider)) return [`${tells} nobody of the school: name somebody who can act.`];
  if (who.every(isOut)) return [`${tells} only those who are out: name somebody who can act.`];
  return who.every(cannotAct) ? [`${tells} only those who are out or outside the school: name somebody who can act.`] : [];
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
    ...(alarm.opensWhen?.some(({ of, is }) => of === 'raised' && is?.length === 1 && is[0] === alarm.id) === true
      ? [`${place} opens once it is open, so it never does: correct its condition.`]
      : []),
    ...(alarm.opensOn.includes('unwatched') && !standsAlone(alarm.ladder, rules)
      ? [
          `${place} opens where nothing is set that could watch them, and "${alarm.ladder}" waits for a setting: name a ladder whose times and people are written out.`,
        ]
      : []),
    ...(named(rules.ladders, alarm.ladder)?.rungs.every((rung) => isPassedOver(rung, alarm)) === true
      ? [`${place} passes over every rung of ladder "${alarm.ladder}", so nobody is told: add one that tells somebody or rings the police.`]
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

const isPassedOver = ({ do: what }: Rung, { quiet }: Alarm): boolean =>
  (what === 'ring-visitors' && quiet.includes('visitors')) || (what === 'ring-address' && quiet.includes('address'));

/** Can it be climbed at a school that has set nothing? */
function standsAlone(ladder: string, rules: Policy): boolean {
  if (ladder.startsWith('$')) return false;
  const rungs = named(rules.ladders, ladder)?.rungs ?? [];
  return rungs.every(({ wait, tell }) => isLength(wait) && tell.some((who) => !who.startsWith('$') && !who.startsWith('@')));
}

function noticeComplaints(notice: Notice, rules: Policy): string[] {
  const place = `Notice "${notice.id}"`;
  const byHand = notice.tell.filter(isOutsider);
  return [
    ...testRefs(place, notice.when, rules),
    ...whoRefs(place, notice.tell, rules),
    ...sentWords(place, notice.say),
    ...(notice.on.includes('answered') && notice.when === undefined
      ? [`${place} goes out on an answer and does not say which: give it a condition.`]
      : []),
    ...(notice.on.every((occasion) => occasion === 'requested') && notice.tell.every((who) => who === 'approver' || who === 'told')
      ? [`${place} goes out when a visit is asked for, to people whom there are only later: name somebody else.`]
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
    ['Promise', rules.promises],
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

/** Words that somebody reads, and that are not there. */
function withoutWords(rules: Policy): string[] {
  const words = [
    ...rules.settings.map(({ id, ask }) => [`Setting "${id}"`, 'ask', ask] as const),
    ...rules.forms.map(({ id, name }) => [`Form "${id}"`, 'name', name] as const),
    ...rules.questions.map(({ id, ask }) => [`Question "${id}"`, 'ask', ask] as const),
    ...rules.questions.flatMap(({ id, options = [] }) =>
      options.map((option) => [`Question "${id}", option "${option.id}"`, 'say', option.say] as const),
    ),
    ...rules.gates.map(({ id, say }) => [`Gate "${id}"`, 'say', say] as const),
    ...rules.prompts.map(({ id, say }) => [`Prompt "${id}"`, 'say', say] as const),
    ...rules.ladders.flatMap((ladder) => ladder.rungs.map(({ id, say }) => [`Ladder "${ladder.id}", rung "${id}"`, 'say', say] as const)),
    ...rules.alarms.flatMap(({ id, name, say }) => [[`Alarm "${id}"`, 'name', name] as const, [`Alarm "${id}"`, 'say', say] as const]),
    ...rules.notices.map(({ id, say }) => [`Notice "${id}"`, 'say', say] as const),
  ];
  return [
    ...(rules.title.trim() === '' ? ['The policy has nothing in "title": write what it is called.'] : []),
    ...words.flatMap(([place, field, said]) =>
      said.trim() === '' ? [`${place} has nothing in "${field}": write what is to be read.`] : [],
    ),
  ];
}

const accessComplaints = ({ id, of, to }: Policy['access'][number], rules: Policy): string[] => [
  ...whoRefs(`Access "${id}"`, to, rules),
  ...to.filter(isOutsider).map((who) => `Access "${id}" lets "${who}" read "${of}", who cannot sign in: name people of the school only.`),
];

function aboutComplaints(about: Policy['about'][number], rules: Policy): string[] {
  const place = `"${about.id}"`;
  switch (about.id) {
    case 'settings-changed-by':
      return [
        ...whoRefs(place, about.who, rules),
        ...(about.who.every(isOutsider) ? [`${place} names nobody who can sign in: name somebody of the school.`] : []),
      ];
    case 'review': {
      const from = rules.about.flatMap((each) => (each.id === 'version' ? each.from : []))[0];
      return [
        ...whoRefs(place, about.tell, rules),
        ...(about.tell.every(isOutsider) ? [`${place} reminds nobody of the school: name somebody who can see to it.`] : []),
        ...(about.due !== undefined && from !== undefined && about.due <= from
          ? [`${place} is due on ${about.due}, and the policy holds from ${from} on: give a later day.`]
          : []),
        ...(lengthInMilliseconds(about.every) === 0 && !hasMonths(about.every)
          ? [`${place} comes round every ${about.every}: give it a longer time.`]
          : []),
      ];
    }
    case 'version':
    case 'owner':
    case 'scope':
      return [];
  }
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
  ReadingClass.options.flatMap((of) => {
    const [first, second] = rules.access.filter((access) => access.of === of);
    if (first === undefined) return [`Nobody may read "${of}": say in "access" who may.`];
    return second === undefined
      ? []
      : [`Access "${first.id}" and "${second.id}" both say who reads "${of}": say it once, under "${first.id}".`];
  });

// ------------------------------------------------------------------------------------------------ lengths, and words that are sent

const isLength = (length: string): boolean => !length.startsWith('$');

/** What repeats at once goes round and round. */
const noTime = (place: string, length: string): string[] =>
  isLength(length) && !hasMonths(length) && lengthInMilliseconds(length) < 60_000
    ? [`${place} leaves too little time before it goes on: give it at least a minute.`]
    : [];

/** What a watch waits for is a matter of hours. */
const tooLong = (place: string, length: string): string[] =>
  isLength(length) && !isShortEnough(length)
    ? [`${place} waits ${length}, and a watch waits for a day at the most: PT30M is half an hour, P30M would be thirty months.`]
    : [];

/** Months have no fixed number of minutes, by which reminders are counted. */
const noFixedTime = (place: string, length: string): string[] =>
  isLength(length) && hasMonths(length)
    ? [`${place} reminds every ${length}: count in days or hours, and write PT30M for half an hour.`]
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
