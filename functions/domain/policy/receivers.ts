import type { Household } from '../household.ts';
import { holdersOf, type Person, type PersonId, reachable } from '../person.ts';
import { inLondon, type Instant } from '../time.ts';
import type { Known } from '../visit/decision.ts';
import type { Visit } from '../visit/visit.ts';
import { Duty, Hours, Outsider, type Policy, type Settings } from './policy.ts';

/** A setting: the school's own, else what its policy states, else undefined. */
export function setting(rules: Policy, settings: Settings, ref: string): unknown {
  const id = ref.replace(/^\$/, '');
  return settings.values[id] ?? rules.settings.find((s) => s.id === id)?.stated;
}

const isDuty = (who: string): who is Duty => Duty.safeParse(who).success;
const isOutsider = (who: string): who is Outsider => Outsider.safeParse(who).success;
type Outsider = 'home-school' | 'local-authority' | 'family';

/** Are the settings' office hours on, at that moment? Not set: always. */
export function officeIsOpen(rules: Policy, settings: Settings, at: Instant): boolean {
  const hours = Hours.safeParse(setting(rules, settings, 'office-hours'));
  if (!hours.success) return true;
  const { time, weekday } = inLondon(at);
  return hours.data.days.includes(weekday) && time >= hours.data.from && time < hours.data.to;
}

/**
 * The people meant by duties, relations, settings and answers, each once. With `at`, whoever is on duty then: out of
 * hours whoever the school named answers for the office. People outside the school are never among them: they are told by hand.
 */
export function receivers(who: readonly string[], visit: Visit, known: Known, at?: Instant): readonly PersonId[] {
  return [...new Set(who.flatMap((one) => meant(one, visit, known, at)))].filter((id) => Object.hasOwn(known.staff, id));
}

function meant(who: string, visit: Visit, known: Known, at: Instant | undefined): readonly PersonId[] {
  if (who.startsWith('$')) return receivers(listed(setting(known.rules, known.settings, who)), visit, known, at);
  if (who.startsWith('@')) return listed(visit.answers[who.slice(1)]?.value);
  if (isOutsider(who)) return [];
  if (who === 'office' && at !== undefined && !officeIsOpen(known.rules, known.settings, at)) {
    const instead = listed(setting(known.rules, known.settings, 'out-of-hours')).filter((w) => w !== 'office');
    return receivers(instead, visit, known, at);
  }
  if (isDuty(who)) return holdersOf(who, known.staff).map((person) => person.id);
  switch (who) {
    case 'visitors':
    case 'self':
      return visit.visitors.filter((v) => v.notGoing === undefined).map((v) => v.person);
    case 'requester':
      return [visit.requester];
    case 'approver':
      // Also of an agreement that has lapsed: whoever gave it is told so.
      return visit.history.flatMap((event) => (event.type === 'VisitAgreed' ? [event.by] : []));
    case 'line-manager':
      return visit.visitors.flatMap((v) => known.staff[v.person]?.manager ?? []);
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
  visit.history.flatMap((event) =>
    event.type === 'NoticesMarked' ? event.marks.filter((m) => m.outcome !== 'failed').map((m) => m.to) : [],
  );

const listed = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((x) => typeof x === 'string') : typeof value === 'string' ? [value] : [];

const goes = (visit: Visit, person: PersonId): boolean => visit.visitors.some((v) => v.person === person && v.notGoing === undefined);

/** Who can take a rung at that moment: the people it tells who can be reached, less anybody who goes on the visit. */
export function rungReceivers(tell: readonly string[], visit: Visit, known: Known, at: Instant): readonly Person[] {
  return receivers(tell, visit, known, at).flatMap((id) => {
    const person = known.staff[id];
    return person === undefined || goes(visit, id) || !reachable(person) ? [] : [person];
  });
}

/** The adults of a home, by id. */
export const adultsOf = (household: Household | undefined): readonly string[] => household?.adults.map((adult) => adult.id) ?? [];
