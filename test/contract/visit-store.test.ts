import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { dynamoVisitStore } from '../../functions/adapters/aws/dynamo-visit-store.ts';
import { memoryClock } from '../../functions/adapters/memory/memory-clock.ts';
import { memoryVisitStore } from '../../functions/adapters/memory/memory-visit-store.ts';
import { startDynamo } from '../support/dynalite.ts';
import { aNewVisit, aShadow, at, noted, refTo } from '../support/samples.ts';
import { connectionTo } from './stand-ins.ts';
import { startService } from './wire.ts';
import { failingVisitStoreContract, pageSize, shards, visitStoreContract } from './visit-store.contract.ts';
import { visitsInDynamodb } from './visits-in-dynamodb.contract.ts';

describe('visits in memory', () => {
  visitStoreContract(() => {
    const store = memoryVisitStore({ shards, pageSize });
    return Promise.resolve({ store, readings: (ref) => Promise.resolve(store.readingsOf(ref)) });
  });

  failingVisitStoreContract(() => {
    const store = memoryVisitStore();
    return Promise.resolve({ store, fail: () => store.fail(), loseAnswer: () => store.loseAnswers() });
  });

  const ref = refTo();
  const change = { ref, after: 1, events: [noted('here')], owed: {}, tally: {}, shadow: aShadow({ changedAt: at('10:00') }) };

  it('can be made to fail, to lose an answer and to be beaten', async () => {
    const store = memoryVisitStore();
    await store.create(aNewVisit(ref), aShadow());

    store.fail();
    await expect(store.append(change)).rejects.toThrow('failed');
    store.conflict();
    expect(await store.append(change)).toBe('conflict');
    expect((await store.read(ref))?.version).toBe(1);
    store.loseAnswers();
    await expect(store.append(change)).rejects.toThrow('lost');
    expect((await store.read(ref))?.version).toBe(2);
  });

  it('can have indexes that lag, and that stand still', async () => {
    const clock = memoryClock(at('09:00'));
    const store = memoryVisitStore({ clock });
    const listed = async () => (await store.list(ref.school, 'open', { limit: 5 })).map(({ version }) => version);
    store.lagIndexes(60_000);
    await store.create(aNewVisit(ref), aShadow());

    expect(await listed()).toEqual([]);
    expect(await store.read(ref)).toBeDefined();
    clock.advance('PT1M');
    expect(await listed()).toEqual([1]);
    store.stallIndexes();
    await store.append(change);
    clock.advance('PT5M');
    expect(await listed()).toEqual([1]);
    store.lagIndexes(0);
    expect(await listed()).toEqual([2]);
  });

  it('can have one that cannot be read', async () => {
    const store = memoryVisitStore();
    await store.create(aNewVisit(ref), aShadow());
    store.spoil(ref);

    await expect(store.read(ref)).rejects.toThrow(`${ref.school}/${ref.visit}`);
  });
});

describe('visits in dynalite', () => {
  visitsInDynamodb(() => startDynamo());
});

describe('visits in a table that answers in parts', () => {
  it('are asked for again where an answer had no room for all of them', async () => {
    const Asked = z.object({
      RequestItems: z.object({
        doorstep: z.object({ Keys: z.array(z.object({ pk: z.object({ S: z.string() }) })), ConsistentRead: z.literal(true) }),
      }),
    });
    const service = await startService(({ body }) => {
      const [first, ...left] = Asked.parse(JSON.parse(body)).RequestItems.doorstep.Keys;
      const { version, history, owed, tally } = aNewVisit();
      const found = typed({ pk: first?.pk.S, sk: 'VISIT', version, history, owed, tally }).M;
      const unprocessed = left.length > 0 ? { doorstep: { Keys: left, ConsistentRead: true } } : {};
      return { status: 200, body: JSON.stringify({ Responses: { doorstep: [found] }, UnprocessedKeys: unprocessed }) };
    });
    const client = DynamoDBDocumentClient.from(new DynamoDBClient(connectionTo(service.url)));

    const visits = await dynamoVisitStore({ client, table: 'doorstep' }).readMany([1, 2, 3].map((n) => refTo(n)));

    expect(visits).toEqual([1, 2, 3].map((n) => aNewVisit(refTo(n))));
    client.destroy();
    await service.close();
  });
});

/** A value as DynamoDB writes it on the wire. */
function typed(value: unknown): Readonly<Partial<Record<'S' | 'N' | 'L' | 'M', unknown>>> {
  if (typeof value === 'number') return { N: String(value) };
  if (Array.isArray(value)) return { L: value.map((part: unknown) => typed(part)) };
  if (typeof value !== 'object') return { S: value };
  return { M: Object.fromEntries(Object.entries(value ?? {}).map(([name, part]) => [name, typed(part)])) };
}
