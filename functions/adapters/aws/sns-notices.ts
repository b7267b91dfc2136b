import { PublishCommand, type PublishCommandInput, type SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { type Message, type Notices, type Sent, sendTimeOut } from '../../ports/notices.ts';

export interface SnsNoticesOptions {
  /** Makes one attempt at each call. */
  readonly client: SNSClient;
  /** A school's emails go to the topic of this name and the school's id; the subscription of each address takes what has that address as `to`. */
  readonly emailTopicPrefix: string;
  readonly timeOut?: number;
}

/** Texts straight to a number, each with its own answer; emails by the topic of the school. */
export function snsNotices({ client, emailTopicPrefix, timeOut = sendTimeOut }: SnsNoticesOptions): Notices {
  return {
    async send(message, within = timeOut) {
      try {
        const input = message.channel === 'text' ? textOf(message) : emailOf(message, emailTopicPrefix);
        const { MessageId: reference } = await client.send(new PublishCommand(input), { abortSignal: AbortSignal.timeout(within) });
        return { outcome: 'accepted', ...(reference !== undefined && { reference }) };
      } catch (error) {
        return becameOf(error);
      }
    },
    async letThrough(school, address) {
      const FilterPolicy = JSON.stringify({ to: [address] });
      const input = { TopicArn: `${emailTopicPrefix}${school}`, Protocol: 'email', Endpoint: address, Attributes: { FilterPolicy } };
      try {
        await client.send(new SubscribeCommand(input), { abortSignal: AbortSignal.timeout(timeOut) });
      } catch {
        // The message is sent all the same: its code comes back where the address was subscribed before.
      }
    },
  };
}

const textOf = (message: Message): PublishCommandInput => ({
  PhoneNumber: message.to,
  Message: message.text,
  MessageAttributes: { 'AWS.SNS.SMS.SMSType': words('Transactional'), ...tracing(message) },
});

const emailOf = (message: Message, topicPrefix: string): PublishCommandInput => ({
  TopicArn: `${topicPrefix}${message.ref.school}`,
  Subject: subjectOf(message.subject),
  Message: message.text,
  // Who was subscribed by hand is found by `contact`.
  MessageAttributes: { to: words(message.to), contact: words(message.contact), ...tracing(message) },
});

const tracing = ({ ref, about }: Message) => ({ visit: words(ref.visit), rung: words(about) });
const words = (value: string) => ({ DataType: 'String', StringValue: value });

/** SNS refuses a subject of 100 characters or with a line break, and an alarm must not be lost to its subject. */
const subjectOf = (subject: string): string =>
  subject
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 99)
    .toWellFormed();

const Fault = z.object({
  name: z.string(),
  message: z.string(),
  code: z.string().optional(),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
});

/** Nothing reached the provider: no connection was made, or there was nothing to sign with. */
const neverLeft = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CredentialsProviderError)$/;
/** Refused now, though not for what the message is. */
const passing = /Throttl|TooManyRequests|RequestLimitExceeded|ExpiredToken|RequestExpired/;

/** What SNS says where it turns away a text to somebody who has answered STOP. More often it takes the text, and delivers nothing. */
const wantsNoTexts = /^OptedOut(Exception)?$/;

/**
 * What became of a message by how sending it went wrong. A refusal that the message, the number or the permissions would meet
 * again is `failed`; where nobody can tell whether it went, it is `unknown`.
 */
function becameOf(error: unknown): Sent {
  const fault = Fault.safeParse(error);
  if (!fault.success) return { outcome: 'unknown' };
  const { name, message, code, $metadata } = fault.data;
  const status = $metadata?.httpStatusCode;
  if (status === undefined || status < 400) {
    return { outcome: neverLeft.test(code ?? name) || message.includes('did not establish a connection') ? 'later' : 'unknown' };
  }
  if (status >= 500 || status === 429 || passing.test(name)) return { outcome: 'later' };
  return { outcome: 'failed', ...(wantsNoTexts.test(name) && { why: 'opted-out' }) };
}
