/** How long the page behind somebody's own link goes on: a rule of the visit as it stands when the page is opened. */
import { type Instant, plus } from '../time.ts';
import type { Known } from './decision.ts';
import { going, stateOf, watchedAs } from './relations.ts';
import type { Visit, Visitor } from './visit.ts';

const afterwards = 'PT4H';

/**
 * When the link of this person ends: four hours after they were accounted for, and never while they are out. Of whoever did not
 * go, four hours after the visit was called off or the last of the others was accounted for: until then they may go after all, and
 * are heard. Undefined: not yet known.
 */
export function phoneLinkEndsAt(visit: Visit, person: string, { leads }: Pick<Known, 'leads'>): Instant | undefined {
  const visitor = visit.visitors.find((v) => v.person === person);
  // Somebody else goes in their place, or all that was said of anybody here is gone.
  if (visitor === undefined) return visit.requestedAt;
  const overAt = endOf(visit, visitor, leads);
  return overAt === undefined ? undefined : plus(overAt, afterwards);
}

function endOf(visit: Visit, visitor: Visitor, leads: readonly Visit[]): Instant | undefined {
  switch (stateOf(visit, visitor, leads)) {
    case 'signed-out':
    case 'on-site':
    case 'left':
      return undefined;
    case 'accounted-for':
      return watchedAs(visitor, leads).accountedForAt;
    case 'expected':
    case 'not-going':
      return visit.ended === undefined ? lastAccountedFor(visit, leads) : endedAt(visit);
  }
}

/** Undefined where anybody who is to go is not accounted for. */
function lastAccountedFor(visit: Visit, leads: readonly Visit[]): Instant | undefined {
  const times = going(visit).map((v) => (stateOf(visit, v, leads) === 'accounted-for' ? watchedAs(v, leads).accountedForAt : undefined));
  return times.every((at) => at !== undefined) ? times.toSorted().at(-1) : undefined;
}

const endings: ReadonlySet<string> = new Set(['VisitCancelled', 'VisitDeclined', 'VisitRescheduled']);
const endedAt = ({ history, requestedAt }: Visit): Instant => history.findLast(({ type }) => endings.has(type))?.at ?? requestedAt;
