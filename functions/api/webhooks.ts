/** Whom a school tells over HTTPS that a visit changed. */
import * as z from 'zod';
import {
  deliveriesPage,
  type KnownDelivery,
  type KnownWebhook,
  makeWebhook,
  mostWebhooks,
  rotateSecret,
  sendAgain,
  turnOff,
  turnOn,
  webhooksOf,
} from '../application/webhooks/keep-webhooks.ts';
import { deliveryRows, webhookRows } from '../domain/reading/of-records.ts';
import { asRead } from '../domain/reading/reading.ts';
import { DeliveryId, webhookOf, WebhookId, webhookTypes, WebhookType, WebhookUrl } from '../domain/webhook.ts';
import { ok, type Response } from '../http/http.ts';
import { busy, invalid, keyReused, notFound } from '../http/problem.ts';
import { answerRead, pageLimit, read, write } from './ask.ts';
import { type Asked, nameOf } from './asked.ts';
import { inSchool } from './in-school.ts';
import { newWebhookId, newWebhookSecret } from './new-ids.ts';
import { keyFaults, keyIn, pressOf } from './press.ts';
import { Nothing } from './records.ts';

type Shown = Readonly<Record<string, unknown>>;
/** Whoever may ask for them at all is a person. */
const asPerson = new Set(['everybody', 'person'] as const);

const shownWebhook = ({ id, url, types, made, secrets, off }: KnownWebhook): Shown =>
  asRead(webhookRows, { id, url, types, made, oldSecretUntil: secrets[1]?.until ?? null, off: off ?? null }, asPerson);

const shownDelivery = ({ id, type, visit, at, state, tries, dueAt }: KnownDelivery): Shown =>
  asRead(deliveryRows, { id, type, visit, at, state, tries, nextAt: dueAt ?? null }, asPerson);

/** `GET …/webhooks`: those that are off too. */
export const listWebhooks = read(
  Nothing,
  inSchool(async (deps, asked, _, { id }) => answerRead(asked, { webhooks: (await webhooksOf(deps, id)).map(shownWebhook) })),
);

/** `POST …/webhooks`: its secret is in this answer, and in that of the same request sent again. */
export const makeOneWebhook = write(
  z.strictObject({
    url: WebhookUrl,
    /** Of what it is told; of everything where nothing is said. */
    types: z
      .array(WebhookType)
      .min(1, 'at least one, or leave it out')
      .max(webhookTypes.length)
      .refine((types) => new Set(types).size === types.length, 'each once')
      .default([...webhookTypes]),
  }),
  inSchool(async (deps, asked, body, { id: school }) => {
    const { key = { id: '', body: '' }, by } = pressOf(asked);
    const id = newWebhookId(school, keyIn(asked) ?? '');
    const made = await makeWebhook(deps, school, { id, ...body, secret: newWebhookSecret() }, by, key);
    switch (made.outcome) {
      case 'made':
        return ok(shownWebhook(made.webhook), { status: 201, beside: { secret: made.secret } });
      case 'key-reused':
        return keyReused;
      case 'too-many':
        return invalid([{ pointer: '/url', message: `a school has at most ${String(mostWebhooks)} webhooks: turn another off first` }]);
    }
  }),
  keyFaults,
);

/** `GET …/webhooks/{webhook}`: with what became of what was sent in the last thirty days, the last first. */
export const readOneWebhook = read(
  z.strictObject({ after: DeliveryId.optional(), limit: pageLimit(50) }),
  inSchool(async (deps, asked, { after, limit }, { id: school }) => {
    const webhook = (await webhooksOf(deps, school)).find(({ id }) => id === asked.request.params['webhook']);
    if (webhook === undefined) return notFound;
    const found = await deliveriesPage(deps, school, webhook.id, { after, limit: limit + 1 });
    const deliveries = found.slice(0, limit);
    const last = deliveries.at(-1);
    return answerRead(asked, {
      ...shownWebhook(webhook),
      deliveries: deliveries.map(shownDelivery),
      ...(found.length > limit && last !== undefined ? { next: last.id } : {}),
    });
  }),
);

/** `POST …/webhooks/{webhook}/rotate`: another secret, in this answer; the old one signs beside it for a day. */
export const rotateOneWebhook = write(
  Nothing,
  inSchool(async (deps, asked, _, { id: school }) => {
    const { key = { id: '', body: '' } } = pressOf(asked);
    const id = idIn(asked);
    const changed = id === undefined ? undefined : await rotateSecret(deps, school, id, newWebhookSecret(), key);
    if (typeof changed !== 'object') return unchanged(changed);
    return ok(shownWebhook(changed.webhook), { beside: { secret: changed.secret } });
  }),
  keyFaults,
);

/** `POST …/webhooks/{webhook}/off`: nothing more is sent to it. */
export const turnWebhookOff = write(
  Nothing,
  inSchool(async (deps, asked, _, { id: school }) => {
    const id = idIn(asked);
    const changed = id === undefined ? undefined : await turnOff(deps, school, id, nameOf(asked.caller));
    return typeof changed === 'object' ? ok(shownWebhook(changed)) : unchanged(changed);
  }),
);

/** `POST …/webhooks/{webhook}/on`: and it is told what it has not heard of. */
export const turnWebhookOn = write(
  Nothing,
  inSchool(async (deps, asked, _, { id: school }) => {
    const id = idIn(asked);
    const changed = id === undefined ? undefined : await turnOn(deps, school, id);
    return typeof changed === 'object' ? ok(shownWebhook(changed)) : unchanged(changed);
  }),
);

/** `POST …/webhooks/{webhook}/deliveries/{delivery}/again`: within a minute, and for two days if it must. */
export const sendDeliveryAgain = write(
  Nothing,
  inSchool(async (deps, asked, _, { id: school }) => {
    const id = DeliveryId.safeParse(asked.request.params['delivery']);
    const isOfIt = id.success && webhookOf(id.data) === idIn(asked);
    const changed = isOfIt ? await sendAgain(deps, school, id.data) : undefined;
    return typeof changed === 'object' ? ok(shownDelivery(changed)) : unchanged(changed);
  }),
);

const idIn = ({ request }: Asked): string | undefined => WebhookId.safeParse(request.params['webhook']).data;
const unchanged = (why: 'busy' | undefined): Response => (why === 'busy' ? busy : notFound);
