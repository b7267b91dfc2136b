import { type Command, isAfterTheDoor, type Press } from '../domain/visit/commands.ts';
import { Instant } from '../domain/time.ts';
import { Unreadable } from '../domain/unreadable.ts';
import type { VisitRef } from '../domain/visit/visit.ts';
import { decideAndRecord } from './decide-and-record.ts';
import type { Deps } from './deps.ts';
import type { Conditions, Outcome } from './outcome.ts';
import { reschedule } from './reschedule.ts';
import { standDown } from './stand-down.ts';

/** Carries out what a person or a machine asks of a visit. Throws `Unreadable` where that cannot be: a person is then asked to check by hand. */
export async function carryOut(deps: Deps, ref: VisitRef, command: Command, press: Press, conditions: Conditions): Promise<Outcome> {
  const [done] = await Promise.allSettled([carriedOut(deps, ref, command, press, conditions)]);
  if (done.status === 'fulfilled') return done.value;
  if (done.reason instanceof Unreadable && isAfterTheDoor(command.type)) await Promise.allSettled([haveItLookedAt(deps, ref, command)]);
  throw done.reason;
}

const carriedOut = (deps: Deps, ref: VisitRef, command: Command, press: Press, conditions: Conditions): Promise<Outcome> =>
  command.type === 'reschedule'
    ? reschedule(deps, ref, command, press, conditions)
    : command.type === 'stand-down'
      ? standDown(deps, ref, command, press, conditions)
      : decideAndRecord(deps, ref, command, press, conditions, {});

/**
 * Nobody can read what was pressed into it, and it may have been a call for help: the sweep is to find it now, not when somebody
 * was to be back. Whoever was asked within the hour is asked again only for an alarm.
 */
async function haveItLookedAt({ visits, clock }: Deps, ref: VisitRef, { type }: Command): Promise<void> {
  const aside = await visits.aside(ref);
  const now = clock.now();
  const isAlarm = type === 'raise-alarm';
  if (aside?.dueAt === undefined || (aside.dueAt <= now && !isAlarm)) return;
  // Never later than it was: whoever presses again and again puts nothing off.
  const due = Instant.safeParse(aside.dueAt).data ?? now;
  await visits.putAside(ref, aside.dueAt, {
    dueAt: due < now ? due : now,
    since: aside.since ?? now,
    times: isAlarm ? 0 : aside.times,
  });
}
