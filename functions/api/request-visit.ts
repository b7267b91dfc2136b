import { requestVisit } from '../application/request-visit.ts';
import { write } from './ask.ts';
import { newHouseholdId, newVisitId } from './new-ids.ts';
import { answerTo } from './outcome.ts';
import { keyFaults, keyIn, pressOf } from './press.ts';
import { mayCall } from './who-may.ts';
import { WrittenRequest } from './written-home.ts';

/** `POST …/visits` */
export const requestByApi = write(
  WrittenRequest,
  async (deps, asked, body) => {
    const { school, caller, may } = asked;
    const key = keyIn(asked) ?? '';
    const visit = newVisitId(school, key);
    const outcome = await requestVisit(deps, school, visit, body, newHouseholdId(school, key), pressOf(asked), {
      may: (_, staff) => mayCall(may, caller, staff),
    });
    return answerTo(asked, outcome, { status: 201, headers: { location: `/v1/schools/${school}/visits/${visit}` } });
  },
  keyFaults,
);
