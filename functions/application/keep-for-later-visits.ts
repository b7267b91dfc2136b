import type { Household, HouseholdId } from '../domain/household.ts';
import type { KeptAnswer, Person } from '../domain/person.ts';
import type { Known } from '../domain/visit/decision.ts';
import type { Question } from '../domain/policy/policy.ts';
import { answerKey } from '../domain/visit/evolve.ts';
import { outcomeSaid, setOutSince, wasInside } from '../domain/visit/outcome.ts';
import { onceKey } from '../domain/policy/ticks.ts';
import type { Answer, Visit, VisitEvent, VisitId } from '../domain/visit/visit.ts';
import { mostTries } from './deps.ts';
import type { SchoolStore } from '../ports/school-store.ts';

interface Said extends Answer {
  readonly kept: KeptAnswer;
}

/** The home that a press was about, which may be another than the one of the visit that watches. */
export interface Place {
  readonly visit: VisitId;
  readonly household: HouseholdId;
}

/**
 * What every later visit reads: answers about the home, its adults where the policy says so, or a member of staff, which lines of this version of the policy
 * somebody has ticked once and for all, and whether anybody has been inside the home (T41).
 */
export async function keepForLaterVisits(
  { schools }: { readonly schools: SchoolStore },
  visit: Visit,
  events: readonly VisitEvent[],
  known: Known,
  place: Place,
): Promise<void> {
  const said = events.flatMap((event) =>
    'answers' in event
      ? event.answers.map((answer): Said => ({ ...answer, kept: { value: answer.value, by: event.by, at: event.at } }))
      : [],
  );
  const asked = (counts: (question: Question) => boolean): readonly Said[] =>
    said.filter((answer) => known.rules.questions.some((q) => q.id === answer.question && counts(q)));

  const ofHome = asked((q) => q.about === 'home' || q.kept).map((a): Said => ({ ...a, question: answerKey(a.question, a.subject) }));
  if (ofHome.length > 0) await withHome(schools, visit.school, visit.household, (home) => saidOf(home, ofHome), { keepsBefore: true });
  if (outcomeSaid(events, known)) {
    const inside = wasInside(visit, place.visit, known);
    // Where the family has moved since they set out, they have been inside another place (T41).
    const entered = (home: Household): Household => enteredBy(home, place.visit, inside && setOutSince(home.movedAt, visit, known));
    const noted = place.household === visit.household ? known.household : undefined;
    // Most often it is noted already, and nothing more is read.
    if (noted === undefined || entered(noted) !== noted) await withHome(schools, visit.school, place.household, entered);
  }
  for (const answer of asked((q) => q.about === 'person'))
    if (answer.subject !== undefined)
      await withPerson(schools, visit.school, answer.subject, (person) => ({ ...person, answers: withThose(person, [answer]) }));
  for (const [id, lines] of tickedOnce(events, visit, known))
    await withPerson(schools, visit.school, id, (person) => ({ ...person, ticked: { ...person.ticked, ...lines } }));
}

const withThose = ({ answers }: Pick<Person, 'answers'>, said: readonly Said[]): Person['answers'] => ({
  ...answers,
  ...Object.fromEntries(said.map((answer) => [answer.question, answer.kept])),
});

/** What the family was offered, and what they chose, may be asked for later: each answer takes another's place, and what the home was stays beside it. */
function saidOf(home: Household, said: readonly Said[]): Household {
  const last = said.at(-1)?.kept;
  return { ...home, answers: withThose(home, said), changed: last && { at: last.at, by: last.by } };
}

/** What one visit said of it that visit may take back. */
const enteredBy = (home: Household, visit: VisitId, inside: boolean): Household =>
  inside
    ? home.entered
      ? home
      : { ...home, entered: true, enteredOn: visit }
    : home.enteredOn === visit
      ? { ...home, entered: false, enteredOn: undefined }
      : home;

/** By person, the lines to be ticked once for each version of the policy, and when they were. */
function tickedOnce(events: readonly VisitEvent[], visit: Visit, { rules }: Known): ReadonlyMap<string, Person['ticked']> {
  const ticked = new Map<string, Person['ticked']>();
  for (const event of events) {
    if (!('ticks' in event)) continue;
    const once = event.ticks.filter((tick) => rules.prompts.some((prompt) => prompt.id === tick && prompt.tick === 'once'));
    const lines = Object.fromEntries(once.map((tick) => [onceKey(tick, visit.policy), event.at]));
    if (once.length > 0) ticked.set(event.visitor, { ...ticked.get(event.visitor), ...lines });
  }
  return ticked;
}

async function withHome(
  schools: SchoolStore,
  school: string,
  id: HouseholdId,
  change: (home: Household) => Household,
  { keepsBefore = false, tries = mostTries } = {},
): Promise<void> {
  const home = await schools.household(school, id);
  if (home === undefined) return;
  const now = change(home.value);
  if (now === home.value) return;
  if (keepsBefore) await schools.keepBefore(school, 'household', home.value.id, home);
  if ((await schools.putHousehold(school, now, home.version)) === 'conflict' && tries > 1)
    await withHome(schools, school, id, change, { keepsBefore, tries: tries - 1 });
}

async function withPerson(
  schools: SchoolStore,
  school: string,
  id: string,
  change: (person: Person) => Person,
  tries = mostTries,
): Promise<void> {
  const person = await schools.person(school, id);
  if (person === undefined) return;
  if ((await schools.putPerson(school, change(person.value), person.version)) === 'conflict' && tries > 1)
    await withPerson(schools, school, id, change, tries - 1);
}
