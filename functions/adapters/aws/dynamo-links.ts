import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { PersonId, SchoolId } from '../../domain/person.ts';
import { Instant, plus } from '../../domain/time.ts';
import { ItemId } from '../../domain/visit/visit.ts';
import type { Clock } from '../../ports/clock.ts';
import { linkLasts, type Links } from '../../ports/links.ts';
import { emptyRow, type Key, parsed, rowsBeginning, secondsOf, setRow } from './rows.ts';
import { digestOf, newLinkSecret } from './secret-words.ts';

const LinkRow = z.object({ school: SchoolId, visit: ItemId, person: PersonId, madeAt: Instant });
/** A text waits for its link no longer than this for each of two writes, in milliseconds. */
const timeOut = 2_000;

export interface DynamoLinksOptions {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly clock: Clock;
}

/** A row for each, under the hash of its letters; and one that says nothing beside its visit, so that it goes with what is erased. */
export function dynamoLinks({ client, table, clock }: DynamoLinksOptions): Links {
  const place = { client, table };
  return {
    async make({ ref: { school, visit }, person, madeAt }) {
      const secret = newLinkSecret();
      const digest = digestOf(secret);
      const expiresAt = secondsOf(plus(madeAt, linkLasts));
      // First, so that there is none that would stay.
      await setRow(place, { pk: visitKey(school, visit), sk: `LINK#${person}#${digest}` }, { expiresAt }, timeOut);
      await setRow(place, keyOf(digest), { school, visit, person, madeAt, expiresAt }, timeOut);
      return secret;
    },
    async find(secret) {
      const { Item: row } = await client.send(new GetCommand({ TableName: table, Key: keyOf(digestOf(secret)), ConsistentRead: true }));
      if (row?.['person'] === undefined) return undefined;
      const { school, visit, person, madeAt } = parsed(LinkRow, row, 'link of a phone page');
      return plus(madeAt, linkLasts) <= clock.now() ? undefined : { ref: { school, visit }, person, madeAt };
    },
    async forget({ school, visit }, person) {
      const sk = person === undefined ? 'LINK#' : `LINK#${person}#`;
      for (const row of await rowsBeginning(client, table, { pk: visitKey(school, visit), sk })) {
        const key = KeyOfRow.parse(row);
        await emptyRow(place, keyOf(key.sk.split('#')[2] ?? ''), Object.keys(LinkRow.shape), clock.now());
        await emptyRow(place, key, [], clock.now());
      }
    },
  };
}

const KeyOfRow = z.object({ pk: z.string(), sk: z.string() });
const keyOf = (digest: string): Key => ({ pk: `LINK#${digest}`, sk: 'LINK' });
const visitKey = (school: string, visit: string): string => `VISIT#${school}#${visit}`;
