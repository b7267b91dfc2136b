/** What must go out: handing it to whoever sends it, judging again whether it should still go, and noting how it ended. */
import { type Instant, plusMilliseconds } from '../time.ts';
import { applies, answerTo, answers } from '../policy/questions.ts';
import { running } from '../policy/clocks.ts';
import type { Receipt, SendResult } from './commands.ts';
import { channelsOf, type Draft, drop, nameOf, queue, record, silenced } from './draft.ts';
import { tallyKey, toldOf } from './ladder.ts';
import { presentOn } from './present.ts';
import { marksOf } from './relations.ts';
import { digestArrives, present } from './evolve.ts';
import type { EventOf, OpenedAlarm, OwedNotice, Repeats, Visit } from './visit.ts';
import type { Known } from './decision.ts';
import { isLive } from './errand.ts';

/** How long a message belongs to whoever took it. Longer than a send may take, shorter than the queue of pokes waits to deliver again. */
export const leaseLength = 20_000;
/** How long one waits that did not go, by how often it was tried; the last for every try after. */
const pauses = [15_000, 30_000, 60_000] as const;
/** A message of a rung is given up as uncertain after so many unanswered sends or lapsed leases: the rung repeats anyway. */
const mostTimeOuts = { rung: 2, other: 6 } as const;
const mostTries = 6;

type Mark = EventOf<'NoticesMarked'>['marks'][number];
/** How a send can end. */
type Ended = Exclude<Mark['outcome'], 'delivered' | 'undelivered'>;

/** Free to be taken: nobody's, or its lease has run out, and its pause is over. */
export const isFree = (notice: OwedNotice, now: Instant): boolean =>
  (notice.lease === undefined || notice.lease.until <= now) && (notice.notBefore === undefined || notice.notBefore <= now);

/** Takes every free message under this lease, judging of each whether it should still go. */
export function handOut(draft: Draft, lease: string): Draft {
  return Object.values(draft.visit.owed)
    .filter((notice) => isFree(notice, draft.now))
    .reduce((so, notice) => take(so, notice, lease), draft);
}

function take(draft: Draft, notice: OwedNotice, lease: string): Draft {
  // Nothing more goes to somebody who has left the school since: the rung goes on without them.
  if (presentOn(draft.visit, notice.to, draft.known) === undefined) return giveUp(draft, notice, notice.tries > 0 ? 'uncertain' : 'failed');
  if (!isStillDue(notice, draft.visit, draft.known)) return giveUp(draft, notice, notice.tries > 0 ? 'uncertain' : undefined);
  if (notice.about.kind === 'rung' && notice.tries >= mostTries) return giveUp(draft, notice, 'uncertain');
  const taken: OwedNotice = { ...notice, lease: { by: lease, until: plusMilliseconds(draft.now, leaseLength) }, tries: notice.tries + 1 };
  return { ...draft, visit: { ...draft.visit, owed: { ...draft.visit.owed, [notice.id]: taken } } };
}

/** Off the list, and what became of it where that must be known. */
function giveUp(draft: Draft, notice: OwedNotice, outcome: Ended | undefined): Draft {
  const off = drop(draft, [notice.id]);
  return outcome === undefined
    ? off
    : noteMarks(off, [
        { notice, mark: { notice: notice.id, to: notice.to, channel: notice.channel, about: nameOf(notice.about), outcome } },
      ]);
}

function isStillDue(notice: OwedNotice, visit: Visit, known: Known): boolean {
  const { about } = notice;
  if (silenced(visit, notice.to)) return false;
  switch (about.kind) {
    case 'rung':
      return visit.alarms.some((alarm) => alarm.id === about.alarm && alarm.ended === undefined);
    case 'nudge':
      return running(visit, known).some(
        ({ clock, visitor }) =>
          clock.id === about.clock &&
          !visit.alarms.some((a) => a.ended === undefined && a.awaits.some((w) => w.clock === clock.id && w.visitor === visitor)),
      );
    case 'task':
      return isOwed(about.task, visit, known);
    case 'errand':
      return isLive(visit, known);
    case 'over':
    case 'notice':
    case 'page':
      return true;
  }
}

/** A task is owed while its question applies and has no answer: `strategy`, or of one of several things `police-called-off#a1`. */
export function isOwed(task: string, visit: Visit, known: Known): boolean {
  const [id, subject = ''] = task.split('#');
  const question = known.rules.questions.find((q) => q.id === id);
  return (
    question !== undefined &&
    applies(question, visit, known) &&
    !answers(question, answerTo(question, subject, visit, known), subject, visit, known)
  );
}

/** The sends that this lease holds at this moment, in the order in which they were queued: of many the last may go in a digest. */
export const heldBy = (visit: Visit, lease: string, now: Instant): readonly OwedNotice[] =>
  Object.values(visit.owed)
    .filter((notice) => notice.lease?.by === lease && notice.lease.until > now)
    .toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));

// ------------------------------------------------------------------------------------------------ how sends ended

/**
 * Notes how sends ended. What is no longer owed was judged already; accepted or surely failed ends a message whoever holds it.
 * Anything else is for whoever still holds it to say, so that the same mark decided twice counts once.
 */
export function mark(draft: Draft, all: readonly SendResult[], lease?: string): Draft {
  const results = all.filter(
    ({ notice, outcome }) =>
      outcome === 'accepted' || outcome === 'failed' || lease === undefined || draft.visit.owed[notice]?.lease?.by === lease,
  );
  const ended = results.flatMap((result) => {
    const notice = draft.visit.owed[result.notice];
    const outcome = notice === undefined ? undefined : finalOutcome(notice, result);
    return notice === undefined || outcome === undefined
      ? []
      : [
          {
            notice,
            mark: {
              notice: notice.id,
              to: notice.to,
              channel: notice.channel,
              about: nameOf(notice.about),
              outcome,
              reference: result.reference,
            },
          },
        ];
  });
  const kept = results.reduce((so, result) => (ended.some((e) => e.notice.id === result.notice) ? so : putOff(so, result)), draft);
  return noteMarks(
    drop(
      kept,
      ended.map((e) => e.notice.id),
    ),
    ended,
  );
}

function finalOutcome(notice: OwedNotice, { outcome }: SendResult): Ended | undefined {
  switch (outcome) {
    case 'accepted':
    case 'in-digest':
      return outcome;
    case 'failed':
      // An earlier try may have gone all the same: whoever had it is told when it is over.
      return notice.tries > 1 || notice.timeOuts > 0 ? 'uncertain' : 'failed';
    case 'later':
      return undefined;
    case 'unknown':
      return notice.timeOuts + 1 >= mostTimeOuts[notice.about.kind === 'rung' ? 'rung' : 'other'] ? 'uncertain' : undefined;
  }
}

/** To be tried again after a pause. What surely did not go was no try: a provider that is down uses none of them up. */
function putOff(draft: Draft, { notice: id, outcome }: SendResult): Draft {
  const notice = draft.visit.owed[id];
  if (notice === undefined) return draft;
  const times = notice.tries + (notice.putOff ?? 0);
  const pause = pauses[Math.min(times, pauses.length) - 1] ?? pauses[0];
  const { lease: _lease, ...rest } = notice;
  const waiting: OwedNotice = { ...rest, notBefore: plusMilliseconds(draft.now, pause) };
  const later: OwedNotice =
    outcome === 'unknown'
      ? { ...waiting, timeOuts: notice.timeOuts + 1 }
      : { ...waiting, tries: Math.max(notice.tries - 1, 0), putOff: (notice.putOff ?? 0) + 1 };
  return { ...draft, visit: { ...draft.visit, owed: { ...draft.visit.owed, [id]: later } } };
}

interface Marked {
  readonly notice: OwedNotice;
  readonly mark: Mark & { readonly outcome: Ended };
}

/** First messages into the history, repeats into the tally. Whoever heard of an alarm that has ended meanwhile is told that too. */
function noteMarks(draft: Draft, ended: readonly Marked[]): Draft {
  const first = ended.filter(({ notice }) => !isRepeat(notice));
  const recorded = first.length === 0 ? draft : record(draft, { type: 'NoticesMarked', marks: first.map((m) => m.mark) });
  const counted = ended.filter(({ notice }) => isRepeat(notice)).reduce(count, recorded);
  return ended.reduce(tellOver, counted);
}

const isRepeat = ({ about }: OwedNotice): boolean => (about.kind === 'rung' && about.cycle > 0) || about.kind === 'task';

function count(draft: Draft, { notice, mark: { outcome } }: Marked): Draft {
  const key = notice.about.kind === 'rung' ? tallyKey(notice.about.alarm, notice.about.rung) : nameOf(notice.about);
  const was = draft.visit.tally[key];
  if (was === undefined) return draft;
  const counted = outcome === 'in-digest' ? 'accepted' : outcome;
  const digestBy = outcome === 'in-digest' ? plusMilliseconds(draft.now, digestArrives) : was.digestBy;
  const now: Repeats = { ...was, [counted]: was[counted] + 1, ...present('digestBy', digestBy) };
  return { ...draft, visit: { ...draft.visit, tally: { ...draft.visit.tally, [key]: now } } };
}

function tellOver(draft: Draft, { notice, mark: { outcome } }: Marked): Draft {
  const { about } = notice;
  if (about.kind !== 'rung' || outcome === 'failed') return draft;
  const alarm = draft.visit.alarms.find((a) => a.id === about.alarm);
  const isOver = alarm?.ended !== undefined && draft.visit.allegation === undefined;
  const notBefore = outcome === 'in-digest' ? plusMilliseconds(draft.now, digestArrives) : undefined;
  return !isOver ? draft : oweOver(draft, alarm, notice.to, notice.channel, notBefore);
}

/**
 * A receipt is about the first message of a rung: that it was delivered is noted and holds nothing up; that it never will be
 * counts as if it had failed, so that a rung of which nothing got there is gone on from at once. What is known of one only
 * ever rises, from taken to undelivered to delivered.
 */
export function noteReceipt(draft: Draft, { notice: id, rank }: Receipt): Draft {
  // It came before the provider's own answer did. One that says the message is lost leaves the next try to whoever holds it.
  const owed = draft.visit.owed[id] !== undefined && rank === 'delivered';
  const so = owed ? mark(draft, [{ notice: id, outcome: 'accepted' }]) : draft;
  const last = lastMarkOf(so.visit, id);
  const isNews = last?.outcome === 'accepted' || last?.outcome === 'uncertain' || (last?.outcome === 'undelivered' && rank === 'delivered');
  if (last === undefined || !isNews || !last.about.startsWith('rung:')) return so;
  const { reference: _reference, ...about } = last;
  return record(so, { type: 'NoticesMarked', marks: [{ ...about, outcome: rank }] });
}

/** How a first message ended, as far as is known. What repeats is in no list. */
const lastMarkOf = (visit: Visit, notice: string): Mark | undefined => marksOf(visit).findLast((mark) => mark.notice === notice);

/** Told once that it is over, by the way that they were told of it. */
function oweOver(draft: Draft, alarm: OpenedAlarm, person: string, channel: 'text' | 'email', notBefore: Instant | undefined): Draft {
  const about = { kind: 'over' as const, alarm: alarm.id };
  const owed = Object.values(draft.visit.owed).find(
    (n) => n.about.kind === 'over' && n.about.alarm === alarm.id && n.to === person && n.channel === channel,
  );
  const sent = draft.visit.history.some(
    (e) => e.type === 'NoticesMarked' && e.marks.some((m) => m.about === nameOf(about) && m.to === person && m.channel === channel),
  );
  if (owed !== undefined) return owed.lease === undefined ? notSentBefore(draft, owed, notBefore) : draft;
  if (sent || !channelsOf(about, person, draft.known, draft.visit).includes(channel)) return draft;
  return queue(draft, about, [person], { channel, notBefore });
}

function notSentBefore(draft: Draft, notice: OwedNotice, at: Instant | undefined): Draft {
  if (at === undefined || (notice.notBefore ?? notice.queuedAt) >= at) return draft;
  return { ...draft, visit: { ...draft.visit, owed: { ...draft.visit.owed, [notice.id]: { ...notice, notBefore: at } } } };
}

/** An alarm has ended: nothing more of its ladder goes out, and everybody who may have heard of it hears that it is over, after what is in the air. */
export function tellEverybodyItIsOver(draft: Draft, id: string): Draft {
  const alarm = draft.visit.alarms.find((a) => a.id === id);
  if (alarm === undefined) return draft;
  const told = toldOf(draft.visit, alarm);
  const unsent = Object.values(draft.visit.owed).filter((n) => n.about.kind === 'rung' && n.about.alarm === id && n.tries === 0);
  const quiet = drop(
    draft,
    unsent.map((n) => n.id),
  );
  return told.reduce(
    (so, { person, channel, until }) => oweOver(so, alarm, person, channel, until !== undefined && until > so.now ? until : undefined),
    quiet,
  );
}
