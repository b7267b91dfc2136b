/** Whom a school tells over HTTPS that a visit changed, by the Standard Webhooks specification: ids and types, and never what changed. */
import * as z from 'zod';
import { epochOf, Instant, lengthInMilliseconds, plusMilliseconds } from './time.ts';

export const WebhookId = z.string().regex(/^w-[0-9a-z]{8}$/);
export const webhookTypes = ['visit.changed', 'visit.erased'] as const;
export const WebhookType = z.enum(webhookTypes);
export type WebhookType = z.infer<typeof WebhookType>;

/** A number of an address, as the parser of URLs writes it: `https://0x7f.1` is 127.0.0.1. */
const isNumber = (host: string): boolean => /^[\d.]+$/.test(host) || host.startsWith('[');
/** Names that lead nowhere but inside. What other names lead to is looked at with every try. */
const isInside = (host: string): boolean =>
  !host.includes('.') || /\.(?:localhost|local|internal|intranet|lan|home|corp|arpa|invalid|onion)\.?$/.test(host);

/** Where it is told: over https, at a name that anybody on the internet can find. */
export const WebhookUrl = z
  .string()
  .max(500, 'at most 500 characters')
  .transform((text, told) => {
    const url = URL.parse(text);
    const wrong = url === null ? 'an address, like https://mis.example.org/doorstep' : faultOf(url);
    if (url !== null && wrong === undefined) return url.href;
    told.issues.push({ code: 'custom', input: text, message: wrong ?? 'an address' });
    return z.NEVER;
  });

function faultOf({ protocol, hostname, username, password, hash }: URL): string | undefined {
  if (protocol !== 'https:') return 'begin it with https://: what is told goes over the open internet';
  if (username !== '' || password !== '') return 'leave out the user name and password: what is told is signed';
  if (hash !== '') return 'leave out what comes after #: it is never sent';
  if (isNumber(hostname)) return 'a name, not the number of a machine';
  return isInside(hostname) ? 'a name that can be found on the internet' : undefined;
}

const Secret = z.strictObject({
  /** `whsec_` and 32 bytes in base64. */
  secret: z.string(),
  /** Until when it signs beside the one that took its place. */
  until: Instant.optional(),
});

/** Whose press it was, so that the same press again does nothing more. */
const Press = z.strictObject({ id: z.string(), body: z.string() });

export const Webhook = z.object({
  url: z.string(),
  types: z.array(WebhookType).min(1),
  made: z.strictObject({ at: Instant, by: z.string() }),
  press: Press,
  /** Of the last change of its secret. */
  rotated: Press.optional(),
  /** The newest first. */
  secrets: z.array(Secret).min(1),
  /** The place in the list of what changed up to which it was told, or is being told. */
  cursor: z.string(),
  /** Nothing is sent from then on. `gone`: it answered 410. `unanswered`: for two days. `asked`: somebody of the school. */
  off: z.strictObject({ at: Instant, why: z.enum(['gone', 'unanswered', 'asked']), by: z.string().optional() }).optional(),
});
export type Webhook = Readonly<z.infer<typeof Webhook>>;

const Try = z.strictObject({
  at: Instant,
  /** What it answered. */
  status: z.int().optional(),
  /** Why it could not be asked, or did not answer. */
  why: z.enum(['no-such-name', 'not-on-the-internet', 'no-connection', 'too-slow']).optional(),
});
export type Try = Readonly<z.infer<typeof Try>>;

export const Delivery = z.object({
  type: WebhookType,
  visit: z.string(),
  /** When the visit changed. */
  at: Instant,
  state: z.enum(['waiting', 'delivered', 'given-up']),
  /** The last twenty. */
  tries: z.array(Try),
  /** How many have failed since it was made, or last asked for. */
  failed: z.int(),
});
export type Delivery = Readonly<z.infer<typeof Delivery>>;

export const mostTriesKept = 20;
/** How long a delivery is kept in the log. */
export const deliveriesKeptFor = lengthInMilliseconds('P30D');
/** How long an old secret signs as well: until the receiver has the new one. */
export const secretsOverlapFor = lengthInMilliseconds('PT24H');

/** The name of a delivery, and its `webhook-id`: the same change is told once, and the names of one webhook stand in order of time. */
export const deliveryId = (webhook: string, at: Instant, visit: string): string => `${webhook}.${String(epochOf(at))}.${visit}`;
export const DeliveryId = z.string().regex(/^w-[0-9a-z]{8}\.\d{12,13}\.[\w-]{1,40}$/);
/** What the names of its deliveries begin with. */
export const deliveriesOf = (webhook: string): string => `${webhook}.`;
export const webhookOf = (delivery: string): string => delivery.split('.')[0] ?? '';

/** How long after a try that failed the next one is: eight times within two days, then it is given up. */
const waits = (['PT1M', 'PT5M', 'PT30M', 'PT2H', 'PT5H', 'PT10H', 'PT14H', 'PT16H'] as const).map(lengthInMilliseconds);

/** Undefined: it was tried for two days. */
export function nextTry(failed: number, now: Instant): Instant | undefined {
  const wait = waits[failed - 1];
  return wait === undefined ? undefined : plusMilliseconds(now, wait);
}

/** What is sent, word for word. */
export const messageOf = ({ type, visit, at }: Pick<Delivery, 'type' | 'visit' | 'at'>, school: string): string =>
  JSON.stringify({ type, timestamp: at, data: { school, visit } });

export const isTaken = ({ status = 0 }: Try): boolean => status >= 200 && status < 300;
export const isGone = ({ status }: Try): boolean => status === 410;

/** Those that sign now: after a change the old one as well. */
export const signingSecrets = ({ secrets }: Webhook, now: Instant): readonly string[] =>
  secrets.flatMap(({ secret, until }) => (until === undefined || until > now ? [secret] : []));

export const withNewSecret = (webhook: Webhook, secret: string, now: Instant): Webhook => ({
  ...webhook,
  secrets: [{ secret }, ...webhook.secrets.slice(0, 1).map((old) => ({ ...old, until: plusMilliseconds(now, secretsOverlapFor) }))],
});
