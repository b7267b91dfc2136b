/** What the records say of people, in words. */
import type { Channel, ContactState } from '../../domain/contacts.ts';
import type { Duty } from '../../domain/policy/policy.ts';
import type { Frame } from '../frame.ts';
import type { ShownPerson } from '../shapes.ts';

export const pathOf = (person: string): string => `/people/${encodeURIComponent(person)}`;

export const dutyInWords: Readonly<Record<Duty, string>> = {
  visitor: 'Goes on home visits',
  office: 'Office',
  dsl: 'Safeguarding lead',
  slt: 'Senior leader',
  headteacher: 'Headteacher',
  'head-of-school': 'Head of school',
  'executive-headteacher': 'Executive headteacher',
  team: 'Team',
  admin: 'Keeps the school’s records',
};

export const wayInWords: Readonly<Record<Channel, string>> = { text: 'Texts', email: 'Emails' };

export const stateInWords: Readonly<Record<ContactState, { readonly text: string; readonly classes: string }>> = {
  confirmed: { text: 'Arrive: tried and confirmed', classes: 'govuk-tag--green' },
  unconfirmed: { text: 'Not known: never tried, or the code did not come back', classes: 'govuk-tag--amber' },
  failing: { text: 'Do not arrive', classes: 'govuk-tag--red' },
  'opted-out': { text: 'Do not arrive: they asked for no more', classes: 'govuk-tag--red' },
};

/** Whether an alarm would come to somebody: who is most in want of help comes first. */
const reaches = ['no-way', 'lost', 'unknown', 'partly', 'sure'] as const;
type Reach = (typeof reaches)[number];

export function reachOf({ contacts = {} }: Pick<ShownPerson, 'contacts'>): Reach {
  const states = Object.values(contacts).map(({ state }) => state);
  if (states.length === 0) return 'no-way';
  if (states.every((state) => state === 'confirmed')) return 'sure';
  if (states.includes('confirmed')) return 'partly';
  return states.includes('unconfirmed') ? 'unknown' : 'lost';
}

/** How far down the list of those to see to. */
export const placeOf = (person: Pick<ShownPerson, 'contacts'>): number => reaches.indexOf(reachOf(person));

export const reachInWords: Readonly<Record<Reach, { readonly text: string; readonly classes: string }>> = {
  'no-way': { text: 'Cannot be reached: no mobile and no email', classes: 'govuk-tag--red' },
  lost: { text: 'Cannot be reached', classes: 'govuk-tag--red' },
  unknown: { text: 'Not known: send a test message', classes: 'govuk-tag--amber' },
  partly: { text: 'Can be reached, but not by every way', classes: 'govuk-tag--amber' },
  sure: { text: 'Can be reached', classes: 'govuk-tag--green' },
};

const writers: readonly Duty[] = ['admin', 'headteacher', 'head-of-school', 'executive-headteacher'];
/** As the API lets them: the button is not shown to others. */
export const mayWritePeople = ({ person }: Frame): boolean => person?.duties.some((duty) => writers.includes(duty)) === true;

const testers: readonly Duty[] = [...writers, 'office', 'dsl'];
export const mayTryContacts = ({ person }: Frame, about: string): boolean =>
  person?.id === about || person?.duties.some((duty) => testers.includes(duty)) === true;

export const notYours = { status: 403, type: '/problems/forbidden', title: 'This is not yours to do' };
