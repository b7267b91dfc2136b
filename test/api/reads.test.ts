import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type apiOf, inMinutes } from '../support/api.ts';
import { dsl, lighthouse, office, out, requested, secondTutor, tutor } from '../support/lighthouse-visit.ts';

const idOf = (visit: string): string => visit.split('/').at(-1)!;

describe('reading a visit', () => {
  it('is not answered again to somebody who has it already', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await requested(call, afternoon);
    const { headers } = await call(dsl, 'GET', visit);
    const again = () => call(dsl, 'GET', visit, { headers: { 'if-none-match': headers['etag']! } });
    expect(await again()).toMatchObject({ status: 304, headers: { etag: headers['etag'] }, body: {} });
    await call(dsl, 'POST', `${visit}/authorise`);
    expect((await again()).status).toBe(200);
  });

  it('is noted beside it, and changes nothing of it', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await requested(call, afternoon);
    const { headers } = await call(dsl, 'GET', visit);
    await call('machine:read', 'GET', visit);
    await call('machine:read', 'GET', visit);
    const readings = afternoon.visits.readingsOf({ school: 'lighthouse', visit: idOf(visit) });
    expect(Object.entries(readings).map(([who, { n }]) => [who.split('#')[0], n])).toEqual([
      [dsl, 1],
      ['machine:mis', 2],
    ]);
    expect((await call(dsl, 'GET', visit)).headers['etag']).toBe(headers['etag']);
  });

  it('is for those who are on it, asked for it, or answer for it', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await requested(call, afternoon);
    for (const who of [tutor, office, dsl, 'machine:read', 'machine:write']) expect((await call(who, 'GET', visit)).status, who).toBe(200);
    expect((await call(secondTutor, 'GET', visit)).status).toBe(403);
    expect(afternoon.visits.readingsOf({ school: 'lighthouse', visit: idOf(visit) })).not.toHaveProperty([secondTutor]);
    expect((await call(dsl, 'GET', '/visits/HV-0000000')).status).toBe(404);
    expect((await call(dsl, 'GET', '/visits/constructor')).status).toBe(404);
  });

  it('takes no query that it does not know', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await requested(call, afternoon);
    expect((await call(dsl, 'GET', `${visit}?as=head`)).body).toMatchObject({ status: 400, errors: [{ pointer: '/query/as' }] });
  });
});

describe('the list of visits', () => {
  const many = async (n: number) => {
    const { afternoon, call } = await lighthouse();
    const visits: string[] = [];
    for (let i = 0; i < n; i += 1) {
      afternoon.clock.advance('PT1M');
      visits.push(idOf(await requested(call, afternoon, { household: `lighthouse-home-${String((i % 3) + 1)}` })));
    }
    return { afternoon, call, visits };
  };
  const Page = z.object({ visits: z.array(z.object({ id: z.string() })), next: z.string().optional() });
  const walk = async (call: ReturnType<typeof apiOf>, query: string) => {
    const pages: (readonly string[])[] = [];
    for (let after = ''; ;) {
      const page = Page.parse((await call(office, 'GET', `/visits?${query}${after}`)).body);
      pages.push(page.visits.map(({ id }) => id));
      if (page.next === undefined) return pages;
      after = `&after=${encodeURIComponent(page.next)}`;
    }
  };

  it('has the newest change first, open and done as one, page by page', async () => {
    const { call, visits, afternoon } = await many(7);
    afternoon.clock.advance('PT1M');
    await call(tutor, 'POST', `/visits/${visits[2]!}/cancel`, { body: { reason: 'ill' } });
    const order = [visits[2], ...visits.toReversed().filter((id) => id !== visits[2])];
    const pages = await walk(call, 'limit=3');
    expect(pages.flat()).toEqual(order);
    expect(pages[0]).toHaveLength(3);
  });

  it('is of those that were asked for', async () => {
    const { call, visits, afternoon } = await many(4);
    await call(dsl, 'POST', `/visits/${visits[1]!}/authorise`);
    const of = async (query: string) => (await walk(call, query)).flat();
    expect(await of('stage=authorised')).toEqual([visits[1]]);
    expect(await of('household=lighthouse-home-1')).toEqual([visits[3], visits[0]]);
    expect(await of(`visitor=${secondTutor}`)).toEqual([]);
    expect(await of(`visitor=${tutor}&stage=requested&household=lighthouse-home-3`)).toEqual([visits[2]]);
    const third = inMinutes(afternoon, 59);
    expect(await of(`from=${third}`)).toEqual([visits[3], visits[2]]);
    expect(await of(`to=${third}`)).toEqual([visits[1], visits[0]]);
  });

  it('reads on past a hundred that nobody asked for, and past a hundred of one half', async () => {
    const { afternoon, call, visits: old } = await many(3);
    for (const visit of old) await call(tutor, 'POST', `/visits/${visit}/cancel`, { body: { reason: 'ill' } });
    const recent: string[] = [];
    for (let i = 0; i < 110; i += 1) {
      afternoon.clock.advance('PT1M');
      recent.unshift(idOf(await requested(call, afternoon, { household: i < 2 ? 'lighthouse-home-2' : 'lighthouse-home-1' })));
    }
    expect((await walk(call, 'limit=100')).flat()).toEqual([...recent, ...old.toSorted().toReversed()]);
    expect((await walk(call, 'household=lighthouse-home-2')).flat()).toEqual([...recent.slice(-2), old[1]]);
  });

  it('tells nobody of an alarm, nor of a family', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await out(call, afternoon);
    const before = await call(tutor, 'GET', '/visits');
    await call(office, 'POST', `${visit}/raise-alarm`, { body: { kind: 'help' } });
    expect((await call(tutor, 'GET', '/visits')).body['visits']).toEqual(before.body['visits']);
    expect(JSON.stringify(before.body)).not.toMatch(/Marrow|Rock Lane|ill/);
  });

  it('says what of the query is wrong', async () => {
    const { call } = await lighthouse();
    const { body } = await call(office, 'GET', '/visits?limit=1000&stage=gone&from=today&colour=red');
    expect(body['errors']).toMatchObject([
      { pointer: '/query/stage' },
      { pointer: '/query/from' },
      { pointer: '/query/limit' },
      { pointer: '/query/colour' },
    ]);
    for (const list of ['/visits', '/changes'])
      expect((await call(office, 'GET', `${list}?after=nonsense`)).body).toMatchObject({
        status: 400,
        errors: [{ pointer: '/query/after' }],
      });
  });
});

describe('the board', () => {
  it('has who is out now, and nobody else', async () => {
    const { afternoon, call } = await lighthouse();
    await requested(call, afternoon);
    expect((await call(office, 'GET', '/board')).body).toEqual({ visits: [] });
    const visit = await out(call, afternoon);
    expect((await call(office, 'GET', '/board')).body).toMatchObject({ visits: [{ visit: idOf(visit), state: 'out' }] });
    expect((await call(tutor, 'GET', '/board')).status).toBe(403);
  });

  it('shows a visit that cannot be read, which hides no other', async () => {
    const { afternoon, call } = await lighthouse();
    const [bad, good] = [await out(call, afternoon), await out(call, afternoon)];
    afternoon.visits.spoil({ school: afternoon.school, visit: idOf(bad) });

    expect((await call(office, 'GET', '/board')).body['visits']).toMatchObject([
      { visit: idOf(bad), state: 'unreadable', visitors: [{ state: 'signed-out' }], say: 'Cannot be read: check by hand.' },
      { visit: idOf(good), state: 'out' },
    ]);
  });

  it('has help first, then whoever is overdue, then whoever is to be heard of next', async () => {
    const { afternoon, call } = await lighthouse();
    const [first, second, third, fourth] = [
      await out(call, afternoon),
      await out(call, afternoon),
      await out(call, afternoon),
      await out(call, afternoon),
    ];
    const later = (visit: string, minutes: number) =>
      call(office, 'POST', `${visit}/revise`, {
        body: {
          plan: {
            arriveAt: inMinutes(afternoon, minutes),
            leaveAt: inMinutes(afternoon, minutes + 10),
            returnAt: inMinutes(afternoon, minutes + 20),
          },
          toldBy: tutor,
          means: 'telephone',
        },
      });
    await later(first, 95);
    await later(second, 91);
    await later(fourth, 99);
    afternoon.clock.advance('PT90M');
    await call(office, 'POST', `${fourth}/raise-alarm`, { body: { kind: 'help', visitor: 'all' } });
    const { body } = await call(office, 'GET', '/board');
    expect(body['visits']).toMatchObject([
      { visit: idOf(fourth), state: 'help' },
      { visit: idOf(third), state: 'overdue' },
      { visit: idOf(second), state: 'out' },
      { visit: idOf(first), state: 'out' },
    ]);
  });
});
