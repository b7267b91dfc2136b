/** Where each half comes from: the deployed stack where this terminal may see it, else a Doorstep that answers at an address. */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoSchoolStore } from '../functions/adapters/aws/dynamo-school-store.ts';
import { dynamoSchoolList } from '../functions/adapters/aws/dynamo-school-list.ts';
import { knownOf, readSchool } from '../functions/application/school.ts';
import { checksOfSchool, textsOfAnAlarm } from '../functions/domain/preflight.ts';
import type { Instant } from '../functions/domain/time.ts';
import type { SchoolStore } from '../functions/ports/school-store.ts';
import { asProvided } from './as-the-provider-has-it.ts';
import type { FoundStack } from './aws-deployment.ts';
import { checksOfDeployment } from './checks-of-deployment.ts';
import type { Deployment, Looked } from './deployment.ts';
import { looking } from './looking.ts';
import { checksOverHttp, localSchools, localToken } from './over-http.ts';
import type { Part } from './table.ts';

export interface Asking {
  /** This school alone; else every one that is found. */
  readonly school: string | undefined;
  readonly now: Instant;
}

/** Of a deployed stack: its schools out of its own table, with what the provider knows of their contacts, and the stack. */
export async function partsOfStack(
  { table, deployment }: FoundStack,
  documents: DynamoDBDocumentClient,
  asking: Asking,
): Promise<readonly Part[]> {
  const kept = { client: documents, table };
  const listed = await looking('dynamodb:GetItem and kms:Decrypt for its table', () =>
    dynamoSchoolList({ ...kept, clock: { now: () => asking.now } }).all(),
  );
  const there = 'seen' in listed ? listed.seen.filter(({ leftAt }) => leftAt === undefined).map(({ id }) => id) : [];
  const schools = asking.school === undefined ? there : [asking.school];
  const parts = await partsOf(dynamoSchoolStore(kept), schools, deployment, asking.now);
  return 'notSeen' in listed
    ? [{ of: 'schools', checks: [{ ...isThere, outcome: 'not-checked', detail: [listed.notSeen] }] }, ...parts]
    : parts;
}

export async function partsOf(
  store: SchoolStore,
  schools: readonly string[],
  deployment: Deployment,
  now: Instant,
): Promise<readonly Part[]> {
  const looked = await Promise.all(schools.map((id) => ofSchool(store, id, deployment, now)));
  const texts = Math.max(0, ...looked.map((one) => one.texts));
  return [...looked.map(({ of, checks }) => ({ of, checks })), { of: 'deployment', checks: await checksOfDeployment(deployment, texts) }];
}

async function ofSchool(store: SchoolStore, id: string, deployment: Deployment, now: Instant): Promise<Part & { readonly texts: number }> {
  const found = await looking('dynamodb:GetItem, dynamodb:BatchGetItem and kms:Decrypt for its table', () => readSchool(store, id));
  if ('notSeen' in found) return { of: id, checks: [{ ...isThere, outcome: 'not-checked', detail: [found.notSeen] }], texts: 0 };
  if (found.seen === undefined) return { of: id, checks: [{ ...isThere, outcome: 'stop', detail: [id] }], texts: 0 };
  const school = found.seen;
  const { staff, checks } = await asProvided(deployment, id, school.staff, now);
  const known = knownOf({ ...school, staff });
  return { of: id, checks: [...checksOfSchool(known, id, now), ...checks], texts: textsOfAnAlarm(known, id, now) };
}

const isThere = {
  id: 'school-there',
  says: 'The school has people, settings and a policy in force.',
  mend: 'Record its people and settings, and agree to a version of its policy.',
};

/** Of a Doorstep at an address: the local cloud's own schools, or the one that is named. The deployment is what nobody could look at. */
export async function partsOverHttp(
  base: string,
  token: string | undefined,
  why: string,
  school: Asking['school'],
): Promise<readonly Part[]> {
  const local = await localSchools(base);
  const schools = school === undefined ? (local ?? []) : [school];
  const parts = await Promise.all(
    schools.map(async (id) => ({
      of: id,
      checks: await checksOverHttp(base, id, local === undefined ? token : await localToken(base, id)),
    })),
  );
  return [...parts, { of: 'deployment', checks: await checksOfDeployment(nobodyLooked(why), 0) }];
}

/** A deployment that nobody can see from here. */
export function nobodyLooked(why: string): Deployment {
  const look = async (): Promise<Looked<never>> => ({ notSeen: why });
  return {
    sandbox: look,
    spending: look,
    optedOut: look,
    emails: look,
    operators: look,
    concurrency: look,
    undelivered: look,
    alarms: look,
    rules: look,
    sweeps: look,
    table: look,
    notify: look,
  };
}
