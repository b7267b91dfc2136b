import { type DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { hashOf } from '../../domain/hash.ts';
import { Instant, inLondon } from '../../domain/time.ts';
import { LastContact } from '../../domain/visit/last-contact.ts';
import { Card, type Shadow, unreadCard } from '../../domain/visit/shadow.ts';
import { StoredVisit, type VisitRef } from '../../domain/visit/visit.ts';
import type { Clock } from '../../ports/clock.ts';
import { cursorAt, keyAt } from '../../ports/cursor.ts';
import type { Erasures } from '../../ports/erasures.ts';
import type { ListedVisit, VisitChange, VisitStore } from '../../ports/visit-store.ts';
import { batchGet, type Key, namesIn, parsed, type Row, rowsBeginning, secondsOf, storable, written } from './rows.ts';
import { systemClock } from './system-clock.ts';

export interface DynamoVisitStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  /** Over how many partitions what is due is spread. It may grow; where it shrank, what is due in the others would be swept no more. */
  readonly shards?: number;
  /** How many of what is due a page holds. */
  readonly pageSize?: number;
  /** By which the table takes away what is forgotten. */
  readonly clock?: Clock;
}

export function dynamoVisitStore({
  client,
  table,
  shards = 1,
  pageSize = 100,
  clock = systemClock,
}: DynamoVisitStoreOptions): VisitStore & Erasures {
  /** One write for all that a command changes: its events after those that are there, or a history in the place of another. */
  const write = (
    {
      ref,
      after,
      owed,
      tally,
      shadow,
      ...what
    }: Omit<VisitChange, 'events'> & (Pick<VisitChange, 'events'> | Pick<StoredVisit, 'history'>),
    version: number,
  ) => {
    const attributes: Row = {
      version,
      owed,
      tally,
      card: shadow.card,
      outcome: shadow.outcome,
      schoolPk: listKey(ref.school, shadow.list),
      changeSk: `${shadow.changedAt}#${ref.visit}`,
      ...(shadow.household !== undefined && { householdPk: homeKey(ref.school, shadow.household) }),
      ...(shadow.dueAt !== undefined && { duePk: dueKey(shardOf(ref, shards)), dueAt: shadow.dueAt }),
      ...(shadow.lastContact !== undefined && { lastContact: shadow.lastContact }),
    };
    const isHome = shadow.household !== undefined;
    // Without a plan a visit stands in its home's list at the time of its first write: a key that moved with each change would double what a write costs.
    const householdSk = shadow.plannedAt === undefined ? 'if_not_exists(#householdSk, :householdSk)' : ':householdSk';
    const sets = [
      ...Object.keys(attributes).map((name) => `#${name} = :${name}`),
      ...(isHome ? [`#householdSk = ${householdSk}`] : []),
      'events' in what ? '#history = list_append(if_not_exists(#history, :none), :events)' : '#history = :events',
    ];
    // What is absent is removed: nothing empty may stand in the key of an index.
    const removed = [
      ...(shadow.dueAt === undefined ? ['#duePk', '#dueAt'] : []),
      ...(isHome ? [] : ['#householdPk', '#householdSk']),
      ...(shadow.lastContact === undefined ? ['#lastContact'] : []),
      '#badSince',
      '#badTimes',
    ];
    const update = `SET ${sets.join(', ')} REMOVE ${removed.join(', ')}`;
    const condition = after === 0 ? 'attribute_not_exists(#pk)' : '#version = :after';
    const events = 'events' in what ? what.events : what.history;
    return client.send(
      new UpdateCommand({
        TableName: table,
        Key: keyOf(ref),
        UpdateExpression: update,
        ConditionExpression: condition,
        ExpressionAttributeNames: namesIn(update, condition),
        ExpressionAttributeValues: {
          ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`:${name}`, value])),
          ...(isHome && { ':householdSk': `${shadow.plannedAt ?? shadow.changedAt}#${ref.visit}` }),
          ...('events' in what && { ':none': [] }),
          ':events': events.map((event) => storable(event)),
          ...(after > 0 && { ':after': after }),
        },
      }),
    );
  };

  /** A page of one of a school's lists, from either end. */
  const listed = async (
    school: string,
    which: Shadow['list'],
    { after, limit }: { readonly after?: string; readonly limit: number },
    newestFirst: boolean,
  ): Promise<readonly ListedVisit[]> => {
    const from = after === undefined ? undefined : keyAt(after);
    // Nothing comes after a cursor that is none of ours.
    if (after !== undefined && from === undefined) return [];
    // By value and not by ExclusiveStartKey, so that one cursor goes on in both lists, and past a visit that has moved since.
    const condition = from === undefined ? '#schoolPk = :schoolPk' : `#schoolPk = :schoolPk AND #changeSk ${newestFirst ? '<' : '>'} :from`;
    const { Items: rows = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'school',
        KeyConditionExpression: condition,
        ExpressionAttributeNames: namesIn(condition),
        ExpressionAttributeValues: { ':schoolPk': listKey(school, which), ...(from && { ':from': from }) },
        ScanIndexForward: !newestFirst,
        Limit: limit,
      }),
    );
    return rows.map((row) => {
      const ref = refIn(row);
      // The index has it under this key, whatever else has become of it.
      const { changeSk } = parsed(ListKey, row, nameOf(ref));
      const cursor = cursorAt(changeSk);
      const { data } = ListRow.safeParse(row);
      return data === undefined
        ? { ref, version: 0, card: unreadCard(changeSk), unreadable: true, cursor }
        : { ref, version: data.version, card: data.card, cursor };
    });
  };

  const readingRows = (ref: VisitRef, reader?: string): Promise<readonly Row[]> =>
    rowsBeginning(client, table, { pk: keyOf(ref).pk, sk: reader === undefined ? 'READ#' : `READ#${reader}#` });

  return {
    async read(ref) {
      const { Item: row } = await client.send(new GetCommand({ TableName: table, Key: keyOf(ref), ConsistentRead: true }));
      return row && visitIn(row, ref);
    },

    async readMany(refs) {
      const wanted = new Map(refs.map((ref) => [keyOf(ref).pk, ref]));
      const rows = await batchGet(client, table, [...wanted.values()].map(keyOf));
      return rows.map((row) => visitIn(row, refIn(row)));
    },

    async readEach(refs) {
      const wanted = new Map(refs.map((ref) => [keyOf(ref).pk, ref]));
      const rows = await batchGet(client, table, [...wanted.values()].map(keyOf));
      const read = rows.map((row) => ({ ref: refIn(row), visit: StoredVisit.safeParse(partsIn(row, refIn(row))).data }));
      return {
        visits: read.flatMap(({ visit }) => visit ?? []),
        unreadable: read.flatMap(({ ref, visit }) => (visit === undefined ? [ref] : [])),
      };
    },

    async aside(ref) {
      const wanted = '#dueAt, #badSince, #badTimes, #lastContact';
      const { Item: row } = await client.send(
        new GetCommand({
          TableName: table,
          Key: keyOf(ref),
          ConsistentRead: true,
          ProjectionExpression: wanted,
          ExpressionAttributeNames: namesIn(wanted),
        }),
      );
      if (row === undefined) return undefined;
      const { dueAt, badSince: since, badTimes: times, lastContact } = AsideRow.parse(row);
      return {
        times,
        ...(dueAt !== undefined && { dueAt }),
        ...(since !== undefined && { since }),
        ...(lastContact !== undefined && { lastContact }),
      };
    },

    async putAside(ref, was, { dueAt, since, times }) {
      const update = 'SET #dueAt = :dueAt, #badSince = :since, #badTimes = :times';
      const condition = '#dueAt = :was';
      return written(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: keyOf(ref),
            UpdateExpression: update,
            ConditionExpression: condition,
            ExpressionAttributeNames: namesIn(update, condition),
            ExpressionAttributeValues: { ':dueAt': dueAt, ':since': since, ':times': times, ':was': was },
          }),
        ),
      );
    },

    create: ({ school, visit, version, history, owed, tally }, shadow) =>
      written(write({ ref: { school, visit }, after: 0, events: history, owed, tally, shadow }, version)),

    append: (change) => written(write(change, change.after + 1)),

    async due(until, shard, after) {
      const condition = '#duePk = :duePk AND #dueAt <= :until';
      const { Items: rows = [], LastEvaluatedKey: last } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'due',
          KeyConditionExpression: condition,
          ExpressionAttributeNames: namesIn(condition),
          ExpressionAttributeValues: { ':duePk': dueKey(shard), ':until': until },
          Limit: pageSize,
          ...(after !== undefined && { ExclusiveStartKey: DueKey.parse(JSON.parse(Buffer.from(after, 'base64url').toString())) }),
        }),
      );
      return {
        // No row stops the sweep: one whose moment is none is due now, and whoever reads the visit finds out what is wrong with it.
        visits: rows
          .filter((row) => row['sk'] === 'VISIT' && VisitKey.safeParse(row['pk']).success)
          .map((row) => ({ ref: refIn(row), dueAt: Instant.catch(until).parse(row['dueAt']) })),
        ...(last !== undefined && { next: Buffer.from(JSON.stringify(last)).toString('base64url') }),
      };
    },

    list: (school, which, page) => listed(school, which, page, true),

    oldest: (school, which, page) => listed(school, which, page, false),

    rewrite: (change) => written(write(change, change.after + 1)),

    async readings(ref) {
      return (await readingRows(ref)).flatMap((row) => {
        const { sk, n, first, last, expiresAt } = parsed(ReadingRow, row, `readings of ${nameOf(ref)}`);
        // What is to go is gone, whenever the table sees to it.
        if (expiresAt !== undefined) return [];
        const [, reader = '', day = ''] = sk.split('#');
        return [{ reader, day, times: n, first, last }];
      });
    },

    async forgetReadings(ref, reader) {
      for (const row of await readingRows(ref, reader))
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: row['pk'], sk: row['sk'] },
            UpdateExpression: 'SET #expiresAt = :past',
            ExpressionAttributeNames: namesIn('#expiresAt'),
            // The table takes it away within a few days: no function may delete anything of a visit. What expired more than five years ago it leaves.
            ExpressionAttributeValues: { ':past': secondsOf(clock.now()) },
          }),
        );
    },

    async ofHome(school, household, { after, limit }) {
      const from = after === undefined ? undefined : keyAt(after);
      if (after !== undefined && from === undefined) return [];
      // By value, so that one cursor goes on in the lists of several homes that are one now.
      const condition = from === undefined ? '#householdPk = :householdPk' : '#householdPk = :householdPk AND #householdSk < :from';
      const { Items: rows = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'household',
          KeyConditionExpression: condition,
          ExpressionAttributeNames: namesIn(condition),
          ExpressionAttributeValues: { ':householdPk': homeKey(school, household), ...(from && { ':from': from }) },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      return rows.map((row) => {
        const ref = refIn(row);
        const { householdSk } = parsed(HomeRow, row, nameOf(ref));
        const at = parsed(Instant, householdSk.split('#')[0], nameOf(ref));
        return { ref, at, cursor: cursorAt(householdSk) };
      });
    },

    async recordRead(ref, reader, at) {
      const update = 'ADD #n :one SET #first = if_not_exists(#first, :at), #last = :at';
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: keyOf(ref).pk, sk: `READ#${reader}#${inLondon(at).date}` },
          UpdateExpression: update,
          ExpressionAttributeNames: namesIn(update),
          ExpressionAttributeValues: { ':one': 1, ':at': at },
        }),
      );
    },
  };
}

const ChangeKey = z.string().regex(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z#.+$/);
const ReadingRow = z.object({ sk: z.string(), n: z.int(), first: Instant, last: Instant, expiresAt: z.number().optional() });
const ListKey = z.object({ changeSk: ChangeKey });
const ListRow = z.object({ version: z.int(), card: Card });
/** Whatever cannot be read here says nothing of the rest. */
const AsideRow = z.object({
  dueAt: z.string().optional().catch(undefined),
  badSince: Instant.optional().catch(undefined),
  badTimes: z.int().min(0).catch(0),
  lastContact: LastContact.optional().catch(undefined),
});
const HomeRow = z.object({ householdSk: ChangeKey });
const DueKey = z.strictObject({ pk: z.string(), sk: z.string(), duePk: z.string(), dueAt: z.string() });
const VisitKey = z.string().regex(/^VISIT#[^#]+#[^#]+$/);

const keyOf = ({ school, visit }: VisitRef): Key => ({ pk: `VISIT#${school}#${visit}`, sk: 'VISIT' });
const nameOf = ({ school, visit }: VisitRef): string => `visit ${school}/${visit}`;
const listKey = (school: string, which: Shadow['list']): string => `${lists[which]}#${school}`;
const lists: Readonly<Record<Shadow['list'], string>> = {
  open: 'OPEN',
  done: 'DONE',
  allegations: 'ALLEGATIONS',
  errands: 'ERRANDS',
  drills: 'DRILLS',
  erased: 'ERASED',
};
const homeKey = (school: string, household: string): string => `HOUSEHOLD#${school}#${household}`;
const dueKey = (shard: number): string => `DUE#${shard}`;

function refIn(row: Row): VisitRef {
  const [, school = '', visit = ''] = parsed(VisitKey, row['pk'], 'key of a visit').split('#');
  return { school, visit };
}

const partsIn = ({ version, history, owed, tally, dueAt }: Row, { school, visit }: VisitRef) => {
  const parts = { version, history, owed, tally, dueAt };
  return { school, visit, ...parts };
};
const visitIn = (row: Row, ref: VisitRef): StoredVisit => parsed(StoredVisit, partsIn(row, ref), nameOf(ref));

/** The same visit in the same shard in every process. */
const shardOf = ({ school, visit }: VisitRef, shards: number): number => hashOf(`${school}#${visit}`) % shards;
