import { expect, it } from 'vitest';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { at, head, teacher } from '../support/hampton-visit.ts';
import { pagesOf } from '../support/pages.ts';

const admin = 'hampton-technician';
const atHampton = async () => {
  const afternoon = await afternoonAt(hampton(), at('09:00'));
  return { afternoon, pages: pagesOf(afternoon) };
};
const keyIn = (html: string): string => /doorstep_[A-Za-z0-9]+/.exec(html)?.[0] ?? '';

it('a machine’s key is on the page that made it and on no other, and can be copied', async () => {
  const { afternoon, pages } = await atHampton();
  const press = { key: 'one-press', name: 'Arbor', scope: 'read' };
  const made = await pages.post(admin, '/machines', press);

  expect(made).toMatchObject({ status: 201, headers: { 'cache-control': 'no-store' } });
  const key = keyIn(made.html);
  expect(await afternoon.deps.machines.whose(key)).toMatchObject({ id: 'arbor', scope: 'read', made: { by: admin } });
  expect(made.html).toMatch(/data-copies="machine-key"/);
  expect(made.html).toMatch(/<script src="\/assets\/copy/);

  const reloaded = await pages.post(admin, '/machines', press);
  expect(reloaded).toMatchObject({ status: 409, headers: { 'cache-control': 'no-store' } });
  expect(reloaded.text).toContain('nobody can find out again');
  const list = await pages.get(admin, '/machines');
  expect(list.text).toMatch(/Arbor arbor Reads 9am, by .+ Not yet Take it away from Arbor/);
  for (const { html } of [reloaded, list]) expect(keyIn(html)).toBe('');
});

it('a machine’s key is taken away in two steps, and who did it stays in the list', async () => {
  const { afternoon, pages } = await atHampton();
  const key = keyIn((await pages.post(head, '/machines', { name: 'Arbor', scope: 'write' })).html);
  const sure = await pages.get(admin, '/machines/arbor/revoke');
  expect(sure.text).toContain('Take the key of Arbor away');
  expect((await afternoon.deps.machines.whose(key))?.revoked).toBeUndefined();

  const taken = await pages.post(admin, '/machines/arbor/revoke');
  expect(taken).toMatchObject({ status: 303, headers: { location: '/machines?revoked=yes' } });
  expect((await afternoon.deps.machines.whose(key))?.revoked).toMatchObject({ by: admin });
  expect((await pages.get(admin, '/machines')).text).toMatch(/Reads and writes 9am, by .+ Taken away 9am, by/);
  expect((await pages.get(admin, '/machines/arbor/revoke')).text).toContain('taken away before');
  expect((await pages.get(admin, '/machines/nothing/revoke')).status).toBe(404);
});

it('a machine is not made until it has a name and a scope, and what was written stays', async () => {
  const { afternoon, pages } = await atHampton();
  const again = await pages.post(admin, '/machines', { name: 'Arbor' });
  expect(again.status).toBe(400);
  expect(again.html).toMatch(/href="#scope"/);
  expect(again.html).toMatch(/value="Arbor"/);
  expect((await pages.post(admin, '/machines', { name: 'x'.repeat(101), scope: 'read' })).html).toMatch(/href="#name"/);
  expect(await afternoon.deps.machines.of('hampton')).toEqual([]);
});

it('machines are seen to by whoever keeps the records and by heads, who are led there from the people', async () => {
  const { pages } = await atHampton();
  expect((await pages.get(teacher, '/machines')).status).toBe(403);
  expect((await pages.post(teacher, '/machines', { name: 'Arbor', scope: 'read' })).status).toBe(403);
  expect((await pages.get(admin, '/people')).html).toContain('href="/machines"');
  expect((await pages.get(teacher, '/people')).html).not.toContain('href="/machines"');
});

it('a calendar is given an address to subscribe to, once, that says whose it is', async () => {
  const { afternoon, pages } = await atHampton();
  const made = await pages.post(admin, '/machines', { name: 'Staff calendar', scope: 'calendar' });
  expect(made.status).toBe(201);
  expect(made.html).toMatch(/https?:\/\/[^"<]+\/v1\/schools\/hampton\/calendar\.ics\?key=doorstep_[A-Za-z0-9]+/);
  expect(await afternoon.deps.machines.whose(keyIn(made.html))).toMatchObject({ id: 'staff-calendar', scope: 'calendar' });
  expect((await pages.get(admin, '/machines')).text).toContain('Shows a calendar');
});
