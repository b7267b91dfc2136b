/**
 * Who counts on a visit: whoever works at the school; and whoever has left it while they are out on this visit, until they
 * are accounted for. They are rung, written to and heard like any visitor: who is employed is no reason to lose sight of them.
 */
import { type Person, personIn } from '../person.ts';
import type { Known } from './decision.ts';
import { isOut, watchedAs } from './relations.ts';
import type { Visit } from './visit.ts';

/** Out on this visit now, whichever item watches them. */
export const isOutOn = (visit: Visit, person: string, { leads }: Pick<Known, 'leads'>): boolean =>
  visit.visitors.some((v) => v.person === person && isOut(watchedAs(v, leads)));

/** Out on it when they left the school, and accounted for since: somebody may have made them say so, and they are heard until it is closed. */
export const wasOutOn = (visit: Visit, person: string, known: Known): boolean => {
  const leftAt = personIn(known, person)?.leftAt;
  if (leftAt === undefined || visit.closed || visit.seemsClosed) return false;
  return visit.visitors.some((v) => {
    const { outSince, accountedForAt } = watchedAs(v, known.leads);
    return v.person === person && outSince !== undefined && outSince <= leftAt && accountedForAt !== undefined && accountedForAt >= leftAt;
  });
};

export function presentOn(visit: Visit, person: string, known: Known): Person | undefined {
  if (Object.hasOwn(known.staff, person)) return known.staff[person];
  return isOutOn(visit, person, known) ? personIn(known, person) : undefined;
}
