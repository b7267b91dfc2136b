/** Who reads what of a visit, field by field, in every answer that shows one. */
import type { Household } from '../household.ts';
import type { Card } from '../visit/shadow.ts';
import type { Agreement } from '../visit/visit.ts';
import type { Rows } from './reading.ts';

/** The page of a visit. */
export const visitRows = {
  id: 'everybody',
  school: 'everybody',
  stage: 'everybody',
  type: 'everybody',
  policy: 'everybody',
  round: 'everybody',
  follows: 'everybody',
  pupil: 'everybody',
  household: 'everybody',
  requester: 'everybody',
  requestedAt: 'everybody',
  changedAt: 'everybody',
  visitors: 'everybody',
  plan: 'everybody',
  revised: 'everybody',
  clocks: 'everybody',
  alarms: 'everybody',
  actions: 'everybody',
  answers: 'person',
  agreements: 'person',
  tasks: 'person',
  history: 'person',
  reason: 'content',
  purpose: 'content',
  whereabouts: 'content',
  involved: 'content',
  references: 'content',
} as const satisfies Rows<string>;

/** The home, on the page of a visit and by itself. What visits found out about it is no field of a school's own records. */
export const homeRows = {
  id: 'everybody',
  name: ['logistics', 'content', 'keeper'],
  external: ['content', 'keeper'],
  address: ['logistics', 'content', 'keeper'],
  formerAddresses: ['content', 'keeper'],
  movedAt: 'nobody',
  phones: ['logistics', 'content', 'keeper'],
  adults: ['content', 'keeper'],
  pupils: ['content', 'keeper'],
  animals: ['content', 'keeper'],
  entered: ['content', 'keeper'],
  enteredOn: ['content', 'keeper'],
  erasedAt: ['content', 'keeper'],
  mergedFrom: ['content', 'keeper'],
  mergedAt: 'nobody',
  mergedInto: 'nobody',
  changed: ['content', 'keeper'],
  hazards: 'content',
  /** Each by the class of its question. */
  answers: 'person',
} as const satisfies Rows<keyof Household>;

/** The home, in a visit's line on the board: what it is called, and no more. */
export const boardHomeRows = { id: homeRows.id, name: homeRows.name } as const satisfies Rows<'id' | 'name'>;

/** A visit among those of its home. */
export const earlierVisitRows = {
  visit: 'everybody',
  stage: 'everybody',
  plannedAt: 'everybody',
  type: 'person',
  visitors: 'person',
  outcomes: 'logistics',
  entered: 'logistics',
  incidents: 'person',
} as const satisfies Rows<string>;

/** What went wrong there. */
export const incidentRows = { kind: 'person', openedAt: 'person', endedAt: 'person' } as const satisfies Rows<string>;

/** An answer, on the page of a visit, on a card or kept with a home or a person. */
export const answerRows = { value: 'its-own', by: 'its-own', at: 'its-own' } as const satisfies Rows<string>;

export const agreementRows = {
  agreement: 'everybody',
  by: 'everybody',
  at: 'everybody',
  basis: 'nobody',
} as const satisfies Rows<keyof Agreement>;

export const taskRows = { task: 'everybody', of: 'everybody', since: 'outside', done: 'everybody' } as const satisfies Rows<string>;

export const clockRows = {
  id: 'everybody',
  visitor: 'everybody',
  expects: 'everybody',
  dueAt: 'everybody',
  nudgeAt: 'everybody',
  alarmAt: 'everybody',
  state: 'everybody',
} as const satisfies Rows<string>;

/** One of those who go. A board may hang where anybody reads it: it has all of this but the safe word (T22). */
export const visitorRows = {
  person: 'everybody',
  name: 'person',
  onVisit: 'everybody',
  state: 'everybody',
  notGoing: 'everybody',
  signedOutAt: 'everybody',
  arrivedAt: 'everybody',
  leftAt: 'everybody',
  accountedForAt: 'everybody',
  inBreach: 'everybody',
  expectedAt: 'everybody',
  watchedBy: 'everybody',
  stops: 'everybody',
  // Whoever rings the police is asked for these (T16).
  next: 'logistics',
  mobile: 'logistics',
  vehicle: 'logistics',
  safeWord: 'safe-word',
  /** While an alarm is about them, for whoever is not on the visit. */
  emergencyContact: 'logistics',
} as const satisfies Rows<string>;

/** What somebody who is on it has on their phone: nobody else is answered. Whoever is out rings the office, whatever they may see of anybody. */
export const phoneRows = {
  visit: 'everybody',
  at: 'everybody',
  outing: 'everybody',
  next: 'everybody',
  due: 'everybody',
  cards: 'everybody',
  ring: 'everybody',
  unheard: 'everybody',
  says: 'everybody',
} as const satisfies Rows<string>;

/** What goes in the folder, on paper. */
export const sheetRows = { visit: 'person', hazards: 'person', expected: 'person', ring: 'person' } as const satisfies Rows<string>;

/** What is expected of those who go, and what is done where it does not come: as the policy and the settings have it, whoever is to climb it. */
export const expectedRows = { contact: 'person', dueAt: 'person', alarmAt: 'person', rungs: 'person' } as const satisfies Rows<string>;

export const stopRows = {
  visit: 'everybody',
  arrivedAt: 'everybody',
  leftAt: 'everybody',
  outcome: 'logistics',
} as const satisfies Rows<string>;

/** What was raised, where, and whether it is over. */
const raised = {
  id: 'everybody',
  kind: 'everybody',
  of: 'everybody',
  visitors: 'everybody',
  openedAt: 'everybody',
  at: 'everybody',
  endedAt: 'everybody',
  ended: 'everybody',
} as const;

/** An alarm, to whoever is on the visit: what the school says to it, and nothing of how it is worked. */
export const raisedAlarmRows = { ...raised, says: 'inside' } as const satisfies Rows<string>;

/** An alarm as it is worked. */
export const alarmRows = {
  ...raised,
  rung: 'everybody',
  repeats: 'everybody',
  nextAt: 'everybody',
  ladder: 'everybody',
  heldBy: 'everybody',
  heldUntil: 'everybody',
  attempts: 'everybody',
  told: 'everybody',
  police: 'everybody',
  /** Where a phone said that it was: whoever rings the police is asked for it. */
  position: 'logistics',
  words: ['content', 'its-own'],
  how: ['content', 'its-own'],
} as const satisfies Rows<string>;

export const attemptRows = {
  at: 'everybody',
  by: 'everybody',
  rung: 'everybody',
  result: 'everybody',
  who: 'logistics',
  means: 'logistics',
} as const satisfies Rows<string>;

export const policeRows = { rangAt: 'everybody', rangBy: 'logistics', reference: 'logistics' } as const satisfies Rows<string>;

/** A visit's line in a list, which whoever is on the visit reads too: what would tell them of an alarm is not in it. */
export const listRows = {
  id: 'everybody',
  stage: 'everybody',
  type: 'everybody',
  household: 'everybody',
  plannedAt: 'everybody',
  requester: 'everybody',
  visitors: 'everybody',
  plannedUntil: 'nobody',
  changedAt: 'nobody',
  watched: 'nobody',
  outAt: 'nobody',
  back: 'nobody',
  alarmed: 'nobody',
  /** Nothing else of it can be. */
  unreadable: 'everybody',
} as const satisfies Rows<keyof Card | 'id' | 'unreadable'>;

/** What a family is told of a visit in writing. */
export const letterRows = {
  visit: 'person',
  stage: 'person',
  household: 'person',
  name: homeRows.name,
  address: homeRows.address,
  date: 'person',
  arrives: 'person',
  visitors: 'person',
  purpose: visitRows.purpose,
  round: 'person',
  unanswered: 'person',
} as const satisfies Rows<string>;

/** What somebody is shown and asked at a stage: lines are for whom the policy names, and nothing of a card is for a machine. */
export const cardAnswerRows = {
  subject: 'person',
  answered: 'person',
  yours: 'person',
  value: answerRows.value,
} as const satisfies Rows<string>;

/** What was said against a visitor: an item of its own, for whom its ladder tells and nobody else. */
export const allegationRows = {
  id: 'allegation',
  school: 'allegation',
  visit: 'allegation',
  about: 'allegation',
  words: 'allegation',
  saidBy: 'allegation',
  saidAt: 'allegation',
  heldBy: 'allegation',
  heldUntil: 'allegation',
  notes: 'allegation',
  told: 'allegation',
  endedAt: 'allegation',
  endedBy: 'allegation',
  how: 'allegation',
} as const satisfies Rows<string>;

/** A drill's line in the list: it is about nobody's visit, so that anybody who may open it reads all of it. */
export const drillListRows = {
  id: 'person',
  ladder: 'person',
  begunBy: 'person',
  askedAt: 'person',
  startsAt: 'person',
  state: 'person',
  secondsToAnswer: 'person',
  endedAt: 'person',
  endedBy: 'person',
  ended: 'person',
} as const satisfies Rows<string>;

/** A drill, and what came of it. */
export const drillRows = {
  ...drillListRows,
  school: 'person',
  reason: 'person',
  until: 'person',
  heldBy: 'person',
  heldUntil: 'person',
  nextAt: 'person',
  rungs: 'person',
  attempts: 'person',
  firstAnswer: 'person',
  neverAnswered: 'person',
  how: 'person',
} as const satisfies Rows<string>;

/** A step of its ladder. */
export const drillRungRows = {
  rung: 'person',
  id: 'person',
  do: 'person',
  say: 'person',
  wait: 'person',
  begunAt: 'person',
  why: 'person',
  passedOver: 'person',
  told: 'person',
  repeats: 'person',
  messages: 'person',
  answeredAt: 'person',
  answeredBy: 'person',
  secondsToAnswer: 'person',
} as const satisfies Rows<string>;

/** What would follow from a visit that is made up: who is told when, and in which words. Without anybody's number. */
export const rehearsedVisitRows = {
  version: 'person',
  clocks: 'person',
  tellings: 'person',
  repeatsAt: 'person',
} as const satisfies Rows<string>;

/** What a ladder would do: who is told when, and in which words. Without anybody's number. */
export const rehearsalRows = {
  ladder: 'person',
  climbedBy: 'person',
  rungs: 'person',
  repeatsAt: 'person',
} as const satisfies Rows<string>;
