/** What happens once, counted: each kind of visit, a drill, a look at a page, a sweep with nothing to do, all played on DynamoDB Local. */
import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { dynamoDrafts } from '../functions/adapters/aws/dynamo-drafts.ts';
import { dynamoLinks } from '../functions/adapters/aws/dynamo-links.ts';
import { dynamoJobs } from '../functions/adapters/aws/dynamo-jobs.ts';
import { dynamoMachines } from '../functions/adapters/aws/dynamo-machines.ts';
import { dynamoPace } from '../functions/adapters/aws/dynamo-pace.ts';
import { dynamoSchoolList } from '../functions/adapters/aws/dynamo-school-list.ts';
import { dynamoSchoolStore } from '../functions/adapters/aws/dynamo-school-store.ts';
import { dynamoSessions } from '../functions/adapters/aws/dynamo-sessions.ts';
import { dynamoVisitStore } from '../functions/adapters/aws/dynamo-visit-store.ts';
import { memoryClock } from '../functions/adapters/memory/memory-clock.ts';
import { auditAndTell } from '../functions/application/audit.ts';
import { whoseSession } from '../functions/application/sessions.ts';
import { openAlarms } from '../functions/domain/visit/relations.ts';
import { type Answered, askAs } from '../functions/pages/ask.ts';
import { afternoonOn, begins, hampton } from '../test/support/afternoon.ts';
import { startDynamo } from '../test/support/dynalite.ts';
import {
  answers,
  assistant,
  at,
  authorised,
  expectAccepted,
  head,
  induction,
  office,
  teacher,
  ticks,
} from '../test/support/hampton-visit.ts';
import { pagesOf } from '../test/support/pages.ts';

/** Units of the table and of each of its indexes, and what else somebody is asked to pay for. */
export interface Counted {
  readonly reads: Readonly<Record<string, number>>;
  readonly writes: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly bytesOut: number;
  readonly checks: number;
  readonly timers: number;
  readonly texts: number;
  /** What a long text is sent in. */
  readonly parts: number;
  readonly emails: number;
  /** In bytes, more in the table and its indexes than before. */
  readonly kept: number;
}
export const happenings = ['quiet', 'late', 'nobodyBack', 'drill', 'page', 'board', 'sweep', 'audit'] as const;
export type Happening = (typeof happenings)[number];

const Consumed = z.object({
  CapacityUnits: z.number().default(0),
  Table: z.object({ CapacityUnits: z.number() }).optional(),
  GlobalSecondaryIndexes: z.record(z.string(), z.object({ CapacityUnits: z.number() })).optional(),
});
const Answer = z.object({ ConsumedCapacity: z.union([Consumed.transform((one) => [one]), z.array(Consumed)]).default([]) });
const writing = new Set(['UpdateItemCommand', 'PutItemCommand', 'UpdateCommand', 'PutCommand']);

type Units = Record<string, number>;
/** Adds up what the table says that each call took. */
function metered(client: DynamoDBDocumentClient): { readonly reads: Units; readonly writes: Units } {
  const [reads, writes]: [Units, Units] = [{}, {}];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'INDEXES' });
      const result = await next(args);
      const into = writing.has(String(context.commandName)) ? writes : reads;
      const least = into === writes ? 1 : JSON.stringify(args.input).includes('"ConsistentRead":true') ? 1 : 0.5;
      for (const { CapacityUnits, Table, GlobalSecondaryIndexes = {} } of Answer.parse(result.output).ConsumedCapacity) {
        const indexes = Object.entries(GlobalSecondaryIndexes).map(([index, units]) => [index, units.CapacityUnits] as const);
        // AWS asks for the least also where nothing was found, which its engine on this machine calls nothing.
        if (CapacityUnits === 0) into['table'] = (into['table'] ?? 0) + least;
        const inIndexes = indexes.reduce((sum, [, units]) => sum + units, 0);
        for (const [place, units] of [['table', Table?.CapacityUnits ?? CapacityUnits - inIndexes] as const, ...indexes])
          into[place] = (into[place] ?? 0) + units;
      }
      return result;
    },
    { step: 'initialize', name: 'metered', priority: 'high' },
  );
  return { reads, writes };
}

/** A text of more than 160 letters of the GSM alphabet goes in parts of 153. */
export const partsOf = (text: string): number => (text.length <= 160 ? 1 : Math.ceil(text.length / 153));

/** A school's day on a fresh table, on which the pages are what people press. */
async function aDay(url: string) {
  const engine = await startDynamo(url);
  const { client, table } = await engine.table();
  const units = metered(client);
  const clock = memoryClock(at('08:30'));
  const kept = { client, table, clock };
  const school = hampton();
  const name = school.file.school;
  const [schools, schoolList] = [dynamoSchoolStore(kept), dynamoSchoolList(kept)];
  await begins({ schools, schoolList }, school, at('08:30'));
  const a = afternoonOn(name, {
    ...{ clock, visits: dynamoVisitStore(kept), schools, pace: dynamoPace(kept) },
    ...{ sessions: dynamoSessions(kept), drafts: dynamoDrafts(kept), links: dynamoLinks(kept) },
    ...{ machines: dynamoMachines(kept), jobs: dynamoJobs(kept), schoolList },
  });
  const pages = pagesOf(a);
  const ids = new Map<string, string>();
  for (const person of [teacher, office, head]) ids.set(person, (await a.deps.sessions.begin({ school: name, person }, clock.now())).id);
  const tally = { requests: 0, bytesOut: 0, checks: 0, timers: 0 };
  const set = new Set<string>();
  const { timers, pokes: queue } = a.deps;
  const ensure = timers.ensure.bind(timers);
  timers.ensure = async (timer) => {
    set.add(JSON.stringify(timer));
    return ensure(timer);
  };
  const poke = queue.poke.bind(queue);
  queue.poke = async (pokes) => {
    tally.checks += pokes.length;
    return poke(pokes);
  };

  const signedIn = async (person: string): Promise<void> => {
    tally.requests += 1;
    await whoseSession(a.deps, ids.get(person) ?? '');
  };
  const opens = async (person: string, path: string, headers = {}) => {
    await signedIn(person);
    const shown = await pages.get(person, path, headers);
    tally.bytesOut += Buffer.byteLength(shown.html);
    return shown;
  };
  /** Opens the page of the visit, presses, and is led back to the page. */
  const says: typeof a.says = async (person, type, body, more) => {
    await opens(person, `/visits/${a.id}`);
    await signedIn(person);
    const outcome = await a.says(person, type, body, more);
    await opens(person, `/visits/${a.id}`);
    return outcome;
  };
  const size = async (): Promise<number> => sizeOf(client, table);
  /** What this takes, and nothing before it. */
  const counting = async (what: () => Promise<unknown>): Promise<Counted> => {
    const before = { ...tally, reads: { ...units.reads }, writes: { ...units.writes }, timers: set.size, sent: a.notices.outbox.length };
    await what();
    const [reads, writes] = [less(units.reads, before.reads), less(units.writes, before.writes)];
    const sent = a.notices.outbox.slice(before.sent);
    const texts = sent.filter(({ channel }) => channel === 'text');
    return {
      ...{ reads, writes, kept: 0 },
      requests: tally.requests - before.requests,
      bytesOut: tally.bytesOut - before.bytesOut,
      checks: tally.checks - before.checks,
      timers: set.size - before.timers,
      texts: texts.length,
      parts: texts.reduce((sum, { text }) => sum + partsOf(text), 0),
      emails: sent.length - texts.length,
    };
  };
  return { a, says, opens, size, counting, close: () => engine.close() };
}

const less = (after: Units, before: Units): Units =>
  Object.fromEntries(Object.entries(after).map(([place, units]) => [place, units - (before[place] ?? 0)]));

/** Of all items as they are, and of what the indexes hold of them: about a tenth as much again. */
async function sizeOf(client: DynamoDBDocumentClient, table: string): Promise<number> {
  let bytes = 0;
  for await (const { Items = [] } of paginateScan({ client }, { TableName: table }))
    bytes += Items.reduce((sum, item) => sum + Buffer.byteLength(JSON.stringify(item)), 0);
  return Math.round(bytes * 1.1);
}

type Day = Awaited<ReturnType<typeof aDay>>;

const aVisit = async ({ a, says, size, counting }: Day, after: () => Promise<void>): Promise<Counted> => {
  const before = await size();
  const counted = await counting(async () => {
    expectAccepted(await a.request(teacher, induction));
    expectAccepted(await says(teacher, 'answer', { answers }));
    expectAccepted(await says(head, 'authorise', {}));
    await a.until(at('13:00'));
    expectAccepted(await says(teacher, 'depart', { visitor: 'all', ticks }));
    await a.until(at('13:20'));
    expectAccepted(await says(teacher, 'arrive', { visitor: 'all' }));
    await after();
    await a.until(at('17:00'));
    expectAccepted(await says(teacher, 'write-up', { answers: { 'any-concern': 'none', outcome: 'completed' } }));
    expectAccepted(await says(teacher, 'close', {}));
    await a.until(at('23:00'));
  });
  return { ...counted, kept: (await size()) - before };
};

const areBack = async ({ a, says }: Day, time: string): Promise<void> => {
  await a.until(at(time));
  expectAccepted(await says(teacher, 'return', { visitor: 'all', seenBy: 'Maureen' }));
};

const areOut = async ({ a, says }: Day): Promise<void> => {
  await authorised(a);
  await a.until(at('13:00'));
  expectAccepted(await says(teacher, 'depart', { visitor: 'all', ticks }));
};

/** Each on a day of its own at Hampton, whose afternoon the tests know best. */
const plays: Readonly<Record<Happening, (day: Day) => Promise<Counted>>> = {
  quiet: (day) => aVisit(day, () => areBack(day, '14:25')),
  late: (day) =>
    aVisit(day, async () => {
      await day.a.until(at('15:02'));
      expectAccepted(await day.says(office, 'acknowledge', { alarm: 'a1' }));
      await areBack(day, '15:08');
    }),
  nobodyBack: (day) =>
    aVisit(day, async () => {
      await areBack(day, '16:45');
      const said = { [teacher]: 'accounted-for', [assistant]: 'accounted-for' } as const;
      for (const { id } of openAlarms(await day.a.visit()))
        expectAccepted(await day.says(head, 'stand-down', { alarm: id, how: 'Spoke to both of them', visitors: said }));
    }),
  drill: async ({ a, counting }) =>
    counting(async () => {
      const ask = askAs(a.deps, { kind: 'person', id: head, school: a.school }, 'form');
      const { id } = Begun.parse(answered(await ask('begin-drill', { body: { ladder: 'missing' }, key: 'drill' })));
      await a.drain();
      await a.passes('PT30M');
      answered(await ask('stand-down-drill', { params: { drill: id }, body: { how: 'All knew what to do' }, key: 'over' }));
      await a.drain();
      await a.passes('PT1H');
    }),
  page: async ({ counting, opens }) => {
    // By a function that has opened one before: two reads of the policy at once may be one or two.
    await opens(teacher, '/');
    return counting(() => opens(teacher, '/'));
  },
  board: async (day) => {
    await areOut(day);
    // That somebody is still there is noted now and again only.
    await day.opens(office, '/board');
    return day.counting(() => day.opens(office, '/board'));
  },
  sweep: async ({ a, counting }) => counting(a.sweepNow),
  audit: async (day) => {
    await areOut(day);
    const { a, counting } = day;
    return counting(() => auditAndTell({ visits: a.visits, clock: a.clock }, [a.school], { failures: [] }));
  },
};

/** By whoever has DynamoDB Local at this address. */
export async function count<One extends Happening>(url: string, which: readonly One[]): Promise<Readonly<Record<One, Counted>>> {
  const counted: (readonly [One, Counted])[] = [];
  for (const one of which) {
    const day = await aDay(url);
    counted.push([one, await plays[one](day).finally(day.close)]);
  }
  // One for each that was asked for.
  return Object.fromEntries(counted) as Record<One, Counted>;
}

const Begun = z.object({ id: z.string() });

function answered<Shape>(answer: Answered<Shape>): Shape {
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
  return answer.value;
}
