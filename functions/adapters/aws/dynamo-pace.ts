import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { hashOf } from '../../domain/hash.ts';
import { epochOf, lengthInMilliseconds } from '../../domain/time.ts';
import type { Pace, Paced } from '../../ports/pace.ts';
import { namesIn, parsed } from './rows.ts';

const window = lengthInMilliseconds('PT5M');
const day = lengthInMilliseconds('P1D');
const inAnHour = 12;
const keptFor = lengthInMilliseconds('PT2H');
const timeOut = 2_000;

const Counted = z.record(z.string(), z.unknown());

/**
 * One row for each number and address and each day (UTC): `a7` all messages of its seventh five minutes, `r7` the steps of
 * ladders among them, `s…` those with the same words within an hour. What went just before midnight is counted no more after it.
 */
export function dynamoPace({ client, table }: { readonly client: DynamoDBDocumentClient; readonly table: string }): Pace {
  const add = async (message: Paced, by: 1 | -1) => {
    const names = namesOf(message);
    const update = `ADD #${names.all} :by, #${names.same} :by${message.isRung ? `, #${names.rungs} :by` : ''} SET #expiresAt = :expiresAt`;
    const { Attributes: row } = await client.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk: `SENT#${message.channel}#${message.to}`, sk: message.at.slice(0, 10) },
        UpdateExpression: update,
        ExpressionAttributeNames: namesIn(update),
        ExpressionAttributeValues: { ':by': by, ':expiresAt': Math.ceil((startOf(message) + day + keptFor) / 1000) },
        ReturnValues: 'ALL_NEW',
      }),
      { abortSignal: AbortSignal.timeout(timeOut) },
    );
    return { names, row: parsed(Counted, row, 'count of messages') };
  };
  return {
    async count(message) {
      try {
        const { names, row } = await add(message, 1);
        const of = (name: string): number => (typeof row[name] === 'number' ? row[name] : 0);
        const hour = Array.from({ length: inAnHour }, (_, i) => of(`a${String(names.ofDay - i)}`)).reduce((a, b) => a + b, 0);
        return { lately: of(names.all), rungs: of(names.rungs), hour, same: of(names.same) };
      } catch {
        return undefined;
      }
    },
    async giveBack(message) {
      try {
        await add(message, -1);
      } catch {
        // One too many is counted, which may put a later message in a digest.
      }
    },
  };
}

const startOf = ({ at }: Paced): number => Math.floor(epochOf(at) / day) * day;

function namesOf(message: Paced) {
  const ofDay = Math.floor((epochOf(message.at) - startOf(message)) / window);
  const name = String(ofDay);
  return {
    ofDay,
    all: `a${name}`,
    rungs: `r${name}`,
    same: `s${String(Math.floor(ofDay / inAnHour))}x${hashOf(message.text).toString(36)}`,
  };
}
