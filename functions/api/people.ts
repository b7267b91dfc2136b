import * as z from 'zod';
import { keepPerson, keepThatTheyReadIt, shownPerson } from '../application/keep-people.ts';
import type { Change } from '../application/keep.ts';
import { personIsBack, personLeaves } from '../application/leaving.ts';
import { isSurelyReached } from '../domain/contacts.ts';
import { Person, PersonId, personIn } from '../domain/person.ts';
import { Duty } from '../domain/policy/policy.ts';
import { isKeeper } from '../domain/reading/who.ts';
import type { Response } from '../http/http.ts';
import { WrittenPhone } from '../http/phone.ts';
import { forbidden, notFound } from '../http/problem.ts';
import { answerRead, read, write } from './ask.ts';
import { type Asked, nameOf, viewerOf } from './asked.ts';
import { inSchool } from './in-school.ts';
import { answerToChange, Nothing, PlainAnswers, putWith, sure, writerOf } from './records.ts';

/** What a record says that nobody puts there: taken as it is shown, and left as it was, so that what was read may be put again. */
const shownOnly = z
  .object({
    ticked: z.unknown(),
    leftAt: z.unknown(),
    becomes: z.unknown(),
    changed: z.unknown(),
    hasReadPolicy: z.unknown(),
    trainingRunOut: z.unknown(),
    contacts: z.unknown(),
  })
  .partial();
const PersonBody = Person.omit({ id: true, answers: true }).extend({
  ...shownOnly.shape,
  mobile: WrittenPhone.optional(),
  phones: z
    .array(z.strictObject({ what: z.string().min(1).max(100), number: WrittenPhone }))
    .max(10)
    .optional(),
  answers: PlainAnswers,
  sure,
});

/** `GET …/people`: those who are there, and with `left=true` those who have left; those who hold a duty, or of whom nobody can be sure that they are reached: by a way that is in doubt, or for want of any. */
export const listPeople = read(
  z.strictObject({
    duty: Duty.optional(),
    left: z.literal('true', 'true, or leave it out').optional(),
    flagged: z.enum(['true', 'false']).optional(),
  }),
  inSchool(async ({ clock }, asked, { duty, left, flagged }, school) => {
    const viewer = viewerOf(asked.caller);
    if (flagged !== undefined && !isKeeper(viewer, school)) return forbidden;
    const people = Object.values((left === undefined ? school.staff : school.former) ?? {})
      .filter((person) => duty === undefined || person.duties.includes(duty))
      .filter((person) => flagged === undefined || isSurelyReached(person) === (flagged === 'false'))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return answerRead(asked, { people: people.map((person) => shownPerson(school, person, viewer, clock.now())) });
  }),
);

/** `GET …/people/{person}`: of somebody who has left too, who may be named somewhere. */
export const readPerson = read(
  Nothing,
  inSchool(async ({ clock }, asked, __, school) => {
    const id = idIn(asked);
    const person = id === undefined ? undefined : personIn(school, id);
    return person === undefined ? notFound : answerRead(asked, shownPerson(school, person, viewerOf(asked.caller), clock.now()));
  }),
);

/** `PUT …/people/{person}` */
export const writePerson = write(
  PersonBody,
  inSchool(
    async (
      deps,
      asked,
      { sure: isSure, ticked: _t, leftAt: _l, becomes: _b, changed: _c, hasReadPolicy: _h, trainingRunOut: _r, contacts: _k, ...body },
      school,
    ) => {
      const id = idIn(asked);
      if (id === undefined) return notFound;
      return putWith(asked, (seen) => keepPerson(deps, school, id, body, isSure, { ...writerOf(asked), seen }));
    },
  ),
);

/** `POST …/people/{person}/left`: they are no longer at the school. The same again finishes what broke. */
export const writeThatTheyLeft = write(
  z.strictObject({ sure }),
  inSchool(async (deps, asked, { sure: isSure }, school) => {
    const id = idIn(asked);
    const press = { ...(asked.caller.kind === 'person' ? { person: asked.caller.id } : {}), by: nameOf(asked.caller), via: 'api' } as const;
    return id === undefined ? notFound : answerTo(await personLeaves(deps, school, id, isSure, writerAtOnce(asked), press));
  }),
);

/** `POST …/people/{person}/back`: they are, after all. */
export const writeThatTheyAreBack = write(
  Nothing,
  inSchool(async (deps, asked, _, school) => {
    const id = idIn(asked);
    return id === undefined ? notFound : answerTo(await personIsBack(deps, school, id, writerAtOnce(asked)));
  }),
);

/** `POST …/people/{person}/read-policy`: "I have read this version", which each says for themselves. */
export const writeThatTheyReadIt = write(
  Nothing,
  inSchool(async (deps, asked, _, school) => {
    const id = idIn(asked);
    if (id === undefined || asked.caller.kind !== 'person' || asked.caller.id !== id) return forbidden;
    return answerTo(await keepThatTheyReadIt(deps, school, id, writerAtOnce(asked)));
  }),
);

function idIn({ request }: Asked): PersonId | undefined {
  return PersonId.safeParse(request.params['person']).data;
}

/** Whatever the record says by now: what is asked holds of any of its versions. */
const writerAtOnce = (asked: Asked) => ({ ...writerOf(asked), seen: () => true });

const answerTo = (change: Change | undefined): Response => (change === undefined ? notFound : answerToChange(change));
