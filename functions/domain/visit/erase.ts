/**
 * What is left of a visit when nothing of it is to be kept any more: that each thing happened, when, and by which duty; never
 * what anybody said, where it was, or who it was about. The only rule by which a history is ever written anew.
 */
import { isDuty, isOutsider } from '../policy/receivers.ts';
import { Relation } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import type { Known } from './decision.ts';
import type { Answer, EventOf, StoredVisit, Tally, VisitEvent, Watch } from './visit.ts';

/** Stands in the place of words that have to be there. */
export const erasedWords = 'erased';
const noHome = 'erased';

/** What the events say besides who, when and how. */
type Said<Type extends VisitEvent['type']> = Omit<EventOf<Type>, 'type' | 'at' | 'by' | 'via' | 'key' | 'saidAt' | 'unread'>;

/** What is left of each kind of event. A kind that is forgotten does not compile. */
type Left = { readonly [Type in VisitEvent['type']]: (event: EventOf<Type>) => Said<Type> };

export type DutyOf = (person: string) => string | undefined;

/** The history with nothing left in it to read, and the fact that it was erased. `dutyOf` says what somebody's duty was. */
export function erasedHistory(
  stored: Pick<StoredVisit, 'history'>,
  because: EventOf<'WordsErased'>['because'],
  by: string,
  dutyOf: DutyOf,
  { rules }: Pick<Known, 'rules'>,
  now: Instant,
): StoredVisit['history'] {
  const name = naming(visitorsIn(stored.history), dutyOf);
  const left = leftOf(name, rules);
  const history = stored.history.map((event) => ({ ...stamp(event, name), ...whatIsLeft(left, event) }) as VisitEvent);
  return [...history, { type: 'WordsErased', because, at: now, by: name(by), via: 'system' }];
}

/** How often something repeated is no secret; to whom is. */
export const erasedTally = (tally: Tally): Tally =>
  Object.fromEntries(Object.entries(tally).map(([key, repeats]) => [withoutSubject(key), { ...repeats, to: [] }]));

const stamp = ({ type, at, by, via }: VisitEvent, name: Naming) => ({ type, at, by: name(by), via });

function whatIsLeft(left: Left, event: VisitEvent): object {
  // The function under an event's type takes that type, which an index by a union cannot say.
  const take = left[event.type] as (event: VisitEvent) => object;
  return take(event);
}

// ------------------------------------------------------------------------------------------------ names

type Naming = (person: string) => string;

/** The same person has one name throughout: `erased-office-1`. Doorstep and machines are nobody. */
function naming(visitors: readonly string[], dutyOf: DutyOf): Naming {
  const names = new Map<string, string>();
  return (person) => {
    if (person === 'doorstep' || person.startsWith('machine:') || person.startsWith('erased-')) return person;
    const known = names.get(person);
    if (known !== undefined) return known;
    const duty = visitors.includes(person) ? 'visitor' : (dutyOf(person) ?? 'somebody');
    const beginning = `erased-${duty}-`;
    const name = `${beginning}${String([...names.values()].filter((other) => other.startsWith(beginning)).length + 1)}`;
    names.set(person, name);
    return name;
  };
}

const visitorsIn = (history: readonly VisitEvent[]): readonly string[] =>
  history.flatMap((event) => {
    if (event.type === 'VisitRequested') return event.request.visitors.map((visitor) => visitor.person);
    if (event.type === 'VisitAmended') return event.changes.visitors?.map((visitor) => visitor.person) ?? [];
    if (event.type === 'AllegationMade') return event.visitors;
    return [];
  });

/** A subject may be a person or an adult of the home; which alarm a task is about may stay. */
const withoutSubject = (key: string): string => (/#(?![ah]\d+$)/.test(key) ? (key.split('#')[0] ?? key) : key);

// ------------------------------------------------------------------------------------------------ what is left

function leftOf(name: Naming, rules: Known['rules']): Left {
  const names = (people: readonly string[]): string[] => people.map(name);
  const optional = <Value>(field: string, value: Value | undefined) => (value === undefined ? {} : { [field]: value });
  /** A word of the policy says nothing of the family; anybody's own words might. */
  const isPolicys = (fills: string, value: string | undefined): boolean =>
    rules.questions.some((q) => q.fills === fills && q.options?.some((option) => option.id === value) === true);
  const policys = (fills: string, value: string | undefined): string | undefined => (isPolicys(fills, value) ? value : undefined);
  const visit = (value: string | undefined): string | undefined =>
    value !== undefined && /^HV-[0-9A-Z]+$/.test(value) ? value : undefined;
  const asked = (answers: readonly Answer[]): Answer[] =>
    answers.flatMap(({ question }) => (rules.questions.some((q) => q.id === question) ? [{ question, value: erasedWords }] : []));
  const ticked = (ticks: readonly string[]): string[] => ticks.filter((tick) => rules.prompts.some((prompt) => prompt.id === tick));
  const visitors = (going: readonly { readonly person: string }[]) => going.map(({ person }) => ({ person: name(person) }));
  const about = (text: string): string => withoutSubject(text);

  return {
    VisitRequested: ({ policy, follows, request }) => ({
      policy,
      ...optional('follows', follows),
      request: {
        household: noHome,
        visitors: visitors(request.visitors),
        plan: request.plan,
        ...optional('type', policys('type', request.type)),
      },
    }),
    VisitAmended: ({ changes }) => ({
      changes: {
        ...(changes.visitors === undefined ? {} : { visitors: visitors(changes.visitors) }),
        ...optional('plan', changes.plan),
        ...optional('type', policys('type', changes.type)),
      },
    }),
    VisitRescheduled: ({ to }) => ({ ...optional('to', to), reason: erasedWords }),
    QuestionsAnswered: ({ answers }) => ({ answers: asked(answers) }),
    PromptsTicked: ({ visitor, ticks }) => ({ visitor: name(visitor), ticks: ticked(ticks) }),
    VisitorNotGoing: ({ visitor }) => ({ visitor: name(visitor), reason: erasedWords }),
    RiskAssessed: ({ visitor, answers }) => ({ visitor: name(visitor), answers: asked(answers), basis: erasedWords }),
    VisitAgreed: ({ agreements }) => ({ agreements, basis: erasedWords }),
    AgreementsLapsed: ({ agreements }) => ({ agreements }),
    VisitAuthorised: () => ({}),
    AuthorisationLapsed: () => ({}),
    VisitDeclined: () => ({ reason: erasedWords }),
    VisitSentBack: () => ({ reason: erasedWords }),
    VisitCancelled: () => ({ reason: erasedWords }),
    WatchSet: ({ watch }) => ({ watch: watchLeft(watch, name) }),
    WatchLinked: ({ visitor, lead }) => ({ visitor: name(visitor), lead }),
    AllegationMade: ({ policy, of, visitors: going, about: whom }) => ({
      policy,
      of,
      household: noHome,
      visitors: names(going),
      about: names(whom),
      words: erasedWords,
    }),
    WatchCopied: ({ visitor, outSince, accountedForAt, contacts, stop }) => ({
      visitor: name(visitor),
      contacts,
      ...optional('outSince', outSince),
      ...optional('accountedForAt', accountedForAt),
      ...(stop === undefined ? {} : { stop: { ...stop, outcome: policys('outcome', stop.outcome) } }),
    }),
    WordsErased: ({ because, part }) => ({ because, ...optional('part', part) }),
    LookedAfter: ({ next }) => ({ next }),
    ErrandBegun: ({ policy, errand }) => ({
      policy,
      errand:
        errand.kind === 'test'
          ? { ...errand, to: name(errand.to), code: erasedWords }
          : errand.kind === 'digest'
            ? { ...errand, to: name(errand.to) }
            : errand,
    }),
    DigestJoined: ({ entry }) => ({ entry }),
    DrillBegun: ({ policy, drill: { reason: _reason, ...drill } }) => ({ policy, drill }),
    VisitorDeparted: ({ visitor, plan, ticks, ahead }) => ({
      visitor: name(visitor),
      ticks: ticked(ticks),
      ...optional('plan', plan),
      ...optional('ahead', ahead),
    }),
    VisitorDepartedInBreach: ({ visitor, plan, ahead, unmet }) => ({
      visitor: name(visitor),
      unmet,
      ...optional('plan', plan),
      ...optional('ahead', ahead),
    }),
    VisitorArrived: ({ visitor, place, beside }) => ({
      visitor: name(visitor),
      ...optional('place', place),
      ...(beside === undefined ? {} : { beside: names(beside) }),
    }),
    VisitorCheckedIn: ({ visitor, place }) => ({ visitor: name(visitor), ...optional('place', place) }),
    VisitorLeft: ({ visitor, outcome: how, next, place }) => ({
      visitor: name(visitor),
      ...optional('outcome', policys('outcome', how)),
      ...optional('next', visit(next) ?? policys('next', next)),
      ...optional('place', place),
    }),
    VisitorReturned: ({ visitor, endsAt, unheard }) => ({
      visitor: name(visitor),
      ...optional('endsAt', endsAt === 'school' || endsAt === 'home' ? endsAt : undefined),
      ...optional('unheard', unheard),
    }),
    VisitorAccountedFor: ({ visitor }) => ({ visitor: name(visitor) }),
    TimesRevised: ({ visitor, plan, spoken }) => ({ ...(visitor === undefined ? {} : { visitor: name(visitor) }), plan, spoken }),
    BreachFound: ({ visitors: found, unmet }) => ({ visitors: names(found), unmet }),
    ContactCorrected: ({ visitor, what }) => ({ visitor: name(visitor), what }),
    NoteMade: ({ visitor, place }) => ({ ...(visitor === undefined ? {} : { visitor: name(visitor) }), ...optional('place', place) }),
    VisitorsNudged: ({ clock, due, visitors: asleep }) => ({ clock, due, visitors: names(asleep) }),
    AlarmOpened: ({ alarm, kind, of, call, due, visitors: whom, ladder, quiet, reads, place, beside }) => ({
      ...{ alarm, kind, of, visitors: names(whom), ladder, quiet, reads },
      ...optional('call', call),
      ...optional('due', due),
      ...optional('place', place),
      ...(beside === undefined ? {} : { beside: names(beside) }),
    }),
    AlarmJoined: ({ alarm, clock, visitors: whom }) => ({ alarm, clock, visitors: names(whom) }),
    RungBegun: ({ alarm, rung, name: step, due, why, told, passedOver }) => ({
      ...{ alarm, rung, name: step, due, why, told: names(told) },
      ...optional('passedOver', passedOver),
    }),
    AlarmAcknowledged: ({ alarm, until }) => ({ alarm, until }),
    AttemptLogged: ({ alarm, rung, result }) => ({ alarm, rung, result }),
    PoliceRung: ({ alarm, rangAt }) => ({ alarm, ...optional('rangAt', rangAt) }),
    AlarmEnded: ({ alarm, because, visitors: whom }) => ({
      alarm,
      because,
      ...(whom === undefined ? {} : { visitors: Object.fromEntries(Object.entries(whom).map(([person, how]) => [name(person), how])) }),
    }),
    NoticesMarked: ({ marks }) => ({
      marks: marks.map(({ notice, to, channel, about: what, outcome: how }) => ({
        notice,
        to: name(to),
        channel,
        about: about(what),
        outcome: how,
      })),
    }),
    PersonLeft: ({ person, leftAt, as }) => ({ person: name(person), leftAt, as }),
    PageTexted: ({ visitor }) => ({ visitor: name(visitor) }),
    TaskOwed: ({ task, of }) => ({ task: withoutSubject(task), of: names(of) }),
    VisitWrittenUp: ({ answers }) => ({ answers: asked(answers) }),
    ReferenceRecorded: () => ({ system: erasedWords, reference: erasedWords }),
    PassedOn: () => ({ to: erasedWords, words: erasedWords }),
    VisitClosed: ({ seeming, seemed }) => ({ ...optional('seeming', seeming), ...optional('seemed', seemed) }),
  };
}

/** By which clocks they were watched and what its steps were; a school's own instructions may name people and numbers. */
function watchLeft(watch: Watch, name: Naming): Watch {
  const whom = (who: readonly string[]): string[] =>
    who.map((one) => (isDuty(one) || isOutsider(one) || Relation.safeParse(one).success || /^[$@]/.test(one) ? one : name(one)));
  return {
    ...watch,
    contacts: {},
    clocks: watch.clocks.map((clock) => ({
      ...clock,
      ...(clock.nudge === undefined ? {} : { nudge: { ...clock.nudge, tell: whom(clock.nudge.tell), say: '' } }),
    })),
    ladders: Object.fromEntries(
      Object.entries(watch.ladders).map(([id, rungs]) => [
        id,
        rungs.map((rung) => ({
          ...rung,
          tell: whom(rung.tell),
          say: '',
          ...(rung.instead === undefined ? {} : { instead: whom(rung.instead) }),
        })),
      ]),
    ),
  };
}
