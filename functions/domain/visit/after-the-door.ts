/**
 * Commands after the door. They are never refused: accepted from any state, in any order, with any field missing, by the
 * visitor or by anybody recording for them. What could not be read, or made out, is kept as it was sent.
 */
import { fallbackClock, endsTheWatch, running } from '../policy/clocks.ts';
import { unmetBefore } from '../policy/gates.ts';
import { receivers } from '../policy/receivers.ts';
import type { AfterTheDoor, Command, CommandOf } from './commands.ts';
import { alarmFor, openAlarm } from './consequences.ts';
import { codesOf } from './breach.ts';
import { type Draft, type Happening, record } from './draft.ts';
import { aheadOf, goes, going, isAlong, isOut, mayBeThere, onVisit, openAlarms } from './relations.ts';
import type { HouseholdId } from '../household.ts';
import { personIn } from '../person.ts';
import { type Stop, VisitId } from './visit.ts';
import { listen, type Overheard } from './safe-word.ts';
import { endAlarm, setWatch } from './watch.ts';

export type DoorCommand = Extract<Command, { readonly type: AfterTheDoor }>;

/** Of a press that came from the page of another visit than the one that watches. */
export interface Pressed extends Overheard {
  /** That visit, and its home. */
  readonly place?: VisitId;
  readonly household?: HouseholdId;
  /** Whom it is about, made out there. */
  readonly people?: readonly string[];
}

export function afterDoor(draft: Draft, command: DoorCommand, pressed: Pressed): Draft {
  const meant = pressed.people ?? whoIsMeant(draft, command);
  // Somebody who is on no visit and says "back" without a name says it of others: it puts nobody out.
  const isOfOthers = command.type === 'return' && command.visitor === undefined;
  const who = isOfOthers ? meant.filter((person) => onVisit(draft.visit, person)) : meant;
  return listen(happen(putOut(draft, who, command), command, who, pressed), command, pressed, who);
}

/** Everybody who goes, the one who is named, or the caller. Nobody where it could not be made out: then no clock may be cleared for it. */
export function whoIsMeant({ visit, known, press }: Pick<Draft, 'visit' | 'known' | 'press'>, command: DoorCommand): readonly string[] {
  const { visitor } = command;
  if (visitor === 'all') return going(visit).map((v) => v.person);
  if (visitor !== undefined) return onVisit(visit, visitor) || personIn(known, visitor) !== undefined ? [visitor] : [];
  if (press.unread?.['visitor'] !== undefined || press.person === undefined) return [];
  if (goes(visit, press.person)) return [press.person];
  // A note, new times, a correction or a call for help from somebody else are about the visit.
  if (command.type === 'note' || command.type === 'revise' || command.type === 'raise-alarm' || command.type === 'correct') return [];
  // Somebody who goes on visits may have gone on this one; the office that forgot to say of whom has not.
  return known.staff[press.person]?.duties.includes('visitor') === true ? [press.person] : [];
}

// ------------------------------------------------------------------------------------------------ out, signed out or not

/** Whoever is heard of after the door is out. Without having signed out it is a departure in breach, and the watch starts all the same (T27). */
function putOut(draft: Draft, who: readonly string[], command: DoorCommand): Draft {
  const unheardOf = who.filter((person) => {
    const visitor = draft.visit.visitors.find((v) => v.person === person);
    return visitor?.outSince === undefined || (command.type === 'depart-in-breach' && visitor.accountedForAt !== undefined);
  });
  if (unheardOf.length === 0) return draft;
  const { plan, reason } = command.type === 'depart-in-breach' ? command : { plan: undefined, reason: undefined };
  const asked = { ...draft.visit, plan: { ...draft.visit.plan, ...plan } };
  const unmet = codesOf(unmetBefore('depart', asked, draft.known));
  const gone = unheardOf.reduce(
    (so, visitor) =>
      record(so, { type: 'VisitorDepartedInBreach', visitor, plan, reason, unmet, ...aheadOf(visitor, draft.visit, draft.known.round) }),
    setWatch(draft),
  );
  return command.type === 'return' ? gone : unheardOf.filter((person) => !isWatched(gone, person)).reduce(sayNobodyWatches, gone);
}

/** By a clock of the school's own that waits for their return. */
const isWatched = (draft: Draft, person: string): boolean =>
  running(draft.visit, draft.known).some((r) => r.visitor === person && r.clock.expects === 'return' && r.clock.id !== fallbackClock);

/** No time or no ladder to watch by: somebody is told at once. */
function sayNobodyWatches(draft: Draft, person: string): Draft {
  const alarm = alarmFor('unwatched', draft.known);
  return alarm === undefined ? draft : openAlarm(draft, alarm, { visitors: [person], call: 'unwatched' });
}

// ------------------------------------------------------------------------------------------------ what each says

function happen(draft: Draft, command: DoorCommand, who: readonly string[], { place, beside }: Pressed): Draft {
  const { words } =
    command.type === 'depart-in-breach' || command.type === 'revise' || command.type === 'correct' ? { words: undefined } : command;
  switch (command.type) {
    case 'depart-in-breach':
      return who.length === 0
        ? wentUnnamed(keep(draft, command))
        : draft.events.length > 0
          ? draft
          : unlessSaid(draft, command, command.reason);
    case 'arrive':
      return each(draft, command, who, (so, visitor) =>
        stopOf(so, visitor, place)?.arrivedAt === undefined || isSaid(words, command.metBy)
          ? { type: 'VisitorArrived', visitor, words, metBy: command.metBy, place, ...besideThem(so, beside) }
          : undefined,
      );
    case 'check-in':
      return each(draft, command, who, (_so, visitor) => ({ type: 'VisitorCheckedIn', visitor, words, place }));
    case 'leave':
      return who.reduce(
        (so, visitor) => endWatch(so, visitor, command),
        each(draft, command, who, (so, visitor) =>
          stopOf(so, visitor, place)?.leftAt === undefined || isSaid(words, command.outcome, command.next)
            ? { type: 'VisitorLeft', visitor, words, outcome: command.outcome, next: command.next, place }
            : undefined,
        ),
      );
    case 'return':
      return each(draft, command, who, (so, visitor) =>
        !hasReturned(so, visitor) || isSaid(words, command.seenBy, command.endsAt)
          ? { type: 'VisitorReturned', visitor, words, seenBy: command.seenBy, endsAt: command.endsAt, unheard: unheard(so, command) }
          : undefined,
      );
    case 'revise':
      return revise(draft, command);
    case 'correct':
      // What was not so is not said: then the safest is that they are not back.
      return each(draft, command, who, (_so, visitor) => ({
        type: 'ContactCorrected',
        visitor,
        what: command.what ?? 'return',
        so: command.so,
      }));
    case 'raise-alarm':
      return raise(draft, command, who, place, beside);
    case 'note':
      return record(draft, { type: 'NoteMade', words, visitor: who[0], place });
  }
}

/** One event for each of whom it is new; where nobody could be made out, what was sent is kept. */
function each(
  draft: Draft,
  command: DoorCommand,
  who: readonly string[],
  happening: (so: Draft, visitor: string) => Happening | undefined,
): Draft {
  if (who.length === 0) return keep(draft, command);
  const said = who.reduce((so, visitor) => {
    const happened = happening(so, visitor);
    return happened === undefined ? so : record(so, happened);
  }, draft);
  return said.events.length > draft.events.length ? said : unlessSaid(said, command);
}

/** Whoever goes to that home on another visit. */
function besideThem({ visit }: Draft, page: readonly string[] = []): { readonly beside?: string[] } {
  const beside = page.filter((person) => !goes(visit, person));
  return beside.length === 0 ? {} : { beside };
}

const isSaid = (...words: readonly (string | undefined)[]): boolean => words.some((word) => word !== undefined);

/** Nothing new, unless something came with it that must not be lost. */
const unlessSaid = (draft: Draft, command: DoorCommand, words?: string): Draft =>
  draft.press.unread === undefined && words === undefined ? draft : keep(draft, command);

/** All of it as it was sent, to be asked about. */
function keep(draft: Draft, { type: command, ...said }: DoorCommand): Draft {
  return record(draft, { type: 'NoteMade', unread: { ...draft.press.unread, command, ...said } });
}

/** Somebody went without a name: told at once, of whoever may have. */
function wentUnnamed(draft: Draft): Draft {
  const alarm = alarmFor('unwatched', draft.known);
  const goers = going(draft.visit);
  const maybe = goers.filter((v) => v.outSince === undefined);
  return alarm === undefined
    ? draft
    : openAlarm(draft, alarm, { visitors: (maybe.length > 0 ? maybe : goers).map((v) => v.person), call: 'unwatched' });
}

const stopOf = ({ visit }: Draft, visitor: string, place: VisitId | undefined): Stop | undefined =>
  visit.visitors.find((v) => v.person === visitor)?.stops.find((stop) => stop.visit === (place ?? visit.visit));

const hasReturned = ({ visit }: Draft, visitor: string): boolean =>
  visit.visitors.some((v) => v.person === visitor && v.contacts.return !== undefined && v.accountedForAt !== undefined);

/** Has nobody heard of the return whose hearing the policy asks for? They record it themselves, or it names one of them (SB-50). */
function unheard({ visit, known, now, press }: Draft, { seenBy = '' }: CommandOf<'return'>): true | undefined {
  const wanted = visit.watch?.clocks.flatMap((clock) => (clock.expects === 'return' ? (clock.heardBy ?? []) : [])) ?? [];
  if (wanted.length === 0) return undefined;
  const said = seenBy.trim().toLowerCase();
  const isMeant = (id: string): boolean => press.person === id || said === id || said === personIn(known, id)?.name.toLowerCase();
  // Whoever is not on duty has heard of it too, and so has whoever stands in.
  const heard = [...receivers(wanted, visit, known), ...receivers(wanted, visit, known, now)].some(
    (id) => !mayBeThere(visit, id) && isMeant(id),
  );
  return heard ? undefined : true;
}

/** A call that ends the watch, where the policy says so of where they go now. Going on to another visit never does (T10). */
function endWatch(draft: Draft, visitor: string, { next }: CommandOf<'leave'>): Draft {
  const out = draft.visit.visitors.find((v) => v.person === visitor && isOut(v));
  const goesOn = VisitId.safeParse(next).success;
  return out === undefined || goesOn || !endsTheWatch('leave', draft.visit, out, draft.known)
    ? draft
    : record(draft, { type: 'VisitorAccountedFor', visitor });
}

/** Ways of saying it in which nobody heard a voice. */
const unspoken = /^(text|sms|e-?mail|typed|app|form|page|link)$/i;

/** New times move the clocks. They end an overdue alarm only where a named person heard them: a time typed on a visitor's phone may be somebody else's (T4). */
function revise(draft: Draft, { visitor, plan, place, toldBy, means }: CommandOf<'revise'>): Draft {
  const { press, visit } = draft;
  const spoken = press.person !== undefined && !isAlong(visit, press.person) && !unspoken.test(means?.trim() ?? '');
  const one = visitor !== undefined && onVisit(visit, visitor) ? visitor : undefined;
  const revised = record(draft, { type: 'TimesRevised', visitor: one, plan: plan ?? {}, where: place, toldBy, means, spoken });
  if (!spoken || openAlarms(revised.visit).some((alarm) => alarm.kind === 'distress')) return revised;
  return openAlarms(revised.visit)
    .filter((alarm) => alarm.kind === 'overdue' && alarm.awaits.length > 0 && alarm.awaits.every((w) => !isLate(revised, w)))
    .reduce((so, alarm) => endAlarm(so, alarm.id, 'revised'), revised);
}

const isLate = ({ visit, known, now }: Draft, awaited: { readonly clock: string; readonly visitor: string }): boolean =>
  running(visit, known).some((r) => r.clock.id === awaited.clock && r.visitor === awaited.visitor && r.alarmAt <= now);

/** Each call is an alarm of its own: a second call for help is a second alarm. What cannot be read is a call for help. */
function raise(
  draft: Draft,
  command: CommandOf<'raise-alarm'>,
  who: readonly string[],
  place: VisitId | undefined,
  beside: readonly string[] | undefined,
): Draft {
  const { kind: call = 'help', words, position } = command;
  const alarm = alarmFor(call, draft.known);
  const visitors = who.length > 0 ? who : going(draft.visit).map((v) => v.person);
  return alarm === undefined ? keep(draft, command) : openAlarm(draft, alarm, { visitors, call, words, position, place, beside });
}
