/**
 * What whoever is on a visit may know of it. Somebody may be looking over their shoulder: so they are never told of a call for
 * help, nor of anything that follows from one, and for them the visit is another, in which there was none (T21, T22). How a
 * ladder is climbed is not theirs to see either, since one that must be quiet is climbed in another way.
 */
import { answerKey } from './evolve.ts';
import type { Known } from './decision.ts';
import { applies, subjectsOf } from '../policy/questions.ts';
import { goes } from './relations.ts';
import type { Answer, OpenedAlarm, Visit, VisitEvent } from './visit.ts';

/** Whether this caller stands behind the veil: whoever goes. A machine is nobody on a visit, and who stays behind may have to act. */
export const isVeiled = (visit: Visit, person: string | undefined): boolean =>
  goes(visit, person) || visit.alarms.some((alarm) => person !== undefined && alarm.beside?.includes(person));

/**
 * The visit as this caller may know it. Somebody who called for help and then did not go sees it as anybody else does, but for
 * that call: whoever made them stay may be beside them.
 */
export const knownTo = (visit: Visit, person: string | undefined): Visit =>
  isVeiled(visit, person) ? veiled(visit) : { ...visit, alarms: visit.alarms.filter((alarm) => !isOwnCall(alarm, person)) };

export const isOwnCall = (alarm: OpenedAlarm, person: string | undefined): boolean =>
  alarm.kind === 'distress' && person !== undefined && alarm.visitors.includes(person);

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
      return isVeiled(visit, event.by);
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
export const answersBehind = (answers: readonly Answer[], visit: Visit, known: Known): readonly Answer[] =>
  answers.filter(({ question, subject }) => isAskedBehind(answerKey(question, subject), visit, known));
