import { type JWK, SignJWT, exportJWK, generateKeyPair, importJWK } from 'jose';
import * as z from 'zod';
import type { Journal } from './journal.ts';
import { audience, issuer } from './names.ts';

export interface Tokens {
  /** The public half, as a key set in JSON: what the functions check a token against. */
  readonly keys: string;
  forPerson(school: string, person: string): Promise<string>;
  forMachine(school: string, scope: 'read' | 'write'): Promise<string>;
}

const algorithm = 'ES256';
/** Time is moved about here: nobody should be signed out by that. */
const lasts = '10y';

/** Signs tokens such as a sign-in provider gives, with a key that is made once and kept. */
export async function openTokens(journal: Journal): Promise<Tokens> {
  const kept = journal.collection<JWK>('signing-key', z.record(z.string(), z.string()));
  const pair = kept.get('key') ?? (await newKey());
  kept.put('key', pair);
  const key = await importJWK(pair, algorithm);
  const open = { ...pair, d: undefined };
  const sign = (claims: Readonly<Record<string, string>>, subject: string): Promise<string> =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm, kid: 'local', typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime(lasts)
      .sign(key);
  return {
    keys: JSON.stringify({ keys: [open] }),
    forPerson: (school, person) => sign({ school }, person),
    forMachine: (school, scope) => sign({ school, scope }, `machine-${scope}`),
  };
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: 'local', alg: algorithm, use: 'sig' };
}
