import { repeatsBetween } from '../domain/visit/ladder.ts';
import { type StoredVisit, type Tally, VisitId } from '../domain/visit/visit.ts';
import type { Poke } from '../ports/pokes.ts';
import type { VisitStore } from '../ports/visit-store.ts';
import { settle, type SettleDeps } from './settle.ts';

/** What a look came to, for whoever watches Doorstep itself: figures, of no use to know a visit by. */
export interface Looked {
  /** Something was due when it began. */
  readonly served: boolean;
  /** How often the last rung of an alarm of a visit began again: nobody acts. An allegation waits for one person, and tells nobody else so. */
  readonly repeats: number;
  /** Of the item as it was read, in characters of JSON: near enough to the bytes of its row. */
  readonly size: number;
}

/** Settles an item, and counts. */
export async function look(deps: SettleDeps, poke: Poke): Promise<Looked> {
  const began = deps.clock.now();
  let first: StoredVisit | undefined;
  let tally: Tally = {};
  let repeats = 0;
  const visits: VisitStore = {
    ...deps.visits,
    read: async (ref) => {
      const stored = await deps.visits.read(ref);
      if (ref.visit !== poke.visit) return stored;
      first ??= stored;
      tally = stored?.tally ?? {};
      return stored;
    },
    append: async (change) => {
      const written = await deps.visits.append(change);
      if (written !== 'written' || change.ref.visit !== poke.visit) return written;
      repeats += repeatsBetween(tally, change.tally);
      tally = change.tally;
      return written;
    },
  };
  await settle({ ...deps, visits }, poke);
  return {
    served: first?.dueAt !== undefined && first.dueAt <= began,
    repeats: VisitId.safeParse(poke.visit).success ? repeats : 0,
    size: JSON.stringify(first ?? '').length,
  };
}
