import doorstep from '../../../policies/doorstep.json' with { type: 'json' };
import { overlay, Policy } from './policy.ts';

/** What Doorstep does for every school where its policy is silent: clauses `DS-…`, shown as Doorstep's and never as the school's. */
export const ownRules: Policy = Policy.parse(doorstep);

/** The rules that a school's visits go by: its policy, laid over Doorstep's own. */
export const rulesOf = (policy: Policy): Policy => overlay(ownRules, policy);
