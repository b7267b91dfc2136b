import type { Operation } from './asked.ts';
import { command } from './commands.ts';
import { requestByApi } from './request-visit.ts';
import type { OperationId } from './routes.ts';
import { boardNow, listOfVisits, readCard, readOneVisit } from './visits.ts';

/**
 * Each row of routes.ts, what it is asked with and what answers it. One that is missing does not compile. What few ask for is
 * loaded when it is first asked for: what everybody waits for is how soon a visit is there.
 */
export const operations: Readonly<Record<OperationId, () => Operation | Promise<Operation>>> = {
  request: () => requestByApi,
  'list-visits': () => listOfVisits,
  'read-visit': () => readOneVisit,
  'read-card': () => readCard,
  board: () => boardNow,
  timetable: () => import('./timetable.ts').then((module) => module.writeTimetable),
  'read-timetable': () => import('./timetable.ts').then((module) => module.readTimetableByApi),
  'answer-visits': () => import('./timetable.ts').then((module) => module.answerVisits),

  amend: () => command('amend'),
  reschedule: () => command('reschedule'),
  answer: () => command('answer'),
  tick: () => command('tick'),
  'not-going': () => command('not-going'),
  assess: () => command('assess'),
  authorise: () => command('authorise'),
  decline: () => command('decline'),
  cancel: () => command('cancel'),
  depart: () => command('depart'),

  'depart-in-breach': () => command('depart-in-breach'),
  arrive: () => command('arrive'),
  'check-in': () => command('check-in'),
  leave: () => command('leave'),
  return: () => command('return'),
  revise: () => command('revise'),
  correct: () => command('correct'),
  'raise-alarm': () => command('raise-alarm'),
  note: () => command('note'),

  acknowledge: () => command('acknowledge'),
  'log-attempt': () => command('log-attempt'),
  escalate: () => command('escalate'),
  'record-police': () => command('record-police'),
  'stand-down': () => command('stand-down'),

  'write-up': () => command('write-up'),
  'record-reference': () => command('record-reference'),
  'pass-on': () => command('pass-on'),
  close: () => command('close'),

  allege: () => import('./allegations.ts').then((module) => module.sayAgainstSomebody),
  'list-allegations': () => import('./allegations.ts').then((module) => module.allegationsOf),
  'read-allegation': () => import('./allegations.ts').then((module) => module.readOneAllegation),
  'acknowledge-allegation': () => import('./allegations.ts').then((module) => module.haveAllegation),
  'note-allegation': () => import('./allegations.ts').then((module) => module.noteOnAllegation),
  'stand-down-allegation': () => import('./allegations.ts').then((module) => module.endAllegation),

  'begin-drill': () => import('./drills.ts').then((module) => module.beginOneDrill),
  'list-drills': () => import('./drills.ts').then((module) => module.listDrills),
  'read-drill': () => import('./drills.ts').then((module) => module.readOneDrill),
  'acknowledge-drill': () => import('./drills.ts').then((module) => module.workDrill('acknowledge')),
  'log-attempt-drill': () => import('./drills.ts').then((module) => module.workDrill('log-attempt')),
  'escalate-drill': () => import('./drills.ts').then((module) => module.workDrill('escalate')),
  'record-police-drill': () => import('./drills.ts').then((module) => module.workDrill('record-police')),
  'stand-down-drill': () => import('./drills.ts').then((module) => module.workDrill('stand-down')),
  rehearse: () => import('./drills.ts').then((module) => module.rehearseLadders),

  'list-holds': () => import('./keeping.ts').then((module) => module.listHolds),
  'place-hold': () => import('./keeping.ts').then((module) => module.placeHold),
  'release-hold': () => import('./keeping.ts').then((module) => module.releaseHold),
  everything: () => import('./keeping.ts').then((module) => module.readEverything),
  erase: () => import('./keeping.ts').then((module) => module.erase),

  'read-policy': () => import('./policies.ts').then((module) => module.readPolicy),
  'record-review': () => import('./policies.ts').then((module) => module.reviewDone),
  'list-policies': () => import('./policies.ts').then((module) => module.listVersions),
  'propose-policy': () => import('./policies.ts').then((module) => module.proposeVersion),
  'read-policy-version': () => import('./policies.ts').then((module) => module.readVersion),
  'compare-policy': () => import('./policies.ts').then((module) => module.changesOfVersion),
  'agree-to-policy': () => import('./policies.ts').then((module) => module.agreeToVersion),
  'read-settings': () => import('./settings.ts').then((module) => module.readSettings),
  'read-settings-history': () => import('./settings.ts').then((module) => module.readHistoryOfSettings),
  'write-settings': () => import('./settings.ts').then((module) => module.writeSettings),
  'read-doing': () => import('./doing.ts').then((module) => module.readDoing),
  'read-preflight': () => import('./preflight.ts').then((module) => module.readPreflight),
  'list-people': () => import('./people.ts').then((module) => module.listPeople),
  'read-person': () => import('./people.ts').then((module) => module.readPerson),
  'test-contacts': () => import('./contacts.ts').then((module) => module.sendTestMessage),
  'confirm-contact': () => import('./contacts.ts').then((module) => module.confirmByCode),
  'write-person': () => import('./people.ts').then((module) => module.writePerson),
  'person-left': () => import('./people.ts').then((module) => module.writeThatTheyLeft),
  'person-back': () => import('./people.ts').then((module) => module.writeThatTheyAreBack),
  'person-read-policy': () => import('./people.ts').then((module) => module.writeThatTheyReadIt),
  'list-households': () => import('./homes.ts').then((module) => module.listHouseholds),
  'read-household': () => import('./homes.ts').then((module) => module.readHousehold),
  'write-household': () => import('./homes.ts').then((module) => module.writeHousehold),
  'visits-of-household': () => import('./homes.ts').then((module) => module.visitsOfHousehold),
  'history-of-household': () => import('./homes.ts').then((module) => module.historyOfHousehold),
  'merge-households': () => import('./homes.ts').then((module) => module.mergeHouseholds),
  'list-duplicates': () => import('./homes.ts').then((module) => module.listDuplicates),
  'answer-households': () => import('./homes.ts').then((module) => module.answerHouseholds),
};
