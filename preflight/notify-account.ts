/** What GOV.UK Notify says to a school's key. */
import { SignJWT } from 'jose';
import * as z from 'zod';
import type { Looked, NotifyAccount } from './deployment.ts';

/** As it lies in the secret. */
const Secret = z.object({ apiKey: z.string(), textTemplate: z.string(), emailTemplate: z.string() });
/** A name that somebody gave it, the id of the service, and the key itself. */
const key = /^(?:(.*)-)?([0-9a-f-]{36})-([0-9a-f-]{36})$/;
const Templates = z.object({ templates: z.array(z.object({ id: z.string(), type: z.string() })) });
const address = 'https://api.notifications.service.gov.uk/v2/templates';

/** Asks for the list of templates, which any key may have. Nothing is sent to anybody. */
export async function notifyAccount(text: string, ask: typeof fetch, now: Date): Promise<Looked<NotifyAccount>> {
  const secret = Secret.safeParse(jsonIn(text));
  const parts = secret.success ? key.exec(secret.data.apiKey) : null;
  if (!secret.success || parts === null) return { notSeen: 'the secret does not hold a key and the ids of two templates' };
  const [, keyName = '', service = '', signing = ''] = parts;
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(service)
    .setIssuedAt(now)
    .sign(new TextEncoder().encode(signing));
  const answer = await answered(ask, token);
  if (answer === undefined) return { notSeen: 'GOV.UK Notify gave no answer' };
  if (answer.status === 403 || answer.status === 401) return { seen: { keyName, works: false, missing: [] } };
  const listed = Templates.safeParse(jsonIn(answer.body));
  if (!listed.success) return { notSeen: `GOV.UK Notify answered ${String(answer.status)}` };
  const isThere = (id: string, type: string): boolean => listed.data.templates.some((one) => one.id === id && one.type === type);
  const missing = [
    ...(isThere(secret.data.textTemplate, 'sms') ? [] : ['text']),
    ...(isThere(secret.data.emailTemplate, 'email') ? [] : ['email']),
  ];
  return { seen: { keyName, works: true, missing } };
}

async function answered(ask: typeof fetch, token: string): Promise<{ readonly status: number; readonly body: string } | undefined> {
  try {
    const answer = await ask(address, { headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(8_000) });
    return { status: answer.status, body: await answer.text() };
  } catch {
    return undefined;
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
