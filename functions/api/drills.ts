import * as z from 'zod';
import { carryOut } from '../application/carry-out.ts';
import { beginDrill, drillsOf } from '../application/drills.ts';
import type { Conditions, Outcome } from '../application/outcome.ts';
import { readVisit } from '../application/read-visits.ts';
import { knownOf } from '../application/school.ts';
import { rehearsalRows } from '../domain/reading/of-visits.ts';
import { asRead } from '../domain/reading/reading.ts';
import { epochOf, Instant, lengthInMilliseconds } from '../domain/time.ts';
import { aboutAnAlarm, commandOf } from '../domain/visit/commands.ts';
import { drillAlarm, nameOfLadder } from '../domain/visit/drill.ts';
import { drillLine, shownDrill } from '../domain/visit/drill-report.ts';
import { rehearse } from '../domain/visit/rehearse.ts';
import { DrillId } from '../domain/visit/visit.ts';
import { ok, type Response } from '../http/http.ts';
import { forbidden, invalid, notFound } from '../http/problem.ts';
import { answerRead, read, write } from './ask.ts';
import { type Asked, nameOf, type Operation } from './asked.ts';
import { inSchool } from './in-school.ts';
import { newDrillId } from './new-ids.ts';
import { answerTo } from './outcome.ts';
import { keyFaults, pressOf } from './press.ts';
import { routes } from './routes.ts';
import { mayCall } from './who-may.ts';

const Nothing = z.strictObject({});
/** By the name of its setting or of the policy's own: `overdue-ladder`, `missing`. */
const LadderName = z.string().trim().min(1, 'the name of a ladder').max(100).transform(nameOfLadder);
const furthest = lengthInMilliseconds('P7D');

const DrillBody = z.strictObject({
  ladder: LadderName,
  /** Not before then. Left out: now. */
  at: Instant.optional(),
  reason: z.string().trim().min(1).max(2000).optional(),
});

/** `POST …/drills` */
export const beginOneDrill = write(
  DrillBody,
  inSchool(async (deps, asked, body, school) => {
    if (body.at !== undefined && epochOf(body.at) - epochOf(deps.clock.now()) > furthest)
      return invalid([{ pointer: '/at', message: 'within the next seven days' }]);
    const outcome = await beginDrill(deps, school, body, (ladder, before) => newDrillId(school.id, ladder, before), pressOf(asked));
    if (outcome.outcome !== 'accepted') return answerTo(asked, outcome);
    const location = `/v1/schools/${school.id}/drills/${outcome.visit.visit}`;
    return ok(shownDrill(outcome.visit, outcome.known), { status: 201, headers: { location } });
  }),
  keyFaults,
);

/** `GET …/drills`: the newest first. */
export const listDrills = read(
  Nothing,
  inSchool(async (deps, asked) => answerRead(asked, { drills: (await drillsOf(deps, asked.school)).map(drillLine) })),
);

/** `GET …/drills/{drill}`: what came of it so far. */
export const readOneDrill = read(Nothing, async (deps, asked) => {
  const { school, caller, may } = asked;
  const id = DrillId.safeParse(asked.request.params['drill']);
  if (!id.success) return notFound;
  const found = await readVisit(deps, { school, visit: id.data }, nameOf(caller), (item, staff, known) =>
    mayCall(may, caller, staff, item, known),
  );
  if (found.outcome === 'read') return answerRead(asked, shownDrill(found.visit, found.known));
  return found.outcome === 'forbidden' ? forbidden : notFound;
});

/** `POST …/drills/{drill}/{command}`: the bodies are those of a visit's commands. A drill has one alarm, so that it need not be named. */
export function workDrill(name: keyof typeof aboutAnAlarm): Operation {
  const schema: z.ZodObject = aboutAnAlarm[name].extend({ alarm: z.literal(drillAlarm).default(drillAlarm) });
  return write(
    schema,
    async (deps, asked, body) => {
      const { school, caller, may, request } = asked;
      const id = DrillId.safeParse(request.params['drill']);
      if (!id.success) return notFound;
      const conditions: Conditions = { may: (item, staff, known) => mayCall(may, caller, staff, item, known) };
      return answered(asked, await carryOut(deps, { school, visit: id.data }, commandOf(name, body), pressOf(asked), conditions));
    },
    keyFaults,
  );
}

const mayOpen = routes.find(({ id }) => id === 'read-drill')?.may ?? [];

/** Anybody may have it; who answered and who did not is for those who may open it. */
function answered(asked: Asked, outcome: Outcome): Response {
  if (outcome.outcome !== 'accepted') return answerTo(asked, outcome);
  const { visit: item, known } = outcome;
  return ok(mayCall(mayOpen, asked.caller, known.staff, item, known) ? shownDrill(item, known) : drillLine(item));
}

/** `GET …/rehearsal`: what one of the school's ladders, or each of them, would do from a moment on. */
export const rehearseLadders = read(
  z.strictObject({ ladder: LadderName.optional(), at: Instant.optional() }),
  inSchool(async (deps, asked, { ladder, at = deps.clock.now() }, school) => {
    const found = rehearse(school.id, ladder, nameOf(asked.caller), knownOf(school), at);
    if (found.length === 0) return invalid([{ pointer: '/query/ladder', message: 'the school has no such ladder' }]);
    const reading = new Set(['person' as const]);
    return Promise.resolve(
      answerRead(asked, {
        at,
        ladders: found.map((one) => asRead(rehearsalRows, { repeatsAt: undefined, rungs: undefined, ...one }, reading)),
      }),
    );
  }),
);
