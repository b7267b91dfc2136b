import { canonical } from '../canonical.ts';
import type { Household } from '../household.ts';
import { holdersOf, type Person, personIn, type PersonId, reachable } from '../person.ts';
import type { Instant } from '../time.ts';
import type { Known } from '../visit/decision.ts';
import { going, mayBeThere, marksOf } from '../visit/relations.ts';
import type { Visit } from '../visit/visit.ts';
import { presentOn } from '../visit/present.ts';
import { onDuty, orDeputy, setting } from './duty.ts';
import { Duty, Outsider, type Question } from './policy.ts';

// Asked of nearly every name that a policy has: a parse that fails makes an error of it.
const duties: ReadonlySet<string> = new Set(Duty.options);
const outsiders: ReadonlySet<string> = new Set(Outsider.options);
export const isDuty = (who: string): who is Duty => duties.has(who);
export const isOutsider = (who: string): boolean => outsiders.has(who);
/** What these hear is about themselves, or goes on from what they were told before: nobody stands in for them. */
const theirOwn: readonly string[] = ['visitors', 'companions', 'self', 'requester', 'told'];

/**
 * The people meant by duties, relations, settings and answers, each once. With `at`, whoever is on duty then or stands in for
 * them; where nobody is, whoever the school named for such hours. People outside the school are never among them: they are
 * told by hand.
 */
export function receivers(who: readonly string[], visit: Visit, known: Known, at?: Instant): readonly PersonId[] {
  const people = who.flatMap((one) => {
    const those = meant(one, visit, known, at);
    // A setting's people have been seen to one by one.
    return at === undefined || theirOwn.includes(one) || one.startsWith('$')
      ? those
      : those.flatMap((id) => orDeputy(id, visit, known, at));
  });
  return [...new Set(people)].filter((id) => presentOn(visit, id, known) !== undefined);
}

function meant(who: string, visit: Visit, known: Known, at: Instant | undefined): readonly PersonId[] {
  if (who.startsWith('$')) return receivers(listed(setting(known.rules, known.settings, who)), visit, known, at);
  if (who.startsWith('@')) return namedInAnswer(who.slice(1), visit, known);
  if (isOutsider(who)) return [];
  if (isDuty(who)) {
    const now = at === undefined ? 'all' : onDuty(who, visit, known, at);
    if (now === 'all') return holdersOf(who, known.staff).map((person) => person.id);
    if (now !== 'off') return now;
    // Whoever was named for such hours answers at any hour, save whoever is off: a rota of theirs could lead round to itself.
    const instead = listed(setting(known.rules, known.settings, 'out-of-hours')).filter((other) => other !== who);
    return receivers(instead, visit, known);
  }
  switch (who) {
    case 'visitors':
    case 'self':
      return visit.visitors.filter((v) => v.notGoing === undefined).map((v) => v.person);
    case 'companions': {
      const ill = visit.alarms.findLast((alarm) => alarm.call === 'illness')?.visitors ?? [];
      return going(visit).flatMap(({ person }) => (ill.includes(person) ? [] : [person]));
    }
    case 'requester':
      return [visit.requester];
    case 'approver':
      // Also of an agreement that has lapsed: whoever gave it is told so.
      return visit.history.flatMap((event) => (event.type === 'VisitAgreed' ? [event.by] : []));
    case 'line-manager':
      return visit.visitors.flatMap((v) => personIn(known, v.person)?.manager ?? []);
    case 'involved':
      return visit.involved ?? [];
    case 'told':
      return everybodyTold(visit);
    default:
      // Only a person's own id is left: a setting may name people as well as duties.
      return [who];
  }
}

const everybodyTold = (visit: Visit): readonly PersonId[] =>
  marksOf(visit).flatMap(({ outcome, to }) => (outcome === 'failed' ? [] : [to]));

function namedInAnswer(id: string, visit: Visit, known: Known): readonly PersonId[] {
  const question = known.rules.questions.find((q) => q.id === id);
  return question === undefined ? [] : partsOf(id, visit).flatMap((part) => peopleNamed(question, part));
}

/** Of those whom an answer names, the ones in what it did not say before: a person, a row of a list. */
export function newlyNamed(who: readonly string[], before: Visit, visit: Visit, known: Known, at: Instant): readonly PersonId[] {
  const people = who
    .filter((one) => one.startsWith('@'))
    .flatMap((one) => {
      const id = one.slice(1);
      const question = known.rules.questions.find((q) => q.id === id);
      const said = partsOf(id, before).map(canonical);
      const fresh = partsOf(id, visit).filter((part) => !said.includes(canonical(part)));
      return question === undefined ? [] : fresh.flatMap((part) => peopleNamed(question, part));
    });
  return receivers(people, visit, known, at);
}

/** All that is answered to a question: each row of a list, each of several people. */
const partsOf = (id: string, visit: Visit): readonly unknown[] =>
  Object.entries(visit.answers)
    .filter(([key]) => key.split('#')[0] === id)
    .flatMap(([, { value }]): readonly unknown[] => (Array.isArray(value) ? value : [value]));

/** Of an answer, the members of staff that it names: itself, or in the fields of a record or of each row of a list. */
export function peopleNamed({ type, fields = {} }: Question, value: unknown): readonly PersonId[] {
  if (type === 'person' || type === 'people') return listed(value);
  const ofPeople = Object.entries(fields).flatMap(([field, of]) => (of === 'person' ? [field] : []));
  return (Array.isArray(value) ? value : [value]).flatMap((row: unknown) =>
    typeof row === 'object' && row !== null ? ofPeople.flatMap((field) => listed(Reflect.get(row, field))) : [],
  );
}

const listed = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((x) => typeof x === 'string') : typeof value === 'string' ? [value] : [];

/** Who can take a rung at that moment, or whose it is by name where no moment is given: the people it tells who can be reached, less anybody who goes on the visit; failing them all, whoever is told instead. */
export function rungReceivers(
  { tell, instead = [] }: { readonly tell: readonly string[]; readonly instead?: readonly string[] | undefined },
  visit: Visit,
  known: Known,
  at?: Instant,
): readonly Person[] {
  const ableTo = (who: readonly string[]): readonly Person[] =>
    receivers(who, visit, known, at).flatMap((id) => {
      const person = known.staff[id];
      return person === undefined || mayBeThere(visit, id) || !reachable(person) ? [] : [person];
    });
  const told = ableTo(tell);
  return told.length > 0 ? told : ableTo(instead);
}

/** Whom a rung tells in person, whoever stands in for them or has their hours: nobody on the visit, and failing them all whoever is told instead. */
export function inPerson(
  { tell, instead = [] }: { readonly tell: readonly string[]; readonly instead?: readonly string[] | undefined },
  visit: Visit,
  known: Known,
): readonly PersonId[] {
  const free = (who: readonly string[]): readonly PersonId[] =>
    receivers(who, visit, known).filter((id) => !visit.visitors.some((v) => v.person === id));
  const told = free(tell);
  const isReached = told.some((id) => known.staff[id] !== undefined && reachable(known.staff[id]));
  return isReached ? told : [...new Set([...told, ...free(instead)])];
}

/** The adults of a home, by id. */
export const adultsOf = (household: Household | undefined): readonly string[] => household?.adults.map((adult) => adult.id) ?? [];
