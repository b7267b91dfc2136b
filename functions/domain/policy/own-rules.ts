import doorstep from '../../../policies/doorstep.json' with { type: 'json' };
import { overlay, Policy } from './policy.ts';

/** What Doorstep does for every school where its policy is silent: clauses `DS-…`, shown as Doorstep's and never as the school's. */
export const ownRules: Policy = Policy.parse(doorstep);

const laid = new WeakMap<Policy, Policy>();

/** The rules that a school's visits go by: its policy, laid over Doorstep's own. Once for each policy, which never changes. */
export function rulesOf(policy: Policy): Policy {
  const rules = laid.get(policy) ?? overlay(ownRules, policy);
  laid.set(policy, rules);
  return rules;
}
