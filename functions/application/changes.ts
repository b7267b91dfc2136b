import { lengthInMilliseconds, plusMilliseconds } from '../domain/time.ts';
import type { Shadow } from '../domain/visit/shadow.ts';
import { cursorAt } from '../ports/cursor.ts';
import type { ListedVisit } from '../ports/visit-store.ts';
import type { Deps } from './deps.ts';

/**
 * A change is shown once it is so old. Its time is read before it is written: a function may take 29 s in between, clocks of servers
 * are seconds apart, and an index lags. Shown at once, a later change could be read before an earlier one is there, and a reader
 * who goes on after it would never see that one.
 */
export const heldBack = lengthInMilliseconds('PT60S');

const followed = ['open', 'done', 'erased'] as const satisfies readonly Shadow['list'][];

export interface ChangedVisit extends ListedVisit {
  readonly erased: boolean;
}

export interface Changes {
  readonly visits: readonly ChangedVisit[];
  /** Where it goes on, also where nothing has changed. */
  readonly next: string;
  /** There is more already. */
  readonly more: boolean;
}

/** Before everything that ever changed. */
const beginning = cursorAt('2000-01-01T00:00:00.000Z#-');

/**
 * Every visit that changed after a place, the oldest change first, each as it is now: one that changes again comes again, and none
 * is skipped, whoever writes meanwhile and however long nobody asked.
 */
export async function changesSince(
  { visits, clock }: Pick<Deps, 'visits' | 'clock'>,
  school: string,
  { after = beginning, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<Changes> {
  // Before the lists are read: what moves from one to the other meanwhile is younger.
  const until = plusMilliseconds(clock.now(), -heldBack);
  const lists = await Promise.all(
    followed.map(async (list) => {
      const rows = await visits.oldest(school, list, { after, limit: limit + 1 });
      return rows.map((row) => ({ ...row, erased: list === 'erased' }));
    }),
  );
  const settled = lists
    .flat()
    .filter(({ card }) => card.changedAt <= until)
    .toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  const page = settled.slice(0, limit);
  return { visits: page, next: page.at(-1)?.cursor ?? after, more: settled.length > limit };
}

const placeOf = ({ card, ref }: ListedVisit): string => `${card.changedAt}#${ref.visit}`;
