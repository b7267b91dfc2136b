import { plus, type Instant, type Length } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';

/** A clock that stands until it is moved. */
export interface MemoryClock extends Clock {
  set(at: Instant): void;
  advance(by: Length): void;
}

export function memoryClock(start: Instant): MemoryClock {
  let now = start;
  return {
    now: () => now,
    set: (at) => {
      now = at;
    },
    advance: (by) => {
      now = plus(now, by);
    },
  };
}
