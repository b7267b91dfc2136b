/** What is known of the ways that lead to a person: test messages, the codes that come back, and what sends have shown. */
import {
  addressOf,
  type Channel,
  confirmed,
  contactsOf,
  guessedWrong,
  isAwaited,
  nextTestAt,
  openTests,
  shownBy,
  tested,
  type Tried,
} from '../domain/contacts.ts';
import type { Person, PersonId, Staff } from '../domain/person.ts';
import type { Duty } from '../domain/policy/policy.ts';
import type { Instant } from '../domain/time.ts';
import type { Press } from '../domain/visit/commands.ts';
import { visitOf } from '../domain/visit/fold.ts';
import type { ErrandId } from '../domain/visit/visit.ts';
import type { SchoolStore } from '../ports/school-store.ts';
import { type Deps, mostTries } from './deps.ts';
import { beginErrand } from './errands.ts';
import { knownOf, type School } from './school.ts';

/** Whoever sees to it that people can be reached. */
const seesToContacts: readonly Duty[] = ['admin', 'office', 'dsl', 'headteacher', 'head-of-school', 'executive-headteacher'];

/** Their own contacts, or those of the whole school. */
export const mayTest = (staff: Staff, caller: string, person: string): boolean =>
  caller === person || staff[caller]?.duties.some((duty) => seesToContacts.includes(duty)) === true;

interface Changed<Answer> {
  readonly answer: Answer;
  readonly person: Person;
}

/** Changes what is known of somebody's contacts, on their record as it is now; a lost race is read and decided again. */
async function onRecord<Answer>(
  schools: SchoolStore,
  school: string,
  id: string,
  change: (person: Person) => Changed<Answer> | Promise<Changed<Answer>>,
): Promise<Answer | Busy> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const before = await schools.person(school, id);
    if (before === undefined) break;
    const { answer, person } = await change(before.value);
    if (person === before.value || (await schools.putPerson(school, person, before.version)) === 'written') return answer;
  }
  return { outcome: 'busy' };
}

/** Every race was lost, or the person is gone. Safe to send again. */
interface Busy {
  readonly outcome: 'busy';
}
/** They have no such number or address. */
interface NoContact {
  readonly outcome: 'no-contact';
}

// ------------------------------------------------------------------------------------------------ test messages

export interface TestMessage {
  readonly channel: Channel;
  readonly errand: ErrandId;
  readonly code: string;
}

export type Tested =
  | { readonly outcome: 'begun'; readonly channels: readonly Channel[] }
  /** As many went there within the hour as may. */
  | { readonly outcome: 'too-many'; readonly channel: Channel; readonly until: Instant }
  | { readonly outcome: 'key-reused' }
  | NoContact
  | Busy;

/**
 * Sends somebody a test message by this way, or by every way that leads to them. It is counted before it is sent, so that no
 * phone is flooded. The same again is the same one.
 */
export async function testContacts(
  deps: Deps,
  school: School,
  person: Person,
  channel: Channel | undefined,
  made: (channel: Channel) => TestMessage,
  press: Press,
): Promise<Tested> {
  const tests = contactsOf(person).flatMap((contact) =>
    channel === undefined || contact.channel === channel ? [made(contact.channel)] : [],
  );
  if (tests.length === 0) return { outcome: 'no-contact' };
  const begun: Tested = { outcome: 'begun', channels: tests.map((test) => test.channel) };
  const earlier = (await deps.visits.readEach(tests.map(({ errand: visit }) => ({ school: school.id, visit })))).visits.map(visitOf);
  if (earlier.some(({ keys }) => press.key !== undefined && keys[press.key.id] !== press.key.body)) return { outcome: 'key-reused' };
  const fresh = tests.filter(({ errand }) => !earlier.some(({ visit }) => visit === errand));

  const counted = await onRecord(deps.schools, school.id, person.id, (now) => count(now, fresh, deps.clock.now()));
  if (counted !== 'counted') return counted;
  const known = knownOf(school);
  for (const { errand, code, ...test } of fresh)
    await beginErrand(deps, { school: school.id, errand }, { kind: 'test', to: person.id, channel: test.channel, code }, known, press);
  await Promise.allSettled([deps.pokes.poke(fresh.map(({ errand: visit }) => ({ school: school.id, visit })))]);
  return begun;
}

/** All of them, or none where one is too many. */
function count(person: Person, tests: readonly TestMessage[], now: Instant): Changed<'counted' | Extract<Tested, { outcome: 'too-many' }>> {
  let after = person;
  for (const { channel, errand } of tests) {
    const until = isAwaited(person, channel, errand) ? undefined : nextTestAt(person, channel, now);
    if (until !== undefined) return { answer: { outcome: 'too-many', channel, until }, person };
    after = tested(after, channel, errand, now);
  }
  return { answer: 'counted', person: after };
}

// ------------------------------------------------------------------------------------------------ the code that comes back

export type Confirmed =
  | { readonly outcome: 'confirmed'; readonly person: Person }
  | { readonly outcome: 'wrong-code' }
  /** No test message went there of late, or too many other codes were given for those that did. */
  | { readonly outcome: 'nothing-to-confirm' }
  | NoContact
  | Busy;

/** The code of a test message to the present number or address: whoever has it has had the message. */
export const confirmContact = (
  { schools, visits, clock }: Pick<Deps, 'schools' | 'visits' | 'clock'>,
  school: string,
  id: string,
  channel: Channel,
  code: string,
): Promise<Confirmed> =>
  onRecord<Confirmed>(schools, school, id, async (person) => {
    if (addressOf(person, channel) === undefined) return { answer: { outcome: 'no-contact' }, person };
    const now = clock.now();
    const open = openTests(person, channel, now);
    if (open.length === 0) return { answer: { outcome: 'nothing-to-confirm' }, person };
    const errands = (await visits.readEach(open.map((visit) => ({ school, visit })))).visits.map(visitOf);
    if (!errands.some(({ errand }) => errand?.kind === 'test' && errand.code === code))
      return { answer: { outcome: 'wrong-code' }, person: guessedWrong(person, channel, open) };
    const after = confirmed(person, channel, now);
    return { answer: { outcome: 'confirmed', person: after }, person: after };
  });

// ------------------------------------------------------------------------------------------------ what sends have shown

/** How a send to one of somebody's numbers or addresses ended. */
export interface SentTo extends Tried {
  readonly person: PersonId;
}

/** Notes what sends have shown of contacts that is not known of them yet. Nothing waits for it, and nothing comes of it where it fails. */
export async function noteContacts(
  { schools, clock }: Pick<Deps, 'schools' | 'clock'>,
  school: string,
  staff: Staff,
  sent: readonly SentTo[],
): Promise<void> {
  const now = clock.now();
  const after = (person: Person): Person => sent.reduce((so, one) => (one.person === person.id ? shownBy(so, one, now) : so), person);
  const people = [...new Set(sent.map(({ person }) => person))].flatMap((id) => staff[id] ?? []);
  const news = people.filter((person) => after(person) !== person);
  // One after the other: everybody of a school is in one item.
  await Promise.allSettled([
    (async () => {
      for (const { id } of news) await onRecord(schools, school, id, (person) => ({ answer: 'noted', person: after(person) }));
    })(),
  ]);
}
