import { allegationsOf, endAllegation, haveAllegation, noteOnAllegation, readOneAllegation, sayAgainstSomebody } from './allegations.ts';
import type { Operation } from './asked.ts';
import { command } from './commands.ts';
import { confirmByCode, sendTestMessage } from './contacts.ts';
import {
  answerHouseholds,
  historyOfHousehold,
  listDuplicates,
  listHouseholds,
  mergeHouseholds,
  readHousehold,
  visitsOfHousehold,
  writeHousehold,
} from './homes.ts';
import { beginOneDrill, listDrills, readOneDrill, rehearseLadders, workDrill } from './drills.ts';
import { erase, listHolds, placeHold, readEverything, releaseHold } from './keeping.ts';
import { listPeople, readPerson, writePerson, writeThatTheyAreBack, writeThatTheyLeft, writeThatTheyReadIt } from './people.ts';
import { agreeToVersion, changesOfVersion, listVersions, proposeVersion, readPolicy, readVersion, reviewDone } from './policies.ts';
import { readPreflight } from './preflight.ts';
import { requestByApi } from './request-visit.ts';
import type { OperationId } from './routes.ts';
import { readHistoryOfSettings, readSettings, writeSettings } from './settings.ts';
import { answerVisits, readTimetableByApi, writeTimetable } from './timetable.ts';
import { boardNow, listOfVisits, readCard, readOneVisit } from './visits.ts';

/** Each row of routes.ts, what it is asked with and what answers it. One that is missing does not compile. */
export const operations: Readonly<Record<OperationId, Operation>> = {
  request: requestByApi,
  'list-visits': listOfVisits,
  'read-visit': readOneVisit,
  'read-card': readCard,
  board: boardNow,
  timetable: writeTimetable,
  'read-timetable': readTimetableByApi,
  'answer-visits': answerVisits,

  amend: command('amend'),
  reschedule: command('reschedule'),
  answer: command('answer'),
  tick: command('tick'),
  'not-going': command('not-going'),
  assess: command('assess'),
  authorise: command('authorise'),
  decline: command('decline'),
  cancel: command('cancel'),
  depart: command('depart'),

  'depart-in-breach': command('depart-in-breach'),
  arrive: command('arrive'),
  'check-in': command('check-in'),
  leave: command('leave'),
  return: command('return'),
  revise: command('revise'),
  correct: command('correct'),
  'raise-alarm': command('raise-alarm'),
  note: command('note'),

  acknowledge: command('acknowledge'),
  'log-attempt': command('log-attempt'),
  escalate: command('escalate'),
  'record-police': command('record-police'),
  'stand-down': command('stand-down'),

  'write-up': command('write-up'),
  'record-reference': command('record-reference'),
  'pass-on': command('pass-on'),
  close: command('close'),

  allege: sayAgainstSomebody,
  'list-allegations': allegationsOf,
  'read-allegation': readOneAllegation,
  'acknowledge-allegation': haveAllegation,
  'note-allegation': noteOnAllegation,
  'stand-down-allegation': endAllegation,

  'begin-drill': beginOneDrill,
  'list-drills': listDrills,
  'read-drill': readOneDrill,
  'acknowledge-drill': workDrill('acknowledge'),
  'log-attempt-drill': workDrill('log-attempt'),
  'escalate-drill': workDrill('escalate'),
  'record-police-drill': workDrill('record-police'),
  'stand-down-drill': workDrill('stand-down'),
  rehearse: rehearseLadders,

  'list-holds': listHolds,
  'place-hold': placeHold,
  'release-hold': releaseHold,
  everything: readEverything,
  erase,

  'read-policy': readPolicy,
  'record-review': reviewDone,
  'list-policies': listVersions,
  'propose-policy': proposeVersion,
  'read-policy-version': readVersion,
  'compare-policy': changesOfVersion,
  'agree-to-policy': agreeToVersion,
  'read-settings': readSettings,
  'read-settings-history': readHistoryOfSettings,
  'write-settings': writeSettings,
  'read-preflight': readPreflight,
  'list-people': listPeople,
  'read-person': readPerson,
  'test-contacts': sendTestMessage,
  'confirm-contact': confirmByCode,
  'write-person': writePerson,
  'person-left': writeThatTheyLeft,
  'person-back': writeThatTheyAreBack,
  'person-read-policy': writeThatTheyReadIt,
  'list-households': listHouseholds,
  'read-household': readHousehold,
  'write-household': writeHousehold,
  'visits-of-household': visitsOfHousehold,
  'history-of-household': historyOfHousehold,
  'merge-households': mergeHouseholds,
  'list-duplicates': listDuplicates,
  'answer-households': answerHouseholds,
};
