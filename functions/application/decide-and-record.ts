import type { Instant } from '../domain/time.ts';
import { type DoorCommand, whoIsMeant } from '../domain/visit/after-the-door.ts';
import { type Command, type CommandName, commandOf, isAfterTheDoor, type Press } from '../domain/visit/commands.ts';
import type { Elsewhere } from '../domain/visit/decide.ts';
import type { Known } from '../domain/visit/decision.ts';
import { visitOf } from '../domain/visit/fold.ts';
import { going, isLinked, isOut, onVisit } from '../domain/visit/relations.ts';
import { mightHoldTheWord } from '../domain/visit/safe-word.ts';
import { shadowOf } from '../domain/visit/shadow.ts';
import type { VisitChange } from '../ports/visit-store.ts';
import { type ItemId, type Visit, type VisitEvent, VisitId, type VisitRef } from '../domain/visit/visit.ts';
import { type Deps, doorstepRules, mostTries, pauseBefore } from './deps.ts';
import { keepForLaterVisits, type Place } from './keep-for-later-visits.ts';
import { readKnown, watchedElsewhere } from './known.ts';
import { linkTo } from './link.ts';
import type { Conditions, Outcome } from './outcome.ts';

/** Bytes of history above which only commands after the door and about an alarm are taken; DynamoDB holds 400 KB. */
const longHistory = 200_000;

/** decide → record → poke. One read of the visit, one of its context, one conditional write. */
export async function decideAndRecord(
  deps: Deps,
  ref: VisitRef,
  command: Command,
  press: Press,
  conditions: Conditions,
  elsewhere: Elsewhere,
): Promise<Outcome> {
  const tolerant = isAfterTheDoor(command.type);
  for (let tried = 0; tried < mostTries; tried += 1) {
    if (tried > 0) await deps.pause(pauseBefore(tried, deps.newRandom()));
    const stored = await deps.visits.read(ref);
    if (stored === undefined) return { outcome: 'no-such-visit' };
    const visit = visitOf(stored);
    const known = await readKnown(deps, visit, { tolerant });
    if (known === undefined) return { outcome: 'no-such-visit' };
    const now = deps.clock.now();
    const seenBefore = press.key !== undefined && Object.hasOwn(visit.keys, press.key.id) ? visit.keys[press.key.id] : undefined;
    const away = turnedAway(visit, known, now, { command, press, conditions, seenBefore, elsewhere });
    if (away !== undefined) return turnAway(deps, visit, command, press, { outcome: away }, elsewhere);

    if (isDoorCommand(command) && elsewhere.place === undefined && elsewhere.onlyHeard !== true && seenBefore === undefined) {
      const { here, there } = await split(deps, visit, known, command, press);
      // Where they are watched, the same press is decided; what is answered is the visit that it was pressed on.
      for (const [lead, people] of there) {
        const done = await decideAndRecord(
          deps,
          { school: ref.school, visit: lead },
          command,
          press,
          { may: () => true },
          {
            place: ref.visit,
            household: visit.household,
            beside: going(visit).map((v) => v.person),
            people,
            safeWords: wordsFor(visit, known, lead, here === undefined ? going(visit).map((v) => v.person) : people),
          },
        );
        if (done.outcome !== 'accepted') return done;
      }
      const others = watchingLeads(visit, known).filter((lead) => !there.has(lead));
      const unheard = await beHeardIn(others, deps, visit, known, command, press);
      if (unheard !== undefined) return unheard;
      if (here === undefined) return reread(deps, ref, now);
      if (there.size + others.length > 0) return decideAndRecord(deps, ref, command, press, conditions, { place: ref.visit, people: here });
    }

    const { decide } = deps.rules ?? doorstepRules;
    const decision = decide(visit, command, press, known, now, elsewhere);
    // A safe word is heard in what is refused as well.
    const { visit: decided, events } = decision.accepted ? decision : (decision.heard ?? { visit, events: [] });
    const answer = (after: Visit): Outcome =>
      decision.accepted ? { outcome: 'accepted', visit: after, known, now } : { outcome: 'refused', refusal: decision.refusal };
    // Where a safe word might be in it the same is done whether or not one is: nobody can tell by the time that it takes.
    const speaks = seenBefore === undefined && mightHoldTheWord(visit, elsewhere);
    if (!decision.accepted && !speaks) return answer(visit);
    if (decision.accepted) {
      const place = { visit: elsewhere.place ?? visit.visit, household: elsewhere.household ?? visit.household };
      const linking = beforeTheWrite(deps, decided, events, known, press, now, place);
      // What may not be refused is recorded, whatever became of another item.
      await (tolerant ? Promise.allSettled([linking]) : linking);
    }
    const unheard =
      speaks && elsewhere.place === undefined && (!tolerant || elsewhere.onlyHeard === true)
        ? await beHeardIn(watchingLeads(visit, known), deps, visit, known, command, press)
        : undefined;
    if (unheard !== undefined) return unheard;
    if (decided === visit && !speaks) return poked(deps, ref, answer(visit));
    const { owed, tally } = decided;
    const written = await recorded(deps, { ref, after: visit.version, events, owed, tally, shadow: shadowOf(decided, known) });
    if (written === 'written')
      return poked(deps, ref, answer({ ...decided, version: visit.version + 1 }), await waitingFor(deps, visit, decided));
  }
  return { outcome: 'busy' };
}

/** After every command that may have been written a poke, whatever happened, so that an answer shows nothing of what was sent. One that is lost is made good by the sweep. */
async function poked<Answer>(
  deps: Deps,
  { school, visit }: VisitRef,
  answer: Answer,
  others: readonly VisitRef['visit'][] = [],
): Promise<Answer> {
  await Promise.allSettled([deps.pokes.poke([...new Set([visit, ...others])].map((one) => ({ school, visit: one })))]);
  return answer;
}

/** The other visits of a round that somebody is back from: what was watched here for them runs there again, where they have not been. */
async function waitingFor(deps: Deps, before: Visit, after: Visit): Promise<readonly VisitRef['visit'][]> {
  const { school, round } = before;
  const isBack = after.visitors.some((v, i) => v.accountedForAt !== undefined && before.visitors[i]?.accountedForAt === undefined);
  if (round === undefined || !isBack) return [];
  // Where the round cannot be read, whoever next looks at one of its visits sees to it.
  const [read] = await Promise.allSettled([deps.schools.context(school, { households: [], round: round.id })]);
  return read.status === 'fulfilled' ? read.value.round : [];
}

/** Where nobody can say whether it was written it may have been: somebody looks all the same. */
async function recorded(deps: Deps, change: VisitChange): Promise<'written' | 'conflict'> {
  const writing = deps.visits.append(change);
  const [written] = await Promise.allSettled([writing]);
  return written.status === 'fulfilled' ? written.value : poked(deps, change.ref, writing);
}

/** The visits that watch somebody who has signed a safe word on this one. */
const watchingLeads = (visit: Visit, known: Known): readonly VisitId[] => [
  ...new Set(visit.visitors.flatMap((v) => (v.safeWord !== undefined && v.lead !== undefined && isLinked(v, known.leads) ? [v.lead] : []))),
];

/** What is said of a visit is listened to wherever its visitors are watched. Answers with what came between, where it could not be heard. */
async function beHeardIn(
  leads: readonly VisitId[],
  deps: Deps,
  visit: Visit,
  known: Known,
  command: Command,
  press: Press,
): Promise<Outcome | undefined> {
  for (const lead of leads) {
    const beside = going(visit).map((v) => v.person);
    const there = { place: visit.visit, beside, safeWords: wordsFor(visit, known, lead, []), onlyHeard: true } as const;
    const done = await decideAndRecord(deps, { school: visit.school, visit: lead }, command, press, { may: () => true }, there);
    if (done.outcome !== 'accepted') return done;
  }
  return undefined;
}

/** Nothing is done of it. A safe word in it is heard all the same, and that leaves no key that the press would be known by. */
export async function turnAway(
  deps: Deps,
  visit: Visit,
  command: Command,
  press: Press,
  outcome: Outcome,
  elsewhere: Elsewhere = {},
): Promise<Outcome> {
  // Whoever has no part in the visit has nothing to say of it.
  if (outcome.outcome === 'forbidden' && !onVisit(visit, press.person)) return outcome;
  if (elsewhere.onlyHeard === true || !mightHoldTheWord(visit, elsewhere)) return outcome;
  const key = press.key === undefined ? undefined : { ...press.key, id: `away:${press.key.id}` };
  const ref = { school: visit.school, visit: visit.visit };
  const done = await decideAndRecord(deps, ref, command, { ...press, key }, { may: () => true }, { ...elsewhere, onlyHeard: true });
  return done.outcome === 'busy' ? done : outcome;
}

/** What could not be read at all. Whoever is on the visit is heard all the same: `press.whole` is what they sent. */
export const listenTo = (deps: Deps, ref: VisitRef, press: Press): Promise<Outcome> =>
  decideAndRecord(
    deps,
    ref,
    commandOf('close', {}),
    press,
    { may: (visit) => visit !== undefined && onVisit(visit, press.person) },
    { onlyHeard: true },
  );

async function reread(deps: Deps, ref: VisitRef, now: Instant): Promise<Outcome> {
  const stored = await deps.visits.read(ref);
  const visit = stored === undefined ? undefined : visitOf(stored);
  const known = visit === undefined ? undefined : await readKnown(deps, visit, { tolerant: true });
  return visit === undefined || known === undefined ? { outcome: 'no-such-visit' } : { outcome: 'accepted', visit, known, now };
}

// ------------------------------------------------------------------------------------------------ one watch for an outing

const isDoorCommand = (command: Command): command is DoorCommand => isAfterTheDoor(command.type);

interface Split {
  /** Whom this item watches; nobody in particular where the word is about the visit; undefined where there is nothing for it to decide. */
  readonly here: readonly string[] | undefined;
  /** By the visit whose item watches them. */
  readonly there: ReadonlyMap<VisitId, readonly string[]>;
}

/** Whom a press is about, by the item that watches them: this one or others. */
async function split(deps: Deps, visit: Visit, known: Known, command: DoorCommand, press: Press): Promise<Split> {
  const meant = whoIsMeant({ visit, known, press }, command);
  if (meant.length === 0) return ofTheVisit(visit, known, command, press);
  const there = new Map<VisitId, readonly string[]>();
  const here: string[] = [];
  for (const person of meant) {
    const lead = watchedElsewhere(visit, known, person, command.type) ?? (await outElsewhere(deps, visit, person, command));
    if (lead === undefined) here.push(person);
    else there.set(lead, [...(there.get(lead) ?? []), person]);
  }
  return { here: here.length === 0 ? undefined : here, there };
}

/** New times and calls for help that name nobody are about everybody who is out, wherever they are watched. Any other word that names nobody stays where it was said. */
function ofTheVisit(visit: Visit, known: Known, command: DoorCommand, press: Press): Split {
  const there = new Map<VisitId, readonly string[]>();
  const isForAll = (command.type === 'revise' || command.type === 'raise-alarm') && press.unread?.['visitor'] === undefined;
  for (const { person, lead } of isForAll ? visit.visitors.filter((v) => isLinked(v, known.leads)) : []) {
    if (lead !== undefined) there.set(lead, [...(there.get(lead) ?? []), person]);
  }
  return { here: there.size === 0 || visit.visitors.some(isOut) ? [] : undefined, there };
}

/**
 * A contact given on the wrong visit counts where that person is out. Looked for only where this visit has not seen them go, or
 * would watch somebody again whom it had accounted for: they may be out on another by now.
 */
async function outElsewhere(deps: Deps, visit: Visit, person: string, { type }: DoorCommand): Promise<ItemId | undefined> {
  const there = visit.visitors.find((v) => v.person === person);
  const wouldWatchAgain = there?.accountedForAt !== undefined && (type === 'correct' || type === 'depart-in-breach');
  if (there?.outSince !== undefined && !wouldWatchAgain) return undefined;
  const [found] = await Promise.allSettled([whereOut(deps, visit, person)]);
  return found.status === 'fulfilled' ? found.value : undefined;
}

/** The other visit whose item watches this person now. */
export async function whereOut({ visits }: Deps, { school, visit: here }: Visit, person: string): Promise<ItemId | undefined> {
  const listed = await visits.list(school, 'open', { limit: 100 });
  const candidates = listed.filter(({ ref, card }) => ref.visit !== here && card.watched && card.visitors.some((v) => v.person === person));
  const read = await visits.readEach(candidates.map(({ ref }) => ref));
  return read.visits.map(visitOf).find((other) => other.visitors.some((v) => v.person === person && isOut(v)))?.visit;
}

/** The safe words signed on this visit that the lead listens for: of whom it watches, and of these others. */
const wordsFor = (visit: Visit, known: Known, lead: ItemId, others: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    visit.visitors.flatMap((v) =>
      v.safeWord !== undefined && (isLinked(v, known.leads) ? v.lead === lead : others.includes(v.person)) ? [[v.person, v.safeWord]] : [],
    ),
  );

/** What other items must hold before this one is written: links to the item that watches, and answers that are kept with a home or a person. */
async function beforeTheWrite(
  deps: Deps,
  visit: Visit,
  events: readonly VisitEvent[],
  known: Known,
  press: Press,
  now: Instant,
  place: Place,
): Promise<void> {
  for (const event of events) {
    if (event.type === 'VisitorDeparted' || event.type === 'VisitorDepartedInBreach') {
      const others = known.round.filter(({ visit: other }) =>
        other.visitors.some((v) => v.person === event.visitor && v.lead !== visit.visit),
      );
      for (const other of others) await linkTo(deps, other.visit, event.visitor, visit.visit, press, now);
    }
    if (event.type === 'VisitorLeft' && event.next !== undefined && event.next !== event.place && VisitId.safeParse(event.next).success) {
      await linkTo(deps, { school: visit.school, visit: event.next }, event.visitor, visit.visit, press, now);
    }
  }
  await keepForLaterVisits(deps, visit, events, known, place);
}

// ------------------------------------------------------------------------------------------------ turned away

interface Asking {
  readonly command: Command;
  readonly press: Press;
  readonly conditions: Conditions;
  /** With what this key came before. */
  readonly seenBefore: string | undefined;
  readonly elsewhere: Elsewhere;
}

/** Why it is not even looked at. */
function turnedAway(
  visit: Visit,
  known: Known,
  now: Instant,
  { command, press, conditions, seenBefore, elsewhere }: Asking,
): 'forbidden' | 'key-reused' | 'changed' | 'too-long' | undefined {
  if (!conditions.may(visit, known.staff, known)) return 'forbidden';
  if (seenBefore !== undefined && seenBefore !== press.key?.body) return 'key-reused';
  if (seenBefore === undefined && conditions.seen?.(visit, known, now) === false) return 'changed';
  return !isUrgent(command.type) && elsewhere.onlyHeard !== true && isLong(visit) ? 'too-long' : undefined;
}

const isUrgent = (name: CommandName): boolean =>
  isAfterTheDoor(name) || ['acknowledge', 'log-attempt', 'escalate', 'record-police', 'stand-down'].includes(name);
const isLong = (visit: Visit): boolean => visit.history.length > 100 && JSON.stringify(visit.history).length > longHistory;
