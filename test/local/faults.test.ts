import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SchedulerClient, GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { type TestCloud, cloudAtNine, timer } from './in-process.ts';

const once = { maxAttempts: 1 };
const text = (words: string) => new SNSClient(once).send(new PublishCommand({ PhoneNumber: '+447700900123', Message: words }));
const texts = async (cloud: TestCloud) => {
  // The outbox answers with entries.
  const entries = (await cloud.get('/_local/outbox')) as readonly { readonly at: string; readonly text: string }[];
  return entries.map(({ at, text: words }) => `${at.slice(11, 16)} ${words}`);
};

describe('a text', () => {
  it.each([
    ['error', 'InternalFailure'],
    ['throttle', 'Throttling'],
  ])('with %s is not sent, and the sender is told', async (fault, name) => {
    const cloud = await cloudAtNine();
    await cloud.post('/_local/faults', { service: 'sns', operation: 'Publish', fault });

    await expect(text('one')).rejects.toMatchObject({ name });
    await text('two');

    expect(await texts(cloud)).toEqual(['09:00 two']);
  });

  it('with lost-answer is sent, though the sender cannot know', async () => {
    const cloud = await cloudAtNine();
    await cloud.post('/_local/faults', { service: 'sns', operation: 'text', fault: 'lost-answer' });

    await expect(text('one')).rejects.toThrow();

    expect(await texts(cloud)).toEqual(['09:00 one']);
  });

  it('with silent is said to be sent and is not', async () => {
    const cloud = await cloudAtNine();
    await cloud.post('/_local/faults', { service: 'sns', fault: 'silent' });

    expect((await text('one')).MessageId).toMatch(/./);

    expect(await texts(cloud)).toEqual([]);
  });

  it('with late comes when it is said to, with duplicate twice', async () => {
    const cloud = await cloudAtNine();
    await cloud.post('/_local/faults', { service: 'sns', fault: 'late', by: 'PT7M' });
    await cloud.post('/_local/faults', { service: 'sns', fault: 'duplicate' });
    await text('one');
    await text('two');

    await cloud.post('/_local/clock', { advance: 'PT1H' });

    expect(await texts(cloud)).toEqual(['09:00 two', '09:05 two', '09:07 one']);
  });

  it('with off gets no answer at all, as often as was said, until the faults are cleared', async () => {
    const cloud = await cloudAtNine();
    await cloud.post('/_local/faults', { service: 'sns', fault: 'off', times: 5 });
    const impatient = new SNSClient({ ...once, requestHandler: { requestTimeout: 200, throwOnRequestTimeout: true } });

    await expect(impatient.send(new PublishCommand({ PhoneNumber: '+447700900123', Message: 'one' }))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    expect(await cloud.get('/_local/faults')).toMatchObject([{ service: 'sns', fault: 'off', times: 4 }]);
    await fetch(`${cloud.url}/_local/faults`, { method: 'DELETE' });
    await text('two');

    expect(await texts(cloud)).toEqual(['09:00 two']);
  });
});

describe('the database', () => {
  const key = { pk: { S: 'a' }, sk: { S: 'b' } };
  const put = () => new DynamoDBClient(once).send(new PutItemCommand({ TableName: 'doorstep', Item: key }));
  const isThere = async () =>
    (await new DynamoDBClient(once).send(new GetItemCommand({ TableName: 'doorstep', Key: key }))).Item !== undefined;

  it.each([
    ['error', false],
    ['throttle', false],
    ['lost-answer', true],
  ])('with %s fails a write; the item is there: %s', async (fault, there) => {
    const cloud = await cloudAtNine();
    await cloud.post('/_local/faults', { service: 'dynamodb', operation: 'PutItem', fault });

    await expect(put()).rejects.toThrow();

    expect(await isThere()).toBe(there);
  });

  it('cannot be late', async () => {
    const cloud = await cloudAtNine();
    expect((await cloud.post('/_local/faults', { service: 'dynamodb', fault: 'late' })).status).toBe(400);
  });
});

describe('a timer', () => {
  it.each([
    ['silent', []],
    ['late', ['09:35:00']],
    ['duplicate', ['09:30:00', '09:35:00']],
    ['error', ['09:31:00']],
    ['off', ['09:31:00']],
  ])('with %s goes off at %j', async (fault, times) => {
    const cloud = await cloudAtNine();
    await timer('first', '09:30:00');
    await cloud.post('/_local/faults', { service: 'scheduler', operation: 'fire', fault });

    await cloud.post('/_local/clock', { advance: 'PT1H' });

    expect(cloud.ran.map(({ at }) => at)).toEqual(times);
  });

  it('that could not be made is not there', async () => {
    const cloud = await cloudAtNine();
    await cloud.post('/_local/faults', { service: 'scheduler', operation: 'CreateSchedule', fault: 'throttle', times: 3 });

    await expect(timer('first', '09:30:00')).rejects.toMatchObject({ name: 'ThrottlingException' });

    expect(await cloud.get('/_local/schedules')).toEqual([]);
    await expect(new SchedulerClient({}).send(new GetScheduleCommand({ Name: 'first' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('a poke', () => {
  it.each([
    ['silent', []],
    ['error', ['a-visit 2 09:00:30']],
    ['lost-answer', ['a-visit 1 09:00:00', 'a-visit 2 09:00:30']],
    ['off', ['a-visit 1 09:00:30']],
    ['late', ['a-visit 1 09:05:00']],
    ['duplicate', ['a-visit 1 09:00:00', 'a-visit 1 09:05:00']],
  ])('with %s is handled at %j', async (fault, handled) => {
    const cloud = await cloudAtNine();
    await cloud.post('/_local/faults', { service: 'poke', fault });
    await cloud.poke('a-visit');

    await cloud.post('/_local/clock', { advance: 'PT1H' });

    expect(cloud.ran.map(({ what, at }) => `${what} ${at}`)).toEqual(handled);
  });
});

it('the sweep with off does not run, as often as was said', async () => {
  const cloud = await cloudAtNine();
  const due = { pk: { S: 'a' }, sk: { S: 'b' }, duePk: { S: 'DUE#0' }, dueAt: { S: '2030-06-24T09:10:00.000Z' } };
  await new DynamoDBClient({}).send(new PutItemCommand({ TableName: 'doorstep', Item: due }));
  await cloud.post('/_local/faults', { service: 'sweep', fault: 'off', times: 3 });

  await cloud.post('/_local/clock', { set: '2030-06-24T09:14:30Z' });

  expect(cloud.ran).toEqual([
    { what: 'sweep', at: '09:13:00' },
    { what: 'sweep', at: '09:14:00' },
  ]);
});
