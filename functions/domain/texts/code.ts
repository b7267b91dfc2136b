/**
 * The code of a visit: the last characters of its id, three or as many as it takes until there is a letter and a figure among
 * them. So no word is ever read as one ("left car"), nor a number or a time ("back 330").
 */
import { ItemId } from '../visit/visit.ts';
import { amountIn } from './late.ts';

const shortest = 3;
const longest = 8;

/** The alphabet of ids has no I, L, O or U: beside a figure they are one that was misread. */
const meant = (text: string): string => (/\d/.test(text) ? text.replaceAll('O', '0').replace(/[IL]/g, '1') : text);

const isCode = (text: string): boolean =>
  /^(?=.*\d)[0-9A-HJKMNP-TV-Z]{3,8}$/.test(text) &&
  // "Back 3pm" and "back 330" say when, and not which.
  amountIn(text.toLowerCase()) === undefined;

const marksAround = /^[#(:,.-]+|[):,.-]+$/g;

/** Of one word, or an id written as two, what it is as a code: `9QX` of `#9qx:`, `HV-7K2M9Q4X` of `hv 7k2m9q4x`. */
export function codeIn(words: string): string | undefined {
  const text = words.replace(marksAround, '').toUpperCase();
  const [, kind = '', number = ''] = /^(HV|AL|ER|DR)(?:-|[ ]?(?=[A-Z]*\d))([0-9A-Z]+)$/.exec(text) ?? [];
  const id = ItemId.safeParse(`${kind}-${meant(number)}`);
  if (id.success) return id.data;
  const code = meant(text);
  return isCode(code) ? code : undefined;
}

/** What to call each of these in a text, so that it is told from the others and read as what it is: its code, or failing that its id. */
export const codesOf = (ids: readonly string[]): readonly string[] =>
  ids.map((id) => {
    const others = ids.filter((other) => other !== id);
    const ends = Array.from({ length: longest - shortest + 1 }, (_end, i) => id.slice(-(shortest + i)));
    return ends.find((end) => isCode(end) && !others.some((other) => other.endsWith(end))) ?? id;
  });
