import { decodeJwt, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { notifyAccount } from '../../preflight/notify-account.ts';

const service = '11111111-2222-4333-8444-555555555555';
const signing = '66666666-7777-4888-9999-aaaaaaaaaaaa';
const textTemplate = 'bbbbbbbb-0000-4000-8000-000000000001';
const emailTemplate = 'bbbbbbbb-0000-4000-8000-000000000002';
const secret = (name = 'live-key'): string =>
  JSON.stringify({ apiKey: `${name}-${service}-${signing}`, textTemplate, emailTemplate, callbackToken: 'x' });
const now = new Date('2026-06-22T09:00:00Z');

/** Notify, which answers with these templates to whoever shows a token that the key has signed. */
function notifyWith(templates: readonly object[], status = 200) {
  const asked: string[] = [];
  const ask: typeof fetch = async (_url, init) => {
    asked.push(new Headers(init?.headers).get('authorization')?.replace('Bearer ', '') ?? '');
    return new Response(JSON.stringify({ templates }), { status });
  };
  return { ask, asked };
}
const both = [
  { id: textTemplate, type: 'sms' },
  { id: emailTemplate, type: 'email' },
];

describe('a key of GOV.UK Notify', () => {
  it('is tried by asking for the templates with a token that it signs', async () => {
    const { ask, asked } = notifyWith(both);

    expect(await notifyAccount(secret(), ask, now)).toEqual({ seen: { keyName: 'live-key', works: true, missing: [] } });
    expect(decodeJwt(asked[0]!)).toEqual({ iss: service, iat: now.getTime() / 1000 });
    await expect(jwtVerify(asked[0]!, new TextEncoder().encode(signing))).resolves.toBeDefined();
  });

  it('is one whose templates are missing, or are of the other kind', async () => {
    expect(await notifyAccount(secret(), notifyWith([{ id: textTemplate, type: 'email' }]).ask, now)).toMatchObject({
      seen: { missing: ['text', 'email'] },
    });
  });

  it('is refused, or nobody knows', async () => {
    expect(await notifyAccount(secret(), notifyWith([], 403).ask, now)).toMatchObject({ seen: { works: false } });
    expect(await notifyAccount(secret(), async () => new Response('busy', { status: 503 }), now)).toEqual({
      notSeen: 'GOV.UK Notify answered 503',
    });
    expect(await notifyAccount(secret(), () => Promise.reject(new Error('down')), now)).toEqual({
      notSeen: 'GOV.UK Notify gave no answer',
    });
    for (const text of ['', '{}', secret().replace(service, 'x')])
      expect(await notifyAccount(text, notifyWith(both).ask, now)).toEqual({
        notSeen: 'the secret does not hold a key and the ids of two templates',
      });
  });
});
