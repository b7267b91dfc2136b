import { describe, expect, it } from 'vitest';
import { whoseSession } from '../../functions/application/sessions.ts';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { apiOf } from '../support/api.ts';
import { assistant, at, induction, office, out, teacher } from '../support/hampton-visit.ts';

async function hamptonLeaves({ somebodyIsOut }: { readonly somebodyIsOut: boolean }) {
  const a = await afternoonAt(hampton(), at('08:30'));
  if (somebodyIsOut) await out(a);
  const { id: session } = await a.deps.sessions.begin({ school: 'hampton', person: office }, a.clock.now());
  await a.deps.schoolList.leaves('hampton', a.clock.now());
  return { a, call: apiOf(a), isIn: async () => (await whoseSession(a.deps, session)) !== undefined };
}

describe('a school that has left', () => {
  it('answers as if it had never been there, to its people and to its machines', async () => {
    const { call, isIn } = await hamptonLeaves({ somebodyIsOut: false });
    for (const who of [office, 'machine:read', 'machine:write'])
      expect([who, (await call(who, 'GET', '/board')).status, (await call(who, 'GET', '/people')).status]).toEqual([who, 404, 404]);
    expect((await call(teacher, 'POST', '/visits', { body: induction })).status).toBe(404);
    expect(await isIn()).toBe(false);
  });

  it('is answered for as long as somebody is out for it, and nothing new begins', async () => {
    const { a, call, isIn } = await hamptonLeaves({ somebodyIsOut: true });
    expect([(await call(office, 'GET', '/board')).status, await isIn()]).toEqual([200, true]);
    for (const [path, body] of [
      ['/visits', induction],
      ['/timetable', { visits: [] }],
      ['/drills', { ladder: 'help-ladder' }],
    ] as const)
      expect([path, (await call(office, 'POST', path, { body })).body]).toMatchObject([
        path,
        { status: 409, type: '/problems/school-left' },
      ]);
    expect((await call(teacher, 'POST', `/visits/${a.id}/raise-alarm`, { body: { call: 'help' } })).status).toBeLessThan(300);
    expect((await call(office, 'POST', `/visits/${a.id}/note`, { body: { words: 'We are ringing them.' } })).status).toBeLessThan(300);
    expect((await call(assistant, 'GET', `/visits/${a.id}`)).status).toBe(200);
  });

  it('of which nobody can say whether it has, lets its people in', async () => {
    const { a } = await hamptonLeaves({ somebodyIsOut: false });
    const all = () => Promise.reject(new Error('the table is away'));
    const call = apiOf({ ...a, deps: { ...a.deps, schoolList: { ...a.deps.schoolList, all } } });
    expect((await call(office, 'GET', '/board')).status).toBe(200);
  });
});
