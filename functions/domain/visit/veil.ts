/**
 * What whoever is on a visit may know of it. Somebody may be looking over their shoulder: so they are never told of a call for
 * help, nor of anything that follows from one, and for them the visit is another, in which there was none (T21, T22). How a
 * ladder is climbed is not theirs to see either, since one that must be quiet is climbed in another way.
 */
import { answerKey } from './evolve.ts';
import type { Known } from './decision.ts';
import { applies, subjectsOf } from '../policy/questions.ts';
import { goes, isAlong, isKeptFrom, onVisit } from './relations.ts';
import type { Answer, OpenedAlarm, Visit, VisitEvent } from './visit.ts';

/**
 * Whether this caller stands behind the veil: whoever goes, or is at a home that somebody of the visit has come to. It never begins
 * with a call for help, which it would tell of. A machine is nobody on a visit, and who stays behind may have to act.
 */
export const isVeiled = isAlong;

/**
 * The visit as this caller may know it. Somebody who called for help and then did not go, or who goes on the other visit from whose
 * page the call came, sees it as anybody else does, but for that call and what follows from it: somebody may be beside them.
 */
export function knownTo(visit: Visit, person: string | undefined): Visit {
  if (isVeiled(visit, person)) return veiled(visit);
  const alarms = visit.alarms.filter((alarm) => !isKeptFrom(alarm, person));
  return alarms.length === visit.alarms.length ? visit : { ...visit, alarms, closed: visit.closed || visit.seemsClosed };
}

/**
 * The visit without its calls for help. Whoever decides for somebody on it, or shows it to them, goes by this. That the police were
 * rung, and are to be called off, is not theirs either: a call for help keeps open the alarm about which they were.
 */
export const veiled = (visit: Visit): Visit => ({
  ...visit,
  alarms: visit.alarms.flatMap(({ police: _police, ...alarm }) => (alarm.kind === 'distress' ? [] : [alarm])),
  closed: visit.closed || visit.seemsClosed,
});

/** Of the alarms of a visit those that somebody on it is shown: what was raised openly. That they are late their clocks say. */
export const alarmsBehind = (visit: Visit): readonly OpenedAlarm[] => visit.alarms.filter((alarm) => alarm.kind === 'concern');

/** Is this question asked of the visit as they know it, and about this subject? */
export function isAskedBehind(key: string, visit: Visit, known: Known): boolean {
  const [id = '', subject = ''] = key.split('#');
  const question = known.rules.questions.find((q) => q.id === id);
  return (
    question !== undefined && applies(question, visit, known) && (subject === '' || subjectsOf(question, visit, known).includes(subject))
  );
}

/**
 * Is what is asked under a key any of theirs? Behind the veil what is asked of the visit as they know it; from anybody else is kept
 * what is asked for nothing but a call for help that they do not know of.
 */
export function forThem(whole: Visit, person: string | undefined, known: Known): (key: string) => boolean {
  const seen = knownTo(whole, person);
  const behind = isVeiled(whole, person);
  return (key) => seen === whole || isAskedBehind(key, seen, known) || (!behind && !isAskedBehind(key, whole, known));
}

export interface Recounted {
  readonly event: VisitEvent;
  /** Without what somebody at school added in words: it may be about a call for help, or repeat the word. */
  readonly bare: boolean;
}

/** The history as this caller may know it. */
export function historyFor(whole: Visit, person: string | undefined, known: Known): readonly Recounted[] {
  const { history, alarms } = whole;
  const isTheirs = (event: VisitEvent): boolean => event.by === person || goes(whole, event.by);
  if (isVeiled(whole, person)) {
    const seen = veiled(whole);
    return history.filter((event) => isBehind(event, seen, known)).map((event) => ({ event, bare: !isTheirs(event) }));
  }
  const kept = alarms.filter((alarm) => isKeptFrom(alarm, person)).map(({ id }) => id);
  const opens = (event: VisitEvent | undefined): boolean => event?.type === 'AlarmOpened' && kept.includes(event.alarm);
  const first = kept.length === 0 ? history.length : history.findIndex(opens);
  const isAsked = forThem(whole, person, known);
  return history.flatMap((event, i): readonly Recounted[] => {
    const bare = i > first && !isTheirs(event);
    const recounted = [{ event, bare }];
    // A copy of the rules may follow from a call for help: nobody who is named on the visit is shown that there was one.
    if (event.type === 'WatchSet') return onVisit(whole, person) || opens(history[i + 1]) ? [] : recounted;
    if (kept.length === 0) return recounted;
    switch (event.type) {
      case 'NoteMade':
      case 'PromptsTicked':
      case 'PassedOn':
        return bare ? [] : recounted;
      case 'TaskOwed':
        return isAsked(event.task) ? recounted : [];
      case 'QuestionsAnswered':
        return event.answers.some(({ question, subject }) => isAsked(answerKey(question, subject))) ? recounted : [];
      // What a call keeps open is closed to them.
      case 'VisitClosed':
        return event.seemed === true ? [] : [{ event: { ...event, seeming: undefined }, bare }];
      default:
        return recounted;
    }
  });
}

/** Is the event one that everybody on the visit may know of? `visit` is the one behind the veil. */
export function isBehind(event: VisitEvent, visit: Visit, known: Known): boolean {
  switch (event.type) {
    case 'WatchSet':
    case 'VisitorsNudged':
    case 'AlarmJoined':
    case 'RungBegun':
    case 'AlarmAcknowledged':
    case 'AttemptLogged':
    case 'PoliceRung':
    case 'NoticesMarked':
    case 'TaskOwed':
      return false;
    // What the school writes down for itself, or ticks, may be about a call for help.
    case 'NoteMade':
    case 'PromptsTicked':
    case 'PassedOn':
      return goes(visit, event.by);
    case 'VisitClosed':
      return event.seemed !== true;
    case 'AlarmOpened':
      return event.kind === 'concern';
    case 'AlarmEnded':
      return alarmsBehind(visit).some((alarm) => alarm.id === event.alarm);
    case 'QuestionsAnswered':
      return answersBehind(event.answers, visit, known).length > 0;
    default:
      return true;
  }
}

/** Of answers given those to questions that are asked of the visit as they know it. */
const answersBehind = (answers: readonly Answer[], visit: Visit, known: Known): readonly Answer[] =>
  answers.filter(({ question, subject }) => isAskedBehind(answerKey(question, subject), visit, known));
