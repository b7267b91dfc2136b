import type { Instant } from '../time.ts';
import type { Plan, Request } from './visit.ts';

/** Somebody who would be on another visit at the same time, and which those are, by their places in the timetable. */
export interface DoubleBooked {
  readonly person: string;
  readonly with: readonly number[];
}

type Asked = Pick<Request, 'visitors' | 'plan' | 'round'>;

/** Of each visit of a timetable, who of it would be in two places at once. The visits of one round are one outing. */
export const doubleBooked = (visits: readonly Asked[]): readonly (readonly DoubleBooked[])[] =>
  visits.map((visit) => {
    const others = visits.flatMap((other, place) =>
      other !== visit && !isOneOuting(visit, other) && overlap(visit, other) ? [place] : [],
    );
    return visit.visitors.flatMap(({ person }) => {
      const there = others.filter((place) => visits[place]?.visitors.some((v) => v.person === person));
      return there.length === 0 ? [] : [{ person, with: there }];
    });
  });

const isOneOuting = (a: Asked, b: Asked): boolean => a.round !== undefined && a.round.id === b.round?.id;

/** Back at the moment when another sets off is no overlap. Without times nothing is known. */
function overlap(a: Asked, b: Asked): boolean {
  const [one, other] = [spanOf(a.plan), spanOf(b.plan)];
  if (one === undefined || other === undefined) return false;
  return one.from === other.from || (one.from < other.to && other.from < one.to);
}

function spanOf({ departAt, arriveAt, leaveAt, returnAt }: Plan): { readonly from: Instant; readonly to: Instant } | undefined {
  const from = departAt ?? arriveAt;
  return from === undefined ? undefined : { from, to: returnAt ?? leaveAt ?? arriveAt ?? from };
}
