/** Working an alarm: having it, trying, going on, ringing the police, standing it down. */
import { earliest, type Instant, plus } from '../time.ts';
import { running } from '../policy/clocks.ts';
import { mayBeThere, going, isKeptFrom, isOut, onVisit, withThoseBeside } from './relations.ts';
import { receivers } from '../policy/receivers.ts';
import { isVeiled } from './veil.ts';
import { alarmFor, openAlarm } from './consequences.ts';
import type { CommandOf } from './commands.ts';
import { type Draft, record, refusal } from './draft.ts';
import type { Step } from './before-the-door.ts';
import { beginRung, rungsOf } from './ladder.ts';
import type { Refusal } from './decision.ts';
import type { OpenedAlarm } from './visit.ts';
import { endAlarm } from './watch.ts';

/** Whoever is on a visit is never told of its calls for help: to them there is none of that name. */
const alarmOf = ({ visit, press }: Draft, id: string): OpenedAlarm | undefined =>
  visit.alarms.find(
    (alarm) => alarm.id === id && !isKeptFrom(alarm, press.person) && !(alarm.kind === 'distress' && isVeiled(visit, press.person)),
  );

/** Somebody on the visit works none of its alarms, whether or not there is one: by trying they could find out. */
function openOne(draft: Draft, id: string): OpenedAlarm | Refusal {
  if (draft.press.person === undefined) return refusal('a-person-must');
  if (isVeiled(draft.visit, draft.press.person)) return refusal('own-alarm');
  const alarm = alarmOf(draft, id);
  return alarm === undefined ? refusal('unknown-alarm', id) : alarm.ended === undefined ? alarm : refusal('alarm-over', id);
}
const isMissing = (found: OpenedAlarm | Refusal): found is Refusal => 'code' in found;

/**
 * "I have it" is not safety: it holds the ladder of this one alarm, for as long as the school set at most. Whoever says whom they
 * saw have it takes it from nobody else: one that somebody has taken meanwhile stays theirs, and the answer says so.
 */
export function acknowledge(draft: Draft, { alarm: id, until, seen }: CommandOf<'acknowledge'>): Step {
  const alarm = openOne(draft, id);
  if (isMissing(alarm)) return alarm;
  const { held } = alarm;
  if (seen !== undefined && held !== undefined && held.until > draft.now && ![seen, draft.press.person].includes(held.by)) return draft;
  const longest = plus(draft.now, draft.visit.watch?.hold ?? 'PT0S');
  const asked = until !== undefined && until > draft.now ? until : undefined;
  return record(draft, { type: 'AlarmAcknowledged', alarm: id, until: earliest([asked, longest]) ?? longest });
}

/** Recorded whichever rung it is about; only about the present one does it move the ladder. Whoever needs help has a call for help opened. */
export function logAttempt(draft: Draft, { type: _type, alarm: id, ...attempt }: CommandOf<'log-attempt'>): Step {
  const alarm = openOne(draft, id);
  if (isMissing(alarm)) return alarm;
  if (rungsOf(draft.visit, alarm)[attempt.rung - 1] === undefined) return refusal('unknown-rung', String(attempt.rung));
  const logged = record(draft, { type: 'AttemptLogged', alarm: id, ...attempt });
  const isNews = alarm.kind !== 'distress' && alarm.kind !== 'drill';
  const help = attempt.result === 'reached-needs-help' && isNews ? alarmFor('help', draft.known) : undefined;
  return help === undefined ? logged : openAlarm(logged, help, { visitors: alarm.visitors, call: 'help', words: attempt.words });
}

/** To the next rung now, or to a later one. A ladder never goes back; one that has moved on since the caller looked is as they wanted it. */
export function escalate(draft: Draft, { alarm: id, rung: seen, to }: CommandOf<'escalate'>): Step {
  const alarm = openOne(draft, id);
  if (isMissing(alarm)) return alarm;
  const last = rungsOf(draft.visit, alarm).length;
  const current = alarm.rung?.index ?? 0;
  const rung = to ?? Math.min(current + 1, last);
  if (rung > last) return refusal('unknown-rung', String(rung));
  const isAlready = to === undefined ? seen !== undefined && seen < current : to <= current;
  return isAlready ? draft : beginRung(draft, alarm, { rung, due: draft.now, why: 'escalated' });
}

/** Anybody may ring 999 at any time; Doorstep never claims that the police know before somebody says so (T16). */
export function recordPolice(draft: Draft, { alarm: id, at, by, reference }: CommandOf<'record-police'>): Step {
  if (draft.press.person === undefined) return refusal('a-person-must');
  return alarmOf(draft, id) === undefined
    ? refusal('unknown-alarm', id)
    : record(draft, { type: 'PoliceRung', alarm: id, rangAt: at, rangBy: by, reference });
}

/** A named person says how they know, and of each visitor that they are accounted for or when they are now expected: nobody is stood down and unwatched. */
export function standDown(draft: Draft, { alarm: id, how, visitors }: CommandOf<'stand-down'>): Step {
  const { press, visit, now } = draft;
  const found = alarmOf(draft, id);
  if (found?.ended?.because === 'stood-down' && press.person === found.ended.by) return draft;
  const alarm = openOne(draft, id);
  if (isMissing(alarm)) return alarm;
  if (!mayStandDown(draft, alarm)) return refusal('not-yours-to-stand-down');
  const waiting = running(visit, draft.known).map((r) => r.visitor);
  // That they are back somebody may have made them say: of a call for help it is said of each again.
  const covered = alarm.visitors.filter((person) =>
    going(visit).some((v) => v.person === person && (isOut(v) || waiting.includes(person) || alarm.kind === 'distress')),
  );
  const silent = covered.filter((person) => visitors[person] === undefined);
  if (silent.length > 0) return refusal('say-of-each-visitor', silent.join(', '));
  const stranger = Object.keys(visitors).find((person) => !onVisit(visit, person));
  if (stranger !== undefined) return refusal('unknown-visitor', stranger);
  const past = Object.values(visitors).find((at): at is Instant => at !== 'accounted-for' && at <= now);
  if (past !== undefined) return refusal('expected-in-the-past', past);
  return endAlarm(draft, id, 'stood-down', { how, visitors });
}

/** A call for help ends only by whom the school named for it, at any hour and nobody in their place (T17); where all of those are on the visit themselves, by anybody in charge. */
function mayStandDown({ visit, known, press }: Draft, alarm: OpenedAlarm): boolean {
  if (alarm.kind !== 'distress') return true;
  const named = receivers(['$stand-down-by'], visit, known).filter((person) => !mayBeThere(withThoseBeside(visit), person));
  return named.length === 0 || (press.person !== undefined && named.includes(press.person));
}
