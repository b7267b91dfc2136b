import type { Instant } from '../domain/time.ts';
import type { StoredVisit, VisitRef } from '../domain/visit/visit.ts';
import type { VisitChange } from './visit-store.ts';

export interface Reading {
  readonly reader: string;
  readonly day: string;
  readonly times: number;
  readonly first: Instant;
  readonly last: Instant;
}

/** What is done to the record of a visit once nothing of it is to be kept: the only way in which a history is ever written anew. */
export interface Erasures {
  /** The one write that puts a history in the place of another: what is left of it once nothing of it is kept. */
  rewrite(change: Omit<VisitChange, 'events'> & { readonly history: StoredVisit['history'] }): Promise<'written' | 'conflict'>;
  /** Who looked at it: by person and day, how often, first and last. */
  readings(ref: VisitRef): Promise<readonly Reading[]>;
  /** Who looked at it is nobody's to know any more; of one reader, or of all. */
  forgetReadings(ref: VisitRef, reader?: string): Promise<void>;
}
