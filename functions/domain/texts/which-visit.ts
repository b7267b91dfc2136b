/** Which of the visits that a text could be about it is about. In doubt it is asked back, and nothing changes. */
import type { Said } from './read-text.ts';

/**
 * `visits`: those that this word from this sender could be about. `code`: the whole id where it is at hand, or its last
 * characters. A code that is none of theirs is asked back even where there is only one. A call for help is never held up by
 * this: the caller hears it whatever is answered here.
 */
export function whichVisit<Visit extends { readonly code: string }>(
  said: Said,
  visits: readonly Visit[],
): Visit | 'none' | 'several' | 'unknown-code' {
  const code = 'code' in said ? said.code : undefined;
  const meant = code === undefined ? visits : visits.filter((visit) => isSame(visit.code.toUpperCase(), code));
  const [one] = meant;
  if (one === undefined) return visits.length === 0 ? 'none' : 'unknown-code';
  return meant.length === 1 ? one : 'several';
}

/** Two whole ids are one or they are not; a code is the end of an id. */
const isSame = (a: string, b: string): boolean => a.endsWith(b) || b.endsWith(a);
