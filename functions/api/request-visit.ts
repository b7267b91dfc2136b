import { foreseeVisit, requestVisit } from '../application/request-visit.ts';
import { isForeseen } from '../domain/visit/foresee.ts';
import { ok } from '../http/http.ts';
import { write } from './ask.ts';
import { inSchool } from './in-school.ts';
import { newHouseholdId, newVisitId } from './new-ids.ts';
import { answerTo, refused } from './outcome.ts';
import { keyFaults, keyIn, pressOf } from './press.ts';
import { mayCall } from './who-may.ts';
import { WouldBe, WrittenRequest } from './written-home.ts';

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

/** `POST …/visits/foreseen`: what the policy asks and wants of such a visit. Nothing is asked for by it, and nothing is kept. */
export const foreseeByApi = write(
  WouldBe,
  inSchool(async (deps, asked, body, school) => {
    const found = await foreseeVisit(deps, school, body, pressOf(asked));
    return isForeseen(found) ? ok(found) : refused(found);
  }),
);
