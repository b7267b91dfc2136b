/** One page for the folder: the visit as the caller is shown it, what is to be beware of, and what is done where nobody comes back. */
import { personIn } from '../person.ts';
import { watchOf } from '../policy/clocks.ts';
import { receivers } from '../policy/receivers.ts';
import { expectedRows, sheetRows } from '../reading/of-visits.ts';
import { asRead } from '../reading/reading.ts';
import { classesFor, readingOf, type Viewer } from '../reading/who.ts';
import { type Instant, plus } from '../time.ts';
import type { Known } from './decision.ts';
import { officeToRing, type Ring } from './phone-card.ts';
import { shown, type ShownVisit } from './shown.ts';
import { type ShownQuestion, stageCard } from './stage-card.ts';
import { isVeiled, knownTo } from './veil.ts';
import type { PlannedTime, Visit } from './visit.ts';

export interface VisitSheet {
  readonly visit: ShownVisit;
  /** Of the risk assessment, with what is done about each. */
  readonly hazards: readonly ShownQuestion[];
  readonly expected: readonly Expected[];
  readonly ring: readonly Ring[];
}

/** Contact that is expected, and whom Doorstep turns to, one after another, where it does not come. */
export interface Expected {
  readonly contact: string;
  /** As planned. Absent: no time is planned. */
  readonly dueAt?: Instant;
  /** When the first step begins. */
  readonly alarmAt?: Instant;
  readonly rungs: readonly {
    readonly do: string;
    readonly say: string;
    readonly wait: string;
    /** Whom it tells, by name. */
    readonly who: readonly string[];
    readonly clauses: readonly string[];
  }[];
}

/** Paper lies about: the word that somebody says in danger is on the page of the visit alone (T22). */
function onPaper(visit: ShownVisit): ShownVisit {
  const { visitors } = visit;
  const without = (visitor: unknown): unknown =>
    typeof visitor === 'object' && visitor !== null
      ? Object.fromEntries(Object.entries(visitor).filter(([field]) => field !== 'safeWord'))
      : visitor;
  return Array.isArray(visitors) ? { ...visit, visitors: visitors.map(without) } : visit;
}

/** By the rules as they now are and not by the copy on the visit, which may have been made after a call for help. */
export function visitSheet(whole: Visit, viewer: Viewer, known: Known, now: Instant): Readonly<Record<string, unknown>> {
  const visit = knownTo(whole, viewer.person);
  const reading = readingOf(viewer, classesFor(viewer, visit, known), isVeiled(whole, viewer.person));
  const { clocks, ladders } = watchOf(visit, known);
  const expected = clocks
    .filter((clock) => clock.expects !== 'depart')
    .map((clock) => {
      const dueAt = planned(visit, clock.due);
      const rungs = (ladders[clock.ladder] ?? []).map((rung) => ({
        do: rung.do,
        say: rung.say,
        wait: rung.wait,
        who: receivers(rung.tell, visit, known)
          .filter((id) => !visit.visitors.some((v) => v.person === id))
          .flatMap((id) => personIn(known, id)?.name ?? []),
        clauses: rung.clauses ?? [],
      }));
      const alarmAt = dueAt === undefined ? undefined : plus(dueAt, clock.grace);
      return asRead(expectedRows, { contact: clock.expects, dueAt, alarmAt, rungs }, reading);
    });
  const sheet = {
    visit: onPaper(shown(whole, viewer, known, now)),
    hazards: stageCard(whole, 'assessment', viewer, known).questions.filter(({ type }) => type === 'hazard'),
    expected,
    ring: officeToRing(whole, viewer.person, known, now),
  };
  return asRead(sheetRows, sheet, reading);
}

const planned = ({ revised, plan }: Visit, due: PlannedTime): Instant | undefined => revised[due] ?? plan[due];
