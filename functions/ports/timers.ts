import type { Instant } from '../domain/time.ts';
import type { VisitRef } from '../domain/visit/visit.ts';

export interface Timer {
  readonly ref: VisitRef;
  /** The moment that it is about. */
  readonly due: Instant;
  /** When it is to fire: `due`, or a little later where that is too near. */
  readonly at: Instant;
  /** How often it has been put back, since it ran out early: each time it has a further name, for its own may still be taken. */
  readonly again?: number;
}

/** Alarm clocks outside: one that runs out only says "look at this visit now". */
export interface Timers {
  /** Makes sure that there is one for this visit and moment, put back so often. There already: nothing. Throws where it could not be made. */
  ensure(timer: Timer): Promise<void>;
}

/** Scheduler keeps to the minute: nothing is asked of it that is nearer than this, in milliseconds. */
export const nearestTimer = 60_000;
