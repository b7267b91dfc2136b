/** When a policy is to be looked at again. It reminds, and blocks nothing (T72). */
import { inLondon, type Instant, plus, startOfDay } from '../time.ts';
import type { Policy, Settings, Who } from './policy.ts';

type Reviewed = { readonly rules: Policy; readonly settings: Settings };

/**
 * The day by which it is to be looked at again: so long after it was last, and until it ever was the day that the document
 * says, else so long after it came into force. Undefined: the policy says nothing of a review.
 */
export function reviewDueOn({ rules, settings }: Reviewed): string | undefined {
  const review = reviewIn(rules);
  if (review === undefined) return undefined;
  const after = (day: string): string => inLondon(plus(startOfDay(day), review.every)).date;
  if (settings.reviewed !== undefined) return after(settings.reviewed.on);
  if (review.due !== undefined) return review.due;
  const inForce = inForceFrom({ rules, settings });
  return inForce === undefined ? undefined : after(inForce);
}

/** Who is reminded of it, and may say that it is done. */
export const reviewersIn = (rules: Policy): readonly Who[] => reviewIn(rules)?.tell ?? [];

/** How the review stands on a day: `null` where the policy says nothing of one. */
export function reviewOn(now: Instant, school: Reviewed): object | null {
  const review = reviewIn(school.rules);
  if (review === undefined) return null;
  const due = reviewDueOn(school) ?? null;
  return { every: review.every, due, overdue: due !== null && due < inLondon(now).date, last: school.settings.reviewed ?? null };
}

const reviewIn = (rules: Policy) => rules.about.find((about) => about.id === 'review');

/** The day on which the school agreed to it; where it came with the school, the day that it says itself. */
function inForceFrom({ rules, settings }: Reviewed): string | undefined {
  if (settings.agreed !== undefined) return inLondon(settings.agreed.at).date;
  return rules.about.find((about) => about.id === 'version')?.from;
}
