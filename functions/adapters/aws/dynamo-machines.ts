import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { dayOf, keyOf, Machine } from '../../domain/machine.ts';
import type { Machines } from '../../ports/machines.ts';
import { batchGet, changeRow, type Key, parsed, type Row, rowsBeginning } from './rows.ts';
import { digestOf, newKeySecret } from './secret-words.ts';

export interface DynamoMachinesOptions {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}

/**
 * A row for each, under the hash of its key, which says all of it: one read says whose a key is and whether it still opens anything.
 * And one under its school, which leads there.
 */
export function dynamoMachines({ client, table }: DynamoMachinesOptions): Machines {
  const place = { client, table };
  const rowsOf = async (school: string): Promise<readonly Row[]> => {
    const leading = await rowsBeginning(client, table, { pk: schoolKey(school), sk: 'MACHINE#' });
    return batchGet(
      client,
      table,
      leading.map((row) => keyUnder(parsed(Leading, row, `machine of ${school}`).digest)),
    );
  };
  return {
    async add({ school, id, name, scope, made }, press) {
      const key = keyOf(newKeySecret());
      const digest = digestOf(key);
      // First, and nobody has the key yet: from when the school's row leads there it can be revoked, and only then is it told.
      await changeRow(
        place,
        keyUnder(digest),
        'SET #school = :school, #id = :id, #name = :name, #scope = :scope, #made = :made, #press = :press',
        'attribute_not_exists(#school) OR #id = :id',
        { ':school': school, ':id': id, ':name': name, ':scope': scope, ':made': made, ':press': press },
      );
      // A write that is sent again since its answer was lost finds its own.
      const leads = await changeRow(
        place,
        { pk: schoolKey(school), sk: `MACHINE#${id}` },
        'SET #digest = :digest',
        'attribute_not_exists(#digest) OR #digest = :digest',
        { ':digest': digest },
      );
      return leads === 'written' ? { key } : 'taken';
    },
    async whose(key) {
      const { Item: row } = await client.send(new GetCommand({ TableName: table, Key: keyUnder(digestOf(key)), ConsistentRead: true }));
      return row && parsed(Machine, row, 'machine');
    },
    of: async (school) =>
      (await rowsOf(school)).map((row) => parsed(MachineRow, row, `machine of ${school}`)).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    async used(key, at) {
      await changeRow(place, keyUnder(digestOf(key)), 'SET #usedOn = :day', 'attribute_exists(#school)', { ':day': dayOf(at) });
    },
    async revoke(school, id, revoked) {
      const { Item: row } = await client.send(
        new GetCommand({ TableName: table, Key: { pk: schoolKey(school), sk: `MACHINE#${id}` }, ConsistentRead: true }),
      );
      if (row === undefined) return;
      const { digest } = parsed(Leading, row, `machine of ${school}`);
      await changeRow(place, keyUnder(digest), 'SET #revoked = :revoked', 'attribute_exists(#school) AND attribute_not_exists(#revoked)', {
        ':revoked': revoked,
      });
    },
    async rename(school, person, becomes) {
      for (const row of await rowsOf(school)) {
        const key = KeyOfRow.parse(row);
        for (const what of ['made', 'revoked'])
          await changeRow(place, key, `SET #${what}.#by = :by`, `#${what}.#by = :was`, { ':by': becomes, ':was': person });
      }
    },
  };
}

const Leading = z.object({ digest: z.string() });
const KeyOfRow = z.object({ pk: z.string(), sk: z.string() });
const MachineRow = Machine.extend({ press: z.strictObject({ id: z.string(), body: z.string() }) });
const keyUnder = (digest: string): Key => ({ pk: `MACHINE#${digest}`, sk: 'MACHINE' });
const schoolKey = (school: string): string => `SCHOOL#${school}`;
