/** Rows of another table of Doorstep's, a backup that was restored or the table of a stack that is no more, put back where they are missing. */
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { dynamoSchoolList } from '../functions/adapters/aws/dynamo-school-list.ts';
import type { Deps } from '../functions/application/deps.ts';
import type { Done, Rows } from './operating.ts';

/** Never over a row that is there. Of one school alone where it is named: all that stands under its name. */
export async function restoreRows(
  { client, table }: Rows,
  { schoolList, clock }: Pick<Deps, 'schoolList' | 'clock'>,
  from: string,
  school?: string,
): Promise<Done> {
  // First, so that whoever comes back is looked after from the first row on.
  const listed = (await dynamoSchoolList({ client, table: from, clock }).all()).filter(({ id }) => school === undefined || id === school);
  for (const line of listed) await schoolList.add(line);

  let restored = 0;
  let there = 0;
  let next: Readonly<Record<string, unknown>> | undefined;
  do {
    const { Items = [], LastEvaluatedKey: last } = await client.send(
      new ScanCommand({ TableName: from, ConsistentRead: true, ...(next && { ExclusiveStartKey: next }) }),
    );
    for (const row of Items.filter(({ pk }) => school === undefined || isOf(school, pk))) {
      if ((await putBack(client, table, row)) === 'restored') restored += 1;
      else there += 1;
    }
    next = last;
  } while (next !== undefined);
  return {
    done: [
      `${String(restored)} rows of ${from} are put back, ${String(there)} were there and stay as they are`,
      `listed: ${listed.map(({ id }) => id).join(', ')}`,
      'what was erased since then may be back: erase it again',
    ],
  };
}

/** A key is words with # between them, and the school is the second: `SCHOOL#green-lane`, `VISIT#green-lane#HV-1`. */
const isOf = (school: string, pk: unknown): boolean => typeof pk === 'string' && pk.split('#')[1] === school;

async function putBack(
  client: DynamoDBDocumentClient,
  table: string,
  row: Readonly<Record<string, unknown>>,
): Promise<'restored' | 'there'> {
  const put = new PutCommand({ TableName: table, Item: row, ConditionExpression: 'attribute_not_exists(pk)' });
  const [ended] = await Promise.allSettled([client.send(put)]);
  if (ended.status === 'fulfilled') return 'restored';
  if (ended.reason instanceof ConditionalCheckFailedException) return 'there';
  throw ended.reason;
}
