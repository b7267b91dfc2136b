/**
 * A thousand visits of many schools fall due in one minute: what it costs to get every first step out, against the very same
 * calls of the store and of SNS made bare, on a table of their own, in the same process.
 */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoDrafts } from '../functions/adapters/aws/dynamo-drafts.ts';
import { dynamoLinks } from '../functions/adapters/aws/dynamo-links.ts';
import { dynamoJobs } from '../functions/adapters/aws/dynamo-jobs.ts';
import { dynamoMachines } from '../functions/adapters/aws/dynamo-machines.ts';
import { dynamoPace } from '../functions/adapters/aws/dynamo-pace.ts';
import { dynamoSchoolStore } from '../functions/adapters/aws/dynamo-school-store.ts';
import { dynamoSessions } from '../functions/adapters/aws/dynamo-sessions.ts';
import { dynamoVisitStore } from '../functions/adapters/aws/dynamo-visit-store.ts';
import { snsNotices } from '../functions/adapters/aws/sns-notices.ts';
import { memoryClock } from '../functions/adapters/memory/memory-clock.ts';
import { memorySchoolList } from '../functions/adapters/memory/memory-school-list.ts';
import { memoryTimers } from '../functions/adapters/memory/memory-timers.ts';
import { settle, type SettleDeps } from '../functions/application/settle.ts';
import { Policy } from '../functions/domain/policy/policy.ts';
import { plusMilliseconds } from '../functions/domain/time.ts';
import { visitOf } from '../functions/domain/visit/fold.ts';
import { shadowOf } from '../functions/domain/visit/shadow.ts';
import type { StoredVisit, VisitRef } from '../functions/domain/visit/visit.ts';
import { startDynamo } from '../test/support/dynalite.ts';
import { at, hamptonAfternoon, json } from './afternoon.ts';
import type { Measured } from './measure.ts';

const visits = 1_000;
/** As `overdue-check` and the sweep have it at most. */
const atOnce = 10;
const dueAt = at('15:10');

/** One call, as it was made for one visit. */
interface Call {
  readonly name: string;
  /** Where it lost a race it may win or lose another. */
  again(): Promise<unknown>;
}

export interface DueAtOnce extends Measured {
  /** For one visit, by the name of the call. */
  readonly calls: Readonly<Record<string, number>>;
  /** Texts, emails and digests that went out. */
  readonly messages: number;
}

/** `schools`: among so many the visits are shared out. Where one has many of them, most of its messages go in digests. */
export async function dueAtOnce(schools: number): Promise<DueAtOnce> {
  const engine = await startDynamo();
  const sns = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'text/xml' }).end(published));
  }).listen(0, '127.0.0.1');
  await once(sns, 'listening');
  // It listens on a port.
  const endpoint = `http://127.0.0.1:${String((sns.address() as AddressInfo).port)}`;
  const texting = new SNSClient({ endpoint, region: 'eu-west-2', maxAttempts: 1, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  try {
    const [ours, bare] = [await engine.table(), await engine.table()];
    const refs = await seeded(ours, schools);
    await seeded(bare, schools);

    const made = new Map<string, Call[]>();
    const from = performance.now();
    await inTurns(refs, async (ref) => {
      const calls: Call[] = [];
      made.set(nameOf(ref), calls);
      await settle(depsFor(ours, texting, bare, calls), ref);
    });
    const took = performance.now() - from;

    const bareFrom = performance.now();
    await inTurns(refs, async (ref) => {
      for (const call of made.get(nameOf(ref)) ?? []) await call.again();
    });
    const tookBare = performance.now() - bareFrom;

    const all = [...made.values()].flat();
    const calls: Record<string, number> = {};
    for (const { name } of all) calls[name] = (calls[name] ?? 0) + 1 / visits;
    const unsent = await stillUnsent(ours, refs);
    if (unsent > 0) throw new Error(`${String(unsent)} visits have not told anybody`);
    const note = `${String(visits)} visits of ${String(schools)} schools: ${took.toFixed(0)} ms to ${tookBare.toFixed(0)} ms bare`;
    return { value: took / tookBare, unit: 'times', note, calls, messages: all.filter(({ name }) => name === 'Publish').length };
  } finally {
    texting.destroy();
    sns.close();
    await engine.close();
  }
}

const published =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>';
const nameOf = ({ school, visit }: VisitRef): string => `${school}/${visit}`;

interface TableOf {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}

/** Everybody is out, and was to be back half an hour ago. */
async function seeded({ client, table }: TableOf, schools: number): Promise<readonly VisitRef[]> {
  const afternoon = hamptonAfternoon();
  const { readKnown, policy } = afternoon.school;
  const known = readKnown();
  const ruling = Policy.parse(json('policies/hampton.json'));
  const keeping = dynamoSchoolStore({ client, table });
  const store = dynamoVisitStore({ client, table });
  const history = afternoon.stored.history.filter((event) => event.at <= at('14:20'));
  const ids = Array.from({ length: schools }, (_, i) => `school-${String(i)}`);
  await inTurns(ids, async (school) => {
    await keeping.putPolicy(school, policy.version, ruling);
    await keeping.putSettings(school, known.settings);
    for (const person of Object.values(known.staff)) await keeping.putPerson(school, ownNumbers(person, school), 0);
    if (known.household !== undefined) await keeping.putHousehold(school, known.household, 0);
  });
  const stored = Array.from({ length: visits }, (_, i): StoredVisit => {
    const ref = { school: ids[i % schools] ?? '', visit: `HV-${String(i).padStart(6, '0')}` };
    return { ...ref, version: 1, history: [...ownNumbers(history, ref.school)], owed: {}, tally: {} };
  });
  await inTurns(stored, async (visit) => {
    await store.create(visit, shadowOf(visitOf(visit), known));
  });
  return stored.map(({ school, visit }) => ({ school, visit }));
}

/** Each school's people have phones and addresses of their own. */
const ownNumbers = <T>(value: T, school: string): T =>
  // What was a T with other numbers in it is one.
  JSON.parse(
    JSON.stringify(value)
      .replaceAll('+447700', `+44${school.replace(/\D/g, '').padStart(4, '0')}`)
      .replaceAll('@', `@${school}.`),
  ) as T;

/** What settling is given, on one table, writing down each call so that it can be made again on the other. */
function depsFor({ client, table }: TableOf, texting: SNSClient, bare: TableOf, calls: Call[]): SettleDeps {
  const send = (command: Parameters<typeof client.send>[0], ...rest: readonly unknown[]): Promise<unknown> => {
    const name = command.constructor.name.replace(/Command$/, '');
    // Of the same kind, for the other table.
    const other = () => Reflect.construct(command.constructor, [retabled(command.input, table, bare.table)]) as typeof command;
    calls.push({ name, again: async () => Promise.allSettled([bare.client.send(other())]) });
    return client.send(command, ...(rest as []));
  };
  // What the adapters use of a client is `send`.
  const counted = { send } as unknown as DynamoDBDocumentClient;
  const publishing = {
    send: (command: PublishCommand, ...rest: readonly unknown[]): Promise<unknown> => {
      calls.push({ name: 'Publish', again: async () => texting.send(new PublishCommand(command.input)) });
      return texting.send(command, ...(rest as []));
    },
  } as unknown as SNSClient;
  const store = dynamoVisitStore({ client: counted, table });
  const clock = memoryClock(plusMilliseconds(dueAt, 1_000));
  let random = 0;
  return {
    visits: store,
    erasures: store,
    schools: dynamoSchoolStore({ client: counted, table }),
    schoolList: memorySchoolList(),
    notices: snsNotices({ client: publishing, emailTopicPrefix: 'arn:aws:sns:eu-west-2:000000000000:email-' }),
    pace: dynamoPace({ client: counted, table }),
    timers: memoryTimers(),
    clock,
    newRandom: () => `r${String((random += 1))}`,
    pause: async () => Promise.resolve(),
    sessions: dynamoSessions({ client: counted, table, clock }),
    drafts: dynamoDrafts({ client: counted, table, clock }),
    links: dynamoLinks({ client: counted, table, clock }),
    machines: dynamoMachines({ client: counted, table }),
    jobs: dynamoJobs({ client: counted, table }),
    linkTo: ({ visit }) => `https://doorstep.example/visits/${visit}`,
    phonePage: (link) => `https://doorstep.example/v/${link}`,
  };
}

/** The same input, naming the other table. */
const retabled = (input: object, from: string, to: string): unknown => JSON.parse(JSON.stringify(input).replaceAll(`"${from}"`, `"${to}"`));

async function stillUnsent({ client, table }: TableOf, refs: readonly VisitRef[]): Promise<number> {
  const found = await dynamoVisitStore({ client, table }).readMany(refs);
  return found.filter(({ history, owed }) => Object.keys(owed).length > 0 || !history.some((event) => event.type === 'NoticesMarked'))
    .length;
}

/** So many at a time, in order. */
async function inTurns<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = all.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const one of waiting) await work(one);
    }),
  );
}
