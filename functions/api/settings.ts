import * as z from 'zod';
import { changeSettings, maySetSettings, shownSettings } from '../application/keep-settings.ts';
import { forbidden } from '../http/problem.ts';
import { answerRead, read, write } from './ask.ts';
import { inSchool } from './in-school.ts';
import { Nothing, putWith, writerOf } from './records.ts';

/** `GET …/policy`: the rules that a visit goes by, each with its clauses; those of Doorstep's own cite `DS-…`. */
export const readPolicy = read(
  Nothing,
  inSchool(async (_, asked, __, { rules, settings }) => answerRead(asked, { ...rules, version: settings.policy.version })),
);

/** `GET …/settings` */
export const readSettings = read(
  Nothing,
  inSchool(async (_, asked, __, school) => answerRead(asked, shownSettings(school))),
);

/** `PUT …/settings`: these values in the place of all that were set. */
export const writeSettings = write(
  z.strictObject({ values: z.record(z.string(), z.unknown()) }),
  inSchool(async (deps, asked, { values }, school) => {
    const person = asked.caller.kind === 'person' ? school.staff[asked.caller.id] : undefined;
    if (person === undefined || !maySetSettings(school, person)) return forbidden;
    return putWith(asked, (seen) => changeSettings(deps, school, values, { ...writerOf(asked), seen }));
  }),
);
