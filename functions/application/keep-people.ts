import { contactsOf } from '../domain/contacts.ts';
import type { Person, Staff } from '../domain/person.ts';
import { personRows } from '../domain/reading/of-records.ts';
import { asRead } from '../domain/reading/reading.ts';
import { readingOfPerson, type Viewer } from '../domain/reading/who.ts';
import { present } from '../domain/visit/evolve.ts';
import { readsAnswer } from '../domain/visit/shown.ts';
import { leftWithout } from '../domain/policy/left-without.ts';
import { hasRead, readNow } from '../domain/policy/ticks.ts';
import { type Instant, inLondon } from '../domain/time.ts';
import { type Change, kept, type Keeping, type Keeps, type Writer } from './keep.ts';
import { answersAfter, type PlainAnswers } from './kept-answers.ts';
import type { School } from './school.ts';

/** What is kept of somebody's answers is given plainly; who said it and when is noted here. */
export type PersonGiven = Omit<Person, 'id' | 'answers' | 'ticked' | 'leftAt' | 'becomes' | 'changed' | 'contacts'> & {
  readonly answers?: PlainAnswers | undefined;
};

/** Puts what is given in the place of somebody's record, or says what is wrong with it, or whom it would leave the school without. */
export function keepPerson(
  deps: Keeping,
  school: School,
  id: string,
  given: PersonGiven | ((before: Person | undefined) => PersonGiven | undefined),
  sure: boolean,
  writer: Writer,
): Promise<Change> {
  return kept(deps, school.id, personOf(deps, school, id, writer.viewer), writer, (before, at) => {
    const whole = typeof given === 'function' ? given(before) : given;
    if (whole === undefined) return undefined;
    const { answers, complaints } = answersAfter(
      school,
      'person',
      before?.answers,
      whole.answers,
      writer,
      readingOfPerson(writer.viewer, id, school),
      at,
    );
    const value: Person = {
      ...{ ...whole, id, answers, ticked: before?.ticked ?? {} },
      ...present('contacts', before?.contacts),
      ...present('leftAt', before?.leftAt),
      ...present('becomes', before?.becomes),
    };
    const consequences = sure || before === undefined ? [] : leftWithout(withPersonIn(school, before), withPersonIn(school, value));
    return { value, complaints, consequences };
  });
}

/** They have read the policy as it now stands: each of its lines that is ticked once is ticked for them, as a visit would. `undefined`: there is nobody of that name. */
export async function keepThatTheyReadIt(deps: Keeping, school: School, id: string, writer: Writer): Promise<Change | undefined> {
  const change = await kept(deps, school.id, personOf(deps, school, id, writer.viewer), writer, (before, at) =>
    before === undefined ? undefined : { value: readNow(before, school, at), complaints: [] },
  );
  return change.outcome === 'changed' ? undefined : change;
}

/** The school with this person as this record has them. */
export function withPersonIn(school: School, person: Person): School {
  const without = (people: Staff = {}): Staff => Object.fromEntries(Object.entries(people).filter(([id]) => id !== person.id));
  const [staff, former] = [without(school.staff), without(school.former)];
  return person.leftAt === undefined
    ? { ...school, staff: { ...staff, [person.id]: person }, former }
    : { ...school, staff, former: { ...former, [person.id]: person } };
}

/** Somebody's record, as this viewer is shown it. */
export const personOf = ({ schools, clock }: Keeping, school: School, id: string, viewer: Viewer): Keeps<'person'> => ({
  kind: 'person',
  id,
  read: () => schools.person(school.id, id),
  shown: (person) => shownPerson(school, person, viewer, clock.now()),
  put: (person, after) => schools.putPerson(school.id, person, after),
});

/**
 * A person's record, as far as this viewer may read it; of their own they read every answer. It says whether they have read the
 * policy as it now stands and which training has run out (ST-19, ST-20), which refuses nothing.
 */
export function shownPerson(school: School, person: Person, viewer: Viewer, now: Instant): object {
  const reading = readingOfPerson(viewer, person.id, school);
  const { id, name, firstName, duties, roles, staff, mobile, phones, email, manager, hours, training, vehicle, emergencyContact } = person;
  const { leftAt, becomes, changed, ticked, external } = person;
  const readable = Object.entries(person.answers).filter(([key]) => reading.has('own') || readsAnswer(key, school.rules, reading));
  const today = inLondon(now).date;
  return asRead(
    personRows,
    {
      ...{ id, name, firstName, duties, roles, staff, mobile, phones, email, manager, hours, training, vehicle, emergencyContact },
      ...{ leftAt, becomes, changed, ticked, external },
      answers: Object.fromEntries(readable),
      ...shownContacts(person),
      hasReadPolicy: hasRead(person, school),
      trainingRunOut: (training ?? []).flatMap(({ what, until }) => (until !== undefined && until < today ? [what] : [])),
    },
    reading,
  );
}

/** How each way to them stands. Test messages and what was guessed of them are nobody's to read. */
export const shownContacts = (person: Person): { readonly contacts: object } => ({
  contacts: Object.fromEntries(contactsOf(person).map(({ channel, state, since }) => [channel, { state, ...present('since', since) }])),
});
