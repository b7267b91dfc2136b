/** A machine that calls the API for a school, such as its records system, and the key by which it is known. */
import * as z from 'zod';
import { PersonId, SchoolId } from './person.ts';
import { Instant } from './time.ts';

/** As a history names it after `machine:`; never given to another. */
export const MachineId = PersonId;
export const scopes = ['read', 'write', 'calendar'] as const;
const Done = z.strictObject({ at: Instant, by: z.string() });

export const Machine = z.object({
  school: SchoolId,
  id: MachineId,
  /** What people call it. */
  name: z.string().trim().min(1, 'say what it is called').max(100),
  /** `write` may read as well; `calendar` reads when visits are, by a key that stands in an address, and nothing else. */
  scope: z.enum(scopes),
  made: Done,
  /** The last day on which it called, in UTC. */
  usedOn: z.iso.date().optional(),
  /** Its key opens nothing any more. */
  revoked: Done.optional(),
});
export type Machine = Readonly<z.infer<typeof Machine>>;

/** Whether that it was used is to be noted: once a day, so that hardly a call costs a write. */
export const isUseToBeNoted = ({ usedOn }: Machine, now: Instant): boolean => usedOn !== dayOf(now);
export const dayOf = (at: Instant): string => at.slice(0, 10);

const longest = 32;

/** As whom histories name whoever set the school up with `npm run school`: no machine of a school is called so. */
export const operator = 'operator';

/** `Arbor, every night` is `arbor-every-night`, or `arbor-every-night-2` where one had that name before. */
export function machineIdFor(name: string, taken: readonly string[]): string {
  const letters = name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036F'’]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-');
  const slug = (length: number): string => letters.replace(/^-+/, '').slice(0, length).replace(/-+$/, '') || 'machine';
  for (let n = 1; ; n += 1) {
    const end = n === 1 ? '' : `-${String(n)}`;
    const id = `${slug(longest - end.length)}${end}`;
    if (id !== operator && !taken.includes(id)) return id;
  }
}

// ------------------------------------------------------------------------------------------------ keys

/** What every key begins with, so that whoever finds one, or a scanner of secrets, knows what it is. */
export const keyPrefix = 'doorstep_';
/** How many letters and figures of it nobody can guess: 256 bits. */
export const secretLength = 43;

/** Letters and figures alone, which a double click selects whole, and at the end six that follow from the rest: a key that was cut off or mistyped needs no look at the table. */
export const keyOf = (secret: string): string => `${keyPrefix}${secret}${checksumOf(secret)}`;

const shape = new RegExp(`^${keyPrefix}([A-Za-z0-9]{${String(secretLength)}})([a-z0-9]{6})$`);

/** Whether it could be one of ours. */
export function isKey(text: string): boolean {
  const [, secret = '', checksum] = shape.exec(text) ?? [];
  return checksum === checksumOf(secret);
}

/** CRC-32 as six characters: it finds mistakes, and keeps nothing secret. */
function checksumOf(text: string): string {
  let crc = -1;
  for (const character of text) {
    crc ^= character.codePointAt(0) ?? 0;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (~crc >>> 0).toString(36).padStart(6, '0').slice(-6);
}
