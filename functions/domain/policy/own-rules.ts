import * as z from 'zod';
import doorstep from '../../../policies/doorstep.json' with { type: 'json' };
import doorstepClauses from '../../../policies/doorstep-clauses.json' with { type: 'json' };
import { Clause } from './clause.ts';
import { overlay, Policy } from './policy.ts';

/** What Doorstep does for every school where its policy is silent: clauses `DS-…`, shown as Doorstep's and never as the school's. */
export const ownRules: Policy = Policy.parse(doorstep);

export const ownClauses: readonly Clause[] = z.array(Clause).parse(doorstepClauses);

const laid = new WeakMap<Policy, Policy>();

/** The rules that a school's visits go by: its policy, laid over Doorstep's own. Once for each policy, which never changes. */
export function rulesOf(policy: Policy): Policy {
  const rules = laid.get(policy) ?? overlay(ownRules, policy);
  laid.set(policy, rules);
  return rules;
}
