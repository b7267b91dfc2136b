/**
 * Commands after the door. They are never refused: accepted from any state, in any order, with any field missing, by the
 * visitor or by anybody recording for them. What could not be read goes with the first event, as it was sent.
 */
import { findings } from '../policy/gates.ts';
import { running } from '../policy/clocks.ts';
import type { AfterTheDoor, Command, CommandOf } from './commands.ts';
import { alarmFor, openAlarm } from './consequences.ts';
import { type Draft, type Happening, record, through } from './draft.ts';
import { going, isOut, onVisit, openAlarms } from './relations.ts';
import type { PlanChange, Stop, Visit, VisitId } from './visit.ts';
import { endAlarm, setWatch } from './watch.ts';

export type DoorCommand = Extract<Command, { readonly type: AfterTheDoor }>;

/** `place` is the visit whose page the press came from, where that is not the one that watches. */
export function afterDoor(draft: Draft, command: DoorCommand, place: VisitId | undefined): Draft {
  const who = whoIsMeant(draft, command);
  const out = who.reduce((so, person) => putOut(so, person, command), draft);
  return listenForTheWord(happen(out, command, who, place), command, draft.visit);
}

/** Everybody who went, the one who is named, or the caller. Nobody where the name could not be read: then no clock may be cleared for it. */
function whoIsMeant({ visit, known, press }: Draft, command: DoorCommand): readonly string[] {
  const { visitor } = command;
  if (visitor === 'all') return going(visit).map((v) => v.person);
  if (visitor !== undefined) return onVisit(visit, visitor) || known.staff[visitor] !== undefined ? [visitor] : [];
  if (press.unread?.['visitor'] !== undefined || press.person === undefined) return [];
  // A note, new times or a call for help are about the visit, unless they come from somebody who is on it.
  const ofTheVisit = command.type === 'note' || command.type === 'revise' || command.type === 'raise-alarm' || command.type === 'correct';
  return ofTheVisit && !onVisit(visit, press.person) ? [] : [press.person];
}

/** Whoever is heard of after the door is out. Without having signed out it is a departure in breach, and the watch starts all the same (T27). */
function putOut(draft: Draft, person: string, command: DoorCommand): Draft {
  const visitor = draft.visit.visitors.find((v) => v.person === person);
  const again = command.type === 'depart-in-breach' && visitor?.accountedForAt !== undefined;
  if (visitor?.outSince !== undefined && !again) return draft;
  const plan = command.type === 'depart-in-breach' ? command.plan : undefined;
  const reason = command.type === 'depart-in-breach' ? command.reason : undefined;
  const asked = { ...draft.visit, plan: { ...draft.visit.plan, ...(plan ?? {}) } };
  const unmet = findings('depart', asked, draft.known).unmet.map(({ code, clauses }) => ({ code, clauses: [...clauses] }));
  const gone = through(
    draft,
    (so) => (so.visit.watch === undefined || !so.visit.visitors.some(isOut) ? setWatch(so) : so),
    (so) => record(so, { type: 'VisitorDepartedInBreach', visitor: person, plan, reason, unmet }),
  );
  return command.type === 'return' || isWatched(gone, person) ? gone : sayNobodyWatches(gone, person);
}

const isWatched = (draft: Draft, person: string): boolean =>
  running(draft.visit, draft.known).some((r) => r.visitor === person && r.clock.expects !== 'depart');

/** No time or no ladder to watch by: somebody is told at once. */
function sayNobodyWatches(draft: Draft, person: string): Draft {
  const alarm = alarmFor('unwatched', draft);
  return alarm === undefined ? draft : openAlarm(draft, alarm, { visitors: [person], call: 'unwatched' });
}

// ------------------------------------------------------------------------------------------------ what each says

function happen(draft: Draft, command: DoorCommand, who: readonly string[], place: VisitId | undefined): Draft {
  switch (command.type) {
    case 'depart-in-breach':
      return draft.events.length > 0 ? draft : unlessSaid(draft, who.length > 0);
    case 'arrive':
      return each(draft, who, (so, visitor) =>
        stopOf(so, visitor, place)?.arrivedAt === undefined ? { type: 'VisitorArrived', visitor, metBy: command.metBy, place } : undefined,
      );
    case 'check-in':
      return each(draft, who, (_so, visitor) => ({ type: 'VisitorCheckedIn', visitor, words: command.words, place }));
    case 'leave':
      return who.reduce(
        accountForWhoeverNothingWaitsFor,
        each(draft, who, (so, visitor) =>
          hasLeft(so, visitor, place, command.outcome)
            ? undefined
            : { type: 'VisitorLeft', visitor, outcome: command.outcome, next: command.next, place },
        ),
      );
    case 'return':
      return each(draft, who, (so, visitor) =>
        so.visit.visitors.some((v) => v.person === visitor && v.contacts.return !== undefined)
          ? undefined
          : { type: 'VisitorReturned', visitor, seenBy: command.seenBy, endsAt: command.endsAt },
      );
    case 'revise':
      return revise(draft, command);
    case 'correct':
      // What was not so is not said: then the safest is that they are not back.
      return each(draft, who, (_so, visitor) => ({ type: 'ContactCorrected', visitor, what: command.what ?? 'return', so: command.so }));
    case 'raise-alarm':
      return raise(draft, command, who);
    case 'note':
      return record(draft, { type: 'NoteMade', words: command.words, visitor: who[0], place });
  }
}

/** One event for each of whom it is new; where nobody could be made out, what was sent is kept. */
function each(draft: Draft, who: readonly string[], happening: (so: Draft, visitor: string) => Happening | undefined): Draft {
  const said = who.reduce((so, visitor) => {
    const happened = happening(so, visitor);
    return happened === undefined ? so : record(so, happened);
  }, draft);
  return said.events.length > draft.events.length ? said : unlessSaid(said, who.length > 0);
}

/** Nothing new, unless something came with it that must not be lost. */
const unlessSaid = (draft: Draft, known: boolean): Draft => (known && draft.press.unread === undefined ? draft : unheard(draft));

const unheard = (draft: Draft): Draft => record(draft, { type: 'NoteMade' });

const stopOf = ({ visit }: Draft, visitor: string, place: VisitId | undefined): Stop | undefined =>
  visit.visitors.find((v) => v.person === visitor)?.stops.find((stop) => stop.visit === (place ?? visit.visit));

function hasLeft(draft: Draft, visitor: string, place: VisitId | undefined, outcome: string | undefined): boolean {
  const stop = stopOf(draft, visitor, place);
  return stop?.leftAt !== undefined && (outcome === undefined || outcome === stop.outcome);
}

/** A call that ends the watch when it says where they go: nothing waits for them any more. */
function accountForWhoeverNothingWaitsFor(draft: Draft, visitor: string): Draft {
  const { visit, known } = draft;
  const clocks = visit.watch?.clocks.filter((clock) => clock.expects === 'return') ?? [];
  const stillWaiting = clocks.length === 0 || running(visit, known).some((r) => r.visitor === visitor);
  const isOutStill = visit.visitors.some((v) => v.person === visitor && isOut(v));
  return stillWaiting || !isOutStill ? draft : record(draft, { type: 'VisitorAccountedFor', visitor });
}

/** Ways of saying it in which nobody heard a voice. */
const unspoken = /^(text|sms|e-?mail|typed|app|form|page|link)$/i;

/** New times move the clocks. They end an overdue alarm only where a named person heard them: a time typed on a visitor's phone may be somebody else's (T4). */
function revise(draft: Draft, { plan, place, toldBy, means }: CommandOf<'revise'>): Draft {
  const { press, visit } = draft;
  const spoken = press.person !== undefined && !onVisit(visit, press.person) && !unspoken.test(means?.trim() ?? '');
  const revised = record(draft, { type: 'TimesRevised', plan: (plan ?? {}) satisfies PlanChange, where: place, toldBy, means, spoken });
  if (!spoken || openAlarms(revised.visit).some((alarm) => alarm.kind === 'distress')) return revised;
  return openAlarms(revised.visit)
    .filter((alarm) => alarm.kind === 'overdue' && alarm.awaits.length > 0 && alarm.awaits.every((w) => !isLate(revised, w)))
    .reduce((so, alarm) => endAlarm(so, alarm.id, 'revised'), revised);
}

const isLate = ({ visit, known, now }: Draft, awaited: { readonly clock: string; readonly visitor: string }): boolean =>
  running(visit, known).some((r) => r.clock.id === awaited.clock && r.visitor === awaited.visitor && r.alarmAt <= now);

/** Each call is an alarm of its own: a second call for help is a second alarm. What cannot be read is a call for help. */
function raise(draft: Draft, { kind, words, position }: CommandOf<'raise-alarm'>, who: readonly string[]): Draft {
  const call = kind ?? 'help';
  const alarm = alarmFor(call, draft);
  const visitors = who.length > 0 ? who : going(draft.visit).map((v) => v.person);
  return alarm === undefined ? unheard(draft) : openAlarm(draft, alarm, { visitors, call, words, position });
}

// ------------------------------------------------------------------------------------------------ the safe word

const plain = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()} `;

/** Every word that was said, whatever field it came in. */
function wordsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(wordsIn);
}

/** A visitor's safe word, wherever words can be given, is a call for help: at once, at its first rung (T21). */
function listenForTheWord(draft: Draft, command: DoorCommand, before: Visit): Draft {
  const said = plain(wordsIn([command, draft.press.unread]).join(' '));
  const calling = before.visitors.filter((v) => v.safeWord !== undefined && said.includes(plain(v.safeWord))).map((v) => v.person);
  const alarm = alarmFor('word', draft);
  return calling.length === 0 || alarm === undefined ? draft : openAlarm(draft, alarm, { visitors: calling, call: 'word' });
}
