/** Of a visit that went: when the first of them set out, and whether all of them were back by when they were expected. */
import { dueFor } from '../policy/clocks.ts';
import { earliest, type Instant } from '../time.ts';
import type { Known } from './decision.ts';
import { going, stageOf, stopAt, watchedAs } from './relations.ts';
import type { OpenedAlarm, Visit, Visitor } from './visit.ts';

type Leads = Pick<Known, 'leads'>;

/** Whoever goes and has set out, as the item that watches them has them: of a later home of a round, once they came to it. */
const wentOn = (visit: Visit, { leads }: Leads): readonly { readonly item: Visit; readonly visitor: Visitor }[] =>
  going(visit).flatMap((named) => {
    const visitor = watchedAs(named, leads);
    const item = visitor === named ? visit : leads.find((lead) => lead.visit === named.lead);
    const cameHere = item === visit || stopAt(visit, named, leads) !== undefined;
    return item !== undefined && visitor.outSince !== undefined && cameHere ? [{ item, visitor }] : [];
  });

export const setOutAt = (visit: Visit, known: Leads): Instant | undefined =>
  earliest(wentOn(visit, known).map(({ visitor }) => visitor.contacts.depart ?? visitor.outSince));

/** By the time that was said last, without any grace. Undefined: somebody is still out, or no time was ever said. */
export function cameBack(visit: Visit, known: Leads): 'on-time' | 'late' | undefined {
  const went = wentOn(visit, known);
  if (went.length === 0 || stageOf(visit, known.leads) === 'out') return undefined;
  const isOnTime = went.map(({ item, visitor }) => {
    const returns = (item.watch?.clocks ?? []).filter(({ expects }) => expects === 'return');
    const due = earliest(returns.map((clock) => dueFor(clock, item, visitor, { assume: true })));
    return due === undefined || visitor.accountedForAt === undefined ? undefined : visitor.accountedForAt <= due;
  });
  if (isOnTime.includes(false)) return 'late';
  return isOnTime.includes(undefined) ? undefined : 'on-time';
}

/** The clock that only asks whether they have gone opens an alarm that is none: nobody is late before they are out. */
export const isAlarming = ({ watch }: Visit, { of }: OpenedAlarm): boolean =>
  watch?.clocks.some((clock) => clock.id === of && clock.expects === 'depart') !== true;
