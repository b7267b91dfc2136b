import type { Known } from '../domain/visit/decision.ts';
import { canonical } from '../domain/canonical.ts';
import { Unreadable } from '../domain/unreadable.ts';
import { rulesOf } from '../domain/policy/own-rules.ts';
import { visitOf } from '../domain/visit/fold.ts';
import { going, isLinked, isOut, stopAt, watchedAs } from '../domain/visit/relations.ts';
import type { CommandName } from '../domain/visit/commands.ts';
import type { Visit, VisitId } from '../domain/visit/visit.ts';
import type { SchoolStore } from '../ports/school-store.ts';
import type { VisitStore } from '../ports/visit-store.ts';

export interface Reads {
  readonly visits: VisitStore;
  readonly schools: SchoolStore;
}

export interface ReadOptions {
  /** What may not be refused goes on without another visit that cannot be read. */
  readonly tolerant?: boolean;
  /** One that does not parse is left out, and nothing else is: what watches over somebody does not wait until it is mended. */
  readonly withoutUnreadable?: boolean;
}

/**
 * What a decision on this visit goes by: one read. A visit of a round, or one whose visitors are watched elsewhere, costs
 * further reads: of the other visits, and while somebody is still to depart of their homes. `undefined`: there is no such
 * school.
 */
export async function readKnown({ visits, schools }: Reads, visit: Visit, options: ReadOptions = {}): Promise<Known | undefined> {
  const { school } = visit;
  const leadIds = [...new Set(visit.visitors.flatMap((v) => v.lead ?? []))];
  const someoneToDepart = visit.ended === undefined && going(visit).some((v) => v.outSince === undefined && v.lead === undefined);
  const round = someoneToDepart ? visit.round?.id : undefined;
  const context = await schools.context(school, { policy: visit.policy, households: [visit.household], round });
  if (context.settings === undefined) return undefined;
  if (context.policy === undefined)
    throw new Unreadable(`visit ${school}/${visit.visit}: its policy ${visit.policy.id} ${visit.policy.version} is not there`);

  const others = [...new Set([...leadIds, ...context.round])].filter((id) => id !== visit.visit);
  const read = await readOthers(visits, school, others, options);
  const ofRound = read.filter((other) => context.round.includes(other.visit));
  const homes =
    ofRound.length === 0 ? {} : (await schools.context(school, { households: ofRound.map((other) => other.household) })).households;
  return {
    rules: rulesOf(context.policy),
    settings: context.settings,
    staff: context.staff,
    former: context.former,
    household: context.households[visit.household],
    round: ofRound.map((other) => ({ visit: other, household: homes[other.household] })),
    leads: read.filter((other) => leadIds.includes(other.visit)),
  };
}

/** The same of many visits of a school, in a few reads for all of them: of each by itself, without the others of its round. */
export async function readKnownOfEach(
  { visits, schools }: Reads,
  school: string,
  all: readonly Visit[],
): Promise<readonly { readonly visit: Visit; readonly known: Known }[]> {
  if (all.length === 0) return [];
  const { settings, staff, former, households } = await schools.context(school, { households: all.map((visit) => visit.household) });
  if (settings === undefined) return [];
  const policies = new Map(all.map(({ policy }) => [canonical(policy), policy]));
  const rules = new Map<string, Known['rules']>();
  for (const [name, version] of policies) {
    const { policy } = await schools.context(school, { policy: version });
    if (policy === undefined) throw new Error(`school ${school}: its policy ${version.id} ${version.version} is not there`);
    rules.set(name, rulesOf(policy));
  }
  const leadIds = new Set(all.flatMap((visit) => visit.visitors.flatMap((v) => v.lead ?? [])));
  const here = all.filter(({ visit }) => leadIds.has(visit));
  const elsewhere = [...leadIds].filter((id) => !here.some(({ visit }) => visit === id));
  const leads = [...here, ...(await readOthers(visits, school, elsewhere, {}))];
  return all.flatMap((visit) => {
    const known = rules.get(canonical(visit.policy));
    const its = leads.filter((lead) => lead !== visit && visit.visitors.some((v) => v.lead === lead.visit));
    return known === undefined
      ? []
      : [{ visit, known: { rules: known, settings, staff, former, household: households[visit.household], round: [], leads: its } }];
  });
}

async function readOthers(
  visits: VisitStore,
  school: string,
  ids: readonly string[],
  { tolerant = false, withoutUnreadable = false }: ReadOptions,
): Promise<readonly Visit[]> {
  if (ids.length === 0) return [];
  if (withoutUnreadable) return (await visits.readEach(ids.map((visit) => ({ school, visit })))).visits.map(visitOf);
  if (!tolerant) return (await visits.readMany(ids.map((visit) => ({ school, visit })))).map(visitOf);
  const read = await Promise.allSettled(ids.map((visit) => visits.read({ school, visit })));
  return read.flatMap((one) => (one.status === 'fulfilled' && one.value !== undefined ? [visitOf(one.value)] : []));
}

/** What may be a new outing, where it is said at a home that the last one never came to. */
const mayBegin: readonly CommandName[] = ['depart-in-breach', 'arrive', 'check-in', 'leave'];

/** The visit whose item watches this visitor, or watched them last where the press is about that: so that a press sent again is known again. */
export function watchedElsewhere(visit: Visit, known: Known, person: string, command: CommandName): VisitId | undefined {
  const visitor = visit.visitors.find((v) => v.person === person);
  if (visitor === undefined || isOut(visitor)) return undefined;
  if (isLinked(visitor, known.leads)) return visitor.lead;
  const isOver = watchedAs(visitor, known.leads).accountedForAt !== undefined;
  const isNew = command === 'depart-in-breach' || (mayBegin.includes(command) && stopAt(visit, visitor, known.leads) === undefined);
  return isOver && !isNew ? visitor.lead : undefined;
}
