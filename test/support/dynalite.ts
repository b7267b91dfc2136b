import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { tableDefinition } from '../../functions/adapters/aws/table.ts';

export interface Engine {
  /** An empty table of its own, and a client for it that writes down each call. */
  table(): Promise<TestTable>;
  close(): Promise<void>;
}

export interface TestTable {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  /** Every request that went out since, by the name of its command: `GetItem`, `UpdateItem`. */
  readonly calls: string[];
}

/** Dynalite in this process, in memory; or the engine at DOORSTEP_TEST_DYNAMODB, such as DynamoDB Local. */
export async function startDynamo(): Promise<Engine> {
  const elsewhere = process.env['DOORSTEP_TEST_DYNAMODB'];
  const server = elsewhere === undefined ? dynalite({ createTableMs: 0 }) : undefined;
  if (server) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  // A server that listens on a port has an address of this form.
  const port = (server?.address() as AddressInfo | undefined)?.port;
  const clients: DynamoDBClient[] = [];
  const run = `t${process.pid}-${process.hrtime.bigint()}`;

  return {
    async table() {
      const client = new DynamoDBClient({
        endpoint: elsewhere ?? `http://127.0.0.1:${port}`,
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
      return { client: documents, table, calls: countCalls(client) };
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
