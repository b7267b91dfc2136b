import { afterAll, beforeAll, expect, it } from 'vitest';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { dynamoMessageIds } from '../../functions/adapters/aws/dynamo-message-ids.ts';
import { type MemoryClock, memoryClock } from '../../functions/adapters/memory/memory-clock.ts';
import type { Clock } from '../../functions/ports/clock.ts';
import type { MessageIds } from '../../functions/ports/message-ids.ts';
import type { Engine, TestTable } from '../support/dynalite.ts';
import { at, refTo } from '../support/samples.ts';

const first = { ref: refTo(), notice: 'n7-1' };
const second = { ref: refTo(), notice: 'n7-2' };

/** What every keeper of them does. */
export function messageIdsContract(open: (clock: Clock) => MessageIds): void {
  const opened = (): { readonly ids: MessageIds; readonly clock: MemoryClock } => {
    const clock = memoryClock(at('09:00'));
    return { ids: open(clock), clock };
  };

  it('says which message a provider means by its own name for it', async () => {
    const { ids } = opened();
    await ids.keep('one', first);
    await ids.keep('another', second);

    expect([await ids.find('one'), await ids.find('another'), await ids.find('none')]).toEqual([first, second, undefined]);
  });

  it('may be told twice', async () => {
    const { ids } = opened();
    await ids.keep('twice', first);
    await ids.keep('twice', first);

    expect(await ids.find('twice')).toEqual(first);
  });

  it('forgets after four days', async () => {
    const { ids, clock } = opened();
    await ids.keep('of then', first);
    clock.advance('P3DT23H');
    expect(await ids.find('of then')).toEqual(first);
    clock.advance('PT1H');
    expect(await ids.find('of then')).toBeUndefined();
  });
}

export function messageIdsInDynamodb(start: () => Promise<Engine>): void {
  let engine: Engine;
  let table: TestTable;
  beforeAll(async () => {
    engine = await start();
    table = await engine.table();
  });
  afterAll(() => engine.close());

  messageIdsContract((clock) => dynamoMessageIds({ client: table.client, table: table.table, clock }));

  it('holds ids alone, and when the table may clear them away', async () => {
    const ids = dynamoMessageIds({ client: table.client, table: table.table, clock: memoryClock(at('09:00')) });
    await ids.keep('as it is', first);

    const { Item: row } = await table.client.send(
      new GetCommand({ TableName: table.table, Key: { pk: 'RECEIPT#as it is', sk: 'RECEIPT' } }),
    );
    const expiresAt = Date.parse(at('09:00')) / 1000 + 4 * 24 * 60 * 60;
    expect(row).toEqual({
      pk: 'RECEIPT#as it is',
      sk: 'RECEIPT',
      school: first.ref.school,
      visit: first.ref.visit,
      notice: 'n7-1',
      expiresAt,
    });
  });
}
