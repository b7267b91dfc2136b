import type { Person, Staff } from '../domain/person.ts';
import type { Duty } from '../domain/policy/policy.ts';
import type { Viewer } from '../domain/visit/shown.ts';
import { type Change, kept, type Keeping, type Keeps, type Writer } from './keep.ts';
import { answersAfter, answersShown, type PlainAnswers } from './kept-answers.ts';
import type { School } from './school.ts';

/** What is kept of somebody's answers is given plainly; who said it and when is noted here. */
export type PersonGiven = Omit<Person, 'id' | 'answers' | 'ticked' | 'leftAt' | 'becomes' | 'changed'> & {
  readonly answers?: PlainAnswers | undefined;
};

export function keepPerson(deps: Keeping, school: School, id: string, given: PersonGiven, writer: Writer): Promise<Change> {
  return kept(deps, school.id, personOf(deps, school, id, writer.viewer), writer, (before, at) => {
    const { answers, complaints } = answersAfter(school, 'person', before?.answers, given.answers, writer, at);
    return { value: { ...given, id, answers, ticked: before?.ticked ?? {} }, complaints };
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

/** Whoever reaches people for the school, or answers for them: they see numbers and addresses. */
const keepers: readonly Duty[] = ['office', 'team', 'admin', 'dsl', 'slt', 'headteacher', 'head-of-school', 'executive-headteacher'];

/** A person's record, as far as this viewer may read it: their own whole, anybody else's numbers only for whoever has to reach them. */
export function shownPerson(school: School, person: Person, viewer: Viewer): object {
  const { id, name, duties, roles } = person;
  if (viewer.person !== id && !isKeeper(school.staff, viewer)) return { id, name, duties, roles };
  return { ...person, answers: viewer.person === id ? person.answers : answersShown(school, person.answers, viewer) };
}

const isKeeper = (staff: Staff, { person }: Viewer): boolean =>
  person !== undefined && staff[person]?.duties.some((duty) => keepers.includes(duty)) === true;
