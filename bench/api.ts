/** What the API adds to the calls of the store that an operation makes, on an engine of the table; and what an import of ten thousand rows takes. */
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { dynamoJobs } from '../functions/adapters/aws/dynamo-jobs.ts';
import { endpoints } from '../functions/api/endpoints.ts';
import type { Deps } from '../functions/application/deps.ts';
import { beginImport, readImport, runImport } from '../functions/application/imports/imports.ts';
import { readKnown } from '../functions/application/known.ts';
import { plusMilliseconds } from '../functions/domain/time.ts';
import { visitOf } from '../functions/domain/visit/fold.ts';
import { shadowOf } from '../functions/domain/visit/shadow.ts';
import { VisitId } from '../functions/domain/visit/visit.ts';
import { ok, type Request, type Response } from '../functions/http/http.ts';
import { WrittenPhone } from '../functions/http/phone.ts';
import { afternoonAt, hampton } from '../test/support/afternoon.ts';
import { startDynamo } from '../test/support/dynalite.ts';
import { inDynamodb } from '../test/support/hampton-in-dynamodb.ts';
import { office, out, teacher } from '../test/support/hampton-visit.ts';
import { at } from './afternoon.ts';
import type { Measured } from './measure.ts';

const rounds = 30;
const warmUp = 6;
const onTheBoard = 20;
const twins = 2 * (rounds + warmUp) + 2;

type Stores = Pick<Deps, 'visits' | 'schools' | 'schoolList'>;
interface Call {
  readonly store: keyof Stores;
  readonly method: string;
  readonly given: readonly unknown[];
}

/** The same stores, writing down what is asked of them. */
function recording(deps: Deps, calls: Call[]): Deps {
  const recorded = <Store extends object>(name: keyof Stores, store: Store): Store =>
    new Proxy(store, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]): unknown => {
          calls.push({ store: name, method: String(property), given });
          return Reflect.apply(value, target, given);
        };
      },
    });
  return {
    ...deps,
    visits: recorded('visits', deps.visits),
    schools: recorded('schools', deps.schools),
    schoolList: recorded('schoolList', deps.schoolList),
  };
}

/** Of each operation: how many times as long as its calls of the store, made bare, and the same answer written as JSON. */
export async function operationsToBareCalls(): Promise<ReadonlyMap<string, Measured>> {
  const engine = await startDynamo();
  try {
    const afternoon = await afternoonAt(hampton(), at('08:30'));
    await out(afternoon);
    const { ref, deps } = await inDynamodb(afternoon, await engine.table());
    const stored = await deps.visits.read(ref);
    if (stored === undefined) throw new Error('nobody is out');
    const ids = Array.from({ length: twins }, (_, n) => VisitId.parse(`HV-${String(n).padStart(6, '0')}`));
    const leave = async (id: VisitId): Promise<void> => {
      const one = { ...stored, visit: id };
      const visit = visitOf(one);
      const known = await readKnown(deps, visit);
      if (known === undefined) throw new Error('nothing is known of the school');
      await deps.visits.create(one, shadowOf(visit, known));
    };
    const found = new Map<string, Measured>();
    for (const id of ids.slice(0, onTheBoard)) await leave(id);
    found.set('GET board', await ratio(deps, ids, { method: 'GET', path: () => '/board', who: office, body: '' }));
    for (const id of ids.slice(onTheBoard)) await leave(id);
    found.set('GET visits/{visit}', await ratio(deps, ids, { method: 'GET', path: (id) => `/visits/${id}`, who: office, body: '' }));
    found.set('POST arrive', await ratio(deps, ids, { method: 'POST', path: (id) => `/visits/${id}/arrive`, who: teacher, body: '{}' }));
    return found;
  } finally {
    await engine.close();
  }
}

interface Asked {
  readonly method: 'GET' | 'POST';
  readonly path: (id: string) => string;
  readonly who: string;
  readonly body: string;
}

async function ratio(deps: Deps, ids: readonly string[], { method, path, who, body }: Asked): Promise<Measured> {
  const school = 'hampton';
  let keys = 0;
  const ask = async (on: Deps, id: string): Promise<Response> => {
    const full = `/v1/schools/${school}${path(id)}`;
    const parts = full.split('/');
    const found = endpoints(on, async () => Promise.resolve({ kind: 'person', id: who, school })).find(
      (one) =>
        one.method === method &&
        one.path.split('/').length === parts.length &&
        one.path.split('/').every((part, i) => part.startsWith('{') || part === parts[i]),
    );
    if (found === undefined) throw new Error(`nothing answers ${full}`);
    keys += 1;
    const request: Request = {
      ...{ method, path: full, params: { school, visit: id }, query: {}, cookies: {} },
      headers: {
        authorization: 'Bearer x',
        'content-type': 'application/json',
        'idempotency-key': `k-${path(id)}-${String(keys)}`.replaceAll('/', '-'),
      },
      body: Buffer.from(body),
    };
    const answer = await found.answer(request);
    if (answer.status >= 300) throw new Error(`${full} ${String(answer.status)} ${answer.body ?? ''}`);
    return answer;
  };
  const calls: Call[] = [];
  const [first = ''] = ids;
  const answer = await ask(recording(deps, calls), first);
  const shown: unknown = JSON.parse(answer.body ?? '{}');
  /** The same of another visit. */
  const again = async ({ store, method: name, given }: Call, id: string): Promise<void> => {
    const called: unknown = Reflect.get(deps[store], name);
    const about: unknown = JSON.parse(JSON.stringify(given).replaceAll(first, id));
    if (typeof called !== 'function' || !Array.isArray(about)) throw new Error(`there is no ${name}`);
    await Reflect.apply(called, deps[store], about);
  };
  const bare = async (id: string): Promise<unknown> => {
    for (const some of inTens(calls)) await Promise.all(some.map(async (call) => again(call, id)));
    return ok(shown as object);
  };
  const took: Readonly<Record<'api' | 'bare', number[]>> = { api: [], bare: [] };
  for (let round = 0; round < rounds + warmUp; round += 1) {
    const [ours = '', theirs = ''] = [ids[1 + 2 * round], ids[2 + 2 * round]];
    const [api, floor] = [await timeOf(async () => ask(deps, ours)), await timeOf(async () => bare(theirs))];
    if (round < warmUp) continue;
    took.api.push(api);
    took.bare.push(floor);
  }
  const [median, floor] = [middle(took.api), middle(took.bare)];
  return { value: median / floor, unit: 'times', note: `${median.toFixed(1)} ms to ${floor.toFixed(1)} ms, ${String(calls.length)} calls` };
}

/** One after another; those of one kind that follow each other ten at a time, as they are made. */
function inTens(calls: readonly Call[]): readonly (readonly Call[])[] {
  const groups: Call[][] = [];
  for (const call of calls) {
    const last = groups.at(-1);
    if (last !== undefined && last.length < 10 && last[0]?.method === call.method) last.push(call);
    else groups.push([call]);
  }
  return groups;
}

const timeOf = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};
const middle = (of: readonly number[]): number => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;

// ------------------------------------------------------------------------------------------------ bringing in

setFlagsFromString('--expose-gc');
/** What is still held once everything that is not has been cleared away. */
const collect = runInNewContext('gc') as () => void;

/** Of an import of ten thousand homes what is held in the middle of it, to one of a thousand. */
export async function memoryOfAnImport(): Promise<Measured> {
  // As of a process that has done one before.
  await heldInTheMiddle(1_000);
  const small = await heldInTheMiddle(1_000);
  const large = await heldInTheMiddle(10_000);
  return { value: large / small, unit: 'times', note: `${megabytes(large)} MB of heap to ${megabytes(small)} MB` };
}
const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

async function heldInTheMiddle(rows: number): Promise<number> {
  const { deps, clock } = await afternoonAt(hampton(), at('09:00'));
  let [most, writes] = [0, 0];
  const schools: typeof deps.schools = {
    ...deps.schools,
    // What is written is kept nowhere: what is held is what the import itself holds.
    household: async () => Promise.resolve(undefined),
    putHousehold: async () => {
      writes += 1;
      if (writes % 500 === 0) {
        collect();
        const { heapUsed, arrayBuffers } = process.memoryUsage();
        most = Math.max(most, heapUsed + arrayBuffers);
      }
      return Promise.resolve('written');
    },
  };
  await beginImport(deps, 'hampton', { ...asking, body: rowsOf(rows) });
  await runImport({ ...deps, schools }, importRef, plusMilliseconds(clock.now(), 60_000), WrittenPhone);
  if (writes !== rows) throw new Error(`${String(writes)} of ${String(rows)} rows were written`);
  return most;
}

/** Rows that are brought in, to reading and writing as many homes bare, on an engine of the table. */
export async function importToBareWrites(): Promise<Measured> {
  const engine = await startDynamo();
  try {
    const { client, table } = await engine.table();
    const { deps } = await inDynamodb(await afternoonAt(hampton(), at('09:00')), { client, table });
    const on = { ...deps, jobs: dynamoJobs({ client, table }) };
    await beginImport(on, 'hampton', { ...asking, body: rowsOf(timed) });
    const took = await timeOf(async () => runImport(on, importRef, plusMilliseconds(deps.clock.now(), 60_000), WrittenPhone));
    const done = await readImport(on, 'hampton', asking.id);
    if (done?.counts.made !== timed) throw new Error(`${String(done?.counts.made)} of ${String(timed)} rows were made`);
    const home = await deps.schools.household('hampton', 'hampton-home-1');
    if (home === undefined) throw new Error('there is no home');
    const bare = await timeOf(async () => {
      for (let n = 0; n < timed; n += 10)
        await Promise.all(
          Array.from({ length: 10 }, async (_, i) => {
            const id = `bare-${String(n + i)}`;
            await deps.schools.household('hampton', id);
            await deps.schools.putHousehold('hampton', { ...home.value, id }, 0);
          }),
        );
    });
    return { value: took / bare, unit: 'times', note: `${(took / timed).toFixed(2)} ms a row to ${(bare / timed).toFixed(2)} ms` };
  } finally {
    await engine.close();
  }
}

const timed = 500;
const importRef = { school: 'hampton', kind: 'import', id: 'i-00000000' } as const;
const asking = {
  kind: 'households',
  format: 'csv',
  by: 'machine:mis',
  press: { id: 'k', body: 'b' },
  id: importRef.id,
  mapping: 'doorstep',
  machine: 'write',
} as const;
const rowsOf = (rows: number): Buffer => {
  const lines = Array.from({ length: rows }, (_, i) => {
    const n = String(i);
    return `F-${n},Family ${n},${n} Mill Lane,07700 900123,P-${n},Child ${n}`;
  });
  return Buffer.from(['home_id,home_name,address,phone,pupil_id,pupil_name', ...lines].join('\n'));
};
