import { knownOf } from '../application/school.ts';
import { checksOfSchool } from '../domain/preflight.ts';
import { preflightRows } from '../domain/reading/of-records.ts';
import { asRead } from '../domain/reading/reading.ts';
import { answerRead, read } from './ask.ts';
import { inSchool } from './in-school.ts';
import { Nothing } from './records.ts';

/** `GET …/preflight`: what would stop an alarm from getting out, as the school's own records stand now. Worked out anew each time. */
export const readPreflight = read(
  Nothing,
  inSchool(async ({ clock }, asked, _, school) => {
    const at = clock.now();
    return answerRead(asked, asRead(preflightRows, { at, checks: checksOfSchool(knownOf(school), school.id, at) }, new Set(['person'])));
  }),
);
