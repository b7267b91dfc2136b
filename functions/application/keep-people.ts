import { contactsOf } from '../domain/contacts.ts';
import type { Person } from '../domain/person.ts';
import { personRows } from '../domain/reading/of-records.ts';
import { asRead } from '../domain/reading/reading.ts';
import { readingOfPerson, type Viewer } from '../domain/reading/who.ts';
import { present } from '../domain/visit/evolve.ts';
import { readsAnswer } from '../domain/visit/shown.ts';
import { type Change, kept, type Keeping, type Keeps, type Writer } from './keep.ts';
import { answersAfter, type PlainAnswers } from './kept-answers.ts';
import type { School } from './school.ts';

/** What is kept of somebody's answers is given plainly; who said it and when is noted here. */
export type PersonGiven = Omit<Person, 'id' | 'answers' | 'ticked' | 'leftAt' | 'becomes' | 'changed' | 'contacts'> & {
  readonly answers?: PlainAnswers | undefined;
};

export function keepPerson(deps: Keeping, school: School, id: string, given: PersonGiven, writer: Writer): Promise<Change> {
  return kept(deps, school.id, personOf(deps, school, id, writer.viewer), writer, (before, at) => {
    const { answers, complaints } = answersAfter(
      school,
      'person',
      before?.answers,
      given.answers,
      writer,
      readingOfPerson(writer.viewer, id, school),
      at,
    );
    return { value: { ...given, id, answers, ticked: before?.ticked ?? {}, ...present('contacts', before?.contacts) }, complaints };
  });
}

/** Somebody's record, as this viewer is shown it. */
const personOf = ({ schools }: Keeping, school: School, id: string, viewer: Viewer): Keeps<'person'> => ({
  kind: 'person',
  id,
  read: () => schools.person(school.id, id),
  shown: (person) => shownPerson(school, person, viewer),
  put: (person, after) => schools.putPerson(school.id, person, after),
});

/** A person's record, as far as this viewer may read it. Of their own they read every answer. */
export function shownPerson(school: School, person: Person, viewer: Viewer): object {
  const reading = readingOfPerson(viewer, person.id, school);
  const { id, name, firstName, duties, roles, staff, mobile, phones, email, manager, hours, training, vehicle, emergencyContact } = person;
  const { leftAt, becomes, changed, ticked } = person;
  const readable = Object.entries(person.answers).filter(([key]) => reading.has('own') || readsAnswer(key, school.rules, reading));
  return asRead(
    personRows,
    {
      ...{ id, name, firstName, duties, roles, staff, mobile, phones, email, manager, hours, training, vehicle, emergencyContact },
      ...{ leftAt, becomes, changed, ticked },
      answers: Object.fromEntries(readable),
      ...shownContacts(person),
    },
    reading,
  );
}

/** How each way to them stands. Test messages and what was guessed of them are nobody's to read. */
export const shownContacts = (person: Person): { readonly contacts: object } => ({
  contacts: Object.fromEntries(contactsOf(person).map(({ channel, state, since }) => [channel, { state, ...present('since', since) }])),
});
