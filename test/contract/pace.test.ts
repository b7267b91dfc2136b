import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dynamoPace } from '../../functions/adapters/aws/dynamo-pace.ts';
import { memoryPace } from '../../functions/adapters/memory/memory-pace.ts';
import type { Instant } from '../../functions/domain/time.ts';
import type { Pace, Paced } from '../../functions/ports/pace.ts';
import { startDynamo } from '../support/dynalite.ts';
import { at } from '../support/samples.ts';
import { connectionTo } from './stand-ins.ts';

const text = (when: Instant, more: Partial<Paced> = {}): Paced => ({
  channel: 'text',
  to: '+447700900123',
  text: 'Visit HV-000001: ring them.',
  isRung: true,
  at: when,
  ...more,
});

/** What every count of messages does. */
function paceContract(make: () => Promise<Pace>): void {
  it('counts each number and each address by itself', async () => {
    const pace = await make();
    await pace.count(text(at('15:00')));
    expect(await pace.count(text(at('15:01')))).toEqual({ lately: 2, rungs: 2, hour: 2, same: 2 });
    expect(await pace.count(text(at('15:01'), { to: '+447700900124' }))).toMatchObject({ lately: 1, hour: 1 });
    expect(await pace.count(text(at('15:01'), { channel: 'email', to: 'office@example.org' }))).toMatchObject({ lately: 1, hour: 1 });
  });

  it('tells the steps of ladders, and the same words, from the rest', async () => {
    const pace = await make();
    await pace.count(text(at('15:00')));
    expect(await pace.count(text(at('15:01'), { isRung: false, text: 'News.' }))).toEqual({ lately: 2, rungs: 1, hour: 2, same: 1 });
  });

  it('begins anew with every five minutes, and after an hour', async () => {
    const pace = await make();
    for (const time of ['15:00', '15:04', '15:05', '15:30']) await pace.count(text(at(time)));
    expect(await pace.count(text(at('15:31')))).toMatchObject({ lately: 2, hour: 5 });
    expect(await pace.count(text(at('16:03')))).toMatchObject({ lately: 1, hour: 4, same: 1 });
    expect(await pace.count(text(at('17:05')))).toMatchObject({ lately: 1, hour: 1 });
  });

  it('takes back what has not gone', async () => {
    const pace = await make();
    const message = text(at('15:00'));
    await pace.count(message);
    await pace.giveBack(message);
    expect(await pace.count(text(at('15:01')))).toEqual({ lately: 1, rungs: 1, hour: 1, same: 1 });
  });

  it('counts each of many at once', async () => {
    const pace = await make();
    const counts = await Promise.all(Array.from({ length: 10 }, () => pace.count(text(at('15:00')))));
    expect(counts.map((count) => count?.lately).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
}

describe('what is counted in memory', () => paceContract(() => Promise.resolve(memoryPace())));

describe('what is counted in DynamoDB', () => {
  paceContract(async () => {
    const engine = await startDynamo();
    onTestFinished(() => engine.close());
    return dynamoPace(await engine.table());
  });

  it('is not known while the table is away, and nothing waits for it', async () => {
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({ ...connectionTo('http://127.0.0.1:1'), maxAttempts: 1 }));
    const pace = dynamoPace({ client, table: 'visits' });
    expect(await pace.count(text(at('15:00')))).toBeUndefined();
    await expect(pace.giveBack(text(at('15:00')))).resolves.toBeUndefined();
  });
});
