/** What has happened to a visit, a sentence for each: of every type of event what this person may read of it. */
import type { VisitEvent } from '../../domain/visit/visit.ts';
import { Instant } from '../../domain/time.ts';
import { anyOf } from '../forms/whose.ts';
import type { OnVisit } from './on-visit.ts';
import { answerInWords } from '../forms/answered.ts';
import { listed, when } from '../words.ts';
import type { Visit } from '../shapes.ts';

type Event = NonNullable<Visit['history']>[number];

/** An event and the words for what it names. Whatever is kept from this person is not there. */
interface Said {
  /** Whoever did it. */
  readonly who: string;
  readonly name: (field: string) => string;
  readonly names: (field: string) => string;
  readonly text: (field: string) => string;
  /** `: …` where there are words. */
  readonly words: (field: string) => string;
  readonly time: (field: string) => string;
  readonly event: Event;
  readonly on: OnVisit;
}

type Sentence = (said: Said) => string;

/** What somebody did for another is said of both. */
const ofVisitor =
  (own: string, forThem: string): Sentence =>
  ({ who, name, event }) =>
    event['visitor'] === undefined || event['visitor'] === event.by
      ? `${who} ${own}`
      : `${who} recorded that ${name('visitor')} ${forThem}`;

/** A type of event that is forgotten does not compile. */
const sentences: Readonly<Record<VisitEvent['type'], Sentence>> = {
  VisitRequested: ({ who }) => `${who} asked for the visit`,
  VisitAmended: ({ who }) => `${who} changed the request`,
  VisitRescheduled: ({ who, words, text }) =>
    `${who} put it off to another day${words('reason')}${text('to') === '' ? '' : ` (it is now visit ${text('to')})`}`,
  VisitSentBack: ({ who, words }) => `${who} sent it back to be mended${words('reason')}`,
  QuestionsAnswered: ({ who, event, on }) => `${who} answered: ${asked(event, on)}`,
  PromptsTicked: (said) => `${said.who} ticked what is to be read and done${forSomebody(said)}`,
  VisitorNotGoing: (said) => `${ofVisitor('is not going', 'is not going')(said)}${said.words('reason')}`,
  RiskAssessed: ({ who }) => `${who} signed the risk assessment`,
  VisitAgreed: ({ who, words, event, on }) => `${who} agreed${agreements(event, on)}${words('note')}`,
  AgreementsLapsed: ({ event, on }) => `An agreement no longer holds, since something has changed${agreements(event, on)}`,
  VisitAuthorised: () => 'The visit is agreed to',
  AuthorisationLapsed: () => 'The visit has to be agreed to again',
  VisitDeclined: ({ who, words }) => `${who} declined the visit${words('reason')}`,
  VisitCancelled: ({ who, words }) => `${who} called the visit off${words('reason')}`,
  WatchSet: () => 'The watch goes by the rules as they stand now',
  WatchLinked: ({ name, text }) => `${name('visitor')} is watched with visit ${text('lead')}, from which they set out`,
  AllegationMade: () => 'Something was said against somebody',
  PersonLeft: ({ name }) => `${name('person')} has left the school`,
  LookedAfter: () => 'Doorstep looked after its records',
  ErrandBegun: () => 'Doorstep began something that the school owes',
  DigestJoined: () => 'A message goes with others',
  DrillBegun: ({ who }) => `${who} began a drill`,
  WatchCopied: () => 'The watch goes on by itself here',
  WordsErased: () => 'What was said is erased',

  VisitorDeparted: ofVisitor('signed out', 'signed out'),
  VisitorDepartedInBreach: (said) =>
    `${ofVisitor('went without what the policy asks', 'went without what the policy asks')(said)}${clausesIn(said)}${said.words('reason')}`,
  VisitorArrived: (said) =>
    `${ofVisitor('arrived', 'arrived')(said)}${said.text('metBy') === '' ? '' : `, met by ${said.text('metBy')}`}${said.words('words')}`,
  VisitorCheckedIn: (said) => `${ofVisitor('is all right', 'is all right')(said)}${said.words('words')}`,
  VisitorLeft: (said) => `${ofVisitor('came away', 'came away')(said)}${outcome(said)}${said.words('words')}`,
  VisitorReturned: (said) =>
    `${ofVisitor('is back', 'is back')(said)}${said.text('seenBy') === '' ? '' : `, seen by ${said.text('seenBy')}`}${said.words('words')}`,
  VisitorAccountedFor: ({ name }) => `${name('visitor')} is accounted for`,
  TimesRevised: (said) => `${said.who} gave new times${revised(said)}${said.words('where')}`,
  BreachFound: (said) => `What the policy asks no longer holds for ${said.names('visitors')}${clausesIn(said)}`,
  ContactCorrected: ({ who, name, text, words }) =>
    `${who} said that it was not so that ${name('visitor')} ${contacts[text('what')] ?? 'was heard of'}${words('so')}`,
  NoteMade: (said) => `${said.who} noted something${forSomebody(said)}${said.words('words')}`,

  VisitorsNudged: ({ names }) => `Doorstep asked ${names('visitors')} to say where they are`,
  AlarmOpened: ({ who, event, names }) => `${raised(event.by, who, textOf(event['kind']))}${about(names('visitors'))}`,
  AlarmJoined: ({ names }) => `Another contact was missed while it was being seen to${about(names('visitors'))}`,
  RungBegun: (said) => `Step ${numberIn(said.event['rung'])} began${told(said)}`,
  AlarmAcknowledged: ({ who, time }) => `${who} has it, until ${time('until')}`,
  AttemptLogged: ({ who, event, text, words }) =>
    `${who} tried to reach ${text('who') === '' ? 'them' : text('who')}${text('means') === '' ? '' : ` (${text('means')})`}: ${results[textOf(event['result'])] ?? ''}${words('words')}`,
  PoliceRung: ({ who, text, time, event }) =>
    `${text('rangBy') === '' ? who : text('rangBy')} rang the police${event['rangAt'] === undefined ? '' : ` ${time('rangAt')}`}${text('reference') === '' ? '' : `, reference ${text('reference')}`}`,
  AlarmEnded: ({ who, event, words }) => `${ended[textOf(event['because'])]?.(who) ?? 'It is over'}${words('how')}`,

  NoticesMarked: (said) => `Messages: ${messages(said)}`,
  TaskOwed: ({ names, event, on }) =>
    `${names('of')} ${listOf(event['of']).length === 1 ? 'has' : 'have'} to see to: ${taskInWords(textOf(event['task']), on)}`,
  PageTexted: ({ who, name }) => `${who} had the link to their page texted to ${name('visitor')}`,

  VisitWrittenUp: ({ who, event, on }) => `${who} wrote it up${listOf(event['questions']).length === 0 ? '' : `: ${asked(event, on)}`}`,
  ReferenceRecorded: ({ who, text }) =>
    text('reference') === ''
      ? `${who} recorded where the record is`
      : `${who} recorded where the record is: ${text('system')} ${text('reference')}`,
  PassedOn: ({ who, text, words }) => `${who} told ${text('to') === '' ? 'somebody' : text('to')}${words('words')}`,
  VisitClosed: ({ who }) => `${who} closed the visit`,
};

const isKnown = (type: string): type is VisitEvent['type'] => Object.hasOwn(sentences, type);

export function sentenceOf(event: Event, on: OnVisit): string {
  const { nameOf, now } = on;
  const nameOfField = (value: unknown): string => (typeof value === 'string' ? nameOf(value) : 'somebody');
  const words = (field: string): string => (textOf(event[field]) === '' ? '' : `: “${textOf(event[field])}”`);
  return isKnown(event.type)
    ? sentences[event.type]({
        event,
        on,
        who: event.by === 'doorstep' ? 'Doorstep' : nameOf(event.by),
        name: (field) => nameOfField(event[field]),
        names: (field) => listed(listOf(event[field]).map(nameOfField)),
        text: (field) => textOf(event[field]),
        words,
        time: (field) => timeOf(event[field], now),
      })
    : 'Something happened';
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const numberIn = (value: unknown): string => (typeof value === 'number' ? String(value) : '');
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const about = (names: string): string => (names === '' ? '' : `, about ${names}`);

function timeOf(value: unknown, now: Instant): string {
  const at = Instant.safeParse(value);
  return at.success ? when(at.data, now) : '';
}

const askOf = (id: string, { policy }: OnVisit): string => policy.questions.find((question) => question.id === id)?.ask ?? id;
const asked = (event: Event, on: OnVisit): string => {
  const asks = [...new Set(listOf(event['questions']).map((id) => askOf(textOf(id), on)))];
  return asks.length === 0 ? 'what was asked' : asks.join(' · ');
};

/** What is owed is a question, of a call to the police or of the visit. */
export function taskInWords(task: string, on: OnVisit): string {
  const [id = ''] = task.split('#');
  const question = on.policy.questions.find((one) => one.id === id);
  return question?.task?.say ?? question?.ask ?? id.replaceAll('-', ' ');
}

function agreements(event: Event, { policy }: OnVisit): string {
  const gates = listOf(event['agreements']).map((id) => policy.gates.find((gate) => gate.id === id));
  const clauses = [...new Set(gates.flatMap((gate) => gate?.clauses ?? []))];
  return clauses.length === 0 ? '' : ` (${clauses.join(', ')})`;
}

function clausesIn({ event }: Said): string {
  const clauses = listOf(event['unmet']).flatMap((one) =>
    typeof one === 'object' && one !== null && 'clauses' in one ? listOf(one.clauses) : [],
  );
  return clauses.length === 0 ? '' : ` (${[...new Set(clauses.map(textOf))].join(', ')})`;
}

const forSomebody = ({ event, name }: Said): string =>
  event['visitor'] === undefined || event['visitor'] === event.by ? '' : ` for ${name('visitor')}`;

function outcome({ event, on: { policy, nameOf, now } }: Said): string {
  const question = policy.questions.find(({ fills }) => fills === 'outcome');
  return event['outcome'] === undefined || question === undefined
    ? ''
    : `: ${answerInWords(question, event['outcome'], { nameOf, now }).join(', ')}`;
}

const planned: readonly (readonly [string, string])[] = [
  ['departAt', 'leaving'],
  ['arriveAt', 'there'],
  ['leaveAt', 'coming away'],
  ['returnAt', 'back'],
];
function revised({ event, on: { now } }: Said): string {
  const plan: unknown = event['plan'];
  if (typeof plan !== 'object' || plan === null) return '';
  const fields = Object.entries(plan);
  const times = planned.flatMap(([field, what]) => fields.flatMap(([name, at]) => (name === field ? [`${what} ${timeOf(at, now)}`] : [])));
  return times.length === 0 ? '' : `: ${times.join(', ')}`;
}

const contacts: Readonly<Record<string, string>> = { depart: 'set out', arrive: 'arrived', leave: 'came away', return: 'is back' };
const results: Readonly<Record<string, string>> = {
  'reached-safe': 'reached, and safe',
  'reached-needs-help': 'reached, and in need of help',
  'no-answer': 'no answer',
};
const ended: Readonly<Record<string, (who: string) => string>> = {
  contact: () => 'It is over: they were heard of',
  revised: () => 'It is over: there are new times',
  cancelled: () => 'It is over: the visit was called off',
  'stood-down': (who) => `${who} said that it is over`,
  lapsed: () => 'It is over: its time is up',
};

function raised(by: string, who: string, kind: string): string {
  if (kind === 'overdue') return 'A contact did not come in time';
  if (by === 'doorstep') return 'An alarm opened';
  return kind === 'distress' ? `${who} called for help` : `${who} raised a concern`;
}

function told({ event, on }: Said): string {
  if (event['passedOver'] !== undefined) return ', and was passed over';
  const people = listOf(event['told']).map(textOf);
  return people.length === 0
    ? ''
    : `: ${people.length < 4 ? listed(people.map((one) => anyOf([one], on.nameOf))) : `${String(people.length)} people`} told`;
}

const outcomes: Readonly<Record<string, string>> = {
  accepted: 'sent to',
  uncertain: 'perhaps sent to',
  failed: 'not sent to',
  delivered: 'shown on the phone of',
  undelivered: 'did not arrive at',
};
function messages({ event, on: { nameOf } }: Said): string {
  const marks = listOf(event['marks']).flatMap((mark) =>
    typeof mark === 'object' && mark !== null && 'to' in mark && 'outcome' in mark
      ? [{ to: textOf(mark.to), outcome: textOf(mark.outcome) }]
      : [],
  );
  const kinds = [...new Set(marks.map((mark) => mark.outcome))];
  return kinds
    .map((kind) => {
      const people = [...new Set(marks.filter((mark) => mark.outcome === kind).map(({ to }) => nameOf(to)))];
      return `${outcomes[kind] ?? kind} ${listed(people)}`;
    })
    .join('; ');
}
