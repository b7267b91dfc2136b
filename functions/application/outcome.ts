import type { Staff } from '../domain/person.ts';
import type { Instant } from '../domain/time.ts';
import type { Known, Refusal } from '../domain/visit/decision.ts';
import type { Visit } from '../domain/visit/visit.ts';

export type Outcome =
  | { readonly outcome: 'accepted'; readonly visit: Visit; readonly known: Known; readonly now: Instant }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  | { readonly outcome: 'no-such-visit' }
  | { readonly outcome: 'forbidden' }
  /** The same key with another body. */
  | { readonly outcome: 'key-reused' }
  /** Not what the caller had seen. */
  | { readonly outcome: 'changed' }
  /** The visit's record is as long as it may grow; only what keeps somebody safe is still taken. */
  | { readonly outcome: 'too-long' }
  /** Every race was lost. Safe to send again. */
  | { readonly outcome: 'busy' };

/** What the caller must be for the command to be looked at, and what they must have seen. */
export interface Conditions {
  readonly may: (visit: Visit | undefined, staff: Staff, known?: Known) => boolean;
  readonly seen?: (visit: Visit, known: Known, now: Instant) => boolean;
}
