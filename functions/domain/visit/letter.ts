/** What a family is told of a visit in writing, and what is still to be recorded of it. */
import { personIn } from '../person.ts';
import { inLondon } from '../time.ts';
import { unmetBefore } from '../policy/gates.ts';
import { letterRows } from '../reading/of-visits.ts';
import { reads } from '../reading/reading.ts';
import { classesFor, readingOf, type Viewer } from '../reading/who.ts';
import type { Known } from './decision.ts';
import { going, stageOf } from './relations.ts';
import type { Stage } from './stage.ts';
import { isVeiled, knownTo } from './veil.ts';
import type { Visit } from './visit.ts';

export interface Letter {
  readonly visit: string;
  readonly stage: Stage;
  readonly household: string;
  /** What the school calls the family; absent for whoever may not know where the visit goes. */
  readonly name?: string | undefined;
  readonly address?: string | undefined;
  /** As a clock on a wall in London says: `2026-06-22`, `09:20`. */
  readonly date?: string | undefined;
  readonly arrives?: string | undefined;
  /** The names of those who go. */
  readonly visitors: readonly string[];
  /** Absent for whoever may not read what visits are about. */
  readonly purpose?: string | undefined;
  readonly round?: Visit['round'];
  /** What the policy demands before anybody leaves, is asked while the visit is prepared, and has no answer that will do. */
  readonly unanswered: readonly { readonly question: string; readonly ask: string; readonly clauses: readonly string[] }[];
}

const isOver: readonly Stage[] = ['declined', 'cancelled', 'closed'];

/** `undefined`: as far as this caller may know the visit is over. */
export function letterOf(whole: Visit, viewer: Viewer, known: Known): Letter | undefined {
  const visit = knownTo(whole, viewer.person);
  const stage = stageOf(visit, known.leads);
  if (isOver.includes(stage)) return undefined;
  const reading = readingOf(viewer, classesFor(viewer, visit, known), isVeiled(whole, viewer.person));
  const { departAt, arriveAt } = visit.plan;
  const planned = departAt ?? arriveAt;
  return {
    visit: visit.visit,
    stage,
    household: visit.household,
    ...(reads(letterRows.name, reading) ? { name: known.household?.name } : {}),
    ...(reads(letterRows.address, reading) ? { address: known.household?.address } : {}),
    date: planned === undefined ? undefined : inLondon(planned).date,
    arrives: arriveAt === undefined ? undefined : inLondon(arriveAt).time,
    visitors: going(visit).map(({ person }) => personIn(known, person)?.name ?? person),
    ...(reads(letterRows.purpose, reading) ? { purpose: visit.purpose } : {}),
    round: visit.round,
    unanswered: stage === 'requested' || stage === 'authorised' ? unprepared(visit, known) : [],
  };
}

function unprepared(visit: Visit, known: Known): Letter['unanswered'] {
  const prepared = known.rules.questions.filter((question) => question.stage === 'prepare');
  return unmetBefore('depart', visit, known).flatMap(({ wants, clauses }) =>
    wants.kind === 'answer' && prepared.some(({ id }) => id === wants.question)
      ? [{ question: wants.question, ask: wants.ask, clauses }]
      : [],
  );
}
