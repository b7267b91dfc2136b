/** What must be true of everything that is open, judged from the item alone: whoever is out is watched, and nothing owed is forgotten. */
import { running } from '../policy/clocks.ts';
import { type Instant, latest, lengthInMilliseconds, plusMilliseconds } from '../time.ts';
import { nextRung } from './ladder.ts';
import { isOut, openAlarms, watchedAs } from './relations.ts';
import type { Card } from './shadow.ts';
import type { StoredVisit, Visit, Visitor } from './visit.ts';
import { isAwaited, sendAt } from './watch.ts';

/**
 * `nobody-watches`: somebody is out, and neither a clock nor an alarm waits for them. `no-alarm`: a clock ran out, and no alarm
 * is open. `no-ladder`: an alarm is open, and nobody will ever be told. `rung-late`, `message-late`: it was to begin, or to go
 * out. `not-taken`: a step is put off again and again, since no provider takes it. `not-served`: the row was to be looked at.
 * `never-due`: the watch owes something, and the row is never looked at.
 */
export type Finding = 'nobody-watches' | 'no-alarm' | 'no-ladder' | 'rung-late' | 'message-late' | 'not-taken' | 'not-served' | 'never-due';

/** What falls due is served within this, whatever one thing is broken: what is later than that has been forgotten. */
const promised = lengthInMilliseconds('PT5M');
/** For so long after a change there may be a message to somebody, though nobody is out any more. */
const lately = lengthInMilliseconds('PT1H');

/** Whether a row of a list is worth reading: somebody is out, is to be out by now, or was until just now. */
export const isWorthAuditing = ({ watched, stage, plannedAt, changedAt }: Card, now: Instant): boolean =>
  watched || changedAt >= plusMilliseconds(now, -lately) || (stage === 'authorised' && (plannedAt === undefined || plannedAt <= now));

/** What is wrong with an open item as it stands: nothing, where all is well. `dueAt` is what its row says. */
export function audit(visit: Visit, dueAt: StoredVisit['dueAt'], leads: readonly Visit[], now: Instant): readonly Finding[] {
  // Whoever is watched with another visit and not out is waited for there.
  const isElsewhere = ({ lead, outSince }: Visitor): boolean => lead !== undefined && outSince === undefined;
  const clocks = running({ ...visit, visitors: visit.visitors.filter((visitor) => !isElsewhere(visitor)) }, { leads });
  const ranOut = clocks.filter(({ clock, visitor }) => !isAwaited(visit, clock.id, visitor)).map(({ alarmAt }) => alarmAt);
  const rungs = openAlarms(visit).map((alarm) => nextRung(visit, alarm)?.at);
  const messages = Object.values(visit.owed).map(sendAt);
  const since = plusMilliseconds(now, -promised);
  // What somebody has said since may have made late what was not: that is served from then on.
  const isLate = (at: Instant | undefined): boolean => at !== undefined && latest(at, visit.changedAt) < since;
  const unwatched = visit.visitors.some(
    (visitor) =>
      isOut(visitor) &&
      visitor.notGoing === undefined &&
      watchedAs(visitor, leads) === visitor &&
      !clocks.some((r) => r.visitor === visitor.person && r.clock.expects !== 'depart') &&
      !openAlarms(visit).some((alarm) => alarm.visitors.includes(visitor.person)),
  );
  const found: Readonly<Record<Finding, boolean>> = {
    'nobody-watches': unwatched,
    'no-alarm': ranOut.some(isLate),
    'no-ladder': rungs.includes(undefined),
    'rung-late': rungs.some(isLate),
    'message-late': messages.some(isLate),
    'not-taken': Object.values(visit.owed).some(({ about, queuedAt }) => about.kind === 'rung' && queuedAt < since),
    'not-served': isLate(dueAt),
    'never-due': dueAt === undefined && [...ranOut, ...rungs, ...messages].some((at) => at !== undefined),
  };
  // The keys of a record of findings are findings, which Object.keys cannot say.
  return (Object.keys(found) as Finding[]).filter((finding) => found[finding]);
}
