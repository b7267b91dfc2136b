import { begin, beginAllegation, evolve } from './evolve.ts';
import type { StoredVisit, Visit } from './visit.ts';

/** What the three kept parts of a visit add up to. Throws where the history does not begin with one of the two beginnings. */
export function visitOf(stored: StoredVisit): Visit {
  const [first, ...rest] = stored.history;
  const { version, owed, tally } = stored;
  if (first?.type === 'VisitRequested') return { ...rest.reduce(evolve, begin(stored, first)), version, owed, tally };
  if (first?.type === 'AllegationMade') return { ...rest.reduce(evolve, beginAllegation(stored, first)), version, owed, tally };
  throw new Error(`visit ${stored.school}/${stored.visit} does not begin with its request`);
}
