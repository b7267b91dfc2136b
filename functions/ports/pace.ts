import type { Instant } from '../domain/time.ts';
import type { Counts } from '../domain/visit/pace.ts';

/** One message of those that are counted. */
export interface Paced {
  readonly channel: 'text' | 'email';
  /** A number in E.164, or an email address. */
  readonly to: string;
  readonly text: string;
  /** A step of a ladder. */
  readonly isRung: boolean;
  readonly at: Instant;
}

/** How many messages have gone to each number and address of late. Nothing of it is kept for longer than some hours. */
export interface Pace {
  /** Counts one more, and says how many that makes. Undefined where it cannot be counted: nothing waits for a count. Never throws. */
  count(message: Paced): Promise<Counts | undefined>;
  /** One that was counted has surely not gone. Never throws. */
  giveBack(message: Paced): Promise<void>;
}
