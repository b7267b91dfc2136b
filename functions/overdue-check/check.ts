import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { look, type Looked } from '../application/look.ts';
import type { SettleDeps } from '../application/settle.ts';
import { SchoolId } from '../domain/person.ts';
import { Unreadable } from '../domain/unreadable.ts';
import { Instant } from '../domain/time.ts';
import { ErrandId, ItemId } from '../domain/visit/visit.ts';
import type { Poke } from '../ports/pokes.ts';

const Poked = z.object({
  school: SchoolId,
  visit: ItemId,
  due: Instant.optional(),
  again: z.int().min(1).optional(),
  by: z.literal('sweep').optional(),
});

export interface Failure {
  /** Of the message. */
  readonly id: string;
  readonly reason: unknown;
}

/** By which operators see that the timers are alive, that nobody acts, that an item grows. */
export interface Counts {
  readonly looked: number;
  /** Timers that came, whether or not there was anything left to do. */
  readonly cameByTimer: number;
  /** What was due and had a timer, and was served because the sweep said so. */
  readonly servedBySweep: number;
  readonly repeats: number;
  /** Of the largest item, in characters. */
  readonly largest: number;
}

/** Looks at each visit that was poked. One that fails is delivered again, and stands in nobody's way. */
export async function check(
  deps: SettleDeps,
  { Records: records }: SQSEvent,
): Promise<{ readonly response: SQSBatchResponse; readonly failures: readonly Failure[]; readonly counts: Counts }> {
  const settled = await Promise.allSettled(records.map(async ({ body }) => lookAt(deps, Poked.parse(JSON.parse(body)))));
  const failures = settled.flatMap((one, i): Failure[] =>
    one.status === 'rejected' ? [{ id: records[i]?.messageId ?? '', reason: one.reason }] : [],
  );
  const looks = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  // What cannot be read cannot be read the next time: the sweep has a person look.
  const again = failures.filter(({ reason }) => !(reason instanceof Unreadable));
  return { response: { batchItemFailures: again.map(({ id }) => ({ itemIdentifier: id })) }, failures, counts: countsOf(looks) };
}

const lookAt = async (deps: SettleDeps, poke: Poke) => ({ poke, looked: await look(deps, poke) });

function countsOf(looks: readonly { readonly poke: Poke; readonly looked: Looked }[]): Counts {
  const bySweep = looks.filter(({ poke, looked }) => poke.by === 'sweep' && looked.served && !ErrandId.safeParse(poke.visit).success);
  return {
    looked: looks.length,
    cameByTimer: looks.filter(({ poke }) => poke.due !== undefined).length,
    // What a school owes itself is found by the sweep, and mostly has no timer.
    servedBySweep: bySweep.length,
    repeats: looks.reduce((sum, { looked }) => sum + looked.repeats, 0),
    largest: Math.max(0, ...looks.map(({ looked }) => looked.size)),
  };
}
