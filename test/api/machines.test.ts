import { beforeEach, describe, expect, it } from 'vitest';
import { whoseKey } from '../../functions/application/machines.ts';
import { endpoints } from '../../functions/api/endpoints.ts';
import { whoIsCallingBy } from '../../functions/http/who-is-calling.ts';
import { afternoonAt, type Afternoon, hampton } from '../support/afternoon.ts';
import { apiOf } from '../support/api.ts';
import { counted } from '../support/counted.ts';
import { at, head, office, teacher } from '../support/hampton-visit.ts';

const admin = 'hampton-technician';
let a: Afternoon;
let call: ReturnType<typeof apiOf>;
beforeEach(async () => {
  a = await afternoonAt(hampton(), at('08:30'));
  call = apiOf(a);
});

const made = async (scope: 'read' | 'write' = 'read', name = 'Arbor'): Promise<string> => {
  const { body } = await call(admin, 'POST', '/machines', { body: { name, scope } });
  return String(body['key']);
};
/** By the way that a machine itself comes in. */
const as = async (key: string, path = '/people', school = 'hampton', deps = a.deps) => {
  const whoIsCalling = whoIsCallingBy(undefined, async (sent) => whoseKey(deps, sent));
  const found = endpoints(deps, whoIsCalling).find((one) => one.method === 'GET' && one.path === `/v1/schools/{school}${path}`)!;
  const asked = { method: 'GET', path: `/v1/schools/${school}${path}`, params: { school }, query: {}, cookies: {}, body: Buffer.alloc(0) };
  return (await found.answer({ ...asked, headers: { authorization: `Bearer ${key}` } })).status;
};

describe('a key for a machine', () => {
  it('is shown once, to whoever made it, and lets the machine in', async () => {
    const answer = await call(head, 'POST', '/machines', { body: { name: 'Arbor', scope: 'read' } });
    expect(answer).toMatchObject({
      status: 201,
      headers: { 'cache-control': 'no-store' },
      body: { id: 'arbor', name: 'Arbor', scope: 'read', made: { at: at('08:30'), by: head }, usedOn: null, revoked: null },
    });
    const key = String(answer.body['key']);
    expect(await as(key)).toBe(200);
    const list = await call(admin, 'GET', '/machines');
    expect(list.body).toMatchObject({ machines: [{ id: 'arbor' }] });
    expect(list.text).not.toMatch(/doorstep_|press|key/);
  });

  it('is not shown again to the same press, which makes no second one and says what to do', async () => {
    const press = { body: { name: 'Arbor', scope: 'read' }, key: 'one-press' };
    const first = await call(admin, 'POST', '/machines', press);
    const again = await call(admin, 'POST', '/machines', press);

    expect(again).toMatchObject({ status: 409, body: { type: '/problems/key-shown', machine: { id: 'arbor' } } });
    expect(again.text).toContain('revoke arbor and make another');
    expect(again.text).not.toContain(String(first.body['key']));
    expect((await call(admin, 'POST', '/machines', { ...press, body: { name: 'Arbor', scope: 'write' } })).status).toBe(422);
    expect((await a.deps.machines.of('hampton')).map(({ id }) => id)).toEqual(['arbor']);
  });

  it('does as much as its scope, at its own school alone', async () => {
    const [reads, writes] = [await made(), await made('write', 'Registers')];
    expect(await as(reads, '/people')).toBe(200);
    expect(await as(reads, '/people', 'roselyn-house')).toBe(404);
    for (const key of [reads, writes]) for (const path of ['/machines', '/holds', '/to-do']) expect(await as(key, path), path).toBe(403);
  });

  it('opens nothing from when it is revoked, and its machine keeps its name for good', async () => {
    const key = await made();
    a.clock.set(at('09:00'));
    const answer = await call(head, 'POST', '/machines/arbor/revoke', { body: {} });
    expect(answer).toMatchObject({ status: 200, body: { id: 'arbor', revoked: { at: at('09:00'), by: head } } });
    expect(await as(key)).toBe(401);
    expect((await call(admin, 'POST', '/machines/arbor/revoke', { body: {} })).body).toMatchObject({ revoked: { by: head } });
    expect((await call(admin, 'POST', '/machines/nothing/revoke', { body: {} })).status).toBe(404);

    const next = await made();
    expect((await a.deps.machines.of('hampton')).map(({ id }) => id)).toEqual(['arbor', 'arbor-2']);
    expect([await as(key), await as(next)]).toEqual([401, 200]);
  });

  it('is noted as used once a day, so that no other call of that day writes anything', async () => {
    const key = await made();
    const { deps, calls } = counted(a);
    for (const time of ['08:40', '08:50', '12:00']) {
      a.clock.set(at(time));
      expect(await as(key, '/people', 'hampton', { ...a.deps, ...deps })).toBe(200);
    }
    expect(calls.filter((one) => one === 'machines.used')).toHaveLength(1);
    expect((await call(admin, 'GET', '/machines')).body).toMatchObject({ machines: [{ usedOn: at('12:00').slice(0, 10) }] });
  });

  it('that is made up is known for it without a look at the table', async () => {
    const { deps, calls } = counted(a);
    for (const key of ['doorstep_', `doorstep_${'a'.repeat(49)}`])
      expect(await as(key, '/people', 'hampton', { ...a.deps, ...deps })).toBe(401);
    expect(calls).toEqual([]);
  });

  it('is made by whoever keeps the records and by heads, and by nobody else', async () => {
    for (const who of [office, teacher, 'machine:read', 'machine:write']) {
      expect((await call(who, 'POST', '/machines', { body: { name: 'Arbor', scope: 'read' } })).status, who).toBe(403);
      expect((await call(who, 'POST', '/machines/arbor/revoke', { body: {} })).status, who).toBe(403);
    }
    expect((await call(admin, 'POST', '/machines', { body: { name: ' ', scope: 'all' } })).body).toMatchObject({
      errors: [{ pointer: '/name' }, { pointer: '/scope' }],
    });
  });
});
