import type { Instant } from '../domain/time.ts';
import type { VisitRef } from '../domain/visit/visit.ts';

/** "Look at this visit now." `due` is the moment that a timer was made for. */
export interface Poke extends VisitRef {
  readonly due?: Instant;
  /** How often that timer had been put back: absent, it was the first. */
  readonly again?: number;
  /** Who says it, where it is the sweep: neither a timer nor a person. */
  readonly by?: 'sweep';
}

export interface Pokes {
  /** Throws where the poke could not be handed over; what it was about is in the item, and the sweep makes it good. */
  poke(pokes: readonly Poke[]): Promise<void>;
}
