import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import * as z from 'zod';
import { repairIndexes } from './index-repair.ts';
import { region, table } from './names.ts';
import type { StandIn, WireAnswer, WireRequest } from './wire.ts';

export interface Database {
  readonly url: string;
  close(): Promise<void>;
}

/** Dynalite, kept in a folder. */
export async function startDynalite(folder: string): Promise<Database> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'dynamodb');
  await repairIndexes(path, table);
  const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    close: () =>
      new Promise((done, failed) => {
        server.close((problem) => {
          if (problem) failed(problem);
          else done();
        });
        server.closeAllConnections();
      }),
  };
}

/** What the local cloud itself asks the database, past any fault. */
export interface Table {
  readonly client: DynamoDBDocumentClient;
  make(definition: CreateTableCommandInput): Promise<void>;
  /** When the index says that something is next to be looked at. A webhook is always due: it is looked at when `newsAt`, if ever. */
  firstDue(newsAt: number | undefined): Promise<number | undefined>;
  visit(school: string, visit: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  close(): void;
}

export function openTable(endpoint: string): Table {
  const client = new DynamoDBClient({ endpoint, region });
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return {
    client: documents,
    async make(definition) {
      try {
        await client.send(new CreateTableCommand(definition));
      } catch (problem) {
        if (!(problem instanceof ResourceInUseException)) throw problem;
      }
      await waitUntilTableExists({ client, minDelay: 0.01, maxDelay: 1, maxWaitTime: 10 }, { TableName: table });
    },
    async firstDue(newsAt) {
      const dueIn = async (shard: string, most?: number): Promise<readonly { readonly sk: string; readonly at: number }[]> => {
        const { Items = [] } = await documents.send(
          new QueryCommand({
            TableName: table,
            IndexName: 'due',
            KeyConditionExpression: 'duePk = :shard',
            ExpressionAttributeValues: { ':shard': shard },
            ...(most === undefined ? {} : { Limit: most }),
          }),
        );
        return Items.flatMap((item) => {
          const { data: row } = z.object({ sk: z.string(), dueAt: z.iso.datetime() }).safeParse(item);
          return row === undefined ? [] : [{ sk: row.sk, at: Date.parse(row.dueAt) }];
        });
      };
      const [visits, jobs] = await Promise.all([dueIn('DUE#0', 1), dueIn('JOBS')]);
      const others = jobs.filter(({ sk }) => !sk.startsWith('webhook#'));
      const news = others.length < jobs.length && newsAt !== undefined ? [newsAt] : [];
      return [...[...visits, ...others].map(({ at }) => at), ...news].toSorted((a, b) => a - b)[0];
    },
    async visit(school, visit) {
      const { Item } = await documents.send(
        new GetCommand({ TableName: table, Key: { pk: `VISIT#${school}#${visit}`, sk: 'VISIT' }, ConsistentRead: true }),
      );
      return Item;
    },
    close() {
      client.destroy();
    },
  };
}

/** Passes each request on to the database, so that a fault can come between. */
export function dynamodbStandIn(database: string): StandIn {
  const operation = ({ headers }: WireRequest): string => headers['x-amz-target']?.split('.')[1] ?? '';
  return {
    service: 'dynamodb',
    operations: (request) => [operation(request)],
    async perform({ method, path, headers, body }) {
      const kept = Object.entries(headers).filter(([name]) => !hopByHop.has(name));
      const answer = await fetch(new URL(path, database), {
        method,
        headers: Object.fromEntries(kept),
        body: method === 'GET' ? null : new Uint8Array(body),
      });
      const type = answer.headers.get('content-type') ?? json;
      const check = answer.headers.get('x-amz-crc32');
      return {
        status: answer.status,
        headers: { 'content-type': type, ...(check === null ? {} : { 'x-amz-crc32': check }) },
        body: Buffer.from(await answer.arrayBuffer()),
      };
    },
    pretend: (request) => reply(200, nothing[operation(request)] ?? {}),
    fail: (how) =>
      how === 'error'
        ? reply(500, { __type: `${model}#InternalServerError`, message: 'Internal server error' })
        : reply(400, {
            __type: `${model}#ProvisionedThroughputExceededException`,
            message: 'The level of configured provisioned throughput was exceeded.',
          }),
  };
}

const json = 'application/x-amz-json-1.0';
const model = 'com.amazonaws.dynamodb.v20120810';
const hopByHop = new Set(['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding', 'expect']);
/** What a request answers with that found or left nothing. */
const nothing: Readonly<Record<string, object>> = {
  Query: { Items: [], Count: 0, ScannedCount: 0 },
  Scan: { Items: [], Count: 0, ScannedCount: 0 },
  BatchGetItem: { Responses: {}, UnprocessedKeys: {} },
  BatchWriteItem: { UnprocessedItems: {} },
};
const reply = (status: number, body: object): WireAnswer => ({ status, headers: { 'content-type': json }, body: JSON.stringify(body) });
