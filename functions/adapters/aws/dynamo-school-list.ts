import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { ListedSchool } from '../../domain/listed-school.ts';
import { type Instant, plus } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SchoolList } from '../../ports/school-list.ts';
import { changeRow, type Key, parsed, type Row } from './rows.ts';

export interface DynamoSchoolListOptions {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly clock: Clock;
}

/** For so long what was read is good enough. */
const goodFor = 'PT1M';

/** All of them in one row: a hundred bytes each, and read at most once a minute by each function that runs. */
export function dynamoSchoolList({ client, table, clock }: DynamoSchoolListOptions): SchoolList {
  let last: { readonly schools: readonly ListedSchool[]; readonly until: Instant } | undefined;

  const read = async (): Promise<readonly ListedSchool[]> => {
    const { Item: row } = await client.send(new GetCommand({ TableName: table, Key: listKey, ConsistentRead: true }));
    const { schools } = parsed(ListRow, row ?? {}, 'list of schools');
    return Object.values(schools).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  };

  const put = async (update: string, condition: string, id: string, values: Row = {}): Promise<'written' | 'conflict'> => {
    last = undefined;
    const isNamed = `${update}${condition}`.includes('#id');
    return changeRow({ client, table }, listKey, update, condition, values, isNamed ? { '#id': id } : {});
  };

  return {
    async all() {
      const now = clock.now();
      if (last === undefined || last.until <= now) last = { schools: await read(), until: plus(now, goodFor) };
      return last.schools;
    },
    async add(school) {
      const add = () =>
        put('SET #schools.#id = :school', 'attribute_exists(#schools) AND attribute_not_exists(#schools.#id)', school.id, {
          ':school': school,
        });
      if ((await add()) === 'written') return 'written';
      // The first makes the list; whoever loses that race adds to it.
      const made = await put('SET #schools = :schools', 'attribute_not_exists(#schools)', school.id, {
        ':schools': { [school.id]: school },
      });
      return made === 'written' ? made : add();
    },
    leaves: (id, leftAt) =>
      put('SET #schools.#id.#leftAt = :leftAt', 'attribute_exists(#schools.#id) AND attribute_not_exists(#schools.#id.#leftAt)', id, {
        ':leftAt': leftAt,
      }),
    isBack: (id) => put('REMOVE #schools.#id.#leftAt', 'attribute_exists(#schools.#id.#leftAt)', id),
  };
}

const listKey: Key = { pk: 'SCHOOLS', sk: 'SCHOOLS' };
const ListRow = z.object({ schools: z.record(z.string(), ListedSchool).default({}) });
