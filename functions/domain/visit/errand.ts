/** What a school owes itself by a time: to look at its policy again, to see that a message arrives, to look after its records. */
import { isAwaited } from '../contacts.ts';
import type { Person } from '../person.ts';
import { reviewDueOn, reviewersIn } from '../policy/review.ts';
import { receivers } from '../policy/receivers.ts';
import { type HourOfDay, inLondon, type Instant, lengthInMilliseconds, nextInLondon, plusMilliseconds, startOfDay } from '../time.ts';
import type { Press } from './commands.ts';
import type { Decision, Known } from './decision.ts';
import { type Draft, draftOf, queue } from './draft.ts';
import { beginErrand } from './evolve.ts';
import type { DigestEntry, Errand, EventOf, Visit, VisitRef } from './visit.ts';

/** Before anybody is at work. */
export const quietHour: HourOfDay = '05:00';
/** When people read their email. */
const readingHour: HourOfDay = '08:00';
const betweenReminders = lengthInMilliseconds('P30D');
const counted = 'errand';

/** It has been seen to at least once: a digest has gone. */
export const wasSeenTo = ({ tally }: Visit): boolean => tally[counted] !== undefined;

/** The item that an errand begins with. A test message is owed at once. */
export function decideErrand(
  ref: VisitRef,
  errand: Errand,
  press: Press,
  known: Known,
  now: Instant,
): Extract<Decision, { accepted: true }> {
  const begun: EventOf<'ErrandBegun'> = {
    type: 'ErrandBegun',
    at: now,
    by: press.by,
    via: press.via,
    key: press.key,
    policy: known.settings.policy,
    errand,
  };
  const draft: Draft = { ...draftOf(beginErrand(ref, begun), known, now, press), events: [begun] };
  const owed = errand.kind === 'test' ? queue(draft, { kind: 'errand', errand: 'test' }, [errand.to], { channel: errand.channel }) : draft;
  return { accepted: true, visit: owed.visit, events: owed.events };
}

/**
 * A review is over once its policy was looked at, or another version has taken its place. A test message is of use while its
 * code is waited for: not once their number is another, nor once later ones have taken its place.
 */
export function isLive({ visit, errand, policy }: Visit, known: Known): boolean {
  switch (errand?.kind) {
    case 'upkeep':
      return true;
    case 'test': {
      const person = known.staff[errand.to];
      return person !== undefined && isAwaited(person, errand.channel, visit);
    }
    case 'digest':
      return known.staff[errand.to] !== undefined;
    case 'review':
      return policy.version === known.settings.policy.version && reviewDueOn(known) === errand.due;
    case undefined:
      return false;
  }
}

/** When it is next to be seen to. Undefined: nothing is left of it to do. */
export function errandDue(visit: Visit, known: Known): Instant | undefined {
  const { errand, requestedAt } = visit;
  if (errand === undefined || errand.kind === 'test' || !isLive(visit, known)) return undefined;
  const last = visit.tally[counted]?.lastAt;
  if (errand.kind === 'digest') return last === undefined ? errand.due : undefined;
  if (errand.kind === 'upkeep') return visit.lookAgainAt ?? nextInLondon(requestedAt, quietHour);
  if (last !== undefined) return plusMilliseconds(last, betweenReminders);
  const onTheDay = startOfDay(errand.due);
  return nextInLondon(onTheDay < requestedAt ? requestedAt : onTheDay, readingHour);
}

/** What is due of it: whoever looks at the policy again is told so, and every so often until they have (T72: nobody is kept from leaving). */
export function seeToErrand(draft: Draft): Draft {
  const { visit, known, now } = draft;
  const due = errandDue(visit, known);
  // The upkeep is done before it is noted (settle.ts).
  if (due === undefined || due > now || visit.errand?.kind === 'upkeep') return draft;
  const was = visit.tally[counted];
  const digest = visit.errand?.kind === 'digest' ? visit.errand : undefined;
  const people = digest === undefined ? receivers(reviewersIn(known.rules), visit, known, now) : [digest.to];
  const tally = { n: (was?.n ?? 0) + 1, firstAt: was?.firstAt ?? now, lastAt: now, accepted: 0, failed: 0, uncertain: 0, to: [...people] };
  const seenTo = { ...draft, visit: { ...visit, tally: { ...visit.tally, [counted]: tally } } };
  return digest === undefined
    ? queue(seenTo, { kind: 'errand', errand: 'review' }, people)
    : queue(seenTo, { kind: 'errand', errand: 'digest' }, people, { channel: digest.channel });
}

/** What its message says. */
export function errandSaid(
  { errand, visit }: Visit,
  to: Person | undefined,
): { readonly subject: string; readonly parts: readonly string[] } {
  switch (errand?.kind) {
    case 'test':
      return {
        subject: 'Doorstep: a test message',
        parts: [`Doorstep: a test, ${to?.firstName ?? 'hello'}. This is how an alarm reaches you. Your code is ${errand.code}.`],
      };
    case 'review':
      return {
        subject: 'Doorstep: the home-visit policy is to be looked at again',
        parts: [`Doorstep: the home-visit policy was to be looked at again by ${errand.due}. Please record when that is done.`],
      };
    case 'digest': {
      const act = visitsIn(errand.of.filter((one) => one.act));
      const news = visitsIn(errand.of.filter((one) => !one.act && !act.includes(one.visit)));
      return {
        subject: `Doorstep: ${act.length > 0 ? `act now on ${counting(act)}` : `news of ${counting(news)}`}`,
        parts: [
          `Doorstep, ${inLondon(errand.due).time}:`,
          act.length === 0 ? '' : `act now on ${counting(act)}: ${listed(act)}.`,
          news.length === 0 ? '' : `${act.length === 0 ? 'news' : 'News'} of ${counting(news)}: ${listed(news)}.`,
          'Open the board.',
        ],
      };
    }
    case 'upkeep':
    case undefined:
      return { subject: `Doorstep ${visit}`, parts: [] };
  }
}

const visitsIn = (of: readonly DigestEntry[]): readonly string[] => [...new Set(of.map((one) => one.visit))];
const counting = (visits: readonly string[]): string => (visits.length === 1 ? '1 visit' : `${String(visits.length)} visits`);
/** As many as a text has room for; the board has the rest. */
const mostNamed = 6;
const listed = (visits: readonly string[]): string =>
  visits.length <= mostNamed ? visits.join(', ') : `${visits.slice(0, mostNamed).join(', ')} and ${String(visits.length - mostNamed)} more`;
