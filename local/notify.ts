import { randomUUID } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import * as z from 'zod';
import type { LocalClock } from './clock.ts';
import { type Faults, ofDeliveries } from './faults.ts';
import type { Journal } from './journal.ts';
import { notify as names } from './names.ts';
import type { Outbox } from './outbox.ts';
import type { PutOffs } from './put-off.ts';
import type { Source } from './timeline.ts';
import type { StandIn, WireAnswer, WireRequest } from './wire.ts';

const Text = z.object({
  phone_number: z.string(),
  template_id: z.uuid(),
  personalisation: z.object({ message: z.string() }),
  reference: z.string().nullish(),
});
const Email = z.object({
  email_address: z.string(),
  template_id: z.uuid(),
  personalisation: z.object({ subject: z.string(), message: z.string() }),
  reference: z.string().nullish(),
});
const number = /^\+[1-9]\d{6,14}$/;

/** What it says of a message afterwards, when, and how often it has tried to say it. */
const Callback = z.strictObject({ at: z.number(), tries: z.int(), body: z.string() });
type Callback = z.infer<typeof Callback>;

/** A message is on the phone, or known never to get there, so much later, in milliseconds. */
const deliveryTakes = 5_000;
/** Where nobody hears a callback it is tried again, so often and so far apart. */
const mostTries = 5;
const retryAfter = 300_000;
/** A token is of now, give or take, in seconds. */
const tokenLasts = 30;

export interface Notify extends Source {
  readonly standIn: StandIn;
  /** Every callback that was due has been made. */
  idle(): Promise<void>;
  /** Calls nobody back any more. */
  close(): void;
}

/** GOV.UK Notify: texts and emails by template, and a callback about each to `callBack`, which answers with a status. */
export function openNotify(parts: {
  journal: Journal;
  clock: LocalClock;
  faults: Faults;
  outbox: Outbox;
  putOffs: PutOffs;
  callBack: (body: string, token: string) => Promise<number>;
  changed: () => void;
  report: (problem: unknown) => void;
}): Notify {
  const { clock, faults, outbox, putOffs, callBack, changed, report } = parts;
  const kept = parts.journal.collection('notify-callbacks', Callback);
  const inFlight = new Map<string, Promise<void>>();
  let closed = false;

  putOffs.does('notify', async (payload) => {
    const { path, body } = z.strictObject({ path: z.string(), body: z.string() }).parse(JSON.parse(payload));
    take(path, body, 'delivered');
    await Promise.resolve();
  });

  function take(path: string, body: string, status: 'delivered' | 'permanent-failure'): WireAnswer {
    const sent = path === smsPath ? texted(body) : emailed(body);
    if ('wrong' in sent) return sent.wrong;
    const { channel, to, subject, text, template, reference } = sent;
    const id = randomUUID();
    const [, visit, notice] = (reference ?? '').split('/');
    if (status === 'delivered')
      outbox.add({
        channel,
        to,
        ...(subject !== undefined && { subject }),
        text,
        ...(visit !== undefined && { visit }),
        ...(notice !== undefined && { notice }),
        provider: 'notify',
      });
    const at = new Date(clock.now()).toISOString();
    const said = { id, reference: reference ?? null, to, status, created_at: at, completed_at: at, sent_at: at };
    later({
      at: clock.now() + deliveryTakes,
      tries: 0,
      body: JSON.stringify({ ...said, notification_type: channel === 'text' ? 'sms' : 'email' }),
    });
    return taken(id, reference, template);
  }

  function later(callback: Callback): void {
    kept.put(randomUUID(), callback);
    changed();
  }

  function pump(): void {
    if (closed) return;
    for (const [id, callback] of kept.entries()) {
      if (inFlight.has(id) || callback.at > clock.now()) continue;
      const made = say(id, callback)
        .catch(report)
        .finally(() => {
          inFlight.delete(id);
          changed();
        });
      inFlight.set(id, made);
    }
  }

  async function say(id: string, callback: Callback): Promise<void> {
    const fault = faults.take('notify', ['callback'], ofDeliveries);
    const again = (by: number): void => later({ ...callback, at: clock.now() + by });
    switch (fault?.fault) {
      case 'silent':
        kept.delete(id);
        return;
      case 'late':
        again(fault.by);
        kept.delete(id);
        return;
      case 'duplicate':
        again(fault.by);
        break;
      case 'lost-answer':
        again(retryAfter);
        break;
      case 'error':
      case 'throttle':
      case 'off':
      case undefined:
    }
    const isHeld = fault?.fault === 'error' || fault?.fault === 'throttle' || fault?.fault === 'off';
    const status = isHeld ? 503 : await callBack(callback.body, names.secret.callbackToken).catch(() => 503);
    if (status >= 500 && callback.tries < mostTries) later({ ...callback, tries: callback.tries + 1, at: clock.now() + retryAfter });
    kept.delete(id);
  }

  async function idle(): Promise<void> {
    pump();
    while (inFlight.size > 0) {
      await Promise.all(inFlight.values());
      pump();
    }
  }

  async function perform(request: WireRequest, status: 'delivered' | 'permanent-failure'): Promise<WireAnswer> {
    if (request.method !== 'POST' || (request.path !== smsPath && request.path !== emailPath))
      return refuse(404, 'NoResultFound', 'No result found');
    return (await whoAsks(request, clock.now())) ?? take(request.path, request.body.toString(), status);
  }

  return {
    name: 'Notify',
    next: () => Promise.resolve(kept.values().reduce<number | undefined>((first, { at }) => Math.min(first ?? at, at), undefined)),
    run: idle,
    idle,
    close() {
      closed = true;
    },
    standIn: {
      service: 'notify',
      operations({ path, body }) {
        const { phone_number: to } = Text.partial().catch({}).parse(parsed(body.toString()));
        return [path === smsPath ? 'text' : 'email', ...(to === undefined ? [] : [to])];
      },
      perform: (request) => perform(request, 'delivered'),
      performInVain: (request) => perform(request, 'permanent-failure'),
      pretend: () => taken(randomUUID(), undefined, ''),
      fail: (how) =>
        how === 'error'
          ? refuse(500, 'Exception', 'Internal server error')
          : refuse(429, 'RateLimitError', 'Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds'),
      performLater({ path, body }, by) {
        putOffs.putOff('notify', JSON.stringify({ path, body: body.toString() }), by);
      },
    },
  };
}

const smsPath = '/v2/notifications/sms';
const emailPath = '/v2/notifications/email';

/** Refuses whoever has no token of this service that was made just now. */
async function whoAsks({ headers }: WireRequest, now: number): Promise<WireAnswer | undefined> {
  const token = /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1];
  if (token === undefined) return refuse(401, 'AuthError', 'Unauthorized: authentication token must be provided');
  try {
    const key = new TextEncoder().encode(names.key);
    const { payload } = await jwtVerify(token, key, { issuer: names.service, algorithms: ['HS256'], currentDate: new Date(now) });
    if (Math.abs((payload.iat ?? 0) - now / 1000) <= tokenLasts) return undefined;
    return refuse(403, 'AuthError', 'Error: Your system clock must be accurate to within 30 seconds');
  } catch (problem) {
    if (problem instanceof errors.JOSEError) return refuse(403, 'AuthError', 'Invalid token: API key not found');
    throw problem;
  }
}

interface Sent {
  readonly channel: 'text' | 'email';
  readonly to: string;
  readonly subject?: string;
  readonly text: string;
  readonly template: string;
  readonly reference: string | undefined;
}

function texted(body: string): Sent | { readonly wrong: WireAnswer } {
  const asked = Text.safeParse(parsed(body));
  if (!asked.success) return { wrong: refuse(400, 'ValidationError', z.prettifyError(asked.error)) };
  const { phone_number: to, template_id: template, personalisation, reference } = asked.data;
  if (!number.test(to)) return { wrong: refuse(400, 'ValidationError', 'phone_number Not a valid number') };
  if (template !== names.secret.textTemplate) return { wrong: refuse(400, 'BadRequestError', 'Template not found') };
  return { channel: 'text', to, text: personalisation.message, template, reference: reference ?? undefined };
}

function emailed(body: string): Sent | { readonly wrong: WireAnswer } {
  const asked = Email.safeParse(parsed(body));
  if (!asked.success) return { wrong: refuse(400, 'ValidationError', z.prettifyError(asked.error)) };
  const { email_address: to, template_id: template, personalisation, reference } = asked.data;
  if (!to.includes('@')) return { wrong: refuse(400, 'ValidationError', 'email_address Not a valid email address') };
  if (template !== names.secret.emailTemplate) return { wrong: refuse(400, 'BadRequestError', 'Template not found') };
  const { subject, message: text } = personalisation;
  return { channel: 'email', to, subject, text, template, reference: reference ?? undefined };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const json = (status: number, body: object): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const taken = (id: string, reference: string | undefined, template: string): WireAnswer =>
  json(201, {
    id,
    reference: reference ?? null,
    content: {},
    uri: `https://api.notifications.service.gov.uk/v2/notifications/${id}`,
    template: { id: template, version: 1, uri: `https://api.notifications.service.gov.uk/v2/template/${template}` },
  });
const refuse = (status: number, error: string, message: string): WireAnswer =>
  json(status, { status_code: status, errors: [{ error, message }] });
