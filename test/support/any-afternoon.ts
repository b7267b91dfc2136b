/**
 * Any afternoon: whatever may be said of a visit, in whatever order and however late anybody looks, played by the rules that are
 * given. Who is out, and until when, is reckoned here from what was said alone.
 */
import fc from 'fast-check';
import { type Instant, instantOf, epochOf, lengthInMilliseconds, plus } from '../../functions/domain/time.ts';
import { type Command, commandBodies, type CommandName, commandOf, isAfterTheDoor } from '../../functions/domain/visit/commands.ts';
import { rungsOf } from '../../functions/domain/visit/ladder.ts';
import { heldBy } from '../../functions/domain/visit/messages.ts';
import { going, openAlarms } from '../../functions/domain/visit/relations.ts';
import type { Visit } from '../../functions/domain/visit/visit.ts';
import { nextDue } from '../../functions/domain/visit/watch.ts';
import { asked, known, type Rules } from './given.ts';
import { answers, assistant, at, familySupport as worker, head, office, ticks } from './hampton-visit.ts';

const { class: _class, ...ready } = answers;
const minutes = (n: number): number => n * 60_000;

// ------------------------------------------------------------------------------------------------ what may happen

interface Happening {
  /** Minutes since the last. */
  readonly after: number;
  readonly who: string;
  readonly name: CommandName;
  readonly body: Readonly<Record<string, unknown>>;
  readonly unread: Readonly<Record<string, unknown>> | undefined;
  /** Did anybody look meanwhile, at each moment at which something was due? */
  readonly looked: boolean;
  /** How its messages fare. */
  readonly sending: 'accepted' | 'failed' | 'later' | 'unknown';
}

const maybe = <T>(value: fc.Arbitrary<T>, freq = 2): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq });
const visitor = maybe(fc.constantFrom('all', worker, assistant, assistant, 'nobody-here'));
const soon = fc.integer({ min: -30, max: 90 }).map((n) => `+${String(n)}`);
const plan = maybe(fc.record({ returnAt: maybe(soon) }));
const alarm = fc.constantFrom('a1', 'a1', 'a1', 'a2', 'a3');
const words = maybe(fc.constantFrom('All fine', 'Ring me'));

/** Bodies by command. `+20` stands for twenty minutes from then. */
const bodies: Readonly<Record<CommandName, fc.Arbitrary<object>>> = {
  amend: fc.record({ plan: fc.record({ returnAt: soon }) }),
  reschedule: fc.constant({ reason: 'Snow', plan: {} }),
  answer: fc.constant({ answers: ready }),
  tick: fc.record({ visitor, ticks: fc.constant(ticks) }),
  'text-page': fc.record({ visitor }),
  'not-going': fc.record({ visitor, reason: fc.constant('Ill') }),
  assess: fc.constant({ signed: true }),
  authorise: fc.constant({}),
  decline: fc.constant({ reason: 'No' }),
  'send-back': fc.constant({ reason: 'Say who drives' }),
  cancel: fc.constant({ reason: 'Off' }),
  depart: fc.record({ visitor, plan, ticks: fc.constantFrom(ticks, ticks, ticks, []) }),
  'depart-in-breach': fc.record({ visitor, plan, reason: words }),
  arrive: fc.record({ visitor, words }),
  'check-in': fc.record({ visitor, words }),
  leave: fc.record({ visitor, outcome: maybe(fc.constantFrom('completed', 'nobody-home', 'abandoned-doubt')), next: words }),
  return: fc.record({ visitor, seenBy: words }),
  revise: fc.record({ visitor, plan, toldBy: words, means: maybe(fc.constantFrom('phone', 'text')), place: words }),
  correct: fc.record({ visitor, what: maybe(fc.constantFrom('depart', 'arrive', 'leave', 'return')), so: words }),
  'raise-alarm': fc.record({ visitor, kind: maybe(fc.constantFrom('help', 'violence', 'illness', 'child-alone', 'other')), words }),
  note: fc.record({ visitor, words }),
  acknowledge: fc.record({ alarm, until: maybe(soon) }),
  'log-attempt': fc.record({
    alarm,
    rung: fc.integer({ min: 1, max: 5 }),
    result: fc.constantFrom('no-answer', 'no-answer', 'reached-safe', 'reached-needs-help'),
  }),
  escalate: fc.record({ alarm, to: maybe(fc.integer({ min: 1, max: 4 })) }),
  'record-police': fc.record({ alarm }),
  'stand-down': fc.record({
    alarm,
    how: fc.constant('I spoke to them'),
    visitors: fc.dictionary(fc.constantFrom(worker, assistant), fc.oneof(fc.constant('accounted-for'), soon), { minKeys: 0, maxKeys: 2 }),
  }),
  'write-up': fc.constant({ answers: { 'any-concern': 'none' } }),
  'record-reference': fc.constant({ system: 'cpoms', reference: 'C-1' }),
  'pass-on': fc.constant({ to: 'dsl', words: 'Please look' }),
  close: fc.constant({}),
};

const often: Readonly<Partial<Record<CommandName, number>>> = {
  return: 5,
  acknowledge: 5,
  revise: 3,
  correct: 3,
  'stand-down': 3,
  depart: 3,
  arrive: 3,
  leave: 3,
  'log-attempt': 3,
  'depart-in-breach': 2,
};
const names = Object.keys(bodies) as CommandName[]; // the keys of the table are the names

const happening: fc.Arbitrary<Happening> = fc
  .oneof(...names.map((name) => ({ weight: often[name] ?? 1, arbitrary: fc.constant(name) })))
  .chain((name) =>
    fc.record({
      after: fc.oneof(
        { weight: 3, arbitrary: fc.integer({ min: 0, max: 20 }) },
        { weight: 1, arbitrary: fc.integer({ min: 21, max: 70 }) },
      ),
      who: fc.constantFrom(worker, assistant, assistant, office, office, head, 'machine:mis'),
      name: fc.constant(name),
      body: bodies[name] as fc.Arbitrary<Happening['body']>, // each is a record
      unread: maybe(fc.constantFrom<Readonly<Record<string, unknown>>>({ visitor: 'Adaez' }, { plan: 'half past' }), 9).map((u) =>
        isAfterTheDoor(name) ? u : undefined,
      ),
      looked: fc.constantFrom(true, true, true, false),
      sending: fc.constantFrom(
        'accepted' as const,
        'accepted' as const,
        'accepted' as const,
        'failed' as const,
        'later' as const,
        'unknown' as const,
      ),
    }),
  );

/** Most afternoons begin as they should: agreed to, and both gone. Some do not. */
export const anyAfternoon = fc.record({
  returnAt: maybe(fc.constantFrom(at('14:00'), at('14:30')), 4),
  start: fc.constantFrom('both', 'both', 'both', 'one', 'authorised', 'requested'),
  happenings: fc.array(happening, { minLength: 4, maxLength: 14 }),
});
type Afternoon_ = typeof anyAfternoon extends fc.Arbitrary<infer A> ? A : never;

// ------------------------------------------------------------------------------------------------ who is out, by what was said

interface Whereabouts {
  readonly out: boolean;
  /** They said themselves that they are back, and have not gone again. */
  readonly saidBack: boolean;
  readonly outSince: Instant | undefined;
  /** By a stand-down. */
  readonly expected: Instant | undefined;
  /** A new time for them alone. */
  readonly said: Instant | undefined;
}
const atSchool: Whereabouts = { out: false, saidBack: false, outSince: undefined, expected: undefined, said: undefined };

/** A reckoning of its own: from the commands that were accepted, and from nothing that the rules made of them. */
class Reckoning {
  readonly people = new Map<string, Whereabouts>();
  planned: Instant | undefined;
  said: Instant | undefined;

  of(person: string): Whereabouts {
    return this.people.get(person) ?? atSchool;
  }
  set(person: string, change: Partial<Whereabouts>): void {
    this.people.set(person, { ...this.of(person), ...change });
  }
  dueOf(person: string): Instant | undefined {
    const { expected, said, outSince } = this.of(person);
    return expected ?? said ?? this.said ?? this.planned ?? (outSince === undefined ? undefined : plus(outSince, 'PT1H'));
  }
  get out(): readonly string[] {
    return [...this.people].flatMap(([person, { out }]) => (out ? [person] : []));
  }

  private goes(person: string, now: Instant, again: boolean): void {
    const was = this.of(person);
    if (was.outSince === undefined) this.set(person, { out: true, outSince: now, expected: undefined });
    else if (again && !was.out) this.people.set(person, { ...atSchool, out: true, outSince: now });
  }

  private plans(plan: { readonly returnAt?: Instant | undefined } | undefined): void {
    if (plan?.returnAt === undefined) return;
    this.planned = plan.returnAt;
    this.said = undefined;
  }

  heard(command: Command, who: readonly string[], now: Instant): void {
    switch (command.type) {
      case 'amend':
        this.planned = command.plan?.returnAt ?? this.planned;
        return;
      case 'depart':
        // Whoever is out already gives no new time by signing out again.
        if (who.every((person) => this.of(person).outSince !== undefined)) return;
        for (const person of who) this.goes(person, now, false);
        this.plans(command.plan);
        return;
      case 'stand-down':
        for (const [person, said] of Object.entries(command.visitors)) {
          if (said === 'accounted-for') this.set(person, { out: false });
          else if (this.of(person).outSince !== undefined) this.set(person, { out: true, saidBack: false, expected: said });
        }
        return;
      default:
    }
    if (!isAfterTheDoor(command.type)) return;
    for (const person of who) {
      const before = this.of(person);
      this.goes(person, now, command.type === 'depart-in-breach');
      if (command.type === 'depart-in-breach' && !before.out && this.of(person).out) this.plans(command.plan);
      if (command.type === 'return') this.set(person, { out: false, saidBack: true });
      if (command.type === 'correct') {
        const what = command.what ?? 'return';
        const { saidBack } = this.of(person);
        if (what === 'return') this.set(person, { out: true, saidBack: false });
        if (what === 'leave' && !saidBack) this.set(person, { out: true });
      }
    }
    if (command.type === 'revise' && command.plan?.returnAt !== undefined)
      this.revised(command.plan.returnAt, command.visitor === 'all' ? undefined : who[0], command.visitor);
  }

  /** New times are of the one who is named, or of everybody. */
  private revised(returnAt: Instant, one: string | undefined, named: string | undefined): void {
    if (one !== undefined && named !== undefined) {
      this.set(one, { said: returnAt, expected: undefined });
      return;
    }
    this.said = returnAt;
    for (const person of this.people.keys()) this.set(person, { said: undefined, expected: undefined });
  }
}

/** Whom a command is about: the one who is named, everybody who goes, or whoever says it. */
function about(command: Command, who: string, unread: Happening['unread'], visit: Visit): readonly string[] {
  const named = 'visitor' in command ? command.visitor : undefined;
  if (named === 'all') return going(visit).map((v) => v.person);
  if (named !== undefined) return named in known.staff ? [named] : [];
  if (unread?.['visitor'] !== undefined || !(who in known.staff)) return [];
  const ofTheVisit = ['note', 'revise', 'raise-alarm', 'correct'].includes(command.type);
  const onIt = visit.visitors.some((v) => v.person === who);
  if (command.type === 'depart') return onIt ? [who] : [];
  // The office that forgot to say of whom has not gone itself.
  const mayGo = known.staff[who]?.duties.includes('visitor') === true;
  // Somebody who stays behind speaks of the visit, unless they say that they are out after all.
  return going(visit).some((v) => v.person === who) || (mayGo && !ofTheVisit) ? [who] : [];
}

// ------------------------------------------------------------------------------------------------ an afternoon

export interface Tally {
  runs: number;
  out: number;
  overdue: number;
  acknowledged: number;
  returnedLate: number;
}

/** None yet. */
export const noAfternoons = (): Tally => ({ runs: 0, out: 0, overdue: 0, acknowledged: 0, returnedLate: 0 });

/** Plays an afternoon by these rules, and throws where somebody was not watched. Answers with what the visit came to. */
export function play({ returnAt, start, happenings }: Afternoon_, { decide, keepUp }: Rules, tally: Tally): Visit {
  const requested = asked(
    { type: 'family-support', visitors: [{ person: worker }, { person: assistant }], plan: { departAt: at('13:00'), returnAt } },
    worker,
  );
  if (!requested.accepted) throw new Error(requested.refusal.message);
  let visit: Visit = { ...requested.visit, version: 1 };
  let now = at('12:30');
  const reckoning = new Reckoning();
  reckoning.planned = returnAt;
  const seen = { out: false, overdue: false, acknowledged: false, returnedLate: false };
  const lastSent = new Map<string, Instant>();
  const heldUntil = new Map<string, Instant>();

  const keep = (next: Visit): void => {
    if (next !== visit) visit = { ...next, version: visit.version + 1 };
  };

  const look = (sending: Happening['sending']): void => {
    const lease = `lease-${now}`;
    for (let round = 0; round < 8; round += 1) {
      keep(keepUp(visit, { type: 'look', lease }, known, now).visit);
      const mine = heldBy(visit, lease, now);
      if (mine.length === 0) break;
      for (const { about: what } of mine) if (what.kind === 'rung') lastSent.set(what.alarm, now);
      // What is sent again goes through: a provider that fails for ever is another test.
      const results = mine.map((n) => ({ notice: n.id, outcome: n.tries > 2 ? ('accepted' as const) : sending }));
      keep(keepUp(visit, { type: 'mark', results }, known, now).visit);
    }
    watched();
  };

  const watched = (): void => {
    const open = openAlarms(visit);
    for (const person of reckoning.out) {
      const due = reckoning.dueOf(person);
      const late = due !== undefined && plus(due, 'PT30M') <= now;
      if (late) seen.overdue = true;
      if ((late || due === undefined) && !open.some((a) => a.visitors.includes(person)))
        throw new Error(`${now}: ${person} was due at ${String(due)}, and no alarm is open for them`);
    }
    const due = nextDue(visit, known, { held: true });
    if (due !== undefined && due <= now) throw new Error(`${now}: something is due since ${due}, and a look left it so`);
    if (due === undefined && (reckoning.out.length > 0 || open.length > 0 || Object.keys(visit.owed).length > 0))
      throw new Error(`${now}: something is owed, and nothing is due`);
    for (const alarm of open) {
      const waits = rungsOf(visit, alarm).map((rung) => lengthInMilliseconds(rung.wait));
      const from = [lastSent.get(alarm.id) ?? alarm.openedAt, heldUntil.get(alarm.id) ?? alarm.openedAt].sort().at(-1) ?? alarm.openedAt;
      const silence = epochOf(now) - epochOf(from);
      // A step that is left out takes no time, and one that failed is tried again within two minutes.
      if (silence > Math.max(...waits) + minutes(2)) throw new Error(`${now}: nothing was said of ${alarm.id} since ${from}`);
    }
  };

  /** To the next moment, looking at each at which something is due; or at none of them. */
  const pass = (until: Instant, looked: boolean, sending: Happening['sending']): void => {
    for (
      let due = nextDue(visit, known, { held: true });
      looked && due !== undefined && due <= until;
      due = nextDue(visit, known, { held: true })
    ) {
      now = due > now ? due : now;
      look(sending);
    }
    now = until;
    if (!looked) for (const alarm of openAlarms(visit)) lastSent.set(alarm.id, now);
  };

  const says = (who: string, name: CommandName, given: object, unread?: Happening['unread']): void => {
    const timed = (value: unknown): unknown =>
      typeof value === 'string' && /^\+-?\d+$/.test(value)
        ? instantOf(epochOf(now) + minutes(Number(value.slice(1))))
        : typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).flatMap(([key, v]) => (v === undefined ? [] : [[key, timed(v)]])))
          : value;
    const command = commandOf(name, commandBodies[name].parse(timed(given)));
    const whom = about(command, who, unread, visit);
    const late = whom.filter((person) => reckoning.of(person).out && (reckoning.dueOf(person) ?? now) < now);
    const person = who in known.staff ? { person: who } : {};
    const decision = decide(visit, command, { ...person, by: who, via: 'api', unread }, known, now);
    if (!decision.accepted) {
      if (isAfterTheDoor(name)) throw new Error(`${now}: ${name} was refused: ${decision.refusal.code}`);
      return;
    }
    keep(decision.visit);
    reckoning.heard(command, whom, now);
    if (command.type === 'acknowledge') {
      seen.acknowledged = true;
      const until = visit.alarms.find((a) => a.id === command.alarm)?.held?.until ?? now;
      heldUntil.set(command.alarm, until > now ? until : now);
    }
    if (command.type === 'return' && late.length > 0) seen.returnedLate = true;
    if (reckoning.out.length > 0) seen.out = true;
  };

  if (start !== 'requested') {
    says(worker, 'answer', { answers: ready });
    says(head, 'authorise', {});
  }
  if (start === 'both' || start === 'one') {
    pass(at('13:00'), true, 'accepted');
    says(worker, 'depart', { visitor: start === 'both' ? 'all' : worker, ticks });
    look('accepted');
  }
  for (const { after, who, name, body, unread, looked, sending } of happenings) {
    pass(instantOf(epochOf(now) + minutes(after)), looked, sending);
    says(who, name, body, unread);
    look(sending);
  }
  pass(instantOf(epochOf(now) + minutes(60)), true, 'accepted');
  if (reckoning.out.length > 0) {
    // Somebody may have it, and whoever is still out comes in.
    for (const alarm of openAlarms(visit)) says(office, 'acknowledge', { alarm: alarm.id });
    pass(instantOf(epochOf(now) + minutes(15)), true, 'accepted');
    for (const person of reckoning.out) says(person, 'return', {});
    look('accepted');
  }

  tally.runs += 1;
  for (const what of ['out', 'overdue', 'acknowledged', 'returnedLate'] as const) tally[what] += seen[what] ? 1 : 0;
  return visit;
}
