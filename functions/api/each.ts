import * as z from 'zod';
import { aFewAtATime, type Part } from '../application/a-few-at-a-time.ts';
import type { Deps } from '../application/deps.ts';
import { isAway } from '../http/away.ts';
import { ok, type Response } from '../http/http.ts';
import { busy, unexpected } from '../http/problem.ts';

/** How many are taken at once. */
export const mostAtOnce = 100;

type Json = Readonly<Record<string, unknown>>;
/** How it would have been answered alone: its status, the problem where it was not done, and whatever else is to be said of it. */
export interface Said extends Json {
  readonly status: number;
  readonly problem?: unknown;
}

export const saidBy = ({ status, body = '{}' }: Response): Said => (status < 300 ? { status } : { status, problem: JSON.parse(body) });

/** Ids, each once. */
export const idsOf = <Id extends z.ZodType<string>>(id: Id) =>
  z
    .array(id)
    .min(1)
    .max(mostAtOnce)
    .refine((ids) => new Set(ids).size === ids.length, 'each once');

/**
 * One answer for many: of each in their order what would have been answered to it alone, beside what it is `about`. None holds
 * up another, and what there was no time for, or could not be written, says that the same may be sent again.
 */
export async function answerEach<Thing>(
  { clock }: Deps,
  name: string,
  things: readonly Thing[],
  about: (thing: Thing) => Json,
  work: (thing: Thing) => Promise<Said>,
): Promise<Response> {
  const parts = await aFewAtATime(clock, things, work);
  const each = parts.map((part, place) => {
    const thing = things[place];
    return { ...(thing === undefined ? {} : about(thing)), ...(part.outcome === 'done' ? part.value : saidBy(failed(part))) };
  });
  return { ...ok({ [name]: each }), broke: parts.flatMap((part) => (part.outcome === 'broke' ? [part.error] : [])) };
}

const failed = (part: Exclude<Part<unknown>, { outcome: 'done' }>): Response =>
  part.outcome === 'broke' && !isAway(part.error) ? unexpected : busy;
