/** What a ladder would do if it were climbed from a moment on, nobody answered and every message arrived. Nothing is sent. */
import type { PersonId } from '../person.ts';
import { Relation } from '../policy/policy.ts';
import { type Instant, latest } from '../time.ts';
import type { SendResult } from './commands.ts';
import { keepUp } from './decide.ts';
import type { Known } from './decision.ts';
import { type Climbed, decideDrill, drillAlarm, laddersOf } from './drill.ts';
import { toldBy, type ToldInDrill } from './drill-report.ts';
import { rungsOf, tallyKey } from './ladder.ts';
import { heldBy } from './messages.ts';
import type { EventOf, OwedNotice, Visit, WatchRung } from './visit.ts';
import { nextDue } from './watch.ts';
import { type Wording, wordingOf } from './wording.ts';

export interface RehearsedRung extends Pick<WatchRung, 'id' | 'do' | 'say' | 'wait'> {
  readonly rung: number;
  readonly at: Instant;
  /** `empty`: nobody who could be reached then. `quiet`: nobody is to be rung at home. */
  readonly passedOver?: 'quiet' | 'empty';
  readonly told: readonly { readonly person: PersonId; readonly name: string | undefined; readonly channels: readonly string[] }[];
  /** Words of the policy that only a visit can fill: nobody is told by them here. */
  readonly onlyOnVisit: readonly string[];
  /** The text as a phone would show it, in earnest and in a drill. */
  readonly inEarnest: Wording;
  readonly inDrill: Wording;
}

export interface Rehearsal {
  readonly ladder: string;
  /** The clocks and alarms that climb it. */
  readonly climbedBy: readonly string[];
  /** Absent: the school has not set it. */
  readonly rungs?: readonly RehearsedRung[];
  /** When the last step is told again for the first time. */
  readonly repeatsAt?: Instant;
}

/** Each look begins a rung or sends; a ladder has fifty rungs at most. */
const mostLooks = 500;
const ref = (school: string) => ({ school, visit: 'DR-000000' });

/** Those of a school's ladders that are meant, by their names; all of them where none is. `by`: who would begin the drill. */
export function rehearse(school: string, wanted: string | undefined, by: string, known: Known, at: Instant): readonly Rehearsal[] {
  return laddersOf(known.rules)
    .filter(({ name }) => wanted === undefined || name === wanted)
    .map((ladder) => rehearseOne(school, ladder, by, known, at));
}

function rehearseOne(school: string, { name: ladder, by: climbedBy }: Climbed, by: string, known: Known, at: Instant): Rehearsal {
  const begun = decideDrill(ref(school), { ladder }, { person: by, by, via: 'system' }, known, at, { isRehearsal: true });
  if (!begun.accepted) return { ladder, climbedBy };
  const item = climbed(begun.visit, known, at);
  const [alarm] = item.alarms;
  const rungs = alarm === undefined ? [] : rungsOf(item, alarm);
  const repeatsAt = item.tally[tallyKey(drillAlarm, rungs.length)]?.firstAt;
  return {
    ladder,
    climbedBy,
    rungs: item.history.flatMap((event) => (event.type === 'RungBegun' ? rehearsed(item, event, rungs[event.rung - 1], known) : [])),
    ...(repeatsAt === undefined ? {} : { repeatsAt }),
  };
}

/** Looked at whenever something is due, until the last rung has repeated. */
function climbed(start: Visit, known: Known, at: Instant): Visit {
  let item = start;
  let now = at;
  for (let looks = 0; looks < mostLooks && Object.keys(item.tally).length === 0; looks += 1) {
    item = looked(item, known, now);
    now = latest(now, nextDue(item, known, { held: false }) ?? now);
  }
  return item;
}

/** What is due is served, and what is owed is taken by whoever sends it. */
function looked(before: Visit, known: Known, now: Instant): Visit {
  const seen = written(before, keepUp(before, { type: 'look', lease: now }, known, now).visit);
  const results = heldBy(seen, now, now).map(({ id }): SendResult => ({ notice: id, outcome: 'accepted' }));
  return results.length === 0 ? seen : written(seen, keepUp(seen, { type: 'mark', results }, known, now).visit);
}

/** Messages are named by the version that they come with. */
const written = ({ version }: Visit, after: Visit): Visit => ({ ...after, version: version + 1 });

function rehearsed(item: Visit, event: EventOf<'RungBegun'>, rung: WatchRung | undefined, known: Known): readonly RehearsedRung[] {
  if (rung === undefined) return [];
  const { id, do: does, say, wait, tell, instead = [] } = rung;
  const { passedOver } = event;
  return [
    {
      ...{ rung: event.rung, id, do: does, say, wait, at: event.at },
      ...(passedOver === undefined ? {} : { passedOver }),
      told: toldBy(item, event.rung, known).map(({ person, name, ...ways }) => ({ person, name, channels: channelsIn(ways) })),
      onlyOnVisit: [...tell, ...instead].filter(isOfVisit),
      inEarnest: wordsOf(event.rung, inEarnest(item), known),
      inDrill: wordsOf(event.rung, item, known),
    },
  ];
}

const channelsIn = ({ text, email }: Pick<ToldInDrill, 'text' | 'email'>): readonly string[] => [
  ...(text === undefined ? [] : ['text']),
  ...(email === undefined ? [] : ['email']),
];

/** Whoever asked for a drill stands for whoever asked for a visit. */
const isOfVisit = (who: string): boolean => who.startsWith('@') || (Relation.safeParse(who).success && who !== 'requester');

function wordsOf(rung: number, item: Visit, known: Known): Wording {
  const about = { kind: 'rung', alarm: drillAlarm, rung, cycle: 0 } as const;
  const notice: OwedNotice = { id: 'n', to: 'nobody', channel: 'text', about, queuedAt: item.requestedAt, tries: 1, timeOuts: 0 };
  return wordingOf(notice, item, known, '(link)');
}

/** The same of a visit, or of what was said against somebody. */
function inEarnest({ drill, ...item }: Visit): Visit {
  if (drill?.kind !== 'allegation') return { ...item, visit: 'HV-000000' };
  const alarms = item.alarms.map((alarm) => ({ ...alarm, kind: 'allegation' as const }));
  return { ...item, visit: 'AL-000000', allegation: { of: 'HV-000000', about: [], words: '' }, alarms };
}
