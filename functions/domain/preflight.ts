/** What would stop an alarm from getting out, as far as a school's own records show it: asked before anybody goes. */
import { contactsOf, isOutOfReach } from './contacts.ts';
import { holdersOf, type Person } from './person.ts';
import { watchOf } from './policy/clocks.ts';
import { changesOfDuty } from './policy/duty.ts';
import { dependsOnVisit, spelledOut } from './policy/left-without.ts';
import { rungReceivers } from './policy/receivers.ts';
import { reviewDueOn } from './policy/review.ts';
import { unset } from './policy/settings.ts';
import { inLondon, type Instant, lengthInMilliseconds, plusMilliseconds, startOfDay } from './time.ts';
import type { Known } from './visit/decision.ts';
import { beginErrand } from './visit/evolve.ts';
import type { Visit, WatchRung } from './visit/visit.ts';

export interface Check {
  readonly id: string;
  /** One sentence: what is so where it is `ok`. */
  readonly says: string;
  /** `stop`: an alarm may reach nobody. `warn`: it may reach fewer, or later. `not-checked`: nobody looked, and `detail` says why. */
  readonly outcome: 'ok' | 'warn' | 'stop' | 'not-checked';
  /** What it is about, by id: people, settings, `ladder/rung`, things of the deployment. Never a name, a number or an address. */
  readonly detail: readonly string[];
  /** What to do where it is not `ok`. */
  readonly mend: string;
}

type Asked = Pick<Check, 'id' | 'says' | 'mend'>;

/** A check that finds what is wrong, or nothing. */
export const checked = (asked: Asked, outcome: 'warn' | 'stop', wrong: readonly string[]): Check => ({
  ...asked,
  outcome: wrong.length === 0 ? 'ok' : outcome,
  detail: wrong,
});

/** Everything that is asked of one school. */
export function checksOfSchool(known: Known, school: string, now: Instant): readonly Check[] {
  const ladders = laddersOf(known, school, now);
  const rungs = ladders.flatMap((ladder) => ladder.rungs);
  const alarming = ladders.filter(({ isOfAlarms }) => isOfAlarms);
  const moments = momentsOf(known, now);
  return [
    checked(
      { id: 'settings-made', says: 'Every setting that a watch needs is set.', mend: 'Set them. Until then nobody leaves.' },
      'stop',
      // For how long a record is kept is nothing to the watch.
      unset(known.rules, known.settings).flatMap(({ id, type }) => (type === 'period' ? [] : [`$${id}`])),
    ),
    checked(
      {
        id: 'rungs-held',
        says: 'Each step of each ladder has somebody with a number or an address.',
        mend: 'Give somebody the duty that the step tells, with a mobile and an email. Until then nobody leaves.',
      },
      'stop',
      rungs.flatMap(({ name, people }) => (people.length === 0 ? [name] : [])),
    ),
    checked(
      {
        id: 'ladders-reached',
        says: 'On each ladder of a clock or a call for help a way is left to somebody.',
        mend: 'Correct these contacts, or send a test message to each and record its code.',
      },
      'stop',
      alarming.flatMap(({ id, people }) => (people.length > 0 && people.every(isOutOfReach) ? [id] : [])),
    ),
    checked(
      {
        id: 'rungs-reached',
        says: 'On each step a way is left to somebody.',
        mend: 'Correct these contacts, or send a test message to each and record its code. Until then the step is passed over.',
      },
      'warn',
      rungs.flatMap(({ name, people }) => (people.length > 0 && people.every(isOutOfReach) ? [name] : [])),
    ),
    checked(
      {
        id: 'ladders-shared',
        says: 'Each ladder of a clock or a call for help tells more than one person.',
        mend: 'Let somebody else hold one of its duties too: whoever is alone on it may be ill, or out on the visit.',
      },
      'warn',
      alarming.flatMap(({ id, people }) => (people.length === 1 ? [id] : [])),
    ),
    checked(
      {
        id: 'ladders-two-ways',
        says: 'Each ladder of a clock or a call for help goes out by text and by email.',
        mend: 'Record the other way too: where one provider fails nobody on it is told.',
      },
      'warn',
      alarming.flatMap(({ id, people }) => (people.length > 0 && waysTo(people).length < 2 ? [id] : [])),
    ),
    checked(
      {
        id: 'hours-covered',
        says: 'At every hour of the coming week each step has somebody who can be reached.',
        mend: 'Name in `out-of-hours`, in the rota or among the deputies somebody who can be reached then.',
      },
      'warn',
      rungs.flatMap((rung) => gapsOf(rung, known, moments, weekAfter(now))),
    ),
    checked(
      {
        id: 'contacts-working',
        says: 'No contact of whoever would be told fails or was opted out of.',
        mend: 'Correct it, or send a test message there and record its code.',
      },
      'warn',
      contactsIn(rungs, 'failing', 'opted-out'),
    ),
    checked(
      {
        id: 'contacts-confirmed',
        says: 'A test message has reached each contact of whoever would be told.',
        mend: 'Send each of them a test message and record the code that they read back.',
      },
      'warn',
      contactsIn(rungs, 'unconfirmed'),
    ),
    checked(
      {
        id: 'admin-there',
        says: 'Somebody keeps the records of people.',
        mend: 'Give somebody the duty admin: nobody else hears first that a number has changed.',
      },
      'warn',
      holdersOf('admin', known.staff).length > 0 ? [] : ['admin'],
    ),
    checked(
      { id: 'policy-reviewed', says: 'The policy is not due to be looked at again.', mend: 'Look at it, and record that you did.' },
      'warn',
      overdueReview(known, now),
    ),
  ];
}

function overdueReview(known: Known, now: Instant): readonly string[] {
  const due = reviewDueOn(known);
  return due === undefined || due >= inLondon(now).date ? [] : [`due ${due}`];
}

// ------------------------------------------------------------------------------------------------ ladders, with nobody out

interface Step {
  /** `missing/office`: its ladder and itself. */
  readonly name: string;
  readonly rung: WatchRung;
  readonly visit: Visit;
  /** Whoever could ever be told on it and has a number or an address. */
  readonly people: readonly Person[];
}

interface SchoolLadder {
  readonly id: string;
  /** Climbed for somebody who is out, by a clock or a call for help: not for a worry, an allegation, or whether they have gone. */
  readonly isOfAlarms: boolean;
  readonly rungs: readonly Step[];
  readonly people: readonly Person[];
}

/** The ladders that the school's people hold, whoever goes. A step that also tells somebody by their part in a visit cannot be judged without one. */
function laddersOf(known: Known, school: string, now: Instant): readonly SchoolLadder[] {
  const visit = noVisit(known, school, now);
  return Object.entries(watchOf(visit, known).ladders).map(([id, all]) => {
    const rungs = all.map((rung) => ({ name: `${id}/${rung.id}`, rung, visit, people: rungReceivers(rung, visit, known) }));
    const judged = rungs.filter(({ rung }) => !spelledOut([...rung.tell, ...(rung.instead ?? [])], known).some(dependsOnVisit));
    return {
      id,
      isOfAlarms: judged.length === rungs.length && isOfAlarms(id, known),
      rungs: judged,
      people: [...new Set(judged.flatMap(({ people }) => people))],
    };
  });
}

const isOfAlarms = (ladder: string, { rules }: Known): boolean =>
  rules.clocks.some((clock) => clock.ladder === ladder && clock.expects !== 'depart') ||
  rules.alarms.some((alarm) => alarm.ladder === ladder && alarm.kind === 'distress');

/** An item on which nobody goes anywhere. */
const noVisit = (known: Known, school: string, at: Instant): Visit =>
  beginErrand(
    { school, visit: 'ER-PREFLIGHT' },
    { type: 'ErrandBegun', at, by: 'doorstep', via: 'system', policy: known.settings.policy, errand: { kind: 'upkeep' } },
  );

const waysTo = (people: readonly Person[]): readonly string[] => [
  ...new Set(people.flatMap((person) => contactsOf(person).map(({ channel }) => channel))),
];

function contactsIn(rungs: readonly Step[], ...states: readonly string[]): readonly string[] {
  const people = [...new Set(rungs.flatMap((rung) => rung.people))];
  return people
    .flatMap((person) => contactsOf(person).flatMap(({ channel, state }) => (states.includes(state) ? [`${channel}#${person.id}`] : [])))
    .toSorted();
}

// ------------------------------------------------------------------------------------------------ the coming week

const days = 7;
const day = lengthInMilliseconds('P1D');
const weekAfter = (now: Instant): Instant => plusMilliseconds(now, days * day);

/** Every moment of the coming week at which somebody else may come on duty. */
function momentsOf(known: Known, now: Instant): readonly Instant[] {
  const mornings = Array.from({ length: days }, (_, n) => startOfDay(inLondon(plusMilliseconds(now, (n + 1) * day)).date));
  const starts = [now, ...mornings.filter((at) => at > now)];
  return starts.flatMap((at, n) => {
    const until = starts[n + 1] ?? weekAfter(now);
    return at >= until ? [] : [at, ...changesOfDuty(known, at, until).toSorted()];
  });
}

/** When nobody who can be reached would be told on a step that somebody holds: the first such hours, and how many times more. */
function gapsOf({ name, rung, visit, people }: Step, known: Known, moments: readonly Instant[], end: Instant): readonly string[] {
  if (people.every(isOutOfReach)) return [];
  const gaps: { readonly from: Instant; until: Instant }[] = [];
  for (const [n, at] of moments.entries()) {
    const until = moments[n + 1] ?? end;
    if (!rungReceivers(rung, visit, known, at).every(isOutOfReach)) continue;
    const last = gaps.at(-1);
    if (last?.until === at) last.until = until;
    else gaps.push({ from: at, until });
  }
  const [first] = gaps;
  if (first === undefined) return [];
  const more = gaps.length === 1 ? '' : `, and ${String(gaps.length - 1)} times more`;
  return [`${name} ${onTheWall(first.from)} to ${onTheWall(first.until)}${more}`];
}

function onTheWall(at: Instant): string {
  const { date, time } = inLondon(at);
  return `${date} ${time}`;
}

// ------------------------------------------------------------------------------------------------ what an alarm costs

/** For how long an alarm is reckoned to go on while nobody ends it. */
const evening = lengthInMilliseconds('PT8H');

/** How many texts the dearest ladder sends where nobody answers for eight hours: each step once, and the last again and again. */
export function textsOfAnAlarm(known: Known, school: string, now: Instant): number {
  const costs = laddersOf(known, school, now).map(({ rungs }) => {
    const last = rungs.at(-1);
    const told = (step: Step): number => step.people.filter(({ mobile }) => mobile !== undefined).length;
    const once = rungs.reduce((sum, step) => sum + told(step), 0);
    const repeats = last === undefined ? 0 : Math.floor(evening / Math.max(lengthInMilliseconds(last.rung.wait), 60_000)) * told(last);
    return once + repeats;
  });
  return Math.max(0, ...costs);
}
