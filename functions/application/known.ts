import type { Known } from '../domain/visit/decision.ts';
import { rulesOf } from '../domain/policy/own-rules.ts';
import { visitOf } from '../domain/visit/fold.ts';
import { isOut } from '../domain/visit/relations.ts';
import type { Visit } from '../domain/visit/visit.ts';
import type { SchoolStore } from '../ports/school-store.ts';
import type { VisitStore } from '../ports/visit-store.ts';

export interface Reads {
  readonly visits: VisitStore;
  readonly schools: SchoolStore;
}

/**
 * What a decision on this visit goes by: one read. A visit of a round, or one whose visitors are watched elsewhere, costs
 * further reads: of the other visits, and before the first departure of their homes. `undefined`: there is no such school.
 */
export async function readKnown({ visits, schools }: Reads, visit: Visit): Promise<Known | undefined> {
  const { school } = visit;
  const leadIds = [...new Set(visit.visitors.flatMap((v) => v.lead ?? []))];
  // Whether a round may begin here: nobody is out on it yet.
  const round =
    visit.round !== undefined && leadIds.length === 0 && !visit.visitors.some((v) => v.outSince !== undefined) ? visit.round.id : undefined;
  const context = await schools.context(school, { policy: visit.policy, households: [visit.household], round });
  if (context.settings === undefined) return undefined;
  if (context.policy === undefined)
    throw new Error(`visit ${school}/${visit.visit}: its policy ${visit.policy.id} ${visit.policy.version} is not there`);

  const others = [...new Set([...leadIds, ...context.round])].filter((id) => id !== visit.visit);
  const read = others.length === 0 ? [] : (await visits.readMany(others.map((id) => ({ school, visit: id })))).map(visitOf);
  const ofRound = read.filter((other) => context.round.includes(other.visit));
  const homes =
    ofRound.length === 0 ? {} : (await schools.context(school, { households: ofRound.map((other) => other.household) })).households;
  return {
    rules: rulesOf(context.policy),
    settings: context.settings,
    staff: context.staff,
    household: context.households[visit.household],
    round: ofRound.map((other) => ({ visit: other, household: homes[other.household] })),
    leads: read.filter((other) => leadIds.includes(other.visit)),
  };
}

/** The visit whose item watches these visitors, where it is another: they departed from there and are not accounted for. */
export const leadOf = (visit: Visit, known: Known, people: readonly string[]): Visit | undefined =>
  known.leads.find(
    (lead) =>
      visit.visitors.some((v) => people.includes(v.person) && v.lead === lead.visit) &&
      lead.visitors.some((v) => people.includes(v.person) && isOut(v)),
  );
