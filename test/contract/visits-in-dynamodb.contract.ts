import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoSchoolStore } from '../../functions/adapters/aws/dynamo-school-store.ts';
import { dynamoVisitStore } from '../../functions/adapters/aws/dynamo-visit-store.ts';
import type { Engine, TestTable } from '../support/dynalite.ts';
import { aHousehold, aNewVisit, aPerson, aPolicy, aShadow, at, noted, refTo, someSettings } from '../support/samples.ts';
import { faultsBefore } from './stand-ins.ts';
import { failingVisitStoreContract, pageSize, shards, visitStoreContract } from './visit-store.contract.ts';

/** What a table holds of visits, whichever engine keeps it. */
export function visitsInDynamodb(start: () => Promise<Engine>): void {
  let engine: Engine;
  let between: Awaited<ReturnType<typeof faultsBefore>>;
  beforeAll(async () => {
    engine = await start();
    between = await faultsBefore(engine.url);
  });
  afterAll(async () => {
    await between.close();
    await engine.close();
  });

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

  failingVisitStoreContract(async () => {
    const store = dynamoVisitStore(await engine.table(between.url));
    return { store, fail: between.fail, loseAnswer: between.loseAnswer };
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
        UpdateExpression: 'SET weather = :c',
        ExpressionAttributeValues: { ':c': 'rain' },
      }),
    );

    await store.append(change);

    expect(await row({ client, table })).toMatchObject({ weather: 'rain', version: 2 });
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

  it('that cannot be read are named beside those that can, and say whom to ask', async () => {
    const { store, client, table } = await open();
    const lastContact = { ask: ['head'], out: ['teacher'] };
    await store.create(aNewVisit(ref), aShadow({ dueAt: at('15:00'), lastContact }));
    await store.create(aNewVisit(refTo(2)), aShadow());
    const spoil = (what: string) =>
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: key,
          UpdateExpression: `SET ${what} = :bad`,
          ExpressionAttributeValues: { ':bad': 'bad' },
        }),
      );
    for (const what of ['history', 'card', 'badTimes', 'badSince']) await spoil(what);

    expect(await store.readEach([ref, refTo(2), refTo(3)])).toEqual({ visits: [aNewVisit(refTo(2))], unreadable: [ref] });
    expect(await store.aside(ref)).toEqual({ dueAt: at('15:00'), times: 0, lastContact });
    const listed = await store.list(ref.school, 'open', { limit: 5 });
    expect(listed.map(({ ref: of, unreadable, card }) => [of.visit, unreadable, card.watched])).toEqual([
      [refTo(2).visit, undefined, false],
      [ref.visit, true, true],
    ]);
    expect(await store.putAside(ref, at('15:00'), { dueAt: at('15:10'), since: at('15:00'), times: 1 })).toBe('written');
    expect(await row({ client, table })).toMatchObject({ history: 'bad', dueAt: at('15:10'), version: 1 });
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

  it('have a history that only list_append ever names, and rows that are never put or deleted', async () => {
    const { client, table, store, asked } = await open();
    const schools = dynamoSchoolStore({ client, table });
    await store.create(aNewVisit(ref), aShadow());
    await store.append(change);
    await store.append({ ...change, after: 2, events: [], shadow: aShadow({ dueAt: at('15:00') }) });
    await store.recordRead(ref, 'office', at('10:00'));
    await schools.putHousehold(ref.school, aHousehold({ id: ref.visit }), 0);
    await schools.putPerson(ref.school, aPerson({ id: ref.visit }), 0);
    await schools.putSettings(ref.school, someSettings(1));
    await schools.putPolicy(ref.school, '1', aPolicy());
    await schools.joinRound(ref.school, ref.visit, ref.visit, 1);

    expect(new Set(asked.map(({ command }) => command))).toEqual(new Set(['UpdateItem']));
    const naming = asked.filter(({ update }) => update.includes('history'));
    expect(naming).toHaveLength(3);
    for (const { update } of naming)
      expect(update.replace('#history = list_append(if_not_exists(#history, :none), :events)', '')).not.toContain('history');
    expect((await store.read(ref))?.history).toEqual([...aNewVisit().history, noted('here')]);
  });

  it('are written though everything that somebody said is empty or odd', async () => {
    const { store, client, table } = await open();
    const odd = ['', ' ', '\u0000', '#', '🚪'.repeat(500), 'SET #history = :x', '__proto__'];

    const made = await store.create(aNewVisit(ref), aShadow({ household: '', dueAt: at('15:00'), card: { requester: '' } }));
    const events = odd.map((words) => noted(words));
    const changed = await store.append({
      ...change,
      events: [...events, { ...noted(''), unread: { '': '', none: [], nothing: {}, null: null } }],
    });

    expect([made, changed]).toEqual(['written', 'written']);
    const history = (await store.read(ref))?.history ?? [];
    expect(history.slice(1, -1)).toEqual(events);
    expect(history.at(-1)).toMatchObject({ words: '', unread: { '(no name)': '', none: [], nothing: {}, null: null } });
    expect(Object.entries((await row({ client, table })) ?? {}).filter(([, value]) => value === '' || value === null)).toEqual([]);
    expect(await store.list(ref.school, 'open', { limit: 5 })).toHaveLength(1);
  });
}
