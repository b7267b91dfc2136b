import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoSchoolList } from '../../functions/adapters/aws/dynamo-school-list.ts';
import { dynamoSchoolStore } from '../../functions/adapters/aws/dynamo-school-store.ts';
import { dynamoVisitStore } from '../../functions/adapters/aws/dynamo-visit-store.ts';
import { memoryClock } from '../../functions/adapters/memory/memory-clock.ts';
import { restoreRows } from '../../operate/restore-rows.ts';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { type Engine, startDynamo, type TestTable } from '../support/dynalite.ts';
import { inDynamodb } from '../support/hampton-in-dynamodb.ts';
import { at, out } from '../support/hampton-visit.ts';
import { aPerson, someSettings } from '../support/samples.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.close());

const clock = memoryClock(at('10:00'));
const listOf = (table: TestTable) => dynamoSchoolList({ ...table, clock });

/** A table with Hampton, of whom somebody is out, and another school. */
async function aBackup() {
  const table = await engine.table();
  const a = await afternoonAt(hampton(), at('08:30'));
  await out(a);
  const { ref } = await inDynamodb(a, table);
  await listOf(table).add({ id: 'hampton', name: 'Hampton', since: at('08:00') });
  await listOf(table).add({ id: 'moorside', name: 'Moorside', since: at('08:00') });
  const store = dynamoSchoolStore(table);
  await store.putSettings('moorside', someSettings(1));
  await store.putPerson('moorside', aPerson(), 0);
  return { table, ref };
}

describe('a backup', () => {
  it('is put back into an empty table: every school, and whoever is out is due to be looked at', async () => {
    const backup = await aBackup();
    const now = await engine.table();
    await restoreRows(now, { schoolList: listOf(now), clock }, backup.table.table);

    expect((await listOf(now).all()).map(({ id }) => id)).toEqual(['hampton', 'moorside']);
    expect(await dynamoVisitStore(now).read(backup.ref)).toEqual(await dynamoVisitStore(backup.table).read(backup.ref));
    expect((await dynamoVisitStore(now).due(at('23:00'), 0)).visits.map(({ ref }) => ref)).toEqual([backup.ref]);
    expect(await dynamoSchoolStore(now).context('moorside', {})).toEqual(await dynamoSchoolStore(backup.table).context('moorside', {}));
  });

  it('brings back one school alone, and what is there now stays as it is', async () => {
    const backup = await aBackup();
    const now = await engine.table();
    const store = dynamoSchoolStore(now);
    await store.putSettings('hampton', { ...someSettings(1), values: { 'rung-wait': 'PT1M' } });
    const outcome = await restoreRows(now, { schoolList: listOf(now), clock }, backup.table.table, 'hampton');

    expect(JSON.stringify(outcome)).toContain(' 1 were there and stay as they are');
    expect((await store.context('hampton', {})).settings?.values).toEqual({ 'rung-wait': 'PT1M' });
    expect(await dynamoVisitStore(now).read(backup.ref)).toBeDefined();
    expect((await listOf(now).all()).map(({ id }) => id)).toEqual(['hampton']);
    expect((await store.context('moorside', {})).settings).toBeUndefined();
  });
});
