import { describe, expect, it } from 'vitest';
import { afterTheDoor, commandBodies } from '../../functions/domain/visit/commands.ts';
import { routes } from '../../functions/api/routes.ts';
import { inMinutes } from '../support/api.ts';
import { dsl, head, lighthouse, office, out, requested, secondTutor, tutor } from '../support/lighthouse-visit.ts';
import { having, including } from '../support/matching.ts';

it('each command has its address, under its own name', () => {
  const ids: readonly string[] = routes.map(({ id }) => id);
  expect(Object.keys(commandBodies).filter((name) => !ids.includes(name))).toEqual([]);
});

describe('a command before the door', () => {
  it('is refused with every unmet gate and its clauses, and records nothing', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await requested(call, afternoon);
    const before = (await call(dsl, 'GET', visit)).headers['etag'];
    const answer = await call(tutor, 'POST', `${visit}/depart`);
    expect(answer).toMatchObject({ status: 409, body: { type: '/problems/unmet', code: 'unmet', clauses: including('LH-04', 'LH-05') } });
    expect(answer.body['unmet']).toEqual(including(having({ code: 'dsl-agrees' }), having({ code: 'animals-asked' })));
    expect((await call(dsl, 'GET', visit)).headers['etag']).toBe(before);
  });

  it('is not understood where a field is wrong or unknown', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await requested(call, afternoon);
    expect((await call(tutor, 'POST', `${visit}/cancel`, { body: { reason: ' ', colour: 1 } })).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/reason', message: 'say why' }, { pointer: '/colour' }],
    });
    expect((await call(tutor, 'POST', `${visit}/cancel`, { body: {}, key: null })).body).toMatchObject({
      errors: [{ pointer: '/headers/Idempotency-Key' }, { pointer: '/reason', message: 'is needed' }],
    });
  });

  it('is not for everybody', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await requested(call, afternoon);
    expect((await call(secondTutor, 'POST', `${visit}/cancel`, { body: { reason: 'no' } })).status).toBe(403);
    expect((await call('machine:write', 'POST', `${visit}/authorise`)).status).toBe(403);
    expect((await call(tutor, 'POST', `${visit}/cancel`, { body: { reason: 'ill' } })).status).toBe(200);
  });

  it('is answered with the visit and its ETag, and the same again when it is sent again', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await requested(call, afternoon);
    const first = await call(dsl, 'POST', `${visit}/authorise`, { key: 'yes' });
    expect(first).toMatchObject({ status: 200, body: { stage: 'authorised' } });
    expect(await call(dsl, 'POST', `${visit}/authorise`, { key: 'yes' })).toEqual(first);
    expect((await call(dsl, 'POST', `${visit}/decline`, { body: { reason: 'no' }, key: 'yes' })).status).toBe(422);
  });

  it('of a machine needs the ETag that it was shown', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await requested(call, afternoon);
    const { headers } = await call('machine:read', 'GET', visit);
    const amend = (etag: string | undefined, key: string) =>
      call('machine:write', 'POST', `${visit}/amend`, {
        body: { reason: 'away' },
        key,
        headers: etag === undefined ? {} : { 'if-match': etag },
      });
    expect(await amend(undefined, 'a')).toMatchObject({ status: 428, body: { type: '/problems/precondition-required' } });
    expect((await amend('"other"', 'b')).status).toBe(412);
    // What it was shown as a machine that reads is what it would be shown as one that writes.
    expect((await amend(headers['etag'], 'c')).status).toBe(200);
    await call(tutor, 'POST', `${visit}/answer`, { body: { answers: { animals: 'None' } } });
    await call(dsl, 'POST', `${visit}/authorise`);
    expect((await amend(headers['etag'], 'd')).status).toBe(412);
    expect((await amend(headers['etag'], 'c')).status).toBe(200);
  });

  it('of a person needs no ETag, and heeds one', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await requested(call, afternoon);
    expect((await call(tutor, 'POST', `${visit}/amend`, { body: { reason: 'away' }, headers: { 'if-match': '"other"' } })).status).toBe(
      412,
    );
    expect((await call(tutor, 'POST', `${visit}/amend`, { body: { reason: 'away' } })).status).toBe(200);
  });

  it('finds no visit where there is none', async () => {
    const { call } = await lighthouse();
    expect((await call(tutor, 'POST', '/visits/HV-0000000/cancel', { body: { reason: 'x' } })).status).toBe(404);
    expect((await call(tutor, 'POST', '/visits/1/cancel', { body: { reason: 'x' } })).status).toBe(404);
  });
});

describe('what is said after the door', () => {
  it('is taken with nothing right in it, and the answer names what was not understood', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await out(call, afternoon);
    const body = { kind: 'LOUD', position: 'here', words: 'w'.repeat(3000), colour: 'red' };
    const answer = await call(tutor, 'POST', `${visit}/raise-alarm`, { body, key: null, headers: { 'if-match': '"other"' } });
    expect(answer).toMatchObject({ status: 200, body: { unread: ['kind', 'position', 'words', 'colour'] } });
    expect((await call(tutor, 'GET', visit)).headers['etag']).toBe(answer.headers['etag']);
  });

  it.each(Object.keys(afterTheDoor))('is taken by %s from anybody of the staff, at any stage, without a word of JSON', async (name) => {
    const { afternoon, call } = await lighthouse();
    const visit = await requested(call, afternoon);
    await call(tutor, 'POST', `${visit}/cancel`, { body: { reason: 'off' } });
    for (const who of [tutor, office, 'machine:write']) {
      const answer = await call(who, 'POST', `${visit}/${name}`, {
        text: 'he will not let us out',
        key: 'not a key',
        headers: { 'content-type': 'text/plain' },
      });
      expect(answer, `${name} by ${who}`).toMatchObject({ status: 200, body: { unread: ['body'] } });
    }
  });

  it('is stopped by nothing but who asks, where, and how much', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await out(call, afternoon);
    const say = (who: string | undefined, where = visit, text = '{}') => call(who, 'POST', `${where}/return`, { text, key: null });
    expect((await say(undefined)).status).toBe(401);
    expect((await say('lighthouse-tutor@moorside')).status).toBe(404);
    expect((await say(tutor, '/visits/HV-0000000')).status).toBe(404);
    expect((await say('machine:read')).status).toBe(403);
    expect((await say(tutor, visit, 'x'.repeat(262_145))).status).toBe(413);
    expect((await say(tutor)).status).toBe(200);
  });

  it('once, however often the phone sends it', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await out(call, afternoon);
    const say = () => call(tutor, 'POST', `${visit}/note`, { body: { words: 'Running late', at: '13:05' }, key: 'note-1' });
    expect(await say()).toEqual(await say());
    const { history } = await afternoon.visit(visit.split('/').at(-1));
    expect(history.filter(({ type }) => type === 'NoteMade')).toMatchObject([
      { by: tutor, via: 'api', saidAt: '13:05', key: { id: 'note-1' } },
    ]);
  });

  it('asks to be sent again only where every race was lost', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await out(call, afternoon);
    afternoon.visits.conflict(12);
    expect(await call(tutor, 'POST', `${visit}/arrive`)).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    afternoon.visits.conflict(11);
    expect((await call(tutor, 'POST', `${visit}/arrive`)).status).toBe(200);
  });
});

describe('about an alarm', () => {
  it('is strict in what it says, and heeds no If-Match', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await out(call, afternoon);
    await call(office, 'POST', `${visit}/raise-alarm`, { body: { kind: 'illness' } });
    const old = { 'if-match': '"other"' };
    expect((await call(dsl, 'POST', `${visit}/acknowledge`, { body: { alarm: 'one' }, headers: old })).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/alarm' }],
    });
    expect(
      (await call(dsl, 'POST', `${visit}/acknowledge`, { body: { alarm: 'a1', until: inMinutes(afternoon, 3) }, headers: old })).status,
    ).toBe(200);
    expect((await call(dsl, 'POST', `${visit}/acknowledge`, { body: { alarm: 'a7' } })).body).toMatchObject({
      status: 409,
      code: 'unknown-alarm',
    });
    expect((await call(secondTutor, 'POST', `${visit}/stand-down`, { body: { alarm: 'a1', how: 'x' } })).status).toBe(403);
    expect(
      (
        await call(head, 'POST', `${visit}/stand-down`, {
          body: { alarm: 'a1', how: 'Spoke to them', visitors: { [tutor]: 'accounted-for' } },
        })
      ).status,
    ).toBe(200);
  });
});
