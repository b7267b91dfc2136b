/** How many messages one phone, and whoever reads them, is sent. */
import { hashOf } from '../hash.ts';
import type { PersonId } from '../person.ts';
import { epochOf, type Instant, instantOf, lengthInMilliseconds } from '../time.ts';
import { type Draft, record } from './draft.ts';
import { wasSeenTo } from './errand.ts';
import { opensBoard } from '../reading/who.ts';
import type { Known } from './decision.ts';
import { mayBeThere } from './relations.ts';
import type { DigestEntry, ErrandId, OwedNotice, Visit } from './visit.ts';

/** Messages to one number or address, this one among them. */
export interface Counts {
  /** Within these five minutes. */
  readonly lately: number;
  /** Of those the steps of ladders. */
  readonly rungs: number;
  /** Within the last hour. */
  readonly hour: number;
  /** With the same words, within this hour of the clock. */
  readonly same: number;
}

/** More than so many within five minutes nobody reads one by one. */
const readable = { text: 3, email: 20 } as const;
/** Networks let 100 texts through to one number within an hour, and 20 of the same words; those of two hours of the clock may lie within one. */
const letThrough = { hour: 95, same: 10 } as const;

/** `send`: by itself. `digest`: with others, in one that is due within a minute. `too-many`: the networks would drop it. */
export type Way = 'send' | 'digest' | 'too-many';

/**
 * How a message goes. What cannot wait a minute always goes by itself, and steps of ladders are not held back by what else
 * was sent: a call for help, a concern, an allegation, whatever goes to somebody who is on the visit or was asked for. A
 * digest leads to the board: whoever may not open that has each message, which leads to its visit.
 */
export function wayOf(notice: OwedNotice, visit: Visit, { staff }: Pick<Known, 'staff'>, counts: Counts | undefined): Way {
  if (counts === undefined) return 'send';
  if (notice.channel === 'text' && (counts.hour > letThrough.hour || counts.same > letThrough.same)) return 'too-many';
  const person = staff[notice.to];
  if (cannotWait(notice, visit) || person === undefined || !opensBoard(person)) return 'send';
  return (isRung(notice) ? counts.rungs : counts.lately) > readable[notice.channel] ? 'digest' : 'send';
}

export const isRung = ({ about }: OwedNotice): boolean => about.kind === 'rung';

function cannotWait({ about, to }: OwedNotice, visit: Visit): boolean {
  if (about.kind === 'errand' || visit.allegation !== undefined || mayBeThere(visit, to)) return true;
  return about.kind === 'rung' && visit.alarms.find((alarm) => alarm.id === about.alarm)?.kind !== 'overdue';
}

/** What a digest says of a message that goes in it. */
export const entryOf = ({ id, about }: OwedNotice, { visit }: Visit): DigestEntry => ({
  visit,
  notice: id,
  act: about.kind !== 'over' && about.kind !== 'notice',
  ...(about.kind === 'rung' && { alarm: about.alarm }),
});

/** The digest as it is true once it is sent: of an alarm that has ended meanwhile there is news, and nothing to do. */
export function asItIsNow(digest: Visit, visits: readonly Visit[]): Visit {
  const { errand } = digest;
  if (errand?.kind !== 'digest') return digest;
  const isOver = ({ visit, alarm }: DigestEntry): boolean =>
    visits.some((one) => one.visit === visit && one.alarms.some(({ id, ended }) => id === alarm && ended !== undefined));
  return { ...digest, errand: { ...errand, of: errand.of.map((entry) => (isOver(entry) ? { ...entry, act: false } : entry)) } };
}

const minute = lengthInMilliseconds('PT1M');

/** The digest that goes to somebody by one channel at the end of this minute, or so many later. Its id is longer than any other errand's, and the only one that begins so. */
export function digestFor(to: PersonId, channel: string, now: Instant, minutes = 1): { readonly errand: ErrandId; readonly due: Instant } {
  const at = Math.floor(epochOf(now) / minute) + minutes;
  const whose = hashOf(`${to}#${channel}`).toString(36).padStart(7, '0');
  return { errand: `ER-D${whose}${at.toString(36).padStart(5, '0')}`.toUpperCase(), due: instantOf(at * minute) };
}

export const isDigest = (item: string): boolean => /^ER-D[0-9A-Z]{12}$/.test(item);

/** One more for a digest that has not gone yet: once, however often it is said. One that has gone stays as it is. */
export function joinDigest(draft: Draft, entry: DigestEntry): Draft {
  const { errand } = draft.visit;
  if (errand?.kind !== 'digest' || wasSeenTo(draft.visit) || isIn(draft.visit, entry)) return draft;
  return record(draft, { type: 'DigestJoined', entry });
}

export const isIn = ({ errand }: Visit, { visit, notice }: DigestEntry): boolean =>
  errand?.kind === 'digest' && errand.of.some((one) => one.visit === visit && one.notice === notice);
