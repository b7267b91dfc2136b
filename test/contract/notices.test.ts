import { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { snsNotices } from '../../functions/adapters/aws/sns-notices.ts';
import { memoryNotices } from '../../functions/adapters/memory/memory-notices.ts';
import type { Message, Notices } from '../../functions/ports/notices.ts';
import { refTo } from '../support/samples.ts';
import { type Answer, type Service, startService } from './wire.ts';

const text: Message = {
  ref: refTo(),
  contact: 'office',
  channel: 'text',
  to: '+447700900123',
  subject: '',
  text: 'HV-000001: Tess is late. Please ring.',
  about: 'rung:a1/0',
};
const email: Message = { ...text, channel: 'email', to: 'office@example.org', subject: 'Tess is late' };

const published: Answer = {
  status: 200,
  body: '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>',
};
const refused = (status: number, code: string): Answer => ({
  status,
  body: `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
});

/** What every way of sending does; `refuse` makes the next message one that will never be taken, `throttle` one that is to be tried again. */
function noticesContract(make: () => { readonly notices: Notices; readonly refuse: () => void; readonly throttle: () => void }): void {
  it('say that a message was taken, and under which name', async () => {
    const { notices } = make();

    const sent = await notices.send(text);

    expect(sent.outcome).toBe('accepted');
    expect(sent.reference).toBeTruthy();
    expect((await notices.send(email)).outcome).toBe('accepted');
  });

  it('say that a message will never go', async () => {
    const { notices, refuse } = make();
    refuse();

    expect(await notices.send(text)).toEqual({ outcome: 'failed' });
  });

  it('say that a message is to be tried again', async () => {
    const { notices, throttle } = make();
    throttle();

    expect(await notices.send(text)).toEqual({ outcome: 'later' });
  });
}

describe('notices in memory', () => {
  noticesContract(() => {
    const notices = memoryNotices();
    return { notices, refuse: () => notices.answer({ outcome: 'failed' }), throttle: () => notices.answer({ outcome: 'later' }) };
  });

  it('keep what went out, and answer for one person or channel as they are told', async () => {
    const notices = memoryNotices();
    notices.answer({ outcome: 'failed', contact: 'office', channel: 'text', times: 2 });
    notices.answer({ outcome: 'unknown', went: true, contact: 'head' });

    const outcomes = [];
    for (const message of [text, email, text, text, { ...text, contact: 'head' }]) outcomes.push((await notices.send(message)).outcome);

    expect(outcomes).toEqual(['failed', 'accepted', 'failed', 'accepted', 'unknown']);
    expect(notices.outbox).toEqual([email, text, { ...text, contact: 'head' }]);
    expect(notices.tried).toHaveLength(5);
  });
});

describe('notices by SNS', () => {
  let answer: Answer | 'cut' | 'silent';
  let service: Service;
  let client: SNSClient;

  beforeEach(async () => {
    answer = published;
    service = await startService(() => answer);
    client = new SNSClient({ ...service.connection, maxAttempts: 1 });
  });
  afterEach(async () => {
    client.destroy();
    await service.close();
  });

  const made = (timeOut?: number) =>
    snsNotices({ client, emailTopicPrefix: 'arn:aws:sns:eu-west-2:000000000000:doorstep-email-', ...(timeOut && { timeOut }) });
  const asked = (): Readonly<Record<string, string>> => Object.fromEntries(new URLSearchParams(service.asked.at(-1)?.body));
  const attributes = (): Readonly<Record<string, string | undefined>> => {
    const fields = asked();
    const names = Object.entries(fields).filter(([field]) => field.endsWith('.Name'));
    return Object.fromEntries(names.map(([field, name]) => [name, fields[field.replace('.Name', '.Value.StringValue')]]));
  };

  noticesContract(() => ({
    notices: made(),
    refuse: () => {
      answer = refused(400, 'InvalidParameter');
    },
    throttle: () => {
      answer = refused(400, 'Throttling');
    },
  }));

  it('text a number straight, as a message that matters, with ids and nothing else beside it', async () => {
    expect(await made().send(text)).toEqual({ outcome: 'accepted', reference: 'm-1' });

    expect(asked()).toMatchObject({ Action: 'Publish', PhoneNumber: '+447700900123', Message: text.text });
    expect(asked()).not.toHaveProperty('TopicArn');
    expect(attributes()).toEqual({ 'AWS.SNS.SMS.SMSType': 'Transactional', visit: 'HV-000001', rung: 'rung:a1/0' });
  });

  it("email by the school's topic, for one contact", async () => {
    await made().send(email);

    expect(asked()).toMatchObject({
      Action: 'Publish',
      TopicArn: 'arn:aws:sns:eu-west-2:000000000000:doorstep-email-moorside',
      Subject: 'Tess is late',
      Message: text.text,
    });
    expect(asked()).not.toHaveProperty('PhoneNumber');
    expect(attributes()).toEqual({ contact: 'office', visit: 'HV-000001', rung: 'rung:a1/0' });
  });

  it('never lose an email to its subject', async () => {
    await made().send({ ...email, subject: ` Late:\r\n${'é'.repeat(200)}` });

    expect(asked()['Subject']).toBe(`Late: ${'é'.repeat(93)}`);
  });

  it.each([
    [400, 'InvalidParameter', 'failed'],
    [400, 'ParameterValueInvalid', 'failed'],
    [400, 'OptedOut', 'failed'],
    [400, 'KMSAccessDenied', 'failed'],
    [400, 'KMSDisabled', 'failed'],
    [403, 'AuthorizationError', 'failed'],
    [403, 'InvalidClientTokenId', 'failed'],
    [404, 'NotFound', 'failed'],
    [400, 'KMSThrottling', 'later'],
    [400, 'Throttled', 'later'],
    [429, 'Throttled', 'later'],
    [403, 'ExpiredToken', 'later'],
    [500, 'InternalError', 'later'],
    [503, 'ServiceUnavailable', 'later'],
  ])('take %i %s for %s', async (status, code, outcome) => {
    answer = refused(status, code);

    expect(await made().send(text)).toEqual({ outcome });
    expect(service.asked).toHaveLength(1);
  });

  it('take a gateway that answers in its own words for one to try again', async () => {
    answer = { status: 502, headers: { 'content-type': 'text/html' }, body: '<html><body>Bad gateway' };

    expect(await made().send(text)).toEqual({ outcome: 'later' });
  });

  it('do not know of a message whose connection was cut, or whose answer makes no sense', async () => {
    answer = 'cut';
    expect(await made().send(text)).toEqual({ outcome: 'unknown' });
    answer = { status: 200, body: 'taken, thank you' };
    expect((await made().send(text)).outcome).not.toBe('failed');
  });

  it('do not know of a message that had no answer in time', async () => {
    answer = 'silent';

    expect(await made(20).send(text)).toEqual({ outcome: 'unknown' });
  });

  it('know that a message never left where nobody takes the call', async () => {
    await service.close();

    expect(await made().send(text)).toEqual({ outcome: 'later' });
  });

  it('know that a message never left where there was nothing to sign it with', async () => {
    const nobody = new SNSClient({
      ...service.connection,
      maxAttempts: 1,
      credentials: () => Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' })),
    });

    expect(await snsNotices({ client: nobody, emailTopicPrefix: '' }).send(text)).toEqual({ outcome: 'later' });
    nobody.destroy();
  });
});
