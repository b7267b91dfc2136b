/** Who may agree to a version of the policy, and which wait for it. Everybody's home page asks, so that little is read for it. */
import type { Person } from '../domain/person.ts';
import type { Changed, Duty, Settings, Who } from '../domain/policy/policy.ts';
import { agreementsTo } from '../domain/policy/settings-history.ts';
import type { PolicyVersion } from '../ports/school-store.ts';
import type { Deps } from './deps.ts';
import { maySetSettings, writtenSettings } from './keep-settings.ts';
import { grown, type YoungSchool } from './school.ts';

const heads: readonly Duty[] = ['headteacher', 'head-of-school', 'executive-headteacher'];
const isHead = ({ duties }: Person): boolean => duties.some((duty) => heads.includes(duty));
const isAdmin = ({ duties }: Person): boolean => duties.includes('admin');

/** Whom the policy in force names for the school's settings; where there is none yet, a head or an admin. */
export function mayAgreeToPolicy(young: YoungSchool, person: Person): boolean {
  const school = grown(young);
  return school === undefined ? isHead(person) || isAdmin(person) : maySetSettings(school, person);
}

/** Who may agree to a version, in the policy's words, and the clauses that say so. */
export function whoAgrees(young: YoungSchool): { readonly by: readonly Who[]; readonly clauses: readonly string[] } {
  const rows = young.rules?.about.filter((about) => about.id === 'settings-changed-by');
  if (rows === undefined) return { by: [...heads, 'admin'], clauses: [] };
  return { by: rows.flatMap(({ who }) => who), clauses: rows.flatMap(({ clauses }) => clauses) };
}

/** One that was passed over for a later one waits no more. */
export const isProposedAfter = (proposed: Changed | undefined, now: PolicyVersion | undefined): proposed is Changed =>
  proposed !== undefined && proposed.at > (now?.proposed?.at ?? '');

/** The one in force. */
export const nowOf = (versions: readonly PolicyVersion[], settings: Settings | undefined): PolicyVersion | undefined =>
  versions.find(({ policy, version }) => settings?.policy.id === policy.id && settings.policy.version === version);

/** The versions to which nobody has agreed yet. */
export async function waitingVersions(
  deps: Pick<Deps, 'schools'>,
  { id, settings }: YoungSchool,
): Promise<readonly { readonly version: string; readonly proposed: Changed }[]> {
  const versions = await deps.schools.policies(id);
  const now = nowOf(versions, settings);
  const later = versions.flatMap(({ version, proposed }) => (isProposedAfter(proposed, now) ? [{ version, proposed }] : []));
  if (later.length === 0) return [];
  const written = await writtenSettings(deps, id);
  return later.filter(({ version }) => agreementsTo(version, written).length === 0);
}
