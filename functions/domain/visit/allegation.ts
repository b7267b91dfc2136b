/**
 * Something is said against a visitor. It goes to the headteacher alone, or to whom the school named where the head is on that
 * visit; nobody on the visit ever hears of it, it is no part of the visit's history, and holds up nothing there (T32).
 */
import { personIn, type PersonId } from '../person.ts';
import { allegationRows } from '../reading/of-visits.ts';
import { asRead } from '../reading/reading.ts';
import type { Command, CommandName, Press } from './commands.ts';
import { alarmFor, openAlarm } from './consequences.ts';
import type { Decision, Known } from './decision.ts';
import { draftOf, refusal } from './draft.ts';
import { beginAllegation } from './evolve.ts';
import { climb, toldInPerson } from './ladder.ts';
import { goes, onVisit } from './relations.ts';
import type { EventOf, Visit, VisitRef } from './visit.ts';
import type { Instant } from '../time.ts';

/** What may be asked of one. */
const takes: readonly CommandName[] = ['acknowledge', 'stand-down', 'note'];
export const isTaken = (command: Command): boolean => takes.includes(command.type);

export interface Alleged {
  readonly about: readonly PersonId[];
  readonly words: string;
}

/** `visit` is the one on which it happened. Refused where somebody it is about is not on it, or the school has no alarm for it. */
export function decideAllegation(
  ref: VisitRef,
  { about, words }: Alleged,
  visit: Visit,
  press: Press,
  known: Known,
  now: Instant,
): Decision {
  const stranger = about.find((person) => !onVisit(visit, person));
  if (stranger !== undefined) return { accepted: false, refusal: refusal('unknown-visitor', stranger) };
  const made: EventOf<'AllegationMade'> = {
    type: 'AllegationMade',
    at: now,
    by: press.by,
    via: press.via,
    key: press.key,
    policy: visit.policy,
    of: visit.visit,
    household: visit.household,
    visitors: visit.visitors.map((v) => v.person).filter((person) => goes(visit, person) || about.includes(person)),
    about: [...about],
    words,
  };
  const alarm = alarmFor('allegation', known);
  if (alarm === undefined) return { accepted: false, refusal: refusal('no-policy') };
  const begun = { ...draftOf(beginAllegation(ref, made), reminding(known), now, { ...press, key: undefined }), events: [made] };
  const told = climb(openAlarm(begun, alarm, { visitors: about, call: 'allegation' }));
  return { accepted: true, visit: told.visit, events: told.events };
}

/** A school that has not said how often it is reminded hears of this every hour: its ladder is climbed whatever is set. */
const reminding = (known: Known): Known => ({
  ...known,
  settings: { ...known.settings, values: { 'remind-every': 'PT1H', ...known.settings.values } },
});

/** Who may read it and see to it: whom its ladder tells, and nobody in their stead. */
export const whoReads = toldInPerson;

/** An allegation as whoever may read it is shown it: they are asked for by `whoReads`, which is its class. */
export function shownAllegation(item: Visit, known: Known): Readonly<Record<string, unknown>> {
  const [alarm] = item.alarms;
  return asRead(
    allegationRows,
    {
      id: item.visit,
      school: item.school,
      visit: item.allegation?.of,
      about: item.allegation?.about.map((person) => ({ person, name: personIn(known, person)?.name })),
      words: item.allegation?.words,
      saidBy: item.requester,
      saidAt: item.requestedAt,
      heldBy: alarm?.held?.by ?? null,
      heldUntil: alarm?.held?.until ?? null,
      notes: item.history.flatMap((event) => (event.type === 'NoteMade' ? [{ at: event.at, by: event.by, words: event.words }] : [])),
      told: [...new Set(alarm?.told.map(({ person }) => person))],
      endedAt: alarm?.ended?.at ?? null,
      endedBy: alarm?.ended?.by ?? null,
      how: alarm?.ended?.how,
    },
    new Set(['allegation']),
  );
}
