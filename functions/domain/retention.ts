/** For how long what is recorded of a visit is kept: two periods, both of them the school's to set (DS-27). */
import { setting } from './policy/duty.ts';
import { type Instant, latest, Length, plus } from './time.ts';
import type { Known } from './visit/decision.ts';
import { isOut, isVisit, openAlarms } from './visit/relations.ts';
import type { Visit } from './visit/visit.ts';

/** Nobody is out, nothing is wrong and nothing is to be sent: only then is there anything to forget. */
export const isQuiet = (visit: Visit): boolean =>
  !visit.visitors.some(isOut) && openAlarms(visit).length === 0 && Object.keys(visit.owed).length === 0;

/** Over in the eyes of the school as well: closed, called off or declined; of what is no visit, seen to. */
export const isOver = (visit: Visit): boolean => isQuiet(visit) && (visit.closed || visit.ended !== undefined || !isVisit(visit));

/** Something was wrong, or a worry was written down, or something was said against somebody. In a drill nothing is. */
export const isIncident = (visit: Visit, { rules }: Pick<Known, 'rules'>): boolean =>
  visit.allegation !== undefined ||
  visit.alarms.some(
    ({ kind, police, attempts }) =>
      kind !== 'drill' && (kind !== 'overdue' || police !== undefined || attempts.some(({ result }) => result === 'reached-needs-help')),
  ) ||
  Object.keys(visit.answers).some((key) =>
    rules.questions.some((q) => q.id === key.split('#')[0] && (q.reads === 'concern' || q.reads === 'allegation')),
  );

/**
 * Until when it is kept, from the last thing that happened on it. `isAlleged`: something was said against somebody on it.
 * Undefined: it is not quiet, or gone already.
 */
export function keptUntil(visit: Visit, known: Pick<Known, 'rules' | 'settings'>, isAlleged = false): Instant | undefined {
  if (!isQuiet(visit) || visit.erasedAt !== undefined) return undefined;
  const period = periodOf(isAlleged || isIncident(visit, known) ? 'keep-incidents' : 'keep-records', known);
  return period === undefined ? undefined : plus(lastOf(visit), period);
}

/** What it is planned for has yet to happen. */
const lastOf = ({ changedAt, plan, revised }: Visit): Instant =>
  [plan, revised]
    .flatMap(({ departAt, arriveAt, leaveAt, returnAt }) => [departAt, arriveAt, leaveAt, returnAt])
    .reduce<Instant>((last, at) => (at === undefined ? last : latest(last, at)), changedAt);

export const periodOf = (
  id: 'keep-records' | 'keep-incidents',
  { rules, settings }: Pick<Known, 'rules' | 'settings'>,
): Length | undefined => Length.safeParse(setting(rules, settings, id)).data;
