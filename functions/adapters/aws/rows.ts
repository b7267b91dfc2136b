import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { setTimeout as pause } from 'node:timers/promises';
import type * as z from 'zod';
import { Unreadable } from '../../domain/unreadable.ts';
import { epochOf, type Instant } from '../../domain/time.ts';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}
/** A row as it came, before anybody has looked whether it is what it should be. */
export type Row = Readonly<Record<string, unknown>>;

/** What is stored, checked. The error says which row and where in it, never what stands there. */
export function parsed<T extends z.ZodType>(schema: T, stored: unknown, row: string): z.output<T> {
  const result = schema.safeParse(stored);
  if (result.success) return result.data;
  const where = result.error.issues[0]?.path.slice(0, 2).join('.') ?? '';
  throw new Unreadable(`stored ${row} does not parse${where === '' ? '' : ` at ${where}`}`);
}

/** In our expressions `#word` is the attribute `word`, so that no name of ours is ever taken for a reserved one. */
export const namesIn = (...expressions: readonly string[]): Record<string, string> =>
  Object.fromEntries(expressions.flatMap((expression) => [...expression.matchAll(/#(\w+)/g)].map(([name]) => [name, name.slice(1)])));

/** DynamoDB takes 32 levels; a row has a few of its own above what somebody sent. */
const deepest = 24;

/**
 * What DynamoDB can hold of what somebody sent: a press after the door is kept with whatever came with it, and must not be
 * lost to a number too large for the table, which is kept as text, or to nesting that it does not take.
 */
export function storable(value: unknown, level = 0): unknown {
  if (typeof value === 'number') return holds(value) ? value : String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (level === deepest) return 'nested too deeply to be kept';
  if (Array.isArray(value)) return value.map((part: unknown) => storable(part, level + 1));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name === '' ? '(no name)' : name, storable(part, level + 1)]));
}

const holds = (n: number): boolean => n === 0 || (Math.abs(n) <= Number.MAX_SAFE_INTEGER && Math.abs(n) > 1e-100);

/** Whether a conditional write was done. */
export async function written(write: Promise<unknown>): Promise<'written' | 'conflict'> {
  try {
    await write;
    return 'written';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'conflict';
    throw error;
  }
}

/** Where what is kept for somebody alone is found: their drafts, their sessions. */
export const personKey = (school: string, person: string): string => `PERSON#${school}#${person}`;

/** When the table may take a row away, in seconds since 1970 began, as DynamoDB wants it. */
export const secondsOf = (at: Instant): number => Math.ceil(epochOf(at) / 1000);

interface Place {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}

/** Changes a row where the condition holds. `more`: names that no expression can spell. */
export const changeRow = (
  { client, table }: Place,
  key: Key,
  update: string,
  condition: string,
  values: Row = {},
  more: Readonly<Record<string, string>> = {},
): Promise<'written' | 'conflict'> =>
  written(
    client.send(
      new UpdateCommand({
        TableName: table,
        Key: key,
        UpdateExpression: update,
        ConditionExpression: condition,
        ExpressionAttributeNames: { ...namesIn(update, condition), ...more },
        ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
      }),
    ),
  );

/** Writes these attributes of a row, there before or not. */
export async function setRow({ client, table }: Place, key: Key, attributes: Row, within?: number): Promise<void> {
  const names = Object.keys(attributes);
  const update = `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`;
  const command = new UpdateCommand({
    TableName: table,
    Key: key,
    UpdateExpression: update,
    ExpressionAttributeNames: namesIn(update),
    ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, attributes[name]])),
  });
  await client.send(command, within === undefined ? {} : { abortSignal: AbortSignal.timeout(within) });
}

/** Nothing is left in a row but its key, and the table takes it away within some days. No function may delete one. */
export async function emptyRow({ client, table }: Place, key: Key, attributes: readonly string[], now: Instant): Promise<void> {
  const update = `REMOVE ${attributes.map((name) => `#${name}`).join(', ')} SET #expiresAt = :now`;
  await client.send(
    new UpdateCommand({
      TableName: table,
      Key: key,
      UpdateExpression: attributes.length === 0 ? 'SET #expiresAt = :now' : update,
      ExpressionAttributeNames: namesIn(attributes.length === 0 ? '#expiresAt' : update),
      // What expired more than five years ago DynamoDB leaves where it is.
      ExpressionAttributeValues: { ':now': secondsOf(now) },
    }),
  );
}

const mostKeys = 100;
const mostTries = 8;

/** Rows by their keys, read consistently; those that are not there are left out. */
export async function batchGet(client: DynamoDBDocumentClient, table: string, keys: readonly Key[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let from = 0; from < keys.length; from += mostKeys) {
    let left: readonly Row[] = keys.slice(from, from + mostKeys).map(({ pk, sk }) => ({ pk, sk }));
    for (let tries = 1; left.length > 0; tries += 1) {
      const answer = await client.send(new BatchGetCommand({ RequestItems: { [table]: { Keys: [...left], ConsistentRead: true } } }));
      const found: readonly Row[] = answer.Responses?.[table] ?? [];
      rows.push(...found);
      left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
      if (left.length === 0) break;
      // An answer has room for 16 MB, so some left over is no fault where others came; none at all is throttling.
      if (found.length > 0) tries = 0;
      else if (tries === mostTries) throw new Error(`${left.length} rows could not be read: the table is throttled`);
      else await pause(Math.random() * Math.min(1_000, 25 * 2 ** tries));
    }
  }
  return rows;
}

/** Every row of a partition whose sort key begins so, in order, read consistently: an answer ends at 1 MB. */
export async function rowsBeginning(client: DynamoDBDocumentClient, table: string, { pk, sk }: Key): Promise<readonly Row[]> {
  const condition = '#pk = :pk AND begins_with(#sk, :sk)';
  const rows: Row[] = [];
  let from: Row | undefined;
  do {
    const { Items = [], LastEvaluatedKey: last } = await client.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: condition,
        ExpressionAttributeNames: namesIn(condition),
        ExpressionAttributeValues: { ':pk': pk, ':sk': sk },
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    rows.push(...Items);
    from = last;
  } while (from);
  return rows;
}
