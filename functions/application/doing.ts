import { alarmsToCount, beginningOf, type Doing, doing, type EndedAlarm, type Months } from '../domain/doing.ts';
import type { Instant } from '../domain/time.ts';
import { Unreadable } from '../domain/unreadable.ts';
import { visitOf } from '../domain/visit/fold.ts';
import type { Card, Shadow } from '../domain/visit/shadow.ts';
import { type StoredVisit, VisitId } from '../domain/visit/visit.ts';
import type { ListedVisit, VisitStore } from '../ports/visit-store.ts';

type Reading = Pick<VisitStore, 'list' | 'readEach'>;

/** What is erased still happened. */
const counted: readonly Shadow['list'][] = ['open', 'done', 'erased'];
const pageSize = 100;
/** Of one list: some ten thousand visits. */
const mostPages = 100;

/**
 * What a school's lists and the visits with an alarm add up to, as this viewer may count it. Visits without an alarm are counted
 * by what the list has of them. `isWhole`: nothing was left out because it cannot be read, or is too much to be read.
 */
export async function countDoing(
  visits: Reading,
  school: string,
  months: Months,
  viewer: string | undefined,
): Promise<Doing & { readonly isWhole: boolean }> {
  const lists = await Promise.all(counted.map((which) => read(visits, school, which, beginningOf(months), viewer)));
  // Whatever is closed while the lists are read stands in two of them.
  const cards = new Map(lists.flatMap((list) => [...list.cards]));
  const alarms = new Map(lists.flatMap((list) => [...list.alarms]));
  return { ...doing(months, [...cards.values()], [...alarms.values()].flat()), isWhole: lists.every((list) => list.isWhole) };
}

interface Listed {
  readonly cards: ReadonlyMap<string, Card>;
  readonly alarms: ReadonlyMap<string, readonly EndedAlarm[]>;
  readonly isWhole: boolean;
}

/** The newest change first: whatever has not changed since then has not happened since. */
async function read(visits: Reading, school: string, which: Shadow['list'], since: Instant, viewer: string | undefined): Promise<Listed> {
  const cards = new Map<string, Card>();
  const alarms = new Map<string, readonly EndedAlarm[]>();
  let isWhole = true;
  let after: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const rows: readonly ListedVisit[] = await visits.list(school, which, { limit: pageSize, ...(after === undefined ? {} : { after }) });
    const wanted = rows.filter(({ ref, card }) => VisitId.safeParse(ref.visit).success && card.changedAt >= since);
    const readable = wanted.filter(({ unreadable }) => unreadable !== true);
    const alarmed = readable.filter(({ card }) => card.alarmed === true && (card.outAt ?? card.changedAt) >= since);
    const whole = await visits.readEach(alarmed.map(({ ref }) => ref));
    for (const { ref, card } of readable) cards.set(ref.visit, card);
    for (const stored of whole.visits) {
      const found = await alarmsIn(stored, viewer);
      if (found === undefined) isWhole = false;
      else alarms.set(stored.visit, found);
    }
    if (wanted.length > readable.length || whole.unreadable.length > 0) isWhole = false;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize || last.card.changedAt < since) return { cards, alarms, isWhole };
    after = last.cursor;
  }
  return { cards, alarms, isWhole: false };
}

/** Undefined: it parses, and its history does not begin as one does. */
async function alarmsIn(stored: StoredVisit, viewer: string | undefined): Promise<readonly EndedAlarm[] | undefined> {
  const [found] = await Promise.allSettled([Promise.resolve(stored).then((one) => alarmsToCount(visitOf(one), viewer))]);
  if (found.status === 'fulfilled') return found.value;
  if (found.reason instanceof Unreadable) return undefined;
  throw found.reason;
}
