/**
 * The ways that lead to a person, and what is known of each: a number or an address counts once the code of a test message
 * that went there has come back. What is known is kept with the very number or address, so that another is unconfirmed again.
 */
import * as z from 'zod';
import { type Instant, lengthInMilliseconds, plusMilliseconds } from './time.ts';

export const Channel = z.enum(['text', 'email']);
export type Channel = z.infer<typeof Channel>;
export type ContactState = 'unconfirmed' | 'confirmed' | 'opted-out' | 'failing';

/** A test message: its code is with the errand that sends it. `wrong` is how many other codes were given for it. */
const TestMessage = z.strictObject({ errand: z.string(), to: z.string(), at: z.string(), wrong: z.int().min(0) });

const Contact = z.strictObject({
  to: z.string(),
  confirmedAt: z.string().optional(),
  /** Since when messages to it surely fail. */
  failingSince: z.string().optional(),
  /** Since when what a provider took for it has not arrived. */
  undeliveredSince: z.string().optional(),
  /** Since when its holder wants no more texts. */
  optedOutAt: z.string().optional(),
  /** The last few, to whichever number or address they went. */
  tests: z.array(TestMessage).default([]),
});
type Contact = Readonly<z.infer<typeof Contact>>;

export const Contacts = z.strictObject({ text: Contact.optional(), email: Contact.optional() });

/** Whoever has such contacts: a person's record. */
interface Reached {
  readonly mobile?: string | undefined;
  readonly email?: string | undefined;
  readonly contacts?: z.infer<typeof Contacts> | undefined;
}

export interface StandingContact {
  readonly channel: Channel;
  readonly to: string;
  readonly state: ContactState;
  /** Since when that is so. Absent: nothing has been heard of it. */
  readonly since?: string;
}

export const addressOf = ({ mobile, email }: Reached, channel: Channel): string | undefined => (channel === 'text' ? mobile : email);

/** What is known of the number or address that they have now. */
function known(person: Reached, channel: Channel): Contact | undefined {
  const contact = person.contacts?.[channel];
  return contact !== undefined && contact.to === addressOf(person, channel) ? contact : undefined;
}

/** Every number and address that something is known of, present or past. */
export const addressesIn = (contacts: Reached['contacts']): readonly string[] => [
  ...new Set(Object.values(contacts ?? {}).flatMap(({ to, tests }) => [to, ...tests.map((test) => test.to)])),
];

/** Every way that leads to somebody, and how it stands. */
export const contactsOf = (person: Reached): readonly StandingContact[] =>
  Channel.options.flatMap((channel) => {
    const to = addressOf(person, channel);
    return to === undefined ? [] : [{ channel, to, ...standing(known(person, channel)) }];
  });

function standing({ confirmedAt, failingSince, undeliveredSince, optedOutAt }: Partial<Contact> = {}): Pick<
  StandingContact,
  'state' | 'since'
> {
  if (optedOutAt !== undefined) return { state: 'opted-out', since: optedOutAt };
  const failing = failingSince ?? undeliveredSince;
  if (failing !== undefined) return { state: 'failing', since: failing };
  return confirmedAt === undefined ? { state: 'unconfirmed' } : { state: 'confirmed', since: confirmedAt };
}

/** Nobody can be sure that a message by it arrives. */
export const isInDoubt = ({ state }: StandingContact): boolean => state !== 'confirmed';

/** By every way that leads to them, and there is one. */
export const isSurelyReached = (person: Reached): boolean => {
  const ways = contactsOf(person);
  return ways.length > 0 && !ways.some(isInDoubt);
};

/** Whoever can be sure of anything is sure that no message by it arrives. */
const isLost = ({ state }: StandingContact): boolean => state === 'failing' || state === 'opted-out';

/** No way that leads to them is left: every one fails or was opted out of, or there is none. One that is only unconfirmed may lead there. */
export const isOutOfReach = (person: Reached): boolean => contactsOf(person).every(isLost);

/** The person with this known of their present number or address. */
function withKnown<P extends Reached>(person: P, channel: Channel, change: Partial<Contact>): P {
  const to = addressOf(person, channel);
  if (to === undefined) return person;
  const { tests = [] } = person.contacts?.[channel] ?? {};
  return { ...person, contacts: { ...person.contacts, [channel]: { to, tests, ...known(person, channel), ...change } } };
}

/** Something sent there has arrived: whatever was in the way is no more. */
export const confirmed = <P extends Reached>(person: P, channel: Channel, at: string): P =>
  withKnown(person, channel, { confirmedAt: at, failingSince: undefined, undeliveredSince: undefined, optedOutAt: undefined });

/** Everybody whom the school has reached by all the ways that it knows, before there was anything to note it. */
export const reachedBefore = <P extends Reached>(person: P, at: string): P =>
  Channel.options.reduce((so, channel) => confirmed(so, channel, at), person);

/** How a send to one of somebody's numbers or addresses ended, or what its receipt says. */
export interface Tried {
  readonly channel: Channel;
  readonly to: string;
  readonly outcome: 'accepted' | 'failed' | 'later' | 'unknown' | 'delivered' | 'undelivered';
  readonly why?: 'opted-out' | 'too-many';
}

/**
 * What a send has shown, or its receipt. That the provider took it says that it fails no longer, and nothing of whether it
 * arrives, nor of somebody who wants no texts: what is sent to them is taken as well. The same person where it shows nothing new.
 */
export function shownBy<P extends Reached>(person: P, { channel, to, outcome, why }: Tried, at: string): P {
  if (addressOf(person, channel) !== to) return person;
  const { failingSince, undeliveredSince, optedOutAt } = known(person, channel) ?? {};
  if (why === 'opted-out') return optedOutAt === undefined ? withKnown(person, channel, { optedOutAt: at }) : person;
  switch (outcome) {
    case 'accepted':
      return failingSince === undefined ? person : withKnown(person, channel, { failingSince: undefined });
    case 'delivered':
      return failingSince === undefined && undeliveredSince === undefined
        ? person
        : withKnown(person, channel, { failingSince: undefined, undeliveredSince: undefined });
    case 'failed':
      return failingSince !== undefined || why === 'too-many' ? person : withKnown(person, channel, { failingSince: at });
    case 'undelivered':
      return undeliveredSince === undefined ? withKnown(person, channel, { undeliveredSince: at }) : person;
    case 'later':
    case 'unknown':
      return person;
  }
}

// ------------------------------------------------------------------------------------------------ test messages

/** A phone is not to be flooded: so many test messages in so long, to whichever number. */
const mostTests = 3;
const within = lengthInMilliseconds('PT1H');
/** How long a code counts, and how many others may be given for it. */
const countsFor = lengthInMilliseconds('P7D');
const mostGuesses = 5;

const testsOf = ({ contacts }: Reached, channel: Channel): Contact['tests'] => contacts?.[channel]?.tests ?? [];

/** From when on another test message may go there. Undefined: now. */
export function nextTestAt(person: Reached, channel: Channel, now: Instant): Instant | undefined {
  const since = plusMilliseconds(now, -within);
  const recent = testsOf(person, channel).filter(({ at }) => at > since);
  const [oldest] = recent;
  // Its time was an instant when it was noted.
  return recent.length < mostTests || oldest === undefined ? undefined : plusMilliseconds(oldest.at as Instant, within);
}

/** Is this one of the test messages whose code is waited for? */
export const isAwaited = (person: Reached, channel: Channel, errand: string): boolean =>
  testsOf(person, channel).some((test) => test.errand === errand && test.to === addressOf(person, channel));

/** A test message goes there. */
export function tested<P extends Reached>(person: P, channel: Channel, errand: string, at: Instant): P {
  const to = addressOf(person, channel);
  if (to === undefined || isAwaited(person, channel, errand)) return person;
  const tests = [...testsOf(person, channel), { errand, to, at, wrong: 0 }].slice(-mostTests);
  return withKnown(person, channel, { tests });
}

/** The test messages to the present number or address that a code may still be given for. */
export function openTests(person: Reached, channel: Channel, now: Instant): readonly string[] {
  const since = plusMilliseconds(now, -countsFor);
  const isOpen = ({ to, at, wrong }: Contact['tests'][number]): boolean =>
    to === addressOf(person, channel) && at > since && wrong < mostGuesses;
  return testsOf(person, channel)
    .filter(isOpen)
    .map(({ errand }) => errand);
}

/** A code was given that none of these was sent with. */
export function guessedWrong<P extends Reached>(person: P, channel: Channel, errands: readonly string[]): P {
  const tests = testsOf(person, channel).map((test) => (errands.includes(test.errand) ? { ...test, wrong: test.wrong + 1 } : test));
  return withKnown(person, channel, { tests });
}
