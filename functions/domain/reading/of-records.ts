/** Who reads what of the records that a school keeps: people, the policy, the settings. A home's fields are in of-visits.ts. */
import type { Hold } from '../hold.ts';
import type { Machine } from '../machine.ts';
import type { Person } from '../person.ts';
import type { Policy } from '../policy/policy.ts';
import type { Rows } from './reading.ts';

export const personRows = {
  id: 'everybody',
  name: 'everybody',
  duties: 'everybody',
  roles: 'everybody',
  firstName: ['own', 'keeper'],
  staff: ['own', 'keeper'],
  mobile: ['own', 'keeper'],
  phones: ['own', 'keeper'],
  email: ['own', 'keeper'],
  manager: ['own', 'keeper'],
  hours: ['own', 'keeper'],
  training: ['own', 'keeper'],
  emergencyContact: ['own', 'keeper'],
  external: ['own', 'keeper'],
  vehicle: ['own', 'keeper'],
  /** One's own whole; anybody else's each by the class of its question. */
  answers: ['own', 'keeper'],
  /** Their name is read wherever they are named, and that they are there no more. */
  leftAt: 'everybody',
  becomes: 'nobody',
  changed: ['own', 'keeper'],
  ticked: ['own', 'keeper'],
  /** How each way to them stands, without the test messages. */
  contacts: ['own', 'keeper'],
  hasReadPolicy: ['own', 'keeper'],
  trainingRunOut: ['own', 'keeper'],
} as const satisfies Rows<keyof Person | 'hasReadPolicy' | 'trainingRunOut'>;

/** Nobody has to ask what the rules are. */
export const policyRows = {
  id: 'everybody',
  title: 'everybody',
  version: 'everybody',
  about: 'everybody',
  settings: 'everybody',
  forms: 'everybody',
  questions: 'everybody',
  gates: 'everybody',
  prompts: 'everybody',
  clocks: 'everybody',
  ladders: 'everybody',
  alarms: 'everybody',
  notices: 'everybody',
  access: 'everybody',
  promises: 'everybody',
  /** The words of each clause that is cited. */
  clauses: 'everybody',
  review: 'everybody',
} as const satisfies Rows<keyof Policy | 'version' | 'clauses' | 'review'>;

/** What must not be erased, for whoever may ask for the list of it. */
export const holdRows = { id: 'person', on: 'person', reason: 'person', placed: 'person', released: 'person' } as const satisfies Rows<
  keyof Hold
>;

/** Which machines a school lets in, for whoever sees to it. A key is in no answer but the one that made it. */
export const machineRows = {
  id: 'person',
  name: 'person',
  scope: 'person',
  made: 'person',
  usedOn: 'person',
  revoked: 'person',
} as const satisfies Rows<Exclude<keyof Machine, 'school'>>;

/** Who outside is told that something changed, and what became of it, for whoever sees to it. A secret is in no answer but those that made it. */
export const webhookRows = {
  id: 'person',
  url: 'person',
  types: 'person',
  made: 'person',
  oldSecretUntil: 'person',
  off: 'person',
} as const satisfies Rows<string>;
export const deliveryRows = {
  id: 'person',
  type: 'person',
  visit: 'person',
  at: 'person',
  state: 'person',
  tries: 'person',
  nextAt: 'person',
} as const satisfies Rows<string>;

/** What would stop an alarm from getting out, for whoever sees to it. */
export const preflightRows = { at: 'person', checks: 'person' } as const satisfies Rows<string>;

/** How the school is doing, in counts: for those in charge, whoever keeps the records, and no machine. */
export const doingRows = {
  at: 'person',
  from: 'person',
  to: 'person',
  months: 'person',
  total: 'person',
  isWhole: 'person',
} as const satisfies Rows<string>;

export const settingsRows = { version: 'everybody', policy: 'everybody', settings: 'everybody' } as const satisfies Rows<string>;
