import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoSchoolStore } from '../../functions/adapters/aws/dynamo-school-store.ts';
import type { Engine } from '../support/dynalite.ts';
import { aHousehold, aPerson, aPolicy, refTo, someSettings } from '../support/samples.ts';
import { schoolStoreContract } from './school-store.contract.ts';

/** What a table holds of schools, whichever engine keeps it. */
export function schoolsInDynamodb(start: () => Promise<Engine>): void {
  let engine: Engine;
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(() => engine.close());

  schoolStoreContract(async () => dynamoSchoolStore(await engine.table()));

  it('answer everything that a decision needs in one call, and keep the policy', async () => {
    const there = await engine.table();
    const store = dynamoSchoolStore(there);
    await store.putSettings('moorside', someSettings(1));
    await store.putPerson('moorside', aPerson(), 0);
    await store.putPolicy('moorside', '1', aPolicy('As it was'));
    for (const id of ['h-1', 'h-2']) await store.putHousehold('moorside', aHousehold({ id }), 0);
    await store.joinRound('moorside', 'r-1', refTo().visit, 1);
    there.calls.length = 0;
    const want = { policy: { id: 'moorside', version: '1' }, households: ['h-1', 'h-2'], round: 'r-1' };

    await store.context('moorside', want);
    await there.client.send(
      new PutCommand({
        TableName: there.table,
        Item: { pk: 'SCHOOL#moorside', sk: 'POLICY#moorside#1', policy: aPolicy('Changed behind its back') },
      }),
    );
    const again = await store.context('moorside', want);

    expect(there.calls).toEqual(['BatchGetItem', 'PutItem', 'BatchGetItem']);
    expect(again.policy?.title).toBe('As it was');
    // A version from before there was anything beside its policy.
    expect((await store.policies('moorside'))[0]).toEqual({ version: '1', policy: aPolicy('Changed behind its back'), clauses: [] });
  });

  it('say which row cannot be read and nothing that stands in it', async () => {
    const { client, table } = await engine.table();
    const store = dynamoSchoolStore({ client, table });
    const put = (sk: string, item: object) =>
      client.send(new PutCommand({ TableName: table, Item: { pk: 'SCHOOL#moorside', sk, ...item } }));
    await put('STAFF', { people: { teacher: { person: { ...aPerson({ name: 'Ada Brown' }), mobile: '07700 900123' }, version: 1 } } });
    await put('HOUSEHOLD#h-1', { household: { ...aHousehold(), address: 12 }, version: 1 });

    const faults = await Promise.allSettled([
      store.person('moorside', 'teacher'),
      store.household('moorside', 'h-1'),
      store.households('moorside', { limit: 100 }),
    ]);

    expect(faults.map((fault) => (fault.status === 'rejected' && fault.reason instanceof Error ? fault.reason.message : 'read'))).toEqual([
      'stored person moorside/teacher does not parse at people.teacher',
      'stored household moorside/h-1 does not parse at household.address',
      'stored household moorside/h-1 does not parse at household.address',
    ]);
  });

  it('leave out of the staff only whoever cannot be read, so that everybody else is still told', async () => {
    const { client, table } = await engine.table();
    const store = dynamoSchoolStore({ client, table });
    const people = { teacher: { person: aPerson({ id: 'teacher' }), version: 1 }, head: { person: { id: 'head' }, version: 1 } };
    await client.send(new PutCommand({ TableName: table, Item: { pk: 'SCHOOL#moorside', sk: 'STAFF', people } }));

    expect(Object.keys((await store.context('moorside', {})).staff)).toEqual(['teacher']);
    expect(await store.person('moorside', 'teacher')).toBeDefined();
  });
}
