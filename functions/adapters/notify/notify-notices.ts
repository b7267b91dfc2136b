import { setTimeout } from 'node:timers/promises';
import type { NotifyClient } from 'notifications-node-client';
import * as z from 'zod';
import { type Message, type Notices, type Sent, sendTimeOut } from '../../ports/notices.ts';
import type { NotifySecret } from './notify-secret.ts';

export interface NotifyNoticesOptions {
  readonly secret: () => Promise<NotifySecret>;
  /** Where Notify is. The real one, unless said. */
  readonly baseUrl?: string | undefined;
  readonly timeOut?: number;
}

/** Texts and emails by GOV.UK Notify. Its library is loaded with the first message. */
export function notifyNotices({ secret, baseUrl = notify, timeOut = sendTimeOut }: NotifyNoticesOptions): Notices {
  return {
    async send(message, within = timeOut) {
      const signal = AbortSignal.timeout(within);
      const ready = await readyInTime(secret, baseUrl, signal, within);
      return ready === undefined || signal.aborted ? { outcome: 'later' } : handOver(ready, message);
    },
    // Notify emails any address.
    letThrough: () => Promise.resolve(),
  };
}

const notify = 'https://api.notifications.service.gov.uk';

interface Ready {
  readonly keys: NotifySecret;
  /** Its calls are given up when the time of this message is over. */
  readonly client: NotifyClient;
}

/** Nothing where the secret cannot be read in time, or is not what it should be. */
async function readyInTime(
  secret: () => Promise<NotifySecret>,
  baseUrl: string,
  signal: AbortSignal,
  within: number,
): Promise<Ready | undefined> {
  try {
    return await Promise.race([readyToSend(secret, baseUrl, signal), setTimeout(within, undefined, { ref: false })]);
  } catch {
    return undefined;
  }
}

async function readyToSend(secret: () => Promise<NotifySecret>, baseUrl: string, signal: AbortSignal): Promise<Ready> {
  // A library for `require`: an import of it has the default, however it was bundled, and not always the names.
  const [keys, { default: library }] = await Promise.all([secret(), import('notifications-node-client')]);
  const client = new library.NotifyClient(baseUrl, keys.apiKey);
  // The axios that it brings, of which its types say nothing.
  const { restClient } = client.apiClient as { readonly restClient: Parameters<NotifyClient['setClient']>[0] };
  client.setClient(restClient.create({ signal, maxRedirects: 0 }));
  return { keys, client };
}

async function handOver({ keys, client }: Ready, message: Message): Promise<Sent> {
  const reference = referenceOf(message);
  try {
    const { data } =
      message.channel === 'text'
        ? await client.sendSms(keys.textTemplate, message.to, { personalisation: { message: message.text }, reference })
        : await client.sendEmail(keys.emailTemplate, message.to, {
            personalisation: { subject: message.subject, message: message.text },
            reference,
          });
    const taken = Taken.safeParse(data);
    return taken.success ? { outcome: 'accepted', reference: taken.data.id } : { outcome: 'unknown' };
  } catch (error) {
    return becameOf(error);
  }
}

/** What a receipt names it by: ids only. */
const referenceOf = ({ ref, notice }: Message): string => `${ref.school}/${ref.visit}/${notice}`;

const Taken = z.object({ id: z.string().min(1) });
const Fault = z.object({
  code: z.string().optional(),
  response: z.object({ status: z.number(), data: z.unknown() }).optional(),
});
const Reasons = z.object({ errors: z.array(z.object({ error: z.string() })) });

/** No connection was made. */
const neverLeft = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

/**
 * What became of a message by how sending it went wrong. A refusal of the message or its number is `failed`, and so is the day's
 * limit; of the key it is `later`, since that says nothing of the message. Where nobody can tell whether it went, it is `unknown`.
 */
function becameOf(error: unknown): Sent {
  const fault = Fault.safeParse(error);
  if (!fault.success) return { outcome: 'unknown' };
  const { code = '', response } = fault.data;
  if (response === undefined || response.status < 300) return { outcome: neverLeft.test(code) ? 'later' : 'unknown' };
  const reasons = Reasons.safeParse(response.data);
  const isDaysLimit = reasons.success && reasons.data.errors.some(({ error: reason }) => reason === 'TooManyRequestsError');
  return { outcome: response.status === 400 || isDaysLimit ? 'failed' : 'later' };
}
