import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { dynamoVisitStore } from '../../functions/adapters/aws/dynamo-visit-store.ts';
import { memoryClock } from '../../functions/adapters/memory/memory-clock.ts';
import { memoryVisitStore } from '../../functions/adapters/memory/memory-visit-store.ts';
import { type Engine, startDynamo, type TestTable } from '../support/dynalite.ts';
import { aNewVisit, aShadow, at, noted, refTo } from '../support/samples.ts';
import { startService } from './wire.ts';
import { pageSize, shards, visitStoreContract } from './visit-store.contract.ts';

describe('visits in memory', () => {
  visitStoreContract(() => {
    const store = memoryVisitStore({ shards, pageSize });
    return Promise.resolve({ store, readings: (ref) => Promise.resolve(store.readingsOf(ref)) });
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

describe('visits in DynamoDB', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await startDynamo();
  });
  afterAll(() => engine.close());

  const open = async () => {
    const there = await engine.table();
    return { ...there, store: dynamoVisitStore({ ...there, shards, pageSize }) };
  };

  visitStoreContract(async () => {
    const { client, table, store } = await open();
    return {
      store,
      async readings({ school, visit }) {
        const { Items: rows = [] } = await client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :read)',
            ExpressionAttributeValues: { ':pk': `VISIT#${school}#${visit}`, ':read': 'READ#' },
          }),
        );
        return Object.fromEntries(
          rows.map(({ sk, n, first, last }) => [
            String(sk).slice('READ#'.length),
            { n: Number(n), first: String(first), last: String(last) },
          ]),
        );
      },
    };
  });

  const ref = refTo();
  const key = { pk: `VISIT#${ref.school}#${ref.visit}`, sk: 'VISIT' };
  const change = { ref, after: 1, events: [noted('here')], owed: {}, tally: {}, shadow: aShadow({ changedAt: at('10:00') }) };
  const row = async ({ client, table }: Pick<TestTable, 'client' | 'table'>) =>
    (await client.send(new GetCommand({ TableName: table, Key: key }))).Item;

  it('take one call to read, one to write and one for a batch of a hundred', async () => {
    const { store, calls } = await open();
    await store.create(aNewVisit(ref), aShadow());
    await store.append(change);
    await store.read(ref);
    await store.readMany(Array.from({ length: 100 }, (_, n) => refTo(n)));

    expect(calls).toEqual(['UpdateItem', 'UpdateItem', 'GetItem', 'BatchGetItem']);
  });

  it('take a press with whatever came with it that a table cannot hold', async () => {
    const { store } = await open();
    await store.create(aNewVisit(ref), aShadow());
    let deep: unknown = 'the bottom';
    for (let n = 0; n < 10_000; n += 1) deep = [deep];
    const unread = { huge: 1e300, long: 2 ** 60, tiny: 1e-300, none: Infinity, half: -0.5, '': 'a name that is empty', deep };

    expect(await store.append({ ...change, events: [{ ...noted('here'), unread }] })).toBe('written');

    const event = (await store.read(ref))?.history.at(-1);
    expect(event).toMatchObject({
      words: 'here',
      unread: {
        huge: '1e+300',
        long: '1152921504606847000',
        tiny: '1e-300',
        none: 'Infinity',
        half: -0.5,
        '(no name)': 'a name that is empty',
      },
    });
    expect(JSON.stringify(event).split('[').length).toBeLessThan(26);
  });

  it('keep what newer code wrote beside what this code knows', async () => {
    const { store, client, table } = await open();
    await store.create(aNewVisit(ref), aShadow());
    await client.send(
      new UpdateCommand({
        TableName: table,
        Key: key,
        UpdateExpression: 'SET lastContact = :c',
        ExpressionAttributeValues: { ':c': 'teacher' },
      }),
    );

    await store.append(change);

    expect(await row({ client, table })).toMatchObject({ lastContact: 'teacher', version: 2 });
    expect(await store.read(ref)).toMatchObject({ version: 2 });
  });

  it('have no key of an index that is empty', async () => {
    const { store, client, table } = await open();
    await store.create(aNewVisit(ref), aShadow({ dueAt: at('15:00') }));
    expect(await row({ client, table })).toMatchObject({ dueAt: at('15:00') });

    await store.append(change);

    const item = await row({ client, table });
    expect(item).not.toHaveProperty('dueAt');
    expect(item).not.toHaveProperty('duePk');
    expect(Object.values(item ?? {})).not.toContain('');
    expect(Object.values(item ?? {})).not.toContain(null);
  });

  it('stand in the list of their home by their plan, or by when they were asked for, whatever happens to them later', async () => {
    const { store, client, table } = await open();
    const sortedBy = async (): Promise<unknown> => (await row({ client, table }))?.['householdSk'];

    await store.create(aNewVisit(ref), aShadow({ changedAt: at('09:00') }));
    await store.append(change);
    expect(await sortedBy()).toBe(`${at('09:00')}#${ref.visit}`);

    await store.append({ ...change, after: 2, shadow: aShadow({ changedAt: at('10:00'), plannedAt: at('14:00') }) });
    await store.append({ ...change, after: 3, shadow: aShadow({ changedAt: at('11:00'), plannedAt: at('14:00') }) });
    expect(await sortedBy()).toBe(`${at('14:00')}#${ref.visit}`);
  });

  it('that cannot be read say which visit it is and nothing that stands in it', async () => {
    const { store, client, table } = await open();
    await client.send(
      new PutCommand({
        TableName: table,
        Item: { ...key, version: 1, history: [{ type: 'NoteMade', words: 'Ada Brown, 1 Long Lane' }], owed: {}, tally: {} },
      }),
    );

    const fault = await store.read(ref).then(
      () => 'read',
      (error: unknown) => (error instanceof Error ? `${error.message} ${error.stack} ${String(error.cause)}` : ''),
    );

    expect(fault).toContain(`${ref.school}/${ref.visit}`);
    expect(fault).toContain('history.0');
    expect(fault).not.toMatch(/Ada|Brown|Long Lane/);
    await expect(store.readMany([ref])).rejects.toThrow(ref.visit);
  });

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
    const client = DynamoDBDocumentClient.from(new DynamoDBClient(service.connection));

    const visits = await dynamoVisitStore({ client, table: 'doorstep' }).readMany([1, 2, 3].map((n) => refTo(n)));

    expect(visits).toEqual([1, 2, 3].map((n) => aNewVisit(refTo(n))));
    client.destroy();
    await service.close();
  });

  it('that are spoilt stop neither the sweep nor those behind them', async () => {
    const there = await engine.table();
    const store = dynamoVisitStore(there);
    await there.client.send(new PutCommand({ TableName: there.table, Item: { ...key, duePk: 'DUE#0', dueAt: '2026-06-22' } }));
    await there.client.send(
      new PutCommand({ TableName: there.table, Item: { pk: 'POLICY', sk: 'REVIEW', duePk: 'DUE#0', dueAt: at('09:00') } }),
    );
    await store.create(aNewVisit(refTo(2)), aShadow({ dueAt: at('15:00') }));

    expect(await store.due(at('16:00'), 0)).toEqual({
      visits: [
        { ref, dueAt: at('16:00') },
        { ref: refTo(2), dueAt: at('15:00') },
      ],
    });
  });
});

/** A value as DynamoDB writes it on the wire. */
function typed(value: unknown): Readonly<Partial<Record<'S' | 'N' | 'L' | 'M', unknown>>> {
  if (typeof value === 'number') return { N: String(value) };
  if (Array.isArray(value)) return { L: value.map((part: unknown) => typed(part)) };
  if (typeof value !== 'object') return { S: value };
  return { M: Object.fromEntries(Object.entries(value ?? {}).map(([name, part]) => [name, typed(part)])) };
}
