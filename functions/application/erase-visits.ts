/** What is done so that nothing of a visit is kept but that it happened. Stopped half-way it is done again, and changes nothing twice. */
import { holdableOf, type Hold, holdsOn } from '../domain/hold.ts';
import { personIn } from '../domain/person.ts';
import { isOver, keptUntil, periodOf } from '../domain/retention.ts';
import { earliest, type Instant, plus } from '../domain/time.ts';
import type { Known } from '../domain/visit/decision.ts';
import { draftOf, record } from '../domain/visit/draft.ts';
import { erasedHistory, erasedTally } from '../domain/visit/erase.ts';
import { visitOf } from '../domain/visit/fold.ts';
import { shadowOf } from '../domain/visit/shadow.ts';
import type { EventOf, StoredVisit, Visit, VisitRef } from '../domain/visit/visit.ts';
import type { Shadow } from '../domain/visit/shadow.ts';
import type { ListedVisit } from '../ports/visit-store.ts';
import { type Deps, mostTries } from './deps.ts';
import { idsOfHome } from './homes-past.ts';
import { readKnown, readKnownOfEach } from './known.ts';
import { knownOf, readSchool } from './school.ts';

export type Erasing = Pick<Deps, 'visits' | 'schools' | 'erasures' | 'links' | 'clock'>;

/** Everything that is kept of visits, in the order in which it is looked through. */
export const everyList: readonly Shadow['list'][] = ['done', 'open', 'allegations', 'errands', 'drills', 'erased'];
const pageSize = 100;

/** Every row of a school's lists, a page at a time, the oldest change first. */
export async function* pagesOf(
  { visits }: Pick<Deps, 'visits'>,
  school: string,
  lists: readonly Shadow['list'][],
): AsyncGenerator<readonly ListedVisit[]> {
  for (const list of lists) {
    let after: string | undefined;
    do {
      const rows: readonly ListedVisit[] = await visits.oldest(school, list, {
        limit: pageSize,
        ...(after === undefined ? {} : { after }),
      });
      yield rows;
      after = rows.length < pageSize ? undefined : rows.at(-1)?.cursor;
    } while (after !== undefined);
  }
}

export async function* rowsOf(deps: Pick<Deps, 'visits'>, school: string, lists: readonly Shadow['list'][]): AsyncGenerator<ListedVisit> {
  for await (const rows of pagesOf(deps, school, lists)) yield* rows;
}

/** Whether it may be erased, of a visit as it stands now. */
type Condition = (visit: Visit, known: Known, now: Instant) => boolean;

/** `left`: it is not to be erased after all, or it was before. */
export async function eraseVisit(
  deps: Erasing,
  ref: VisitRef,
  because: EventOf<'WordsErased'>['because'],
  by: string,
  may: Condition,
): Promise<'erased' | 'left'> {
  for (let tried = 0; tried < mostTries; tried += 1) {
    const found = await read(deps, ref);
    if (found === undefined) return 'left';
    const { stored, visit, known } = found;
    const now = deps.clock.now();
    if (visit.erasedAt !== undefined) {
      await forgetBeside(deps, ref);
      return 'left';
    }
    if (!may(visit, known, now)) return 'left';
    await standByThemselves(deps, visit);
    const dutyOf = (person: string): string | undefined => personIn(known, person)?.duties[0];
    const history = erasedHistory(stored, because, by, dutyOf, known, now);
    const left = { ...stored, history, owed: {}, tally: erasedTally(stored.tally) };
    const shadow = shadowOf(visitOf(left), known);
    const written = await deps.erasures.rewrite({ ref, after: stored.version, history, owed: {}, tally: left.tally, shadow });
    if (written === 'conflict') continue;
    await forgetBeside(deps, ref);
    return 'erased';
  }
  throw new Error(`visit ${ref.school}/${ref.visit}: every race was lost`);
}

/** What is kept beside it: who looked at it, and whose links led to it. */
async function forgetBeside({ erasures, links }: Erasing, ref: VisitRef): Promise<void> {
  await erasures.forgetReadings(ref);
  await links.forget(ref);
}

interface Found {
  readonly stored: StoredVisit;
  readonly visit: Visit;
  readonly known: Known;
}

async function read(deps: Erasing, ref: VisitRef): Promise<Found | undefined> {
  const stored = await deps.visits.read(ref);
  const visit = stored === undefined ? undefined : visitOf(stored);
  const known = visit === undefined ? undefined : await readKnown(deps, visit, { tolerant: true });
  return stored === undefined || visit === undefined || known === undefined ? undefined : { stored, visit, known };
}

/** The later visits of an outing read their watch from this one: what they read is copied to them before it goes. */
async function standByThemselves(deps: Erasing, lead: Visit): Promise<void> {
  // Where nobody came, nothing is read from it.
  const later = new Set(lead.visitors.flatMap((v) => v.stops.map((stop) => stop.visit)));
  later.delete(lead.visit);
  for (const visit of later) await standByItself(deps, { school: lead.school, visit }, lead);
}

async function standByItself(deps: Erasing, ref: VisitRef, lead: Visit): Promise<void> {
  for (let tried = 0; tried < mostTries; tried += 1) {
    const found = await read(deps, ref);
    const led = found?.visit.visitors.filter((v) => v.lead === lead.visit && cameTo(ref.visit, v.person, lead)) ?? [];
    if (found === undefined || led.length === 0 || found.visit.erasedAt !== undefined) return;
    const { visit, known } = found;
    const start = draftOf(visit, known, deps.clock.now(), { by: 'doorstep', via: 'system' });
    const { visit: copied, events } = led.reduce((draft, { person }) => record(draft, copyOf(lead, person, visit)), start);
    const shadow = shadowOf(copied, known);
    const change = { ref, after: visit.version, events, owed: copied.owed, tally: copied.tally, shadow };
    if ((await deps.visits.append(change)) === 'written') return;
  }
  throw new Error(`visit ${ref.school}/${ref.visit}: every race was lost`);
}

const cameTo = (visit: string, person: string, lead: Visit): boolean =>
  lead.visitors.some((v) => v.person === person && v.stops.some((stop) => stop.visit === visit));

/** How the lead has it of this visitor, at that home. */
function copyOf(lead: Visit, person: string, { visit }: Visit): Omit<EventOf<'WatchCopied'>, 'at' | 'by' | 'via'> {
  const { outSince, accountedForAt, contacts = {}, stops = [] } = lead.visitors.find((v) => v.person === person) ?? {};
  const stop = stops.find((each) => each.visit === visit);
  return {
    type: 'WatchCopied',
    visitor: person,
    contacts,
    ...(outSince === undefined ? {} : { outSince }),
    ...(accountedForAt === undefined ? {} : { accountedForAt }),
    ...(stop === undefined ? {} : { stop: { arrivedAt: stop.arrivedAt, metAt: stop.metAt, leftAt: stop.leftAt, outcome: stop.outcome } }),
  };
}

// ------------------------------------------------------------------------------------------------ what is over

/** Visits that one look erases at most, so that it is done before its function must be. */
const mostAtOnce = 25;

/** What stays though its period is over, because of a hold or since it is not over, is looked at again then. */
const lookAgain = 'P30D';
/** A school that has not said for how long it keeps anything keeps it. */
const muchLater = 'P1Y';

/** The holds of a school: one on a home is on it under every id that it has. */
export async function holdsOf({ schools }: Pick<Deps, 'schools'>, school: string): Promise<readonly Hold[]> {
  const each = (await schools.holds(school)).map(async (hold): Promise<readonly Hold[]> => {
    const { on } = hold;
    const home = on.kind === 'household' ? (await schools.household(school, on.id))?.value : undefined;
    return home === undefined ? [hold] : idsOfHome(home).map((id) => ({ ...hold, on: { kind: 'household', id } }));
  });
  return (await Promise.all(each)).flat();
}

/** The visits of which something was said against somebody: they are kept for as long as that is, and none of them says so itself. */
async function allegedOf(deps: Erasing, school: string): Promise<ReadonlySet<string>> {
  const alleged = new Set<string>();
  for await (const rows of pagesOf(deps, school, ['allegations']))
    for (const stored of await deps.visits.readMany(rows.map(({ ref }) => ref))) alleged.add(visitOf(stored).allegation?.of ?? '');
  return alleged;
}

export interface KeptNoLonger {
  /** Before that nothing more will be kept too long. `more`: there is more of it, and somebody is to look again. */
  readonly next: Instant | 'more';
  /** What could not be erased, and is looked at again like all that stays. */
  readonly failures: readonly unknown[];
}

/** Erases what a school keeps no longer: whatever its period is over for and no hold stands on. One bad visit is never in the way of the next. */
export async function keepNoLonger(deps: Erasing, id: string): Promise<KeptNoLonger> {
  const now = deps.clock.now();
  const school = await readSchool(deps.schools, id);
  const periods = (['keep-records', 'keep-incidents'] as const).flatMap((period) => (school && periodOf(period, knownOf(school))) ?? []);
  if (periods.length === 0) return { next: plus(now, muchLater), failures: [] };
  const soonest = (from: Instant): Instant => earliest(periods.map((period) => plus(from, period))) ?? plus(from, muchLater);
  const [alleged] = await Promise.allSettled([allegedOf(deps, id)]);
  // Where nobody can say of which visits something was said, each is kept as if it were.
  const isAlleged = ({ visit }: Visit): boolean => alleged.status === 'rejected' || alleged.value.has(visit);
  const failures: unknown[] = alleged.status === 'rejected' ? [alleged.reason] : [];
  let next = soonest(now);
  let erased = 0;
  const notBefore = (at: Instant): void => {
    if (at < next) next = at;
  };
  for (const list of everyList.filter((each) => each !== 'erased'))
    for await (const rows of pagesOf(deps, id, [list])) {
      const holds = await holdsOf(deps, id);
      // Everything is held: there is nothing to look at until that is released.
      if (holdsOn(holds, {}).length > 0) return { next: plus(now, lookAgain), failures };
      const may: Condition = (visit, known) => {
        const until = isStanding(visit) ? undefined : keptUntil(visit, known, isAlleged(visit));
        const isHeld = holdsOn(holds, holdableOf(visit)).length > 0;
        if (until !== undefined && until <= now && !isHeld) return true;
        if (!isStanding(visit)) notBefore(until !== undefined && until > now ? until : plus(now, lookAgain));
        return false;
      };
      // The oldest come first: where one is young, so are all that follow.
      const young = rows.find(({ card }) => soonest(card.changedAt) > now);
      const old = young === undefined ? rows : rows.slice(0, rows.indexOf(young));
      const refs = old.map(({ ref }) => ref);
      for (const ref of await thoseThat(may, deps, id, refs)) {
        if (erased === mostAtOnce) return { next: 'more', failures };
        const [done] = await Promise.allSettled([eraseVisit(deps, ref, 'kept-no-longer', 'doorstep', may)]);
        if (done.status === 'fulfilled') erased += done.value === 'erased' ? 1 : 0;
        else {
          failures.push(done.reason);
          notBefore(plus(now, lookAgain));
        }
      }
      if (young !== undefined) {
        notBefore(soonest(young.card.changedAt));
        break;
      }
    }
  return { next, failures };
}

/** Most of a page may stay for years: it is read together. Where one of it cannot be read, each is looked at by itself. */
async function thoseThat(may: Condition, deps: Erasing, school: string, refs: readonly VisitRef[]): Promise<readonly VisitRef[]> {
  const reading = async () => readKnownOfEach(deps, school, (await deps.visits.readMany(refs)).map(visitOf));
  const [read] = await Promise.allSettled([reading()]);
  if (read.status === 'rejected') return refs;
  const over = read.value.filter(({ visit, known }) => may(visit, known, deps.clock.now()));
  return refs.filter((ref) => over.some(({ visit }) => visit.visit === ref.visit));
}

/** What goes on for as long as the school does. */
const isStanding = ({ errand }: Visit): boolean => errand?.kind === 'upkeep' || errand?.kind === 'review';

/** Which holds stand on it, and whether it is over: what anybody is told who asks for it to be erased. */
export const standsInTheWay = (visit: Visit, holds: readonly Hold[]): 'not-over' | 'held' | undefined =>
  visit.erasedAt !== undefined
    ? undefined
    : !isOver(visit)
      ? 'not-over'
      : holdsOn(holds, holdableOf(visit)).length > 0
        ? 'held'
        : undefined;
