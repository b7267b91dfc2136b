/**
 * A drill: one of the school's ladders is climbed as it would be in earnest, by the same steps, while nobody is out. It is marked
 * in every message, ends by itself, and says how long it took until somebody answered.
 */
import { climbing } from '../policy/clocks.ts';
import type { Alarm, Policy } from '../policy/policy.ts';
import { earliest, type Instant, latest, lengthInMilliseconds, plusMilliseconds } from '../time.ts';
import { aboutAnAlarm, type Command, type Press } from './commands.ts';
import type { Decision, Known } from './decision.ts';
import { draftOf, record, refusal } from './draft.ts';
import { beginDrill } from './evolve.ts';
import { climb, nextRung, rungsOf, tallyKey } from './ladder.ts';
import { openAlarms } from './relations.ts';
import type { Drill, EventOf, OwedNotice, Visit, VisitRef, WatchRung } from './visit.ts';

/** The one alarm of such an item. */
export const drillAlarm = 'a1';
/** However long its ladder is. */
const longest = lengthInMilliseconds('PT2H');
/** After so many of the last rung it has shown who answers. */
const mostRepeats = 2;

/** What may be asked of one: all that is about an alarm. */
export const isTried = ({ type }: Command): boolean => type in aboutAnAlarm;

// ------------------------------------------------------------------------------------------------ which ladder

/** A ladder by the name that people call it, and what climbs it in earnest. */
export interface Climbed extends Pick<Drill, 'ladder' | 'kind'> {
  readonly name: string;
  /** The clocks and alarms that climb it. */
  readonly by: readonly string[];
  /** What nobody rings in it, whichever of those it is climbed by. */
  readonly quiet: Alarm['quiet'];
}

/** Every ladder of a school that anything climbs, once each. */
export function laddersOf({ clocks, alarms }: Policy): readonly Climbed[] {
  const climbers = [
    ...clocks.map(({ id, ladder }) => ({ id, ladder, kind: 'overdue' as const, quiet: [] })),
    ...alarms.map(({ id, ladder, kind, quiet }) => ({ id, ladder, kind, quiet })),
  ];
  return [...new Set(climbers.map(({ ladder }) => ladder))].flatMap((ladder) => {
    const all = climbers.filter((climber) => climber.ladder === ladder);
    const quiet = (['visitors', 'address'] as const).filter((one) => all.every((climber) => climber.quiet.some((other) => other === one)));
    return all.slice(0, 1).map(({ kind }) => ({ ladder, kind, name: nameOfLadder(ladder), by: all.map(({ id }) => id), quiet }));
  });
}

/** `$help-ladder`, which the school set, is called `help-ladder`. */
export const nameOfLadder = (ladder: string): string => ladder.replace(/^\$/, '');

// ------------------------------------------------------------------------------------------------ its life

/** What is asked for: a ladder by its name, from a time on that is now where none is given. */
export interface Trying {
  readonly ladder: string;
  readonly at?: Instant | undefined;
  readonly reason?: string | undefined;
}

/** Begins one, with the ladder, the people and their numbers as they are now. Refused where the school has no such ladder, or has not set it. */
export function decideDrill(
  ref: VisitRef,
  { ladder: name, at, reason }: Trying,
  press: Press,
  known: Known,
  now: Instant,
  { isRehearsal = false }: { readonly isRehearsal?: boolean } = {},
): Decision {
  const all = laddersOf(known.rules);
  const found = all.find((one) => one.name === name);
  const startsAt = latest(now, at ?? now);
  const begun: EventOf<'DrillBegun'> = {
    type: 'DrillBegun',
    at: now,
    by: press.by,
    via: press.via,
    key: press.key,
    policy: known.settings.policy,
    drill: {
      ladder: found?.ladder ?? name,
      kind: found?.kind ?? 'overdue',
      startsAt,
      reason,
      ...(isRehearsal ? {} : { until: plusMilliseconds(startsAt, longest) }),
    },
  };
  const item = beginDrill(ref, begun);
  const watch = { clocks: [], ...climbing(found === undefined ? [] : [found], item, known) };
  if (found === undefined || watch.ladders[found.ladder] === undefined) {
    const { ladders } = climbing(all, item, known);
    const set = all.flatMap(({ ladder, name: other }) => (ladders[ladder] === undefined ? [] : [other]));
    return { accepted: false, refusal: refusal('unknown-ladder', set.join(', ')) };
  }
  const watched = record({ ...draftOf(item, known, now, { ...press, key: undefined }), events: [begun] }, { type: 'WatchSet', watch });
  const opened = record(watched, {
    type: 'AlarmOpened',
    alarm: drillAlarm,
    kind: 'drill',
    of: found.by[0] ?? found.name,
    due: startsAt,
    visitors: [],
    ladder: found.ladder,
    quiet: [...found.quiet],
    reads: 'logistics',
  });
  const { visit, events } = climb(opened);
  return { accepted: true, visit, events };
}

/** When one that nobody has ended is over by itself: once the last rung has repeated twice, and after two hours at the latest. */
export function drillEndsAt(visit: Visit): Instant | undefined {
  const [alarm] = visit.drill === undefined ? [] : openAlarms(visit);
  if (alarm === undefined) return undefined;
  const repeats = visit.tally[tallyKey(alarm.id, rungsOf(visit, alarm).length)]?.n ?? 0;
  return earliest([visit.drill?.until, repeats < mostRepeats ? undefined : nextRung(visit, alarm)?.at]);
}

// ------------------------------------------------------------------------------------------------ its words

/** What is said of it. What a step of the ladder says in earnest comes last: where a text is cut, it is cut there. */
export function drillSaid({ about }: OwedNotice, visit: Visit): { readonly subject: string; readonly parts: readonly string[] } {
  const { visit: id } = visit;
  if (about.kind !== 'rung') return { subject: `${id}: the exercise is over`, parts: [`${id}: the exercise is over. Thank you.`, others] };
  const alarm = visit.alarms.find((one) => one.id === about.alarm);
  const rung = alarm === undefined ? undefined : rungsOf(visit, alarm)[about.rung - 1];
  return {
    subject: `${id}: please answer it`,
    parts: [
      `${id}: an exercise, about nobody.`,
      others,
      about.cycle > 0 ? `Still open, message ${String(about.cycle + 1)}.` : '',
      ...(rung === undefined ? [] : [instead[rung.do], inEarnest(rung)]),
    ],
  };
}

/** A real alarm may go on beside it: nobody is to take the one for the other. */
const others = 'A message without DRILL is real.';

/** Nothing in a drill ever reads like an order to ring the police, not even what is quoted: a step that only tells somebody may speak of them too. */
const inEarnest = ({ do: does, say }: WatchRung): string =>
  does === 'ring-police' || /999|police/i.test(say) ? '' : `In earnest it would say: "${say}"`;

/** What somebody does in a drill in the place of what the step is for. */
const instead: Readonly<Record<WatchRung['do'], string>> = {
  'ring-visitors': 'Do not ring: say on the page that you would ring the visitors.',
  'ring-address': 'Do not ring: say on the page that you would ring the home.',
  tell: 'Do not ring anybody: say on the page that you have it.',
  'ring-police': 'Do not ring: say on the page that you would ring the police.',
};
