import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Instant, plus } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Draft, draftLasts, type DraftOf, type Drafts } from '../../ports/drafts.ts';
import { emptyRow, type Key, parsed, personKey, type Row, rowsBeginning, secondsOf, setRow, storable } from './rows.ts';

const DraftRow = z.object({ answers: z.record(z.string(), z.unknown()), step: z.string(), changedAt: Instant });

export interface DynamoDraftsOptions {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly clock: Clock;
}

export function dynamoDrafts({ client, table, clock }: DynamoDraftsOptions): Drafts {
  const place = { client, table };
  /** What was removed, or is too old, is not there, whenever the table sees to it. */
  const draftIn = (row: Row | undefined, of: DraftOf): Draft | undefined => {
    if (row?.['answers'] === undefined) return undefined;
    const draft = { ...pick(of), ...parsed(DraftRow, row, `draft of ${of.school}/${of.person}`) };
    return plus(draft.changedAt, draftLasts) > clock.now() ? draft : undefined;
  };
  const remove = (of: DraftOf) => emptyRow(place, keyOf(of), Object.keys(DraftRow.shape), clock.now());
  const rowsOf = (school: string, person: string) => rowsBeginning(client, table, keyOf({ school, person, form: '' }));
  return {
    async read(of) {
      const { Item: row } = await client.send(new GetCommand({ TableName: table, Key: keyOf(of), ConsistentRead: true }));
      return draftIn(row, of);
    },
    async allOf(school, person) {
      return (await rowsOf(school, person)).flatMap((row) => draftIn(row, { school, person, form: formIn(row) }) ?? []);
    },
    put: (draft) =>
      setRow(place, keyOf(draft), {
        answers: storable(draft.answers),
        step: draft.step,
        changedAt: draft.changedAt,
        expiresAt: secondsOf(plus(draft.changedAt, draftLasts)),
      }),
    remove,
    async removeAllOf(school, person) {
      for (const row of await rowsOf(school, person)) await remove({ school, person, form: formIn(row) });
    },
  };
}

const pick = ({ school, person, form }: DraftOf): DraftOf => ({ school, person, form });
const keyOf = ({ school, person, form }: DraftOf): Key => ({ pk: personKey(school, person), sk: `DRAFT#${form}` });
const formIn = (row: Row): string => String(row['sk']).replace('DRAFT#', '');
