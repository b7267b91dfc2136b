/** Whatever is sent to the API may be sent again where its answer was lost: it is done once, and answered as the first time. */
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { routes } from '../../functions/api/routes.ts';
import { inMinutes } from '../support/api.ts';
import { aVisit, dsl, head, lighthouse, office, requested, tutor } from '../support/lighthouse-visit.ts';
import { endTheVisit, liveTheVisit, markedSchool, writeEverything } from '../support/marked-day.ts';
import { jsonIn, madeUpClauses } from '../support/policy-files.ts';
import { writesOf } from '../support/writes.ts';

interface Again {
  readonly what: string;
  readonly first: { readonly status: number; readonly text: string };
  readonly second: { readonly status: number; readonly text: string };
  readonly writes: readonly string[];
  /** The status of the same name for something else. */
  readonly other: number | undefined;
}
type Asking = Parameters<Awaited<ReturnType<typeof markedSchool>>['service']['api']>;

const Id = z.looseObject({ id: z.unknown() });
const idIn = (text: string): unknown => Id.safeParse(JSON.parse(text)).data?.id;
/** What Doorstep owes, and what it looks after by itself: done with whatever comes next, and once. */
const byItself = ['visits.append()', 'visits.append(LookedAfter)', 'schools.forgetBefore'];

/** A day on which everything that is done is sent twice. */
async function sentTwice(name: string): Promise<readonly Again[]> {
  const day = await markedSchool(name);
  const writes = writesOf(day.afternoon);
  const once = day.service.api;
  const again: Again[] = [];
  let n = 0;
  Object.assign(day.service, {
    api: async (...[who, method, path, asking = {}]: Asking) => {
      if (method === 'GET') return once(who, method, path, asking);
      n += 1;
      const sending = { ...asking, headers: { ...asking.headers, 'idempotency-key': `again-${String(n)}` } };
      const first = await once(who, method, path, sending);
      if (first.status >= 300) return first;
      const before = writes.length;
      const second = await once(who, method, path, sending);
      const done = writes.slice(before).filter((write) => !byItself.includes(write));
      const isRecord = typeof asking.body === 'object' && asking.body !== null && !Array.isArray(asking.body);
      const elsewise = { ...sending, body: isRecord ? { ...asking.body, words: 'other words', note: 'another' } : undefined };
      const other = method === 'POST' && isRecord ? (await once(who, method, path, elsewise)).status : undefined;
      again.push({ what: first.what.split(' ').slice(1).join(' '), first, second, writes: done, other });
      return first;
    },
  });
  await day.posts(day.cast.head, '/webhooks', { url: 'https://mis.example.org/doorstep' });
  const visit = await liveTheVisit(day);
  await endTheVisit(day, visit);
  await writeEverything(day, visit);
  return again;
}

describe('what is sent again', () => {
  let again: readonly Again[];
  beforeAll(async () => {
    again = await sentTwice('roselyn-house');
  }, 120_000);

  it('is everything that can be sent, here or below', () => {
    const done = new Set([...again.map(({ what }) => what.replace('/v1/schools/{school}', '')), ...alone.map(([what]) => what)]);
    const never = routes.filter(
      ({ method, path }) => method !== 'GET' && !done.has(`${method} ${path.replace('/v1/schools/{school}', '')}`),
    );
    // Nobody knows the code of a test message, and a visit is closed only once nothing is to do for it.
    expect(never.map(({ id }) => id)).toEqual(['close', 'confirm-contact']);
  });

  it('is answered as the first time: of the same thing, as it is by then', () => {
    const differ = again.filter(({ first, second }) => first.status !== second.status || idIn(first.text) !== idIn(second.text));
    // The key of a machine is shown once, and the answer says what to do.
    expect(differ.map(({ what, second }) => `${what}: ${String(second.status)}`)).toEqual(['POST /v1/schools/{school}/machines: 409']);
  });

  it('is done once', () => {
    expect(again.filter(({ writes }) => writes.length > 0).map(({ what, writes }) => `${what}: ${writes.join()}`)).toEqual([]);
  });

  it('under the same name is nothing else: that is refused', () => {
    const others = again.filter(({ other }) => other !== undefined && other !== 422 && other !== 400);
    expect(others.map(({ what, other }) => `${what}: ${String(other)}`)).toEqual([]);
  });
});

type There = Awaited<ReturnType<typeof lighthouse>>;
/** What the day above has no place for. */
const alone: readonly (readonly [what: string, ask: (there: There) => Promise<readonly [who: string, path: string, body: object]>])[] = [
  ['POST /visits/{visit}/cancel', async (t) => [tutor, `${await visitOf(t)}/cancel`, { reason: 'Not needed' }]],
  ['POST /visits/{visit}/decline', async (t) => [dsl, `${await visitOf(t)}/decline`, { reason: 'Too far' }]],
  ['POST /visits/{visit}/send-back', async (t) => [dsl, `${await visitOf(t)}/send-back`, { reason: 'Say more' }]],
  [
    'POST /visits/{visit}/reschedule',
    async (t) => [tutor, `${await visitOf(t)}/reschedule`, { reason: 'They are ill', plan: laterPlan(t) }],
  ],
  ['POST /visits/{visit}/not-going', async (t) => [tutor, `${await visitOf(t)}/not-going`, { visitor: tutor, reason: 'Ill' }]],
  ['POST /visits/{visit}/tick', async (t) => [tutor, `${await visitOf(t)}/tick`, { ticks: ['wait'] }]],
  ['POST /people/{person}/read-policy', async () => Promise.resolve([tutor, `/people/${tutor}/read-policy`, {}])],
  [
    'POST /machines/{machine}/revoke',
    async ({ call }) => {
      await call(head, 'POST', '/machines', { body: { name: 'Arbor', scope: 'read' } });
      return [head, '/machines/arbor/revoke', {}];
    },
  ],
  [
    'POST /policies',
    async () =>
      Promise.resolve([
        head,
        '/policies',
        { version: '2', policy: jsonIn('test/support/schools/policies/made-up.json'), clauses: madeUpClauses },
      ]),
  ],
];
const visitOf = async ({ call, afternoon }: There): Promise<string> => requested(call, afternoon);
const laterPlan = ({ afternoon }: There): object =>
  Object.fromEntries(Object.keys(aVisit(afternoon).plan).map((name, i) => [name, inMinutes(afternoon, 200 + 20 * i)]));

describe('once more', () => {
  it.each(alone)('%s is done once, and answered as the first time', async (_, ask) => {
    const there = await lighthouse();
    const [who, path, body] = await ask(there);
    const writes = writesOf(there.afternoon);
    const first = await there.call(who, 'POST', path, { body, key: 'once' });
    expect(first.status, first.text).toBeLessThan(300);
    expect(writes.length).toBeGreaterThan(0);
    const before = writes.length;
    const second = await there.call(who, 'POST', path, { body, key: 'once' });
    expect([second.status, second.body['id']]).toEqual([first.status, first.body['id']]);
    expect(writes.slice(before).filter((write) => !byItself.includes(write))).toEqual([]);
  });

  it('the very same PUT is done, with the ETag that was true before the first', async () => {
    const { call, afternoon } = await lighthouse();
    const home = { name: 'The Okafors', address: '14 Mill Lane' };
    const put = async (body: object, headers: Readonly<Record<string, string>>) =>
      (await call(office, 'PUT', '/households/h-okafor', { body, headers })).status;
    expect(await put(home, { 'if-none-match': '*' })).toBe(201);
    expect(await put(home, { 'if-none-match': '*' })).toBe(200);
    const { headers } = await call(office, 'GET', '/households/h-okafor');
    const seen = { 'if-match': headers['etag'] ?? '' };
    await afternoon.passes('PT1M');
    expect(await put({ ...home, address: '15 Mill Lane' }, seen)).toBe(200);
    expect(await put({ ...home, address: '15 Mill Lane' }, seen)).toBe(200);
    expect(await put({ ...home, address: '16 Mill Lane' }, seen)).toBe(412);
  });

  it('two at once of one request make one visit', async () => {
    const { call, afternoon } = await lighthouse();
    const twice = [1, 2].map(() => call(tutor, 'POST', '/visits', { body: aVisit(afternoon), key: 'once' }));
    const [one, two] = await Promise.all(twice);
    expect([one?.status, two?.status]).toEqual([201, 201]);
    expect(one?.body['id']).toBe(two?.body['id']);
    expect((await call(tutor, 'GET', '/visits')).body['visits']).toHaveLength(1);
  });
});
