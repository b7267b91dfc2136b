import type { Household } from '../domain/household.ts';
import { inLondon } from '../domain/time.ts';
import { commandOf, type Press, type RequestBody } from '../domain/visit/commands.ts';
import type { Known } from '../domain/visit/decision.ts';
import { visitOf } from '../domain/visit/fold.ts';
import { stageOf } from '../domain/visit/relations.ts';
import type { Visit, VisitEvent, VisitId, VisitRef } from '../domain/visit/visit.ts';
import type { VisitStore } from '../ports/visit-store.ts';
import { carryOut } from './carry-out.ts';
import type { Deps } from './deps.ts';
import { readKnownOfEach } from './known.ts';
import type { Conditions, Outcome } from './outcome.ts';
import { requestVisit } from './request-visit.ts';

export interface Timetabled {
  readonly id: VisitId;
  readonly body: RequestBody;
  /** The id of a home that is not known yet. */
  readonly newHouseholdId: Household['id'];
  readonly press: Press;
}

/** What became of the request, and of the agreement where it was tried. */
export interface Put {
  readonly requested: Outcome;
  readonly agreed?: Outcome;
}

/**
 * Asks for a visit and then, where that is wanted and still open, agrees to it as far as the caller may: both as they are done
 * by themselves. Again with the same key it takes up what is still to be done. What they agree to is the visit that they asked
 * for: one that somebody has changed since they read first, and agree to by itself.
 */
export async function putOnTimetable(
  deps: Deps,
  school: string,
  { id, body, newHouseholdId, press }: Timetabled,
  { agree, ...conditions }: Conditions & { readonly agree: boolean },
): Promise<Put> {
  const requested = await requestVisit(deps, school, id, body, newHouseholdId, press, conditions);
  if (!agree || requested.outcome !== 'accepted' || stageOf(requested.visit, requested.known.leads) !== 'requested') return { requested };
  // Without the key, by which the visit knows the request: to agree twice is to agree once.
  const { key: _key, ...agreeing } = press;
  const asAskedFor = { ...conditions, seen: (visit: Visit) => !visit.history.some(changesTheRequest) };
  return { requested, agreed: await carryOut(deps, { school, visit: id }, commandOf('authorise', {}), agreeing, asAskedFor) };
}

const changesTheRequest = ({ type }: VisitEvent): boolean => type === 'VisitAmended' || type === 'VisitorNotGoing';

/** From one day in London to another, `2026-06-22`, both of them included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The visits planned for these days that are not over, each with what is known of it, in the order of their times. */
export async function readTimetable(
  deps: Pick<Deps, 'visits' | 'schools'>,
  school: string,
  days: Days,
): Promise<readonly { readonly visit: Visit; readonly known: Known }[]> {
  const refs = await plannedFor(deps.visits, school, days);
  const visits = (await deps.visits.readMany(refs)).map(visitOf);
  const read = await readKnownOfEach(
    deps,
    school,
    // The index is a moment behind: it may have been moved to another day.
    visits.filter((visit) => isWithin(visit.plan.departAt, days)),
  );
  return read.toSorted((a, b) => (placeOf(a.visit) < placeOf(b.visit) ? -1 : 1));
}

const isWithin = (at: Visit['plan']['departAt'], { from, to }: Days): boolean => {
  const day = at === undefined ? undefined : inLondon(at).date;
  return day !== undefined && day >= from && day <= to;
};

/** By departure; the visits of one round by their places in it. */
const placeOf = ({ plan, round, visit }: Visit): string =>
  [plan.departAt, round?.id, String(round?.order ?? 0).padStart(2, '0'), plan.arriveAt, visit].join('#');

const pageSize = 100;

async function plannedFor(visits: VisitStore, school: string, days: Days): Promise<readonly VisitRef[]> {
  const planned: VisitRef[] = [];
  let after: string | undefined;
  do {
    const rows = await visits.list(school, 'open', { limit: pageSize, ...(after === undefined ? {} : { after }) });
    planned.push(...rows.filter(({ card }) => isWithin(card.plannedAt, days)).map(({ ref }) => ref));
    after = rows.length < pageSize ? undefined : rows.at(-1)?.cursor;
  } while (after !== undefined);
  return planned;
}
