/** Visits that Doorstep can no longer look after: a person is asked to, since nobody else will. */
import { Unreadable } from '../domain/unreadable.ts';
import { holdersOf } from '../domain/person.ts';
import type { Duty } from '../domain/policy/policy.ts';
import { type Instant, lengthInMilliseconds, plusMilliseconds } from '../domain/time.ts';
import { visitOf } from '../domain/visit/fold.ts';
import { type ByHand, sayCheckByHand } from '../domain/visit/last-contact.ts';
import { VisitId, type VisitRef } from '../domain/visit/visit.ts';
import type { Sent } from '../ports/notices.ts';
import type { Aside } from '../ports/visit-store.ts';
import { aFewAtATime } from './a-few-at-a-time.ts';
import type { SettleDeps } from './settle.ts';

/** What such a message is about: no rung, for nothing can be read of any. */
export const aboutByHand = 'by-hand';
/** Looked at again, in case somebody has mended it. */
const again = lengthInMilliseconds('PT10M');
/** Nobody could be told: with the next sweep. */
const soon = lengthInMilliseconds('PT1M');
/** Each look comes ten minutes and a sweep or two after the one before: so it is asked once an hour. */
const looksAnAsking = 5;
/** Whatever it is that goes wrong with one visit: so long after it was due, it is a person's. */
const longest = lengthInMilliseconds('PT10M');
/** Who is asked where the row is too old to say. */
const inCharge: readonly Duty[] = ['office', 'dsl', 'head-of-school', 'headteacher'];

export interface Unserved {
  readonly ref: VisitRef;
  readonly dueAt: Instant;
  readonly reason: unknown;
}

/**
 * Asks whoever was in charge to check by hand, puts off what cannot be read, and answers of which they were to be asked. Told first and noted
 * afterwards: stopped in between, they are told again.
 */
export async function askToCheckByHand(deps: SettleDeps, unserved: readonly Unserved[], now: Instant): Promise<readonly VisitRef[]> {
  const given = unserved.filter(({ reason, dueAt }) => reason instanceof Unreadable || dueAt <= plusMilliseconds(now, -longest));
  const waiting = await each(deps, given, async ({ ref, reason, dueAt }) => {
    const aside = await deps.visits.aside(ref);
    // What can be read may be served the next time: it stays due, and is told of again when it has been for as long once more.
    const next =
      reason instanceof Unreadable
        ? { told: plusMilliseconds(now, again), untold: plusMilliseconds(now, soon) }
        : { told: now, untold: dueAt };
    return aside?.dueAt === undefined || aside.dueAt > now ? [] : [{ ref, aside, dueAt: aside.dueAt, next }];
  });
  const asking = waiting.filter(({ aside }) => aside.times % looksAnAsking === 0);
  const told = await ask(deps, asking);
  await each(deps, waiting, async ({ ref, aside, dueAt, next }) => {
    const isUntold = asking.some((one) => one.ref === ref) && !told.includes(ref);
    await deps.visits.putAside(ref, dueAt, {
      dueAt: isUntold ? next.untold : next.told,
      since: aside.since ?? now,
      times: aside.times + (isUntold ? 0 : 1),
    });
    return [];
  });
  return waiting.map(({ ref }) => ref);
}

/** Of each what came of it; of one that broke nothing, and it is in the way of no other. */
async function each<Thing, Value>(
  { clock }: SettleDeps,
  things: readonly Thing[],
  work: (thing: Thing) => Promise<readonly Value[]>,
): Promise<readonly Value[]> {
  const parts = await aFewAtATime(clock, things, work);
  return parts.flatMap((part) => (part.outcome === 'done' ? part.value : []));
}

// ------------------------------------------------------------------------------------------------ who is asked

interface Asked {
  readonly ref: VisitRef;
  readonly aside: Aside;
}
interface Reached {
  readonly id: string;
  readonly firstName?: string;
  readonly mobile?: string | undefined;
  readonly email?: string | undefined;
}
interface Asking extends ByHand {
  readonly ref: VisitRef;
  readonly of: Reached;
}

/** One message to each person, of however many visits. Answers those visits of which somebody was told, and what nobody is told of. */
async function ask(deps: SettleDeps, asked: readonly Asked[]): Promise<readonly VisitRef[]> {
  const askings = await each(deps, asked, async (one) => [{ ref: one.ref, of: await askingsOf(deps, one) }]);
  const byPerson = new Map<string, Asking[]>();
  for (const one of askings.flatMap(({ of }) => of)) {
    const person = `${one.ref.school}/${one.of.id}`;
    byPerson.set(person, [...(byPerson.get(person) ?? []), one]);
  }
  const told = await each(deps, [...byPerson.values()], async (those) => ((await tell(deps, those)) ? those.map(({ ref }) => ref) : []));
  return [...asked.filter(isNobodys).map(({ ref }) => ref), ...told];
}

const isOfVisit = ({ visit }: VisitRef): boolean => VisitId.safeParse(visit).success;

/** A drill, and what a school owes itself: nobody is out because of it, and the operators hear of it. */
const isNobodys = ({ ref, aside }: Asked): boolean => !isOfVisit(ref) && aside.lastContact === undefined;

async function tell(deps: SettleDeps, those: readonly Asking[]): Promise<boolean> {
  const [first] = those;
  if (first === undefined) return false;
  const { of, ref } = first;
  const { subject, text } = sayCheckByHand(those);
  const { plainText } = await import('../domain/visit/wording.ts');
  const sent: Sent[] = [];
  for (const [channel, to] of [['text', of.mobile] as const, ['email', of.email] as const])
    if (to !== undefined)
      sent.push(
        await deps.notices.send({
          ref,
          notice: aboutByHand,
          attempt: 0,
          contact: of.id,
          channel,
          to,
          subject,
          text: plainText(text),
          about: aboutByHand,
        }),
      );
  return sent.some(({ outcome }) => outcome === 'accepted' || outcome === 'unknown');
}

async function askingsOf(deps: SettleDeps, { ref, aside: { lastContact } }: Asked): Promise<readonly Asking[]> {
  const people = await peopleOf(deps, ref, [...(lastContact?.ask ?? []), ...(lastContact?.out ?? [])]);
  const named = (lastContact?.ask ?? []).flatMap((id) => people.get(id) ?? []);
  // Of an allegation nobody else may hear, and because of an errand or a drill nobody is out.
  const those = named.length > 0 || !isOfVisit(ref) ? named : await anybodyInCharge(deps, ref.school);
  const out = (lastContact?.out ?? []).map((id) => people.get(id)?.firstName ?? id);
  return those.flatMap((of) =>
    of.mobile === undefined && of.email === undefined ? [] : [{ ref, visit: ref.visit, out, by: lastContact?.by, of }],
  );
}

/** Each by their own record, so that none that cannot be read hides another; or by the numbers copied on to the visit, where that can be read. */
async function peopleOf(deps: SettleDeps, ref: VisitRef, ids: readonly string[]): Promise<ReadonlyMap<string, Reached>> {
  const records = await Promise.allSettled([...new Set(ids)].map(async (id) => ({ id, kept: await deps.schools.person(ref.school, id) })));
  const found = records.flatMap((record): Reached[] => {
    const person = record.status === 'fulfilled' ? record.value.kept?.value : undefined;
    return person === undefined || person.leftAt !== undefined ? [] : [person];
  });
  if (found.length > 0) return new Map(found.map((person) => [person.id, person]));
  const [stored] = await Promise.allSettled([deps.visits.read(ref)]);
  const copied = stored.status === 'fulfilled' && stored.value !== undefined ? (visitOf(stored.value).watch?.contacts ?? {}) : {};
  return new Map(ids.flatMap((id) => (copied[id] === undefined ? [] : [[id, { id, ...copied[id] }] as const])));
}

async function anybodyInCharge(deps: SettleDeps, school: string): Promise<readonly Reached[]> {
  const [context] = await Promise.allSettled([deps.schools.context(school, {})]);
  return context.status === 'fulfilled' ? [...new Set(inCharge.flatMap((duty) => holdersOf(duty, context.value.staff)))] : [];
}
