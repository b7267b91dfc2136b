/** A random afternoon: several visits, a round among them, people who press at the worst moments, and everything that can go wrong. */
import { epochOf, type Instant, instantOf, plusMilliseconds } from '../../functions/domain/time.ts';
import { isOut, openAlarms } from '../../functions/domain/visit/relations.ts';
import type { Visit } from '../../functions/domain/visit/visit.ts';
import { at } from '../support/hampton-visit.ts';
import type { Random } from '../support/virtual-time.ts';
import { type StormySchool, stormySchools } from './schools.ts';
import { aWorld, type Mishap, type World, type WorldOptions } from '../support/world.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const crashes: readonly Mishap[] = ['crash-before', 'crash-after'];

// ------------------------------------------------------------------------------------------------ families of faults

interface Family {
  /** From due to the first message, in milliseconds; of a call for help. */
  readonly promise: { readonly overdue: number; readonly help: number };
  readonly install: (world: World, random: Random) => void;
}
const kept = { overdue: 300 * second, help: 250 * second };
/** Anything may be late where everything goes wrong at once; nothing may be lost. */
const noPromise = { overdue: 24 * hour, help: 24 * hour };

const from = epochOf(at('13:00'));
const mended = epochOf(at('16:30'));

/** Does something, and later the opposite, so often. */
function spells(world: World, random: Random, times: number, longest: number, turn: (on: boolean) => void): void {
  let then = from;
  for (let i = 0; i < times; i += 1) {
    then += random.between(5 * minute, 90 * minute);
    const lasts = random.between(longest / 4, longest);
    if (then + lasts >= mended) return;
    world.time.at(then, () => turn(true));
    world.time.at(then + lasts, () => turn(false));
    then += lasts;
  }
}
const also = (world: World, mishap: World['faults']['mishap']): void => {
  const before = world.faults.mishap;
  world.faults.mishap = (call) => mishap(call) ?? before(call);
};

const races: Family['install'] = (world, random) => {
  also(world, ({ effect }) => {
    if (effect !== 'append' || !random.chance(0.15)) return undefined;
    return random.pick<Mishap>(['lose-race', 'lose-answer', 'ask-twice', 'fail']);
  });
};
const crashing: Family['install'] = (world, random) => {
  const often = random.pick([0.01, 0.02, 0.05]);
  also(world, () => (random.chance(often) ? random.pick(crashes) : undefined));
};
const storeAway: Family['install'] = (world, random) => {
  let isAway = false;
  spells(world, random, 4, 3 * minute, (on) => (isAway = on));
  also(world, ({ effect }) => (isAway && !['poke', 'timer', 'send'].includes(effect) ? 'fail' : undefined));
};
const queueTroubles: Family['install'] = (world, random) => {
  let isDown = false;
  spells(world, random, 2, hour, (on) => {
    isDown = on;
    world.queue.setDown(on);
  });
  also(world, ({ effect }) => (isDown && effect === 'poke' ? 'fail' : undefined));
  world.faults.carriage = () => ({
    lost: random.chance(0.1),
    ...(random.chance(0.2) && { again: random.between(0, 5 * minute) }),
    ...(random.chance(0.1) && { late: random.between(0, 40 * second) }),
  });
};
const providerTroubles: Family['install'] = (world, random) => {
  world.faults.provider = () => {
    if (random.chance(0.3)) return { outcome: 'later', takes: random.between(50, 2_000) };
    if (random.chance(0.1)) return { takes: random.between(2_000, 30_000), goes: random.chance(0.5) };
    return random.chance(0.03) ? { outcome: 'failed', takes: 200 } : undefined;
  };
};
const schedulerTroubles: Family['install'] = (world, random) => {
  spells(world, random, 1, 2 * hour, (on) => world.timers.setDown(on));
  world.faults.keepsNames = random.pick([500, 5_000, 90_000]);
  also(world, ({ effect }) => (effect === 'timer' && random.chance(0.2) ? random.pick<Mishap>(['fail', 'lose-answer']) : undefined));
  world.faults.firing = () => ({
    lost: random.chance(0.1),
    ...(random.chance(0.2) && { early: random.pick([2, 20, 90, 400]) * second }),
    ...(random.chance(0.1) && { late: random.between(0, 5 * minute) }),
    ...(random.chance(0.2) && { again: random.pick([0, 5 * minute]) }),
  });
};
/** Providers that say later what became of what they took: late, twice, in any order, and sometimes not the truth. */
const receiptTroubles: Family['install'] = (world, random) => {
  world.faults.receipts = (message) => {
    const some = Array.from({ length: random.pick([0, 1, 1, 2, 3]) }, () => ({
      after: random.pick([0, 300, 4_000, 40_000, 20 * minute]),
      rank: random.pick(['delivered', 'delivered', 'undelivered'] as const),
    }));
    const unknown = random.chance(0.1);
    if (unknown) world.time.at(world.time.now() + 1_000, () => void world.provider.says({ ...message, notice: 'n0' }, 'undelivered'));
    return random.chance(0.2) ? [...some, ...some] : some;
  };
};
/** Of a store whose indexes can be late. */
const lateIndex: Family['install'] = (world, random) => {
  const { indexes } = world;
  if (indexes === undefined) return;
  indexes.lagIndexes(random.between(0, minute));
  spells(world, random, 2, 5 * minute, (on) => {
    if (on) indexes.stallIndexes();
    else indexes.lagIndexes(random.between(0, minute));
  });
};

export const families = {
  none: { promise: { overdue: 65 * second, help: 5 * second }, install: () => undefined },
  'sweep alone': {
    promise: { overdue: 65 * second, help: 65 * second },
    install: (world) => {
      world.timers.setDown(true);
      also(world, ({ effect, by }) => (effect === 'poke' && by === 'api' ? 'fail' : undefined));
    },
  },
  'sweep dead': {
    promise: kept,
    install: (world) => {
      world.faults.sweepIsOff = true;
    },
  },
  crashes: { promise: kept, install: crashing },
  races: { promise: kept, install: races },
  'store away': { promise: kept, install: storeAway },
  queue: { promise: kept, install: queueTroubles },
  provider: { promise: kept, install: providerTroubles },
  scheduler: { promise: kept, install: schedulerTroubles },
  index: { promise: kept, install: lateIndex },
  receipts: { promise: { overdue: 65 * second, help: 5 * second }, install: receiptTroubles },
  clocks: {
    promise: { overdue: 75 * second, help: 15 * second },
    install: (world, random) => {
      const off = { api: random.between(-5, 5), 'overdue-check': random.between(-5, 5), sweep: random.between(-5, 5) };
      world.faults.skew = (kind) => off[kind] * second;
    },
  },
  mixed: {
    promise: noPromise,
    install: (world, random) => {
      const all = [races, crashing, storeAway, queueTroubles, providerTroubles, schedulerTroubles, lateIndex, receiptTroubles];
      for (const install of all) if (random.chance(0.5)) install(world, random);
    },
  },
} as const satisfies Record<string, Family>;
export type FamilyName = keyof typeof families;
export const familyNames = Object.keys(families) as readonly FamilyName[];

// ------------------------------------------------------------------------------------------------ who goes where

interface Outing {
  readonly visits: readonly string[];
  readonly who: readonly string[];
}

async function outings(world: World, random: Random, school: StormySchool): Promise<readonly Outing[]> {
  const teams = school.teams.slice(0, random.pick([1, 1, 1, 2, 2, 3]));
  const out: Outing[] = [];
  for (const [i, who] of teams.entries()) {
    const [first] = who;
    const departAt = plusMilliseconds(at('13:00'), random.between(0, 20) * minute);
    const round = random.chance(0.35) ? { id: `round-${String(i)}` } : undefined;
    const visits: string[] = [];
    for (let order = 1; order <= (round === undefined ? 1 : 2); order += 1) {
      const lasts = random.between(45, school.longest) * minute;
      const within = (share: number): Instant => plusMilliseconds(departAt, Math.round((lasts * share) / minute) * minute);
      const { outcome, answer } = (
        await world.answersTo([
          world.request(first!, {
            ...school.request(who),
            household: school.homes[(i + order) % school.homes.length],
            visitors: who.map((person) => ({ person })),
            plan: { departAt, arriveAt: within(0.2), leaveAt: within(0.8), returnAt: within(1) },
            ...(round && { round: { ...round, order } }),
          }),
        ])
      )[0]!;
      if (outcome !== 'accepted') throw new Error(`${school.name} refuses the request: ${JSON.stringify(answer)}`);
      const { visit } = world.visit();
      visits.push(visit);
      if (random.chance(0.7)) for (const { by, command } of school.prepare(who)) await world.says(by, command.type, command, { visit });
    }
    out.push({ visits, who });
    const leaves = epochOf(departAt) + random.between(-2, 12) * minute;
    world.time.at(leaves, () => void leave(world, visits[0]!, first!, school));
  }
  return out;
}

async function leave(world: World, visit: string, person: string, { ticks }: StormySchool): Promise<void> {
  const told = await world.press(person, 'depart', { visitor: 'all', ticks: [...ticks] }, { visit });
  if (told.outcome === 'accepted') world.counts.departures += 1;
  else await world.press(person, 'depart-in-breach', { visitor: 'all' }, { visit });
}

// ------------------------------------------------------------------------------------------------ what people press

const soonAfter = (world: World, random: Random, least: number, most: number): Instant =>
  instantOf(world.time.now() + random.between(least, most) * minute);

function visitorPresses(world: World, random: Random, { visits, who }: Outing, { word }: StormySchool): void {
  const person = random.pick(who);
  const visit = random.pick(visits);
  const visitor = random.pick([person, person, 'all', random.pick(who)]);
  const more = { visit };
  // Now and then somebody says the word, in whatever they say.
  const words = word !== undefined && random.chance(0.3) ? `All fine, I only want ${word}` : 'all well';
  switch (random.between(1, 12)) {
    case 1:
    case 2:
      return void world.press(person, 'arrive', { visitor }, more);
    case 3:
      return void world.press(person, 'check-in', { visitor, words }, more);
    case 4:
    case 5:
      return void world.press(
        person,
        'leave',
        { visitor, words, ...(random.chance(0.5) && { next: random.pick([...visits, 'home', 'school']) }) },
        more,
      );
    case 6:
    case 7:
      return void world.press(person, 'return', { visitor }, more);
    case 8:
      return void world.press(person, 'revise', { plan: { returnAt: soonAfter(world, random, -5, 60) }, means: 'typed' }, more);
    case 9:
      return void world.press(
        person,
        'raise-alarm',
        { kind: random.pick(['help', 'help', 'violence', 'illness', 'child-alone', 'other']) },
        more,
      );
    case 10:
      return void world.press(person, 'note', { words }, more);
    case 11:
      return void world.press(person, 'cancel', { reason: words }, more);
    default:
      return void world.press(person, 'correct', { visitor: person, what: random.pick(['return', 'leave', 'arrive'] as const) }, more);
  }
}

function officePresses(world: World, random: Random, outing: Outing, { responders, head }: StormySchool): void {
  const { visits, who } = outing;
  const visit = random.pick(visits);
  const alarm = openAlarms(world.visit(visit)).at(random.between(-1, 0));
  const more = { visit };
  const person = random.pick(responders);
  if (alarm === undefined || random.chance(0.25)) {
    const visitor = random.pick([...who, 'all']);
    switch (random.between(1, 4)) {
      case 1:
        return void world.press(person, 'return', { visitor, seenBy: 'the office' }, more);
      case 2:
        return void world.press(
          person,
          'revise',
          { plan: { returnAt: soonAfter(world, random, -5, 60) }, toldBy: 'One of them', means: 'phone' },
          more,
        );
      case 3:
        return void world.press(person, 'note', { words: 'rang them' }, more);
      default:
        return void world.press(person, 'arrive', { visitor }, more);
    }
  }
  const rung = Math.max(1, (alarm.rung?.index ?? 1) - random.pick([0, 0, 0, 1]));
  switch (random.between(1, 8)) {
    case 1:
    case 2:
      return void world.press(person, 'acknowledge', { alarm: alarm.id }, more);
    case 3:
    case 4: {
      const result = random.pick(['no-answer', 'no-answer', 'reached-safe', 'reached-needs-help'] as const);
      return void world.press(person, 'log-attempt', { alarm: alarm.id, rung, result }, more);
    }
    case 5:
      return void world.press(person, 'escalate', { alarm: alarm.id }, more);
    case 6:
      return random.chance(0.2) ? void world.press(person, 'record-police', { alarm: alarm.id }, more) : undefined;
    default: {
      const visitors = Object.fromEntries(
        world
          .visit(visit)
          .visitors.map((v) => [v.person, random.chance(0.7) ? ('accounted-for' as const) : soonAfter(world, random, 1, 60)]),
      );
      return void world.press(head, 'stand-down', { alarm: alarm.id, how: 'Spoke to them', visitors }, more);
    }
  }
}

/** At any moment, or within a second of one at which something falls due. */
function people(world: World, random: Random, all: readonly Outing[], school: StormySchool): void {
  for (const outing of all) {
    const times = random.between(3, 12);
    for (let i = 0; i < times; i += 1) {
      const presses = (): void => (random.chance(0.5) ? visitorPresses : officePresses)(world, random, outing, school);
      world.time.at(random.between(from + 20 * minute, epochOf(at('16:15'))), () => {
        const due = world.dueAt(outing.visits[0]!);
        const near = due !== undefined && due > world.time.now() && due < epochOf(at('16:15'));
        if (!near || random.chance(0.4)) presses();
        else world.time.at(due + random.between(-1_000, 1_500), presses);
      });
    }
  }
}

// ------------------------------------------------------------------------------------------------ the end of the day

const isWatchedHere = (visit: Visit): readonly string[] =>
  visit.visitors.filter((v) => isOut(v) && v.lead === undefined).map((v) => v.person);

/** The office sees to it that everybody is accounted for and every alarm is stood down. */
async function closes(world: World, { head }: StormySchool): Promise<boolean> {
  for (let i = 0; i < 6; i += 1) {
    const open = world.visits().filter((visit) => openAlarms(visit).length > 0 || isWatchedHere(visit).length > 0 || isStillToGo(visit));
    if (open.length === 0) return true;
    for (const { visit, visitors } of open) {
      for (const alarm of openAlarms(world.visit(visit))) {
        const said = Object.fromEntries(visitors.map((v) => [v.person, 'accounted-for' as const]));
        await world.says(head, 'stand-down', { alarm: alarm.id, how: 'Everybody is here', visitors: said }, { visit });
      }
      for (const person of isWatchedHere(world.visit(visit))) await world.says(head, 'return', { visitor: person }, { visit });
      if (isStillToGo(world.visit(visit))) await world.says(head, 'cancel', { reason: 'The day is over' }, { visit });
    }
  }
  return false;
}
const isStillToGo = (visit: Visit): boolean =>
  visit.ended === undefined &&
  visit.authorised &&
  visit.visitors.some((v) => v.outSince === undefined && v.lead === undefined && v.notGoing === undefined) &&
  !visit.visitors.some((v) => v.outSince !== undefined);

export interface Report {
  readonly seed: number;
  readonly family: FamilyName;
  readonly school: string;
  /** Outings that were let go, and not in breach. */
  readonly departures: number;
  readonly calls: number;
  readonly steps: number;
  readonly writes: number;
  readonly sent: number;
  readonly presses: number;
  readonly mishaps: Readonly<Record<string, number>>;
  /** From due to the first message, the longest of the afternoon, in milliseconds. */
  readonly worst: { readonly overdue: number; readonly help: number };
  readonly timers: number;
  readonly broken: readonly string[];
}

/** Each family of faults meets each school in turn. */
const schoolOfSeed = (seed: number): StormySchool => stormySchools[Math.floor(seed / familyNames.length) % stormySchools.length]!;

export async function stormyAfternoon(seed: number, family: FamilyName, options: WorldOptions = {}): Promise<Report> {
  const school = schoolOfSeed(seed);
  const world = await aWorld({ school: school.open(), ...options, seed, start: at('12:30') });
  const random = world.random.fork();
  const { promise, install }: Family = families[family];
  const all = await outings(world, random, school);
  people(world, random, all, school);
  world.setPromise(promise.overdue, promise.help);
  install(world, random);
  await world.until(at('16:30'));
  world.mend();
  // Presses that are still being tried, and redeliveries, come to their end.
  await world.passes('PT6M');
  const closed = await closes(world, school).catch((error: unknown) => {
    world.breaks(String(error));
    return true;
  });
  if (!closed) world.breaks('lost: the day cannot be brought to an end');
  await world.passes('PT12M');
  // What networks would have dropped waits for the next hour.
  if (world.visits().some(({ owed }) => Object.values(owed).some(({ about }) => about.kind !== 'task'))) await world.passes('PT65M');
  for (const visit of world.visits())
    for (const { id, to, about } of Object.values(visit.owed))
      if (about.kind !== 'task') world.breaks(`lost: ${visit.visit} still owes ${id}, ${about.kind} to ${to}`);
  await world.atTheEnd();
  const waits = (help: boolean): number =>
    Math.max(
      0,
      ...[...world.alarms.values()].flatMap((a) =>
        (a.kind === 'distress') === help && a.attemptedAt !== undefined ? [a.attemptedAt - a.due] : [],
      ),
    );
  return {
    seed,
    family,
    school: school.name,
    departures: world.counts.departures,
    calls: [...world.alarms.values()].filter(({ kind }) => kind === 'distress').length,
    steps: world.counts.steps,
    writes: world.writes,
    sent: world.counts.sent,
    presses: world.counts.presses,
    mishaps: world.counts.mishaps,
    worst: { overdue: waits(false), help: waits(true) },
    timers: world.counts.timers,
    broken: world.broken,
  };
}
