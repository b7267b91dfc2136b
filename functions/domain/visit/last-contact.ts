/** What stands beside a visit in case the visit itself can no longer be read: who is out, and who is asked to find out how they are. */
import * as z from 'zod';
import { PersonId } from '../person.ts';
import { running } from '../policy/clocks.ts';
import { earliest, inLondon, Instant } from '../time.ts';
import type { Known } from './decision.ts';
import { inCharge, toldInPerson } from './ladder.ts';
import { isLinked, isOut, isVisit } from './relations.ts';
import type { Visit } from './visit.ts';

/** Names and numbers are looked up when they are needed, so that none stands here that has been changed or erased since. */
export const LastContact = z.object({
  ask: z.array(PersonId),
  out: z.array(PersonId),
  /** By when somebody was to be heard of. */
  by: Instant.optional(),
});
export type LastContact = Readonly<z.infer<typeof LastContact>>;

/** Absent of what tells nobody of an alarm: an errand of the school's own. */
export function lastContactOf(visit: Visit, known: Known): LastContact | undefined {
  if (visit.errand?.kind === 'digest') return { ask: [visit.errand.to], out: [] };
  if (visit.erasedAt !== undefined) return undefined;
  if (visit.allegation !== undefined) return { ask: [...new Set(toldInPerson(visit, known))], out: [] };
  if (!isVisit(visit)) return undefined;
  const by = earliest(running(visit, known).map(({ alarmAt }) => alarmAt));
  return {
    // At whatever hour: nobody knows when it will be asked.
    ask: inCharge(visit, known).map(({ id }) => id),
    out: visit.visitors.filter((v) => isOut(v) && !isLinked(v, known.leads)).map((v) => v.person),
    ...(by !== undefined && { by }),
  };
}

export interface ByHand {
  readonly visit: string;
  /** First names. */
  readonly out: readonly string[];
  readonly by?: Instant | undefined;
}

/** Of more visits than these only the references are said. */
const mostDescribed = 3;

/** One message, of however many visits: what Doorstep no longer does, and what a person must do instead. */
export function sayCheckByHand(visits: readonly ByHand[]): { readonly subject: string; readonly text: string } {
  // Whoever is out first.
  const sorted = visits.toSorted((a, b) => Number(b.out.length > 0) - Number(a.out.length > 0));
  const described = sorted.slice(0, mostDescribed).map(({ visit, out, by }) => {
    const who = out.length === 0 ? 'nobody was known to be out' : `${out.join(' and ')} out`;
    return `${visit}: ${who}${by === undefined ? '' : `, to be heard of by ${inLondon(by).time}`}.`;
  });
  const more = sorted.slice(mostDescribed).map(({ visit }) => visit);
  const rest = more.length === 0 ? [] : [`And ${String(more.length)} more: ${more.slice(0, mostDescribed * 2).join(', ')}.`];
  return {
    subject: 'Check by hand now',
    text: ['Doorstep cannot read and is not watching:', ...described, ...rest, 'Find out by hand, now, how everybody is.'].join(' '),
  };
}
