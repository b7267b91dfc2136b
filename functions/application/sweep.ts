import { epochOf, type Instant, lengthInMilliseconds, plusMilliseconds } from '../domain/time.ts';
import { DrillId } from '../domain/visit/visit.ts';
import type { Pokes } from '../ports/pokes.ts';
import type { DueVisit } from '../ports/visit-store.ts';
import { settle, type SettleDeps } from './settle.ts';

export interface SweepDeps extends SettleDeps {
  readonly pokes: Pokes;
  readonly shards: number;
}

export interface Swept {
  readonly due: number;
  /** Due for so long that the sweep served them itself. */
  readonly rescued: number;
  /** Of those, how many could not be served: each is in the log and is tried again by the next sweep. */
  readonly failures: readonly { readonly visit: DueVisit; readonly reason: unknown }[];
  /** How long the oldest has been due, in milliseconds. */
  readonly oldest: number;
}

/** What is still due after three sweeps is not left to the queue. */
const overdueForTheQueue = lengthInMilliseconds('PT2M');
const atOnce = 10;

/** Every minute: pokes everything that is due, the oldest first and drills last, and serves itself what nobody has served. One bad visit is never in the way of the next. */
export async function sweep(deps: SweepDeps, now: Instant): Promise<Swept> {
  const due = (await Promise.all(Array.from({ length: deps.shards }, (_, shard) => dueIn(deps, now, shard))))
    .flat()
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  const inTurn = [...due.filter((one) => !isDrill(one)), ...due.filter(isDrill)];
  const late = plusMilliseconds(now, -overdueForTheQueue);
  const left = inTurn.filter((visit) => visit.dueAt <= late);
  await Promise.allSettled([deps.pokes.poke(inTurn.filter((visit) => visit.dueAt > late).map(({ ref }) => ref))]);
  const failures = await rescue(deps, left);
  return { due: due.length, rescued: left.length, failures, oldest: due[0] === undefined ? 0 : epochOf(now) - epochOf(due[0].dueAt) };
}

/** Nobody waits for a drill: whoever is out comes first, however long it has been due. */
const isDrill = ({ ref }: DueVisit): boolean => DrillId.safeParse(ref.visit).success;

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

async function rescue(deps: SweepDeps, visits: readonly DueVisit[]): Promise<Swept['failures']> {
  const failures: Swept['failures'][number][] = [];
  for (let i = 0; i < visits.length; i += atOnce) {
    const batch = visits.slice(i, i + atOnce);
    const settled = await Promise.allSettled(batch.map(({ ref }) => settle(deps, ref)));
    settled.forEach((one, k) => {
      const visit = batch[k];
      if (one.status === 'rejected' && visit !== undefined) failures.push({ visit, reason: one.reason });
    });
  }
  return failures;
}
