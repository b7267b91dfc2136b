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
    await cloud.well();
    await text('two');

    expect(await texts(cloud)).toEqual(['09:00 two']);
  });

  it('with off, whoever still waits when the faults are cleared is cut off', async () => {
    const cloud = await cloudAtNine();
    await cloud.post('/_local/faults', { service: 'sns', fault: 'off' });
    const sent = expect(text('one')).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect.poll(() => cloud.get('/_local/faults'), { timeout: 10_000 }).toEqual([]);

    await cloud.well();

    await sent;
    expect(await texts(cloud)).toEqual([]);
  });

  it('goes out though what was to go wrong is an email', async () => {
    const cloud = await cloudAtNine();
    await cloud.post('/_local/faults', { service: 'sns', operation: 'email', fault: 'error' });

    await text('one');

    expect(await texts(cloud)).toEqual(['09:00 one']);
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

  it('with silent says that it wrote an item that is not there', async () => {
    const cloud = await cloudAtNine();
    await cloud.post('/_local/faults', { service: 'dynamodb', operation: 'PutItem', fault: 'silent' });

    expect((await put()).$metadata.httpStatusCode).toBe(200);

    expect(await isThere()).toBe(false);
  });

  it('with off leaves a write without an answer, and does not write', async () => {
    const cloud = await cloudAtNine();
    await cloud.post('/_local/faults', { service: 'dynamodb', operation: 'PutItem', fault: 'off' });
    const written = expect(put()).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect.poll(() => cloud.get('/_local/faults'), { timeout: 10_000 }).toEqual([]);

    await cloud.well();

    await written;
    expect(await isThere()).toBe(false);
  });

  it.each(['late', 'duplicate'])('cannot be %s', async (fault) => {
    const cloud = await cloudAtNine();
    expect((await cloud.post('/_local/faults', { service: 'dynamodb', fault })).status).toBe(400);
  });
});

describe('a timer', () => {
  it.each([
    ['silent', []],
    ['late', ['09:35:00']],
    ['duplicate', ['09:30:00', '09:35:00']],
    ['lost-answer', ['09:30:00', '09:35:00']],
    ['error', ['09:31:00']],
    ['throttle', ['09:31:00']],
    ['off', ['09:31:00']],
  ])('with %s goes off at %j', async (fault, times) => {
    const cloud = await cloudAtNine();
    await timer('first', '09:30:00');
    await cloud.post('/_local/faults', { service: 'scheduler', operation: 'fire', fault });

    await cloud.post('/_local/clock', { advance: 'PT1H' });

    expect(cloud.ran.map(({ at }) => at)).toEqual(times);
  });

  it('with early goes off that much before its time', async () => {
    const cloud = await cloudAtNine();
    await cloud.post('/_local/faults', { service: 'scheduler', fault: 'early', by: 'PT3M' });
    await timer('first', '09:30:00');
    await timer('second', '09:40:00');

    await cloud.post('/_local/clock', { advance: 'PT1H' });

    expect(cloud.ran).toEqual([
      { what: 'first 1', at: '09:27:00' },
      { what: 'second 1', at: '09:40:00' },
    ]);
  });

  it.each(['dynamodb', 'sns', 'sweep', 'poke'])('alone has a time of its own: %s cannot be early', async (service) => {
    const cloud = await cloudAtNine();
    expect((await cloud.post('/_local/faults', { service, fault: 'early' })).status).toBe(400);
  });

  it.each([
    ['silent', []],
    ['lost-answer', ['first']],
  ])('that is made with %s: there are %j', async (fault, names) => {
    const cloud = await cloudAtNine();
    await cloud.post('/_local/faults', { service: 'scheduler', operation: 'CreateSchedule', fault });

    // Whoever had no answer asks again, and hears that the name is taken.
    await timer('first', '09:30:00').catch((problem: unknown) => {
      expect(problem).toMatchObject({ name: 'ConflictException' });
    });

    expect(await cloud.get('/_local/schedules')).toMatchObject(names.map((name) => ({ name })));
    expect(await cloud.get('/_local/faults')).toEqual([]);
  });

  it('that is made with off is made when Scheduler is there again', async () => {
    const cloud = await cloudAtNine();
    await cloud.post('/_local/faults', { service: 'scheduler', operation: 'CreateSchedule', fault: 'off' });
    const made = timer('first', '09:30:00');
    await expect.poll(() => cloud.get('/_local/faults'), { timeout: 10_000 }).toEqual([]);
    expect(await cloud.get('/_local/schedules')).toEqual([]);

    await cloud.well();
    await made;

    expect(await cloud.get('/_local/schedules')).toMatchObject([{ name: 'first' }]);
  });

  it.each([
    ['error', 'InternalServerException'],
    ['throttle', 'ThrottlingException'],
  ])('that could not be made for %s is not there', async (fault, name) => {
    const cloud = await cloudAtNine();
    await cloud.post('/_local/faults', { service: 'scheduler', operation: 'CreateSchedule', fault, times: 3 });

    await expect(timer('first', '09:30:00')).rejects.toMatchObject({ name });

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
    ['throttle', ['a-visit 2 09:00:30']],
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

describe('the sweep', () => {
  const isDue = () => {
    const due = { pk: { S: 'a' }, sk: { S: 'b' }, duePk: { S: 'DUE#0' }, dueAt: { S: '2030-06-24T09:10:00.000Z' } };
    return new DynamoDBClient({}).send(new PutItemCommand({ TableName: 'doorstep', Item: due }));
  };

  it.each([
    ['error', ['09:11', '09:12']],
    ['throttle', ['09:11', '09:12']],
    ['silent', ['09:11', '09:12']],
    ['off', ['09:11', '09:12']],
    ['late', ['09:11', '09:11', '09:12']],
    ['duplicate', ['09:10', '09:11', '09:11', '09:12']],
    ['lost-answer', ['09:10', '09:10', '09:11', '09:12']],
  ])('with %s runs at %j, where something is due from ten past', async (fault, times) => {
    const cloud = await cloudAtNine();
    await isDue();
    await cloud.post('/_local/faults', { service: 'sweep', fault, by: 'PT1M30S' });

    await cloud.post('/_local/clock', { set: '2030-06-24T09:12:00Z' });

    expect(cloud.ran.map(({ what, at }) => `${what} ${at.slice(0, 5)}`)).toEqual(times.map((time) => `sweep ${time}`));
  });

  it('with off does not run, as often as was said', async () => {
    const cloud = await cloudAtNine();
    await isDue();
    await cloud.post('/_local/faults', { service: 'sweep', fault: 'off', times: 3 });

    await cloud.post('/_local/clock', { set: '2030-06-24T09:14:30Z' });

    expect(cloud.ran).toEqual([
      { what: 'sweep', at: '09:13:00' },
      { what: 'sweep', at: '09:14:00' },
    ]);
  });
});
