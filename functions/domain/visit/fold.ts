import { begin, beginAllegation, evolveAll } from './evolve.ts';
import type { StoredVisit, Visit } from './visit.ts';

/** What the three kept parts of a visit add up to. Throws where the history does not begin with one of the two beginnings. */
export function visitOf(stored: StoredVisit): Visit {
  const [first, ...rest] = stored.history;
  const { version, owed, tally } = stored;
  if (first?.type === 'VisitRequested') return { ...evolveAll(begin(stored, first), rest), version, owed, tally };
  if (first?.type === 'AllegationMade') return { ...evolveAll(beginAllegation(stored, first), rest), version, owed, tally };
  throw new Error(`visit ${stored.school}/${stored.visit} does not begin with its request`);
}
