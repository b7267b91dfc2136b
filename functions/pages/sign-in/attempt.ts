import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { SchoolId } from '../../domain/person.ts';
import { Instant, plus } from '../../domain/time.ts';
import { type Cookie, cookieOf } from '../../http/cookies.ts';
import { localPath } from './local-path.ts';

/** Somebody has gone to the provider, and has ten minutes to come back. */
const Attempt = z.object({ secret: z.string().min(40), school: SchoolId, then: z.string(), at: Instant });
type Attempt = Readonly<z.infer<typeof Attempt>>;

/**
 * What the provider is told and gives back. All of it follows from what this browser alone holds, by a hash that nobody can turn
 * round: whoever sees the address cannot come back in their place, and a cookie that was changed belongs to no address.
 */
export interface Asking {
  readonly state: string;
  readonly nonce: string;
  /** The secret half of PKCE. */
  readonly verifier: string;
}

const lasts = 'PT10M';
const seconds = 600;

export const attemptCookie = (baseUrl: string): Cookie => cookieOf('doorstep-sign-in', baseUrl);

export interface Begun extends Omit<Attempt, 'secret' | 'at'> {
  readonly asking: Asking;
}

export function beginAttempt({ school, then, at }: Omit<Attempt, 'secret'>, cookie: Cookie): Begun & { readonly setCookie: string } {
  const attempt: Attempt = { secret: randomBytes(32).toString('base64url'), school, then, at };
  const value = Buffer.from(new URLSearchParams(attempt).toString()).toString('base64url');
  return { school, then, asking: askingOf(value), setCookie: cookie.set(value, seconds) };
}

/** Undefined: there is none, it is none of ours, or its time is over. */
export function attemptIn(value: string | undefined, now: Instant): Begun | undefined {
  if (value === undefined) return undefined;
  const fields = new URLSearchParams(Buffer.from(value, 'base64url').toString());
  const attempt = Attempt.safeParse(Object.fromEntries(fields));
  if (!attempt.success || plus(attempt.data.at, lasts) <= now) return undefined;
  const { school, then } = attempt.data;
  return { school, then: localPath(then), asking: askingOf(value) };
}

function askingOf(value: string): Asking {
  const derived = (what: string): string => createHash('sha256').update(`${what}.${value}`).digest('base64url');
  return { state: derived('state'), nonce: derived('nonce'), verifier: derived('verifier') };
}
