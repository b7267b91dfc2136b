import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { endpoints } from '../../functions/api/endpoints.ts';
import { whoseKey } from '../../functions/application/machines.ts';
import { whoIsCallingBy } from '../../functions/http/who-is-calling.ts';
import type { Request } from '../../functions/http/http.ts';
import { inMinutes } from '../support/api.ts';
import { aVisit, dsl, head, lighthouse, office, out, requested, tutor } from '../support/lighthouse-visit.ts';

const idOf = (visit: string): string => visit.split('/').at(-1)!;
const eventsIn = (text: string) =>
  // What the library makes of it has no type.
  new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents('vevent').map((one) => {
    const event = new ICAL.Event(one);
    return {
      uid: event.uid,
      summary: event.summary,
      from: event.startDate.toJSDate().toISOString(),
      until: event.endDate.toJSDate().toISOString(),
      sequence: event.sequence,
      status: one.getFirstPropertyValue('status'),
      lines: one.getAllProperties().map(({ name }) => name),
    };
  });

/** As a calendar program asks, with a key of a machine in the address. */
const subscribing = async () => {
  const there = await lighthouse();
  const { afternoon, call } = there;
  const all = endpoints(
    afternoon.deps,
    whoIsCallingBy(undefined, async (key) => whoseKey(afternoon.deps, key)),
  );
  const keyOf = async (scope: string): Promise<string> => {
    const { status, body } = await call(head, 'POST', '/machines', { body: { name: `A ${scope}`, scope } });
    expect(status).toBe(201);
    return String(body['key']);
  };
  const asks = async (path: string, query: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) => {
    const full = `/v1/schools/${afternoon.school}${path}`;
    const route = all.find(({ method, path: of }) => method === 'GET' && of === `/v1/schools/{school}${path}`)!;
    const request: Request = {
      method: 'GET',
      path: full,
      params: { school: afternoon.school },
      query,
      headers,
      cookies: {},
      body: Buffer.of(),
    };
    return route.answer(request);
  };
  const calendar = async () => {
    const { status, body = '', headers } = await asks('/calendar.ics', { key: await keyOf('calendar') });
    expect([status, headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
    return body;
  };
  return { ...there, keyOf, asks, calendar };
};

describe('the calendar of a school', () => {
  it('has each visit with its times, as another library reads it, and nothing of whom it is about or who goes', async () => {
    const { afternoon, call, calendar } = await subscribing();
    const visit = await requested(call, afternoon);
    const { plan } = aVisit(afternoon);
    const text = await calendar();
    expect(eventsIn(text)).toMatchObject([
      {
        uid: idOf(visit),
        summary: `Home visit ${idOf(visit)}`,
        from: plan.departAt,
        until: plan.returnAt,
        status: 'CONFIRMED',
        lines: ['uid', 'sequence', 'dtstamp', 'dtstart', 'dtend', 'summary', 'status', 'last-modified'],
      },
    ]);
    for (const word of ['tutor', 'home-1', 'ill', 'Lane']) expect(text).not.toContain(word);
  });

  it('says that a visit was called off, with a higher number than before', async () => {
    const { afternoon, call, calendar } = await subscribing();
    const visit = await requested(call, afternoon);
    const [before] = eventsIn(await calendar());
    await afternoon.passes('PT5M');
    await call(tutor, 'POST', `${visit}/cancel`, { body: { reason: 'Not needed' } });
    const [after] = eventsIn(await calendar());
    expect(after?.status).toBe('CANCELLED');
    expect(after!.sequence).toBeGreaterThan(before!.sequence);
  });

  it('keeps the hour in London when the clocks go back', async () => {
    const { afternoon, call, calendar } = await subscribing();
    const at = (day: string, hour: string): string => new Date(`${day}T${hour}:00Z`).toISOString();
    for (const [day, hour] of [
      ['2026-10-23', '09'],
      ['2026-10-26', '10'],
    ] as const) {
      const next = String(Number(hour) + 1).padStart(2, '0');
      const plan = {
        departAt: at(day, `${hour}:00`),
        arriveAt: at(day, `${hour}:10`),
        leaveAt: at(day, `${hour}:50`),
        returnAt: at(day, `${next}:00`),
      };
      await requested(call, afternoon, { plan });
    }
    expect(eventsIn(await calendar()).map(({ from }) => from)).toEqual(['2026-10-23T09:00:00.000Z', '2026-10-26T10:00:00.000Z']);
  });

  it('is the same to the byte with and without a call for help', async () => {
    const read = async (words: string): Promise<string> => {
      const { afternoon, call, calendar } = await subscribing();
      const visit = await out(call, afternoon);
      await afternoon.passes('PT2M');
      await call(tutor, 'POST', `${visit}/raise-alarm`, { body: { kind: 'help', words } });
      await afternoon.passes('PT2M');
      const own = await call(tutor, 'GET', `${visit}/calendar.ics`);
      return `${await calendar()}${own.text}`.replaceAll(idOf(visit), 'HV');
    };
    const without = await (async () => {
      const { afternoon, call, calendar } = await subscribing();
      const visit = await out(call, afternoon);
      await afternoon.passes('PT4M');
      const own = await call(tutor, 'GET', `${visit}/calendar.ics`);
      return `${await calendar()}${own.text}`.replaceAll(idOf(visit), 'HV');
    })();
    expect(await read('help me')).toBe(without);
  });

  it('is not sent again to whoever has it', async () => {
    const { afternoon, call, asks, keyOf } = await subscribing();
    await requested(call, afternoon);
    const key = await keyOf('calendar');
    const { headers } = await asks('/calendar.ics', { key });
    const again = await asks('/calendar.ics', { key }, { 'if-none-match': headers['etag'] ?? '' });
    expect([again.status, again.body]).toEqual([304, undefined]);
  });

  it('opens to a key for calendars in its address and to no other, and such a key opens nothing else', async () => {
    const { call, asks, keyOf } = await subscribing();
    const key = await keyOf('calendar');
    for (const wrong of [await keyOf('read'), await keyOf('write'), `${key}x`, 'doorstep_', ''])
      expect((await asks('/calendar.ics', { key: wrong })).status).toBe(401);
    for (const path of ['/visits', '/changes', '/board', '/people', '/policy', '/settings'])
      expect([path, (await asks(path, {}, { authorization: `Bearer ${key}` })).status]).toEqual([path, 403]);
    // In the address of anything else it is no key at all.
    expect((await asks('/visits', { key })).status).toBe(401);
    const [machine] = (await call(head, 'GET', '/machines')).body['machines'] as { id: string }[];
    await call(head, 'POST', `/machines/${machine!.id}/revoke`, { body: {} });
    expect((await asks('/calendar.ics', { key })).status).toBe(401);
  });
});

describe('a visit in a calendar', () => {
  it('is one event for whoever may open it', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await requested(call, afternoon);
    const { status, text } = await call(dsl, 'GET', `${visit}/calendar.ics`);
    expect(status).toBe(200);
    expect(eventsIn(text)).toMatchObject([{ uid: idOf(visit), from: inMinutes(afternoon, 60), until: inMinutes(afternoon, 160) }]);
    expect((await call('machine:read', 'GET', `${visit}/calendar.ics`)).status).toBe(403);
  });
});

describe('the visits of a school as a table', () => {
  it('say for governors what was done and when, and name nobody', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = idOf(await requested(call, afternoon));
    await call(dsl, 'POST', `/visits/${visit}/authorise`);
    const { status, text } = await call(office, 'GET', '/visits?from=2026-06-01T00:00:00Z&to=2026-07-01T00:00:00Z', {
      headers: { accept: 'text/csv' },
    });
    expect(status).toBe(200);
    expect(text).toBe(`\uFEFFvisit,stage,kind,day,time,visitors\r\n${visit},authorised,tutoring,2026-06-22,14:00,1\r\n`);
    const none = await call(office, 'GET', '/visits?from=2026-07-01T00:00:00Z', { headers: { accept: 'text/csv' } });
    expect(none.text).toBe('\uFEFFvisit,stage,kind,day,time,visitors\r\n');
  });
});
