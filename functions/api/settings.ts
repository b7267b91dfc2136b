import * as z from 'zod';
import { beginErrands } from '../application/errands.ts';
import { changeSettings, maySetSettings, readSettingsHistory, setsPeriods, shownSettings } from '../application/keep-settings.ts';
import { forbidden } from '../http/problem.ts';
import { answerRead, read, write } from './ask.ts';
import { inSchool } from './in-school.ts';
import { Nothing, personAsking, putWith, sure, writerOf } from './records.ts';

/** `GET …/settings` */
export const readSettings = read(
  Nothing,
  inSchool(async (_, asked, __, school) => answerRead(asked, shownSettings(school))),
);

/** `GET …/settings/history`: what was changed each time, and by whom, newest first. */
export const readHistoryOfSettings = read(
  Nothing,
  inSchool(async (deps, asked, _, { id }) => answerRead(asked, { history: await readSettingsHistory(deps, id) })),
);

/** `PUT …/settings`: these values in the place of all that were set. */
export const writeSettings = write(
  z.strictObject({ values: z.record(z.string(), z.unknown()), sure }),
  inSchool(async (deps, asked, { values, sure: isSure }, school) => {
    const person = personAsking(asked, school);
    if (person === undefined || !maySetSettings(school, person)) return forbidden;
    return putWith(asked, async (seen) => {
      const change = await changeSettings(deps, school, values, isSure, { ...writerOf(asked), seen });
      if (change.outcome === 'kept' && setsPeriods(school, values)) await beginErrands(deps, school.id);
      return change;
    });
  }),
);
