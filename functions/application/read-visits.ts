import type { Staff } from '../domain/person.ts';
import { Unreadable } from '../domain/unreadable.ts';
import { inLondon, type Instant } from '../domain/time.ts';
import type { Known } from '../domain/visit/decision.ts';
import { visitOf } from '../domain/visit/fold.ts';
import type { Card } from '../domain/visit/shadow.ts';
import { type BoardRow, boardRow, unreadableRow, type Viewer } from '../domain/visit/shown.ts';
import { isAway, type Stage } from '../domain/visit/stage.ts';
import { type StoredVisit, type Visit, VisitId, type VisitRef } from '../domain/visit/visit.ts';
import type { ListedVisit, VisitStore } from '../ports/visit-store.ts';
import type { Deps } from './deps.ts';
import { readKnown } from './known.ts';

type Reading = Pick<Deps, 'visits' | 'schools' | 'clock'>;

export type Read =
  | { readonly outcome: 'read'; readonly visit: Visit; readonly known: Known; readonly now: Instant }
  | { readonly outcome: 'no-such-visit' }
  | { readonly outcome: 'forbidden' };

/** One visit, for somebody who may read it; that they did is noted beside it. */
export async function readVisit(
  deps: Reading,
  ref: VisitRef,
  reader: string,
  may: (visit: Visit, staff: Staff, known: Known) => boolean,
): Promise<Read> {
  const stored = await deps.visits.read(ref);
  if (stored === undefined) return { outcome: 'no-such-visit' };
  const visit = visitOf(stored);
  const known = await readKnown(deps, visit, { withoutUnreadable: true });
  if (known === undefined) return { outcome: 'no-such-visit' };
  if (!may(visit, known.staff, known)) return { outcome: 'forbidden' };
  const now = deps.clock.now();
  await deps.visits.recordRead(ref, reader, now);
  return { outcome: 'read', visit, known, now };
}

export interface Wanted {
  readonly stage?: Stage | undefined;
  /** Any of these. */
  readonly households?: readonly string[] | undefined;
  readonly visitor?: string | undefined;
  /** By planned departure: at or after `from`, before `to`. A visit without a plan is in no such span. */
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

/** Index pages that one list reads at most, and how many rows of each half: where few rows are wanted ones it stops there, and goes on from its cursor. */
const mostPages = 10;
const pageSize = 100;

/** A school's visits, newest change first: those not yet closed and those that are, as one list. `next`: there may be more. */
export async function listVisits(
  visits: VisitStore,
  school: string,
  wanted: Wanted,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<{ readonly visits: readonly ListedVisit[]; readonly next?: string }> {
  const found: ListedVisit[] = [];
  let after = page.after;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const from = { limit: pageSize, ...(after === undefined ? {} : { after }) };
    const halves = await Promise.all([visits.list(school, 'open', from), visits.list(school, 'done', from)]);
    // The first `pageSize` of both together are in order; what comes after may lack rows of the longer half.
    const rows = halves.flat().toSorted(newestFirst).slice(0, pageSize);
    for (const row of rows) {
      after = row.cursor;
      if (row.unreadable === true || isWanted(row.card, wanted)) found.push(row);
      if (found.length === page.limit) return { visits: found, next: after };
    }
    if (rows.length < pageSize) return { visits: found };
  }
  return { visits: found, ...(after === undefined ? {} : { next: after }) };
}

const newestFirst = (a: ListedVisit, b: ListedVisit): number => (changeOf(a) < changeOf(b) ? 1 : -1);
const changeOf = ({ card, ref }: ListedVisit): string => `${card.changedAt}#${ref.visit}`;

function isWanted(card: Card, { stage, households, visitor, from, to }: Wanted): boolean {
  if (stage !== undefined && card.stage !== stage) return false;
  if (households?.includes(card.household) === false) return false;
  if (visitor !== undefined && !card.visitors.some(({ person }) => person === visitor)) return false;
  if (from !== undefined && (card.plannedAt === undefined || card.plannedAt < from)) return false;
  return to === undefined || (card.plannedAt !== undefined && card.plannedAt < to);
}

/** Of somebody who is out now, every visit of that day on which they go: a round has several. By the index alone, a moment behind. */
export async function visitsOfWhoeverIsOut(
  { visits, clock }: Pick<Reading, 'visits' | 'clock'>,
  school: string,
  person: string,
): Promise<readonly VisitId[]> {
  const listed = await visits.list(school, 'open', { limit: pageSize });
  const theirs = listed.flatMap(({ ref, card }) => {
    const state = card.visitors.find((visitor) => visitor.person === person)?.state;
    const id = VisitId.safeParse(ref.visit);
    return state === undefined || state === 'not-going' || !id.success ? [] : [{ id: id.data, card, isOut: isAway.includes(state) }];
  });
  const today = inLondon(clock.now()).date;
  const isOut = theirs.some((one) => one.isOut);
  return theirs.flatMap(({ id, card, isOut: here }) =>
    here || (isOut && card.plannedAt !== undefined && inLondon(card.plannedAt).date === today) ? [id] : [],
  );
}

/** How many visits are looked up at a time, so that a busy afternoon does not become one burst of reads. */
const atOnce = 10;

/** Who is out now, the worst first: found in the index, read consistently, each as this viewer is shown it. One that cannot be read hides no other, and is not hidden. */
export async function readBoard(deps: Reading, school: string, viewer: Viewer): Promise<readonly BoardRow[]> {
  const watched = await watchedIn(deps.visits, school);
  const read = await deps.visits.readEach(watched.map(({ ref }) => ref));
  const rows: BoardRow[] = [];
  for (let i = 0; i < watched.length; i += atOnce) {
    const some = await Promise.all(watched.slice(i, i + atOnce).map((listed) => rowOf(deps, listed, read, viewer)));
    rows.push(...some.flatMap((row) => row ?? []));
  }
  return rows.toSorted(worstFirst);
}

async function rowOf(
  deps: Reading,
  { ref, card }: ListedVisit,
  { visits, unreadable }: Awaited<ReturnType<VisitStore['readEach']>>,
  viewer: Viewer,
): Promise<BoardRow | undefined> {
  const stored = visits.find(({ visit }) => visit === ref.visit);
  const [row] = await Promise.allSettled([stored === undefined ? undefined : rowOfVisit(deps, stored, viewer)]);
  const isUnreadable = row.status === 'rejected' ? row.reason instanceof Unreadable : unreadable.some(({ visit }) => visit === ref.visit);
  if (isUnreadable) return unreadableRow(ref.visit, card, viewer);
  if (row.status === 'rejected') throw row.reason;
  return row.value;
}

async function rowOfVisit(deps: Reading, stored: StoredVisit, viewer: Viewer): Promise<BoardRow | undefined> {
  const visit = visitOf(stored);
  const known = await readKnown(deps, visit, { withoutUnreadable: true });
  return known === undefined ? undefined : boardRow(visit, viewer, known, deps.clock.now());
}

const worst: readonly BoardRow['state'][] = ['help', 'unreadable', 'overdue', 'concern', 'due', 'out'];
const worstFirst = (a: BoardRow, b: BoardRow): number =>
  worst.indexOf(a.state) - worst.indexOf(b.state) || (placeOf(a) < placeOf(b) ? -1 : 1);
/** Whoever is to be heard of first. */
const placeOf = ({ nextAt, visit }: BoardRow): string => `${nextAt ?? ''}#${visit}`;

async function watchedIn(visits: VisitStore, school: string): Promise<readonly ListedVisit[]> {
  const watched: ListedVisit[] = [];
  let after: string | undefined;
  do {
    const rows: readonly ListedVisit[] = await visits.list(school, 'open', { limit: pageSize, ...(after === undefined ? {} : { after }) });
    watched.push(...rows.filter(({ card }) => card.watched));
    after = rows.length < pageSize ? undefined : rows.at(-1)?.cursor;
  } while (after !== undefined);
  return watched;
}
