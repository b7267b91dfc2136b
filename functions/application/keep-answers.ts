import type { Household } from '../domain/household.ts';
import type { KeptAnswer, Person } from '../domain/person.ts';
import type { Known } from '../domain/visit/decision.ts';
import type { Answer, Visit, VisitEvent } from '../domain/visit/visit.ts';
import { mostTries } from './deps.ts';
import type { SchoolStore } from '../ports/school-store.ts';

interface Said extends Answer {
  readonly kept: KeptAnswer;
}

/** Answers about the home or a member of staff are kept with them, and every later visit reads them from there. */
export async function keepAnswers(
  { schools }: { readonly schools: SchoolStore },
  visit: Visit,
  events: readonly VisitEvent[],
  known: Known,
): Promise<void> {
  const said = events.flatMap((event) =>
    'answers' in event
      ? event.answers.map((answer): Said => ({ ...answer, kept: { value: answer.value, by: event.by, at: event.at } }))
      : [],
  );
  const about = (what: 'home' | 'person'): readonly Said[] =>
    said.filter((answer) => known.rules.questions.some((q) => q.id === answer.question && q.about === what));

  const ofHome = about('home');
  if (ofHome.length > 0) await keepWithHome(schools, visit, ofHome);
  for (const answer of about('person')) if (answer.subject !== undefined) await keepWithPerson(schools, visit, answer.subject, answer);
}

async function keepWithHome(schools: SchoolStore, visit: Visit, said: readonly Said[], tries = mostTries): Promise<void> {
  const home = await schools.household(visit.school, visit.household);
  if (home === undefined) return;
  const now: Household = {
    ...home.value,
    answers: { ...home.value.answers, ...Object.fromEntries(said.map((answer) => [answer.question, answer.kept])) },
  };
  if ((await schools.putHousehold(visit.school, now, home.version)) === 'conflict' && tries > 1)
    await keepWithHome(schools, visit, said, tries - 1);
}

async function keepWithPerson(schools: SchoolStore, visit: Visit, id: string, said: Said, tries = mostTries): Promise<void> {
  const person = await schools.person(visit.school, id);
  if (person === undefined) return;
  const now: Person = { ...person.value, answers: { ...person.value.answers, [said.question]: said.kept } };
  if ((await schools.putPerson(visit.school, now, person.version)) === 'conflict' && tries > 1)
    await keepWithPerson(schools, visit, id, said, tries - 1);
}
