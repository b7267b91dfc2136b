import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { SchoolId } from '../../domain/person.ts';
import { epochOf, plus } from '../../domain/time.ts';
import { ItemId } from '../../domain/visit/visit.ts';
import type { Clock } from '../../ports/clock.ts';
import { type MessageIds, receiptsTake } from '../../ports/message-ids.ts';
import { type Key, namesIn, parsed } from './rows.ts';

/** Ids and nothing else, in a row that the table takes away by itself. */
const Row = z.object({
  school: SchoolId,
  visit: ItemId,
  notice: z.string(),
  /** In seconds since 1970 began, as DynamoDB wants it. */
  expiresAt: z.int(),
});

export interface DynamoMessageIdsOptions {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly clock: Clock;
}

export function dynamoMessageIds({ client, table, clock }: DynamoMessageIdsOptions): MessageIds {
  return {
    async keep(id, { ref, notice }) {
      const update = 'SET #school = :school, #visit = :visit, #notice = :notice, #expiresAt = :expiresAt';
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: keyOf(id),
          UpdateExpression: update,
          ExpressionAttributeNames: namesIn(update),
          ExpressionAttributeValues: {
            ':school': ref.school,
            ':visit': ref.visit,
            ':notice': notice,
            ':expiresAt': Math.floor(epochOf(plus(clock.now(), receiptsTake)) / 1000),
          },
        }),
      );
    },
    async find(id) {
      const { Item: row } = await client.send(new GetCommand({ TableName: table, Key: keyOf(id), ConsistentRead: true }));
      if (row === undefined) return undefined;
      const { school, visit, notice, expiresAt } = parsed(Row, row, 'message id');
      // The table takes its time to clear away.
      return expiresAt * 1000 <= epochOf(clock.now()) ? undefined : { ref: { school, visit }, notice };
    },
  };
}

const keyOf = (id: string): Key => ({ pk: `RECEIPT#${id}`, sk: 'RECEIPT' });
