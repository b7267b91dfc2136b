/**
 * The World: Doorstep's application on stores in memory or others, among stand-ins for everything around it, on a clock that only
 * moves from one event to the next. Every call takes a little time, so that what happens at once happens in every order; every
 * call can fail, lose its answer or be the last thing that its caller ever did.
 */
import { memoryDrafts } from '../../functions/adapters/memory/memory-drafts.ts';
import { memoryLinks } from '../../functions/adapters/memory/memory-links.ts';
import { memoryJobs } from '../../functions/adapters/memory/memory-jobs.ts';
import { memoryMachines } from '../../functions/adapters/memory/memory-machines.ts';
import { memoryPace } from '../../functions/adapters/memory/memory-pace.ts';
import { memorySchoolList } from '../../functions/adapters/memory/memory-school-list.ts';
import { memorySchoolStore } from '../../functions/adapters/memory/memory-school-store.ts';
import { memorySessions } from '../../functions/adapters/memory/memory-sessions.ts';
import { type MemoryVisitStore, memoryVisitStore } from '../../functions/adapters/memory/memory-visit-store.ts';
import { auditAndTell } from '../../functions/application/audit.ts';
import { aboutByHand } from '../../functions/application/by-hand.ts';
import { carryOut } from '../../functions/application/carry-out.ts';
import type { Outcome } from '../../functions/application/outcome.ts';
import { doorstepRules, type Rules } from '../../functions/application/deps.ts';
import { requestVisit } from '../../functions/application/request-visit.ts';
import { noteReceipt } from '../../functions/application/receipts.ts';
import { settle } from '../../functions/application/settle.ts';
import { sweep, type SweepDeps } from '../../functions/application/sweep.ts';
import { canonical } from '../../functions/domain/canonical.ts';
import { Household } from '../../functions/domain/household.ts';
import { type Person, presentAndFormer } from '../../functions/domain/person.ts';
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { Unreadable } from '../../functions/domain/unreadable.ts';
import { epochOf, type Instant, instantOf, type Length, lengthInMilliseconds } from '../../functions/domain/time.ts';
import { type Command, type CommandName, type CommandOf, isAfterTheDoor, RequestBody } from '../../functions/domain/visit/commands.ts';
import type { Known } from '../../functions/domain/visit/decision.ts';
import type { StoredVisit, Visit, VisitRef } from '../../functions/domain/visit/visit.ts';
import type { Clock } from '../../functions/ports/clock.ts';
import type { Message } from '../../functions/ports/notices.ts';
import type { Poke } from '../../functions/ports/pokes.ts';
import type { SchoolStore } from '../../functions/ports/school-store.ts';
import type { Timer } from '../../functions/ports/timers.ts';
import type { Erasures } from '../../functions/ports/erasures.ts';
import type { VisitChange, VisitStore } from '../../functions/ports/visit-store.ts';
import { hampton, type SchoolOfTests } from './afternoon.ts';
import { answers, at, head, induction, teacher, ticks } from './hampton-visit.ts';
import { promises, type Send } from './promises.ts';
import {
  type Carriage,
  type Firing,
  handOver,
  Mishappened,
  pokeQueue,
  type Saying,
  scheduler as schedulerStandIn,
  type TextReceived,
  type Treatment,
} from './stand-ins.ts';
import { randomFrom, type VirtualTime, virtualTime } from './virtual-time.ts';

/** Doorstep, or something that differs from it in one rule. */
export interface Application {
  readonly rules: Rules;
  readonly carryOut: typeof carryOut;
  readonly settle: typeof settle;
  readonly sweep: typeof sweep;
}
export const doorstep: Application = { rules: doorstepRules, carryOut, settle, sweep };

// ------------------------------------------------------------------------------------------------ what can go wrong

type Kind = 'api' | 'overdue-check' | 'sweep';
type Effect = 'read' | 'create' | 'append' | 'due' | 'context' | 'school' | 'poke' | 'timer' | 'send';

/** One call to the outside, and of an append what it adds. */
export interface Call {
  readonly by: Kind;
  readonly effect: Effect;
  readonly change?: VisitChange;
  readonly message?: Message;
}
/**
 * `crash-before`, `crash-after`: the caller is no more. `fail`: not done. `lose-answer`: done, and nobody hears of it.
 * `ask-twice`: its answer was lost and the client asked again by itself. `lose-race`: somebody else's write came first, they say.
 */
export type Mishap = 'crash-before' | 'crash-after' | 'fail' | 'lose-answer' | 'ask-twice' | 'lose-race';

export interface WorldFaults {
  mishap: (call: Call) => Mishap | undefined;
  provider: (message: Message) => Treatment | undefined;
  receipts: (message: Message) => readonly Saying[];
  firing: (timer: Timer) => Firing;
  carriage: (poke: Poke) => Carriage;
  /** How far the clocks of a function are off, in milliseconds. */
  skew: (kind: Kind) => number;
  sweepIsOff: boolean;
  /** Milliseconds for which a schedule's name stays taken after it has fired. */
  keepsNames: number;
}
const nothingWrong = (): WorldFaults => ({
  mishap: () => undefined,
  provider: () => undefined,
  receipts: () => [],
  firing: () => ({}),
  carriage: () => ({}),
  skew: () => 0,
  sweepIsOff: false,
  keepsNames: 500,
});

interface Process {
  readonly kind: Kind;
  over: boolean;
  /** Stops it for good, where it stands. */
  readonly stop: () => void;
  readonly randoms: Set<string>;
  readonly sends: Send[];
}
type Ended<T> =
  { readonly how: 'done'; readonly value: T } | { readonly how: 'threw'; readonly error: unknown } | { readonly how: 'stopped' };

/** As the deployed functions have it, in milliseconds. */
const limits: Readonly<Record<Kind, number>> = { api: 15_000, 'overdue-check': 25_000, sweep: 55_000 };
const minute = 60_000;

/** Asked anew each time: it may have been stopped while it waited. */
const isOver = (process: Process): boolean => process.over;
const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
const seedOf = (text: string | undefined): number | undefined => (text === undefined || text === '' ? undefined : Number(text));

// ------------------------------------------------------------------------------------------------ where it is kept

/** Where visits and schools are kept. */
export interface Stores {
  readonly visits: VisitStore & Erasures;
  readonly schools: SchoolStore;
  /** From now on this visit is there and cannot be read. */
  readonly spoil: (ref: VisitRef) => Promise<void>;
  /** The indexes of this store can be late. */
  readonly indexes?: Pick<MemoryVisitStore, 'lagIndexes' | 'stallIndexes'>;
}
/** Fresh ones for one World; what they do in real time they do `outside`. */
export type MakeStores = (needs: {
  readonly clock: Clock;
  readonly outside: VirtualTime['outside'];
  /** Of the sweep's index. */
  readonly pageSize: number | undefined;
}) => Promise<Stores>;

const inMemory: MakeStores = async ({ clock, pageSize }) => {
  const visits = memoryVisitStore({ clock, ...(pageSize === undefined ? {} : { pageSize }) });
  return { visits, schools: memorySchoolStore(), spoil: async (ref) => visits.spoil(ref), indexes: visits };
};

// ------------------------------------------------------------------------------------------------ the world

const theSchool = hampton();

export interface WorldOptions {
  readonly stores?: MakeStores;
  readonly application?: Application;
  readonly seed?: number;
  readonly school?: SchoolOfTests;
  readonly start?: Instant;
  /** Of the sweep's index. */
  readonly pageSize?: number;
  /** How many functions look at visits at once. */
  readonly atOnce?: number;
}
export interface More {
  readonly visit?: string;
  readonly key?: string;
  readonly unread?: Readonly<Record<string, unknown>>;
}
/** How a press ended, after however many tries. */
export interface Told {
  readonly outcome: Outcome['outcome'];
  readonly answer: Outcome;
  readonly tries: number;
}

export type World = Awaited<ReturnType<typeof aWorld>>;

export async function aWorld({
  application = doorstep,
  stores = inMemory,
  seed = seedOf(process.env['SEED']) ?? 1,
  school = theSchool,
  start = at('08:30'),
  pageSize,
  atOnce = 4,
}: WorldOptions = {}) {
  const { file, policy } = school;
  const id = file.school;
  const time = virtualTime(epochOf(start));
  const random = randomFrom(seed);
  const faults = nothingWrong();
  const clock = { now: () => instantOf(time.now()) };
  const { visits: store, schools: keeping, spoil, indexes } = await stores({ clock, outside: time.outside, pageSize });

  // What a decision goes by, read without a call.
  const rules = rulesOf(policy);
  const settings = { version: 1, policy: { id: policy.id, version: '1' }, values: file.settings.values };
  const people = new Map(file.people.map((person) => [person.id, person]));
  let everybody = presentAndFormer([...people.values()]);
  const homes = new Map<string, Household>();
  const knownOf = (visit: Visit): Known => ({
    rules,
    settings,
    ...everybody,
    household: homes.get(visit.household),
    round: [],
    leads: visit.visitors.flatMap((v) => (v.lead === undefined ? [] : (held.kept.get(v.lead)?.visit ?? []))),
  });
  /** How long what is due may wait, and a call for help, in milliseconds. */
  const longest = { overdue: 65_000, help: 65_000 };
  const held = promises({ now: time.now, knownOf, longest });

  await keeping.putPolicy(id, '1', policy);
  await keeping.putSettings(id, settings);
  for (const person of file.people) await keeping.putPerson(id, person, 0);
  for (const { answers: given, ...home } of file.households) {
    const kept = Object.fromEntries(Object.entries(given).map(([question, value]) => [question, { value, by: 'seed', at: start }]));
    const household = Household.parse({ ...home, answers: kept });
    homes.set(household.id, household);
    await keeping.putHousehold(id, household, 0);
  }

  // ---------------------------------------------------------------------------------------------- who calls, and how it goes

  const pace = memoryPace();
  const keptForPages = {
    sessions: memorySessions(),
    drafts: memoryDrafts({ clock }),
    links: memoryLinks({ clock }),
    machines: memoryMachines(),
    jobs: memoryJobs(),
    schoolList: memorySchoolList(),
  };
  const counts = { steps: 0, mishaps: {} as Record<string, number>, sent: 0, unserved: 0, presses: 0, timers: 0, departures: 0 };
  const count = (what: string): void => {
    counts.mishaps[what] = (counts.mishaps[what] ?? 0) + 1;
  };

  async function calls<T>(process: Process, call: Call, work: () => Promise<T>, conflict?: T): Promise<T> {
    if (isOver(process)) return never();
    counts.steps += 1;
    const mishap = faults.mishap(call);
    if (mishap !== undefined) count(mishap);
    if (mishap === 'crash-before') {
      process.stop();
      return never();
    }
    await time.sleep(random.between(2, 25));
    if (mishap === 'fail') throw new Mishappened(`${call.effect} fails`);
    if (mishap === 'lose-race' && conflict !== undefined) return conflict;
    // What has been asked for is done, even where whoever asked is no more.
    const done = await work();
    const again = mishap === 'ask-twice' ? await work() : done;
    if (mishap === 'crash-after') process.stop();
    if (isOver(process)) return never();
    if (mishap === 'lose-answer') throw new Mishappened(`the answer of ${call.effect} is lost`);
    return again;
  }

  function visitsFor(process: Process): VisitStore {
    const { kind: by } = process;
    return {
      read: (ref) => calls(process, { by, effect: 'read' }, () => store.read(ref)),
      readMany: (refs) => calls(process, { by, effect: 'read' }, () => store.readMany(refs)),
      readEach: (refs) => calls(process, { by, effect: 'read' }, () => store.readEach(refs)),
      aside: (ref) => calls(process, { by, effect: 'read' }, () => store.aside(ref)),
      putAside: (ref, was, now) =>
        calls(
          process,
          { by, effect: 'append' },
          async () => {
            const written = await store.putAside(ref, was, now);
            if (written === 'written') held.putAside(ref.visit);
            return written;
          },
          'conflict',
        ),
      create: (visit, shadow) =>
        calls(
          process,
          { by, effect: 'create' },
          async () => {
            const written = await store.create(visit, shadow);
            if (written === 'written') held.created(visit, shadow);
            return written;
          },
          'conflict',
        ),
      append: (change) =>
        calls(
          process,
          { by, effect: 'append', change },
          async () => {
            const written = await store.append(change);
            if (written === 'written') held.appended(change);
            return written;
          },
          'conflict',
        ),
      due: (until, shard, after) => calls(process, { by, effect: 'due' }, () => store.due(until, shard, after)),
      list: (of, which, page) => calls(process, { by, effect: 'due' }, () => store.list(of, which, page)),
      oldest: (of, which, page) => calls(process, { by, effect: 'due' }, () => store.oldest(of, which, page)),
      ofHome: (of, household, page) => calls(process, { by, effect: 'due' }, () => store.ofHome(of, household, page)),
      recordRead: (ref, reader, when) => store.recordRead(ref, reader, when),
    };
  }

  function schoolsFor(process: Process): SchoolStore {
    const { kind: by } = process;
    return {
      ...keeping,
      context: (of, want) => calls(process, { by, effect: 'context' }, () => keeping.context(of, want)),
      putHousehold: (of, household, after) =>
        calls(
          process,
          { by, effect: 'school' },
          async () => {
            const written = await keeping.putHousehold(of, household, after);
            if (written === 'written') homes.set(household.id, household);
            return written;
          },
          'conflict',
        ),
      joinRound: (of, round, visit, order) => calls(process, { by, effect: 'school' }, () => keeping.joinRound(of, round, visit, order)),
    };
  }

  const received: TextReceived[] = [];
  async function sends(process: Process, message: Message) {
    if (isOver(process)) return never<never>();
    counts.steps += 1;
    const mishap = faults.mishap({ by: process.kind, effect: 'send', message });
    if (mishap?.startsWith('crash') === true) count(mishap);
    if (mishap === 'crash-before') {
      process.stop();
      return never<never>();
    }
    // What is said by hand is owed by no item.
    const send = message.about === aboutByHand ? undefined : held.sends(process.randoms, message);
    if (send !== undefined) process.sends.push(send);
    counts.sent += 1;
    const treatment = faults.provider(message);
    if (treatment !== undefined) count('provider');
    const sent = await handOver(time, random, treatment, {
      answered: (_outcome, went) => {
        if (send !== undefined) held.attempted(send, went);
        if (went) received.push({ at: time.now(), message });
        for (const { after, rank } of faults.receipts(message)) time.at(time.now() + after, () => void says(message, rank));
      },
    });
    if (mishap === 'crash-after') process.stop();
    if (isOver(process)) return never<never>();
    if (send !== undefined && sent.outcome === 'unknown') held.attempted(send, false);
    if (send !== undefined) held.answered(send, sent.outcome);
    return sent;
  }

  /** The provider says what became of a message, and says it again where nobody took it. */
  async function says({ ref, notice, channel, to }: Message, rank: Saying['rank']): Promise<void> {
    for (let tries = 1; tries <= 5; tries += 1) {
      const isAwaited = held.isNews(ref.visit, notice, rank);
      const ended = await invoke('api', (deps) => noteReceipt(deps, { ref, notice, rank, contact: { channel, to } }));
      if (ended.how === 'done') {
        if (isAwaited && held.isNews(ref.visit, notice, rank)) held.breaks(`16: nobody notes that ${notice} of ${ref.visit} is ${rank}`);
        return;
      }
      // On the World's clock, which only goes from one event to the next.
      await time.sleep(minute);
    }
  }

  function depsFor(process: Process): SweepDeps {
    const { kind: by } = process;
    const offBy = faults.skew(by);
    const own = application.rules;
    return {
      visits: visitsFor(process),
      erasures: store,
      schools: schoolsFor(process),
      ...keptForPages,
      pokes: {
        poke: (pokes) =>
          calls(process, { by, effect: 'poke' }, async () => {
            for (const poke of pokes) queue.send(poke);
          }),
      },
      timers: {
        ensure: (timer) => {
          note(timer.again === undefined ? instants : cameEarly, timer);
          return calls(process, { by, effect: 'timer' }, async () => timers.ensure(timer));
        },
      },
      notices: { send: (message) => sends(process, message), letThrough: async () => Promise.resolve() },
      clock: { now: () => instantOf(time.now() + offBy) },
      rules: {
        decide: own.decide,
        keepUp: (visit, upkeep, known, now) => {
          const decision = own.keepUp(visit, upkeep, known, now);
          if (upkeep.type === 'look') held.served(decision.visit, known, now);
          return decision;
        },
      },
      newRandom: () => {
        const word = Math.floor(random.next() * 0xffffffff)
          .toString(16)
          .padStart(8, '0');
        process.randoms.add(word);
        return word;
      },
      pause: (milliseconds) => (isOver(process) ? never() : time.sleep(Math.ceil(milliseconds))),
      pace,
      linkTo: ({ school: of, visit }) => `https://doorstep.example/${of}/${visit}`,
      phonePage: (link) => `https://doorstep.example/v/${link}`,
      shards: 1,
    };
  }

  const living = new Set<Process>();
  /** One invocation: it answers, throws, or is no more. */
  function invoke<T>(kind: Kind, work: (deps: SweepDeps, process: Process) => Promise<T>): Promise<Ended<T>> {
    return new Promise((resolve) => {
      const end = (ended: Ended<T>): void => {
        if (process.over) return;
        process.over = true;
        living.delete(process);
        if (ended.how !== 'done') for (const send of process.sends) send.excused = true;
        if (ended.how === 'threw') judge(ended.error);
        resolve(ended);
      };
      const process: Process = { kind, over: false, stop: () => end({ how: 'stopped' }), randoms: new Set(), sends: [] };
      living.add(process);
      time.at(time.now() + limits[kind], process.stop);
      work(depsFor(process), process).then(
        (value) => end({ how: 'done', value }),
        (error: unknown) => end({ how: 'threw', error }),
      );
    });
  }

  /** What may be thrown, with all that goes wrong; anything else is a mistake in the code. */
  const judge = (error: unknown): void => {
    const expected =
      error instanceof Mishappened ||
      (error instanceof Error && /every race was lost|could not be linked|does not parse/.test(error.message));
    if (!expected) held.breaks(`threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  };

  const queue = pokeQueue(
    time,
    random,
    atOnce,
    (poke) => faults.carriage(poke),
    async (poke) => {
      const ended = await invoke('overdue-check', (deps) => application.settle(deps, poke));
      // As `overdue-check` has it: what cannot be read is not delivered again.
      return ended.how === 'done' || (ended.how === 'threw' && ended.error instanceof Unreadable);
    },
  );
  const timers = schedulerStandIn(
    time,
    random,
    (timer) => faults.firing(timer),
    ({ ref, due, again }) => queue.send({ ...ref, due, ...(again !== undefined && { again }) }),
    () => faults.keepsNames,
  );

  /** For each visit no more are alive than moments were ever asked for, and once for each time that one came early. */
  const instants = new Map<string, Set<string>>();
  const cameEarly = new Map<string, Set<string>>();
  const countTimers = (): void => {
    const alive = new Map<string, number>();
    for (const { ref } of timers.standing.values()) alive.set(ref.visit, (alive.get(ref.visit) ?? 0) + 1);
    for (const [visit, n] of alive) {
      const most = (instants.get(visit)?.size ?? 0) + (cameEarly.get(visit)?.size ?? 0);
      if (n > most) held.breaks(`14: ${String(n)} timers are alive for ${visit}, which asked for ${String(most)}`);
    }
    counts.timers = Math.max(counts.timers, timers.standing.size);
  };
  const note = (where: Map<string, Set<string>>, { ref, due, again = 0 }: Timer): void => {
    where.set(ref.visit, (where.get(ref.visit) ?? new Set()).add(`${due} ${String(again)}`));
  };

  const isSomethingDue = (): boolean =>
    [...held.kept.values()].some(({ dueAt }) => dueAt !== undefined && epochOf(dueAt) <= time.now() + minute);
  const everyMinute = (then: number): void =>
    time.at(then, () => {
      everyMinute(then + minute);
      held.look();
      if ((then / minute) % 10 === 0) void audits();
      countTimers();
      if (!faults.sweepIsOff && isSomethingDue()) void sweeps();
    });
  const sweeps = async (): Promise<void> => {
    await time.sleep(random.between(0, 1_500));
    const sendsOf: Send[][] = [];
    const ended = await invoke('sweep', (deps, process) => {
      sendsOf.push(process.sends);
      return application.sweep(deps, deps.clock.now());
    });
    if (ended.how !== 'done') return;
    const failed = ended.value.failures.map(({ visit }) => visit.ref.visit);
    for (const send of sendsOf.flat()) if (failed.includes(send.visit)) send.excused = true;
    counts.unserved += ended.value.failures.length;
    for (const { reason } of ended.value.failures) judge(reason);
  };
  /** Every ten minutes the audit agrees that nothing is forgotten, for as long as it was promised that nothing is. In memory alone, where it costs little. */
  const audits = async (): Promise<void> => {
    if (indexes === undefined || longest.overdue > 5 * minute) return;
    const { found } = await auditAndTell({ visits: store, clock }, [id], { failures: [] });
    // A provider that is down is told of, and is nothing that was forgotten.
    const forgotten = found.filter(({ finding }) => finding !== 'not-looked-at' && finding !== 'not-taken');
    for (const { visit, finding } of forgotten) held.breaks(`audit: ${finding} of ${String(visit)}`);
  };
  everyMinute(Math.ceil((time.now() + 1) / minute) * minute);

  // ---------------------------------------------------------------------------------------------- people

  let last = '';
  let asked = 0;

  /** Asks, and asks again with the same key, until there is an answer. */
  async function untilAnswered(what: string, asks: (deps: SweepDeps) => Promise<Outcome>): Promise<Told> {
    for (let tries = 1; ; tries += 1) {
      const ended = await invoke('api', asks);
      if (ended.how === 'done' && ended.value.outcome !== 'busy') {
        noteAnswer(what, ended.value);
        return { outcome: ended.value.outcome, answer: ended.value, tries };
      }
      await time.sleep(random.between(1_000, 4_000));
    }
  }

  const answered: { readonly what: string; readonly visit: string; readonly length: number; readonly last: string }[] = [];
  const noteAnswer = (what: string, outcome: Outcome): void => {
    if (outcome.outcome !== 'accepted') return;
    const { visit, history } = outcome.visit;
    answered.push({ what, visit, length: history.length, last: canonical(history.at(-1)) });
  };

  function press<Name extends CommandName>(
    person: string,
    type: Name,
    body: Omit<CommandOf<Name>, 'type'>,
    more: More = {},
  ): Promise<Told> {
    counts.presses += 1;
    const key = { id: more.key ?? `press-${String(counts.presses)}`, body: JSON.stringify([type, body]) };
    // The name and its own body are one of the commands.
    const command = { type, ...body } as unknown as Command;
    const visit = more.visit ?? last;
    const by = { person, by: person, via: 'api' as const, key, unread: more.unread };
    return untilAnswered(`${type} by ${person}`, (deps) =>
      application.carryOut(deps, { school: id, visit }, command, by, { may: () => true }),
    ).then((told) => {
      if (isAfterTheDoor(type) && told.outcome !== 'accepted')
        held.breaks(`7: ${type} by ${person} was answered ${JSON.stringify(told.answer)}`);
      return told;
    });
  }

  function request(person: string, body: Readonly<Record<string, unknown>>): Promise<Told> {
    asked += 1;
    const visit = `HV-${String(asked).padStart(6, '0')}`;
    last = visit;
    const by = { person, by: person, via: 'api' as const, key: { id: `ask-${visit}`, body: 'asked' } };
    return untilAnswered(`request by ${person}`, (deps) =>
      requestVisit(deps, id, visit, RequestBody.parse(body), `h-new-${visit}`, by, { may: () => true }),
    );
  }

  /** Lives on until all of these have their answers; half an hour at most. */
  async function answersTo<T>(asks: readonly Promise<T>[]): Promise<T[]> {
    let all: T[] | undefined;
    let failure: unknown;
    Promise.all(asks).then(
      (done) => (all = done),
      (error: unknown) => (failure = error),
    );
    const end = time.now() + 30 * minute;
    while (all === undefined && failure === undefined && (await time.step(end)));
    if (failure !== undefined) throw failure instanceof Error ? failure : new Error('it was rejected');
    if (all === undefined) throw new Error(`no answer in half an hour (seed ${String(seed)}) ${held.broken.join('\n')}`);
    return all;
  }

  const unread = new Map<string, TextReceived[]>();
  let sorted = 0;
  const sortTexts = (): void => {
    for (; sorted < received.length; sorted += 1) {
      const text = received[sorted]!;
      if (text.message.channel === 'text') unread.set(text.message.contact, [...(unread.get(text.message.contact) ?? []), text]);
    }
  };
  const show = ({ at: when, message: { contact, text } }: TextReceived): string => `${instantOf(when)} ${contact}: ${text}`;
  const fails = (why: string): never => {
    throw new Error(`${why}\nSEED=${String(seed)} replays it`);
  };

  const world = {
    seed,
    time,
    random,
    faults,
    spoil,
    indexes,
    queue,
    timers,
    counts,
    /** What is known of somebody who works there. */
    person: async (person: string): Promise<Person | undefined> => (await keeping.person(id, person))?.value,
    /** Somebody's record is another from now on; `undefined`: it is no longer there. */
    changesPerson: async (person: string, change: (before: Person) => Person | undefined): Promise<void> => {
      const before = await keeping.person(id, person);
      if (before === undefined) return;
      const after = change(before.value);
      if (after === undefined) {
        await keeping.removePerson(id, person, before.version);
        people.delete(person);
      } else {
        await keeping.putPerson(id, after, before.version);
        people.set(person, after);
      }
      everybody = presentAndFormer([...people.values()]);
    },
    received,
    alarms: held.alarms,
    get writes() {
      return held.writes;
    },
    get broken() {
      return held.broken;
    },
    now: () => instantOf(time.now()),
    /** From now on what is due may wait so many milliseconds, and a call for help so many. */
    setPromise: (overdue: number, help = overdue) => {
      Object.assign(longest, { overdue, help });
    },
    dueAt: (visit: string): number | undefined => {
      const due = held.kept.get(visit)?.dueAt;
      return due === undefined ? undefined : epochOf(due);
    },
    /** Goes wrong once, or so many times, with the calls that fit. */
    goesWrong: (mishap: Mishap, fits: (call: Call) => boolean, times = 1) => {
      const before = faults.mishap;
      let left = times;
      faults.mishap = (call) => {
        if (left === 0 || !fits(call)) return before(call);
        left -= 1;
        return mishap;
      };
    },
    /** Everything is as it should be again. */
    mend: () => {
      Object.assign(faults, nothingWrong());
      indexes?.lagIndexes(0);
      queue.setDown(false);
      timers.setDown(false);
    },
    /** The plug is pulled: nothing that was under way goes on. */
    killAll: () => {
      for (const process of [...living]) process.stop();
    },
    press,
    request,
    answersTo,
    /** What a provider says of a message, now. */
    provider: { says },
    says: async <Name extends CommandName>(person: string, type: Name, body: Omit<CommandOf<Name>, 'type'>, more?: More): Promise<Told> =>
      (await answersTo([press(person, type, body, more)]))[0]!,
    /** The last that was asked for, unless said; as it stands. */
    visit: (which = last): Visit => held.kept.get(which)!.visit,
    visits: (): readonly Visit[] => [...held.kept.values()].map(({ visit }) => visit),
    until: (end: Instant) => time.until(epochOf(end)),
    passes: (length: Length) => time.until(time.now() + lengthInMilliseconds(length)),
    phone: (person: string) => ({
      /** The next text that is not read yet says this. `by`: it was there then. */
      expectsText: (what: RegExp, { by, from }: { readonly by?: Instant; readonly from?: Instant } = {}): TextReceived => {
        sortTexts();
        const [next] = unread.get(person) ?? [];
        if (next === undefined) return fails(`${person} has no text that says ${String(what)} at ${instantOf(time.now())}`);
        if (!what.test(next.message.text)) return fails(`${person} has another text than ${String(what)}: ${show(next)}`);
        if (by !== undefined && next.at > epochOf(by)) return fails(`later than ${by}: ${show(next)}`);
        if (from !== undefined && next.at < epochOf(from)) return fails(`earlier than ${from}: ${show(next)}`);
        unread.get(person)?.shift();
        return next;
      },
      expectsNothing: (): void => {
        sortTexts();
        const [next] = unread.get(person) ?? [];
        if (next !== undefined) fails(`nobody expected: ${show(next)}`);
      },
      /** How many texts are not read yet; they are read now. */
      readsAll: (): readonly string[] => {
        sortTexts();
        const texts = (unread.get(person) ?? []).map((t) => t.message.text);
        unread.delete(person);
        return texts;
      },
    }),
    /** Reads everything on every phone. */
    readsAll: (): void => {
      sortTexts();
      unread.clear();
    },
    /** Nobody has a text that nobody expected, and nothing that was promised has been broken. */
    holds: (): void => {
      sortTexts();
      if (held.broken.length > 0) fails(held.broken.join('\n'));
      const unexpected = [...unread.values()].flat();
      if (unexpected.length > 0) fails(`nobody expected:\n${unexpected.map(show).join('\n')}`);
    },
    /** What must be true once all is over. */
    atTheEnd: async (): Promise<void> => {
      const stored = new Map<string, StoredVisit>();
      for (const visit of held.kept.keys()) {
        const row = await store.read({ school: id, visit }).catch(() => undefined);
        if (row !== undefined) stored.set(visit, row);
      }
      held.atTheEnd(received, (visit) => stored.get(visit));
      for (const { what, visit, length, last: event } of answered) {
        const now = held.kept.get(visit)?.visit.history[length - 1];
        if (canonical(now) !== event) held.breaks(`9: ${what} was told of something that is not in the history of ${visit}`);
      }
    },
    breaks: held.breaks,
    /** Asked for, assessed and authorised; its id. */
    authorised: async (body: Readonly<Record<string, unknown>> = induction, by = teacher): Promise<string> => {
      await answersTo([request(by, body)]);
      const visit = last;
      await world.says(by, 'answer', { answers: { ...answers, class: { class: 'Willow', teacher: by } } });
      const told = await world.says(head, 'authorise', {});
      if (told.outcome !== 'accepted') fails(JSON.stringify(told.answer));
      return visit;
    },
    /** Both have signed out at 13:00, due at 14:30. */
    out: async (body: Readonly<Record<string, unknown>> = induction): Promise<string> => {
      const visit = await world.authorised(body);
      await world.until(at('13:00'));
      const told = await world.says(teacher, 'depart', { visitor: 'all', ticks });
      if (told.outcome !== 'accepted') fails(JSON.stringify(told.answer));
      return visit;
    },
  };
  return world;
}
