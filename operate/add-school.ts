/** A school's beginning: everything that has to be there before anybody of it can sign in. */
import { canonical } from '../functions/domain/canonical.ts';
import type { Person } from '../functions/domain/person.ts';
import { rulesOf } from '../functions/domain/policy/own-rules.ts';
import type { Settings } from '../functions/domain/policy/policy.ts';
import { checkSettings, settledValues, unset } from '../functions/domain/policy/settings.ts';
import { beginErrands } from '../functions/application/errands.ts';
import { readYoungSchool, type YoungSchool } from '../functions/application/school.ts';
import type { PolicyVersion } from '../functions/ports/school-store.ts';
import { confirmContactsOf } from './confirm-contacts.ts';
import { type Done, type Operating, operator } from './operating.ts';
import type { Document } from './policy-file.ts';

export interface NewSchool {
  readonly id: string;
  readonly name: string;
  readonly policy: Document & { readonly version: string };
  /** By the names that the policy asks for them under. */
  readonly values: Settings['values'];
  /** The first of its people, who enters the others. */
  readonly admin: Person;
}

/**
 * Makes a school, or finishes one that broke off: the same again does what is missing. What is there is left as it is, and what
 * cannot be is said before anything is done.
 */
export async function addSchool({ deps, topics }: Operating, wanted: NewSchool): Promise<Done> {
  const { id, name, policy, admin } = wanted;
  const listed = (await deps.schoolList.all()).find((school) => school.id === id);
  const young = await readYoungSchool(deps.schools, id);
  const versions = await deps.schools.policies(id);
  const refused = [
    ...(listed?.leftAt === undefined ? [] : [`${id} has left Doorstep: bring it back with school back --id ${id}`]),
    ...wrongWithPolicy(wanted, young, versions),
    ...wrongWithSettings(wanted, young),
    ...(young.former?.[admin.id] === undefined ? [] : [`${admin.name} (${admin.id}) has left the school: give another --admin-name`]),
  ];
  if (refused.length > 0) return { refused };

  const at = deps.clock.now();
  const changed = { at, by: operator };
  const done: string[] = [];
  const say = (outcome: 'written' | 'conflict', made: string, there: string): void => {
    done.push(outcome === 'written' ? made : `${there} was there already, and stays as it is`);
  };
  // First whatever tells and watches, so that there is no moment at which somebody of the school could go unwatched.
  await topics.make(id);
  done.push('its topic of emails is there');
  say(await deps.schoolList.add({ id, name, since: at }), `${name} is in the list of schools`, listed?.name ?? name);
  say(
    await deps.schools.putPolicy(id, policy.version, policy.policy, { clauses: policy.clauses }),
    `version ${policy.version} of its policy is kept`,
    `version ${policy.version} of its policy`,
  );
  const rules = rulesOf(policy.policy);
  const values = settledValues(rules, { [admin.id]: admin }, wanted.values);
  const settings = { version: 1, policy: { id: policy.policy.id, version: policy.version }, values, changed };
  say(
    await deps.schools.putSettings(id, settings),
    `it goes by that version, with ${String(Object.keys(values).length)} settings`,
    'what it goes by',
  );
  say(await deps.schools.putPerson(id, { ...admin, changed }, 0), `${admin.name} is its admin`, admin.name);
  await beginErrands(deps, id);
  done.push(...(await confirmContactsOf(deps, id, admin.id)));
  const missing = unset(rules, settings).map(({ id: setting }) => setting);
  if (young.settings === undefined && missing.length > 0)
    done.push(`nobody departs until these are set, on the page Settings: ${missing.join(', ')}`);
  return { done };
}

function wrongWithPolicy({ id, policy }: NewSchool, { settings }: YoungSchool, versions: readonly PolicyVersion[]): readonly string[] {
  const propose = `propose it with school policy --id ${id}`;
  const there = versions.find((version) => version.version === policy.version && version.policy.id === policy.policy.id);
  const isSame = there !== undefined && canonical(there.policy) === canonical(policy.policy);
  if (there !== undefined && !isSame)
    return [`version ${policy.version} of its policy is there and says something else: give yours another --version, and ${propose}`];
  if (there === undefined && settings !== undefined)
    return [`it goes by version ${settings.policy.version} of ${settings.policy.id} already: ${propose}`];
  const other = versions.find((version) => version.policy.id !== policy.policy.id);
  return other === undefined
    ? []
    : [`its policy is called ${other.policy.id} in all its versions, and this one ${policy.policy.id}: write that as its id`];
}

/** Those of a school that has settings are not looked at: they stay as they are. */
const wrongWithSettings = ({ policy, values, admin }: NewSchool, { settings }: YoungSchool): readonly string[] =>
  settings !== undefined
    ? []
    : checkSettings(rulesOf(policy.policy), { [admin.id]: admin }, values).map(
        ({ path, message }) => `the setting ${path.map(String).join('/')}: ${message}`,
      );
