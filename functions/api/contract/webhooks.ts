/** Contracts of whom a school tells that something changed. */
import * as z from 'zod';
import { Delivery, Webhook, WebhookType } from '../../domain/webhook.ts';
import type { OperationId } from '../routes.ts';
import type { Contract } from './contract.ts';
import * as examples from './examples.ts';
import { Done, next, VisitNo, When } from './shapes.ts';

const { why } = Webhook.shape.off.unwrap().shape;
const Shown = z
  .strictObject({
    id: z.string(),
    url: z.url(),
    types: z.array(WebhookType),
    made: Done,
    oldSecretUntil: When.nullable().describe('Until when the secret before this one signs as well.'),
    off: z
      .strictObject({ at: When, why, by: z.string().optional() })
      .nullable()
      .describe('Since when nothing is sent, and why: it answered 410, it took nothing for two days, or somebody turned it off.'),
  })
  .meta({ id: 'Webhook' });

const { state, tries } = Delivery.shape;
const ShownDelivery = z
  .strictObject({
    id: z.string().describe('The `webhook-id` that it is sent with.'),
    type: WebhookType,
    visit: VisitNo,
    at: When.describe('When the visit changed.'),
    state,
    tries: z.array(
      z.strictObject({
        at: When,
        status: z.int().optional().describe('What was answered.'),
        why: tries.element.shape.why.describe('Why nothing was.'),
      }),
    ),
    nextAt: When.nullable().describe('When it is tried next.'),
  })
  .meta({ id: 'Delivery' });

const tag = 'Machines';
const secret = z.string().describe('`whsec_` and the secret in base64, by which each message is signed.');
const shown = {
  id: 'w-7k2m9q4x',
  url: 'https://mis.example.org/doorstep',
  types: ['visit.changed', 'visit.erased'],
  made: examples.done,
  oldSecretUntil: null,
  off: null,
} as const;
const delivery = {
  id: 'w-7k2m9q4x.1782121560000.HV-7K2M9Q4X',
  type: 'visit.changed',
  visit: 'HV-7K2M9Q4X',
  at: '2026-06-22T09:46:00.000Z',
  state: 'delivered',
  tries: [
    { at: '2026-06-22T09:47:10.000Z', why: 'too-slow' },
    { at: '2026-06-22T09:48:12.000Z', status: 204 },
  ],
  nextAt: null,
} as const;

export const webhookContracts = {
  'list-webhooks': {
    tag,
    summary: 'List whom the school tells what changed',
    answers: { 200: z.strictObject({ webhooks: z.array(Shown) }) },
    problems: [],
    example: { answer: { webhooks: [shown] } },
  },
  'make-webhook': {
    tag,
    summary: 'Tell an address what changes',
    description:
      'By [Standard Webhooks](https://www.standardwebhooks.com): a signed `POST` of `{ "type", "timestamp", "data": { "school", "visit" } }`, ids and types alone, within two minutes of the change; read the visit to know more. Answer any 2xx within 10 seconds. Anything else is tried again, eight times in two days; 410 turns the webhook off. The same `webhook-id` may come twice. Sent again with the same key, the answer holds the same secret.',
    answers: { 201: Shown.extend({ secret }) },
    problems: ['key-reused', 'school-left'],
    example: { body: { url: 'https://mis.example.org/doorstep' }, answer: { ...shown, secret: 'whsec_…' } },
  },
  'read-webhook': {
    tag,
    summary: 'Read what became of what was sent',
    description: 'Of the last thirty days, the last first.',
    answers: { 200: Shown.extend({ deliveries: z.array(ShownDelivery), next }).meta({ id: 'WebhookLog' }) },
    problems: [],
    example: { answer: { ...shown, deliveries: [delivery] } },
  },
  'rotate-webhook': {
    tag,
    summary: 'Give a webhook another secret',
    description: 'The one before signs beside it for a day.',
    answers: { 200: Shown.extend({ secret }) },
    problems: [],
    example: { body: {}, answer: { ...shown, oldSecretUntil: '2026-06-23T10:00:00.000Z', secret: 'whsec_…' } },
  },
  'webhook-off': {
    tag,
    summary: 'Send nothing more to an address',
    answers: { 200: Shown },
    problems: [],
    example: { body: {}, answer: { ...shown, off: { at: '2026-06-22T10:00:00.000Z', why: 'asked', by: 'e.grant' } } },
  },
  'webhook-on': {
    tag,
    summary: 'Send to an address again',
    description: 'First what it has not taken and what changed meanwhile.',
    answers: { 200: Shown },
    problems: ['school-left'],
    example: { body: {}, answer: shown },
  },
  'send-delivery-again': {
    tag,
    summary: 'Send a message again',
    answers: { 200: ShownDelivery },
    problems: ['school-left'],
    example: { body: {}, answer: { ...delivery, state: 'waiting', nextAt: '2026-06-22T10:00:00.000Z' } },
  },
} as const satisfies Partial<Record<OperationId, Contract>>;
