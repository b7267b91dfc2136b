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

/** A school that may have people and no policy yet. */
export interface YoungSchool extends Pick<School, 'id' | 'staff' | 'former'> {
  readonly settings?: Settings;
  readonly rules?: Policy;
}

export async function readYoungSchool(schools: SchoolStore, id: string): Promise<YoungSchool> {
  const { settings, staff, former } = await schools.context(id, {});
  if (settings === undefined) return { id, staff, former };
  const { policy } = await schools.context(id, { policy: settings.policy });
  return { id, staff, former, settings, ...(policy && { rules: rulesOf(policy) }) };
}

/** `undefined`: it has no policy to go by yet. */
export const grown = ({ settings, rules, ...school }: YoungSchool): School | undefined =>
  settings === undefined || rules === undefined ? undefined : { ...school, settings, rules };

/** `undefined`: there is no such school, or it has no policy yet. */
export const readSchool = async (schools: SchoolStore, id: string): Promise<School | undefined> =>
  grown(await readYoungSchool(schools, id));

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
