/** Who is on duty at a moment: office hours, term days, a rota, and whoever stands in for somebody who is away (T14). */
import * as z from 'zod';
import { holdersOf, type Person, type PersonId, PersonId as Id, reachable } from '../person.ts';
import { HourOfDay, type Instant, inLondon, nextInLondon } from '../time.ts';
import type { Known } from '../visit/decision.ts';
import { mayBeThere } from '../visit/relations.ts';
import type { Visit } from '../visit/visit.ts';
import { Hours, isWithin, Weekdays } from './hours.ts';
import { named } from './named.ts';
import { Duty, type Policy, type Settings } from './policy.ts';

/** The days from and to which school is on, both included. What lies between two of them is holiday. */
export const Terms = z.array(z.strictObject({ from: z.iso.date(), to: z.iso.date() }));
/** Who has a duty between which hours. A duty that no row names is everybody's who holds it, at any hour. */
export const Rota = z.array(z.strictObject({ duty: Duty, people: z.array(Id).min(1), from: HourOfDay, to: HourOfDay, days: Weekdays }));
/** Who stands in for somebody: on these days where they are given, and always where that person is on the visit or cannot be reached. */
export const Deputies = z.array(
  z.strictObject({ for: Id, by: z.array(Id).min(1), from: z.iso.date().optional(), to: z.iso.date().optional() }),
);

/** A setting: the school's own, else what its policy states, else undefined. */
export function setting(rules: Policy, settings: Settings, ref: string): unknown {
  const id = ref.replace(/^\$/, '');
  return settings.values[id] ?? named(rules.settings, id)?.stated;
}

/** What each value of a setting was read as: a rota is asked about for each of those who might be told. */
const readBefore = new WeakMap<object, unknown>();

function read<T>(schema: z.ZodType<T>, { rules, settings }: Pick<Known, 'rules' | 'settings'>, ref: string): T | undefined {
  const value = setting(rules, settings, ref);
  if (typeof value !== 'object' || value === null) return undefined;
  if (!readBefore.has(value)) readBefore.set(value, schema.safeParse(value).data);
  // A setting is always read by the one schema of its type.
  return readBefore.get(value) as T | undefined;
}

const ClosedDays = z.array(z.string());

/** Is it a school day: within a term, and none of the days on which the school is shut? Neither is set: every day is. */
export function isSchoolDay(known: Pick<Known, 'rules' | 'settings'>, at: Instant): boolean {
  const { date } = inLondon(at);
  const terms = read(Terms, known, 'term-dates');
  const shut = read(ClosedDays, known, 'closed-days') ?? [];
  return (terms === undefined || terms.some(({ from, to }) => from <= date && date <= to)) && !shut.includes(date);
}

/** Is the office staffed then: within its hours, on a school day? Not set: always. */
export function officeIsOpen(known: Pick<Known, 'rules' | 'settings'>, at: Instant): boolean {
  const hours = read(Hours, known, 'office-hours');
  return hours === undefined || (isWithin(hours, at) && isSchoolDay(known, at));
}

/** Is it between the hours of school, the last included, on a school day? Not set: never. */
export function isInSchoolHours(known: Pick<Known, 'rules' | 'settings'>, at: Instant): boolean {
  const hours = read(Hours, known, 'school-hours');
  return hours !== undefined && (isWithin(hours, at) || inLondon(at).time === hours.to) && isSchoolDay(known, at);
}

/** Who has a duty then. `off`: nobody, and whoever the school named for such hours answers instead. */
export function onDuty(duty: Duty, visit: Visit, known: Known, at: Instant): readonly PersonId[] | 'off' {
  const rows = (read(Rota, known, 'rota') ?? []).filter((row) => row.duty === duty);
  if (rows.length > 0) {
    // Turns are taken in term: nobody sits in an office that is shut. Somebody who has left since takes none.
    const isOn = duty !== 'office' || isSchoolDay(known, at);
    const now = rows.filter((row) => isOn && isWithin(row, at)).flatMap((row) => row.people.filter((id) => Object.hasOwn(known.staff, id)));
    return now.length > 0 ? now : 'off';
  }
  return duty === 'office' && !officeIsOpen(known, at) ? 'off' : atWork(holdersOf(duty, known.staff), visit, known, at);
}

/**
 * Those who are at work then, by their own hours. Where none of them could be told, everybody who holds the duty: hours never
 * leave it to nobody. While the school is shut they say of nobody that they are there.
 */
function atWork(holders: readonly Person[], visit: Visit, known: Known, at: Instant): readonly PersonId[] {
  const now = holders.filter(({ hours }) => hours === undefined || hours.some((row) => isWithin(row, at)));
  // Where nobody's hours leave them out, nothing hangs on the day.
  const isLess =
    now.length < holders.length && isSchoolDay(known, at) && now.some(({ id }) => !mayBeThere(visit, id) && isReachable(id, known));
  return (isLess ? now : holders).map((person) => person.id);
}

/** Every moment between the two at which somebody else may come on duty: the office opens or shuts, a turn of the rota or somebody's own hours begin or end. */
export function changesOfDuty(known: Known, from: Instant, until: Instant): readonly Instant[] {
  const own = Object.values(known.staff).flatMap((person) => person.hours ?? []);
  const hours = [read(Hours, known, 'office-hours') ?? [], read(Rota, known, 'rota') ?? [], own].flat();
  return [...new Set(hours.flatMap((row) => [row.from, row.to]))].map((hour) => nextInLondon(from, hour)).filter((at) => at < until);
}

/**
 * The person, or whoever stands in for them then: a deputy who is away, on the visit or out of reach gives way to their own,
 * and where that leads to nobody it is the person after all. A deputy hears what the person would: what only they may agree
 * to stays theirs. `before`: for whom it came this way.
 */
export function orDeputy(person: PersonId, visit: Visit, known: Known, at: Instant, before: readonly PersonId[] = []): readonly PersonId[] {
  const { date } = inLondon(at);
  const cannot = (id: PersonId): boolean => mayBeThere(visit, id) || !isReachable(id, known);
  const standIns = (read(Deputies, known, 'deputies') ?? [])
    .filter((row) => row.for === person)
    .filter(
      ({ from, to }) => cannot(person) || ((from !== undefined || to !== undefined) && (from ?? date) <= date && date <= (to ?? date)),
    )
    .flatMap((row) => row.by)
    .filter((id) => ![...before, person].includes(id))
    .flatMap((id) => orDeputy(id, visit, known, at, [...before, person]))
    .filter((id) => !cannot(id));
  return standIns.length > 0 ? standIns : [person];
}

const isReachable = (id: PersonId, { staff }: Known): boolean => {
  const person = staff[id];
  return person !== undefined && reachable(person);
};
