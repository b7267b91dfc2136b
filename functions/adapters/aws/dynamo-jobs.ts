import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Instant, instantOf } from '../../domain/time.ts';
import { type Job, jobKinds, type JobRef, type Jobs } from '../../ports/jobs.ts';
import { changeRow, type Key, namesIn, parsed, type Row, secondsOf, setRow } from './rows.ts';

/** Where what is due of jobs stands in the index: apart from visits, which the sweep sees to first. */
const duePk = 'JOBS';

/** A row for each under its school, and one for each part under the job. */
export function dynamoJobs({ client, table }: { readonly client: DynamoDBDocumentClient; readonly table: string }): Jobs {
  const place = { client, table };
  const get = async (key: Key): Promise<Row | undefined> =>
    (await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item;
  const query = async (
    condition: string,
    values: Row,
    more: { readonly index?: string; readonly limit: number; readonly backwards?: boolean },
  ): Promise<readonly Row[]> => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        ...(more.index === undefined ? { ConsistentRead: true } : { IndexName: more.index }),
        KeyConditionExpression: condition,
        ExpressionAttributeNames: namesIn(condition),
        ExpressionAttributeValues: values,
        Limit: more.limit,
        ScanIndexForward: more.backwards !== true,
      }),
    );
    return Items;
  };
  const write = (job: Job, condition: string, values: Row) => {
    const { version, dueAt, forgetAt, body } = job;
    const sets = ['#version = :version', '#body = :body', ...(dueAt === undefined ? [] : ['#duePk = :duePk', '#dueAt = :dueAt'])];
    const removes = dueAt === undefined ? ' REMOVE #duePk, #dueAt' : '';
    if (forgetAt !== undefined) sets.push('#expiresAt = :expiresAt');
    return changeRow(place, keyOf(job), `SET ${sets.join(', ')}${removes}`, condition, {
      ':version': version,
      ':body': JSON.stringify(body),
      ...(dueAt === undefined ? {} : { ':duePk': duePk, ':dueAt': dueAt }),
      ...(forgetAt === undefined ? {} : { ':expiresAt': secondsOf(forgetAt) }),
      ...values,
    });
  };
  return {
    add: async (job) =>
      (await write({ ...job, version: 1 }, 'attribute_not_exists(#version)', {})) === 'written' ? 'added' : 'there already',
    async read(ref) {
      const row = await get(keyOf(ref));
      return row && jobIn(row);
    },
    async list(school, kind, { after, limit, beginning = '', backwards = false }) {
      // What follows at once after an id is that id and the lowest letter.
      const [first, last] = [`${kind}#${beginning}`, `${kind}#${beginning}\uFFFF`];
      const from = after === undefined || backwards ? first : `${kind}#${after}\u0000`;
      const rows = await query(
        '#pk = :pk AND #sk BETWEEN :from AND :to',
        { ':pk': schoolKey(school), ':from': from, ':to': after !== undefined && backwards ? `${kind}#${after}` : last },
        // One more, since the one that it goes on after is the first of what is found backwards.
        { limit: backwards ? limit + 1 : limit, backwards },
      );
      return rows
        .map(jobIn)
        .filter(({ id }) => id !== after)
        .slice(0, limit);
    },
    change: (job) => write({ ...job, version: job.version + 1 }, '#version = :was', { ':was': job.version }),
    async due(until, limit) {
      const rows = await query('#duePk = :duePk AND #dueAt <= :until', { ':duePk': duePk, ':until': until }, { index: 'due', limit });
      return rows.map(refIn);
    },
    async putPart(ref, name, bytes, forgetAt) {
      await setRow(place, partKey(ref, name), { bytes, expiresAt: secondsOf(forgetAt) });
    },
    async part(ref, name) {
      const row = await get(partKey(ref, name));
      return row && parsed(PartRow, row, 'part of a job').bytes;
    },
  };
}

const JobRow = z.object({
  version: z.int(),
  dueAt: Instant.optional(),
  expiresAt: z.number().optional(),
  body: z.string(),
});
const PartRow = z.object({ bytes: z.instanceof(Uint8Array) });
const RowKey = z.object({ pk: z.string().startsWith('JOBS#'), sk: z.string() });

const schoolKey = (school: string): string => `JOBS#${school}`;
const keyOf = ({ school, kind, id }: JobRef): Key => ({ pk: schoolKey(school), sk: `${kind}#${id}` });
const partKey = ({ school, kind, id }: JobRef, name: string): Key => ({ pk: `JOB#${school}#${kind}#${id}`, sk: `PART#${name}` });

function refIn(row: Row): JobRef {
  const { pk, sk } = parsed(RowKey, row, 'job');
  const [kind, id = ''] = sk.split('#');
  return { school: pk.slice('JOBS#'.length), kind: parsed(z.enum(jobKinds), kind, `job ${pk}`), id };
}
function jobIn(row: Row): Job {
  const ref = refIn(row);
  const { version, dueAt, expiresAt, body } = parsed(JobRow, row, `job ${ref.school}/${ref.kind}/${ref.id}`);
  return { ...ref, version, dueAt, forgetAt: expiresAt === undefined ? undefined : instantOf(expiresAt * 1000), body: JSON.parse(body) };
}
