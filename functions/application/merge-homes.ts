import type { Household, HouseholdId } from '../domain/household.ts';
import { merged, pointerTo } from '../domain/merged-homes.ts';
import type { Keeping } from './keep.ts';

export type Merge =
  | { readonly outcome: 'merged'; readonly home: Household }
  | { readonly outcome: 'no-such-home'; readonly id: HouseholdId }
  /** They are one home already. */
  | { readonly outcome: 'itself'; readonly id: HouseholdId }
  /** What was to be merged is part of that home. */
  | { readonly outcome: 'elsewhere'; readonly id: HouseholdId }
  | { readonly outcome: 'busy' };

const tries = 5;

/**
 * Makes one home of two records of it. First everything is in the one that stays, then the other leads there: whatever breaks off
 * between the two loses nothing, and the same again finishes it. The one that stays is written each time, so that of two merges that
 * meet, each the other way, one finds its home gone.
 */
export async function mergeHomes(
  { schools, clock }: Keeping,
  school: string,
  { into, from, by }: { readonly into: HouseholdId; readonly from: HouseholdId; readonly by: string },
): Promise<Merge> {
  for (let n = 0; n < tries; n += 1) {
    const [stays, goes] = await Promise.all([schools.household(school, into), schools.household(school, from)]);
    if (stays === undefined) return { outcome: 'no-such-home', id: into };
    if (goes === undefined) return { outcome: 'no-such-home', id: from };
    // Nothing is kept of an erased home, and nothing is to be kept under its name again.
    if (stays.value.erasedAt !== undefined) return { outcome: 'no-such-home', id: into };
    if (goes.value.erasedAt !== undefined) return { outcome: 'no-such-home', id: from };
    const { id } = stays.value;
    if (id === goes.value.id) return id === into && from !== into ? { outcome: 'merged', home: stays.value } : { outcome: 'itself', id };
    if (goes.value.id !== from) return { outcome: 'elsewhere', id: goes.value.id };

    const changed = { at: clock.now(), by };
    const home = { ...merged(stays.value, goes.value, changed.at), changed };
    await schools.keepBefore(school, 'household', id, stays);
    if ((await schools.putHousehold(school, home, stays.version)) === 'conflict') continue;
    await schools.keepBefore(school, 'household', from, goes);
    if ((await schools.putHousehold(school, { ...pointerTo(id, goes.value), changed }, goes.version)) === 'written')
      return { outcome: 'merged', home };
  }
  return { outcome: 'busy' };
}
