/** All that is kept of a school, for the school to take with it. */
import { everyList, pagesOf } from '../functions/application/erase-visits.ts';
import { everyHome } from '../functions/application/find-homes.ts';
import { writtenSettings } from '../functions/application/keep-settings.ts';
import type { Deps } from '../functions/application/deps.ts';
import { isVisit } from '../functions/domain/visit/relations.ts';
import { visitOf } from '../functions/domain/visit/fold.ts';

/** One thing that is kept, and of what kind it is: a line of the file. */
export interface Line {
  readonly kind:
    'school' | 'policy' | 'settings' | 'person' | 'home' | 'hold' | 'draft' | 'visit' | 'allegation' | 'drill' | 'errand' | 'unreadable';
}

/** Whole, with what each thing was before it was changed and who looked at it. Sessions and links are left out: they open doors, and say nothing. */
export async function* exportSchool(deps: Deps, id: string): AsyncGenerator<Line & Readonly<Record<string, unknown>>> {
  const listed = (await deps.schoolList.all()).find((school) => school.id === id);
  yield { kind: 'school', id, ...listed, exportedAt: deps.clock.now() };
  for (const version of await deps.schools.policies(id)) yield { kind: 'policy', ...version };
  for (const settings of await writtenSettings(deps, id)) yield { kind: 'settings', settings };
  const { staff, former = {} } = await deps.schools.context(id, {});
  for (const person of Object.values({ ...former, ...staff })) {
    yield { kind: 'person', person, before: await deps.schools.before(id, 'person', person.id) };
    for (const draft of await deps.drafts.allOf(id, person.id)) yield { kind: 'draft', draft };
  }
  for await (const home of everyHome(deps, id)) yield { kind: 'home', home, before: await deps.schools.before(id, 'household', home.id) };
  for (const hold of await deps.schools.holds(id)) yield { kind: 'hold', hold };
  for await (const rows of pagesOf(deps, id, everyList))
    for (const { ref } of rows) {
      const [read] = await Promise.allSettled([deps.visits.read(ref)]);
      // Whoever takes the file has to know that it is not whole.
      if (read.status === 'rejected') yield { kind: 'unreadable', id: ref.visit };
      else if (read.value !== undefined) {
        const { visit: item, version, history } = read.value;
        yield { kind: kindOf(visitOf(read.value)), id: item, version, history, readings: await deps.erasures.readings(ref) };
      }
    }
}

function kindOf(visit: ReturnType<typeof visitOf>): Line['kind'] {
  if (isVisit(visit)) return 'visit';
  if (visit.allegation !== undefined) return 'allegation';
  return visit.drill === undefined ? 'errand' : 'drill';
}
