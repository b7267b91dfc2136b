import { createHash, randomBytes } from 'node:crypto';
import { secretLength } from '../../domain/machine.ts';

/** What a browser or a phone holds, of which only this is kept: nobody who reads the table can sign in with it. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Of 32 bytes. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Letters and figures alone: many phones take a dash at the end of a link for no part of it. 131 bits. */
export const newLinkSecret = (): string => lettersAndFigures(22);

/** What nobody can guess of a machine's key. */
export const newKeySecret = (): string => lettersAndFigures(secretLength);

function lettersAndFigures(length: number): string {
  const letters = randomBytes(2 * length)
    .toString('base64url')
    .replaceAll(/[-_]/g, '');
  return letters.length < length ? lettersAndFigures(length) : letters.slice(0, length);
}
