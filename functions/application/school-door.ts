/** Whether a school still has a door: one that has left keeps it until nobody is out for it. */
import type { ListedSchool } from '../domain/listed-school.ts';
import type { ListedVisit } from '../ports/visit-store.ts';
import type { Deps } from './deps.ts';

type Reading = Pick<Deps, 'schoolList' | 'visits'>;

/** `ending`: it has left, and somebody is out for it, or an alarm or an allegation is open. `shut`: it has left, and nothing is. */
export type Door = 'open' | 'ending' | 'shut';

/** A list that cannot be read shuts nobody out: somebody may be out for whoever asks. */
export async function doorOf(deps: Reading, school: string): Promise<Door> {
  const [listed] = await Promise.allSettled([deps.schoolList.all()]);
  if (listed.status === 'rejected') return 'open';
  if (listed.value.find(({ id }) => id === school)?.leftAt === undefined) return 'open';
  return (await stillWatched(deps, school)).length > 0 ? 'ending' : 'shut';
}

/** Those that are here. */
export const presentSchools = async ({ schoolList }: Pick<Reading, 'schoolList'>): Promise<readonly ListedSchool[]> =>
  (await schoolList.all()).filter(({ leftAt }) => leftAt === undefined);

const pageSize = 100;

/** The visits and allegations of a school about which somebody has yet to act, or to come back. */
export async function stillWatched({ visits }: Pick<Reading, 'visits'>, school: string): Promise<readonly string[]> {
  const watched: string[] = [];
  for (const which of ['open', 'allegations'] as const) {
    let after: string | undefined;
    do {
      const rows: readonly ListedVisit[] = await visits.list(school, which, { limit: pageSize, ...(after === undefined ? {} : { after }) });
      watched.push(...rows.filter(({ card }) => card.watched).map(({ ref }) => ref.visit));
      after = rows.length < pageSize ? undefined : rows.at(-1)?.cursor;
    } while (after !== undefined);
  }
  return watched;
}
