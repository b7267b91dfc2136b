import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { reachedBefore } from '../functions/domain/contacts.ts';
import { Household } from '../functions/domain/household.ts';
import { Person, SchoolId } from '../functions/domain/person.ts';
import type { Clause } from '../functions/domain/policy/clause.ts';
import type { Policy, Settings } from '../functions/domain/policy/policy.ts';
import type { SchoolStore } from '../functions/ports/school-store.ts';
import { contentOf, type Document, policyIn, versionOf } from '../operate/policy-file.ts';
import { emailTopicPrefix } from './names.ts';
import type { Sns } from './sns.ts';

/** A school to begin with: its people, homes and settings, and the policy that it goes by. */
const SchoolFile = z.strictObject({
  school: SchoolId,
  name: z.string().min(1),
  policy: z.string().min(1),
  settings: z.strictObject({ values: z.record(z.string(), z.unknown()) }),
  people: z.array(Person),
  households: z
    .array(Household.omit({ entered: true, answers: true }).extend({ answers: z.record(z.string(), z.unknown()).default({}) }))
    .default([]),
});
type SchoolFile = z.infer<typeof SchoolFile>;

type Subscribes = Pick<Sns, 'subscribe'>;

export interface SeededSchool {
  readonly school: string;
  readonly name: string;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** The schools that come with the local cloud. */
export const ownSchools = here('./schools/');
const policies = here('../policies/');

/** Puts what the files in these folders say where it is not there yet; what an earlier run left is never written over. */
export async function seed(store: SchoolStore, sns: Subscribes, folders: readonly string[]): Promise<readonly SeededSchool[]> {
  const seeded: SeededSchool[] = [];
  for (const { file, policy, clauses } of folders.flatMap(schoolsIn)) {
    await seedSchool(store, file, policy, clauses);
    seeded.push({ school: file.school, name: file.name });
  }
  for (const { school } of seeded) {
    const { staff } = await store.context(school, {});
    for (const person of Object.values(staff)) subscribe(sns, school, person);
  }
  return seeded;
}

/** Signs a person's address up to their school's emails, to those that go there. */
export function subscribe(sns: Subscribes, school: string, { email }: Person): void {
  if (email !== undefined) sns.subscribe(`${emailTopicPrefix}${school}`, email, { to: [email] });
}

async function seedSchool(store: SchoolStore, file: SchoolFile, policy: Policy, clauses: readonly Clause[]): Promise<void> {
  const { school, settings, people, households } = file;
  const version = versionOf(policy);
  const known = await store.context(school, {});
  await store.putPolicy(school, version, policy, { clauses });
  if (known.settings === undefined) await store.putSettings(school, first(policy.id, version, settings.values));
  for (const person of people)
    if (known.staff[person.id] === undefined) await store.putPerson(school, reachedBefore(person, new Date().toISOString()), 0);
  for (const home of households) await store.putHousehold(school, toldBefore(home), 0);
}

const first = (id: string, version: string, values: Settings['values']): Settings => ({ version: 1, policy: { id, version }, values });

/** What the file says of a home was recorded before there was anybody to record it. */
function toldBefore(home: SchoolFile['households'][number]): Household {
  const at = new Date().toISOString();
  const answers = Object.entries(home.answers).map(([question, value]) => [question, { value, by: 'machine:school-file', at }] as const);
  return { ...home, entered: false, answers: Object.fromEntries(answers) };
}

/** A folder holds schools, and may have policies of its own in `policies/`, each with the list of its clauses; the others are Doorstep's. */
function schoolsIn(folder: string): readonly ({ readonly file: SchoolFile } & Document)[] {
  if (!existsSync(folder)) throw new Error(`there is no folder of schools at ${folder}`);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => {
      const path = join(folder, name);
      const file = contentOf(SchoolFile, path);
      return { file, ...policyNamed(join(folder, 'policies'), file.policy) };
    });
}

/** The policy of that name, of the folder's own or of Doorstep's. One that cannot be followed is refused with all that is wrong with it. */
function policyNamed(folder: string, name: string): Document {
  const own = join(folder, `${name}.json`);
  const path = existsSync(own) ? own : join(policies, `${name}.json`);
  const lists = [join(policies, 'clauses.json'), join(folder, `${name}-clauses.json`)].filter((list) => existsSync(list));
  return policyIn(path, lists);
}
