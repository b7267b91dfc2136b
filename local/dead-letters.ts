import * as z from 'zod';
import type { LocalClock } from './clock.ts';
import type { Journal } from './journal.ts';

const DeadLetter = z.strictObject({
  n: z.int(),
  at: z.iso.datetime(),
  queue: z.enum(['pokes', 'timers', 'sweep']),
  body: z.string(),
  why: z.string(),
});
export type DeadLetter = z.infer<typeof DeadLetter>;

export interface DeadLetters {
  add(letter: Omit<DeadLetter, 'n' | 'at'>): void;
  list(): readonly DeadLetter[];
}

/** What was tried as often as it may be, and never done. */
export function openDeadLetters(journal: Journal, clock: LocalClock): DeadLetters {
  const kept = journal.collection('dead-letters', DeadLetter);
  return {
    add(letter) {
      const n = kept.values().length + 1;
      kept.put(String(n), { n, at: new Date(clock.now()).toISOString(), ...letter });
    },
    list: () => kept.values(),
  };
}
