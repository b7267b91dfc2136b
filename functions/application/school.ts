import type { Staff } from '../domain/person.ts';
import { rulesOf } from '../domain/policy/own-rules.ts';
import type { Policy, Settings } from '../domain/policy/policy.ts';
import type { Known } from '../domain/visit/decision.ts';
import type { SchoolStore } from '../ports/school-store.ts';

/** A school as its own records have it now, with the rules that its next visit goes by. */
export interface School {
  readonly id: string;
  readonly settings: Settings;
  readonly staff: Staff;
  readonly former?: Staff | undefined;
  readonly rules: Policy;
}

/** `undefined`: there is no such school, or it has no policy yet. */
export async function readSchool(schools: SchoolStore, id: string): Promise<School | undefined> {
  const { settings, staff, former } = await schools.context(id, {});
  if (settings === undefined) return undefined;
  const { policy } = await schools.context(id, { policy: settings.policy });
  return policy === undefined ? undefined : { id, settings, staff, former, rules: rulesOf(policy) };
}

/** What is known of it where there is no home and no visit to know anything of. */
export const knownOf = ({ settings, staff, former, rules }: School): Known => ({
  settings,
  staff,
  former,
  rules,
  household: undefined,
  round: [],
  leads: [],
});
