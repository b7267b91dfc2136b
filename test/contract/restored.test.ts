import { PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, it } from 'vitest';
import { dynamoDrafts } from '../../functions/adapters/aws/dynamo-drafts.ts';
import { dynamoLinks } from '../../functions/adapters/aws/dynamo-links.ts';
import { dynamoJobs } from '../../functions/adapters/aws/dynamo-jobs.ts';
import { dynamoMachines } from '../../functions/adapters/aws/dynamo-machines.ts';
import { dynamoPace } from '../../functions/adapters/aws/dynamo-pace.ts';
import { dynamoSchoolList } from '../../functions/adapters/aws/dynamo-school-list.ts';
import { dynamoSchoolStore } from '../../functions/adapters/aws/dynamo-school-store.ts';
import { dynamoSessions } from '../../functions/adapters/aws/dynamo-sessions.ts';
import { dynamoVisitStore } from '../../functions/adapters/aws/dynamo-visit-store.ts';
import { memoryClock } from '../../functions/adapters/memory/memory-clock.ts';
import { auditAndTell } from '../../functions/application/audit.ts';
import { makePhoneLink, openPhoneLink } from '../../functions/application/phone-links.ts';
import { whoseSession } from '../../functions/application/sessions.ts';
import type { Instant } from '../../functions/domain/time.ts';
import { openAlarms } from '../../functions/domain/visit/relations.ts';
import { afternoonOn, begins, hampton } from '../support/afternoon.ts';
import { type Engine, startDynamo, type TestTable } from '../support/dynalite.ts';
import { at, expectAccepted, office, out, teacher } from '../support/hampton-visit.ts';
import { dynamodbLocal } from '../support/on-dynamodb-local.ts';

const url = await dynamodbLocal();
const school = hampton();
const name = school.file.school;
const checkIn = { words: 'Going well' };

/** An afternoon on this table, from this moment on. Nothing but the table is known from before it: no timer, no poke. */
const onTable = ({ client, table }: Pick<TestTable, 'client' | 'table'>, from: Instant, words: string) => {
  const clock = memoryClock(from);
  const kept = { client, table, clock };
  return afternoonOn(name, {
    ...{ clock, visits: dynamoVisitStore(kept), schools: dynamoSchoolStore(kept), pace: dynamoPace(kept), words },
    ...{ sessions: dynamoSessions(kept), drafts: dynamoDrafts(kept), links: dynamoLinks(kept) },
    ...{ machines: dynamoMachines(kept), jobs: dynamoJobs(kept), schoolList: dynamoSchoolList(kept) },
  });
};

/** What restoring to a point in time makes: another table, with the same keys and indexes, and the rows as they stood. */
async function restored(engine: Engine, { client, table }: TestTable): Promise<TestTable> {
  const copy = await engine.table();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: table, ConsistentRead: true }))
    for (const Item of Items) await copy.client.send(new PutCommand({ TableName: copy.table, Item }));
  return copy;
}

describe.skipIf(url === undefined)('a backup restored', () => {
  let engine: Engine | undefined;
  afterAll(() => engine?.close());

  /** Two are out from 13:00 and due at 14:30. As the table stood at `copied` it is gone on with at `again`. */
  const restoring = async (copied: Instant, again: Instant) => {
    engine ??= await startDynamo(url);
    const first = await engine.table();
    const before = onTable(first, at('08:30'), 'before');
    await begins(before.deps, school, at('08:30'));
    await out(before);
    const link = await makePhoneLink(before.deps, { school: name, visit: before.id }, teacher);
    const session = await before.deps.sessions.begin({ school: name, person: office }, at('13:00'));
    expectAccepted(await before.says(teacher, 'check-in', checkIn, { key: 'from-a-pocket' }));
    await before.until(copied);
    const copy = await restored(engine, first);
    const told = before.notices.outbox.map(({ ref, notice }) => `${ref.visit} ${notice}`);

    const after = onTable(copy, again, 'after');
    await after.sweepNow();
    const sent = () => after.notices.outbox.map(({ ref, notice }) => `${ref.visit} ${notice}`);
    return { before, after, visit: before.id, told, sent, link, session };
  };

  it('before anything was due: they are watched, the alarm begins though every timer is lost, and nothing is said twice', async () => {
    const { after, visit, told, sent } = await restoring(at('13:40'), at('15:10'));
    await after.until(at('15:30'));
    expect(openAlarms(await after.visit(visit))).not.toEqual([]);
    expect(sent()).not.toEqual([]);
    expect(sent().filter((one) => told.includes(one))).toEqual([]);
    expect(new Set(sent()).size).toBe(sent().length);
    const { found } = await auditAndTell({ visits: after.visits, clock: after.clock }, [name], { failures: [] });
    expect(found).toEqual([]);
  });

  it('in the middle of an alarm: it goes on where it stood, and who was told then is not told that again', async () => {
    const { after, visit, told, sent } = await restoring(at('15:20'), at('16:40'));
    expect(told.length).toBeGreaterThan(2);
    await after.until(at('17:00'));
    expect(openAlarms(await after.visit(visit))).toHaveLength(1);
    expect(sent()).not.toEqual([]);
    expect(sent().filter((one) => told.includes(one))).toEqual([]);
  });

  it('what happened after the backup is not known, so that who came back then is asked for until somebody enters it', async () => {
    const { before, after, visit } = await restoring(at('13:40'), at('14:40'));
    expectAccepted(await before.says(teacher, 'return', { visitor: 'all', seenBy: 'Maureen' }));
    expect((await after.visit(visit)).history.map(({ type }) => type)).not.toContain('VisitorReturned');
    expectAccepted(await after.says(office, 'return', { visitor: 'all', seenBy: 'Maureen' }, { visit }));
    const said = after.notices.outbox.length;
    await after.until(at('18:00'));
    expect(openAlarms(await after.visit(visit))).toEqual([]);
    expect(after.notices.outbox.slice(said).map(({ about }) => about)).toEqual([]);
  });

  it('links that were texted and sessions that were begun before it go on, and a press that was taken before it is not taken twice', async () => {
    const { after, visit, link, session } = await restoring(at('13:40'), at('14:00'));
    expect(await openPhoneLink(after.deps, link)).toMatchObject({ person: teacher, hasEnded: false });
    expect(await whoseSession(after.deps, session.id)).toMatchObject({ person: office });
    const came = async () => (await after.visit(visit)).history.filter(({ type }) => type === 'VisitorCheckedIn').length;
    expect(await came()).toBe(1);
    expectAccepted(await after.says(teacher, 'check-in', checkIn, { visit, key: 'from-a-pocket' }));
    expect(await came()).toBe(1);
  });
});
