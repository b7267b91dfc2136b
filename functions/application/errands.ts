/** What a school owes itself: begun here, served like a visit by whoever settles. */
import type { Press } from '../domain/visit/commands.ts';
import type { Known } from '../domain/visit/decision.ts';
import { hashOf } from '../domain/hash.ts';
import { decideErrand } from '../domain/visit/errand.ts';
import { reviewDueOn } from '../domain/policy/review.ts';
import { shadowOf } from '../domain/visit/shadow.ts';
import type { Errand, ErrandId } from '../domain/visit/visit.ts';
import type { Deps } from './deps.ts';
import { knownOf, readSchool } from './school.ts';

type Beginning = Pick<Deps, 'visits' | 'schools' | 'clock'>;
const doorstep: Press = { by: 'doorstep', via: 'system' };

/** The one that looks after a school's records once a day. */
export const dailyId: ErrandId = 'ER-DAILY';

/** Begins one, once: what has its id already is that one. What it owes is sent by whoever looks next. */
export async function beginErrand(
  deps: Beginning,
  { school, errand: id }: { readonly school: string; readonly errand: ErrandId },
  errand: Errand,
  known: Known,
  press: Press = doorstep,
): Promise<'begun' | 'there already'> {
  const ref = { school, visit: id };
  const { visit } = decideErrand(ref, errand, press, known, deps.clock.now());
  const stored = { ...ref, version: 1, history: [...visit.history], owed: visit.owed, tally: visit.tally };
  return (await deps.visits.create(stored, shadowOf(visit, known))) === 'written' ? 'begun' : 'there already';
}

/** Sees that a school's records are looked after from now on. */
export async function beginDaily(deps: Beginning, id: string): Promise<void> {
  const school = await readSchool(deps.schools, id);
  if (school !== undefined) await beginErrand(deps, { school: id, errand: dailyId }, { kind: 'daily' }, knownOf(school));
}

/** The review of the policy in force, if it says when it is to be looked at again: due some day, or for years already. */
export async function beginReview(deps: Beginning, id: string): Promise<ErrandId | undefined> {
  const school = await readSchool(deps.schools, id);
  const due = school && reviewDueOn(school);
  if (school === undefined || due === undefined) return undefined;
  const { policy } = school.settings;
  const review = reviewId(`${policy.id}#${policy.version}#${due}`);
  await beginErrand(deps, { school: id, errand: review }, { kind: 'review', due }, knownOf(school));
  return review;
}

/** One for each version of a policy and each day by which it is to be looked at again. */
const reviewId = (name: string): ErrandId => `ER-R${hashOf(name).toString(36).toUpperCase().padStart(7, '0')}`;
