import { type Household, hazardsAfter } from '../domain/household.ts';
import { rulesOf } from '../domain/policy/own-rules.ts';
import type { NewHousehold, Press, RequestBody } from '../domain/visit/commands.ts';
import type { Instant } from '../domain/time.ts';
import { decideRequest } from '../domain/visit/decide.ts';
import type { Known, Refusal } from '../domain/visit/decision.ts';
import { foresee, type Foreseen } from '../domain/visit/foresee.ts';
import { visitOf } from '../domain/visit/fold.ts';
import { shadowOf } from '../domain/visit/shadow.ts';
import type { VisitId } from '../domain/visit/visit.ts';
import type { Conditions, Outcome } from './outcome.ts';
import type { Deps } from './deps.ts';
import { readKnown } from './known.ts';
import { knownOf, type School } from './school.ts';

/** Asks for a visit. Its id follows from the school and the caller's key: the same key again answers with the same visit. */
export async function requestVisit(
  deps: Deps,
  school: string,
  id: VisitId,
  body: RequestBody,
  newHouseholdId: string,
  press: Press,
  conditions: Conditions,
): Promise<Outcome> {
  const { household: home, follows, answers, ...rest } = body;
  const named = typeof home === 'string' ? home : newHouseholdId;
  const first = await deps.schools.context(school, { households: [named], round: undefined });
  // A home that was merged into another is that other.
  const householdId = first.households[named]?.id ?? named;
  if (first.settings === undefined) return { outcome: 'no-such-visit' };
  if (!conditions.may(undefined, first.staff)) return { outcome: 'forbidden' };
  const again = await earlier(deps, school, id, press);
  if (again !== undefined) return again;

  const { policy: version } = first.settings;
  const { policy } = await deps.schools.context(school, { policy: version });
  if (policy === undefined)
    return { outcome: 'refused', refusal: { code: 'no-policy', message: 'The school has no policy yet.', clauses: [], unmet: [] } };
  const now = deps.clock.now();
  const newHome = typeof home === 'string' ? undefined : homeGiven(home, householdId, press.by, now);
  const known: Known = {
    rules: rulesOf(policy),
    settings: first.settings,
    staff: first.staff,
    former: first.former,
    household: newHome ?? first.households[named],
    round: [],
    leads: [],
  };
  const ref = { school, visit: id };
  const decision = decideRequest(ref, { ...rest, household: householdId }, { follows, answers }, press, known, version, now);
  if (!decision.accepted) return { outcome: 'refused', refusal: decision.refusal };

  // The home and the round are there before the visit that names them; a second try finds them there.
  if (newHome !== undefined) await deps.schools.putHousehold(school, newHome, 0);
  if (rest.round !== undefined) await deps.schools.joinRound(school, rest.round.id, id, rest.round.order);
  const { visit, events } = decision;
  const written = await deps.visits.create(
    { school, visit: id, version: 1, history: [...events], owed: visit.owed, tally: visit.tally },
    shadowOf(visit, known),
  );
  if (written === 'conflict') return (await earlier(deps, school, id, press)) ?? { outcome: 'busy' };
  await Promise.allSettled([deps.pokes.poke([ref])]);
  return { outcome: 'accepted', visit: { ...visit, version: 1 }, known, now };
}

/** A home as it is known from now on, which came with a request. */
const homeGiven = (home: NewHousehold, id: string, by: string, now: Instant): Household => ({
  ...home,
  id,
  formerAddresses: [],
  hazards: hazardsAfter([], home.hazards, by, now),
  entered: false,
  mergedFrom: [],
  changed: { at: now, by },
  answers: Object.fromEntries(Object.entries(home.answers).map(([question, value]) => [question, { value, by, at: now }])),
});

/** Not asked for yet: its home and whoever goes may still be to be said. */
export type WouldBe = Omit<RequestBody, 'household' | 'follows'> & { readonly household?: RequestBody['household'] | undefined };

/** What the policy asks and wants of such a visit, as whoever would ask for it. */
export async function foreseeVisit(
  { schools, clock }: Pick<Deps, 'schools' | 'clock'>,
  school: School,
  { household: home, answers, ...rest }: WouldBe,
  press: Press,
): Promise<Foreseen | Refusal> {
  const now = clock.now();
  const id = 'h-00000000';
  const found = typeof home === 'string' ? (await schools.household(school.id, home))?.value : undefined;
  const household = home === undefined || typeof home === 'string' ? found : homeGiven(home, id, press.by, now);
  const request = { ...rest, household: household?.id ?? id };
  const ref = { school: school.id, visit: 'HV-00000000' };
  return foresee(ref, request, answers, press, { ...knownOf(school), household }, school.settings.policy, now);
}

/** The visit that this key made before, if it did. */
async function earlier(deps: Deps, school: string, id: VisitId, press: Press): Promise<Outcome | undefined> {
  const stored = await deps.visits.read({ school, visit: id });
  if (stored === undefined) return undefined;
  const visit = visitOf(stored);
  if (press.key !== undefined && visit.keys[press.key.id] !== press.key.body) return { outcome: 'key-reused' };
  const known = await readKnown(deps, visit);
  return known === undefined ? { outcome: 'no-such-visit' } : { outcome: 'accepted', visit, known, now: deps.clock.now() };
}
