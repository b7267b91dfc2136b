import { createHash, randomBytes, randomInt } from 'node:crypto';

/** Crockford's: no I, L, O or U, which are misread over the telephone. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The ids that a request makes follow from its school and key, so that the same request again cannot make a second visit. */
export const newVisitId = (school: string, key: string): string => `HV-${eightOf(`visit\n${school}\n${key}`)}`;
export const newAllegationId = (school: string, key: string): string => `AL-${eightOf(`allegation\n${school}\n${key}`)}`;
export const newHouseholdId = (school: string, key: string): string => `h-${eightOf(`household\n${school}\n${key}`).toLowerCase()}`;
/** Of something that is owed to this contact. */
export const newErrandId = (school: string, key: string, channel: string): string =>
  `ER-${eightOf(`errand\n${school}\n${key}\n${channel}`)}`;

/** Of the drill of this ladder that comes after another. */
export const newDrillId = (school: string, ladder: string, before: string): string =>
  `DR-${eightOf(`drill\n${school}\n${ladder}\n${before}`)}`;

/** Six figures that nobody can guess. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

export const newImportId = (school: string, key: string): string => `i-${eightOf(`import\n${school}\n${key}`).toLowerCase()}`;

export const newWebhookId = (school: string, key: string): string => `w-${eightOf(`webhook\n${school}\n${key}`).toLowerCase()}`;
/** As Standard Webhooks writes one: 32 bytes. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

export const newHoldId = (school: string, key: string): string => `h-${eightOf(`hold\n${school}\n${key}`).toLowerCase()}`;

/** Eight of 32 characters: 40 bits. */
const eightOf = (of: string): string =>
  [...createHash('sha256').update(of).digest().subarray(0, 8)].map((byte) => alphabet.charAt(byte % alphabet.length)).join('');
