/** Whom a visit needs, and in what: so that it says so where one of them has left the school. */
import { type Person, personIn, type Staff } from '../person.ts';
import type { Known } from '../visit/decision.ts';
import { isOutOn } from '../visit/present.ts';
import { going, onVisit, stopAt, watchedAs } from '../visit/relations.ts';
import type { Visit } from '../visit/visit.ts';
import type { Policy, Question, Who } from './policy.ts';
import { answered, applies, subjectsOf } from './questions.ts';
import { peopleNamed, receivers } from './receivers.ts';

/** One thing that a visit needs somebody for. */
export interface Need {
  readonly person: string;
  /** As the policy would say it: `visitors`, `requester`, `involved`, `line-manager`, `approver`, `@contact-person`. */
  readonly as: string;
  /** Where in the visit: `involved#ada`, `contact-person`, `line-manager#ben`. */
  readonly missing: string;
}

/**
 * Everybody whom the visit names, whether or not they are still there. Not who owes a task: whoever would owe it now is reminded
 * in their place, and that it is owed may follow from a call for help.
 */
export const neededOn = (visit: Visit, known: Known): readonly Need[] => [
  ...going(visit).map(({ person }) => ({ person, as: 'visitors', missing: `visitors#${person}` })),
  { person: visit.requester, as: 'requester', missing: `requester#${visit.requester}` },
  ...(visit.involved ?? []).map((person) => ({ person, as: 'involved', missing: `involved#${person}` })),
  ...managersOf(visit, known),
  ...inAnswers(visit, known),
  ...awaited(visit, known),
];

/** Those who were to go and have left the school before they did. Whoever is out goes on as they are. */
export const goneOfVisitors = (visit: Visit, known: Known): readonly Need[] =>
  going(visit)
    .filter((v) => watchedAs(v, known.leads).outSince === undefined && stopAt(visit, v, known.leads) === undefined)
    .flatMap(({ person }) =>
      formerPerson(person, known) === undefined ? [] : [{ person, as: 'visitors', missing: `visitors#${person}` }],
    );

/** Whoever else the visit still needs and has left the school. */
export const goneOfOthers = (visit: Visit, known: Known): readonly Need[] =>
  known.former === undefined
    ? []
    : neededOn(visit, known).filter(
        ({ person, as }) =>
          as !== 'visitors' && as !== 'requester' && formerPerson(person, known) !== undefined && !isOutOn(visit, person, known),
      );

const formerPerson = (person: string, known: Known): Person | undefined =>
  Object.hasOwn(known.staff, person) ? undefined : personIn(known, person);

/** The line managers of those who go, where the policy has a part for them. */
function managersOf(visit: Visit, known: Known): readonly Need[] {
  if (!hasPartFor('line-manager', known.rules)) return [];
  return going(visit).flatMap((v) => {
    const manager = personIn(known, v.person)?.manager;
    return manager === undefined ? [] : [{ person: manager, as: 'line-manager', missing: `line-manager#${v.person}` }];
  });
}

const hasPartFor = (who: Who, { gates, notices, questions, ladders }: Policy): boolean =>
  [
    ...gates.map((gate) => (gate.check === 'approved' ? gate.by : [])),
    ...notices.map(({ tell }) => tell),
    ...questions.map(({ by = [], among = [], task }) => [...by, ...among, ...(task?.of ?? [])]),
    ...ladders.flatMap(({ rungs }) => rungs.map(({ tell, instead = [] }) => [...tell, ...instead])),
  ].some((list) => list.includes(who));

const namesPeople = ({ type, fields = {} }: Question): boolean =>
  type === 'person' || type === 'people' || Object.values(fields).includes('person');

function inAnswers(visit: Visit, known: Known): readonly Need[] {
  return known.rules.questions
    .filter((question) => namesPeople(question) && applies(question, visit, known))
    .flatMap((question) =>
      subjectsOf(question, visit, known).flatMap((subject) =>
        peopleNamed(question, answered(question, subject, visit, known)?.value).map((person) => ({
          person,
          as: `@${question.id}`,
          missing: subject === '' ? question.id : `${question.id}#${subject}`,
        })),
      ),
    );
}

/** Whoever was the last that could give an agreement which is still wanted. */
function awaited(visit: Visit, known: Known): readonly Need[] {
  const { former } = known;
  if (former === undefined) return [];
  const everybody: Staff = { ...former, ...known.staff };
  return known.rules.gates.flatMap((gate) => {
    if (gate.check !== 'approved' || visit.agreements.some((a) => a.agreement === gate.id) || !applies(gate, visit, known)) return [];
    const able = (staff: Staff): readonly string[] =>
      receivers(gate.by, visit, { ...known, staff }).filter((person) => !onVisit(visit, person));
    return able(known.staff).length > 0 ? [] : able(everybody).map((person) => ({ person, as: 'approver', missing: gate.id }));
  });
}
