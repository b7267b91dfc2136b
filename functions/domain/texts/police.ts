/** That the police were rung, and the reference that they gave. */
import { amountIn } from './late.ts';
import { policePhrases } from './phrases.ts';

const longest = 60;
/** What leads to a reference, and is no part of it. */
const lead = /^(?:reference|ref|cyfeirnod|cyf)(?![a-z0-9])(?: (?:number|num|no|is)(?![a-z0-9]))?[ .:#-]*/i;
/** What a reference has in it beside figures. */
const label =
  /^(?:cad|log|incident|inc|crime|urn|no|num|number|of|january|february|march|april|may|june|july|august|september|october|november|december)[:.]?$/i;
const withFigures = /^[a-z0-9/.:#()-]*\d[a-z0-9/.:#()-]*$/i;
const wholeId = /^(?:hv|al|er|dr)-/i;

/**
 * Undefined where the text says something else. Words that say where the police are, or when they come, are no reference: what
 * is in doubt is asked for. It is kept as it was written.
 */
export function policeIn(text: string): { readonly reference?: string } | undefined {
  const said = policePhrases.filter((phrase) => startsAs(text, phrase)).toSorted((a, b) => b.length - a.length)[0];
  if (said === undefined) return undefined;
  const rest = text.slice(said.length).replace(/^[ :,-]+/, '');
  const reference = rest.replace(lead, '');
  if (reference === '') return {};
  const words = reference.split(' ');
  if (!words.every((word) => (label.test(word) || withFigures.test(word)) && !wholeId.test(word))) return undefined;
  const isNamed = rest !== reference || label.test(words[0] ?? '');
  const figures = reference.replace(/\D/g, '').length;
  if (isNamed) return figures > 0 ? upTo(longest, reference) : undefined;
  if (figures < 4) return undefined;
  // 1540 may be when they were rung.
  return amountIn(reference.toLowerCase()) === undefined || figures > 4 ? upTo(longest, reference) : {};
}

const startsAs = (text: string, phrase: string): boolean => {
  const low = text.toLowerCase();
  return low === phrase || (low.startsWith(phrase) && /^[ :,]/.test(low.slice(phrase.length)));
};
const upTo = (most: number, reference: string): { readonly reference?: string } => (reference.length <= most ? { reference } : {});
