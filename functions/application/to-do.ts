import { visitOf } from '../domain/visit/fold.ts';
import { toDoOn, type VisitToDo } from '../domain/visit/to-do.ts';
import { VisitId } from '../domain/visit/visit.ts';
import { readKnownOfEach, type Reads } from './known.ts';

const pageSize = 100;
/** Of the visits that are not over, those that changed last. A year group in June is not more. */
const mostPages = 2;

/** What somebody has to do about the school's visits now. `isWhole`: every visit that is not over was looked at. */
export async function readToDo(
  deps: Reads,
  school: string,
  person: string,
): Promise<{ readonly visits: readonly VisitToDo[]; readonly isWhole: boolean }> {
  const found: VisitToDo[] = [];
  let after: string | undefined;
  let isWhole = true;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const rows = await deps.visits.list(school, 'open', { limit: pageSize, ...(after === undefined ? {} : { after }) });
    const ids = rows.filter(({ ref }) => VisitId.safeParse(ref.visit).success);
    const { visits, unreadable } = await deps.visits.readEach(ids.map(({ ref }) => ref));
    if (unreadable.length > 0) isWhole = false;
    const each = await readKnownOfEach(deps, school, visits.map(visitOf));
    found.push(...each.flatMap(({ visit, known }) => toDoOn(visit, person, known) ?? []));
    after = rows.length < pageSize ? undefined : rows.at(-1)?.cursor;
    if (after === undefined) break;
  }
  return { visits: found.toSorted(soonestFirst), isWhole: isWhole && after === undefined };
}

const soonestFirst = (a: VisitToDo, b: VisitToDo): number => ((a.plannedAt ?? '') < (b.plannedAt ?? '') ? -1 : 1);
