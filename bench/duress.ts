import { performance } from 'node:perf_hooks';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { memoryClock } from '../functions/adapters/memory/memory-clock.ts';
import { memoryDrafts } from '../functions/adapters/memory/memory-drafts.ts';
import { memoryLinks } from '../functions/adapters/memory/memory-links.ts';
import { memoryJobs } from '../functions/adapters/memory/memory-jobs.ts';
import { memoryMachines } from '../functions/adapters/memory/memory-machines.ts';
import { memoryPokes } from '../functions/adapters/memory/memory-pokes.ts';
import { memorySchoolList } from '../functions/adapters/memory/memory-school-list.ts';
import { memorySchoolStore } from '../functions/adapters/memory/memory-school-store.ts';
import { memorySessions } from '../functions/adapters/memory/memory-sessions.ts';
import { memoryVisitStore } from '../functions/adapters/memory/memory-visit-store.ts';
import { endpoints } from '../functions/api/endpoints.ts';
import { Person } from '../functions/domain/person.ts';
import { Household } from '../functions/domain/household.ts';
import { Policy } from '../functions/domain/policy/policy.ts';
import { Instant } from '../functions/domain/time.ts';

/** A press that is done, or one that is refused. */
export type Kind = 'taken' | 'refused';

export interface ToldApart {
  /** In how many pairs the word took longer: one half, where nobody can tell. */
  readonly share: number;
  /** With the word to without: of the medians, and of the 90th percentiles. */
  readonly medians: number;
  readonly slowest: number;
  readonly note: string;
}

const json = (path: string): unknown => JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));
const school = 'roselyn-house';
const at = (hour: string): Instant => Instant.parse(`2026-06-22T${hour}:00+01:00`);
const [tutor, mentor] = [`${school}-tutor`, `${school}-mentor`];
const word = 'the blue folder';
const ordinary = 'the pink folder';

const file = z
  .object({
    settings: z.object({ values: z.record(z.string(), z.unknown()) }),
    people: z.array(Person),
    households: z.array(Household.omit({ answers: true }).extend({ answers: z.unknown() })),
  })
  .parse(json(`local/schools/${school}.json`));
const policy = Policy.parse(json(`policies/${school}.json`));

/** An afternoon with one visit, signed with the word, and how long a press on it takes. */
async function afternoon() {
  const clock = memoryClock(at('12:00'));
  const visits = memoryVisitStore({ clock });
  const schools = memorySchoolStore();
  await schools.putPolicy(school, '1', policy);
  await schools.putSettings(school, { version: 1, policy: { id: policy.id, version: '1' }, values: file.settings.values });
  for (const person of file.people) await schools.putPerson(school, person, 0);
  for (const home of file.households) await schools.putHousehold(school, Household.parse({ ...home, answers: {} }), 0);
  // As a function that has read the school before.
  const policies = new Map<string, ReturnType<typeof schools.context>>();
  const context: typeof schools.context = async (id, want) => {
    const read = await schools.context(id, { ...want, policy: undefined });
    if (want.policy === undefined) return read;
    const key = JSON.stringify(want.policy);
    const kept = policies.get(key) ?? schools.context(id, { policy: want.policy });
    policies.set(key, kept);
    return { ...read, policy: (await kept).policy };
  };
  const deps = {
    visits,
    erasures: visits,
    schools: { ...schools, context },
    schoolList: memorySchoolList(),
    sessions: memorySessions(),
    drafts: memoryDrafts({ clock }),
    links: memoryLinks({ clock }),
    machines: memoryMachines(),
    jobs: memoryJobs(),
    pokes: memoryPokes(),
    clock,
    newRandom: () => '0',
    pause: () => Promise.resolve(),
  };
  const all = endpoints(deps, async (id) => (id === undefined ? undefined : { kind: 'person', id, school }));
  let keys = 0;
  const post = async (by: string, path: string, visit: string, body: object): Promise<{ readonly took: number; readonly id: string }> => {
    const endpoint = all.find((one) => one.method === 'POST' && one.path === `/v1/schools/{school}/visits${path}`);
    if (endpoint === undefined) throw new Error(path);
    keys += 1;
    const request = {
      method: 'POST',
      path: endpoint.path.replace('{school}', school).replace('{visit}', visit),
      params: { school, visit },
      query: {},
      headers: { authorization: by, 'idempotency-key': `key-${String(keys)}`, 'content-type': 'application/json' },
      cookies: {},
      body: Buffer.from(JSON.stringify(body)),
    };
    const from = performance.now();
    const answer = await endpoint.answer(request);
    const took = performance.now() - from;
    if (answer.status >= 300 && answer.status !== 409) throw new Error(answer.body);
    return { took, id: z.looseObject({ id: z.string().default('') }).parse(JSON.parse(answer.body ?? '{}')).id };
  };
  const request = {
    type: 'procedural',
    reason: 'attendance-concern',
    purpose: 'To agree how Tyler gets back to school',
    household: `${school}-home-1`,
    visitors: [{ person: tutor }, { person: mentor }],
    plan: { departAt: at('13:00'), returnAt: at('14:30') },
  };
  return async (kind: Kind, words: string): Promise<number> => {
    const { id } = await post(tutor, '', '', request);
    for (const person of [tutor, mentor]) await post(person, '/{visit}/assess', id, { safeWord: word, signed: true });
    await post(tutor, '/{visit}/depart-in-breach', id, { visitor: 'all' });
    const done = kind === 'taken' ? post(tutor, '/{visit}/check-in', id, { words }) : post(tutor, '/{visit}/cancel', id, { reason: words });
    return (await done).took;
  };
}

const pairs = 200;
const warmUp = 40;

/** Presses in pairs, one with the safe word and one with words as long, in turns first and second: how far can a watch tell them apart? */
export async function toldApart(kind: Kind): Promise<ToldApart> {
  const press = async (words: string): Promise<number> => (await afternoon())(kind, words);
  const took: { readonly with: number; readonly without: number }[] = [];
  for (let i = 0; i < pairs + warmUp; i += 1) {
    const first = await press(i % 2 === 0 ? word : ordinary);
    const second = await press(i % 2 === 0 ? ordinary : word);
    if (i >= warmUp) took.push(i % 2 === 0 ? { with: first, without: second } : { with: second, without: first });
  }
  const [withWord, without] = [sorted(took.map((pair) => pair.with)), sorted(took.map((pair) => pair.without))];
  const at90 = (of: readonly number[]): number => of[Math.floor(of.length * 0.9)] ?? 0;
  const median = (of: readonly number[]): number => of[Math.floor(of.length / 2)] ?? 0;
  return {
    share: took.filter((pair) => pair.with > pair.without).length / pairs,
    medians: median(withWord) / median(without),
    slowest: at90(withWord) / at90(without),
    note: `${String(pairs)} pairs; medians ${median(withWord).toFixed(3)} and ${median(without).toFixed(3)} ms`,
  };
}

const sorted = (of: readonly number[]): readonly number[] => of.toSorted((a, b) => a - b);
