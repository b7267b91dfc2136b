/**
 * The words in which the tables beside this file say who reads a field, and how an answer is made by them. What somebody on a
 * visit may know of it at all is decided before, by the veil (visit/veil.ts): no row widens that.
 */
import type { ReadingClass } from '../policy/policy.ts';

/**
 * - a class (logistics, content, concern, allegation, safe-word): whom the policy lets read it
 * - `everybody`: whoever is answered at all, a machine too
 * - `person`: any person of the school who may open the record; no machine
 * - `outside`: whoever is not on the visit, since what is said there must not be read in the house
 * - `inside`: whoever is on the visit, and nobody else
 * - `its-own`: whoever reads the class of the alarm or the question that it is about
 * - `added`: whoever reads the content; on the visit only where somebody on it said it
 * - `own`: the person that the record is about
 * - `keeper`: whoever keeps the school's records of that kind, and has to see what they replace
 * - `nobody`: kept for Doorstep's own work, and in no answer
 */
export type Reader = ReadingClass | 'everybody' | 'person' | 'outside' | 'inside' | 'its-own' | 'added' | 'own' | 'keeper' | 'nobody';

/** Of one field: whoever is any of these. */
export type Row = Reader | readonly Reader[];
export type Rows<Field extends string> = Readonly<Record<Field, Row>>;

/** What a caller is to one record: every word that holds of them there. */
export type Reading = ReadonlySet<Reader>;

export const reads = (row: Row, reading: Reading): boolean =>
  typeof row === 'string' ? reading.has(row) : row.some((one) => reading.has(one));

/** The fields of an answer that are there and that this caller reads. A field without a row does not compile, nor a row without a field. */
export function asRead<Field extends string>(
  rows: Rows<Field>,
  whole: Readonly<Record<NoInfer<Field>, unknown>>,
  reading: Reading,
): Readonly<Record<string, unknown>> {
  const fields = Object.entries<unknown>(whole);
  // `whole` has the fields of `rows`, which Object.entries does not say.
  return Object.fromEntries(fields.filter(([field, value]) => value !== undefined && reads(rows[field as Field], reading)));
}

/** For whoever is answered at all. */
export const everybody: Reading = new Set(['everybody']);
