import * as z from 'zod';
import { listAllegations, makeAllegation, readAllegation, seeToAllegation } from '../application/allegations.ts';
import type { Outcome } from '../application/outcome.ts';
import { PersonId } from '../domain/person.ts';
import { shownAllegation } from '../domain/visit/allegation.ts';
import { aboutAnAlarm, type Command } from '../domain/visit/commands.ts';
import { alarmFor } from '../domain/visit/consequences.ts';
import { AllegationId, VisitId } from '../domain/visit/visit.ts';
import { ok, type Response } from '../http/http.ts';
import { notFound } from '../http/problem.ts';
import { answerRead, read, write } from './ask.ts';
import type { Asked, Operation } from './asked.ts';
import { inSchool } from './in-school.ts';
import { newAllegationId } from './new-ids.ts';
import { answerTo } from './outcome.ts';
import { keyFaults, keyIn, pressOf } from './press.ts';
import { mayCall } from './who-may.ts';

const Nothing = z.strictObject({});
const AllegationBody = z.strictObject({
  /** On which visit. */
  visit: VisitId,
  /** Of whom it is said. */
  about: z.array(PersonId).min(1).max(12),
  words: z.string().trim().min(1, 'say what was said, and by whom').max(2000),
});

/** `POST …/allegations`: whoever says it is told what happens with it now, and sees it no more unless it is theirs to see to. */
export const sayAgainstSomebody = write(
  AllegationBody,
  async (deps, asked, body) => {
    const { school, caller, may } = asked;
    const id = newAllegationId(school, keyIn(asked) ?? '');
    const outcome = await makeAllegation(deps, school, id, body, pressOf(asked), { may: (_, staff) => mayCall(may, caller, staff) });
    if (outcome.outcome !== 'accepted') return answerTo(asked, outcome);
    const location = `/v1/schools/${school}/allegations/${id}`;
    return ok({ id, said: alarmFor('allegation', outcome.known)?.say }, { status: 201, headers: { location } });
  },
  keyFaults,
);

/** `GET …/allegations` */
export const allegationsOf = read(
  Nothing,
  inSchool(async (deps, asked) => {
    const found = await listAllegations(deps, asked.school, personOf(asked));
    return answerRead(asked, { allegations: found.map(({ item, known }) => shownAllegation(item, known)) });
  }),
);

/** `GET …/allegations/{allegation}` */
export const readOneAllegation = read(Nothing, async (deps, asked) => {
  const id = AllegationId.safeParse(asked.request.params['allegation']);
  const found = id.success ? await readAllegation(deps, asked.school, id.data, personOf(asked)) : undefined;
  return found === undefined ? notFound : answerRead(asked, shownAllegation(found.item, found.known));
});

/** The one alarm of such an item. */
const alarm = 'a1';
const seeingTo = <Body>(schema: z.ZodType<Body>, command: (body: Body) => Command): Operation =>
  write(
    schema,
    async (deps, asked, body) => {
      const id = AllegationId.safeParse(asked.request.params['allegation']);
      if (!id.success) return notFound;
      return answered(asked, await seeToAllegation(deps, asked.school, id.data, command(body), pressOf(asked)));
    },
    keyFaults,
  );

/** `POST …/allegations/{allegation}/acknowledge`, `note`, `stand-down` */
export const haveAllegation = seeingTo(aboutAnAlarm.acknowledge.omit({ alarm: true }), (body) => ({ ...body, type: 'acknowledge', alarm }));
export const noteOnAllegation = seeingTo(z.strictObject({ words: AllegationBody.shape.words }), (body) => ({ ...body, type: 'note' }));
export const endAllegation = seeingTo(aboutAnAlarm['stand-down'].pick({ how: true }), (body) => ({
  ...body,
  type: 'stand-down',
  alarm,
  visitors: {},
}));

const answered = (asked: Asked, outcome: Outcome): Response =>
  outcome.outcome === 'accepted' ? ok(shownAllegation(outcome.visit, outcome.known)) : answerTo(asked, outcome);

/** A machine is nobody who may read one. */
const personOf = ({ caller }: Asked): string => (caller.kind === 'person' ? caller.id : '');
