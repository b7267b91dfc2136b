import type { Staff } from '../domain/person.ts';
import type { Instant } from '../domain/time.ts';
import { type Command, type CommandName, isAfterTheDoor, type Press } from '../domain/visit/commands.ts';
import { decide, type Elsewhere } from '../domain/visit/decide.ts';
import type { Known, Refusal } from '../domain/visit/decision.ts';
import { visitOf } from '../domain/visit/fold.ts';
import { going } from '../domain/visit/relations.ts';
import { shadowOf } from '../domain/visit/shadow.ts';
import { type Visit, type VisitEvent, VisitId, type VisitRef } from '../domain/visit/visit.ts';
import { type Deps, mostTries, pauseBefore } from './deps.ts';
import { keepAnswers } from './keep-answers.ts';
import { leadOf, readKnown } from './known.ts';
import { linkTo } from './link.ts';

export type Outcome =
  | { readonly outcome: 'accepted'; readonly visit: Visit; readonly known: Known; readonly now: Instant }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  | { readonly outcome: 'no-such-visit' }
  | { readonly outcome: 'forbidden' }
  /** The same key with another body. */
  | { readonly outcome: 'key-reused' }
  /** Not what the caller had seen. */
  | { readonly outcome: 'changed' }
  /** The visit's record is as long as it may grow; only what keeps somebody safe is still taken. */
  | { readonly outcome: 'too-long' }
  /** Every race was lost. Safe to send again. */
  | { readonly outcome: 'busy' };

/** What the caller must be for the command to be looked at, and what they must have seen. */
export interface Conditions {
  readonly may: (visit: Visit | undefined, staff: Staff) => boolean;
  readonly seen?: (visit: Visit, known: Known, now: Instant) => boolean;
}

/** Bytes of history above which only commands after the door and about an alarm are taken; DynamoDB holds 400 KB. */
const longHistory = 200_000;

/** decide → record → poke. One read of the visit, one of its context, one conditional write. */
export async function carryOut(deps: Deps, ref: VisitRef, command: Command, press: Press, conditions: Conditions): Promise<Outcome> {
  return carryOutAt(deps, ref, command, press, conditions, {});
}

async function carryOutAt(
  deps: Deps,
  ref: VisitRef,
  command: Command,
  press: Press,
  conditions: Conditions,
  elsewhere: Elsewhere,
): Promise<Outcome> {
  for (let tried = 0; tried < mostTries; tried += 1) {
    if (tried > 0) await deps.pause(pauseBefore(tried, deps.newRandom()));
    const stored = await deps.visits.read(ref);
    if (stored === undefined) return { outcome: 'no-such-visit' };
    const visit = visitOf(stored);
    const known = await readKnown(deps, visit);
    if (known === undefined) return { outcome: 'no-such-visit' };
    if (!conditions.may(visit, known.staff)) return { outcome: 'forbidden' };
    const seenBefore = press.key === undefined ? undefined : visit.keys[press.key.id];
    if (seenBefore !== undefined && seenBefore !== press.key?.body) return { outcome: 'key-reused' };
    const now = deps.clock.now();
    if (seenBefore === undefined && conditions.seen?.(visit, known, now) === false) return { outcome: 'changed' };
    if (!isUrgent(command.type) && isLong(visit)) return { outcome: 'too-long' };

    const lead = elsewhere.place === undefined ? leadFor(visit, command, press, known) : undefined;
    if (lead !== undefined) {
      // Where they are watched, the same press is decided; what is answered is the visit that it was pressed on.
      const there = await carryOutAt(deps, { school: ref.school, visit: lead }, command, press, { may: () => true }, { place: ref.visit });
      return there.outcome === 'accepted' ? reread(deps, ref, there.now) : there;
    }

    const decision = decide(visit, command, press, known, now, elsewhere);
    if (!decision.accepted) return { outcome: 'refused', refusal: decision.refusal };
    await beforeTheWrite(deps, decision.visit, decision.events, known, press, now);
    if (decision.visit === visit) return accepted(deps, visit, known, now);
    const written = await deps.visits.append({
      ref,
      after: visit.version,
      events: decision.events,
      owed: decision.visit.owed,
      tally: decision.visit.tally,
      shadow: shadowOf(decision.visit, known),
    });
    if (written === 'written') return accepted(deps, { ...decision.visit, version: visit.version + 1 }, known, now);
  }
  return { outcome: 'busy' };
}

/** Told after every accepted command, whatever happened, so that an answer shows nothing of what was sent. A poke that is lost is made good by the sweep. */
async function accepted(deps: Deps, visit: Visit, known: Known, now: Instant): Promise<Outcome> {
  await Promise.allSettled([deps.pokes.poke([{ school: visit.school, visit: visit.visit }])]);
  return { outcome: 'accepted', visit, known, now };
}

async function reread(deps: Deps, ref: VisitRef, now: Instant): Promise<Outcome> {
  const stored = await deps.visits.read(ref);
  const visit = stored === undefined ? undefined : visitOf(stored);
  const known = visit === undefined ? undefined : await readKnown(deps, visit);
  return visit === undefined || known === undefined ? { outcome: 'no-such-visit' } : { outcome: 'accepted', visit, known, now };
}

// ------------------------------------------------------------------------------------------------ one watch for an outing

/** A press after the door is carried out where the visitor is watched. */
function leadFor(visit: Visit, command: Command, press: Press, known: Known): VisitId | undefined {
  if (!isAfterTheDoor(command.type)) return undefined;
  const named = 'visitor' in command ? command.visitor : undefined;
  const all = named === 'all' || (named === undefined && !visit.visitors.some((v) => v.person === press.person));
  const people = all ? going(visit).map((v) => v.person) : [named ?? press.person ?? ''];
  return leadOf(visit, known, people)?.visit;
}

/** What other items must hold before this one is written: links to the item that watches, and answers that are kept with a home or a person. */
async function beforeTheWrite(
  deps: Deps,
  visit: Visit,
  events: readonly VisitEvent[],
  known: Known,
  press: Press,
  now: Instant,
): Promise<void> {
  for (const event of events) {
    if (event.type === 'VisitorDeparted' || event.type === 'VisitorDepartedInBreach') {
      const others = known.round.filter(({ visit: other }) =>
        other.visitors.some((v) => v.person === event.visitor && v.lead === undefined),
      );
      for (const other of others) await linkTo(deps, other.visit, event.visitor, visit.visit, press, now);
    }
    if (event.type === 'VisitorLeft' && event.next !== event.place && VisitId.safeParse(event.next).success) {
      await linkTo(deps, { school: visit.school, visit: event.next ?? '' }, event.visitor, visit.visit, press, now);
    }
  }
  await keepAnswers(deps, visit, events, known);
}

// ------------------------------------------------------------------------------------------------ limits

const isUrgent = (name: CommandName): boolean =>
  isAfterTheDoor(name) || ['acknowledge', 'log-attempt', 'escalate', 'record-police', 'stand-down'].includes(name);
const isLong = (visit: Visit): boolean => visit.history.length > 100 && JSON.stringify(visit.history).length > longHistory;
