import * as z from 'zod';
import { strictBody } from '../http/body.ts';
import { hasAlready } from '../http/etag.ts';
import { notKept, ok, type Response } from '../http/http.ts';
import { type Fault, faultsOf, invalid } from '../http/problem.ts';
import type { Asked, Operation } from './asked.ts';
import type { Deps } from '../application/deps.ts';
import { keyAt } from '../ports/cursor.ts';

/** How many rows a page of a list has. */
export const pageLimit = (usual: number) =>
  z.string().regex(/^\d+$/, 'a whole number').transform(Number).pipe(z.int().min(1).max(100)).default(usual);

/** Where a list goes on. Made up, or cut short, it would go on nowhere. */
export const Cursor = z
  .string()
  .max(200)
  .refine((cursor) => keyAt(cursor) !== undefined, 'send `next` of an answer as it was, or leave it out');

type Answering<Given> = (deps: Deps, asked: Asked, given: Given) => Promise<Response>;

/** A read, asked for with this query and nothing besides. */
export const read = <Query>(schema: z.ZodType<Query>, answer: Answering<Query>): Operation => ({
  query: schema,
  answer: async (deps, asked) => {
    const query = schema.safeParse(asked.request.query);
    return query.success ? answer(deps, asked, query.data) : invalid(faultsOf(query.error.issues, ['query']));
  },
});

/** A write with this body and nothing besides. `keyFaults`: what is wrong with the name of the request, where it needs one. All that is wrong is said at once. */
export const write = <Body>(
  schema: z.ZodType<Body>,
  answer: Answering<Body>,
  keyFaults?: (asked: Asked) => readonly Fault[],
): Operation => ({
  body: schema,
  ...(keyFaults === undefined ? {} : { key: 'needed' }),
  answer: async (deps, asked) => {
    const sent = strictBody(asked.request);
    if ('problem' in sent) return sent.problem;
    const body = await schema.safeParseAsync(sent.value);
    const wrong = [
      ...(keyFaults?.(asked) ?? []),
      ...queryFaults(asked),
      ...sent.faults,
      ...(body.success ? [] : faultsOf(body.error.issues)),
    ];
    return body.success && wrong.length === 0 ? answer(deps, asked, body.data) : invalid(wrong);
  },
});

/** A write has no query: what somebody puts there would be lost without a word. */
export const queryFaults = ({ request }: Asked): readonly Fault[] =>
  Object.keys(request.query).map((name) => ({
    pointer: `/query/${name}`,
    message: 'is no part of this: it goes into the body, or nowhere',
  }));

/** What was read, or that the caller has it already. */
export function answerRead({ request }: Asked, shown: object): Response {
  const answer = ok(shown);
  const { etag = '' } = answer.headers;
  return hasAlready(request.headers['if-none-match'], etag) ? { status: 304, headers: { etag, ...notKept } } : answer;
}
