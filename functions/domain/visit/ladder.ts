import { plus, type Instant, lengthInMilliseconds, latest, plusMilliseconds } from '../time.ts';
import { inPerson, rungReceivers } from '../policy/receivers.ts';
import { type Person, type PersonId, reachable } from '../person.ts';
import type { Known } from './decision.ts';
import { type Draft, drop, queue, record } from './draft.ts';
import { present } from './evolve.ts';
import { mayBeThere, going, isLinked, openAlarms, withThoseBeside } from './relations.ts';
import type { OpenedAlarm, OwedNotice, Repeats, Tally, Told, Visit, WatchRung } from './visit.ts';

/** Nothing repeats faster than this, whatever was set. */
export const shortestRepeat = lengthInMilliseconds('PT1M');
/** After an outage a ladder catches up in order, but never faster than this. */
const catchUp = lengthInMilliseconds('PT2M');

type Why = 'due' | 'attempt-failed' | 'nobody-reached' | 'hold-ended' | 'escalated';
export interface NextRung {
  readonly at: Instant;
  /** From 1. */
  readonly rung: number;
  readonly due: Instant;
  readonly why: Why;
  /** The last rung again. */
  readonly repeat: boolean;
}

export const rungsOf = (visit: Visit, alarm: OpenedAlarm): readonly WatchRung[] => visit.watch?.ladders[alarm.ladder] ?? [];
export const tallyKey = (alarm: string, rung: number): string => `${alarm}/${String(rung)}`;

/** How often last rungs have begun again between two counts of one item; what else is counted there has no such name. */
export const repeatsBetween = (before: Tally, after: Tally): number =>
  Object.entries(after).reduce((sum, [key, { n }]) => (/^[ah]\d+\/\d+$/.test(key) ? sum + n - (before[key]?.n ?? 0) : sum), 0);

/** What an open alarm does next, and when. Undefined only where it has ended or has no ladder. */
export function nextRung(visit: Visit, alarm: OpenedAlarm): NextRung | undefined {
  const rungs = rungsOf(visit, alarm);
  if (alarm.ended !== undefined || rungs.length === 0) return undefined;
  const { rung: current, held, goOn } = alarm;
  const first = alarm.due ?? alarm.openedAt;
  if (current === undefined) return { at: latest(alarm.openedAt, first), rung: 1, due: first, why: 'due', repeat: false };
  const wait = rungs[current.index - 1]?.wait ?? 'PT0S';
  if (current.index >= rungs.length) {
    const lastAt = visit.tally[tallyKey(alarm.id, current.index)]?.lastAt ?? current.begunAt;
    // The last rung keeps its interval whatever failed, and repeats until somebody has acted.
    const at =
      held !== undefined && held.until > lastAt
        ? held.until
        : plusMilliseconds(lastAt, Math.max(lengthInMilliseconds(wait), shortestRepeat));
    return { at, rung: current.index, due: at, why: 'due', repeat: true };
  }
  const next = { rung: current.index + 1, repeat: false };
  if (held !== undefined) return { ...next, at: held.until, due: held.until, why: 'hold-ended' };
  if (goOn !== undefined) return { ...next, at: goOn.from, due: goOn.from, why: goOn.why };
  if (current.passedOver) return { ...next, at: current.begunAt, due: current.begunAt, why: 'due' };
  if (nobodyReached(visit, alarm)) return { ...next, at: visit.changedAt, due: visit.changedAt, why: 'nobody-reached' };
  const due = plus(current.due, wait);
  const pause = Math.min(lengthInMilliseconds(wait), catchUp);
  return { ...next, due, at: latest(due, plusMilliseconds(current.begunAt, pause)), why: 'due' };
}

/** Every message of the rung has surely failed. */
function nobodyReached(visit: Visit, alarm: OpenedAlarm): boolean {
  const { rung, sent } = alarm;
  const underWay = Object.values(visit.owed).some(
    (n) => n.about.kind === 'rung' && n.about.alarm === alarm.id && n.about.rung === rung?.index,
  );
  return !underWay && sent.failed > 0 && sent.reached === 0;
}

/** Moves every ladder on as far as the time has come: at once past rungs that nobody holds or that must be quiet. */
export function climb(draft: Draft): Draft {
  return openAlarms(draft.visit).reduce((so, { id }) => climbOne(so, id), draft);
}

function climbOne(draft: Draft, id: string): Draft {
  const alarm = draft.visit.alarms.find((a) => a.id === id);
  const next = alarm === undefined ? undefined : nextRung(draft.visit, alarm);
  if (alarm === undefined || next === undefined || next.at > draft.now) return draft;
  return next.repeat ? repeat(draft, alarm, next.rung) : climbOne(beginRung(draft, alarm, next), id);
}

/** Begins a rung: its messages are queued in the write that moves the ladder on. */
export function beginRung(draft: Draft, alarm: OpenedAlarm, next: Pick<NextRung, 'rung' | 'due' | 'why'>): Draft {
  const rungs = rungsOf(draft.visit, alarm);
  const rung = rungs[next.rung - 1];
  if (rung === undefined) return draft;
  const last = next.rung === rungs.length;
  // The last rung is never silent: its people are told, and that nobody is to be rung.
  const quiet = isQuiet(draft.visit, rung) && !last;
  const told = quiet ? [] : whoIsTold(draft, rung, alarm, last);
  const passedOver = quiet ? 'quiet' : told.length === 0 ? 'empty' : undefined;
  const begun = record(draft, {
    type: 'RungBegun',
    alarm: alarm.id,
    rung: next.rung,
    name: rung.id,
    due: next.due,
    why: next.why,
    told: [...told],
    passedOver,
  });
  return queue(begun, { kind: 'rung', alarm: alarm.id, rung: next.rung, cycle: 0 }, told);
}

/** Nobody rings the visitors or the house while an alarm of the visit must not be noticed there. */
export const isQuiet = (visit: Visit, rung: WatchRung): boolean =>
  openAlarms(visit).some(
    (alarm) =>
      (rung.do === 'ring-visitors' && alarm.quiet.includes('visitors')) || (rung.do === 'ring-address' && alarm.quiet.includes('address')),
  );

/** Whoever can take the rung; and where it asks the visitors themselves, those who have not gone yet. */
function whoIsTold(draft: Draft, rung: WatchRung, alarm: OpenedAlarm, last: boolean): readonly string[] {
  const { visit, known } = draft;
  const asked = rung.tell.includes('visitors') ? going(visit).filter((v) => v.outSince === undefined && !isLinked(v, known.leads)) : [];
  const reached = asked.map((v) => v.person).filter((id) => known.staff[id] !== undefined && reachable(known.staff[id]));
  return [...new Set([...reached, ...whoTakes(draft, rung, alarm, last)])];
}

/** The visit by which it is chosen who takes a step of this alarm. What was raised openly anybody may see to who could before a call for help. */
export const chosenBy = (visit: Visit, { kind }: OpenedAlarm): Visit => (kind === 'concern' ? visit : withThoseBeside(visit));

/** The last rung is never empty: where nobody holds it, everybody in charge is told, and failing them everybody who can be reached. Of an allegation nobody else is told, nor whoever stands in. */
function whoTakes({ visit, known, now }: Draft, rung: WatchRung, alarm: OpenedAlarm, last: boolean): readonly string[] {
  if ((visit.drill ?? alarm).kind === 'allegation')
    return inPerson(rung, visit, known).filter((id) => known.staff[id] !== undefined && reachable(known.staff[id]));
  const all = chosenBy(visit, alarm);
  const own = rungReceivers(rung, all, known, now).map((person) => person.id);
  if (own.length > 0 || !last) return own;
  return inCharge(all, known, now).map((person) => person.id);
}

/** Everybody in charge at that moment, or at any, and failing them everybody who can be reached: nobody on the visit. */
export function inCharge(visit: Visit, known: Known, now?: Instant): readonly Person[] {
  const charge = rungReceivers(
    { tell: ['office', 'dsl', 'slt', 'head-of-school', 'headteacher', 'executive-headteacher', 'team'] },
    visit,
    known,
    now,
  );
  return charge.length > 0 ? charge : Object.values(known.staff).filter((person) => reachable(person) && !mayBeThere(visit, person.id));
}

/** Whom the ladders of its alarms tell by name, and nobody in their stead. */
export const toldInPerson = (visit: Visit, known: Known): readonly PersonId[] =>
  visit.alarms.flatMap((alarm) => rungsOf(visit, alarm)).flatMap((rung) => inPerson(rung, visit, known));

/** The last rung again: counted, not written down each time, so that a day of nobody answering stays small. */
function repeat(draft: Draft, alarm: OpenedAlarm, index: number): Draft {
  const rungs = rungsOf(draft.visit, alarm);
  const rung = rungs[index - 1];
  if (rung === undefined) return draft;
  const key = tallyKey(alarm.id, index);
  const was: Repeats | undefined = draft.visit.tally[key];
  const n = (was?.n ?? 0) + 1;
  const told = whoIsTold(draft, rung, alarm, true);
  const counted: Repeats = {
    n,
    firstAt: was?.firstAt ?? draft.now,
    lastAt: draft.now,
    accepted: was?.accepted ?? 0,
    failed: was?.failed ?? 0,
    uncertain: was?.uncertain ?? 0,
    to: [...new Set([...(was?.to ?? []), ...told])],
    ...present('digestBy', was?.digestBy),
  };
  // What was not yet sent of the repeat before is said by this one.
  const stale = Object.values(draft.visit.owed).filter((notice) => isOfRung(notice, alarm.id, index) && notice.tries === 0);
  const kept = drop(
    draft,
    stale.map((notice) => notice.id),
  );
  return queue(
    { ...kept, visit: { ...kept.visit, tally: { ...kept.visit.tally, [key]: counted } } },
    { kind: 'rung', alarm: alarm.id, rung: index, cycle: n },
    told,
  );
}

const isOfRung = (notice: OwedNotice, alarm: string, rung: number): boolean =>
  notice.about.kind === 'rung' && notice.about.alarm === alarm && notice.about.rung === rung;

/** Everybody who may have heard of the alarm: reached, or handed to a provider that never said no; until when the last word of it may still come. */
export function toldOf(visit: Visit, alarm: OpenedAlarm): readonly Told[] {
  const tried = Object.values(visit.owed)
    .filter((notice) => notice.about.kind === 'rung' && notice.about.alarm === alarm.id && notice.tries > 0)
    .map((notice) => ({ person: notice.to, channel: notice.channel, ...present('until', notice.lease?.until) }));
  const again = Object.entries(visit.tally).flatMap(([key, { to, digestBy: until }]) =>
    key.startsWith(`${alarm.id}/`)
      ? to.flatMap((person) => [
          { person, channel: 'text' as const, ...present('until', until) },
          { person, channel: 'email' as const, ...present('until', until) },
        ])
      : [],
  );
  const all: readonly Told[] = [...tried, ...alarm.told, ...again];
  return all.flatMap((one, i): Told[] => {
    const isSame = ({ person, channel }: Told): boolean => person === one.person && channel === one.channel;
    if (all.findIndex(isSame) !== i) return [];
    const until = all.filter(isSame).reduce<Instant | undefined>((so, other) => later(so, other.until), undefined);
    return [{ person: one.person, channel: one.channel, ...present('until', until) }];
  });
}

const later = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined || b === undefined ? (a ?? b) : latest(a, b);
