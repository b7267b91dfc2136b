import type * as z from 'zod';
import { notKept, type Response } from './http.ts';
import { type ProblemName, problemTypes } from './problem-types.ts';

/** One thing wrong with what was sent, and where: a JSON pointer into the body, `/headers/…` or `/query/…`. */
export interface Fault {
  readonly pointer: string;
  readonly message: string;
}

interface Problem {
  /** The last part of its address, which never changes: `/problems/unmet`. */
  readonly type: ProblemName;
  readonly detail?: string;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that says what is wrong in the form of RFC 9457. */
export function problem({ type, detail, more = {}, headers = {} }: Problem): Response {
  const { status, title } = problemTypes[type];
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...notKept, ...headers },
    body: JSON.stringify({ type: `/problems/${type}`, title, status, ...(detail === undefined ? {} : { detail }), ...more }),
  };
}

export const notFound = problem({ type: 'not-found' });

export const forbidden = problem({ type: 'forbidden' });

/** `wrongToken`: something was sent, and it was not good. */
export const notSignedIn = (wrongToken: boolean): Response =>
  problem({
    type: 'not-signed-in',
    headers: { 'www-authenticate': `Bearer realm="doorstep"${wrongToken ? ', error="invalid_token"' : ''}` },
  });

export const methodNotAllowed = (allowed: readonly string[]): Response =>
  problem({
    type: 'method-not-allowed',
    detail: `Here you may ${allowed.join(', ')}.`,
    headers: { allow: allowed.join(', ') },
  });

/** What was sent cannot be understood: every fault at once, as far as anybody would read on. */
export const invalid = (errors: readonly Fault[]): Response => problem({ type: 'invalid', more: { errors: errors.slice(0, 100) } });

/** The record is no longer, or never was, as the caller's If-Match says. */
export const changed = problem({
  type: 'changed',
  detail: 'Read it again and send the ETag of that answer.',
});

export const preconditionRequired = (send: string): Response => problem({ type: 'precondition-required', detail: `Send ${send}.` });

export const tooLarge = (detail: string): Response => problem({ type: 'too-large', detail });

export const notJsonType = problem({
  type: 'unsupported-media-type',
  detail: 'Send the body as JSON, with Content-Type: application/json.',
});

export const keyReused = problem({
  type: 'key-reused',
  detail: 'An Idempotency-Key belongs to one request: send the same again with the same key, anything else with a new one.',
});

/** Not now: it would be too often. `seconds` from now it may be asked for again. */
export const tooOften = (detail: string, seconds: number): Response =>
  problem({ type: 'too-often', detail, headers: { 'retry-after': String(seconds) } });

/** Nothing was done; the same may be sent again. */
export const busy = problem({
  type: 'busy',
  detail: 'It is safe to send the same again.',
  headers: { 'retry-after': '1' },
});

export const unexpected = problem({ type: 'unexpected' });

const escaped = (part: PropertyKey): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');
export const pointerTo = (path: readonly PropertyKey[]): string => path.map((part) => `/${escaped(part)}`).join('');

/** What a schema found wrong, a fault for each field; of an unknown one, where it stands. */
export function faultsOf(issues: readonly z.core.$ZodIssue[], under: readonly PropertyKey[] = []): readonly Fault[] {
  return issues.flatMap((issue) => {
    const path = [...under, ...issue.path];
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ pointer: pointerTo([...path, key]), message: 'there is no such field' }));
    if (issue.code === 'invalid_union') return faultsOfUnion(issue, path);
    return [{ pointer: pointerTo(path), message: isMissing(issue) ? 'is needed' : issue.message }];
  });
}

/** Of several forms the one that came nearest speaks: the one whose faults lie deepest, then the one with fewest. */
function faultsOfUnion(issue: z.core.$ZodIssueInvalidUnion, path: readonly PropertyKey[]): readonly Fault[] {
  const depth = (issues: readonly z.core.$ZodIssue[]) => Math.max(0, ...issues.map((each) => each.path.length));
  const [nearest] = issue.errors.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length);
  if (nearest === undefined || nearest.length === 0) return [{ pointer: pointerTo(path), message: issue.message }];
  return faultsOf(nearest, path);
}

const isMissing = (issue: z.core.$ZodIssue): boolean => issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
