import type { PersonId } from '../person.ts';
import type { Instant } from '../time.ts';
import type { Press } from './commands.ts';
import type { Known, Refusal, RefusalCode, Unmet } from './decision.ts';
import { evolve, present } from './evolve.ts';
import { presentOn } from './present.ts';
import { mayBeThere, openAlarms } from './relations.ts';
import type { NoticeAbout, OwedNotice, Visit, VisitEvent } from './visit.ts';

/** A decision in the making: the visit as it stands after the events so far. */
export interface Draft {
  readonly visit: Visit;
  readonly events: readonly VisitEvent[];
  readonly known: Known;
  readonly now: Instant;
  /** Who does it and how; what is stamped on each event. */
  readonly press: Press;
  /** Messages queued so far, for their names. */
  readonly queued: number;
}

type Plain<E> = E extends VisitEvent ? Omit<E, 'at' | 'by' | 'via' | 'key' | 'saidAt'> : never;
/** An event without who and when, which the draft knows. */
export type Happening = Plain<VisitEvent>;

export const draftOf = (visit: Visit, known: Known, now: Instant, press: Press): Draft => ({
  visit,
  events: [],
  known,
  now,
  press,
  queued: 0,
});

/** Records one fact. The key and what could not be read go with the first one. */
export function record(draft: Draft, happening: Happening): Draft {
  const { press, now } = draft;
  const first = draft.events.length === 0;
  const stamped = {
    ...happening,
    at: now,
    by: press.by,
    via: press.via,
    ...(first
      ? { ...present('key', press.key), ...present('saidAt', press.saidAt), ...present('unread', happening.unread ?? press.unread) }
      : {}),
    // An event without its stamp, and the stamp: together they are the event again, which a spread over a union cannot say.
  } as VisitEvent;
  return { ...draft, visit: evolve(draft.visit, stamped), events: [...draft.events, stamped] };
}

/** One step after another on the same draft. */
export const through = (draft: Draft, ...steps: readonly ((draft: Draft) => Draft)[]): Draft => steps.reduce((so, step) => step(so), draft);

// ------------------------------------------------------------------------------------------------ refusing

const sentences: Readonly<Record<Exclude<RefusalCode, 'unmet'>, string>> = {
  'not-at-this-stage': 'The visit is not at a stage where this can be done.',
  'already-out': 'Somebody is out already. What changes now is said with revise.',
  'unknown-visitor': 'Nobody of that name is going on this visit.',
  'sign-your-own': 'Each visitor signs their own risk assessment.',
  'own-visit': 'Nobody agrees to a visit that they are on.',
  'not-yours-to-agree': 'There is nothing here that you may agree to.',
  'a-person-must': 'Only a person can do this.',
  'unknown-question': 'The policy does not ask that.',
  'wrong-answer': 'The answer does not fit the question.',
  'not-yours-to-answer': 'Somebody else answers this.',
  'unknown-prompt': 'The policy has no such line to tick.',
  'unknown-alarm': 'This visit has no such alarm.',
  'alarm-over': 'That alarm has ended.',
  'own-alarm': 'Somebody who is not on the visit takes this alarm.',
  'not-yours-to-stand-down': 'The school has named who says that a call for help is over: please ask one of them.',
  'unknown-rung': 'The ladder has no such rung.',
  'say-of-each-visitor': 'Say of each visitor that they are accounted for, or when they are now expected.',
  'expected-in-the-past': 'A time when they are now expected lies in the future.',
  'unknown-person': 'Nobody of that name works at this school.',
  'unknown-household': 'This school knows no such home.',
  'times-out-of-order': 'Leaving, arriving, setting off back and returning come in that order, and the return lies in the future.',
  'another-day': 'The visit was planned for another day. Amend its times to today, or reschedule it.',
  'said-elsewhere': 'That is said in the request, its plan or its home, or when leaving: say it there.',
  'alarm-open': 'An alarm is still open. Stand it down first.',
  'unknown-ladder': 'The school has no such ladder, or has not set it. Those that can be tried:',
  'drill-running': 'A drill of that ladder is under way. Stand it down first, or wait until it is over:',
  'no-policy': 'The school has no policy yet.',
};

export const refusal = (code: Exclude<RefusalCode, 'unmet'>, detail?: string): Refusal => ({
  code,
  message: detail === undefined ? sentences[code] : `${sentences[code]} ${detail}`,
  clauses: [],
  unmet: [],
});

/** Every gate that is unmet, and every clause behind them. */
export const refusalOf = (unmet: readonly Unmet[]): Refusal => ({
  code: 'unmet',
  message: [...new Set(unmet.map((u) => u.message))].join(' '),
  clauses: [...new Set(unmet.flatMap((u) => u.clauses))],
  unmet,
});

// ------------------------------------------------------------------------------------------------ queuing messages

/** What the history calls it. */
export function nameOf(about: NoticeAbout): string {
  switch (about.kind) {
    case 'rung':
      return `rung:${about.alarm}/${String(about.rung)}`;
    case 'over':
      return `over:${about.alarm}`;
    case 'nudge':
      return `nudge:${about.clock}`;
    case 'notice':
      return `notice:${about.notice}`;
    case 'page':
      return 'page';
    case 'task':
      return `task:${about.task}`;
    case 'errand':
      return `errand:${about.errand}`;
  }
}

/** While an alarm of the visit is to be kept from whoever may stand beside a visitor, nothing goes to a visitor. */
export const silenced = (visit: Visit, person: PersonId): boolean =>
  mayBeThere(visit, person) && openAlarms(visit).some((alarm) => alarm.quiet.includes('visitors'));

/** Which ways lead to a person: both for what cannot wait, email alone for what is only news. */
export function channelsOf(about: NoticeAbout, person: PersonId, known: Known, visit: Visit): readonly ('text' | 'email')[] {
  const now = presentOn(visit, person, known);
  if (now === undefined) return [];
  const copied = visit.watch?.contacts[person];
  const email = now.email ?? copied?.email;
  const mobile = now.mobile ?? copied?.mobile;
  const cannotWait =
    about.kind === 'notice' ? known.rules.notices.some((notice) => notice.id === about.notice && notice.now) : about.kind !== 'errand';
  if (!cannotWait && email !== undefined) return ['email'];
  return [...(mobile === undefined ? [] : (['text'] as const)), ...(email === undefined ? [] : (['email'] as const))];
}

/** Queues a message to each of these people by every way that leads to them. */
export function queue(
  draft: Draft,
  about: NoticeAbout,
  people: readonly PersonId[],
  when?: { readonly channel: 'text' | 'email'; readonly notBefore?: Instant },
): Draft {
  return people.reduce((so, person) => {
    if (silenced(so.visit, person)) return so;
    const channels = when === undefined ? channelsOf(about, person, so.known, so.visit) : [when.channel];
    return channels.reduce((to, channel) => owe(to, about, person, channel, when?.notBefore), so);
  }, draft);
}

function owe(draft: Draft, about: NoticeAbout, to: PersonId, channel: 'text' | 'email', notBefore: Instant | undefined): Draft {
  const id = `n${String(draft.visit.version + 1)}-${String(draft.queued + 1)}`;
  const notice: OwedNotice = { id, to, channel, about, queuedAt: draft.now, tries: 0, timeOuts: 0, ...present('notBefore', notBefore) };
  return { ...draft, queued: draft.queued + 1, visit: { ...draft.visit, owed: { ...draft.visit.owed, [id]: notice } } };
}

/** Takes messages off what is owed. */
export function drop(draft: Draft, ids: readonly string[]): Draft {
  if (ids.length === 0) return draft;
  return {
    ...draft,
    visit: { ...draft.visit, owed: Object.fromEntries(Object.entries(draft.visit.owed).filter(([id]) => !ids.includes(id))) },
  };
}
