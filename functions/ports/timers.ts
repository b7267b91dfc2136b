import type { Instant } from '../domain/time.ts';
import type { VisitRef } from '../domain/visit/visit.ts';

export interface Timer {
  readonly ref: VisitRef;
  /** The moment that it is about. */
  readonly due: Instant;
  /** When it is to fire: `due`, or a little later where that is too near. */
  readonly at: Instant;
}

/** Alarm clocks outside: one that runs out only says "look at this visit now". */
export interface Timers {
  /** Makes sure that there is one for this visit and moment. There already: nothing. Throws where it could not be made. */
  ensure(timer: Timer): Promise<void>;
  /** Puts one back that ran out early, under a further name, since its own may still be taken. */
  putBack(timer: Timer): Promise<void>;
}
