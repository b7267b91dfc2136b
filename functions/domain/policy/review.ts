/** When a policy is to be looked at again. It reminds, and blocks nothing (T72). */
import { inLondon, plus, startOfDay } from '../time.ts';
import type { Policy, Settings } from './policy.ts';

/**
 * The day by which it is to be looked at again: so long after it was last, and until it ever was the day that the document
 * says, else so long after it came into force. Undefined: the policy says nothing of a review.
 */
export function reviewDueOn({ rules, settings }: { readonly rules: Policy; readonly settings: Settings }): string | undefined {
  const review = rules.about.find((about) => about.id === 'review');
  if (review === undefined) return undefined;
  const after = (day: string): string => inLondon(plus(startOfDay(day), review.every)).date;
  if (settings.reviewed !== undefined) return after(settings.reviewed.on);
  const version = rules.about.find((about) => about.id === 'version');
  return review.due ?? (version === undefined ? undefined : after(version.from));
}
