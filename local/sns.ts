import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Journal } from './journal.ts';
import { emailTopicPrefix, pokeTopic } from './names.ts';
import type { Outbox } from './outbox.ts';
import type { PutOffs } from './put-off.ts';
import type { StandIn, WireAnswer, WireRequest } from './wire.ts';

/** Exact values of attributes, which is as far as Doorstep's filters go. */
const FilterPolicy = z.record(z.string(), z.array(z.string()).min(1));
const Subscription = z.strictObject({ topic: z.string(), endpoint: z.string(), filter: FilterPolicy });

interface Publication {
  readonly topic: string | undefined;
  readonly number: string | undefined;
  readonly subject: string | undefined;
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Sns {
  readonly standIn: StandIn;
  /** An address at a school's email topic; confirmed at once. There already: nothing. */
  subscribe(topic: string, endpoint: string, filter: Readonly<Record<string, readonly string[]>>): void;
  /** Puts a message on a topic; `handled` is told when whoever reads it has answered. False: there is no such topic. */
  readonly deliver: (topic: string, message: string, handled: () => void) => boolean;
}

const number = /^\+[1-9]\d{6,14}$/;
const longestText = 1600;
const longestMessage = 262_144;
const mostInBatch = 10;

/** SNS: texts to a number, emails by a topic's subscriptions, pokes by their topic to the queue. */
export function openSns(parts: {
  journal: Journal;
  outbox: Outbox;
  putOffs: PutOffs;
  enqueue: (body: string, handled?: () => void) => void;
}): Sns {
  const { outbox, putOffs, enqueue } = parts;
  const subscriptions = parts.journal.collection('subscriptions', Subscription);

  putOffs.does('notification', (payload) => {
    perform(new URLSearchParams(payload));
    return Promise.resolve();
  });

  /** What is wrong with a publication, or nothing. */
  function fault({ topic, number: to, message }: Publication): { code: string; message: string; status: number } | undefined {
    if ((topic === undefined) === (to === undefined)) return invalid('Invalid parameter: TopicArn or PhoneNumber, and not both');
    if (message === '') return invalid('Invalid parameter: Empty message');
    if (Buffer.byteLength(message) > longestMessage) return invalid('Invalid parameter: Message too long');
    if (to !== undefined && !number.test(to)) return invalid(`Invalid parameter: PhoneNumber Reason: ${to} is not valid to publish to`);
    if (to !== undefined && message.length > longestText) return invalid('Invalid parameter: Message too long for a text');
    if (topic !== undefined && !isTopic(topic)) return { code: 'NotFound', message: 'Topic does not exist', status: 404 };
    return undefined;
  }

  function publish({ topic, number: to, subject, message, attributes }: Publication): void {
    const about = {
      ...(attributes['visit'] === undefined ? {} : { visit: attributes['visit'] }),
      ...(attributes['rung'] === undefined ? {} : { rung: attributes['rung'] }),
    };
    if (to !== undefined) outbox.add({ channel: 'text', to, text: message, ...about });
    else if (topic === pokeTopic) enqueue(message);
    else
      for (const subscription of subscriptions.values()) {
        if (subscription.topic !== topic || !matches(subscription.filter, attributes)) continue;
        outbox.add({ channel: 'email', to: subscription.endpoint, ...(subject === undefined ? {} : { subject }), text: message, ...about });
      }
  }

  function perform(form: URLSearchParams): WireAnswer {
    const action = form.get('Action') ?? '';
    switch (action) {
      case 'Publish': {
        const publication = publicationIn(form, '');
        const wrong = fault(publication);
        if (wrong !== undefined) return refuse(wrong.status, wrong.code, wrong.message);
        publish(publication);
        return answer('Publish', `<MessageId>${randomUUID()}</MessageId>`);
      }
      case 'PublishBatch':
        return publishBatch(form);
      // Every topic whose name is a school's is there already.
      case 'CreateTopic':
        return answer(action, `<TopicArn>${pokeTopic.slice(0, pokeTopic.lastIndexOf(':') + 1)}${form.get('Name') ?? ''}</TopicArn>`);
      case 'SetTopicAttributes':
        return answer(action, '');
      case 'Subscribe':
        return subscribeFrom(form);
      default:
        return refuse(400, 'InvalidAction', `The action ${action} is not known here.`);
    }
  }

  function publishBatch(form: URLSearchParams): WireAnswer {
    const topic = form.get('TopicArn') ?? '';
    const entries = batchIn(form);
    if (!isTopic(topic)) return refuse(404, 'NotFound', 'Topic does not exist');
    if (entries.length === 0) return refuse(400, 'EmptyBatchRequest', "The batch request doesn't contain any entries.");
    if (entries.length > mostInBatch)
      return refuse(400, 'TooManyEntriesInBatchRequest', 'The batch request contains more entries than permissible.');
    const ids = entries.map(({ id }) => id);
    if (new Set(ids).size < ids.length)
      return refuse(400, 'BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
    const results = entries.map(({ id, prefix }) => {
      const publication = { ...publicationIn(form, prefix), topic };
      const wrong = fault(publication);
      if (wrong === undefined) publish(publication);
      return { id, wrong };
    });
    return answer('PublishBatch', batchResult(results));
  }

  function subscribeFrom(form: URLSearchParams): WireAnswer {
    const topic = form.get('TopicArn') ?? '';
    const endpoint = form.get('Endpoint') ?? '';
    if (!topic.startsWith(emailTopicPrefix)) return refuse(404, 'NotFound', 'Topic does not exist');
    if (form.get('Protocol') !== 'email') return refuse(400, 'InvalidParameter', 'Invalid parameter: only email is known here');
    if (!endpoint.includes('@')) return refuse(400, 'InvalidParameter', 'Invalid parameter: Endpoint');
    const filter = FilterPolicy.safeParse(filterIn(form));
    if (!filter.success)
      return refuse(400, 'InvalidParameter', 'Invalid parameter: FilterPolicy: only lists of exact strings are known here');
    const before = subscribed(topic, endpoint);
    if (before !== undefined && JSON.stringify(before.filter) !== JSON.stringify(filter.data))
      return refuse(400, 'InvalidParameter', 'Invalid parameter: Attributes Reason: Subscription already exists with different attributes');
    subscribe(topic, endpoint, filter.data);
    return answer('Subscribe', `<SubscriptionArn>${topic}:${randomUUID()}</SubscriptionArn>`);
  }

  /** An address has one subscription to a topic. */
  const subscribed = (topic: string, endpoint: string) =>
    subscriptions.values().find((one) => one.topic === topic && one.endpoint === endpoint);

  function subscribe(topic: string, endpoint: string, filter: Readonly<Record<string, readonly string[]>>): void {
    const copied = Object.fromEntries(Object.entries(filter).map(([name, values]) => [name, [...values]]));
    if (subscribed(topic, endpoint) === undefined)
      subscriptions.put(JSON.stringify([topic, endpoint]), { topic, endpoint, filter: copied });
  }

  return {
    subscribe,
    deliver(topic, message, handled) {
      if (topic !== pokeTopic) return false;
      enqueue(message, handled);
      return true;
    },
    standIn: {
      service: 'sns',
      operations(request) {
        const form = formOf(request);
        const topic = form.get('TopicArn');
        const to = form.get('PhoneNumber');
        return [form.get('Action') ?? '', topic === null ? 'text' : topic === pokeTopic ? 'poke' : 'email', ...(to === null ? [] : [to])];
      },
      perform: (request) => Promise.resolve(perform(formOf(request))),
      pretend(request) {
        const form = formOf(request);
        const action = form.get('Action') ?? '';
        if (action === 'PublishBatch') return answer(action, batchResult(batchIn(form).map(({ id }) => ({ id, wrong: undefined }))));
        return answer(
          action,
          action === 'Subscribe' ? `<SubscriptionArn>${randomUUID()}</SubscriptionArn>` : `<MessageId>${randomUUID()}</MessageId>`,
        );
      },
      fail: (how) => (how === 'error' ? refuse(500, 'InternalFailure', 'Unexpected error.') : refuse(400, 'Throttling', 'Rate exceeded')),
      optedOut: () => refuse(400, 'OptedOut', 'This phone number has opted out of receiving messages.'),
      performLater(request, by) {
        putOffs.putOff('notification', request.body.toString(), by);
      },
    },
  };
}

const isTopic = (topic: string): boolean => topic === pokeTopic || topic.startsWith(emailTopicPrefix);
const invalid = (message: string) => ({ code: 'InvalidParameter', message, status: 400 });
const formOf = (request: WireRequest): URLSearchParams => new URLSearchParams(request.body.toString());

const matches = (filter: Readonly<Record<string, readonly string[]>>, attributes: Readonly<Record<string, string>>): boolean =>
  Object.entries(filter).every(([name, values]) => attributes[name] !== undefined && values.includes(attributes[name]));

/** The Query protocol writes lists and maps as `Thing.entry.1.Name`, counted from 1. */
function listed(form: URLSearchParams, prefix: string): readonly string[] {
  const found: string[] = [];
  for (let n = 1; [...form.keys()].some((key) => key.startsWith(`${prefix}.${String(n)}.`)); n += 1) found.push(`${prefix}.${String(n)}.`);
  return found;
}

const publicationIn = (form: URLSearchParams, prefix: string): Publication => ({
  topic: form.get('TopicArn') ?? undefined,
  number: form.get('PhoneNumber') ?? undefined,
  subject: form.get(`${prefix}Subject`) ?? undefined,
  message: form.get(`${prefix}Message`) ?? '',
  attributes: Object.fromEntries(
    listed(form, `${prefix}MessageAttributes.entry`).map((entry) => [
      form.get(`${entry}Name`) ?? '',
      form.get(`${entry}Value.StringValue`) ?? '',
    ]),
  ),
});

const batchIn = (form: URLSearchParams): readonly { readonly id: string; readonly prefix: string }[] =>
  listed(form, 'PublishBatchRequestEntries.member').map((prefix) => ({ id: form.get(`${prefix}Id`) ?? '', prefix }));

function filterIn(form: URLSearchParams): unknown {
  const entry = listed(form, 'Attributes.entry').find((at) => form.get(`${at}key`) === 'FilterPolicy');
  if (entry === undefined) return {};
  try {
    return JSON.parse(form.get(`${entry}value`) ?? '');
  } catch {
    return undefined;
  }
}

const batchResult = (
  results: readonly { readonly id: string; readonly wrong: { code: string; message: string } | undefined }[],
): string => {
  const of = (member: string, which: typeof results): string => `<${member}>${which.map(memberOf).join('')}</${member}>`;
  return (
    of(
      'Successful',
      results.filter(({ wrong }) => wrong === undefined),
    ) +
    of(
      'Failed',
      results.filter(({ wrong }) => wrong !== undefined),
    )
  );
};
const memberOf = ({ id, wrong }: { readonly id: string; readonly wrong: { code: string; message: string } | undefined }): string =>
  wrong === undefined
    ? `<member><Id>${escapeXml(id)}</Id><MessageId>${randomUUID()}</MessageId></member>`
    : `<member><Id>${escapeXml(id)}</Id><Code>${wrong.code}</Code><Message>${escapeXml(wrong.message)}</Message><SenderFault>true</SenderFault></member>`;

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const namespace = 'http://sns.amazonaws.com/doc/2010-03-31/';
const xml = (status: number, body: string): WireAnswer => ({ status, headers: { 'content-type': 'text/xml' }, body });
const answer = (action: string, result: string): WireAnswer =>
  xml(
    200,
    `<${action}Response xmlns="${namespace}"><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`,
  );
const refuse = (status: number, code: string, message: string): WireAnswer =>
  xml(
    status,
    `<ErrorResponse xmlns="${namespace}"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  );
