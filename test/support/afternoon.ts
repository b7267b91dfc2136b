/** A school's afternoon without HTTP: the application on memory adapters, on a clock that is moved. */
import { carryOut } from '../../functions/application/carry-out.ts';
import type { Outcome } from '../../functions/application/outcome.ts';
import type { Deps } from '../../functions/application/deps.ts';
import { requestVisit } from '../../functions/application/request-visit.ts';
import { settle, type SettleDeps } from '../../functions/application/settle.ts';
import { sweep } from '../../functions/application/sweep.ts';
import { memoryClock, type MemoryClock } from '../../functions/adapters/memory/memory-clock.ts';
import { memoryDrafts } from '../../functions/adapters/memory/memory-drafts.ts';
import { memoryLinks } from '../../functions/adapters/memory/memory-links.ts';
import { memoryJobs } from '../../functions/adapters/memory/memory-jobs.ts';
import { memoryMachines } from '../../functions/adapters/memory/memory-machines.ts';
import { memoryNotices } from '../../functions/adapters/memory/memory-notices.ts';
import { memoryPace } from '../../functions/adapters/memory/memory-pace.ts';
import { memoryPokes } from '../../functions/adapters/memory/memory-pokes.ts';
import { memorySchoolList } from '../../functions/adapters/memory/memory-school-list.ts';
import { memorySchoolStore } from '../../functions/adapters/memory/memory-school-store.ts';
import { memorySessions } from '../../functions/adapters/memory/memory-sessions.ts';
import { memoryTimers } from '../../functions/adapters/memory/memory-timers.ts';
import { memoryVisitStore } from '../../functions/adapters/memory/memory-visit-store.ts';
import { Household } from '../../functions/domain/household.ts';
import { Policy } from '../../functions/domain/policy/policy.ts';
import { earliest, type Instant, type Length, plus, plusMilliseconds } from '../../functions/domain/time.ts';
import { type Command, type CommandName, type CommandOf, RequestBody } from '../../functions/domain/visit/commands.ts';
import { visitOf } from '../../functions/domain/visit/fold.ts';
import type { Visit } from '../../functions/domain/visit/visit.ts';
import type { Erasures } from '../../functions/ports/erasures.ts';
import type { Pace } from '../../functions/ports/pace.ts';
import type { SchoolStore } from '../../functions/ports/school-store.ts';
import type { VisitStore } from '../../functions/ports/visit-store.ts';
import { jsonIn, SchoolFile } from './policy-files.ts';

export interface SchoolOfTests {
  readonly file: SchoolFile;
  readonly policy: Policy;
}

/** A school by its file, `local/schools/hampton.json`, and the folder of its policy. */
export function schoolOf(path: string, policies = 'policies'): SchoolOfTests {
  const file = SchoolFile.parse(jsonIn(path));
  return { file, policy: Policy.parse(jsonIn(`${policies}/${file.policy}.json`)) };
}

export const hampton = (): SchoolOfTests => schoolOf('local/schools/hampton.json');
export const madeUp = (): SchoolOfTests => schoolOf('test/support/schools/made-up.json', 'test/support/schools/policies');

const minute = 60_000;

/** Where an afternoon is kept, and the clock that it goes by. */
export interface Kept<Visits extends VisitStore & Erasures, Schools extends SchoolStore> extends Pick<
  Deps,
  'sessions' | 'drafts' | 'links' | 'machines' | 'jobs' | 'schoolList'
> {
  readonly clock: MemoryClock;
  readonly visits: Visits;
  readonly schools: Schools;
  readonly pace: Pace;
  /** Before each word that is made up, where one afternoon goes on from another. */
  readonly words?: string;
}

export async function afternoonAt(school: SchoolOfTests, start: Instant) {
  const clock = memoryClock(start);
  const kept = {
    ...{ clock, visits: memoryVisitStore({ clock }), schools: memorySchoolStore(), pace: memoryPace() },
    ...{ sessions: memorySessions(), drafts: memoryDrafts({ clock }), links: memoryLinks({ clock }) },
    ...{ machines: memoryMachines(), jobs: memoryJobs(), schoolList: memorySchoolList() },
  };
  await begins(kept, school, start);
  return afternoonOn(school.file.school, kept);
}

/** The school as its file has it. */
export async function begins(
  { schools, schoolList }: Pick<Deps, 'schools' | 'schoolList'>,
  { file, policy }: SchoolOfTests,
  start: Instant,
): Promise<void> {
  const { school } = file;
  await schoolList.add({ id: school, name: file.name, since: start });
  await schools.putPolicy(school, '1', policy);
  await schools.putSettings(school, { version: 1, policy: { id: policy.id, version: '1' }, values: file.settings.values });
  for (const person of file.people) await schools.putPerson(school, person, 0);
  for (const { answers, ...home } of file.households) {
    const kept = Object.fromEntries(Object.entries(answers).map(([question, value]) => [question, { value, by: 'seed', at: start }]));
    await schools.putHousehold(school, Household.parse({ ...home, answers: kept }), 0);
  }
}

/** On stores that hold the school, and whatever has happened there. */
export function afternoonOn<Visits extends VisitStore & Erasures, Schools extends SchoolStore>(
  school: string,
  { clock, visits, schools, schoolList, sessions, drafts, links, machines, jobs, pace, words = 'r' }: Kept<Visits, Schools>,
) {
  const notices = memoryNotices();
  const timers = memoryTimers();
  const pokes = memoryPokes();
  let random = 0;
  const deps: Deps & SettleDeps = {
    visits,
    erasures: visits,
    schools,
    schoolList,
    sessions,
    drafts,
    links,
    machines,
    jobs,
    pokes,
    clock,
    notices,
    timers,
    newRandom: () => `${words}${String((random += 1)).padStart(8, '0')}`,
    pause: async () => Promise.resolve(),
    pace,
    linkTo: ({ school, visit }) => `https://doorstep.example/${school}/${visit}`,
    phonePage: (link) => `https://doorstep.example/v/${link}`,
  };
  let id = 'HV-000000';
  let asked = 0;

  const drain = async (): Promise<void> => {
    for (let waiting = pokes.take(); waiting.length > 0; waiting = pokes.take()) for (const poke of waiting) await settle(deps, poke);
  };
  const sweepNow = async (): Promise<void> => {
    await sweep({ ...deps, shards: 1 }, clock.now());
    await drain();
  };

  const afternoon = {
    school,
    clock,
    visits,
    schools,
    notices,
    timers,
    pokes,
    deps,
    /** The visit that was asked for last. */
    get id() {
      return id;
    },
    async request(person: string, body: Record<string, unknown>): Promise<Outcome> {
      asked += 1;
      id = `HV-${String(asked).padStart(6, '0')}`;
      const key = { id: `ask-${String(asked)}`, body: 'b' };
      const outcome = await requestVisit(
        deps,
        school,
        id,
        RequestBody.parse(body),
        `h-new-${String(asked)}`,
        { person, by: person, via: 'api', key },
        { may: () => true },
      );
      await drain();
      return outcome;
    },
    /** Somebody of the school says something about the visit; whatever it brings with it is settled at once. */
    async says<Name extends CommandName>(
      person: string,
      type: Name,
      body: Omit<CommandOf<Name>, 'type'>,
      more: { readonly visit?: string; readonly key?: string; readonly unread?: Record<string, unknown>; readonly settled?: boolean } = {},
    ): Promise<Outcome> {
      const key = more.key === undefined ? undefined : { id: more.key, body: JSON.stringify(body) };
      // The name and its own body are one of the commands.
      const command = { type, ...body } as unknown as Command;
      const outcome = await carryOut(
        deps,
        { school, visit: more.visit ?? id },
        command,
        { person, by: person, via: 'api', key, unread: more.unread },
        { may: () => true },
      );
      if (more.settled !== false) await drain();
      return outcome;
    },
    async visit(which = id): Promise<Visit> {
      const stored = await visits.read({ school, visit: which });
      if (stored === undefined) throw new Error(`no visit ${which}`);
      return visitOf(stored);
    },
    drain,
    sweepNow,
    /** Moves on from one moment at which something is due to the next; everything that falls due meanwhile is done in order. */
    async until(end: Instant): Promise<void> {
      for (;;) {
        const timer = earliest([...timers.standing.values()].map((t) => t.at));
        const [due] = (await visits.due(end, 0)).visits;
        const swept = due === undefined ? undefined : nextMinute(due.dueAt < clock.now() ? clock.now() : due.dueAt);
        const next = earliest([timer, swept]);
        if (next === undefined || next > end) break;
        if (next > clock.now()) clock.set(next);
        for (const fired of timers.fire(clock.now()))
          await pokes.poke([{ ...fired.ref, due: fired.due, ...(fired.again !== undefined && { again: fired.again }) }]);
        await drain();
        if (next === swept) await sweepNow();
      }
      clock.set(end);
    },
    async passes(length: Length): Promise<void> {
      await afternoon.until(plus(clock.now(), length));
    },
    /** What went out since it was asked last: `text hampton-office rung:a1/1`. */
    sent(): readonly string[] {
      const all = notices.outbox.slice(read);
      read = notices.outbox.length;
      return all.map((m) => `${m.channel} ${m.contact} ${m.about}`);
    },
  };
  let read = 0;
  return afternoon;
}

export type Afternoon = Awaited<ReturnType<typeof afternoonAt>>;

/** The sweep's next round, on the minute. */
function nextMinute(at: Instant): Instant {
  const over = Date.parse(at) % minute;
  return plusMilliseconds(at, over === 0 ? 0 : minute - over);
}
