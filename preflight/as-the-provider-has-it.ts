/** A school's people as whoever sends to them knows them: numbers that opted out, and addresses that were never confirmed. */
import { addressOf, type Channel, shownBy } from '../functions/domain/contacts.ts';
import type { Person, Staff } from '../functions/domain/person.ts';
import { type Check, checked } from '../functions/domain/preflight.ts';
import type { Instant } from '../functions/domain/time.ts';
import type { Deployment } from './deployment.ts';

export interface Provided {
  /** The staff, in which each such contact is noted as it is. */
  readonly staff: Staff;
  readonly checks: readonly Check[];
}

const optOuts = {
  id: 'opted-out',
  says: 'Nobody of the school has opted out of texts.',
  mend: 'Opt the number in again in SNS, which it allows once in 30 days and only if its holder wants it, or record another.',
};
const addresses = {
  id: 'emails-confirmed',
  says: 'The holder of each address has agreed to be sent emails.',
  mend: 'Send them a test message by email: AWS sends a link, and until they press it nothing arrives.',
};

/** Compares in memory: no number and no address leaves here, only whose it is. */
export async function asProvided(deployment: Deployment, school: string, staff: Staff, now: Instant): Promise<Provided> {
  const [numbers, emails] = await Promise.all([deployment.optedOut(), deployment.emails(school)]);
  const people = Object.values(staff);
  const stopped = 'seen' in numbers ? withAddress(people, 'text', (number) => numbers.seen.includes(number)) : [];
  const confirmed = 'seen' in emails ? emails.seen.flatMap(({ address, isConfirmed }) => (isConfirmed ? [plain(address)] : [])) : [];
  const unconfirmed = 'seen' in emails ? withAddress(people, 'email', (address) => !confirmed.includes(plain(address))) : [];
  const known = people.map((person) => {
    const texted = stopped.includes(person) ? noted(person, 'text', now) : person;
    return unconfirmed.includes(person) ? noted(texted, 'email', now) : texted;
  });
  return {
    staff: Object.fromEntries(known.map((person) => [person.id, person])),
    checks: [
      'seen' in numbers ? checked(optOuts, 'warn', ids(stopped)) : { ...optOuts, outcome: 'not-checked', detail: [numbers.notSeen] },
      'seen' in emails ? checked(addresses, 'warn', ids(unconfirmed)) : { ...addresses, outcome: 'not-checked', detail: [emails.notSeen] },
    ],
  };
}

const plain = (address: string): string => address.toLowerCase();
const ids = (people: readonly Person[]): readonly string[] => people.map(({ id }) => id).toSorted();

const withAddress = (people: readonly Person[], channel: Channel, isSo: (address: string) => boolean): readonly Person[] =>
  people.filter((person) => {
    const to = addressOf(person, channel);
    return to !== undefined && isSo(to);
  });

function noted(person: Person, channel: Channel, now: Instant): Person {
  const to = addressOf(person, channel);
  return to === undefined
    ? person
    : shownBy(person, { channel, to, outcome: 'failed', ...(channel === 'text' ? { why: 'opted-out' as const } : {}) }, now);
}
