import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { settle, type SettleDeps } from '../application/settle.ts';
import { SchoolId } from '../domain/person.ts';
import { Instant } from '../domain/time.ts';
import { ItemId } from '../domain/visit/visit.ts';

const Poked = z.object({ school: SchoolId, visit: ItemId, due: Instant.optional(), again: z.int().min(1).optional() });

export interface Failure {
  /** Of the message. */
  readonly id: string;
  readonly reason: unknown;
}

/** Looks at each visit that was poked. One that fails is delivered again, and stands in nobody's way. */
export async function check(
  deps: SettleDeps,
  { Records: records }: SQSEvent,
): Promise<{ readonly response: SQSBatchResponse; readonly failures: readonly Failure[] }> {
  const settled = await Promise.allSettled(records.map(async ({ body }) => settle(deps, Poked.parse(JSON.parse(body)))));
  const failures = settled.flatMap((one, i): Failure[] =>
    one.status === 'rejected' ? [{ id: records[i]?.messageId ?? '', reason: one.reason }] : [],
  );
  return { response: { batchItemFailures: failures.map(({ id }) => ({ itemIdentifier: id })) }, failures };
}
