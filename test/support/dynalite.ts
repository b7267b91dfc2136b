import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { tableDefinition } from '../../functions/adapters/aws/table.ts';

export interface Engine {
  /** An empty table of its own, and a client for it that writes down each call; the client asks `through` something that passes its requests on. */
  table(through?: string): Promise<TestTable>;
  readonly url: string;
  close(): Promise<void>;
}

export interface TestTable {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  /** Every request that went out since, by the name of its command: `GetItem`, `UpdateItem`. */
  readonly calls: string[];
  /** What was asked, each thing once however often it was tried. */
  readonly asked: Asked[];
}

export interface Asked {
  readonly command: string;
  /** Empty where the command has none. */
  readonly update: string;
  readonly condition: string;
  /** The request as it left says that it wants what is true now. */
  readonly consistent: boolean;
}

/** Dynalite in this process, in memory; or an engine that runs elsewhere, such as DynamoDB Local. */
export async function startDynamo(elsewhere?: string): Promise<Engine> {
  const server = elsewhere === undefined ? dynalite({ createTableMs: 0 }) : undefined;
  if (server) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  // A server that listens on a port has an address of this form.
  const port = (server?.address() as AddressInfo | undefined)?.port;
  const url = elsewhere ?? `http://127.0.0.1:${port}`;
  const clients: DynamoDBClient[] = [];
  const run = `t${process.pid}-${process.hrtime.bigint()}`;

  return {
    url,
    async table(through = url) {
      const client = new DynamoDBClient({
        endpoint: through,
        // As in the functions.
        maxAttempts: 3,
        region: 'eu-west-2',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      });
      clients.push(client);
      const table = `${run}-${clients.length}`;
      await client.send(new CreateTableCommand(tableDefinition(table)));
      for (let status: string | undefined; status !== 'ACTIVE';) {
        status = (await client.send(new DescribeTableCommand({ TableName: table }))).Table?.TableStatus;
      }
      const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
      return { client: documents, table, calls: countCalls(client), asked: writeDown(client) };
    },
    async close() {
      for (const client of clients) client.destroy();
      server?.closeAllConnections();
      if (server) await new Promise((closed) => server.close(closed));
    },
  };
}

/** Writes down each request of a client as it leaves, retries too. */
export function countCalls(client: DynamoDBClient | DynamoDBDocumentClient): string[] {
  const calls: string[] = [];
  client.middlewareStack.add(
    (next, context) => (args) => {
      calls.push(String(context.commandName).replace(/Command$/, ''));
      return next(args);
    },
    { step: 'deserialize', name: 'countCalls' },
  );
  return calls;
}

function writeDown(client: DynamoDBClient): Asked[] {
  const asked: Asked[] = [];
  client.middlewareStack.add(
    (next, context) => (args) => {
      const { input } = args;
      asked.push({
        command: String(context.commandName).replace(/Command$/, ''),
        update: 'UpdateExpression' in input ? String(input.UpdateExpression) : '',
        condition: 'ConditionExpression' in input ? String(input.ConditionExpression) : '',
        consistent: JSON.stringify(input).includes('"ConsistentRead":true'),
      });
      return next(args);
    },
    { step: 'initialize', name: 'writeDown' },
  );
  return asked;
}
