/** Who would be told what, and when, if nobody came back from a visit that is only made up. By the rules that every visit has; nothing is sent. */
import type { PersonId } from '../person.ts';
import { running } from '../policy/clocks.ts';
import type { Contact } from '../policy/policy.ts';
import { type Instant, latest } from '../time.ts';
import type { Command, Press, SendResult } from './commands.ts';
import { decide, keepUp } from './decide.ts';
import type { Known } from './decision.ts';
import { draftOf, nameOf, record, through } from './draft.ts';
import { begin } from './evolve.ts';
import { repeatsBetween, rungsOf } from './ladder.ts';
import { heldBy } from './messages.ts';
import type { AlarmKind, EventOf, OwedNotice, Plan, Visit, WatchRung } from './visit.ts';
import { nextDue, setWatch } from './watch.ts';
import { wordingOf } from './wording.ts';

export interface Outing {
  readonly type?: string | undefined;
  readonly visitors: readonly PersonId[];
  readonly plan: Plan & { readonly departAt: Instant };
  /** What is heard of them last; `help`: they call for it when they have arrived. */
  readonly last: 'depart' | 'arrive' | 'leave' | 'help';
}

export interface RehearsedTelling {
  readonly at: Instant;
  /** A step of a ladder; a nudge, before it; anything else that the policy wants told. */
  readonly what: 'rung' | 'nudge' | 'notice';
  /** Of a step: of which kind of alarm, and its place on the ladder. */
  readonly alarm?: AlarmKind;
  readonly rung?: number;
  readonly do?: WatchRung['do'];
  readonly clauses?: readonly string[];
  readonly passedOver?: 'quiet' | 'empty';
  /** The text as a phone would show it; absent where nobody is told. */
  readonly text?: string;
  readonly told: readonly { readonly person: PersonId; readonly channels: readonly string[] }[];
}

export interface RehearsedVisit {
  /** What is waited for, in order. Empty: nothing would watch them. */
  readonly clocks: readonly { readonly id: string; readonly expects: Contact; readonly dueAt: Instant; readonly alarmAt: Instant }[];
  readonly tellings: readonly RehearsedTelling[];
  /** When the last step is told again for the first time. */
  readonly repeatsAt?: Instant;
}

const mostLooks = 500;

interface Sent extends OwedNotice {
  readonly at: Instant;
  readonly text: string;
}
interface So {
  readonly visit: Visit;
  readonly now: Instant;
  readonly sent: readonly Sent[];
}

export function rehearseVisit(school: string, outing: Outing, by: PersonId, known: Known): RehearsedVisit {
  const { plan } = outing;
  let so: So = { visit: setOut(school, outing, by, known), now: plan.departAt, sent: [] };
  const clocks = new Map(running(so.visit, known).map(({ clock, due, alarmAt }) => [clock.id, { ...clock, dueAt: due, alarmAt }]));
  const heard = heardOf(outing);
  for (let looks = 0; looks < mostLooks; looks += 1) {
    so = looked(so, known);
    const next = heard.shift();
    const due = nextDue(so.visit, known, { held: false });
    if (next !== undefined && (due === undefined || next.at <= due)) {
      so = { ...so, now: latest(so.now, next.at), visit: hears(so.visit, next.command, outing, known, latest(so.now, next.at)) };
      continue;
    }
    if (next !== undefined) heard.unshift(next);
    if (due === undefined || repeatsBetween({}, so.visit.tally) > 0) break;
    so = { ...so, now: latest(so.now, due) };
  }
  const repeats = Object.entries(so.visit.tally).flatMap(([key, { firstAt }]) => (/^[ah]\d+\//.test(key) ? [firstAt] : []));
  return {
    clocks: [...clocks.values()]
      .map(({ id, expects, dueAt, alarmAt }) => ({ id, expects, dueAt, alarmAt }))
      .toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1)),
    tellings: tellingsOf(so),
    ...(repeats[0] === undefined ? {} : { repeatsAt: repeats[0] }),
  };
}

// ------------------------------------------------------------------------------------------------ what happens

/** Everything that has to be is taken to be so: they have left, with the watch as it would be copied. */
function setOut(school: string, { type, visitors, plan }: Outing, by: PersonId, known: Known): Visit {
  const at = plan.departAt;
  const request = { type, household: 'none', visitors: visitors.map((person) => ({ person })), plan };
  const requested: EventOf<'VisitRequested'> = { type: 'VisitRequested', at, by, via: 'system', policy: known.settings.policy, request };
  const asked = draftOf(begin({ school, visit: 'HV-000000' }, requested), known, at, { person: by, by, via: 'system' });
  const watched = setWatch(record(asked, { type: 'VisitAuthorised' }));
  return through(
    watched,
    ...visitors.map((visitor) => (draft: typeof asked) => record(draft, { type: 'VisitorDeparted', visitor, ticks: [] })),
  ).visit;
}

interface Heard {
  readonly at: Instant;
  readonly command: Command;
}

function heardOf({ plan, last }: Outing): Heard[] {
  const arrivedAt = plan.arriveAt ?? plan.departAt;
  const arrive: Heard = { at: arrivedAt, command: { type: 'arrive', visitor: 'all' } };
  switch (last) {
    case 'depart':
      return [];
    case 'arrive':
      return [arrive];
    case 'leave':
      return [arrive, { at: latest(arrivedAt, plan.leaveAt ?? arrivedAt), command: { type: 'leave', visitor: 'all' } }];
    case 'help':
      return [arrive, { at: arrivedAt, command: { type: 'raise-alarm', kind: 'help' } }];
  }
}

/** What is said after the door is never refused. */
function hears(visit: Visit, command: Command, { visitors: [person] }: Outing, known: Known, now: Instant): Visit {
  const press: Press = { person, by: person ?? 'nobody', via: 'system' };
  const decision = decide(visit, command, press, known, now);
  return decision.accepted ? written(visit, decision.visit) : visit;
}

/** What is due is served, and what is owed is taken by whoever sends it. */
function looked({ visit, now, sent }: So, known: Known): So {
  const seen = written(visit, keepUp(visit, { type: 'look', lease: now }, known, now).visit);
  const held = heldBy(seen, now, now);
  const results = held.map(({ id }): SendResult => ({ notice: id, outcome: 'accepted' }));
  const texts = held.map((notice): Sent => ({
    ...notice,
    at: now,
    text: wordingOf({ ...notice, channel: 'text' }, seen, known, '(link)').text,
  }));
  return {
    visit: results.length === 0 ? seen : written(seen, keepUp(seen, { type: 'mark', results }, known, now).visit),
    now,
    sent: [...sent, ...texts],
  };
}

/** Messages are named by the version that they come with. */
const written = ({ version }: Visit, after: Visit): Visit => ({ ...after, version: version + 1 });

// ------------------------------------------------------------------------------------------------ as it is told

function tellingsOf({ visit, sent }: So): readonly RehearsedTelling[] {
  const rungs = visit.history.flatMap((event): readonly RehearsedTelling[] => {
    if (event.type !== 'RungBegun') return [];
    const alarm = visit.alarms.find(({ id }) => id === event.alarm);
    const rung = alarm === undefined ? undefined : rungsOf(visit, alarm)[event.rung - 1];
    if (alarm === undefined || rung === undefined) return [];
    const about = nameOf({ kind: 'rung', alarm: alarm.id, rung: event.rung, cycle: 0 });
    const those = sent.filter((one) => one.about.kind === 'rung' && one.about.cycle === 0 && nameOf(one.about) === about);
    return [
      {
        ...{ at: event.at, what: 'rung', alarm: alarm.kind, rung: event.rung, do: rung.do, clauses: rung.clauses ?? [] },
        ...(event.passedOver === undefined ? {} : { passedOver: event.passedOver }),
        ...tellingOf(those),
      },
    ];
  });
  const others = sent.filter(({ about }) => about.kind === 'nudge' || about.kind === 'notice');
  const groups = [...new Set(others.map(groupOf))].map((group) => others.filter((one) => groupOf(one) === group));
  const told = groups.flatMap((group): readonly RehearsedTelling[] => {
    const [first] = group;
    if (first === undefined) return [];
    return [{ at: first.at, what: first.about.kind === 'nudge' ? 'nudge' : 'notice', ...tellingOf(group) }];
  });
  return [...told, ...rungs].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

const groupOf = ({ at, about, text }: Sent): string => `${at} ${nameOf(about)} ${text}`;

function tellingOf(those: readonly Sent[]): Pick<RehearsedTelling, 'text' | 'told'> {
  const people = [...new Set(those.map(({ to }) => to))];
  const [first] = those;
  return {
    ...(first === undefined ? {} : { text: first.text }),
    told: people.map((person) => ({ person, channels: those.filter(({ to }) => to === person).map(({ channel }) => channel) })),
  };
}
