import { expect, it } from 'vitest';
import { memoryReceivers } from '../../functions/adapters/memory/memory-receivers.ts';
import { doJobs } from '../../functions/application/jobs.ts';
import { plusMilliseconds } from '../../functions/domain/time.ts';
import { WrittenPhone } from '../../functions/http/phone.ts';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { at, head, induction, teacher } from '../support/hampton-visit.ts';
import { pagesOf } from '../support/pages.ts';

const admin = 'hampton-technician';
const url = 'https://mis.example.org/doorstep';
const secretIn = (html: string): string => /whsec_[A-Za-z0-9+/]+=/.exec(html)?.[0] ?? '';

const atHampton = async () => {
  const afternoon = await afternoonAt(hampton(), at('09:00'));
  const receivers = memoryReceivers();
  const sweeps = async () => doJobs({ ...afternoon.deps, phone: WrittenPhone, receivers }, plusMilliseconds(afternoon.clock.now(), 40_000));
  return { afternoon, receivers, sweeps, pages: pagesOf(afternoon) };
};

it('an address is told from when its page was filled in, and its secret is on that page alone', async () => {
  const { pages } = await atHampton();
  expect((await pages.get(admin, '/machines')).html).toContain('href="/webhooks"');
  expect((await pages.get(admin, '/webhooks')).text).toContain('No address is told');
  const made = await pages.post(admin, '/webhooks', { key: 'one', url });
  expect(made).toMatchObject({ status: 201, headers: { 'cache-control': 'no-store' } });
  expect(secretIn(made.html)).not.toBe('');
  expect(secretIn((await pages.post(admin, '/webhooks', { key: 'one', url })).html)).toBe(secretIn(made.html));
  const list = await pages.get(admin, '/webhooks');
  expect(list.text).toMatch(/mis\.example\.org\/doorstep 9am, by .+ On/);
  expect(secretIn(list.html)).toBe('');
});

it('an address that nobody outside could find is asked for again, and what was written stays', async () => {
  const { pages } = await atHampton();
  const again = await pages.post(admin, '/webhooks', { url: 'http://localhost/hook' });
  expect(again.status).toBe(400);
  expect(again.html).toMatch(/href="#url"/);
  expect(again.html).toMatch(/value="http:\/\/localhost\/hook"/);
});

it('what became of each message stands on the page of its address, from where it is sent again, turned off and on', async () => {
  const { afternoon, receivers, sweeps, pages } = await atHampton();
  await pages.post(admin, '/webhooks', { url });
  const path = /\/webhooks\/w-[0-9a-z]{8}/.exec((await pages.get(admin, '/webhooks')).html)?.[0] ?? '';
  receivers.answers(() => ({ why: 'too-slow' }));
  await afternoon.request(teacher, induction);
  await afternoon.passes('PT2M');
  await sweeps();
  const log = await pages.get(admin, path);
  expect(log.text).toMatch(
    new RegExp(`${afternoon.id} Changed, 9am Waiting It did not answer within ten seconds, 9\\.02am; it is tried again 9\\.03am`),
  );

  receivers.answers(() => ({ status: 204 }));
  const delivery = /name="delivery" value="([^"]+)"/.exec(log.html)?.[1] ?? '';
  expect(await pages.post(admin, path, { what: 'again', delivery })).toMatchObject({ status: 303, headers: { location: path } });
  expect((await pages.get(admin, path)).text).toContain('it goes out within a minute');
  await sweeps();
  expect((await pages.get(admin, path)).text).toMatch(/Taken It answered 204/);

  expect((await pages.post(head, path, { what: 'off' })).status).toBe(303);
  expect((await pages.get(admin, path)).text).toContain('Turned off, 9.02am');
  expect((await pages.post(head, path, { what: 'on' })).status).toBe(303);
  const turned = await pages.post(admin, path, { what: 'rotate' });
  expect(secretIn(turned.html)).not.toBe('');
  expect((await pages.get(admin, path)).text).toContain('The secret before this one signs as well until');
  expect((await pages.get(teacher, path)).status).toBe(403);
  expect((await pages.get(admin, '/webhooks/w-00000000')).status).toBe(404);
});
