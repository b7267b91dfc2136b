import { type Instant, nextInLondon, plusMilliseconds } from '../domain/time.ts';
import { quietHour } from '../domain/visit/errand.ts';
import type { SendResult } from '../domain/visit/commands.ts';
import type { Known } from '../domain/visit/decision.ts';
import { visitOf } from '../domain/visit/fold.ts';
import { heldBy } from '../domain/visit/messages.ts';
import { presentOn } from '../domain/visit/present.ts';
import { goes, isVisit } from '../domain/visit/relations.ts';
import { nameOf } from '../domain/visit/draft.ts';
import { shadowOf } from '../domain/visit/shadow.ts';
import type { OwedNotice, Visit, VisitRef } from '../domain/visit/visit.ts';
import { nextDue } from '../domain/visit/watch.ts';
import { entryOf, isRung, wayOf } from '../domain/visit/pace.ts';
import { type Message, type Notices, type Sent, sendTimeOut } from '../ports/notices.ts';
import type { Pace } from '../ports/pace.ts';
import type { Poke } from '../ports/pokes.ts';
import { nearestTimer, type Timers } from '../ports/timers.ts';
import { type Deps, doorstepRules } from './deps.ts';
import { putInDigest, upToDate } from './digests.ts';
import { keepNoLonger } from './erase-visits.ts';
import { upkeepId } from './errands.ts';
import { noteContacts, type SentTo } from './keep-contacts.ts';
import { keptUp } from './keep-up.ts';
import { readKnown } from './known.ts';
import { makePhoneLink } from './phone-links.ts';
import { isCalledFor } from './receipts.ts';

export interface SettleDeps extends Omit<Deps, 'pokes'> {
  readonly notices: Notices;
  readonly pace: Pace;
  readonly timers: Timers;
  /** The page of a visit, for whoever is told about it. */
  readonly linkTo: (ref: VisitRef) => string;
  /** The page of one visitor, behind a link of their own. */
  readonly phonePage: (link: string) => string;
}

/** A send may bring the next rung at once, whose sends may bring the next; what is left after so many is the sweep's. */
const mostRounds = 8;

/**
 * Makes the outside match the item: serves what is due, sends what is unsent, and sees that a timer exists for the next
 * moment. Done twice it changes nothing. Stopped half-way it loses nothing: the item still says what is owed.
 */
export async function settle(deps: SettleDeps, poke: Poke): Promise<void> {
  const ref = { school: poke.school, visit: poke.visit };
  if ((await doUpkeep(deps, ref)) === 'more') return;
  const lease = deps.newRandom();
  const tried = new Set<string>();
  const sent: SentTo[] = [];
  let state = await keptUp(deps, ref, { type: 'look', lease });
  for (let round = 0; state !== undefined && round < mostRounds; round += 1) {
    const { visit, known } = state;
    const mine = heldBy(visit, lease, deps.clock.now()).filter((notice) => !tried.has(handingOut(notice)));
    if (mine.length === 0) break;
    for (const notice of mine) tried.add(handingOut(notice));
    const sends = await Promise.all(mine.map((notice) => send(deps, notice, visit, known)));
    sent.push(...sends.flatMap(({ tried: to }) => to));
    const marked = await keptUp(deps, ref, { type: 'mark', results: sends.map(({ result }) => result), lease }, state);
    state = await keptUp(deps, ref, { type: 'look', lease }, marked);
  }
  // What is days away is found by the sweep.
  if (state !== undefined && isTimed(state.visit)) await seeThatItIsTimed(deps, poke, state.visit, state.known);
  // Last of all: what is known of a contact is never in the way of a message.
  if (state !== undefined && !isCalledFor(state.visit)) await noteContacts(deps, ref.school, state.known.staff, sent);
}

/**
 * It is done before it is noted: stopped half-way, or too much for one look, it stays due and is gone on with. So it does where
 * somebody has noted meanwhile that it is to be done anew.
 */
async function doUpkeep(deps: SettleDeps, ref: VisitRef): Promise<'done' | 'more'> {
  if (ref.visit !== upkeepId) return 'done';
  const stored = await deps.visits.read(ref);
  const known = stored?.dueAt === undefined || stored.dueAt > deps.clock.now() ? undefined : await readKnown(deps, visitOf(stored));
  if (stored === undefined || known === undefined) return 'done';
  const { next, failures } = await keepNoLonger(deps, ref.school);
  if (next === 'more') return 'more';
  const { keepUp } = deps.rules ?? doorstepRules;
  const noted = keepUp(visitOf(stored), { type: 'looked-after', next: nextInLondon(next, quietHour) }, known, deps.clock.now());
  const { owed, tally } = noted.visit;
  // Of all the looks only the last is of any use: with every one of them it would grow for as long as there is a school.
  const history = [...stored.history.filter(({ type }) => type !== 'LookedAfter'), ...noted.events];
  await deps.erasures.rewrite({ ref, after: stored.version, history, owed, tally, shadow: shadowOf(noted.visit, known) });
  // Noted first: what cannot be erased is for the operators to hear of, and keeps nobody looking every minute.
  if (failures.length > 0)
    throw new AggregateError(failures, `school ${ref.school}: ${String(failures.length)} visits could not be erased`);
  return 'done';
}

/** Each time that it was handed out, by itself. */
const handingOut = ({ id, lease }: OwedNotice): string => `${id}@${lease?.until ?? ''}`;

interface Sends {
  readonly result: SendResult;
  readonly tried: readonly SentTo[];
}

/** To the number or address of today and to the one copied when the watch began, where they differ; or in a digest, where there are many. */
async function send(deps: SettleDeps, notice: OwedNotice, visit: Visit, known: Known): Promise<Sends> {
  const now = presentOn(visit, notice.to, known);
  const copied = visit.watch?.contacts[notice.to];
  const addresses = notice.channel === 'text' ? [now?.mobile, copied?.mobile] : [now?.email ?? copied?.email];
  const ref = { school: visit.school, visit: visit.visit };
  const { channel } = notice;
  const item = await upToDate(deps, visit);
  // Most events find nothing to say: how it is worded is loaded with the first that does.
  const { wordingOf } = await import('../domain/visit/wording.ts');
  const wording = wordingOf(notice, item, known, deps.linkTo(ref));
  /** Made only when it is really sent. Without a link of their own they are sent where everybody else is. */
  const theirWording = async () => {
    const link = await ownLink(deps, notice, visit);
    return link === undefined ? wording : wordingOf(notice, item, known, deps.phonePage(link));
  };
  const sent: (SentTo & Sent)[] = [];
  for (const to of new Set(addresses)) {
    if (to === undefined) continue;
    if (visit.errand?.kind === 'test' && channel === 'email') await deps.notices.letThrough(ref.school, to);
    const paced = { channel, to, text: wording.text, isRung: isRung(notice), at: deps.clock.now() };
    // Nothing real is ever put off because of a drill: what it sends is not counted.
    const isCounted = visit.drill === undefined;
    const way = wayOf(notice, visit, known, isCounted ? await deps.pace.count(paced) : undefined);
    const inDigest = way === 'digest' && (await goesInDigest(deps, notice, visit, known));
    const message = { ref, notice: notice.id, attempt: notice.timeOuts, contact: notice.to, channel, to, about: nameOf(notice.about) };
    const came: Sent =
      way === 'too-many'
        ? // What the networks would drop is no news of whose phone it is: the ladder goes on without it, and what is no step of one waits.
          { outcome: isRung(notice) ? 'failed' : 'later', why: 'too-many' }
        : inDigest
          ? { outcome: 'later' }
          : await sendInTime(deps, notice, { ...message, ...(await theirWording()) });
    if (isCounted && (came.outcome === 'failed' || came.outcome === 'later')) await deps.pace.giveBack(paced);
    if (inDigest) return { result: { notice: notice.id, outcome: 'in-digest' }, tried: [] };
    sent.push({ ...came, person: notice.to, channel, to });
  }
  const { outcome, reference } = best(sent);
  return { result: { notice: notice.id, outcome, ...(reference !== undefined && { reference }) }, tried: sent };
}

/** Without the time for a send it is put off, which is not to have failed. */
const sendInTime = async (deps: SettleDeps, notice: OwedNotice, message: Message): Promise<Sent> =>
  hasTime(notice, deps.clock.now()) ? deps.notices.send(message) : { outcome: 'later' };

/** A text to somebody who goes leads to a page on which they need not sign in. */
async function ownLink(deps: SettleDeps, { to, channel }: OwedNotice, visit: Visit): Promise<string | undefined> {
  if (channel !== 'text' || !isVisit(visit) || !goes(visit, to)) return undefined;
  const [made] = await Promise.allSettled([makePhoneLink(deps, { school: visit.school, visit: visit.visit }, to)]);
  return made.status === 'fulfilled' ? made.value : undefined;
}

/** One that cannot be put in a digest goes by itself. */
async function goesInDigest(deps: SettleDeps, notice: OwedNotice, visit: Visit, known: Known): Promise<boolean> {
  const [joined] = await Promise.allSettled([putInDigest(deps, visit.school, notice, entryOf(notice, visit), known)]);
  return joined.status === 'fulfilled';
}

/** No send is begun that could outlive its lease. */
const hasTime = (notice: OwedNotice, now: Instant): boolean =>
  notice.lease !== undefined && plusMilliseconds(now, sendTimeOut) <= notice.lease.until;

const byMerit = ['accepted', 'unknown', 'later', 'failed'] as const;

/** One that was taken is enough; where none may have gone, what can still go. No address at all: it surely failed. */
function best(sent: readonly Sent[]): Sent {
  const outcome = byMerit.find((o) => sent.some((s) => s.outcome === o)) ?? 'failed';
  return sent.find((s) => s.outcome === outcome) ?? { outcome };
}

const isTimed = ({ errand }: Visit): boolean => errand === undefined || errand.kind === 'digest';

/** A timer for the next moment that is nobody's already. One that ran out early is put back, never dropped. */
async function seeThatItIsTimed(deps: SettleDeps, poke: Poke, visit: Visit, known: Known): Promise<void> {
  const due = nextDue(visit, known, { held: false });
  if (due === undefined) return;
  const now = deps.clock.now();
  const soonest = plusMilliseconds(now, nearestTimer);
  const early = poke.due === due && due > now;
  const again = early ? { again: (poke.again ?? 0) + 1 } : {};
  await deps.timers.ensure({ ref: { school: visit.school, visit: visit.visit }, due, at: due > soonest ? due : soonest, ...again });
}
