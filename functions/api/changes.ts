import * as z from 'zod';
import { changesSince } from '../application/changes.ts';
import { answerRead, Cursor, pageLimit, read } from './ask.ts';
import { inSchool } from './in-school.ts';
import { rowOf } from './visits.ts';

/** `GET …/changes`: every visit that changed, the oldest change first; `next` of the answer is where the next call goes on. */
export const listChanges = read(
  z.strictObject({ after: Cursor.optional(), limit: pageLimit(50) }),
  inSchool(async (deps, asked, page, { id }) => {
    const { visits, ...rest } = await changesSince(deps, id, page);
    // Of one that was erased nothing is left to say.
    const changes = visits.map((visit) => (visit.erased ? { id: visit.ref.visit, erased: true } : rowOf(visit)));
    return answerRead(asked, { changes, ...rest });
  }),
);
