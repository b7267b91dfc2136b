import { createHash, randomBytes } from 'node:crypto';

/** What a browser or a phone holds, of which only this is kept: nobody who reads the table can sign in with it. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Of 32 bytes. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

const linkLength = 22;

/** Letters and figures alone: many phones take a dash at the end of a link for no part of it. 131 bits. */
export function newLinkSecret(): string {
  const letters = randomBytes(48).toString('base64url').replaceAll(/[-_]/g, '');
  return letters.length < linkLength ? newLinkSecret() : letters.slice(0, linkLength);
}
