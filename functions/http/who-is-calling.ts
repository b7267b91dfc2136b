import { createHash, timingSafeEqual } from 'node:crypto';
import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import * as z from 'zod';
import { keyPrefix, type Machine } from '../domain/machine.ts';

/** Whoever signed in. What a person may do stands in their record, never in the token. */
export type Caller =
  | { readonly kind: 'person'; readonly id: string; readonly school: string }
  | { readonly kind: 'machine'; readonly id: string; readonly school: string; readonly scope: Machine['scope'] };

/** Finds out who is calling from `Authorization`. `undefined`: nobody that we know. */
export type WhoIsCalling = (authorization: string | undefined) => Promise<Caller | undefined>;

const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });
const audience = 'doorstep';
/** Only keys that come in two halves: whoever can check a token cannot make one. */
const algorithms = ['ES256', 'ES384', 'RS256', 'PS256', 'EdDSA'];
const machine = 'machine-';

const Claims = z.object({ sub: z.string().min(1), school: z.string().min(1), scope: z.unknown().optional() });
const Scope = z.enum(['read', 'write']);

/** Whose key of ours this is, as long as it opens anything. */
type WhoseKey = (key: string) => Promise<Pick<Machine, 'id' | 'school' | 'scope'> | undefined>;

/** A machine by a key of ours, or whoever a token names that was signed by one of `keys`: a JWKS as JSON, without which no token is taken. */
export function whoIsCallingBy(keys: string | undefined, whoseKey: WhoseKey): WhoIsCalling {
  const byToken = whoseTokenBy(keys);
  return async (authorization) => {
    const token = tokenIn(authorization);
    if (token === undefined) return undefined;
    if (!token.startsWith(keyPrefix)) return byToken(token);
    const machine = await whoseKey(token);
    return machine && { kind: 'machine', id: machine.id, school: machine.school, scope: machine.scope };
  };
}

function whoseTokenBy(keys: string | undefined): (token: string) => Promise<Caller | undefined> {
  if (keys === undefined || keys.trim() === '') return async () => undefined;
  const keySet = createLocalJWKSet(KeySet.parse(JSON.parse(keys)));
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keySet, { audience, algorithms, requiredClaims: ['exp'] });
      return callerOf(payload);
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  };
}

/** Whether it is a provider to whom we gave this token, and who has no other name. It takes as long whatever is wrong with what was sent. */
export function holds(token: string, authorization: string | undefined): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const given = tokenIn(authorization);
  return timingSafeEqual(digest(given ?? ''), digest(token)) && given !== undefined;
}

const tokenIn = (authorization: string | undefined): string | undefined => /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1];

function callerOf(payload: unknown): Caller | undefined {
  const claims = Claims.safeParse(payload);
  if (!claims.success) return undefined;
  const { sub, school, scope } = claims.data;
  if (!sub.startsWith(machine)) return { kind: 'person', id: sub, school };
  const given = Scope.safeParse(scope);
  return given.success ? { kind: 'machine', id: sub.slice(machine.length), school, scope: given.data } : undefined;
}
