import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dynamoSchoolStore } from '../../functions/adapters/aws/dynamo-school-store.ts';
import { dynamoVisitStore } from '../../functions/adapters/aws/dynamo-visit-store.ts';
import type { Engine } from '../support/dynalite.ts';
import type { MakeStores } from '../support/world.ts';

/** Doorstep's own adapters on a table for each World. What an engine is asked takes real time, for which the World waits. */
export const storesIn =
  (engine: Engine): MakeStores =>
  async ({ outside, pageSize }) => {
    const { client, table } = await engine.table();
    client.middlewareStack.add((next) => (args) => outside(next(args)), { step: 'initialize', name: 'outside' });
    return {
      visits: dynamoVisitStore({ client, table, ...(pageSize === undefined ? {} : { pageSize }) }),
      schools: dynamoSchoolStore({ client, table }),
      spoil: async ({ school, visit }) => {
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: `VISIT#${school}#${visit}`, sk: 'VISIT' },
            UpdateExpression: 'SET #history = :words',
            ConditionExpression: 'attribute_exists(#history)',
            ExpressionAttributeNames: { '#history': 'history' },
            ExpressionAttributeValues: { ':words': 'not a history' },
          }),
        );
      },
    };
  };
