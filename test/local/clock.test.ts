import { PutItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { cloudAtNine, timer } from './in-process.ts';

const due = (visit: string, time: string) =>
  new DynamoDBClient({}).send(
    new PutItemCommand({
      TableName: 'doorstep',
      Item: { pk: { S: `VISIT#a-school#${visit}` }, sk: { S: 'VISIT' }, duePk: { S: 'DUE#0' }, dueAt: { S: `2030-06-24T${time}.000Z` } },
    }),
  );

describe('time that is moved', () => {
  it('brings everything that falls due in order, each at its own moment, before it answers', async () => {
    const cloud = await cloudAtNine();
    await timer('second', '09:20:30', 'slow');
    await timer('first', '09:10:00');
    await timer('not-yet', '09:40:00');
    await due('HV-1', '09:15:20');

    const answer = await cloud.post('/_local/clock', { set: '2030-06-24T09:20:30Z' });

    expect(answer.body).toEqual({ now: '2030-06-24T09:20:30.000Z', frozen: true });
    expect(cloud.ran).toEqual([
      { what: 'first 1', at: '09:10:00' },
      ...['09:16:00', '09:17:00', '09:18:00', '09:19:00', '09:20:00'].map((at) => ({ what: 'sweep', at })),
      { what: 'slow 1', at: '09:20:30' },
    ]);
  });

  it('runs no sweep in a minute in which nothing is due', async () => {
    const cloud = await cloudAtNine();
    await due('HV-1', '12:00:00');

    await cloud.post('/_local/clock', { advance: 'PT2H59M' });
    expect(cloud.ran).toEqual([]);
    await cloud.post('/_local/clock', { advance: 'PT1M' });
    expect(cloud.ran).toEqual([{ what: 'sweep', at: '12:00:00' }]);
  });

  it('tries a poke that failed again after half a minute, five times, and then puts it with the dead letters', async () => {
    const cloud = await cloudAtNine();
    await cloud.poke('fails');

    await cloud.post('/_local/clock', { advance: 'PT1H' });

    expect(cloud.ran).toEqual(
      ['09:00:00', '09:00:30', '09:01:00', '09:01:30', '09:02:00'].map((at, n) => ({ what: `fails ${String(n + 1)}`, at })),
    );
    expect(await cloud.get('/_local/dead-letters')).toMatchObject([
      { queue: 'pokes', at: '2030-06-24T09:02:30.000Z', body: '{"school":"a-school","visit":"fails"}' },
    ]);
  });

  it('goes to the next thing that is due, and no further, when asked for that', async () => {
    const cloud = await cloudAtNine();
    await timer('first', '09:10:00');
    await timer('second', '09:20:00');

    const { body } = await cloud.post('/_local/clock', { next: true });

    expect(body).toEqual({ now: '2030-06-24T09:10:00.000Z', frozen: true });
    expect(cloud.ran.map(({ what }) => what)).toEqual(['first 1']);
  });

  it.each([
    [{ set: '2030-06-24T08:59:59Z' }, /only go on/],
    [{ advance: '-PT1M' }, /only go on/],
    [{ advance: 'half an hour' }, /advance/],
    [{ set: 'tomorrow' }, /set/],
    [{}, /one of/],
  ])('is not moved by %j', async (body, words) => {
    const cloud = await cloudAtNine();

    const answer = await cloud.post('/_local/clock', body);

    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toMatch(words);
    expect(await cloud.get('/_local/clock')).toEqual({ now: '2030-06-24T09:00:00.000Z', frozen: true });
  });

  it('runs on from where it is when it is released', async () => {
    const cloud = await cloudAtNine();

    const { body } = await cloud.post('/_local/clock', { release: true });

    expect(body).toMatchObject({ frozen: false, now: expect.stringMatching(/^2030-06-24T09:00:0\d/) as string });
  });
});

describe('while the clock runs', () => {
  it('timers go off by themselves, and the sweep runs each minute though nothing is due', async () => {
    const cloud = await cloudAtNine();
    await timer('soon', '09:01:00');
    await cloud.post('/_local/clock', { set: '2030-06-24T09:00:59Z' });

    await cloud.post('/_local/clock', { release: true });

    const ranAtOneMinutePast = () => cloud.ran.filter(({ at }) => at === '09:01:00').map(({ what }) => what);
    await expect.poll(ranAtOneMinutePast, { timeout: 4_000 }).toEqual(expect.arrayContaining(['soon 1', 'sweep']));
  });
});

it('Date is a date in every way but the time', () => {
  const now = new Date();
  expect(now).toBeInstanceOf(Date);
  expect(new Date(0).toISOString()).toBe('1970-01-01T00:00:00.000Z');
  expect(new Date(2030, 5, 24).getMonth()).toBe(5);
  expect(Date.UTC(1970, 0, 2)).toBe(86_400_000);
  expect(Date()).toMatch(/GMT/);
});
