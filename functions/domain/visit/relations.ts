import type { Ahead, EventOf, OpenedAlarm, Stop, Visit, Visitor } from './visit.ts';
import type { Stage, VisitorState } from './stage.ts';

/** And not an allegation, an errand or a drill, which are items of the same shape. */
export const isVisit = ({ allegation, errand, drill }: Visit): boolean => (allegation ?? errand ?? drill) === undefined;

/** Named on the visit, whether or not they went. */
export const onVisit = (visit: Visit, person: string | undefined): boolean => visit.visitors.some((v) => v.person === person);

export const going = (visit: Visit): readonly Visitor[] => visit.visitors.filter((v) => v.notGoing === undefined);
/** On the visit and not staying behind: may be in the house, and has no part in acting on its alarms. */
export const goes = (visit: Visit, person: string | undefined): boolean => going(visit).some((v) => v.person === person);

/** Goes on the visit; or on another to a home that somebody of this one has come to. */
export const isAlong = (visit: Visit, person: string | undefined): boolean =>
  goes(visit, person) ||
  (person !== undefined && visit.visitors.some(({ stops }) => stops.some(({ beside }) => beside?.includes(person) === true)));

/** A call for help of which this person is not told: their own, or one from the page of a visit on which they go too. */
export const isKeptFrom = ({ kind, visitors, beside }: OpenedAlarm, person: string | undefined): boolean =>
  kind === 'distress' && person !== undefined && (visitors.includes(person) || beside?.includes(person) === true);

/** Is along, or called for help: may be in the house. */
export const mayBeThere = (visit: Visit, person: string | undefined): boolean =>
  isAlong(visit, person) ||
  (person !== undefined && visit.alarms.some(({ kind, visitors }) => kind === 'distress' && visitors.includes(person)));

/**
 * The visit by which it is chosen who takes a step, or ends a call for help: whoever goes on the other visit from whose page one came
 * may be in the house as well. For all else they are what they were before, or it would tell of the call.
 */
export const withThoseBeside = (visit: Visit): Visit => ({
  ...visit,
  alarms: visit.alarms.map((alarm) =>
    alarm.kind === 'distress' && alarm.beside !== undefined ? { ...alarm, visitors: [...alarm.visitors, ...alarm.beside] } : alarm,
  ),
});

/** Out and not accounted for, whichever item watches them. */
export const isOut = (visitor: Visitor): boolean => visitor.outSince !== undefined && visitor.accountedForAt === undefined;

export const openAlarms = (visit: Visit): readonly OpenedAlarm[] => visit.alarms.filter((alarm) => alarm.ended === undefined);

/** How its first messages ended, in order, with what their receipts said. What repeats is in the tally. */
export const marksOf = ({ history }: Visit): EventOf<'NoticesMarked'>['marks'] =>
  history.flatMap((event) => (event.type === 'NoticesMarked' ? event.marks : []));

/** Watched in the item of another visit: linked to it, and out there now. A link that nobody is out on counts for nothing. */
export const isLinked = (visitor: Visitor, leads: readonly Visit[]): boolean => {
  const there = watchedAs(visitor, leads);
  return there !== visitor && isOut(there);
};

/** Their stop at this visit's home, whichever item watches them. */
export const stopAt = (visit: Visit, visitor: Visitor, leads: readonly Visit[]): Stop | undefined =>
  watchedAs(visitor, leads).stops.find((stop) => stop.visit === visit.visit);

/** The visitor as the item that watches them has it, and their stop at this visit's home. */
export function watchedAs(visitor: Visitor, leads: readonly Visit[]): Visitor {
  if (visitor.lead === undefined) return visitor;
  const there = leads.find((lead) => lead.visit === visitor.lead)?.visitors.find((v) => v.person === visitor.person);
  return there?.outSince === undefined ? visitor : there;
}

export function stateOf(visit: Visit, visitor: Visitor, leads: readonly Visit[] = []): VisitorState {
  if (visitor.notGoing !== undefined) return 'not-going';
  const watched = watchedAs(visitor, leads);
  const linked = watched !== visitor;
  const stop = linked ? stopAt(visit, visitor, leads) : watched.stops.at(-1);
  if (watched.accountedForAt !== undefined) return linked && stop === undefined ? 'expected' : 'accounted-for';
  if (watched.outSince === undefined) return 'expected';
  if (stop?.leftAt !== undefined) return 'left';
  return stop?.arrivedAt === undefined ? 'signed-out' : 'on-site';
}

/** Where the visit is in its life. Alarms lie across this, not inside it. */
export function stageOf(visit: Visit, leads: readonly Visit[] = []): Stage {
  if (visit.ended !== undefined) return visit.ended;
  const states = going(visit).map((visitor) => stateOf(visit, visitor, leads));
  if (states.some((state) => state === 'signed-out' || state === 'on-site' || state === 'left')) return 'out';
  if (!states.includes('accounted-for')) return visit.authorised ? 'authorised' : 'requested';
  if (visit.closed) return 'closed';
  return visit.writtenUp ? 'written-up' : 'returned';
}

/** The later homes of the round to which they go, in order: each has times of its own. */
export function aheadOf(person: string, visit: Visit, round: readonly { readonly visit: Visit }[]): { readonly ahead?: Ahead[] } {
  const order = visit.round?.order ?? 0;
  const ahead = round
    .map(({ visit: other }) => other)
    .filter((other) => other.ended === undefined && (other.round?.order ?? 0) > order && going(other).some((v) => v.person === person))
    .toSorted((a, b) => (a.round?.order ?? 0) - (b.round?.order ?? 0))
    .map(({ visit: id, plan: { arriveAt, leaveAt } }) => ({ visit: id, arriveAt, leaveAt }));
  return ahead.length === 0 ? {} : { ahead };
}
