/**
 * What a caller is shown of a visit. The one function that every answer, page, list and ETag is made by: who may read what
 * is decided here and nowhere else. Whoever is on a visit is never shown its calls for help, nor what follows from one.
 */
import type { PersonId } from '../person.ts';
import { runningFor } from '../policy/clocks.ts';
import { findings, mayAgreeTo } from '../policy/gates.ts';
import type { ReadingClass } from '../policy/policy.ts';
import { mobileOf } from '../policy/questions.ts';
import { receivers } from '../policy/receivers.ts';
import { earliest, type Instant } from '../time.ts';
import type { Known, Unmet } from './decision.ts';
import { nextRung, rungsOf } from './ladder.ts';
import { isOwed } from './messages.ts';
import { going, isLinked, isOut, onVisit, openAlarms, stageOf, stateOf, watchedAs } from './relations.ts';
import { alarmsBehind, answersBehind, isAskedBehind, isBehind, isVeiled, knownTo } from './veil.ts';
import type { OpenedAlarm, Visit, Visitor, VisitEvent } from './visit.ts';

export interface Viewer {
  /** Absent for a machine. */
  readonly person?: PersonId;
  readonly machine?: 'read' | 'write';
}

export interface Action {
  readonly name: string;
  readonly allowed: boolean;
  readonly unmet?: readonly Unmet[];
  readonly outstanding?: readonly Unmet[];
}

type Json = Readonly<Record<string, unknown>>;
export type ShownVisit = Json & { readonly id: string; readonly stage: string; readonly actions: readonly Action[] };

/** The classes of what this caller may read on this visit. A machine sees status, not content. */
export function classesFor(viewer: Viewer, visit: Visit, known: Known): ReadonlySet<ReadingClass> {
  const { person } = viewer;
  if (person === undefined) return new Set();
  return new Set(known.rules.access.filter((row) => receivers(row.to, visit, known).includes(person)).map((row) => row.of));
}

export function shown(whole: Visit, viewer: Viewer, known: Known, now: Instant): ShownVisit {
  const behind = isVeiled(whole, viewer.person);
  const visit = knownTo(whole, viewer.person);
  const classes = classesFor(viewer, visit, known);
  const content = classes.has('content');
  const alarms = behind ? alarmsBehind(visit) : visible(visit, viewer, classes);
  // A copy of the rules may follow from a call for help: nobody who is named on the visit is shown that there was one.
  const isTheirs = (event: VisitEvent): boolean => concerns(event, alarms) && !(event.type === 'WatchSet' && onVisit(whole, viewer.person));
  const history = visit.history.filter((event) => (behind ? isBehind(event, visit, known) : isTheirs(event)));
  return {
    id: visit.visit,
    school: visit.school,
    stage: stageOf(visit, known.leads),
    type: visit.type,
    policy: visit.policy,
    round: visit.round,
    follows: visit.follows,
    pupil: visit.pupil ?? null,
    household: {
      id: visit.household,
      ...(classes.has('logistics')
        ? { name: known.household?.name, address: known.household?.address, phone: known.household?.phone }
        : {}),
    },
    requester: visit.requester,
    requestedAt: visit.requestedAt,
    changedAt: history.findLast((event) => event.type !== 'WatchSet')?.at ?? visit.requestedAt,
    visitors: visit.visitors.map((visitor) => ({
      ...shownVisitor(visit, visitor, viewer, classes, known),
      // On the page of the visit alone: a board may hang where anybody reads it (T22).
      ...(classes.has('safe-word') && !behind ? { safeWord: visitor.safeWord } : {}),
    })),
    plan: visit.plan,
    ...(Object.keys(visit.revised).length > 0 ? { revised: visit.revised } : {}),
    clocks: visit.visitors.flatMap((visitor) =>
      runningFor(visit, visitor, known).map((r) => ({
        id: r.clock.id,
        visitor: r.visitor,
        expects: r.clock.expects,
        dueAt: r.due,
        nudgeAt: r.nudgeAt,
        alarmAt: r.alarmAt,
        state: now < r.due ? 'running' : now < r.alarmAt ? 'due' : 'overdue',
      })),
    ),
    alarms: alarms.map((alarm) => (behind ? raisedAlarm(visit, alarm, known) : shownAlarm(visit, alarm, classes))),
    ...(viewer.person === undefined ? {} : personal(visit, behind, known, classes)),
    ...(content
      ? {
          reason: visit.reason,
          purpose: visit.purpose,
          whereabouts: visit.whereabouts,
          involved: visit.involved,
          household: shownHome(known, classes),
        }
      : {}),
    actions: actionsFor(visit, viewer, behind, alarms, known),
    ...(viewer.person === undefined ? {} : { history: history.map((event) => shownEvent(event, visit, behind, classes, known)) }),
  };
}

/** The home as it is known, with those of its kept answers whose class this caller reads. */
function shownHome({ household, rules }: Known, classes: ReadonlySet<ReadingClass>): Json {
  const readable = (key: string): boolean => rules.questions.some((q) => q.id === key.split('#')[0] && classes.has(q.reads));
  return { ...household, answers: Object.fromEntries(Object.entries(household?.answers ?? {}).filter(([key]) => readable(key))) };
}

/** Alarms of the classes that this caller reads; for whoever is on the visit those that were raised openly. A machine hears of lateness alone. */
function visible(visit: Visit, viewer: Viewer, classes: ReadonlySet<ReadingClass>): readonly OpenedAlarm[] {
  return visit.alarms.filter(
    (alarm) =>
      alarm.kind === 'overdue' ||
      (viewer.person !== undefined && (alarm.kind === 'distress' || classes.has(alarm.reads) || classes.has('logistics'))),
  );
}

/** What was raised, where, and whether it is over. */
const plainAlarm = (visit: Visit, alarm: OpenedAlarm): Json => ({
  id: alarm.id,
  kind: alarm.kind,
  of: alarm.of,
  visitors: alarm.visitors,
  openedAt: alarm.openedAt,
  at: alarm.place ?? visit.visit,
  endedAt: alarm.ended?.at ?? null,
  ended: alarm.ended?.because,
});

/** To whoever is on the visit: what was raised and what the school says to it, and nothing of how it is worked. */
const raisedAlarm = (visit: Visit, alarm: OpenedAlarm, { rules }: Known): Json => ({
  ...plainAlarm(visit, alarm),
  says: rules.alarms.find((a) => a.id === alarm.of)?.say,
});

function shownVisitor(visit: Visit, visitor: Visitor, viewer: Viewer, classes: ReadonlySet<ReadingClass>, known: Known): Json {
  const watched = watchedAs(visitor, known.leads);
  const stop = watched.stops.find((s) => s.visit === visit.visit);
  return {
    person: visitor.person,
    ...(viewer.person === undefined ? {} : { name: known.staff[visitor.person]?.name }),
    onVisit: visitor.onVisit,
    state: stateOf(visit, visitor, known.leads),
    notGoing: visitor.notGoing !== undefined,
    signedOutAt: watched.contacts.depart ?? watched.outSince ?? null,
    arrivedAt: stop?.arrivedAt ?? null,
    leftAt: stop?.leftAt ?? null,
    accountedForAt: watched.accountedForAt ?? null,
    inBreach: visitor.inBreach,
    expectedAt: watched.expectedAt,
    watchedBy: visitor.lead,
    stops: watched.stops.map(({ visit: at, arrivedAt, leftAt, outcome }) => ({
      visit: at,
      arrivedAt,
      leftAt,
      ...(viewer.person === undefined ? {} : { outcome }),
    })),
    // Whoever rings the police is asked for both (T16).
    ...(classes.has('logistics')
      ? { next: watched.next, mobile: mobileOf(visitor.person, visit, known), vehicle: known.staff[visitor.person]?.vehicle }
      : {}),
  };
}

function shownAlarm(visit: Visit, alarm: OpenedAlarm, classes: ReadonlySet<ReadingClass>): Json {
  const logistics = classes.has('logistics');
  const rungs = rungsOf(visit, alarm);
  const next = nextRung(visit, alarm);
  return {
    ...plainAlarm(visit, alarm),
    rung: alarm.rung?.index ?? 0,
    repeats: visit.tally[`${alarm.id}/${String(alarm.rung?.index ?? 0)}`]?.n ?? 0,
    nextAt: alarm.ended === undefined ? next?.at : undefined,
    ladder: rungs.map((rung, i) => ({
      rung: i + 1,
      id: rung.id,
      do: rung.do,
      say: rung.say,
      wait: rung.wait,
      clauses: rung.clauses ?? [],
      setBySchool: rung.clauses === undefined,
    })),
    heldBy: alarm.held?.by ?? null,
    heldUntil: alarm.held?.until ?? null,
    attempts: alarm.attempts.map(({ at, by, rung, who, means, result }) => ({
      at,
      by,
      rung,
      result,
      ...(logistics ? { who, means } : {}),
    })),
    told: [...new Set(alarm.told.map((one) => one.person))],
    police:
      alarm.police === undefined
        ? null
        : {
            rangAt: alarm.police.rangAt ?? alarm.police.at,
            ...(logistics ? { rangBy: alarm.police.rangBy ?? alarm.police.by, reference: alarm.police.reference } : {}),
          },
    ...(classes.has('content') || classes.has(alarm.reads) ? { words: alarm.words, how: alarm.ended?.how } : {}),
  };
}

/** What people see and machines do not: answers of the classes that they read, agreements, tasks. */
function personal(visit: Visit, behind: boolean, known: Known, classes: ReadonlySet<ReadingClass>): Json {
  const readable = (key: string): boolean => {
    const question = known.rules.questions.find((q) => q.id === key.split('#')[0]);
    return question !== undefined && classes.has(question.reads) && (!behind || isAskedBehind(key, visit, known));
  };
  return {
    answers: Object.fromEntries(
      Object.entries(visit.answers)
        .filter(([key]) => readable(key))
        .map(([key, given]) => [key, { value: given.value, by: given.by, at: given.at }]),
    ),
    agreements: visit.agreements.map(({ agreement, by, at }) => ({ agreement, by, at })),
    tasks: visit.tasks
      .filter(({ task }) => !behind || isAskedBehind(task, visit, known))
      .map(({ task, of, since }) => ({ task, of, ...(behind ? {} : { since }), done: !isOwed(task, visit, known) })),
    ...(classes.has('content') ? { references: visit.references } : {}),
  };
}

// ------------------------------------------------------------------------------------------------ what can be done next

const contacts = ['arrive', 'check-in', 'leave', 'return', 'revise', 'correct', 'raise-alarm', 'note'] as const;

/** What this caller may do now, and what stands in the way. Commands after the door are always allowed. */
function actionsFor(visit: Visit, viewer: Viewer, behind: boolean, alarms: readonly OpenedAlarm[], known: Known): readonly Action[] {
  const stage = stageOf(visit, known.leads);
  const allow = (...names: readonly string[]): readonly Action[] => names.map((name) => ({ name, allowed: true }));
  const asked = (name: string, step: 'authorise' | 'depart' | 'close', counts: (unmet: Unmet) => boolean = () => true): Action => {
    const { unmet, outstanding } = findings(step, visit, known);
    const open = unmet.filter(counts);
    return { name, allowed: open.length === 0, unmet: open, outstanding };
  };
  const planned = stage === 'requested' || stage === 'authorised';
  const mayAgree = viewer.person === undefined ? [] : mayAgreeTo(viewer.person, visit, known);
  const open = alarms.filter((alarm) => alarm.ended === undefined);
  return [
    ...(behind ? allow('tick') : []),
    ...(planned ? allow('amend', 'answer', 'reschedule', 'cancel', 'not-going') : []),
    ...(planned && behind ? allow('assess') : []),
    ...(planned && mayAgree.length > 0 ? [asked('authorise', 'authorise', (u) => u.wants.kind !== 'agreement'), ...allow('decline')] : []),
    ...(planned || (stage === 'out' && going(visit).some((v) => v.outSince === undefined && !isLinked(v, known.leads)))
      ? [asked('depart', 'depart')]
      : []),
    ...allow('depart-in-breach', ...contacts),
    ...(open.length > 0 && viewer.person !== undefined && !behind
      ? allow('acknowledge', 'log-attempt', 'escalate', 'record-police', 'stand-down')
      : []),
    ...(stage === 'returned' || stage === 'written-up'
      ? [
          ...allow('write-up', 'answer', 'record-reference', 'pass-on'),
          // An open alarm holds up a close, if it is one that the caller knows of.
          ...[asked('close', 'close')].map((close) =>
            (behind ? open : openAlarms(visit)).length > 0 ? { ...close, allowed: false } : close,
          ),
        ]
      : []),
  ];
}

// ------------------------------------------------------------------------------------------------ the history

const ofAlarm = /^(?:rung|over):([ah]\d+)/;

/** Does the event stand apart from every alarm that is kept from this caller? */
function concerns(event: VisitEvent, alarms: readonly OpenedAlarm[]): boolean {
  const seen = (id: string | undefined): boolean => id === undefined || alarms.some((alarm) => alarm.id === id);
  if ('alarm' in event) return seen(event.alarm);
  if (event.type === 'NoticesMarked') return event.marks.every((m) => seen(ofAlarm.exec(m.about)?.[1]));
  return true;
}

function shownEvent(event: VisitEvent, visit: Visit, behind: boolean, classes: ReadonlySet<ReadingClass>, known: Known): Json {
  const { type, at, by, via } = event;
  const stamp = { type, at, by, via, ...(event.unread === undefined ? {} : { unread: Object.keys(event.unread) }) };
  const words = (said: Json): Json => (classes.has('content') ? said : {});
  // What somebody at school adds in words may be about a call for help, or repeat the word.
  const added = (said: Json): Json => (behind && !isVeiled(visit, by) ? {} : words(said));
  switch (event.type) {
    case 'VisitRequested':
    case 'AllegationMade':
    case 'ErrandBegun':
    case 'WordsErased':
    case 'WatchCopied':
    case 'VisitAmended':
    case 'WatchSet':
    case 'VisitAuthorised':
    case 'AuthorisationLapsed':
      return stamp;
    case 'VisitClosed':
      return behind ? stamp : { ...stamp, seeming: event.seeming };
    case 'RiskAssessed':
      return { ...stamp, visitor: event.visitor };
    case 'QuestionsAnswered':
    case 'VisitWrittenUp': {
      const given = behind ? answersBehind(event.answers, visit, known) : event.answers;
      const questions = given.filter((a) => known.rules.questions.some((q) => q.id === a.question && classes.has(q.reads)));
      return { ...stamp, questions: questions.map((a) => a.question) };
    }
    case 'PromptsTicked':
      return { ...stamp, visitor: event.visitor, ticks: event.ticks };
    case 'VisitorNotGoing':
      return { ...stamp, visitor: event.visitor, ...words({ reason: event.reason }) };
    case 'VisitDeclined':
    case 'VisitCancelled':
      return { ...stamp, ...words({ reason: event.reason }) };
    case 'VisitRescheduled':
      return { ...stamp, to: event.to, ...words({ reason: event.reason }) };
    case 'VisitAgreed':
    case 'AgreementsLapsed':
      return { ...stamp, agreements: event.agreements };
    case 'WatchLinked':
      return { ...stamp, visitor: event.visitor, lead: event.lead };
    case 'VisitorDeparted':
      return { ...stamp, visitor: event.visitor, plan: event.plan, ticks: event.ticks };
    case 'VisitorDepartedInBreach':
      return { ...stamp, visitor: event.visitor, unmet: event.unmet, ...words({ reason: event.reason }) };
    case 'BreachFound':
      return { ...stamp, visitors: event.visitors, unmet: event.unmet };
    case 'VisitorArrived':
      return { ...stamp, visitor: event.visitor, place: event.place, ...words({ metBy: event.metBy }), ...added({ words: event.words }) };
    case 'VisitorCheckedIn':
      return { ...stamp, visitor: event.visitor, place: event.place, ...added({ words: event.words }) };
    case 'VisitorLeft':
      return {
        ...stamp,
        visitor: event.visitor,
        place: event.place,
        next: event.next,
        ...words({ outcome: event.outcome }),
        ...added({ words: event.words }),
      };
    case 'VisitorReturned':
      return {
        ...stamp,
        visitor: event.visitor,
        endsAt: event.endsAt,
        ...words({ seenBy: event.seenBy }),
        ...added({ words: event.words }),
      };
    case 'VisitorAccountedFor':
      return { ...stamp, visitor: event.visitor };
    case 'TimesRevised':
      return {
        ...stamp,
        plan: event.plan,
        spoken: event.spoken,
        toldBy: event.toldBy,
        means: event.means,
        ...words({ where: event.where }),
      };
    case 'ContactCorrected':
      return { ...stamp, visitor: event.visitor, what: event.what, ...added({ so: event.so }) };
    case 'NoteMade':
      return { ...stamp, visitor: event.visitor, ...words({ words: event.words }) };
    case 'VisitorsNudged':
      return { ...stamp, clock: event.clock, due: event.due, visitors: event.visitors };
    case 'AlarmOpened':
      return {
        ...stamp,
        alarm: event.alarm,
        kind: event.kind,
        of: event.of,
        call: event.call,
        visitors: event.visitors,
        place: event.place,
      };
    case 'AlarmJoined':
      return { ...stamp, alarm: event.alarm, clock: event.clock, visitors: event.visitors };
    case 'RungBegun':
      return {
        ...stamp,
        alarm: event.alarm,
        rung: event.rung,
        name: event.name,
        why: event.why,
        due: event.due,
        told: event.told,
        passedOver: event.passedOver,
      };
    case 'AlarmAcknowledged':
      return { ...stamp, alarm: event.alarm, until: event.until };
    case 'AttemptLogged':
      return {
        ...stamp,
        alarm: event.alarm,
        rung: event.rung,
        who: event.who,
        means: event.means,
        result: event.result,
        ...words({ words: event.words }),
      };
    case 'PoliceRung':
      return { ...stamp, alarm: event.alarm, rangAt: event.rangAt, rangBy: event.rangBy, reference: event.reference };
    case 'AlarmEnded':
      return { ...stamp, alarm: event.alarm, because: event.because, visitors: event.visitors, ...words({ how: event.how }) };
    case 'NoticesMarked':
      return { ...stamp, marks: event.marks.map(({ to, channel, about, outcome }) => ({ to, channel, about, outcome })) };
    case 'TaskOwed':
      return { ...stamp, task: event.task, of: event.of };
    case 'ReferenceRecorded':
      return { ...stamp, system: event.system, reference: event.reference };
    case 'PassedOn':
      return { ...stamp, ...words({ to: event.to, words: event.words }) };
  }
}

// ------------------------------------------------------------------------------------------------ who is out now

export interface BoardRow {
  readonly visit: string;
  /** The worst of it, first in the order of the board. */
  readonly state: 'help' | 'overdue' | 'concern' | 'due' | 'out';
  readonly visitors: readonly Json[];
  readonly alarms: readonly Json[];
  /** When somebody is next to be heard of. */
  readonly nextAt?: Instant;
}

/** A visit's line on the board, worked out from its clocks and the time of reading: right even where every timer is dead. */
export function boardRow(whole: Visit, viewer: Viewer, known: Known, now: Instant): BoardRow | undefined {
  const visit = knownTo(whole, viewer.person);
  const classes = classesFor(viewer, visit, known);
  const alarms = isVeiled(whole, viewer.person) ? alarmsBehind(visit) : visible(visit, viewer, classes);
  const open = alarms.filter((alarm) => alarm.ended === undefined && !isOnlyAsking(visit, alarm));
  const out = visit.visitors.filter((v) => !isLinked(v, known.leads) && isOut(v));
  if (out.length === 0 && open.length === 0) return undefined;
  const clocks = out.flatMap((visitor) => runningFor(visit, visitor, known));
  const late = clocks.some((r) => r.alarmAt <= now) || open.some((a) => a.kind === 'overdue');
  const state = open.some((a) => a.kind === 'distress')
    ? 'help'
    : late
      ? 'overdue'
      : open.length > 0
        ? 'concern'
        : clocks.some((r) => r.due <= now)
          ? 'due'
          : 'out';
  // A board hangs where many pass: a safe word is on the page of the visit alone (T22).
  const passing = new Set([...classes].filter((one) => one !== 'safe-word'));
  return {
    visit: visit.visit,
    state,
    visitors: out.map((visitor) => ({
      ...shownVisitor(visit, visitor, viewer, passing, known),
      at: visitor.stops.at(-1)?.visit ?? visit.visit,
      clocks: clocks
        .filter((r) => r.visitor === visitor.person)
        .map((r) => ({ id: r.clock.id, expects: r.clock.expects, dueAt: r.due, alarmAt: r.alarmAt, overdue: r.alarmAt <= now })),
    })),
    alarms: open.map((alarm) => ({
      id: alarm.id,
      kind: alarm.kind,
      of: alarm.of,
      rung: alarm.rung?.index ?? 0,
      heldBy: alarm.held?.by ?? null,
      heldUntil: alarm.held?.until ?? null,
      openedAt: alarm.openedAt,
    })),
    nextAt: earliest(clocks.map((r) => r.due)),
  };
}

/** The clock that only asks whether they have gone is no alarm for the board: nobody is out. */
const isOnlyAsking = (visit: Visit, alarm: OpenedAlarm): boolean =>
  visit.watch?.clocks.some((clock) => clock.id === alarm.of && clock.expects === 'depart') === true && !visit.visitors.some(isOut);
