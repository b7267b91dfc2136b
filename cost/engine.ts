import { fetchDynamodbLocal, findJava, startDynamodbLocal } from '../test/support/dynamodb-local.ts';

/** AWS's own engine of the table on this machine, which says of each call what it takes. */
export async function startEngine() {
  const java = await findJava();
  if (java === undefined) throw new Error('Java 17 or later was not found: without DynamoDB Local nothing can be counted');
  return startDynamodbLocal(java, await fetchDynamodbLocal());
}
