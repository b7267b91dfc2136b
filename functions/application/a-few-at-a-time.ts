import { plusMilliseconds } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';

/** So many are worked on at once: a hundred in a few seconds, and no burst that the table would have to put off. */
const atOnce = 3;
/** In milliseconds: none is begun later than this, so that those that were begun end before the function does. */
const timeToBegin = 20_000;

/** What became of one of many. Where it broke nobody can say whether it was done; one that was not begun was not. */
export type Part<Value> =
  | { readonly outcome: 'done'; readonly value: Value }
  | { readonly outcome: 'broke'; readonly error: unknown }
  | { readonly outcome: 'not-begun' };

/** Does each, a few at a time, and none holds up another. In the order in which they were given. */
export async function aFewAtATime<Thing, Value>(
  clock: Clock,
  things: readonly Thing[],
  work: (thing: Thing) => Promise<Value>,
): Promise<readonly Part<Value>[]> {
  const begunBy = plusMilliseconds(clock.now(), timeToBegin);
  const parts = things.map((): Part<Value> => ({ outcome: 'not-begun' }));
  // One queue for all workers: whoever is free takes the next.
  const waiting = things.entries();
  const worker = async (): Promise<void> => {
    for (const [place, thing] of waiting) {
      if (clock.now() > begunBy) return;
      const [ended] = await Promise.allSettled([work(thing)]);
      parts[place] =
        ended.status === 'fulfilled' ? { outcome: 'done', value: ended.value } : { outcome: 'broke', error: ended.reason as unknown };
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return parts;
}
