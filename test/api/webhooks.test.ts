import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { memoryReceivers } from '../../functions/adapters/memory/memory-receivers.ts';
import { doJobs } from '../../functions/application/jobs.ts';
import { type Length, plusMilliseconds } from '../../functions/domain/time.ts';
import { WrittenPhone } from '../../functions/http/phone.ts';
import type { Jobs } from '../../functions/ports/jobs.ts';
import { dsl, head, lighthouse, out, requested, tutor } from '../support/lighthouse-visit.ts';

const url = 'https://mis.example.org/doorstep';
const Hook = z.looseObject({ id: z.string(), off: z.looseObject({ why: z.string() }).nullable() });
const Log = z.looseObject({
  ...Hook.shape,
  deliveries: z.array(
    z.looseObject({
      id: z.string(),
      visit: z.string(),
      state: z.string(),
      tries: z.array(z.looseObject({})),
      nextAt: z.string().nullable(),
    }),
  ),
  next: z.string().optional(),
});
const idOf = (visit: string): string => visit.split('/').at(-1)!;

const hooked = async (body: object = { url }) => {
  const there = await lighthouse();
  const { afternoon, call } = there;
  const receivers = memoryReceivers();
  const deps = { ...afternoon.deps, phone: WrittenPhone, receivers };
  const sweeps = async () => {
    const { failures } = await doJobs(deps, plusMilliseconds(afternoon.clock.now(), 40_000));
    expect(failures).toEqual([]);
  };
  /** A minute after the other, each with its sweep. */
  const passes = async (length: Length, every: Length = 'PT1M') => {
    const until = plusMilliseconds(afternoon.clock.now(), Number(/\d+/.exec(length)![0]) * (length.endsWith('H') ? 3_600_000 : 60_000));
    while (afternoon.clock.now() < until) {
      await afternoon.passes(every);
      await sweeps();
    }
  };
  const { status, body: made } = await call(head, 'POST', '/webhooks', { body });
  expect(status).toBe(201);
  const { id, secret } = z.looseObject({ id: z.string(), secret: z.string() }).parse(made);
  const hook = async () => Log.parse((await call(head, 'GET', `/webhooks/${id}?limit=100`)).body);
  const taken = () => receivers.sent.filter(({ answer }) => answer.status === 204).map(({ id: message }) => message);
  return { ...there, receivers, deps, sweeps, passes, hook, id, secret, taken };
};

/** Each third call of it fails once it is told to: before it is done, or after. */
function breaking(of: Jobs) {
  let how: 'before' | 'after' | undefined;
  let calls = 0;
  const jobs = new Proxy(of, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...given: unknown[]): Promise<unknown> => {
        calls += 1;
        const breaks = calls % 3 === 0;
        if (breaks && how === 'before') throw new Error('away');
        const done: unknown = await Reflect.apply(method, target, given);
        if (breaks && how === 'after') throw new Error('the answer was lost');
        return done;
      };
    },
  });
  return { jobs, breaks: (when: 'before' | 'after') => (how = when) };
}

describe('whoever is told outside', () => {
  it('hears within two minutes that a visit changed: which, and nothing else of it', async () => {
    const { afternoon, call, receivers, passes, secret } = await hooked();
    const visit = idOf(await requested(call, afternoon));
    await passes('PT2M');
    expect(receivers.sent).toHaveLength(1);
    const [{ body, url: to, secrets, id } = { body: '', url: '', secrets: [], id: '' }] = receivers.sent;
    expect(JSON.parse(body)).toEqual({
      type: 'visit.changed',
      timestamp: '2026-06-22T12:00:00.000Z',
      data: { school: afternoon.school, visit },
    });
    expect([to, secrets]).toEqual([url, [secret]]);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(id).toMatch(new RegExp(`^w-[0-9a-z]{8}\\.\\d{13}\\.${visit}$`));

    await call(dsl, 'POST', `/visits/${visit}/authorise`);
    await passes('PT10M');
    expect(receivers.sent.map(({ id: message }) => idOf(message.replaceAll('.', '/')))).toEqual([visit, visit]);
  });

  it('hears nothing of a call for help: what is sent, and when, is the same with and without one', async () => {
    const heard = async (words: string) => {
      const { afternoon, call, receivers, passes } = await hooked();
      const visit = await out(call, afternoon);
      await passes('PT3M');
      await call(tutor, 'POST', `${visit}/raise-alarm`, { body: { kind: 'help', words } });
      await passes('PT3M');
      return receivers.sent.map(({ at, body }) => [at, body.replaceAll(idOf(visit), 'HV')]);
    };
    expect(await heard('help me')).toEqual(await heard(''));
    const { afternoon, call, receivers, passes } = await hooked();
    await out(call, afternoon);
    await passes('PT6M');
    expect(await heard('help me')).toHaveLength(receivers.sent.length);
  });

  it('hears only of what it asked for', async () => {
    const { afternoon, call, receivers, passes } = await hooked({ url, types: ['visit.erased'] });
    await requested(call, afternoon);
    await passes('PT5M');
    expect(receivers.sent).toEqual([]);
  });

  it('hears of what is changed from then on, and not of what was before', async () => {
    const { afternoon, call, receivers, passes, sweeps } = await hooked();
    await requested(call, afternoon);
    await passes('PT2M');
    await call(head, 'POST', '/webhooks', { body: { url: 'https://late.example.org' } });
    await passes('PT5M');
    await sweeps();
    expect(receivers.sent.map(({ url: to }) => to)).toEqual([url]);
  });

  it('that is away is asked again eight times in two days, each time a longer while later, and then left alone', async () => {
    const { afternoon, call, receivers, passes, hook } = await hooked();
    receivers.answers(() => ({ status: 503 }));
    await requested(call, afternoon);
    await passes('PT49H', 'PT30S');
    const at = receivers.sent.map((one) => Date.parse(one.at));
    const minutes = at.slice(1).map((time, i) => Math.round((time - at[i]!) / 60_000));
    expect(minutes).toEqual([1, 5, 30, 120, 300, 600, 840, 960]);
    expect(new Set(receivers.sent.map(({ id }) => id)).size).toBe(1);
    const { off, deliveries } = await hook();
    expect(off).toMatchObject({ why: 'unanswered' });
    expect(deliveries).toMatchObject([{ state: 'given-up', nextAt: null }]);
    expect(deliveries[0]?.tries).toHaveLength(9);
  });

  it('that was away for a day hears of everything that changed meanwhile, and of nothing twice', async () => {
    const { afternoon, call, receivers, passes, taken } = await hooked();
    receivers.answers(() => ({ why: 'no-connection' }));
    const visits: string[] = [];
    for (let hour = 0; hour < 24; hour += 6) {
      visits.push(idOf(await requested(call, afternoon)));
      await passes('PT6H');
    }
    expect(taken()).toEqual([]);
    receivers.answers(() => ({ status: 204 }));
    await passes('PT24H');
    expect(new Set(taken()).size).toBe(taken().length);
    expect(new Set(taken().map((message) => message.split('.').at(-1)))).toEqual(new Set(visits));
  });

  it('is turned off where it says that it is gone, and asked no more', async () => {
    const { afternoon, call, receivers, passes, hook } = await hooked();
    receivers.answers(() => ({ status: 410 }));
    for (let n = 0; n < 3; n += 1) await requested(call, afternoon);
    await passes('PT3M');
    expect(receivers.sent).toHaveLength(1);
    await requested(call, afternoon);
    await passes('PT3M');
    expect(receivers.sent).toHaveLength(1);
    expect((await hook()).off).toMatchObject({ why: 'gone' });
  });

  it('stays on where one message is not taken and others are', async () => {
    const { afternoon, call, receivers, passes, hook, taken } = await hooked();
    const bad = idOf(await requested(call, afternoon));
    receivers.answers(({ id }) => ({ status: id.endsWith(bad) ? 500 : 204 }));
    await passes('PT24H', 'PT1H');
    const good = idOf(await requested(call, afternoon));
    await passes('PT26H', 'PT1H');
    await passes('PT72H', 'PT1H');
    const { off, deliveries } = await hook();
    expect(off).toBeNull();
    expect(deliveries.find(({ visit }) => visit === bad)).toMatchObject({ state: 'given-up' });
    expect(taken().some((message) => message.endsWith(good))).toBe(true);
  });

  it('that does not answer is asked once a sweep, and is in the way of nobody else', async () => {
    const { afternoon, call, receivers, sweeps } = await hooked();
    await call(head, 'POST', '/webhooks', { body: { url: 'https://other.example.org' } });
    receivers.answers(({ url: to }) => (to === url ? { why: 'too-slow' } : { status: 204 }));
    for (let n = 0; n < 5; n += 1) await requested(call, afternoon);
    await afternoon.passes('PT2M');
    await sweeps();
    const asked = (of: string) => receivers.sent.filter(({ url: to }) => to.startsWith(of)).length;
    expect([asked(url), asked('https://other.example.org')]).toEqual([1, 5]);
  });

  it('is told again whatever breaks in between, and learns of the last change of each visit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('request', 'sweep', 'away', 'back', 'fail', 'lose'), { minLength: 4, maxLength: 14 }),
        async (what) => {
          const { afternoon, call, deps, receivers, passes, taken } = await hooked();
          const visits: string[] = [];
          const { jobs, breaks } = breaking(deps.jobs);
          for (const one of what) {
            if (one === 'request') visits.push(idOf(await requested(call, afternoon)));
            if (one === 'away') receivers.answers(() => ({ status: 500 }));
            if (one === 'back') receivers.answers(() => ({ status: 204 }));
            if (one === 'fail') breaks('before');
            if (one === 'lose') breaks('after');
            await afternoon.passes('PT40S');
            if (one === 'sweep') await Promise.allSettled([doJobs({ ...deps, jobs }, plusMilliseconds(afternoon.clock.now(), 40_000))]);
          }
          receivers.answers(() => ({ status: 204 }));
          await passes('PT72H', 'PT1H');
          expect(new Set(taken().map((message) => message.split('.').at(-1)))).toEqual(new Set(visits));
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('a webhook', () => {
  it('shows its secret where it was made, also to the same request again, and never after', async () => {
    const { call } = await lighthouse();
    const make = (key: string, to = url) => call(head, 'POST', '/webhooks', { body: { url: to }, key });
    const { body: made } = await make('once');
    const { body: again, status } = await make('once');
    expect([status, again]).toEqual([201, made]);
    expect((await make('once', 'https://other.example.org/')).status).toBe(422);
    const secret = String(made['secret']);
    for (const path of ['/webhooks', `/webhooks/${String(made['id'])}`])
      expect(JSON.stringify((await call(head, 'GET', path)).body)).not.toContain(secret.slice(6, 20));
    expect((await call(head, 'GET', '/webhooks')).body).toMatchObject({ webhooks: [{ id: made['id'], url, off: null }] });
  });

  it.each([
    ['http://mis.example.org', /https/],
    ['mis.example.org', /an address/],
    ['https://localhost/x', /internet/],
    ['https://10.0.0.1/x', /not the number/],
    ['https://0x7f.1/', /not the number/],
    ['https://2130706433/', /not the number/],
    ['https://[::1]/', /not the number/],
    ['https://metadata.google.internal/', /internet/],
    ['https://printer.local./', /internet/],
    ['https://user:word@mis.example.org/', /user name/],
    ['https://mis.example.org/#part', /after #/],
    [`https://mis.example.org/${'x'.repeat(500)}`, /500/],
  ])('is not made for %s', async (to, why) => {
    const { call } = await lighthouse();
    const { status, body } = await call(head, 'POST', '/webhooks', { body: { url: to } });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toMatch(why);
  });

  it('is one of ten at most, of those that are on', async () => {
    const { call } = await lighthouse();
    const make = (n: number) => call(head, 'POST', '/webhooks', { body: { url: `https://mis-${String(n)}.example.org` } });
    const first = String((await make(0)).body['id']);
    for (let n = 1; n < 10; n += 1) expect((await make(n)).status).toBe(201);
    expect((await make(10)).status).toBe(400);
    await call(head, 'POST', `/webhooks/${first}/off`, { body: {} });
    expect((await make(11)).status).toBe(201);
  });

  it('that is given another secret signs by both for a day, so that its receiver misses nothing', async () => {
    const { afternoon, call, receivers, passes, id, secret } = await hooked();
    const rotated = await call(head, 'POST', `/webhooks/${id}/rotate`, { body: {}, key: 'turn' });
    const second = String(rotated.body['secret']);
    expect((await call(head, 'POST', `/webhooks/${id}/rotate`, { body: {}, key: 'turn' })).body).toEqual(rotated.body);
    expect(second).not.toBe(secret);
    await requested(call, afternoon);
    await passes('PT2M');
    await passes('PT24H', 'PT1H');
    const before = receivers.sent.length;
    await requested(call, afternoon);
    await passes('PT3M');
    expect(receivers.sent[0]?.secrets).toEqual([second, secret]);
    expect(receivers.sent.slice(before).map(({ secrets }) => secrets)).toEqual([[second]]);
  });

  it('that is turned off says nothing, and turned on again everything that it did not', async () => {
    const { afternoon, call, receivers, passes, id, hook, taken } = await hooked();
    receivers.answers(() => ({ status: 500 }));
    const first = idOf(await requested(call, afternoon));
    await passes('PT3M');
    const off = await call(head, 'POST', `/webhooks/${id}/off`, { body: {} });
    expect(off.body).toMatchObject({ off: { why: 'asked', by: head } });
    const before = receivers.sent.length;
    const second = idOf(await requested(call, afternoon));
    await passes('PT24H', 'PT1H');
    expect(receivers.sent).toHaveLength(before);

    receivers.answers(() => ({ status: 204 }));
    expect((await call(head, 'POST', `/webhooks/${id}/on`, { body: {} })).body).toMatchObject({ off: null });
    await passes('PT2M');
    expect(taken().map((message) => message.split('.').at(-1))).toEqual([first, second]);
    expect((await hook()).deliveries.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });

  it('has a log of what was sent, the last first, a page at a time, of which anything is sent again', async () => {
    const { afternoon, call, receivers, passes, id } = await hooked();
    const visits: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      visits.unshift(idOf(await requested(call, afternoon)));
      await passes('PT2M');
    }
    const log = async (query: string) => Log.parse((await call(head, 'GET', `/webhooks/${id}?${query}`)).body);
    const one = await log('limit=2');
    const two = await log(`limit=2&after=${one.next ?? ''}`);
    expect([...one.deliveries, ...two.deliveries].map(({ visit }) => visit)).toEqual(visits);
    expect(two.next).toBeUndefined();

    const last = one.deliveries[0]!;
    expect(last.tries).toMatchObject([{ status: 204 }]);
    const again = await call(head, 'POST', `/webhooks/${id}/deliveries/${last.id}/again`, { body: {} });
    expect(again.body).toMatchObject({ id: last.id, state: 'waiting' });
    await passes('PT1M');
    expect(receivers.sent.filter((message) => message.id === last.id)).toHaveLength(2);
    expect((await log('limit=1')).deliveries[0]).toMatchObject({ state: 'delivered' });
    expect((await call(head, 'POST', `/webhooks/w-00000000/deliveries/${last.id}/again`, { body: {} })).status).toBe(404);
  });

  it('tells of a visit that was erased', async () => {
    const { afternoon, call, receivers, passes } = await hooked({ url, types: ['visit.erased'] });
    const visit = idOf(await requested(call, afternoon));
    await call(tutor, 'POST', `/visits/${visit}/cancel`, { body: { reason: 'Not needed' } });
    await passes('PT3M');
    expect(receivers.sent).toEqual([]);
    const { status } = await call(head, 'POST', '/erasures', { body: { household: 'lighthouse-home-1' } });
    expect(status).toBeLessThan(300);
    await passes('PT5M');
    expect(receivers.sent.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([{ type: 'visit.erased', data: { visit } }]);
  });
});
