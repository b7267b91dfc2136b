import type { Instant } from '../domain/time.ts';
import type { Card, Shadow } from '../domain/visit/shadow.ts';
import type { Owed, StoredVisit, Tally, VisitEvent, VisitRef } from '../domain/visit/visit.ts';

/** What one command adds to a visit: all of it in one write, or none of it. */
export interface VisitChange {
  readonly ref: VisitRef;
  /** The version that was read; the write is refused where it is no longer that. */
  readonly after: number;
  /** Appended; what stands in the history is never written again. */
  readonly events: readonly VisitEvent[];
  readonly owed: Owed;
  readonly tally: Tally;
  readonly shadow: Shadow;
}

export interface ListedVisit {
  readonly ref: VisitRef;
  readonly version: number;
  readonly card: Card;
  /** Where a list goes on after this row. */
  readonly cursor: string;
}

export interface VisitOfHome {
  readonly ref: VisitRef;
  /** When it was to begin; of one without a plan, when it was asked for. */
  readonly at: Instant;
  /** Where a list goes on after this row, of this home or another. */
  readonly cursor: string;
}

export interface DueVisit {
  readonly ref: VisitRef;
  readonly dueAt: Instant;
}

/** Visits, one item each. `conflict` and an unknown outcome are followed by a read, never by a second decision on old news. */
export interface VisitStore {
  /** Read consistently. `undefined`: there is none. Throws where it is stored but does not parse. */
  read(ref: VisitRef): Promise<StoredVisit | undefined>;
  /** Read consistently, those that exist, in any order. */
  readMany(refs: readonly VisitRef[]): Promise<readonly StoredVisit[]>;
  /** `conflict`: one with this id is there already. */
  create(visit: StoredVisit, shadow: Shadow): Promise<'written' | 'conflict'>;
  append(change: VisitChange): Promise<'written' | 'conflict'>;
  /** Everything due at or before `until`, oldest first, a page at a time; an index, so a moment behind. */
  due(until: Instant, shard: number, after?: string): Promise<{ readonly visits: readonly DueVisit[]; readonly next?: string }>;
  /** A school's visits from the index, newest change first: those not yet closed, those that are, or its allegations. */
  list(school: string, which: Shadow['list'], page: { readonly after?: string; readonly limit: number }): Promise<readonly ListedVisit[]>;
  /** A home's visits from the index, those that are to begin last first. */
  ofHome(
    school: string,
    household: string,
    page: { readonly after?: string | undefined; readonly limit: number },
  ): Promise<readonly VisitOfHome[]>;
  /** Notes beside the visit, not in it, that somebody looked at it. */
  recordRead(ref: VisitRef, reader: string, at: Instant): Promise<void>;
}
