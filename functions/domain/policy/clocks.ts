import { HourOfDay, type Instant, Length, earliest, nextInLondon, plus, plusMilliseconds, lengthInMilliseconds } from '../time.ts';
import type { Known } from '../visit/decision.ts';
import type { Visit, Visitor, Watch, WatchClock, WatchRung } from '../visit/visit.ts';
import { type Clock, Contact, OwnLadder } from './policy.ts';
import { applies, holds } from './questions.ts';
import { setting } from './duty.ts';
import { receivers } from './receivers.ts';
import { presentOn } from '../visit/present.ts';
import { isLinked, stopAt } from '../visit/relations.ts';

/** Contact that is expected of one visitor by a time. */
export interface Running {
  readonly clock: WatchClock;
  readonly visitor: string;
  readonly due: Instant;
  readonly nudgeAt?: Instant;
  readonly alarmAt: Instant;
}

// ------------------------------------------------------------------------------------------------ copying the watch

/** The policy's clocks and ladders with the school's settings put in. A clock whose length or ladder is not set is left out: `ready` refuses a departure for it. */
export function watchOf(visit: Visit, known: Known): Watch {
  const climbed = climbing([...known.rules.clocks, ...known.rules.alarms], visit, known);
  const { ladders } = climbed;
  const clocks = known.rules.clocks
    .filter((clock) => applies(clock, visit, known))
    .flatMap((clock) => clockOf(clock, ladders, visit, known));
  return {
    ...climbed,
    clocks: [...clocks, ...fallback(clocks, ladders, known)],
    assumedStay: lengthOf('$assumed-stay', known),
  };
}

/** Those of these ladders that the school has set, with the numbers and addresses of everybody whom they could tell. */
export function climbing(
  climbers: readonly { readonly ladder: string }[],
  visit: Visit,
  known: Known,
): Pick<Watch, 'ladders' | 'hold' | 'contacts'> {
  const ladders = Object.fromEntries(climbers.flatMap(({ ladder }) => withRungs(ladder, known)));
  const told = Object.values(ladders).flatMap((rungs) =>
    receivers(
      rungs.flatMap((rung) => [...rung.tell, ...(rung.instead ?? [])]),
      visit,
      known,
    ),
  );
  return {
    ladders,
    hold: lengthOf('$ack-hold', known) ?? 'PT0S',
    contacts: Object.fromEntries(
      [...new Set(told)].map((id) => {
        const person = presentOn(visit, id, known);
        return [id, { mobile: person?.mobile, email: person?.email }];
      }),
    ),
  };
}

function clockOf(clock: Clock, ladders: Readonly<Record<string, unknown>>, visit: Visit, known: Known): readonly WatchClock[] {
  const grace = lengthOf(clock.grace, known);
  if (grace === undefined || ladders[clock.ladder] === undefined) return [];
  const nudgeAfter = clock.nudge === undefined ? undefined : lengthOf(clock.nudge.after, known);
  return [
    {
      id: clock.id,
      expects: clock.expects,
      due: plannedTime[clock.due],
      runsFrom: clock.runsFrom,
      hours: clock.latest?.flatMap((ref) => hourOf(ref, known)),
      heardBy: clock.heardBy,
      endsOn: clock.endsOn?.flatMap((end) => withSettings(end, visit, known)),
      nudge:
        clock.nudge === undefined || nudgeAfter === undefined
          ? undefined
          : { after: nudgeAfter, tell: clock.nudge.tell, say: clock.nudge.say },
      grace,
      ladder: clock.ladder,
    },
  ];
}

/** What a setting decides is decided when the watch is copied: the tests of settings that hold are left out, and where one does not the end is. */
function withSettings(end: NonNullable<Clock['endsOn']>[number], visit: Visit, known: Known): NonNullable<WatchClock['endsOn']> {
  const ofSettings = end.when.filter((test) => test.of.startsWith('$'));
  return ofSettings.every((test) => holds(test, visit, known))
    ? [{ contact: end.contact, when: end.when.filter((test) => !ofSettings.includes(test)) }]
    : [];
}

/** The clock of whoever the school's settings leave without one: it waits for their return, and tells everybody in charge. */
export const fallbackClock = 'unwatched';

function fallback(clocks: readonly WatchClock[], ladders: Readonly<Record<string, unknown>>, known: Known): readonly WatchClock[] {
  const ladder = known.rules.alarms.findLast((alarm) => alarm.opensOn.includes('unwatched'))?.ladder;
  if (clocks.some((clock) => clock.expects === 'return') || ladder === undefined || ladders[ladder] === undefined) return [];
  return [{ id: fallbackClock, expects: 'return', due: 'returnAt', runsFrom: 'departed', grace: 'PT0S', ladder }];
}

const plannedTime = {
  'plan.departAt': 'departAt',
  'plan.arriveAt': 'arriveAt',
  'plan.leaveAt': 'leaveAt',
  'plan.returnAt': 'returnAt',
} as const;

/** A ladder by its name, or none where the school has not set it. */
function withRungs(ladder: string, known: Known): readonly (readonly [string, WatchRung[]])[] {
  const rungs = ladder.startsWith('$')
    ? OwnLadder.safeParse(setting(known.rules, known.settings, ladder)).data?.rungs
    : known.rules.ladders.find((l) => l.id === ladder)?.rungs;
  const waits = rungs?.map((rung) => lengthOf(rung.wait, known));
  if (rungs === undefined || waits === undefined || waits.some((wait) => wait === undefined)) return [];
  return [[ladder, rungs.map((rung, i) => ({ ...rung, wait: waits[i] ?? 'PT0S' }))]];
}

/** A length that is written or set; undefined where it is not set. */
export function lengthOf(length: string, known: Known): Length | undefined {
  const parsed = Length.safeParse(length.startsWith('$') ? setting(known.rules, known.settings, length) : length);
  return parsed.success ? parsed.data : undefined;
}

function hourOf(ref: string, known: Known): readonly HourOfDay[] {
  const hour = HourOfDay.safeParse(setting(known.rules, known.settings, ref));
  return hour.success ? [hour.data] : [];
}

// ------------------------------------------------------------------------------------------------ what runs

const order = (contact: Contact): number => Contact.options.indexOf(contact);

/** Every clock that runs, for every visitor whom this item watches. */
export const running = (visit: Visit, known: Pick<Known, 'leads'>): readonly Running[] =>
  visit.visitors.flatMap((visitor) => runningFor(visit, visitor, known));

export function runningFor(visit: Visit, visitor: Visitor, known: Pick<Known, 'leads'>): readonly Running[] {
  const { watch } = visit;
  if (
    watch === undefined ||
    visit.ended !== undefined ||
    visitor.notGoing !== undefined ||
    isLinked(visitor, known.leads) ||
    visitor.accountedForAt !== undefined
  )
    return [];
  return watch.clocks.flatMap((clock) => {
    if (!runs(clock, visit, visitor, known)) return [];
    const due = dueFor(clock, visit, visitor, { assume: true });
    if (due === undefined) return [];
    const nudgeAt = clock.nudge === undefined ? undefined : plus(due, clock.nudge.after);
    return [{ clock, visitor: visitor.person, due, nudgeAt, alarmAt: plus(due, clock.grace) }];
  });
}

/** A later contact clears earlier clocks; an earlier one never clears a later (T6). */
function runs(clock: WatchClock, visit: Visit, visitor: Visitor, known: Pick<Known, 'leads'>): boolean {
  const out = visitor.outSince !== undefined;
  if (clock.expects === 'depart' ? out || !visit.authorised : clock.runsFrom === 'departed' ? !out : !out && !visit.authorised)
    return false;
  // Somebody who has been at this home on another visit's outing is expected here no more, when that outing is over too.
  if (!out && stopAt(visit, visitor, known.leads) !== undefined) return false;
  // Back, and nobody has heard of it who should: then the contact alone ends nothing.
  const counts = (contact: Contact): boolean => contact !== clock.expects || clock.heardBy === undefined;
  return !Contact.options.some(
    (contact) => visitor.contacts[contact] !== undefined && order(contact) >= order(clock.expects) && counts(contact),
  );
}

/** Does this contact end the watch of whoever gives it: every clock that waits for their return says so, as things stand (a call when going home directly)? */
export function endsTheWatch(contact: Contact, visit: Visit, visitor: Visitor, known: Known): boolean {
  const returns = runningFor(visit, visitor, known).filter((r) => r.clock.expects === 'return');
  // Where one of them goes says nothing of where another does.
  const alone = { ...visit, visitors: [visitor] };
  return (
    returns.length > 0 &&
    returns.every(
      ({ clock }) => clock.endsOn?.some((end) => end.contact === contact && end.when.every((test) => holds(test, alone, known))) === true,
    )
  );
}

/** When the contact is due: said since the door, else planned and capped by the fixed hours, else (somebody out without a time) after the assumed stay. */
export function dueFor(clock: WatchClock, visit: Visit, visitor: Visitor, { assume }: { readonly assume: boolean }): Instant | undefined {
  if (visitor.expectedAt !== undefined) return visitor.expectedAt;
  const said = visitor.revised?.[clock.due] ?? visit.revised[clock.due];
  if (said !== undefined) return said;
  const from = visitor.contacts.depart ?? visit.plan.departAt ?? visitor.outSince;
  const caps = from === undefined ? [] : (clock.hours ?? []).map((hour) => nextInLondon(from, hour));
  const planned = visit.plan[clock.due];
  const capped = earliest([planned, ...caps]);
  const stay = visit.watch?.assumedStay;
  if (planned !== undefined || !assume || visitor.outSince === undefined || stay === undefined) return capped;
  return earliest([capped, plusMilliseconds(visitor.outSince, lengthInMilliseconds(stay))]);
}
