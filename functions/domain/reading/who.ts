/** What somebody is to a visit, a home or a person, as far as reading goes: which classes the policy lets them read, and what else. */
import type { Person, PersonId } from '../person.ts';
import { setting } from '../policy/duty.ts';
import type { Duty, Policy, ReadingClass, Settings, Who } from '../policy/policy.ts';
import { applies, mayAnswer, subjectsOf } from '../policy/questions.ts';
import { receivers } from '../policy/receivers.ts';
import type { Known } from '../visit/decision.ts';
import { toldOf } from '../visit/ladder.ts';
import { openAlarms } from '../visit/relations.ts';
import type { Visit } from '../visit/visit.ts';
import type { Reader, Reading } from './reading.ts';

export interface Viewer {
  /** Absent for a machine. */
  readonly person?: PersonId;
  readonly machine?: 'read' | 'write';
  /** They may say something of the visit and not open it: they are shown of it what a machine is. */
  readonly apart?: true;
}

/** The classes of what this caller may read on this visit. A machine sees status, not content. */
export function classesFor(viewer: Viewer, visit: Visit, known: Known): ReadonlySet<ReadingClass> {
  const { person } = viewer;
  if (person === undefined) return new Set();
  const named = known.rules.access.filter((row) => receivers(row.to, visit, known).includes(person)).map((row) => row.of);
  return new Set([...named, ...(worksAnAlarm(person, visit) ? (['logistics'] as const) : [])]);
}

/** Whoever a step of an open alarm falls to has somebody to find, whatever else they are: a school may name anybody for it (T14, T16). */
const worksAnAlarm = (person: PersonId, visit: Visit): boolean =>
  openAlarms(visit).some((alarm) => alarm.kind !== 'allegation' && toldOf(visit, alarm).some((one) => one.person === person));

/** What this caller is to this visit. `behind`: they are on it. */
export function readingOf(viewer: Viewer, classes: ReadonlySet<ReadingClass>, behind: boolean): Reading {
  return new Set<Reader>([
    'everybody',
    ...(viewer.person === undefined || viewer.apart === true ? [] : (['person'] as const)),
    behind ? 'inside' : 'outside',
    ...classes,
  ]);
}

/** The same where something of this class is shown. */
export const ofClass = (reading: Reading, of: ReadingClass | undefined): Reading =>
  of !== undefined && reading.has(of) ? new Set<Reader>([...reading, 'its-own']) : reading;

// ------------------------------------------------------------------------------------------------ who may open a visit

/** Does the policy let them read anything of it? What was said against somebody is no part of a visit. */
export const isReader = (person: PersonId, visit: Visit, known: Known): boolean =>
  [...classesFor({ person }, visit, known)].some((one) => one !== 'allegation');

/** Is an answer of theirs waited for, by name, duty or relation? */
export const isAsked = (person: PersonId, visit: Visit, known: Known): boolean =>
  known.rules.questions.some(
    (question) =>
      question.by !== undefined &&
      applies(question, visit, known) &&
      subjectsOf(question, visit, known).some((subject) => mayAnswer(question, person, subject, visit, known)),
  );

/** Have they been written to about it? The message leads to its page. */
export const wasTold = (person: PersonId, visit: Visit, known: Known): boolean => receivers(['told'], visit, known).includes(person);

// ------------------------------------------------------------------------------------------------ where there is no visit

type School = Pick<Known, 'rules' | 'staff' | 'settings'>;

/** Whoever plans visits to homes, and so may come to ask for one: they open the records of homes. */
export const planners: readonly Duty[] = [
  'visitor',
  'office',
  'team',
  'dsl',
  'slt',
  'headteacher',
  'head-of-school',
  'executive-headteacher',
];
/** Whoever looks after those who are out, and so opens the board. */
export const responders: readonly Duty[] = planners.filter((duty) => duty !== 'visitor');
/** Whoever reaches people for the school, or answers for them: they see numbers and addresses, and keep what is known of people. */
export const keepersOfPeople: readonly Duty[] = ['admin', ...responders];

const holdsAny = (person: Person, duties: readonly Duty[]): boolean => person.duties.some((duty) => duties.includes(duty));

export const opensBoard = (person: Person): boolean => holdsAny(person, responders);

const personOf = ({ staff }: School, { person }: Viewer): Person | undefined =>
  person !== undefined && Object.hasOwn(staff, person) ? staff[person] : undefined;

/**
 * The classes of what somebody reads where no visit is in question. Where the policy names whoever goes, or whoever asks, it
 * means before there is a visit whoever may come to: a home has to be known to plan a visit to it. Other parts begin with a visit.
 */
function classesWithoutVisit(person: Person, { rules, settings }: School): readonly ReadingClass[] {
  const mayBecome = [...(person.duties.includes('visitor') ? ['visitors'] : []), ...(holdsAny(person, planners) ? ['requester'] : [])];
  return rules.access
    .filter(({ to }) => to.some((who) => mayBecome.includes(who)) || isOneOf(person, to, rules, settings))
    .map(({ of }) => of);
}

/** What this caller is to a home's record. Whoever may open it keeps it; a machine keeps what a school's own records have. */
export function readingOfHome(viewer: Viewer, school: School): Reading {
  const person = personOf(school, viewer);
  return new Set<Reader>([
    'everybody',
    'keeper',
    ...(person === undefined ? [] : ['person' as const, ...classesWithoutVisit(person, school)]),
  ]);
}

/** What this caller is to somebody's record. Where they are to be reached is no more than logistics. */
export function readingOfPerson(viewer: Viewer, about: PersonId, school: School): Reading {
  const person = personOf(school, viewer);
  if (person === undefined) return new Set<Reader>(['everybody']);
  return new Set<Reader>([
    'everybody',
    'person',
    ...classesWithoutVisit(person, school),
    ...(person.id === about ? (['own'] as const) : []),
    ...(isKeeper(viewer, school) ? (['keeper', 'logistics'] as const) : []),
  ]);
}

/** Whoever reaches people for the school, or answers for them. */
export function isKeeper(viewer: Viewer, school: School): boolean {
  const person = personOf(school, viewer);
  return person !== undefined && holdsAny(person, keepersOfPeople);
}

/** Whether somebody is among `who` by a duty, or by what the school set under a `$setting`. Relations are to a visit, and there is none here. */
export function isOneOf(person: Person, who: readonly Who[], rules: Policy, settings: Settings): boolean {
  const named = who.flatMap((each): readonly unknown[] => {
    if (!each.startsWith('$')) return [each];
    const set = setting(rules, settings, each);
    return Array.isArray(set) ? set : [];
  });
  return named.includes(person.id) || person.duties.some((duty) => named.includes(duty));
}
