import { rmSync } from 'node:fs';
import { PutItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import db from 'dynalite/db/index.js';
import { join } from 'node:path';
import { appendFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newDataFolder, startLocalCloud } from '../support/local-cloud.ts';
import { cloudAtNine, timer } from './in-process.ts';

const entry = 'test/local/start-with-fakes.ts';

describe('a restart', () => {
  it('goes on where it was: clock, timers, outbox and pokes not yet done', async () => {
    const before = await cloudAtNine();
    await timer('first', '09:30:00');
    await new SNSClient({}).send(new PublishCommand({ PhoneNumber: '+447700900123', Message: 'Hello' }));
    await before.poke('fails');
    await before.post('/_local/clock', { advance: 'PT20S' });
    await before.stop();

    const after = await cloudAtNine({ data: before.data });

    expect(await after.get('/_local/clock')).toEqual({ now: '2030-06-24T09:00:20.000Z', frozen: true });
    expect(await after.get('/_local/outbox')).toMatchObject([{ n: 1, text: 'Hello' }]);
    expect(await after.get('/_local/schedules')).toMatchObject([{ name: 'first' }]);
    await after.post('/_local/clock', { set: '2030-06-24T09:30:00Z' });
    expect(after.ran[0]).toEqual({ what: 'fails 2', at: '09:00:30' });
    expect(after.ran.at(-1)).toEqual({ what: 'first 1', at: '09:30:00' });
  });

  it('after a kill keeps all that was answered, and does a poke that was being handled again', async () => {
    const data = newDataFolder();
    onTestFinished(() => {
      rmSync(data, { recursive: true, force: true });
    });
    const before = await startLocalCloud({ data, entry });
    const post = (url: string, path: string, body: unknown) =>
      fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    await post(before.url, '/_local/clock', { set: '2030-06-24T09:00:00Z' });
    await post(before.url, '/poke', { school: 'a-school', visit: 'never-ends' });
    await before.kill();
    appendFileSync(join(data, 'journal.ndjson'), '{"put":"outbox","key":"1","val');

    const after = await cloudAtNine({ data });
    expect(await after.get('/_local/clock')).toEqual({ now: '2030-06-24T09:00:00.000Z', frozen: true });
    await after.post('/_local/clock', { advance: 'PT1M' });

    expect(after.ran.map(({ what }) => what.split(' ')[0])).toEqual(['never-ends']);
  }, 20_000);

  it('makes an index again that a kill left behind its item', async () => {
    const before = await cloudAtNine();
    const item = { pk: { S: 'VISIT#a-school#HV-1' }, sk: { S: 'VISIT' }, duePk: { S: 'DUE#0' }, dueAt: { S: '2030-06-24T10:00:00.000Z' } };
    await new DynamoDBClient({}).send(new PutItemCommand({ TableName: 'doorstep', Item: item }));
    await before.stop();
    await misplaceIndexRow(join(before.data, 'dynamodb'), item, { ...item, dueAt: { S: '2030-06-24T09:10:00.000Z' } });

    const after = await cloudAtNine({ data: before.data });
    await after.post('/_local/clock', { set: '2030-06-24T10:00:00Z' });

    expect(after.ran).toEqual([{ what: 'sweep', at: '10:00:00' }]);
  });
});

/** What dynalite leaves behind when it is killed between writing the index and the item. */
async function misplaceIndexRow(path: string, right: object, wrong: object): Promise<void> {
  const store = db.create({ path });
  const table = await new Promise<Parameters<typeof db.createKey>[1]>((done, failed) => {
    store.getTable('doorstep', (problem, found) => {
      if (problem) failed(problem);
      else done(found);
    });
  });
  const keys = [{ AttributeName: 'duePk' }, { AttributeName: 'dueAt' }];
  const rows = store.getIndexDb('Global', 'doorstep', 'due');
  await new Promise<void>((done) => {
    rows.del(db.createIndexKey({ ...right }, table, keys), () => {
      rows.put(db.createIndexKey({ ...wrong }, table, keys), { ...wrong }, () => {
        store.db.close(() => {
          done();
        });
      });
    });
  });
}
