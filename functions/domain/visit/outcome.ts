import { answered, gotInside } from '../policy/questions.ts';
import type { Known } from './decision.ts';
import { watchedAs } from './relations.ts';
import type { Visit, VisitEvent, VisitId } from './visit.ts';

/** Do these say how a visit ended? */
export const outcomeSaid = (events: readonly VisitEvent[], known: Known): boolean =>
  events.some(
    (event) =>
      (event.type === 'VisitorLeft' && event.outcome !== undefined) ||
      ('answers' in event && event.answers.some((a) => known.rules.questions.some((q) => q.id === a.question && q.fills === 'outcome'))),
  );

/** Has anybody of this outing been inside the home at that stop, by how it ended there? */
export function wasInside(visit: Visit, place: VisitId, known: Known): boolean {
  const question = known.rules.questions.find((q) => q.fills === 'outcome');
  const written = place === visit.visit && question !== undefined ? answered(question, '', visit, known)?.value : undefined;
  const said = visit.visitors.flatMap((v) => v.stops.filter((stop) => stop.visit === place).map((stop) => stop.outcome));
  return (written === undefined ? said : [written]).some((outcome) => gotInside(outcome, known));
}

/** Has everybody who went set out since then? `undefined`: since ever. */
export function setOutSince(since: string | undefined, visit: Visit, known: Known): boolean {
  const setOutAt = visit.visitors
    .map((visitor) => watchedAs(visitor, known.leads))
    .flatMap(({ contacts, outSince }) => contacts.depart ?? outSince ?? []);
  return since === undefined || (setOutAt.length > 0 && setOutAt.every((at) => at >= since));
}
