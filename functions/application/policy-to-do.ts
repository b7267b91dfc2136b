import type { Changed, Policy } from '../domain/policy/policy.ts';
import { reviewDueOn, reviewersIn } from '../domain/policy/review.ts';
import { isOneOf } from '../domain/reading/who.ts';
import { inLondon } from '../domain/time.ts';
import type { Keeping } from './keep.ts';
import { grown, type YoungSchool } from './school.ts';
import { mayAgreeToPolicy, waitingVersions, whoAgrees } from './waiting-versions.ts';

export type PolicyToDo =
  /** A version waits for somebody to agree to it, and they may. */
  | { readonly kind: 'agree'; readonly version: string; readonly proposed: Changed; readonly clauses: readonly string[] }
  /** The policy is to be looked at again, and they are whom it names for that. */
  | { readonly kind: 'review'; readonly due: string; readonly clauses: readonly string[] };

/** What somebody has to do about the school's policy now. */
export async function policyToDo(deps: Keeping, young: YoungSchool, id: string): Promise<readonly PolicyToDo[]> {
  const person = Object.hasOwn(young.staff, id) ? young.staff[id] : undefined;
  if (person === undefined) return [];
  const waiting = mayAgreeToPolicy(young, person) ? await waitingVersions(deps, young) : [];
  const { clauses } = whoAgrees(young);
  const agree = waiting.map(({ version, proposed }) => ({ kind: 'agree' as const, version, proposed, clauses }));
  const school = grown(young);
  const due = school && reviewDueOn(school);
  const isDue = due !== undefined && due <= inLondon(deps.clock.now()).date;
  return school !== undefined && isDue && isOneOf(person, reviewersIn(school.rules), school.rules, school.settings)
    ? [...agree, { kind: 'review', due, clauses: clausesOfReview(school.rules) }]
    : agree;
}

const clausesOfReview = ({ about }: Policy): readonly string[] => about.find(({ id }) => id === 'review')?.clauses ?? [];
