/** Does what was asked of the schools of one Doorstep. */
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { proposePolicy } from '../functions/application/keep-policies.ts';
import { readYoungSchool } from '../functions/application/school.ts';
import { Person } from '../functions/domain/person.ts';
import { addSchool } from './add-school.ts';
import type { Asked } from './asked.ts';
import { confirmContactsOf } from './confirm-contacts.ts';
import { exportSchool } from './export-school.ts';
import { leaveSchool, schoolIsBack } from './leave-school.ts';
import { type Done, type Operating, operator } from './operating.ts';
import { contentOf, type Document, policyIn, versionOf } from './policy-file.ts';
import { restoreRows } from './restore-rows.ts';

export async function run(asked: Asked, operating: Operating): Promise<Done> {
  const { deps } = operating;
  switch (asked.command) {
    case 'list':
      return { done: await linesOf(operating) };
    case 'add': {
      const adminId = asked['admin-id'] ?? idFrom(asked['admin-name']);
      if (adminId === '') return { refused: ['--admin-id is missing: their name has no letters to make one of, like ada-brown'] };
      const document = documentIn(asked);
      const values = asked.settings === undefined ? {} : contentOf(z.record(z.string(), z.unknown()), asked.settings);
      return addSchool(operating, {
        ...{ id: asked.id, name: asked.name, values, admin: adminIn(asked, adminId) },
        policy: { ...document, version: asked.version ?? versionOf(document.policy) },
      });
    }
    case 'confirm':
      return isThere(operating, asked.id, async () => ({ done: await confirmContactsOf(deps, asked.id) }));
    case 'policy':
      return isThere(operating, asked.id, async () => proposed(operating, asked));
    case 'export':
      return isThere(operating, asked.id, async () => exported(operating, asked));
    case 'restore':
      return restoreRows(operating.rows, deps, asked.from, asked.id);
    case 'leave':
      return leaveSchool(operating, asked.id, asked.name);
    case 'back':
      return schoolIsBack(operating, asked.id);
  }
}

async function linesOf({ deps }: Operating): Promise<readonly string[]> {
  const schools = await deps.schoolList.all();
  const lines = schools.map(async ({ id, name, since, leftAt }) => {
    const { settings } = await deps.schools.context(id, {});
    const goesBy = settings === undefined ? 'no policy yet: run school add again' : `${settings.policy.id} ${settings.policy.version}`;
    return [id, name, `since ${since.slice(0, 10)}`, leftAt === undefined ? goesBy : `left ${leftAt.slice(0, 10)}`].join('  ');
  });
  return lines.length === 0 ? ['there is no school yet: school add makes one'] : Promise.all(lines);
}

async function isThere({ deps }: Operating, id: string, then: () => Promise<Done>): Promise<Done> {
  const listed = (await deps.schoolList.all()).some((school) => school.id === id);
  return listed ? then() : { refused: [`there is no school ${id}: school list says which there are`] };
}

function documentIn({ policy, clauses }: { readonly policy: string; readonly clauses?: string | undefined }): Document {
  const beside = [join(dirname(policy), 'clauses.json'), join(dirname(policy), `${basename(policy, '.json')}-clauses.json`)];
  return policyIn(policy, [...beside.filter((list) => existsSync(list)), ...(clauses === undefined ? [] : [clauses])]);
}

const adminIn = (asked: Extract<Asked, { readonly command: 'add' }>, id: string): Person =>
  Person.parse({
    id,
    name: asked['admin-name'],
    firstName: asked['admin-name'].split(' ')[0]?.slice(0, 40),
    duties: ['admin'],
    mobile: asked['admin-mobile'],
    email: asked['admin-email'],
  });

/** `Ada Brown-Smith` is `ada-brown-smith`. */
const idFrom = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .trim()
    .replaceAll(/[ -]+/g, '-')
    .slice(0, 32);

async function proposed({ deps }: Operating, asked: Extract<Asked, { readonly command: 'policy' }>): Promise<Done> {
  const { policy, clauses } = documentIn(asked);
  const version = asked.version ?? versionOf(policy);
  const outcome = await proposePolicy(deps, await readYoungSchool(deps.schools, asked.id), { version, policy, clauses }, operator);
  switch (outcome.outcome) {
    case 'proposed':
      return { done: [`version ${version} is kept: visits go by it once somebody whom the policy in force names agrees to it`] };
    case 'there-already':
      return { refused: [`there is a version ${version} already, which never changes: give this one another --version`] };
    case 'wrong':
      return { refused: outcome.complaints.map(({ path, message }) => `${path.map(String).join('/')}: ${message}`) };
  }
}

async function exported({ deps }: Operating, { id, to }: Extract<Asked, { readonly command: 'export' }>): Promise<Done> {
  if (existsSync(to)) return { refused: [`${to} is there already: give another name, so that nothing is written over`] };
  // Names and addresses of families: for whoever runs this alone.
  const target = await open(to, 'wx', 0o600);
  const counts = new Map<string, number>();
  for await (const line of exportSchool(deps, id)) {
    await target.write(`${JSON.stringify(line)}\n`);
    counts.set(line.kind, (counts.get(line.kind) ?? 0) + 1);
  }
  await target.close();
  const whole = [...counts].map(([kind, count]) => `${String(count)} ${kind}`).join(', ');
  const unreadable = counts.get('unreadable') ?? 0;
  return unreadable === 0
    ? { done: [`${to}: ${whole}`, 'it holds names and addresses of families: keep it as the school keeps its own records'] }
    : { refused: [`${to} holds ${whole}: those that are unreadable are named in it, and have to be mended first`] };
}
