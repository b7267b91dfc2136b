import * as z from 'zod';
import { keepPerson, shownPerson } from '../application/keep-people.ts';
import { contactsOf, isInDoubt } from '../domain/contacts.ts';
import { Person, PersonId } from '../domain/person.ts';
import { Duty } from '../domain/policy/policy.ts';
import { forbidden, notFound } from '../http/problem.ts';
import { answerRead, read, write } from './ask.ts';
import { isKeeper } from '../domain/reading/who.ts';
import { viewerOf } from './asked.ts';
import { inSchool } from './in-school.ts';
import { Nothing, PlainAnswers, putWith, writerOf } from './records.ts';

const PersonBody = Person.omit({
  id: true,
  answers: true,
  ticked: true,
  leftAt: true,
  becomes: true,
  changed: true,
  contacts: true,
}).extend({
  answers: PlainAnswers,
});

/** `GET …/people`: all of them, those who hold a duty, or those who have a contact by which nobody can be sure that they are reached. */
export const listPeople = read(
  z.strictObject({ duty: Duty.optional(), flagged: z.enum(['true', 'false']).optional() }),
  inSchool(async (_, asked, { duty, flagged }, school) => {
    if (flagged !== undefined && !isKeeper(viewerOf(asked.caller), school)) return forbidden;
    const people = Object.values(school.staff)
      .filter((person) => duty === undefined || person.duties.includes(duty))
      .filter((person) => flagged === undefined || contactsOf(person).some(isInDoubt) === (flagged === 'true'));
    const inOrder = people.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return answerRead(asked, { people: inOrder.map((person) => shownPerson(school, person, viewerOf(asked.caller))) });
  }),
);

/** `GET …/people/{person}` */
export const readPerson = read(
  Nothing,
  inSchool(async (_, asked, __, school) => {
    const id = PersonId.safeParse(asked.request.params['person']);
    const person = id.success && Object.hasOwn(school.staff, id.data) ? school.staff[id.data] : undefined;
    return person === undefined ? notFound : answerRead(asked, shownPerson(school, person, viewerOf(asked.caller)));
  }),
);

/** `PUT …/people/{person}` */
export const writePerson = write(
  PersonBody,
  inSchool(async (deps, asked, body, school) => {
    const id = PersonId.safeParse(asked.request.params['person']);
    if (!id.success) return notFound;
    return putWith(asked, (seen) => keepPerson(deps, school, id.data, body, { ...writerOf(asked), seen }));
  }),
);
