/** A visit as a calendar shows it to anybody who looks over a shoulder: that there is one, when, and whether it was called off. */
import type { Instant } from '../time.ts';
import type { Known } from './decision.ts';
import { type Card, shadowOf } from './shadow.ts';
import type { Visit } from './visit.ts';

export interface CalendarEntry {
  readonly visit: string;
  readonly from: Instant;
  readonly until: Instant | undefined;
  readonly calledOff: boolean;
  /** As the lists have it: it moves only with what whoever is on the visit may know. */
  readonly changedAt: Instant;
}

/** By the times that it was planned with. Undefined: it has none. */
export const entryOfCard = (visit: string, { plannedAt, plannedUntil, stage, changedAt }: Card): CalendarEntry | undefined =>
  plannedAt === undefined
    ? undefined
    : { visit, from: plannedAt, until: plannedUntil, calledOff: stage === 'cancelled' || stage === 'declined', changedAt };

export const entryOfVisit = (visit: Visit, known: Known): CalendarEntry | undefined =>
  entryOfCard(visit.visit, shadowOf(visit, known).card);
