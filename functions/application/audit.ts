import type { Instant } from '../domain/time.ts';
import { audit, type Finding, isWorthAuditing } from '../domain/visit/audit.ts';
import { visitOf } from '../domain/visit/fold.ts';
import type { Shadow } from '../domain/visit/shadow.ts';
import type { StoredVisit, Visit, VisitRef } from '../domain/visit/visit.ts';
import type { Heartbeat } from '../ports/heartbeat.ts';
import type { ListedVisit, VisitStore } from '../ports/visit-store.ts';
import { aFewAtATime } from './a-few-at-a-time.ts';
import type { Deps } from './deps.ts';
import { upkeepId } from './errands.ts';
import type { Swept } from './sweep.ts';

export interface AuditDeps extends Pick<Deps, 'clock'> {
  readonly visits: Pick<VisitStore, 'list' | 'read'>;
  /** Absent: nobody outside listens. */
  readonly heartbeat?: Heartbeat;
}

/** Something is wrong with an item, or it could not be looked at; without a visit, with none of its school's. */
export interface Found {
  readonly school: string;
  readonly visit?: string;
  readonly finding: Finding | 'not-looked-at';
  /** Of what could not be looked at: what went wrong. */
  readonly reason?: unknown;
}

const audited: readonly Shadow['list'][] = ['open', 'allegations', 'errands'];
const pageSize = 100;

/**
 * After a sweep: is everything open as it should be, in every school? Found by the schools' lists and not by what is due, so that
 * what one index has lost stands in the other. Then it is said outside whether all is well; where this is never reached,
 * the silence says so.
 */
export async function auditAndTell(deps: AuditDeps, schools: readonly string[], { failures }: Pick<Swept, 'failures'>) {
  const parts = await aFewAtATime(deps.clock, schools, (school) => auditSchool(deps, school));
  const found = parts.flatMap((part, i): readonly Found[] => {
    if (part.outcome === 'done') return part.value;
    const reason = part.outcome === 'broke' ? { reason: part.error } : {};
    return [{ school: schools[i] ?? '', finding: 'not-looked-at', ...reason }];
  });
  const heard = await deps.heartbeat?.beat(failures.length + found.length === 0 ? 'well' : 'unwell');
  return { found, ...(heard !== undefined && { heard }) };
}

async function auditSchool(deps: AuditDeps, school: string): Promise<readonly Found[]> {
  const now = deps.clock.now();
  const lists = await Promise.all(audited.map((which) => worthReading(deps, school, which, now)));
  const read = await readEach(deps, lists.flat());
  const visits = new Map(read.items.map(({ stored, visit }) => [stored.visit, visit]));
  const leads = await readEach(
    deps,
    leadsOf([...visits.values()])
      .filter((id) => !visits.has(id))
      .map((visit) => ({ school, visit })),
  );
  for (const { visit } of leads.items) visits.set(visit.visit, visit);
  const judged = read.items.flatMap(({ stored, visit }) =>
    audit(
      visit,
      stored.dueAt,
      leadsOf([visit]).flatMap((id) => visits.get(id) ?? []),
      now,
    ).map((finding) => ({ school, visit: visit.visit, finding })),
  );
  return [...judged, ...read.unread, ...leads.unread];
}

/** The upkeep takes its time, and nobody is out because of it. */
async function worthReading(deps: AuditDeps, school: string, which: Shadow['list'], now: Instant): Promise<readonly VisitRef[]> {
  const refs: VisitRef[] = [];
  let after: string | undefined;
  do {
    const rows: readonly ListedVisit[] = await deps.visits.list(school, which, {
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    });
    refs.push(...rows.filter(({ ref, card }) => ref.visit !== upkeepId && isWorthAuditing(card, now)).map(({ ref }) => ref));
    after = rows.length < pageSize ? undefined : rows.at(-1)?.cursor;
  } while (after !== undefined);
  return refs;
}

const leadsOf = (visits: readonly Visit[]): readonly string[] => [
  ...new Set(visits.flatMap(({ visitors }) => visitors.flatMap(({ lead }) => lead ?? []))),
];

interface Read {
  readonly items: readonly { readonly stored: StoredVisit; readonly visit: Visit }[];
  readonly unread: readonly Found[];
}

/** Each by itself: one that cannot be read hides none of the others. */
async function readEach({ visits }: AuditDeps, refs: readonly VisitRef[]): Promise<Read> {
  const settled = await Promise.allSettled(
    refs.map(async (ref) => {
      const stored = await visits.read(ref);
      return stored === undefined ? [] : [{ stored, visit: visitOf(stored) }];
    }),
  );
  return {
    items: settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])),
    unread: settled.flatMap((one, i): Found[] => {
      const ref = refs[i];
      return one.status === 'rejected' && ref !== undefined ? [{ ...ref, finding: 'not-looked-at', reason: one.reason as unknown }] : [];
    }),
  };
}
