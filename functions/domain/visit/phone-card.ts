/**
 * What somebody needs on their phone while they are out, in one read: the visit as they are shown it, where they are in their
 * outing and where they go next, the lines of the policy for that, and whom at school to ring.
 */
import type * as z from 'zod';
import { personIn } from '../person.ts';
import { running } from '../policy/clocks.ts';
import type { Stage } from '../policy/policy.ts';
import { receivers } from '../policy/receivers.ts';
import { phoneRows } from '../reading/of-visits.ts';
import { asRead, everybody } from '../reading/reading.ts';
import type { Viewer } from '../reading/who.ts';
import type { Instant } from '../time.ts';
import { alarmFor } from './consequences.ts';
import type { Known } from './decision.ts';
import { isLinked, stateOf, watchedAs } from './relations.ts';
import { shown, type ShownVisit } from './shown.ts';
import type { VisitorState } from './stage.ts';
import { type StageCard, stageCard } from './stage-card.ts';
import { knownTo } from './veil.ts';
import { type PlannedTime, type Visit, type Visitor, VisitId } from './visit.ts';

export interface PhoneCard {
  readonly visit: ShownVisit;
  /** The visit to whose home they go, or at whose home they are or were last: of a round it may be another. */
  readonly at: VisitId;
  /** Where else their outing has led or may lead them: what they say may be of any of these. */
  readonly outing: readonly VisitId[];
  /** The next home of their round where they have not been. */
  readonly next?: VisitId;
  /** By when they are to be heard of, of what has not been heard yet. */
  readonly due: Due;
  readonly cards: readonly StageCard[];
  /** Who has the office now, or answers in its place. */
  readonly ring: readonly Ring[];
  /** They said that they are back, and nobody has heard of it whose hearing the policy asks for. */
  readonly unheard: boolean;
  /** By what is called: what the school says to whoever raises it openly. */
  readonly says: Readonly<Record<string, string>>;
}
export type Due = Readonly<Partial<Record<PlannedTime, Instant>>>;
export interface Ring {
  readonly name: string;
  readonly numbers: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/** Which lines are wanted where somebody is: what is to be done next, before it is done. */
const stagesAt: Readonly<Record<VisitorState, readonly z.infer<typeof Stage>[]>> = {
  expected: ['depart'],
  'not-going': [],
  'signed-out': ['travel', 'arrive'],
  'on-site': ['arrive', 'during', 'leave'],
  left: ['return'],
  'accounted-for': [],
};

/** What was asked there is asked still once they have come away: few answer it in a doorway. Its lines are over. */
const askedStillAt: Readonly<Partial<Record<VisitorState, readonly z.infer<typeof Stage>[]>>> = { left: ['arrive', 'during', 'leave'] };

const timesAt: Readonly<Record<VisitorState, readonly PlannedTime[]>> = {
  expected: ['departAt', 'returnAt'],
  'not-going': [],
  'signed-out': ['arriveAt', 'leaveAt', 'returnAt'],
  'on-site': ['leaveAt', 'returnAt'],
  left: ['returnAt'],
  'accounted-for': [],
};
/** What is called openly. Whoever calls for help is answered with nothing that tells of it. */
const openly = ['violence', 'illness', 'child-alone', 'child-in-danger', 'other'] as const;

const contactBy = { departAt: 'depart', arriveAt: 'arrive', leaveAt: 'leave', returnAt: 'return' } as const;

/** `undefined`: they are not on it. */
export function phoneCard(whole: Visit, viewer: Viewer, known: Known, now: Instant): Json | undefined {
  const visitor = whole.visitors.find((v) => v.person === viewer.person);
  if (visitor === undefined) return undefined;
  const state = stateOf(whole, visitor, known.leads);
  const { watched, item } = watchOver(whole, visitor, known);
  const isOver = state === 'expected' || state === 'not-going' || state === 'accounted-for';
  const at = isOver ? whole.visit : placeOf(watched, item.visit);
  const next = isOver ? undefined : nextOf(watched);
  const card: PhoneCard = {
    visit: shown(whole, viewer, known, now),
    at,
    outing: [...new Set([item.visit, ...watched.stops.map((stop) => stop.visit), ...(watched.ahead ?? []).map(({ visit }) => visit)])],
    due: dueOf(whole, item, watched, state),
    cards: [
      ...(askedStillAt[state] ?? []).map((stage) => ({ ...stageCard(whole, stage, viewer, known), prompts: [] })),
      ...stagesAt[state].map((stage) => stageCard(whole, stage, viewer, known)),
    ],
    ring: officeToRing(whole, viewer.person, known, now),
    unheard: watched.contacts.return !== undefined && watched.accountedForAt === undefined,
    says: Object.fromEntries(openly.map((call) => [call, alarmFor(call, known)?.say ?? ''])),
  };
  return asRead(phoneRows, { ...card, next: next === at ? undefined : next }, everybody);
}

/** The visitor and the visit as the item has them that watches them. */
function watchOver(visit: Visit, visitor: Visitor, { leads }: Known): { readonly watched: Visitor; readonly item: Visit } {
  const lead = isLinked(visitor, leads) ? leads.find((one) => one.visit === visitor.lead) : undefined;
  return { watched: watchedAs(visitor, leads), item: lead ?? visit };
}

/** The first of the homes ahead where they have not been. */
const nextOf = ({ ahead = [], stops }: Visitor): VisitId | undefined =>
  ahead.find(({ visit }) => !stops.some((stop) => stop.visit === visit))?.visit;

/** At the last home until they have left it, then on the way to where they said that they go. */
function placeOf({ stops, next }: Visitor, own: Visit['visit']): Visit['visit'] {
  const last = stops.at(-1);
  if (last?.leftAt === undefined) return last?.visit ?? own;
  const going = VisitId.safeParse(next).data;
  return going === undefined || stops.some((stop) => stop.visit === going) ? last.visit : going;
}

/** As the item has it that watches them; what is planned of an arrival and of leaving is planned of this home. */
function dueOf(whole: Visit, item: Visit, watched: Visitor, state: VisitorState): Due {
  const clocks = running(item, { leads: [] }).filter((r) => r.visitor === watched.person);
  return Object.fromEntries(
    timesAt[state].flatMap((time) => {
      const planned = (time === 'returnAt' ? item : whole).plan[time];
      const due = clocks.find((r) => r.clock.expects === contactBy[time])?.due ?? watched.revised?.[time] ?? item.revised[time] ?? planned;
      return due === undefined ? [] : [[time, due]];
    }),
  );
}

/** Who has the office now, with a number: as this person may know it, so that nothing of a call for help shows in whom they are to ring. */
export function officeToRing(visit: Visit, person: string | undefined, known: Known, now: Instant): readonly Ring[] {
  return receivers(['office'], knownTo(visit, person), known, now).flatMap((id) => {
    const person = personIn(known, id);
    const numbers = [...(person?.mobile === undefined ? [] : [person.mobile]), ...(person?.phones ?? []).map(({ number }) => number)];
    return person === undefined || numbers.length === 0 ? [] : [{ name: person.name, numbers }];
  });
}
