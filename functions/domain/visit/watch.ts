/** What falls due: nudges, clocks that have run out, ladders, tasks; and what ends an alarm. */
import { lengthOf, running, type Running, watchOf } from '../policy/clocks.ts';
import { receivers } from '../policy/receivers.ts';
import { canonical } from '../canonical.ts';
import { earliest, type Instant, latest, lengthInMilliseconds, plusMilliseconds } from '../time.ts';
import type { Known } from './decision.ts';
import { type Draft, nameOf, queue, record } from './draft.ts';
import { drillAlarm, drillEndsAt } from './drill.ts';
import { nudgeKey } from './evolve.ts';
import { errandDue, seeToErrand } from './errand.ts';
import { climb, nextRung, shortestRepeat } from './ladder.ts';
import { handOut, isOwed, tellEverybodyItIsOver } from './messages.ts';
import { presentOn } from './present.ts';
import { isOut, openAlarms } from './relations.ts';
import type { AlarmKind, OpenedAlarm, OwedNotice, Repeats, Visit, Watch } from './visit.ts';

// ------------------------------------------------------------------------------------------------ serving what is due

/** Serves everything that is due, to a fixed point, and hands what must be sent to this lease. */
export function look(draft: Draft, lease: string): Draft {
  return handOut(served(draft), lease);
}

function served(draft: Draft): Draft {
  // What is over by what another visit knows is ended before its ladder is climbed.
  const once = [endAlarms, endDrill, nudge, openOverdue, climb, remind, seeToErrand].reduce((so, step) => step(so), draft);
  return once.visit === draft.visit ? draft : served(once);
}

/** Past their time, and nothing said: asked once, before the ladder begins. */
function nudge(draft: Draft): Draft {
  const due = running(draft.visit, draft.known).filter(
    (r) => isToNudge(draft.visit, r) && r.nudgeAt !== undefined && r.nudgeAt <= draft.now && r.alarmAt > draft.now,
  );
  const [first] = due;
  if (first?.clock.nudge === undefined) return draft;
  const together = due.filter((r) => r.clock.id === first.clock.id && r.due === first.due).map((r) => r.visitor);
  const nudged = record(draft, { type: 'VisitorsNudged', clock: first.clock.id, due: first.due, visitors: together });
  const others = first.clock.nudge.tell.filter((who) => who !== 'visitors');
  const told = [
    ...(first.clock.nudge.tell.includes('visitors') ? together : []),
    ...receivers(others, nudged.visit, nudged.known, nudged.now),
  ];
  return queue(nudged, { kind: 'nudge', clock: first.clock.id }, [...new Set(told)]);
}

/** Nothing is asked of a phone, or of whoever might ring it, while a call for help is to be kept quiet. */
const isToNudge = (visit: Visit, { clock, visitor, due }: Running): boolean =>
  clock.nudge !== undefined &&
  !visit.nudged.includes(nudgeKey(clock.id, visitor, due)) &&
  !isAwaited(visit, clock.id, visitor) &&
  !openAlarms(visit).some((alarm) => alarm.quiet.includes('visitors'));

export const isAwaited = (visit: Visit, clock: string, visitor: string): boolean =>
  openAlarms(visit).some((alarm) => alarm.awaits.some((w) => w.clock === clock && w.visitor === visitor));

/** A clock has run out: an alarm opens, or joins the one whose ladder is being climbed already. */
function openOverdue(draft: Draft): Draft {
  const late = running(draft.visit, draft.known).filter((r) => r.alarmAt <= draft.now && !isAwaited(draft.visit, r.clock.id, r.visitor));
  const [first] = late;
  if (first === undefined) return draft;
  const visitors = late.filter((r) => r.clock.id === first.clock.id).map((r) => r.visitor);
  // One that only a call for help keeps open has had its answer: this is another.
  const same = openAlarms(draft.visit).find(
    (alarm) => alarm.kind === 'overdue' && alarm.ladder === first.clock.ladder && isWaiting(draft, alarm),
  );
  if (same !== undefined) return record(draft, { type: 'AlarmJoined', alarm: same.id, clock: first.clock.id, visitors });
  return record(draft, {
    type: 'AlarmOpened',
    alarm: nextAlarm(draft.visit, 'overdue'),
    kind: 'overdue',
    of: first.clock.id,
    due: ranOutAt(draft.visit, first),
    visitors,
    ladder: first.clock.ladder,
    quiet: [],
    reads: 'logistics',
    place: lastPlace(draft.visit, visitors),
  });
}

/** Nobody was late before they were out. */
const ranOutAt = (visit: Visit, { visitor, alarmAt }: Running): Instant =>
  latest(alarmAt, visit.visitors.find((v) => v.person === visitor)?.outSince ?? alarmAt);

/** Calls for help are counted by themselves, `h1`, so that no number of another alarm tells of one. */
export function nextAlarm({ alarms }: Visit, kind: AlarmKind): string {
  const letter = kind === 'distress' ? 'h' : 'a';
  return `${letter}${String(alarms.filter(({ id }) => id.startsWith(letter)).length + 1)}`;
}

/** The stop where the first of them is, or was last. */
export const lastPlace = (visit: Visit, visitors: readonly string[]): string | undefined =>
  visit.visitors.find((v) => visitors.includes(v.person))?.stops.at(-1)?.visit;

// ------------------------------------------------------------------------------------------------ tasks

/** A task that is owed is told at once and again every so often, until it is done. */
function remind(draft: Draft): Draft {
  return draft.visit.tasks.reduce((so, { task, of: owed }) => {
    const at = remindAt(so.visit, task, so.known);
    if (at === undefined || at > so.now) return so;
    const of = whoStillOwes(task, owed, so);
    const key = nameOf({ kind: 'task', task });
    const was: Repeats | undefined = so.visit.tally[key];
    const counted: Repeats = {
      n: (was?.n ?? 0) + 1,
      firstAt: was?.firstAt ?? so.now,
      lastAt: so.now,
      accepted: was?.accepted ?? 0,
      failed: was?.failed ?? 0,
      uncertain: was?.uncertain ?? 0,
      to: [...new Set([...(was?.to ?? []), ...of])],
    };
    return queue({ ...so, visit: { ...so.visit, tally: { ...so.visit.tally, [key]: counted } } }, { kind: 'task', task }, of);
  }, draft);
}

/** Those who owed it when it came up; where all of them have left the school, whoever would owe it now. */
function whoStillOwes(task: string, of: readonly string[], { visit, known, now }: Draft): readonly string[] {
  const there = of.filter((person) => presentOn(visit, person, known) !== undefined);
  const question = known.rules.questions.find((q) => q.id === task.split('#')[0]);
  return there.length > 0 ? there : receivers(question?.task?.of ?? [], visit, known, now);
}

/** When the task is next to be told of: at once, then after each pause. Undefined: it is done, or its pause is not set. */
function remindAt(visit: Visit, task: string, known: Known): Instant | undefined {
  if (!isOwed(task, visit, known)) return undefined;
  const last = visit.tally[nameOf({ kind: 'task', task })]?.lastAt;
  if (last === undefined) return visit.tasks.find((t) => t.task === task)?.since;
  const every = known.rules.questions.find((q) => q.id === task.split('#')[0])?.task?.remindEvery;
  const pause = every === undefined ? undefined : lengthOf(every, known);
  return pause === undefined ? undefined : plusMilliseconds(last, Math.max(lengthInMilliseconds(pause), shortestRepeat));
}

// ------------------------------------------------------------------------------------------------ what ends an alarm

/** An overdue alarm ends when everybody whom it waits for has been heard of, but not while a call for help is open. */
export function endAlarms(draft: Draft): Draft {
  if (openAlarms(draft.visit).some((alarm) => alarm.kind === 'distress')) return draft;
  const over = openAlarms(draft.visit).find((alarm) => alarm.kind === 'overdue' && !isWaiting(draft, alarm));
  if (over === undefined) return draft;
  const because = draft.visit.ended !== undefined ? 'cancelled' : awaited(draft, over).length > 0 ? 'revised' : 'contact';
  return endAlarms(endAlarm(draft, over.id, because));
}

/** The clocks that it waits for and that still run. */
function awaited({ visit, known }: Draft, alarm: OpenedAlarm): readonly Running[] {
  const runs = running(visit, known);
  return alarm.awaits.flatMap((w) => runs.find((r) => r.clock.id === w.clock && r.visitor === w.visitor) ?? []);
}

/** A new time does not end the waiting for somebody who is out; before the door a plan is only changed. */
const isWaiting = (draft: Draft, alarm: OpenedAlarm): boolean =>
  awaited(draft, alarm).some(
    (r) => r.alarmAt <= draft.now || draft.visit.visitors.some((v) => v.person === r.visitor && v.outSince !== undefined),
  );

/** A drill that nobody has ended is over by itself, before its ladder is climbed on. */
function endDrill(draft: Draft): Draft {
  const endsAt = drillEndsAt(draft.visit);
  return endsAt === undefined || endsAt > draft.now ? draft : endAlarm(draft, drillAlarm, 'lapsed');
}

export function endAlarm(
  draft: Draft,
  alarm: string,
  because: NonNullable<OpenedAlarm['ended']>['because'],
  said: { readonly how?: string; readonly visitors?: Readonly<Record<string, 'accounted-for' | Instant>> } = {},
): Draft {
  const visitors = said.visitors === undefined ? undefined : { ...said.visitors };
  const ended = record(draft, { type: 'AlarmEnded', alarm, because, how: said.how, visitors });
  // Whoever was told of an allegation is the one who ends it.
  return draft.visit.allegation === undefined ? tellEverybodyItIsOver(ended, alarm) : ended;
}

// ------------------------------------------------------------------------------------------------ the watch's rules

/** Copies the rules of the watch on to the visit, as they stand now. The same rules again are not written again. */
export function setWatch(draft: Draft): Draft {
  const watch = added(draft.visit, watchOf(draft.visit, draft.known));
  return canonical(watch) === canonical(draft.visit.watch) ? draft : record(draft, { type: 'WatchSet', watch });
}

/** While somebody is out or an alarm is open nothing is taken from the watch that runs: only what it lacked is added. */
function added(visit: Visit, fresh: Watch): Watch {
  const { watch: running } = visit;
  if (running === undefined || (!visit.visitors.some(isOut) && openAlarms(visit).length === 0)) return fresh;
  const clocks = fresh.clocks.filter((clock) => !running.clocks.some((c) => c.id === clock.id));
  return {
    clocks: [...running.clocks, ...clocks],
    ladders: { ...fresh.ladders, ...running.ladders },
    hold: running.hold,
    assumedStay: running.assumedStay ?? fresh.assumedStay,
    contacts: { ...fresh.contacts, ...running.contacts },
  };
}

// ------------------------------------------------------------------------------------------------ the next moment

/**
 * The next moment at which anything must be done: a clock's nudge or alarm, a rung, a repeat, the end of a hold, a message
 * that is owed, a task's reminder. Undefined only when nothing is owed. It says "look", never "overdue".
 * For a timer, messages that somebody holds do not count: whoever holds them looks again.
 */
export function nextDue(visit: Visit, known: Known, { held }: { readonly held: boolean }): Instant | undefined {
  const clocks = running(visit, known).flatMap((r) => [
    ...(isToNudge(visit, r) ? [r.nudgeAt] : []),
    ...(isAwaited(visit, r.clock.id, r.visitor) ? [] : [r.alarmAt]),
  ]);
  const rungs = openAlarms(visit).map((alarm) => nextRung(visit, alarm)?.at);
  const tasks = visit.tasks.map(({ task }) => remindAt(visit, task, known));
  const notices = Object.values(visit.owed)
    .filter((notice) => held || notice.lease === undefined)
    .map(sendAt);
  return earliest([...clocks, ...rungs, ...tasks, ...notices, errandDue(visit, known), drillEndsAt(visit)]);
}

/** The first moment at which a message may be sent by anybody. */
export const sendAt = ({ queuedAt, lease, notBefore }: OwedNotice): Instant =>
  [lease?.until, notBefore].reduce<Instant>((at, other) => (other !== undefined && other > at ? other : at), queuedAt);
