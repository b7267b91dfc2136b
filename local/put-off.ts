import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { LocalClock } from './clock.ts';
import type { Journal } from './journal.ts';
import type { Source } from './timeline.ts';

const PutOff = z.strictObject({ at: z.number(), what: z.enum(['notification', 'notify', 'timer', 'poke', 'sweep']), payload: z.string() });
type What = z.infer<typeof PutOff>['what'];

/** What a fault makes late, or makes happen again: kept, since whoever asked was told that it is done. */
export function openPutOff(journal: Journal, clock: LocalClock, changed: () => void) {
  const kept = journal.collection('put-off', PutOff);
  const doers = new Map<What, (payload: string) => Promise<void>>();
  const firstAt = (): number | undefined =>
    kept.values().reduce<number | undefined>((first, { at }) => Math.min(first ?? at, at), undefined);

  const source: Source = {
    name: 'late deliveries',
    next: () => Promise.resolve(firstAt()),
    async run() {
      const due = kept.entries().filter(([, { at }]) => at <= clock.now());
      for (const [key, { what, payload }] of due.toSorted(([, a], [, b]) => a.at - b.at)) {
        kept.delete(key);
        await doers.get(what)?.(payload);
      }
    },
  };

  return {
    source,
    /** How each kind is done when its time comes. */
    does(what: What, how: (payload: string) => Promise<void>): void {
      doers.set(what, how);
    },
    putOff(what: What, payload: string, by: number): void {
      kept.put(randomUUID(), { at: clock.now() + by, what, payload });
      changed();
    },
  };
}
export type PutOffs = ReturnType<typeof openPutOff>;
