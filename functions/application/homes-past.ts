/** What was: a home's visits, and what its record said before. */
import { canonical } from '../domain/canonical.ts';
import type { Household } from '../domain/household.ts';
import { asOf } from '../domain/household.ts';
import { visitOf } from '../domain/visit/fold.ts';
import type { Viewer } from '../domain/reading/who.ts';
import { isOut, watchedAs } from '../domain/visit/relations.ts';
import { earlierVisit } from '../domain/visit/shown.ts';
import type { VisitOfHome } from '../ports/visit-store.ts';
import type { Deps } from './deps.ts';
import { shownHousehold } from './keep-homes.ts';
import { readKnownOfEach } from './known.ts';
import type { School } from './school.ts';

type Reading = Pick<Deps, 'visits' | 'schools' | 'clock'>;

/** Every id under which something of it is kept. */
export const idsOfHome = ({ id, mergedFrom }: Household): readonly string[] => [id, ...mergedFrom];

/** A home's visits, and those of the homes that were merged into it, the last first: found in the index, read consistently. */
export async function visitsOfHome(
  deps: Reading,
  school: string,
  home: Household,
  viewer: Viewer,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<{ readonly visits: readonly object[]; readonly next?: string }> {
  const ids = idsOfHome(home);
  const lists = await Promise.all(ids.map((id) => deps.visits.ofHome(school, id, page)));
  const rows = lists.flat().toSorted(lastFirst).slice(0, page.limit);
  const last = rows.length < page.limit ? undefined : rows.at(-1)?.cursor;
  const stored = (await deps.visits.readMany(rows.map(({ ref }) => ref))).map(visitOf);
  // The index is a moment behind: one may have been asked for another home since.
  const here = rows.flatMap(({ ref }) => stored.filter((visit) => visit.visit === ref.visit && ids.includes(visit.household)));
  const known = await readKnownOfEach(deps, school, [...new Set(here)]);
  // Whoever is out to that home may have somebody looking over their shoulder, whichever visit it is that a colleague is on.
  const isThere = known.some(({ visit, known: { leads } }) =>
    visit.visitors.some((visitor) => visitor.person === viewer.person && isOut(watchedAs(visitor, leads))),
  );
  return {
    visits: known.map((one) => earlierVisit(one.visit, viewer, one.known, { isThere })),
    ...(last === undefined ? {} : { next: last }),
  };
}

const lastFirst = (a: VisitOfHome, b: VisitOfHome): number => (placeOf(a) < placeOf(b) ? 1 : -1);
const placeOf = ({ at, ref }: VisitOfHome): string => `${at}#${ref.visit}`;

/** What its record is and was, and that of the homes that were merged into it, the newest first: each as this viewer is shown a record. */
export async function historyOfHome(
  { schools, clock }: Pick<Reading, 'schools' | 'clock'>,
  school: School,
  home: Household,
  viewer: Viewer,
): Promise<readonly object[]> {
  const before = await Promise.all(idsOfHome(home).map((id) => schools.before(school.id, 'household', id)));
  const records = before.flatMap((was) => was.toReversed().map(({ value }) => value));
  // What was kept on the way to a write that never came is the present record.
  const past = records.filter((was) => was.mergedInto === undefined && canonical(was) !== canonical(home));
  return [home, ...past.toSorted((a, b) => (whenOf(a) < whenOf(b) ? 1 : whenOf(a) > whenOf(b) ? -1 : 0))].map((record) => ({
    household: record.id,
    at: record.changed?.at ?? null,
    by: record.changed?.by ?? null,
    record: shownHousehold(school, asOf(record, clock.now()), viewer),
  }));
}

const whenOf = ({ changed }: Household): string => changed?.at ?? '';
