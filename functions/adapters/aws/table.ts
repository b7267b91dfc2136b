import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/** The table's key and its three indexes, for an engine that has no stack to make it. Everything else in an item is found by its key. */
export const tableDefinition = (name: string): CreateTableCommandInput => ({
  TableName: name,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk', 'duePk', 'dueAt', 'schoolPk', 'changeSk', 'householdPk', 'householdSk'].map((key) => ({
    AttributeName: key,
    AttributeType: 'S',
  })),
  KeySchema: keys('pk', 'sk'),
  GlobalSecondaryIndexes: [
    { IndexName: 'due', KeySchema: keys('duePk', 'dueAt'), Projection: { ProjectionType: 'KEYS_ONLY' } },
    {
      IndexName: 'school',
      KeySchema: keys('schoolPk', 'changeSk'),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['card', 'version'] },
    },
    {
      IndexName: 'household',
      KeySchema: keys('householdPk', 'householdSk'),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['outcome'] },
    },
  ],
});

function keys(hash: string, range: string): CreateTableCommandInput['KeySchema'] {
  return [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
}
