import { epochOf, type Instant, lengthInMilliseconds, plusMilliseconds } from '../domain/time.ts';
import { DrillId } from '../domain/visit/visit.ts';
import type { Pokes } from '../ports/pokes.ts';
import type { DueVisit } from '../ports/visit-store.ts';
import { askToCheckByHand } from './by-hand.ts';
import { upkeepId } from './errands.ts';
import { look } from './look.ts';
import type { SettleDeps } from './settle.ts';

export interface SweepDeps extends SettleDeps {
  readonly pokes: Pokes;
  readonly shards: number;
}

export interface Swept {
  readonly due: number;
  /** Due for so long that neither a timer nor the sweep before can have been heard. */
  readonly rescued: number;
  /** Due for longer still, served by the sweep itself, and not to be served: each is in the log and is tried again by the next sweep. */
  readonly failures: readonly { readonly visit: DueVisit; readonly reason: unknown }[];
  /** How many of those cannot be read, or not be served whatever is tried: a person is asked to check by hand. */
  readonly unreadable: number;
  /** How long the oldest has been due, in milliseconds. */
  readonly oldest: number;
  /** How often the last rung of an alarm began again by what the sweep served itself. */
  readonly repeats: number;
}

/** A timer and a sweep have both gone by. */
const overdueForOneSweep = lengthInMilliseconds('PT75S');
/** What is still due after three sweeps is not left to the queue. */
const overdueForTheQueue = lengthInMilliseconds('PT2M');
const atOnce = 10;
/** None is begun later than this, so that what is begun ends, and a person is asked about the rest, before the function must. The next sweep goes on with the oldest. */
const timeToBegin = lengthInMilliseconds('PT30S');

/** Every minute: pokes everything that is due, the oldest first and drills last, and serves itself what nobody has served. One bad visit is never in the way of the next. */
export async function sweep(deps: SweepDeps, now: Instant): Promise<Swept> {
  const due = (await Promise.all(Array.from({ length: deps.shards }, (_, shard) => dueIn(deps, now, shard))))
    .flat()
    .toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  const inTurn = [...due.filter((one) => !isDrill(one)), ...due.filter(isDrill)];
  const late = plusMilliseconds(now, -overdueForTheQueue);
  const left = inTurn.filter((visit) => visit.dueAt <= late);
  await Promise.allSettled([deps.pokes.poke(inTurn.filter((visit) => visit.dueAt > late).map(({ ref }) => ({ ...ref, by: 'sweep' })))]);
  const { failures, repeats } = await rescue(deps, left);
  const unserved = failures.map(({ visit: { ref, dueAt }, reason }) => ({ ref, dueAt, reason }));
  const unreadable = (await askToCheckByHand(deps, unserved, deps.clock.now())).length;
  // Looking after records takes as long as it takes, and nobody waits for it.
  const waits = due.filter(({ ref }) => ref.visit !== upkeepId).map(({ dueAt }) => epochOf(now) - epochOf(dueAt));
  const rescued = waits.filter((wait) => wait > overdueForOneSweep).length;
  return { due: due.length, rescued, failures, unreadable, oldest: waits[0] ?? 0, repeats };
}

/** Nobody waits for a drill: whoever is out comes first, however long it has been due. */
const isDrill = ({ ref }: DueVisit): boolean => DrillId.safeParse(ref.visit).success;
/** Oldest first; what is due at one moment in the same order wherever it is kept. */
const placeOf = ({ dueAt, ref: { school, visit } }: DueVisit): string => `${dueAt}#${school}#${visit}`;

async function dueIn(deps: SweepDeps, until: Instant, shard: number): Promise<readonly DueVisit[]> {
  const found: DueVisit[] = [];
  let page = await deps.visits.due(until, shard);
  found.push(...page.visits);
  while (page.next !== undefined) {
    page = await deps.visits.due(until, shard, page.next);
    found.push(...page.visits);
  }
  return found;
}

async function rescue(deps: SweepDeps, visits: readonly DueVisit[]): Promise<Pick<Swept, 'failures' | 'repeats'>> {
  const failures: Swept['failures'][number][] = [];
  let repeats = 0;
  const begunBy = plusMilliseconds(deps.clock.now(), timeToBegin);
  for (let i = 0; i < visits.length && deps.clock.now() <= begunBy; i += atOnce) {
    const batch = visits.slice(i, i + atOnce);
    const settled = await Promise.allSettled(batch.map(({ ref }) => look(deps, ref)));
    settled.forEach((one, k) => {
      const visit = batch[k];
      if (one.status === 'fulfilled') repeats += one.value.repeats;
      else if (visit !== undefined) failures.push({ visit, reason: one.reason });
    });
  }
  return { failures, repeats };
}
