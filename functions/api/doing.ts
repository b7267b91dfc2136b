import * as z from 'zod';
import { countDoing } from '../application/doing.ts';
import { monthOf, monthsIn, schoolYearOf } from '../domain/doing.ts';
import { doingRows } from '../domain/reading/of-records.ts';
import { asRead } from '../domain/reading/reading.ts';
import { invalid } from '../http/problem.ts';
import { answerRead, read } from './ask.ts';
import { viewerOf } from './asked.ts';
import { inSchool } from './in-school.ts';

/** Two school years. */
const mostMonths = 24;
const Month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'a month like 2026-09');

/** `GET …/doing`: by months, the first and the last counted too. Where they are left out: this school year so far. */
export const readDoing = read(
  z.strictObject({ from: Month.optional(), to: Month.optional() }),
  inSchool(async ({ visits, clock }, asked, { from: first, to: last }) => {
    const at = clock.now();
    const to = last ?? monthOf(at);
    const from = first ?? schoolYearOf(to);
    const months = monthsIn({ from, to }).length;
    if (months === 0) return invalid([{ pointer: '/query/to', message: 'not before `from`' }]);
    if (months > mostMonths) return invalid([{ pointer: '/query/from', message: `at most ${String(mostMonths)} months before \`to\`` }]);
    const counted = await countDoing(visits, asked.school, { from, to }, viewerOf(asked.caller).person);
    return answerRead(asked, asRead(doingRows, { at, from, to, ...counted }, new Set(['person'])));
  }),
);
