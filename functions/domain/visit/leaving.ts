/** Somebody has left the school: what that is to a visit which names them. */
import { goneOfVisitors, neededOn } from '../policy/needed.ts';
import type { Instant } from '../time.ts';
import { breachFound } from './breach.ts';
import type { Press } from './commands.ts';
import { consequences } from './consequences.ts';
import type { Decision, Known } from './decision.ts';
import { draftOf, record } from './draft.ts';
import { stageOf } from './relations.ts';
import { veiled } from './veil.ts';
import type { Visit } from './visit.ts';

/**
 * Noted once for each person and leaving, and told to those who were counting on them. Where others are out already, what the
 * policy asks may no longer hold. Nothing happens where the visit does not name them, or is over: as whoever is on it
 * knows it, since they are shown this.
 */
export function hearOfLeaving(
  visit: Visit,
  person: string,
  press: Press,
  known: Known,
  now: Instant,
): Extract<Decision, { accepted: true }> {
  const leftAt = known.former?.[person]?.leftAt;
  const open = veiled(visit);
  const as = [...new Set(neededOn(open, known).flatMap((need) => (need.person === person ? [need.as] : [])))];
  const isNoted = visit.history.some((event) => event.type === 'PersonLeft' && event.person === person && event.leftAt === leftAt);
  if (leftAt === undefined || isNoted || as.length === 0 || isOver(open, known)) return { accepted: true, visit, events: [] };
  const noted = record(draftOf(visit, known, now, press), { type: 'PersonLeft', person, leftAt, as });
  const wasToGo = goneOfVisitors(visit, known).some((need) => need.person === person);
  const found = wasToGo ? breachFound(noted) : noted;
  const { visit: after, events } = consequences(found, visit);
  return { accepted: true, visit: after, events };
}

const isOver = (visit: Visit, known: Known): boolean => visit.ended !== undefined || stageOf(visit, known.leads) === 'closed';
