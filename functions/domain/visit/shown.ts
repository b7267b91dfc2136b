/**
 * What a caller is shown of a visit: the one function that every answer, page, list and ETag is made by. Who reads which field
 * stands in the tables of ../reading/; whoever is on a visit is never shown its calls for help, nor what follows from one.
 */
import { asOf, type Household } from '../household.ts';
import { personIn } from '../person.ts';
import { runningFor } from '../policy/clocks.ts';
import { findings, mayAgreeTo } from '../policy/gates.ts';
import type { Policy } from '../policy/policy.ts';
import { rungReceivers } from '../policy/receivers.ts';
import { gotInside, mobileOf } from '../policy/questions.ts';
import { markRows, rowsOf } from '../reading/of-events.ts';
import * as of from '../reading/of-visits.ts';
import { asRead, type Reader, type Reading, reads } from '../reading/reading.ts';
import { classesFor, ofClass, readingOf, readingOfHome, type Viewer } from '../reading/who.ts';
import { earliest, type Instant } from '../time.ts';
import type { Known, Unmet } from './decision.ts';
import { answerKey } from './evolve.ts';
import { chosenBy, isQuiet, nextRung, rungsOf } from './ladder.ts';
import { isOwed } from './messages.ts';
import { going, isLinked, isOut, onVisit, openAlarms, stageOf, stateOf, stopAt, watchedAs } from './relations.ts';
import { alarmsBehind, historyFor, forThem, isVeiled, knownTo, type Recounted } from './veil.ts';
import type { Card } from './shadow.ts';
import { isAway } from './stage.ts';
import type { MarkOutcome, OpenedAlarm, Visit, Visitor, VisitEvent } from './visit.ts';

export type { Viewer } from '../reading/who.ts';

export interface Action {
  readonly name: string;
  readonly allowed: boolean;
  readonly unmet?: readonly Unmet[];
  readonly outstanding?: readonly Unmet[];
  /** Of `authorise`: all that this caller may agree to. */
  readonly agreements?: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;
export type ShownVisit = Json & { readonly id: string; readonly stage: string; readonly actions: readonly Action[] };

export function shown(whole: Visit, viewer: Viewer, known: Known, now: Instant): ShownVisit {
  const behind = isVeiled(whole, viewer.person);
  const visit = knownTo(whole, viewer.person);
  const classes = classesFor(viewer, visit, known);
  const reading = readingOf(viewer, classes, behind);
  const alarms = visible(visit, behind, reading);
  const isForThem = forThem(whole, viewer.person, known);
  const history = historyFor(whole, viewer.person, known).flatMap(({ event, bare }) => {
    const apart = apartFrom(event, alarms, isForThem);
    return apart === undefined ? [] : [{ event: apart, bare }];
  });
  const always = {
    id: visit.visit,
    stage: stageOf(visit, known.leads),
    actions: actionsFor(visit, viewer, behind, alarms, known),
  };
  const { school, type, policy, round, follows, requester, requestedAt, plan, revised, reason, purpose, whereabouts, involved } = visit;
  return {
    ...asRead(
      of.visitRows,
      {
        ...always,
        ...{ school, type, policy, round, follows, requester, requestedAt, plan, reason, purpose, whereabouts, involved },
        pupil: visit.pupil ?? null,
        revised: Object.keys(revised).length > 0 ? revised : undefined,
        changedAt: history.findLast(({ event }) => event.type !== 'WatchSet')?.event.at ?? requestedAt,
        household: shownHome({ id: visit.household, ...(known.household && asOf(known.household, now)) }, known, reading),
        visitors: visit.visitors.map((visitor) =>
          shownVisitor(visit, visitor, reading, known, {
            safeWord: behind ? undefined : visitor.safeWord,
            emergencyContact:
              onVisit(whole, viewer.person) || !isCovered(visit, visitor) ? undefined : personIn(known, visitor.person)?.emergencyContact,
          }),
        ),
        clocks: visit.visitors.flatMap((visitor) => clocksOf(visit, visitor, reading, known, now)),
        alarms: alarms.map((alarm) => (behind ? raisedAlarm(visit, alarm, reading, known) : shownAlarm(visit, alarm, reading, known))),
        answers: answersOf(visit, isForThem, reading, known),
        agreements: visit.agreements.map((agreement) => asRead(of.agreementRows, agreement, reading)),
        tasks: visit.tasks
          .filter(({ task }) => isForThem(task))
          .map(({ task, of: people, since }) =>
            asRead(of.taskRows, { task, of: people, since, done: !isOwed(task, visit, known) }, reading),
          ),
        references: visit.references,
        history: history.map((recounted) => shownEvent(recounted, visit, isForThem, reading, known)),
      },
      reading,
    ),
    ...always,
  };
}

/** A home as far as it is known, with those of its kept answers whose class this caller reads. */
export function shownHome(home: Partial<Household>, { rules }: Pick<Known, 'rules'>, reading: Reading): Json {
  const { id, external, name, address, formerAddresses, phones, adults, pupils, hazards, animals, entered, enteredOn, erasedAt, changed } =
    home;
  const { answers = {}, movedAt, mergedFrom, mergedAt, mergedInto } = home;
  const readable = Object.fromEntries(Object.entries(answers).filter(([key]) => readsAnswer(key, rules, reading)));
  return asRead(
    of.homeRows,
    {
      ...{ id, external, name, address, formerAddresses, phones, adults, pupils, hazards, animals, entered, enteredOn, erasedAt, changed },
      ...{ movedAt, mergedFrom, mergedAt, mergedInto },
      answers: Object.keys(readable).length > 0 || reading.has('content') || reading.has('keeper') ? readable : undefined,
    },
    reading,
  );
}

/** Does this caller read what is answered under this key, `adult-name#adult-1`? */
export function readsAnswer(key: string, { questions }: Pick<Policy, 'questions'>, reading: Reading): boolean {
  const question = questions.find((q) => q.id === key.split('#')[0]);
  return question !== undefined && reads(of.answerRows.value, ofClass(reading, question.reads));
}

/** Alarms of the classes that this caller reads; for whoever is on the visit those that were raised openly. A machine hears of lateness alone. */
function visible(visit: Visit, behind: boolean, reading: Reading): readonly OpenedAlarm[] {
  if (behind) return reading.has('person') ? alarmsBehind(visit) : [];
  return visit.alarms.filter(
    (alarm) =>
      alarm.kind === 'overdue' ||
      (reading.has('person') && (alarm.kind === 'distress' || reading.has(alarm.reads) || reading.has('logistics'))),
  );
}

const plainAlarm = (visit: Visit, alarm: OpenedAlarm) => ({
  id: alarm.id,
  kind: alarm.kind,
  of: alarm.of,
  visitors: alarm.visitors,
  openedAt: alarm.openedAt,
  at: alarm.place ?? visit.visit,
  endedAt: alarm.ended?.at ?? null,
  ended: alarm.ended?.because,
});

const raisedAlarm = (visit: Visit, alarm: OpenedAlarm, reading: Reading, { rules }: Known): Json =>
  asRead(of.raisedAlarmRows, { ...plainAlarm(visit, alarm), says: rules.alarms.find((a) => a.id === alarm.of)?.say }, reading);

/** Whether an alarm is about this visitor: then whoever works it may have to ring their family. */
const isCovered = (visit: Visit, { person }: Visitor): boolean =>
  openAlarms(visit).some((alarm) => alarm.visitors.includes(person) && !isOnlyAsking(visit, alarm));

/** What is on the page of the visit alone, and on no board that hangs where anybody reads it (T22). */
interface OnThePage {
  readonly safeWord?: string | undefined;
  readonly emergencyContact?: object | undefined;
}

function shownVisitor(visit: Visit, visitor: Visitor, reading: Reading, known: Known, onThePage: OnThePage = {}): Json {
  const watched = watchedAs(visitor, known.leads);
  const stop = watched.stops.find((s) => s.visit === visit.visit);
  return asRead(
    of.visitorRows,
    {
      person: visitor.person,
      name: personIn(known, visitor.person)?.name,
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
      stops: watched.stops.map(({ visit: at, arrivedAt, leftAt, outcome }) =>
        asRead(of.stopRows, { visit: at, arrivedAt, leftAt, outcome }, reading),
      ),
      next: watched.next,
      mobile: mobileOf(visitor.person, visit, known),
      vehicle: personIn(known, visitor.person)?.vehicle,
      ...{ safeWord: undefined, emergencyContact: undefined, ...onThePage },
    },
    reading,
  );
}

function clocksOf(visit: Visit, visitor: Visitor, reading: Reading, known: Known, now: Instant): readonly Json[] {
  return runningFor(visit, visitor, known).map((r) =>
    asRead(
      of.clockRows,
      {
        id: r.clock.id,
        visitor: r.visitor,
        expects: r.clock.expects,
        dueAt: r.due,
        nudgeAt: r.nudgeAt,
        alarmAt: r.alarmAt,
        state: now < r.due ? 'running' : now < r.alarmAt ? 'due' : 'overdue',
      },
      reading,
    ),
  );
}

function shownAlarm(visit: Visit, alarm: OpenedAlarm, reading: Reading, known: Known): Json {
  const { police } = alarm;
  return asRead(
    of.alarmRows,
    {
      ...plainAlarm(visit, alarm),
      rung: alarm.rung?.index ?? 0,
      repeats: visit.tally[`${alarm.id}/${String(alarm.rung?.index ?? 0)}`]?.n ?? 0,
      nextAt: alarm.ended === undefined ? nextRung(visit, alarm)?.at : undefined,
      ladder: rungsOf(visit, alarm).map((rung, i) => ({
        rung: i + 1,
        id: rung.id,
        do: rung.do,
        say: rung.say,
        wait: rung.wait,
        // Whose it is, at whatever hour; whom it told stands in the history.
        tell: rungReceivers(rung, chosenBy(visit, alarm), known).map((person) => person.id),
        // Nobody is to be rung for it now: a call could be heard by whoever is a danger to them.
        ...(isQuiet(visit, rung) ? { quiet: true } : {}),
        clauses: rung.clauses ?? [],
        setBySchool: rung.clauses === undefined,
      })),
      heldBy: alarm.held?.by ?? null,
      heldUntil: alarm.held?.until ?? null,
      attempts: alarm.attempts.map(({ at, by, rung, who, means, result }) =>
        asRead(of.attemptRows, { at, by, rung, who, means, result }, reading),
      ),
      told: [...new Set(alarm.told.map((one) => one.person))],
      police:
        police === undefined
          ? null
          : asRead(
              of.policeRows,
              { rangAt: police.rangAt ?? police.at, rangBy: police.rangBy ?? police.by, reference: police.reference },
              reading,
            ),
      position: alarm.position,
      words: alarm.words,
      how: alarm.ended?.how,
    },
    ofClass(reading, alarm.reads),
  );
}

type IsForThem = (key: string) => boolean;

/** Answers of the classes that this caller reads, to what is asked of the visit as they know it. */
const answersOf = (visit: Visit, isForThem: IsForThem, reading: Reading, known: Known): Json =>
  Object.fromEntries(
    Object.entries(visit.answers)
      .filter(([key]) => readsAnswer(key, known.rules, reading) && isForThem(key))
      .map(([key, { value, by, at }]) => [key, { value, by, at }]),
  );

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
    ...(planned && mayAgree.length > 0
      ? [{ ...asked('authorise', 'authorise', (u) => u.wants.kind !== 'agreement'), agreements: mayAgree }, ...allow('decline')]
      : []),
    ...(stage === 'requested' && mayAgree.length > 0 ? allow('send-back') : []),
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
const ofTask = /^task:(.+)/;

/** What of the event stands apart from every alarm and every question that is kept from this caller. Behind the veil nothing else is left of it. */
function apartFrom(event: VisitEvent, alarms: readonly OpenedAlarm[], isForThem: IsForThem): VisitEvent | undefined {
  const isSeen = (id: string | undefined): boolean => id === undefined || alarms.some((alarm) => alarm.id === id);
  if ('alarm' in event) return isSeen(event.alarm) ? event : undefined;
  if (event.type !== 'NoticesMarked') return event;
  const marks = event.marks.filter(({ about }) => {
    const task = ofTask.exec(about)?.[1];
    return isSeen(ofAlarm.exec(about)?.[1]) && (task === undefined || isForThem(task));
  });
  return marks.length === 0 ? undefined : { ...event, marks };
}

/** An event as its rows of the table show it: of answers which questions they were to, and of what could not be read which fields. */
function shownEvent({ event, bare }: Recounted, visit: Visit, isForThem: IsForThem, reading: Reading, known: Known): Json {
  const rows = rowsOf(event);
  const about = 'alarm' in event ? visit.alarms.find((alarm) => alarm.id === event.alarm)?.reads : undefined;
  const here = bare ? reading : ofClass(reading.has('content') ? new Set<Reader>([...reading, 'added']) : reading, about);
  return Object.fromEntries(
    Object.entries(event).flatMap(([field, value]: readonly [string, unknown]): readonly (readonly [string, unknown])[] => {
      if (field === 'answers' && 'answers' in event && rows[field] === 'its-own') {
        const given = event.answers.filter(({ question, subject }) => isForThem(answerKey(question, subject)));
        return [['questions', given.flatMap(({ question }) => (readsAnswer(question, known.rules, reading) ? [question] : []))]];
      }
      const row = rows[field];
      if (value === undefined || row === undefined || !reads(row, here)) return [];
      if (event.type === 'PersonLeft' && field === 'as')
        return [[field, event.as.filter((as) => reading.has('content') || !isContent(as))]];
      if (field === 'unread') return [[field, Object.keys(event.unread ?? {})]];
      if (event.type === 'NoticesMarked' && field === 'marks')
        return [[field, event.marks.map((mark) => asRead(markRows, { reference: undefined, ...mark, outcome: shownOutcome(mark) }, here))]];
      return [[field, value]];
    }),
  );
}

/** That somebody was sent many messages just then is nobody's to read off one of them: there may have been a call for help. */
const shownOutcome = ({ outcome }: { readonly outcome: MarkOutcome }): MarkOutcome => (outcome === 'in-digest' ? 'accepted' : outcome);

/** Of what a visit needed somebody for: whoever is involved in it, and whom an answer names. */
const isContent = (as: string): boolean => as === 'involved' || as.startsWith('@');

// ------------------------------------------------------------------------------------------------ who is out now

export interface BoardRow {
  readonly visit: string;
  /** The worst of it, first in the order of the board. */
  readonly state: 'help' | 'unreadable' | 'overdue' | 'concern' | 'due' | 'out';
  /** The home it is to; absent where it cannot be read. */
  readonly household?: Json;
  readonly visitors: readonly Json[];
  readonly alarms: readonly Json[];
  /** When somebody is next to be heard of. */
  readonly nextAt?: Instant;
  /** Of one that cannot be read: what there is to do. */
  readonly say?: string;
}

/** A visit's line on the board, worked out from its clocks and the time of reading: right even where every timer is dead. */
/** Of a visit that cannot be read, by what the list has of it. Whoever is on it is shown it only while they are out: an open alarm keeps it here too. */
export function unreadableRow(visit: string, { visitors }: Card, { person }: Viewer): BoardRow | undefined {
  const out = visitors.filter(({ state }) => isAway.includes(state));
  if (out.length === 0 && visitors.some((visitor) => visitor.person === person)) return undefined;
  return { visit, state: 'unreadable', visitors: out, alarms: [], say: 'Cannot be read: check by hand.' };
}

export function boardRow(whole: Visit, viewer: Viewer, known: Known, now: Instant): BoardRow | undefined {
  const visit = knownTo(whole, viewer.person);
  const behind = isVeiled(whole, viewer.person);
  const reading = readingOf(viewer, classesFor(viewer, visit, known), behind);
  const alarms = visible(visit, behind, reading);
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
  return {
    visit: visit.visit,
    state,
    household: asRead(of.boardHomeRows, { id: visit.household, name: known.household?.name }, reading),
    visitors: out.map((visitor) => ({
      ...shownVisitor(visit, visitor, reading, known),
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

// ------------------------------------------------------------------------------------------------ what came of it

/** A visit among those of its home: how it went, and what went wrong there. `isThere`: they are out to that home, on this visit or another. */
export function earlierVisit(whole: Visit, viewer: Viewer, known: Known, { isThere }: { readonly isThere: boolean }): Json {
  const visit = knownTo(whole, viewer.person);
  const items = [whole, ...known.leads];
  const behind = isThere || items.some((item) => isVeiled(item, viewer.person));
  // It stands on the home's record, for whoever is to go there next.
  const reading = new Set([...readingOf(viewer, classesFor(viewer, visit, known), behind), ...readingOfHome(viewer, known)]);
  const question = known.rules.questions.find((q) => q.fills === 'outcome');
  const written = question === undefined ? undefined : visit.answers[question.id]?.value;
  const outcomes = written === undefined ? visit.visitors.map((v) => stopAt(visit, v, known.leads)?.outcome) : [written];
  // Whoever is watched in another item is helped there: what went wrong at this home is what was raised from here.
  const incidents = items.flatMap((item) =>
    visible(knownTo(item, viewer.person), behind, reading).filter((alarm) => (alarm.place ?? item.visit) === whole.visit),
  );
  return asRead(
    of.earlierVisitRows,
    {
      visit: visit.visit,
      stage: stageOf(visit, known.leads),
      plannedAt: visit.plan.departAt,
      type: visit.type,
      visitors: visit.visitors.map((v) => v.person),
      outcomes: [...new Set(outcomes.flatMap((outcome) => outcome ?? []))],
      entered: outcomes.some((outcome) => gotInside(outcome, known)),
      incidents: incidents.map(({ kind, openedAt, ended }) =>
        asRead(of.incidentRows, { kind, openedAt, endedAt: ended?.at ?? null }, reading),
      ),
    },
    reading,
  );
}
