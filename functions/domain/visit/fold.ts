import { Unreadable } from '../unreadable.ts';
import { begin, beginAllegation, beginDrill, beginErrand, evolveAll } from './evolve.ts';
import type { StoredVisit, Visit, VisitEvent } from './visit.ts';

/** What the three kept parts of a visit add up to. Throws `Unreadable` where the history does not begin with one of the four beginnings. */
export function visitOf(stored: StoredVisit): Visit {
  const [first, ...rest] = stored.history;
  const { version, owed, tally } = stored;
  return { ...evolveAll(begun(stored, first), rest), version, owed, tally };
}

function begun(stored: StoredVisit, first: VisitEvent | undefined): Visit {
  switch (first?.type) {
    case 'VisitRequested':
      return begin(stored, first);
    case 'AllegationMade':
      return beginAllegation(stored, first);
    case 'ErrandBegun':
      return beginErrand(stored, first);
    case 'DrillBegun':
      return beginDrill(stored, first);
    default:
      throw new Unreadable(`visit ${stored.school}/${stored.visit} does not begin with its request`);
  }
}
