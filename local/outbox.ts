import * as z from 'zod';
import type { LocalClock } from './clock.ts';
import type { Journal } from './journal.ts';

const OutboxEntry = z.strictObject({
  n: z.int(),
  at: z.iso.datetime(),
  channel: z.enum(['text', 'email']),
  /** A number or an address. */
  to: z.string(),
  subject: z.string().optional(),
  text: z.string(),
  /** What the message said it was about. */
  visit: z.string().optional(),
  rung: z.string().optional(),
  /** By whom, where it was not SNS, and which message of the visit it is: that is all that Notify is told. */
  provider: z.literal('notify').optional(),
  notice: z.string().optional(),
});
export type OutboxEntry = z.infer<typeof OutboxEntry>;

export interface Outbox {
  add(message: Omit<OutboxEntry, 'n' | 'at'>): void;
  after(n: number): readonly OutboxEntry[];
}

/** Every text and email that went out, in order. */
export function openOutbox(journal: Journal, clock: LocalClock): Outbox {
  const kept = journal.collection('outbox', OutboxEntry);
  let last = Math.max(0, ...kept.values().map((entry) => entry.n));
  return {
    add(message) {
      last += 1;
      kept.put(String(last), { n: last, at: new Date(clock.now()).toISOString(), ...message });
    },
    after: (n) => kept.values().filter((entry) => entry.n > n),
  };
}
