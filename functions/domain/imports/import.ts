/** Records that come in bulk: what an import is, and what became of each of its rows. */
import * as z from 'zod';
import { hashOf } from '../hash.ts';
import { HouseholdId } from '../household.ts';
import type { External } from '../person.ts';
import { Instant } from '../time.ts';

export const mostRows = 10_000;
export const mostBytes = 5 * 1024 * 1024;
/** How many rows are taken at once: what was done of them is noted together. */
export const rowsAtOnce = 25;

export const ImportKind = z.enum(['households', 'people']);
export type ImportKind = z.infer<typeof ImportKind>;

export const Outcome = z.enum(['made', 'changed', 'unchanged', 'refused']);
export type Outcome = z.infer<typeof Outcome>;
const Counts = z.strictObject({ made: z.int(), changed: z.int(), unchanged: z.int(), refused: z.int() });
export const none = { made: 0, changed: 0, unchanged: 0, refused: 0 } as const satisfies z.infer<typeof Counts>;

/** What is kept of one, besides what was sent. */
export const Import = z.strictObject({
  kind: ImportKind,
  format: z.enum(['csv', 'json']),
  /** By which names of columns; `doorstep` has our own. */
  mapping: z.string(),
  by: z.string(),
  /** A machine writes what its scope lets it. */
  machine: z.enum(['read', 'write']).optional(),
  at: Instant,
  press: z.strictObject({ id: z.string(), body: z.string() }),
  /** In how many parts what was sent is kept. */
  parts: z.int().min(1),
  rows: z.int(),
  /** So many of them have been seen to. */
  done: z.int(),
  counts: Counts,
  endedAt: Instant.optional(),
});
export type Import = Readonly<z.infer<typeof Import>>;

export const ImportId = z.string().regex(/^i-[0-9a-z]{8,20}$/, 'like i-7k2m9q4x');

/** One row of the report. */
export const ReportRow = z.strictObject({
  /** Its place among the rows, the first is 1; the line of names is none. */
  row: z.int(),
  id: z.string().optional(),
  outcome: Outcome,
  errors: z
    .array(z.strictObject({ pointer: z.string(), message: z.string() }))
    .readonly()
    .optional(),
});
export type ReportRow = Readonly<z.infer<typeof ReportRow>>;

/**
 * The id of a record that another system names: the same name, the same record. What is an id of ours already is taken as it is;
 * anything else is opaque, and stands in no address.
 */
export function idFor(name: string, { system }: { readonly system: string }): { readonly id: string; readonly external?: External } {
  if (system === 'doorstep' && HouseholdId.safeParse(name).success) return { id: name };
  const hash = [hashOf(`${system}\n${name}`), hashOf(`${name}\n${system}\n`)].map((n) => n.toString(36).padStart(7, '0')).join('');
  return { id: `${system.slice(0, 12)}-${hash}`, external: { system, id: name } };
}
