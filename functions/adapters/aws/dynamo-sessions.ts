import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Session, sessionLasts } from '../../domain/session.ts';
import { plus } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Sessions } from '../../ports/sessions.ts';
import { changeRow, emptyRow, type Key, parsed, personKey, rowsBeginning, secondsOf, setRow } from './rows.ts';
import { digestOf, newSecret } from './secret-words.ts';

export interface DynamoSessionsOptions {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly clock: Clock;
}

/** A row for each, under the hash of its id; and one that says nothing beside what else is kept for its person, so that all of theirs can be ended. */
export function dynamoSessions({ client, table, clock }: DynamoSessionsOptions): Sessions {
  const place = { client, table };
  const end = (digest: string) => emptyRow(place, keyOf(digest), Object.keys(Session.shape), clock.now());
  return {
    async begin({ school, person }, at) {
      const id = newSecret();
      const session = { school, person, token: newSecret(), startedAt: at, seenAt: at };
      const expiresAt = secondsOf(plus(at, sessionLasts));
      const digest = digestOf(id);
      // First, so that there is none that could not be ended.
      await setRow(place, { pk: personKey(school, person), sk: `SESSION#${digest}` }, { expiresAt });
      await setRow(place, keyOf(digest), { ...session, expiresAt });
      return { id, session };
    },
    async read(id) {
      const { Item: row } = await client.send(new GetCommand({ TableName: table, Key: keyOf(digestOf(id)), ConsistentRead: true }));
      return row?.['token'] === undefined ? undefined : parsed(Session, row, 'session');
    },
    async seen(id, at) {
      await changeRow(place, keyOf(digestOf(id)), 'SET #seenAt = :at', 'attribute_exists(#token)', { ':at': at });
    },
    end: (id) => end(digestOf(id)),
    async endAllOf(school, person) {
      for (const row of await rowsBeginning(client, table, { pk: personKey(school, person), sk: 'SESSION#' })) {
        const key = KeyOfRow.parse(row);
        await end(key.sk.replace('SESSION#', ''));
        await emptyRow(place, key, [], clock.now());
      }
    },
  };
}

const KeyOfRow = z.object({ pk: z.string(), sk: z.string() });
const keyOf = (digest: string): Key => ({ pk: `SESSION#${digest}`, sk: 'SESSION' });
