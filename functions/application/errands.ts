/** What a school owes itself: begun here, served like a visit by whoever settles. */
import type { Press, Upkeep } from '../domain/visit/commands.ts';
import { keepUp } from '../domain/visit/decide.ts';
import type { Known } from '../domain/visit/decision.ts';
import { hashOf } from '../domain/hash.ts';
import { decideErrand } from '../domain/visit/errand.ts';
import { reviewDueOn } from '../domain/policy/review.ts';
import { shadowOf } from '../domain/visit/shadow.ts';
import { visitOf } from '../domain/visit/fold.ts';
import type { Errand, ErrandId, VisitRef } from '../domain/visit/visit.ts';
import type { Deps } from './deps.ts';
import { knownOf, readSchool } from './school.ts';

type Beginning = Pick<Deps, 'visits' | 'schools' | 'clock'>;
const doorstep: Press = { by: 'doorstep', via: 'system' };

/** The one that looks after a school's records. */
export const upkeepId: ErrandId = 'ER-UPKEEP';

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

/**
 * What a school owes itself under its settings as they are now: that its policy is looked at again, and that nothing is kept too
 * long. Asked for whenever they have changed: for how long may have, and whoever is to look at the policy again.
 */
export async function beginErrands(deps: Beginning & Partial<Pick<Deps, 'pokes'>>, id: string): Promise<void> {
  const school = await readSchool(deps.schools, id);
  if (school === undefined) return;
  const known = knownOf(school);
  const ref = { school: id, visit: upkeepId };
  if ((await beginErrand(deps, { school: id, errand: upkeepId }, { kind: 'upkeep' }, known)) === 'there already') {
    const now = deps.clock.now();
    await appendUpkeep(deps, ref, known, { type: 'looked-after', next: now });
  }
  const review = await beginReview(deps, id);
  // One that was given up meanwhile lives again.
  await Promise.allSettled([deps.pokes?.poke([ref, ...(review === undefined ? [] : [{ school: id, visit: review }])])]);
}

/** Notes when the upkeep is next to be done. A lost race is somebody else's note, after which it is looked at all the same. */
async function appendUpkeep(
  deps: Beginning,
  ref: VisitRef,
  known: Known,
  upkeep: Extract<Upkeep, { readonly type: 'looked-after' }>,
): Promise<void> {
  const stored = await deps.visits.read(ref);
  if (stored === undefined) return;
  const { visit, events } = keepUp(visitOf(stored), upkeep, known, deps.clock.now());
  await deps.visits.append({ ref, after: stored.version, events, owed: visit.owed, tally: visit.tally, shadow: shadowOf(visit, known) });
}

/** The review of the policy in force, if it says when it is to be looked at again: due some day, or for years already. */
async function beginReview(deps: Beginning, id: string): Promise<ErrandId | undefined> {
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
