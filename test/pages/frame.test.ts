import { describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import { afternoonAt, hampton, schoolOf } from '../support/afternoon.ts';
import { at, out } from '../support/hampton-visit.ts';
import { pagesOf } from '../support/pages.ts';

const morning = Instant.parse('2030-06-18T09:00:00+01:00');

describe('a page', () => {
  it('greets whoever signed in, and is kept by nobody on the way', async () => {
    const { status, text, headers } = await pagesOf(await afternoonAt(hampton(), morning)).get('hampton-office', '/');
    expect(status).toBe(200);
    expect(text).toContain('Hello');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'; [^*]*frame-ancestors 'none'$/,
    );
  });

  it('leads whoever has not signed in to where they can, and back', async () => {
    const { status, headers } = await pagesOf(await afternoonAt(hampton(), morning)).get(undefined, '/visits/HV-000001');
    expect([status, headers['location']]).toEqual([303, '/sign-in?then=%2Fvisits%2FHV-000001']);
  });

  it('comes compressed where the browser takes that', async () => {
    const pages = pagesOf(await afternoonAt(hampton(), morning));
    const { headers } = await pages.get('hampton-office', '/', { 'accept-encoding': 'gzip, br' });
    expect(headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
    expect((await pages.get('hampton-office', '/')).headers).not.toHaveProperty('content-encoding');
  });
});

describe('a form', () => {
  const sent = { words: 'All I wrote & more' };

  it.each([
    ['of whoever was signed out meanwhile', undefined, {}, {}, 401],
    ['with the token of another session', 'hampton-office', { token: 'old' }, {}, 403],
  ])('%s is not done, and nothing of it is lost', async (_, who, fields, headers, status) => {
    const pages = pagesOf(await afternoonAt(hampton(), morning));
    const answer = await pages.post(who, '/sign-out', { ...sent, ...fields }, headers);
    expect(answer.status).toBe(status);
    expect(answer.html).toContain('value="All I wrote &amp; more"');
    expect(answer.html).not.toContain('value="old"');
  });

  it.each([
    ['who is signed in', 'hampton-office'],
    ['whose cookie their browser kept back', undefined],
  ])('of another site is neither done for somebody %s, nor shown here with a button that would', async (_, who) => {
    const a = await afternoonAt(hampton(), morning);
    for (const origin of ['https://evil.example', 'null']) {
      const answer = await pagesOf(a).post(who, '/people/hampton-teacher/left', sent, { origin });
      expect(answer.status).toBe(403);
      expect(answer.html).not.toContain('<form');
      expect(answer.html).not.toContain('All I wrote');
    }
    expect((await a.schools.person(a.school, 'hampton-teacher'))?.value.leftAt).toBeUndefined();
  });

  it('of one school is not sent to another at which they sign in meanwhile, nor heard there, and is still theirs to send', async () => {
    const a = await afternoonAt(hampton(), at('08:30'));
    await out(a);
    const written = { press: 'note', words: 'All I wrote', token: 'begun@roselyn-house' };
    const before = await a.visit();
    const answer = await pagesOf(a).post('hampton-teacher', `/visits/${a.id}/phone`, written);
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('at Roselyn House, then come back to this one and send it');
    expect(answer.html).toContain('value="All I wrote"');
    expect(answer.html).not.toContain('begun');
    const kept = /name="token" value="([^"]*)"/.exec(answer.html)?.[1] ?? '';
    expect((await pagesOf(a).post('hampton-teacher', `/visits/${a.id}/phone`, { ...written, token: kept })).status).toBe(401);
    expect(await a.visit()).toEqual(before);
    const there = pagesOf(await afternoonAt(schoolOf('local/schools/roselyn-house.json'), morning));
    const again = await there.post('roselyn-house-tutor', '/visits/HV-000001/phone', { ...written, token: kept });
    expect(again.text).toMatch(/You are signed in as .*: sent now, it is yours/);
  });

  it('that was begun by somebody else says whose it would be', async () => {
    const pages = pagesOf(await afternoonAt(hampton(), morning));
    const { text } = await pages.post('hampton-office', '/visits/HV-000001/assess', { signed: 'yes', token: 'of a colleague' });
    expect(text).toMatch(/You are signed in as Maureen .*: sent now, it is yours/);
    expect(text).toContain('Send it as Maureen');
  });
});
