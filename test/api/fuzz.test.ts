/** Thousands of requests that the contract allows, or nearly: none breaks the service, none is answered outside the contract, and what is refused leaves nothing behind. */
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { contractDocument } from '../../functions/api/contract/document.ts';
import { dsl, head, lighthouse, office, out, requested, secondTutor, tutor } from '../support/lighthouse-visit.ts';
import { type OneRequest, requestsOf, spoilt, valuesOf } from '../support/requests-of.ts';
import { writesOf } from '../support/writes.ts';

const requestsEach = Number(process.env['DOORSTEP_FUZZ'] ?? 40);
const callers = [head, head, dsl, office, tutor, secondTutor, 'machine:read', 'machine:write', undefined, 'nobody', `${head}@elsewhere`];
/** What is owed is done with whatever comes next; and what somebody out there says is kept, also where it is refused. */
const mayBeLeft = /^visits\.append\((|LookedAfter|PressHeard|\w*Heard\w*|\w*Unread\w*)\)$/;

/** Wrong codes are counted: after five a new message is needed. */
const isCounted = (operation: string, write: string): boolean => operation === 'confirm-contact' && write === 'schools.putPerson';

let document: unknown;
let requests: readonly OneRequest[];
beforeAll(async () => {
  document = JSON.parse(JSON.stringify(await contractDocument()));
  requests = requestsOf(document);
});

/** A school with a visit at each stage. */
async function aSchool() {
  const there = await lighthouse();
  const { call, afternoon } = there;
  const asked = await requested(call, afternoon);
  const away = await out(call, afternoon);
  const overdue = await out(call, afternoon);
  await call(tutor, 'POST', `${overdue}/raise-alarm`, { body: { kind: 'help' } });
  const back = await out(call, afternoon);
  await call(tutor, 'POST', `${back}/return`, { body: {} });
  const off = await requested(call, afternoon);
  await call(tutor, 'POST', `${off}/cancel`, { body: { reason: 'Not needed' } });
  const hook = await call(head, 'POST', '/webhooks', { body: { url: 'https://mis.example.org' } });
  const ids = {
    visit: [asked, away, overdue, back, off].map((path) => path.split('/').at(-1) ?? ''),
    household: ['lighthouse-home-1', 'lighthouse-home-2', 'h-new'],
    person: [tutor, dsl, head, office, 'nobody', 'constructor'],
    webhook: [String(hook.body['id'])],
    version: ['1', '2'],
    stage: ['prepare', 'depart', 'write-up', 'nothing'],
  };
  return { ...there, ids };
}

interface Fuzzed {
  readonly who: string | undefined;
  readonly parts: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly text: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

const odd = fc.constantFrom('nothing', '%00', 'HV-00000000', 'x'.repeat(300), '__proto__', 'constructor', '%F0%9F%98%80');

function fuzzed({ path, queries, body, method }: OneRequest, ids: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<Fuzzed> {
  const known = [...Object.values(ids).flat(), 'offer', 'animals', 'tutoring', 'ill', 'wait', '+447700900123', '2026-06-22T13:00:00.000Z'];
  const values = valuesOf(document, known);
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const parts = fc.record(
    Object.fromEntries(
      names.map((name) => [
        name,
        fc.oneof({ arbitrary: fc.constantFrom(...(ids[name] ?? ['nothing'])), weight: 6 }, { arbitrary: odd, weight: 1 }),
      ]),
    ),
  );
  const right = body === undefined ? fc.constant(undefined) : values(body);
  const text = fc.oneof(
    { arbitrary: right.map((value) => (value === undefined ? undefined : JSON.stringify(value))), weight: 6 },
    { arbitrary: right.chain((value) => spoilt(value ?? {})).map((value) => JSON.stringify(value) as string | undefined), weight: 6 },
    { arbitrary: fc.constantFrom('', '{', '[]', 'null', '"words"', '{"a":1,"a":2}', `${'['.repeat(500)}${']'.repeat(500)}`), weight: 1 },
  );
  const allowed = fc.record(Object.fromEntries(queries.map(({ name, schema }) => [name, values(schema).map(String)])), {
    requiredKeys: [],
  });
  const wrong = fc.dictionary(fc.constantFrom(...queries.map(({ name }) => name), 'odd', 'after', 'limit'), fc.string({ maxLength: 12 }), {
    maxKeys: 2,
  });
  const query = fc
    .oneof(allowed, wrong)
    .map((given) => Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))));
  const headers = fc.record(
    {
      'if-match': fc.constantFrom('*', '"x"', '', 'W/"x"', '"'),
      'if-none-match': fc.constantFrom('*', '"x"'),
      'idempotency-key': fc.constantFrom('once', 'again', '', 'with a space', 'x'.repeat(65)),
      accept: fc.constantFrom('text/csv', '*/*', 'text/calendar'),
      'content-type': fc.constantFrom('application/json', 'text/plain', 'text/csv'),
    },
    { requiredKeys: [] },
  );
  return fc.record({
    who: fc.constantFrom(...callers),
    parts,
    query,
    text: method === 'GET' ? fc.constant(undefined) : text,
    headers: fc.oneof({ arbitrary: fc.constant({}), weight: 2 }, { arbitrary: headers, weight: 1 }),
  });
}

describe('whatever is asked', () => {
  it('is answered as the contract says, breaks nothing, and leaves nothing behind where it is refused', async () => {
    const there = await aSchool();
    const writes = writesOf(there.afternoon);
    const statuses = new Map<number, number>();
    for (const request of requests) {
      await fc.assert(
        fc.asyncProperty(fuzzed(request, there.ids), async ({ who, parts, query, text, headers }) => {
          const path = request.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parts[name] ?? '');
          const before = writes.length;
          const answer = await there.call(who, request.method, `${path}?${new URLSearchParams(query).toString()}`, {
            headers,
            ...(text === undefined ? {} : { text }),
          });
          const left = writes.slice(before).filter((write) => !mayBeLeft.test(write) && !isCounted(request.operationId, write));
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
          expect(answer.status, answer.text).toBeLessThan(500);
          if (answer.status >= 300) expect(left, answer.text).toEqual([]);
        }),
        { numRuns: requestsEach },
      );
    }
    // Much of it is done, and much is refused, in every way there is.
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 304, 400, 401, 403, 404, 409, 415]));
    expect(statuses.get(200) ?? 0).toBeGreaterThan(requests.length);
  }, 120_000);
});
