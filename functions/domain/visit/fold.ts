import { begin, evolve } from './evolve.ts';
import type { StoredVisit, Visit } from './visit.ts';

/** What the three kept parts of a visit add up to. Throws where the history does not begin with a request. */
export function visitOf(stored: StoredVisit): Visit {
  const [first, ...rest] = stored.history;
  if (first?.type !== 'VisitRequested') throw new Error(`visit ${stored.school}/${stored.visit} does not begin with its request`);
  return { ...rest.reduce(evolve, begin(stored, first)), version: stored.version, owed: stored.owed, tally: stored.tally };
}
