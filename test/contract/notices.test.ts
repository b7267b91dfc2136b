import { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { snsNotices } from '../../functions/adapters/aws/sns-notices.ts';
import { memoryNotices } from '../../functions/adapters/memory/memory-notices.ts';
import { notifyNotices } from '../../functions/adapters/notify/notify-notices.ts';
import { notifySecret } from '../../functions/adapters/notify/notify-secret.ts';
import type { Message, Notices } from '../../functions/ports/notices.ts';
import { emailTopicPrefix, notify as localNotify } from '../../local/names.ts';
import { aText, at } from '../support/samples.ts';
import { connectionTo, openStandIns, type StandIns } from './stand-ins.ts';
import { type Answer, type Service, startService } from './wire.ts';

const text = aText;
const email: Message = { ...text, channel: 'email', to: 'office@example.org', subject: 'Tess is late' };

const published: Answer = {
  status: 200,
  body: '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>',
};
const refused = (status: number, code: string): Answer => ({
  status,
  body: `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
});

interface NoticesUnderTest {
  readonly notices: Notices;
  /** What went out: the channel and where to. */
  readonly wentOut: () => readonly string[];
  /** The next message meets this. */
  readonly make: (what: 'wanted no more' | 'not taken' | 'throttled' | 'broken' | 'taken and not answered' | 'not answered') => void;
}

/** What every way of sending does. */
function noticesContract(open: () => NoticesUnderTest): void {
  it('say that a message was taken, and under which name', async () => {
    const { notices, wentOut } = open();

    const sent = await notices.send(text);

    expect(sent.outcome).toBe('accepted');
    expect(sent.reference).toBeTruthy();
    expect((await notices.send(email)).outcome).toBe('accepted');
    expect(wentOut()).toEqual(['text +447700900123', 'email office@example.org']);
  });

  it.each([
    ['not taken', 'failed', []],
    ['throttled', 'later', []],
    ['broken', 'later', []],
    ['not answered', 'unknown', []],
    ['taken and not answered', 'unknown', ['text +447700900123']],
  ] as const)('say of a message that was %s: %s', async (what, outcome, went) => {
    const { notices, wentOut, make } = open();
    make(what);

    expect(await notices.send(what === 'not taken' ? { ...text, to: 'no number' } : text)).toEqual({ outcome });
    expect(wentOut()).toEqual(went);
  });

  it('send the next one though the last did not go', async () => {
    const { notices, wentOut, make } = open();
    make('not taken');
    await notices.send({ ...text, to: 'no number' });

    expect((await notices.send(email)).outcome).toBe('accepted');
    expect(wentOut()).toEqual(['email office@example.org']);
  });
}

/** What a way of sending does that knows whose phone wants no more texts. */
function optOutContract(open: () => NoticesUnderTest): void {
  it('say of a text to whoever wants no more of them that it failed, and why', async () => {
    const { notices, wentOut, make } = open();
    make('wanted no more');

    expect(await notices.send(text)).toEqual({ outcome: 'failed', why: 'opted-out' });
    expect(wentOut()).toEqual([]);
  });
}

const outcomes = {
  'wanted no more': { outcome: 'failed', why: 'opted-out' },
  'not taken': { outcome: 'failed' },
  throttled: { outcome: 'later' },
  broken: { outcome: 'later' },
  'not answered': { outcome: 'unknown' },
  'taken and not answered': { outcome: 'unknown', went: true },
} as const;

describe('notices in memory', () => {
  const inMemory = (): NoticesUnderTest => {
    const notices = memoryNotices();
    return {
      notices,
      wentOut: () => notices.outbox.map(({ channel, to }) => `${channel} ${to}`),
      make: (what) => notices.answer(outcomes[what]),
    };
  };
  noticesContract(inMemory);
  optOutContract(inMemory);

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

describe('notices by the SNS of the local cloud', () => {
  let cloud: StandIns;
  let client: SNSClient;

  beforeEach(async () => {
    timeOut = undefined;
    cloud = await openStandIns();
    client = new SNSClient(connectionTo(cloud.urls.sns));
    cloud.sns.subscribe(`${emailTopicPrefix}moorside`, 'office@example.org', { to: ['office@example.org'] });
    cloud.sns.subscribe(`${emailTopicPrefix}moorside`, 'head@example.org', { contact: ['office'], to: ['head@example.org'] });
  });
  afterEach(async () => {
    client.destroy();
    await cloud.close();
  });

  let timeOut: number | undefined;
  const bySns = (): NoticesUnderTest => ({
    notices: {
      send: (message) => snsNotices({ client, emailTopicPrefix, ...(timeOut !== undefined && { timeOut }) }).send(message),
      letThrough: (school, address) => snsNotices({ client, emailTopicPrefix }).letThrough(school, address),
    },
    wentOut: () => cloud.outbox.after(0).map(({ channel, to }) => `${channel} ${to}`),
    make(what) {
      switch (what) {
        case 'not taken':
          return;
        case 'wanted no more':
          cloud.fault('sns', 'opted-out', text.to);
          return;
        case 'throttled':
          cloud.fault('sns', 'throttle');
          return;
        case 'broken':
          cloud.fault('sns', 'error');
          return;
        case 'not answered':
          cloud.fault('sns', 'off');
          timeOut = 50;
          return;
        case 'taken and not answered':
          cloud.fault('sns', 'lost-answer');
      }
    },
  });
  noticesContract(bySns);
  optOutContract(bySns);
});

const localSecret = notifySecret(async () => JSON.stringify(localNotify.secret));

describe('notices by the Notify of the local cloud', () => {
  let cloud: StandIns;
  let timeOut: number | undefined;

  beforeEach(async () => {
    timeOut = undefined;
    // There the functions read the time of the cloud, which a token tells.
    vi.setSystemTime(at('09:00'));
    cloud = await openStandIns();
  });
  afterEach(async () => {
    vi.useRealTimers();
    await cloud.close();
  });

  const made = (): Notices => notifyNotices({ secret: localSecret, baseUrl: cloud.urls.notify });
  noticesContract(() => ({
    notices: { ...made(), send: (message) => made().send(message, timeOut) },
    wentOut: () => cloud.outbox.after(0).map(({ channel, to }) => `${channel} ${to}`),
    make(what) {
      switch (what) {
        case 'not taken':
        case 'wanted no more':
          return;
        case 'throttled':
          cloud.fault('notify', 'throttle');
          return;
        case 'broken':
          cloud.fault('notify', 'error');
          return;
        case 'not answered':
          cloud.fault('notify', 'off');
          timeOut = 50;
          return;
        case 'taken and not answered':
          cloud.fault('notify', 'lost-answer');
      }
    },
  }));

  it('are told with a key that is checked, and made of the present moment', async () => {
    const stolen = localNotify.secret.apiKey.replace(/.$/, '9');
    const secret = notifySecret(async () => JSON.stringify({ ...localNotify.secret, apiKey: stolen }));
    expect(await notifyNotices({ secret, baseUrl: cloud.urls.notify }).send(text)).toEqual({ outcome: 'later' });
    vi.setSystemTime(at('09:01'));
    expect(await made().send(text)).toEqual({ outcome: 'later' });
    expect(cloud.outbox.after(0)).toEqual([]);
  });

  it('are told of afterwards, by the names that they were given', async () => {
    cloud.fault('notify', 'undelivered', text.to);
    await made().send(text);
    await made().send(email);
    expect(cloud.calledBack).toEqual([]);
    cloud.pass(5_000);
    await cloud.notify.idle();

    expect(cloud.calledBack.map((body): unknown => JSON.parse(body))).toMatchObject([
      { reference: 'moorside/HV-000001/n7-1', to: text.to, status: 'permanent-failure', notification_type: 'sms' },
      { reference: 'moorside/HV-000001/n7-1', to: email.to, status: 'delivered', notification_type: 'email' },
    ]);
    expect(cloud.outbox.after(0).map(({ channel, visit, provider }) => [channel, visit, provider])).toEqual([
      ['email', 'HV-000001', 'notify'],
    ]);
  });
});

/** What the local cloud's Notify never says. */
describe('notices by Notify', () => {
  let answer: Answer;
  let service: Service;

  beforeEach(async () => {
    answer = { status: 201, headers: json, body: '{"id":"n-1"}' };
    service = await startService(() => answer);
  });
  afterEach(() => service.close());

  const json = { 'content-type': 'application/json' };
  const made = (secret = localSecret): Notices => notifyNotices({ secret, baseUrl: service.url });
  const refuses = (status: number, error: string): Answer => ({
    status,
    headers: json,
    body: JSON.stringify({ status_code: status, errors: [{ error, message: 'no' }] }),
  });

  it('say the message by the template for it, with ids and nothing else beside it', async () => {
    expect(await made().send(text)).toEqual({ outcome: 'accepted', reference: 'n-1' });
    await made().send(email);

    const { textTemplate, emailTemplate } = localNotify.secret;
    const reference = 'moorside/HV-000001/n7-1';
    expect(service.asked.map(({ path, body }): unknown => [path, JSON.parse(body)])).toEqual([
      ['/v2/notifications/sms', { template_id: textTemplate, phone_number: text.to, personalisation: { message: text.text }, reference }],
      [
        '/v2/notifications/email',
        {
          template_id: emailTemplate,
          email_address: email.to,
          personalisation: { subject: email.subject, message: email.text },
          reference,
        },
      ],
    ]);
  });

  it.each([
    [400, 'ValidationError', 'failed'],
    [400, 'BadRequestError', 'failed'],
    [400, 'InvalidPhoneError', 'failed'],
    [429, 'TooManyRequestsError', 'failed'],
    [429, 'RateLimitError', 'later'],
    [401, 'AuthError', 'later'],
    [403, 'AuthError', 'later'],
    [404, 'NoResultFound', 'later'],
    [500, 'Exception', 'later'],
    [503, 'Exception', 'later'],
  ])('take %i %s for %s', async (status, error, outcome) => {
    answer = refuses(status, error);

    expect(await made().send(text)).toEqual({ outcome });
    expect(service.asked).toHaveLength(1);
  });

  it('take a gateway that answers in its own words for one to try again', async () => {
    answer = { status: 502, headers: { 'content-type': 'text/html' }, body: '<html><body>Bad gateway' };

    expect(await made().send(text)).toEqual({ outcome: 'later' });
  });

  it('follow nobody who sends them elsewhere', async () => {
    answer = { status: 302, headers: { location: `${service.url}/elsewhere` }, body: '' };

    expect(await made().send(text)).toEqual({ outcome: 'later' });
    expect(service.asked).toHaveLength(1);
  });

  it('do not take an answer that makes no sense for a message that never went', async () => {
    answer = { status: 200, body: 'taken, thank you' };

    expect(await made().send(text)).toEqual({ outcome: 'unknown' });
  });

  it('know that a message never left where nobody takes the call', async () => {
    await service.close();

    expect(await made().send(text)).toEqual({ outcome: 'later' });
  });

  it('know that a message never left where the key cannot be read, and read it again for the next', async () => {
    const readings = ['no key', 'later', JSON.stringify(localNotify.secret)];
    const secret = notifySecret(async () => readings.shift() ?? '');
    const notices = made(secret);

    expect(await notices.send(text)).toEqual({ outcome: 'later' });
    expect(await notices.send(text)).toEqual({ outcome: 'later' });
    expect(await notices.send(text)).toMatchObject({ outcome: 'accepted' });
    expect(await notices.send(text)).toMatchObject({ outcome: 'accepted' });
  });

  it('find a key that was changed within ten minutes, and use the one they have while it cannot be read', async () => {
    const readings = [
      JSON.stringify(localNotify.secret),
      'away',
      JSON.stringify({ ...localNotify.secret, callbackToken: 'another-token' }),
    ];
    let now = 0;
    const secret = notifySecret(
      async () => readings.shift() ?? '',
      () => now,
    );
    const tokenAfter = async (minutes: number): Promise<string> => {
      now = minutes * 60_000;
      return (await secret()).callbackToken;
    };

    const { callbackToken } = localNotify.secret;
    for (const minutes of [0, 9, 10, 10.5]) expect(await tokenAfter(minutes)).toBe(callbackToken);
    expect(await tokenAfter(11)).toBe('another-token');
  });

  it('wait no longer for the key than for the message', async () => {
    const never = new Promise<string>(() => undefined);

    expect(await made(notifySecret(() => never)).send(text, 20)).toEqual({ outcome: 'later' });
    expect(service.asked).toEqual([]);
  });
});

describe('an address of the local cloud', () => {
  it('is let through to its own emails, once, and to no others', async () => {
    const cloud = await openStandIns();
    const client = new SNSClient(connectionTo(cloud.urls.sns));
    const notices = snsNotices({ client, emailTopicPrefix });
    const wentOut = () => cloud.outbox.after(0).map(({ to }) => to);

    await notices.send({ ...email, to: 'new@example.org' });
    expect(wentOut()).toEqual([]);
    for (const _ of [1, 2]) await notices.letThrough('moorside', 'new@example.org');
    await notices.send({ ...email, to: 'new@example.org' });
    await notices.send({ ...email, to: 'another@example.org' });
    await notices.send({ ...email, to: 'new@example.org', ref: { ...email.ref, school: 'another-school' } });

    expect(wentOut()).toEqual(['new@example.org']);
    client.destroy();
    await cloud.close();
  });
});

/** What the local cloud's SNS never says. */
describe('notices by SNS', () => {
  let answer: Answer;
  let service: Service;
  let client: SNSClient;

  beforeEach(async () => {
    answer = published;
    service = await startService(() => answer);
    client = new SNSClient(connectionTo(service.url));
  });
  afterEach(async () => {
    client.destroy();
    await service.close();
  });

  const made = () => snsNotices({ client, emailTopicPrefix });
  const asked = (): Readonly<Record<string, string>> => Object.fromEntries(new URLSearchParams(service.asked.at(-1)?.body));
  const attributes = (): Readonly<Record<string, string | undefined>> => {
    const fields = asked();
    const names = Object.entries(fields).filter(([field]) => field.endsWith('.Name'));
    return Object.fromEntries(names.map(([field, name]) => [name, fields[field.replace('.Name', '.Value.StringValue')]]));
  };

  it('text a number straight, as a message that matters, with ids and nothing else beside it', async () => {
    expect(await made().send(text)).toEqual({ outcome: 'accepted', reference: 'm-1' });

    expect(asked()).toMatchObject({ Action: 'Publish', PhoneNumber: '+447700900123', Message: text.text });
    expect(asked()).not.toHaveProperty('TopicArn');
    expect(attributes()).toEqual({ 'AWS.SNS.SMS.SMSType': 'Transactional', visit: 'HV-000001', rung: 'rung:a1/0' });
  });

  it("email by the school's topic, for one address", async () => {
    await made().send(email);

    expect(asked()).toMatchObject({
      Action: 'Publish',
      TopicArn: `${emailTopicPrefix}moorside`,
      Subject: 'Tess is late',
      Message: text.text,
    });
    expect(asked()).not.toHaveProperty('PhoneNumber');
    expect(attributes()).toEqual({ to: 'office@example.org', contact: 'office', visit: 'HV-000001', rung: 'rung:a1/0' });
  });

  it('ask that an address be let through to what goes there, and never throw', async () => {
    answer = { status: 200, body: published.body.replaceAll('Publish', 'Subscribe') };
    await made().letThrough('moorside', 'office@example.org');

    expect(asked()).toMatchObject({
      Action: 'Subscribe',
      TopicArn: `${emailTopicPrefix}moorside`,
      Protocol: 'email',
      Endpoint: 'office@example.org',
    });
    expect(Object.values(asked())).toEqual(expect.arrayContaining(['FilterPolicy', '{"to":["office@example.org"]}']));
    answer = refused(400, 'InvalidParameter');
    await expect(made().letThrough('moorside', 'office@example.org')).resolves.toBeUndefined();
  });

  it('never lose an email to its subject', async () => {
    await made().send({ ...email, subject: ` Late:\r\n${'é'.repeat(200)}` });

    expect(asked()['Subject']).toBe(`Late: ${'é'.repeat(93)}`);
  });

  it.each([
    [400, 'InvalidParameter', 'failed'],
    [400, 'ParameterValueInvalid', 'failed'],
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

  it.each(['OptedOut', 'OptedOutException'])('know %s for whoever wants no more texts', async (code) => {
    answer = refused(400, code);

    expect(await made().send(text)).toEqual({ outcome: 'failed', why: 'opted-out' });
  });

  it('take a gateway that answers in its own words for one to try again', async () => {
    answer = { status: 502, headers: { 'content-type': 'text/html' }, body: '<html><body>Bad gateway' };

    expect(await made().send(text)).toEqual({ outcome: 'later' });
  });

  it('do not take an answer that makes no sense for a message that never went', async () => {
    answer = { status: 200, body: 'taken, thank you' };

    expect((await made().send(text)).outcome).not.toBe('failed');
  });

  it('know that a message never left where nobody takes the call', async () => {
    await service.close();

    expect(await made().send(text)).toEqual({ outcome: 'later' });
  });

  it('know that a message never left where there was nothing to sign it with', async () => {
    const nobody = new SNSClient({
      ...connectionTo(service.url),
      credentials: () => Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' })),
    });

    expect(await snsNotices({ client: nobody, emailTopicPrefix: '' }).send(text)).toEqual({ outcome: 'later' });
    nobody.destroy();
  });
});
