import { describe, expect, it } from 'vitest';
import { aVisit, lighthouse, office, tutor } from '../support/lighthouse-visit.ts';
import { containing, including, matching } from '../support/matching.ts';

describe('asking for a visit', () => {
  it('is answered with where it is, and how it is shown', async () => {
    const { afternoon, call } = await lighthouse();
    const answer = await call(tutor, 'POST', '/visits', { body: aVisit(afternoon) });
    expect(answer).toMatchObject({ status: 201, body: { school: 'lighthouse', stage: 'requested', requester: tutor } });
    expect(answer.body['id']).toMatch(/^HV-[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(answer.headers['location']).toBe(`/v1/schools/lighthouse/visits/${String(answer.body['id'])}`);
    expect((await call(tutor, 'GET', `/visits/${String(answer.body['id'])}`)).headers['etag']).toBe(answer.headers['etag']);
  });

  it('again with the same key makes no second visit', async () => {
    const { afternoon, call } = await lighthouse();
    const body = aVisit(afternoon);
    const [first, second] = [
      await call(tutor, 'POST', '/visits', { body, key: 'form-1' }),
      await call(tutor, 'POST', '/visits', { body, key: 'form-1' }),
    ];
    expect(second).toEqual(first);
    expect((await call(office, 'GET', '/visits')).body['visits']).toHaveLength(1);
  });

  it('for a new home makes that home once', async () => {
    const { afternoon, call } = await lighthouse();
    const body = { ...aVisit(afternoon), household: { name: 'The Fern family', adults: [{ id: 'adult-1', name: 'Li Fern' }] } };
    for (const _ of [1, 2])
      expect((await call(tutor, 'POST', '/visits', { body, key: 'form-1' })).body).toMatchObject({
        household: { id: matching(/^h-[0-9a-z]{8}$/) },
      });
    expect((await call(office, 'GET', '/households?q=fern')).body['households']).toHaveLength(1);
  });

  it('is refused where the key came with something else before', async () => {
    const { afternoon, call } = await lighthouse();
    await call(tutor, 'POST', '/visits', { body: aVisit(afternoon), key: 'form-1' });
    expect(await call(tutor, 'POST', '/visits', { body: { ...aVisit(afternoon), reason: 'away' }, key: 'form-1' })).toMatchObject({
      status: 422,
      body: { type: '/problems/key-reused' },
    });
    expect((await call(office, 'POST', '/visits', { body: aVisit(afternoon), key: 'form-1' })).status).toBe(422);
  });

  it('names everything that is wrong at once, and records nothing', async () => {
    const { afternoon, call } = await lighthouse();
    const body = { ...aVisit(afternoon), plan: { returnAt: 'three' }, colour: 'red', household: 'The Marrows' };
    const answer = await call(tutor, 'POST', '/visits', { body, key: null });
    expect(answer).toMatchObject({ status: 400, headers: { 'content-type': 'application/problem+json' } });
    expect(answer.body['errors']).toEqual([
      { pointer: '/headers/Idempotency-Key', message: containing('send a name of your own') },
      { pointer: '/household', message: containing('small letters') },
      { pointer: '/plan/returnAt', message: containing('like 2026-06-22T09:00:00Z') },
      { pointer: '/colour', message: 'there is no such field' },
    ]);
    expect((await call(office, 'GET', '/visits')).body['visits']).toEqual([]);
  });

  it.each(['', 'a b', 'é', 'x'.repeat(65)])('needs a key that can be kept, which %j is not', async (key) => {
    const { afternoon, call } = await lighthouse();
    expect((await call(tutor, 'POST', '/visits', { body: aVisit(afternoon), key })).status).toBe(400);
  });

  it('needs a person of the staff or a machine that writes', async () => {
    const { afternoon, call } = await lighthouse();
    const body = aVisit(afternoon);
    expect((await call('machine:write', 'POST', '/visits', { body })).body).toMatchObject({ stage: 'requested', requester: 'machine:mis' });
    expect((await call('machine:read', 'POST', '/visits', { body })).status).toBe(403);
    expect((await call('lighthouse-leaver', 'POST', '/visits', { body })).status).toBe(403);
  });

  it('is refused with the gates that are unmet, each with its clauses', async () => {
    const { afternoon, call } = await lighthouse();
    const answer = await call(tutor, 'POST', '/visits', { body: { ...aVisit(afternoon), reason: undefined } });
    expect(answer).toMatchObject({
      status: 409,
      body: { type: '/problems/unmet', code: 'unmet', clauses: including('LH-02'), unmet: [{ code: 'kind-and-reason' }] },
    });
  });
});

describe('whoever asks', () => {
  it('is sent to sign in where they are nobody', async () => {
    const { call } = await lighthouse();
    expect(await call(undefined, 'GET', '/board')).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="doorstep"' },
    });
  });

  it('finds nothing of another school', async () => {
    const { afternoon, call } = await lighthouse();
    expect((await call('lighthouse-head@moorside', 'POST', '/visits', { body: aVisit(afternoon) })).status).toBe(404);
    expect((await call('machine:write@moorside', 'GET', '/people')).status).toBe(404);
  });

  it('is told where a body is too long, is not JSON, or does not say that it is', async () => {
    const { call } = await lighthouse();
    expect(await call(tutor, 'POST', '/visits', { text: `"${'x'.repeat(262_143)}"` })).toMatchObject({
      status: 413,
      body: { type: '/problems/too-large' },
    });
    expect((await call(tutor, 'POST', '/visits', { text: '{' })).body).toMatchObject({ status: 400, errors: [{ pointer: '' }] });
    expect((await call(tutor, 'POST', '/visits', { text: '{}', headers: { 'content-type': 'text/plain' } })).status).toBe(415);
  });
});
