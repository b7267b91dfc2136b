import type { Instant } from '../domain/time.ts';

export interface Clock {
  /** The server's time, to the millisecond. Asked once for each command. */
  now(): Instant;
}
