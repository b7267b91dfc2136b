import type { Instant } from '../domain/time.ts';
import type { LastContact } from '../domain/visit/last-contact.ts';
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
  /** What the index holds of it cannot be read: `card` says no more than that it is to be looked at. */
  readonly unreadable?: true;
  /** Where a list goes on after this row (cursor.ts). Nothing comes after one that is none of ours. */
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

/** What stands beside a visit, and can be read whatever has become of the visit. */
export interface Aside {
  /** The row's own clock, as it stands there. */
  readonly dueAt?: string;
  /** Since when it has been put aside, and how often. */
  readonly since?: Instant;
  readonly times: number;
  readonly lastContact?: LastContact;
}

/** Visits, one item each. `conflict` and an unknown outcome are followed by a read, never by a second decision on old news. */
export interface VisitStore {
  /** Read consistently. `undefined`: there is none. Throws `Unreadable` where it is stored but does not parse. */
  read(ref: VisitRef): Promise<StoredVisit | undefined>;
  /** Read consistently, those that exist, in any order. Throws `Unreadable` where one of them does not parse. */
  readMany(refs: readonly VisitRef[]): Promise<readonly StoredVisit[]>;
  /** The same, where one that does not parse is to hide no other: it is named. */
  readEach(refs: readonly VisitRef[]): Promise<{ readonly visits: readonly StoredVisit[]; readonly unreadable: readonly VisitRef[] }>;
  /** Read consistently. `undefined`: there is no such row. */
  aside(ref: VisitRef): Promise<Aside | undefined>;
  /**
   * Puts off a row that cannot be read, and touches nothing of it but its clock and since when and how often it was put
   * aside, which the next change of it forgets. `conflict`: it is no longer due when it was.
   */
  putAside(
    ref: VisitRef,
    was: string,
    now: { readonly dueAt: Instant; readonly since: Instant; readonly times: number },
  ): Promise<'written' | 'conflict'>;
  /** `conflict`: one with this id is there already. */
  create(visit: StoredVisit, shadow: Shadow): Promise<'written' | 'conflict'>;
  append(change: VisitChange): Promise<'written' | 'conflict'>;
  /** Everything due at or before `until`, oldest first, a page at a time; an index, so a moment behind. */
  due(until: Instant, shard: number, after?: string): Promise<{ readonly visits: readonly DueVisit[]; readonly next?: string }>;
  /** A school's visits from the index, newest change first: those not yet closed, those that are, or its allegations. */
  list(school: string, which: Shadow['list'], page: { readonly after?: string; readonly limit: number }): Promise<readonly ListedVisit[]>;
  /** As `list`, the oldest change first. */
  oldest(school: string, which: Shadow['list'], page: { readonly after?: string; readonly limit: number }): Promise<readonly ListedVisit[]>;
  /** A home's visits from the index, those that are to begin last first. */
  ofHome(
    school: string,
    household: string,
    page: { readonly after?: string | undefined; readonly limit: number },
  ): Promise<readonly VisitOfHome[]>;
  /** Notes beside the visit, not in it, that somebody looked at it. */
  recordRead(ref: VisitRef, reader: string, at: Instant): Promise<void>;
}
