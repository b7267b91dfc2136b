import type { Household } from '../domain/household.ts';
import type { KeptAnswer, Person, Staff } from '../domain/person.ts';
import { rulesOf } from '../domain/policy/own-rules.ts';
import type { Duty, Policy, Question, Setting, Settings, Who } from '../domain/policy/policy.ts';
import { answerSchema } from '../domain/policy/questions.ts';
import { setting } from '../domain/policy/duty.ts';
import { checkSettings, type SettingComplaint, settledValues } from '../domain/policy/settings.ts';
import type { Instant } from '../domain/time.ts';
import type { Viewer } from '../domain/visit/shown.ts';
import type { SchoolStore, Versioned } from '../ports/school-store.ts';
import type { Deps } from './deps.ts';

type Keeping = Pick<Deps, 'schools' | 'clock'>;

/** A school as its own records have it now, with the rules that its next visit goes by. */
export interface School {
  readonly id: string;
  readonly settings: Settings;
  readonly staff: Staff;
  readonly rules: Policy;
}

/** `undefined`: there is no such school, or it has no policy yet. */
export async function readSchool(schools: SchoolStore, id: string): Promise<School | undefined> {
  const { settings, staff } = await schools.context(id, {});
  if (settings === undefined) return undefined;
  const { policy } = await schools.context(id, { policy: settings.policy });
  return policy === undefined ? undefined : { id, settings, staff, rules: rulesOf(policy) };
}

/** Whether the caller has seen the record as it is shown to them now; `undefined` where it is not there. */
export type Seen = (shown: object | undefined) => boolean;

/** What is wrong with what was given, and where in it. */
export type Complaint = SettingComplaint;

export type Change =
  | { readonly outcome: 'kept'; readonly isNew: boolean; readonly shown: object }
  | { readonly outcome: 'changed' }
  | { readonly outcome: 'wrong'; readonly complaints: readonly Complaint[] }
  | { readonly outcome: 'busy' };

/** How often a write is tried again that somebody else got in before. */
const tries = 5;

async function written(attempt: () => Promise<Change | 'conflict'>): Promise<Change> {
  for (let n = 0; n < tries; n += 1) {
    const change = await attempt();
    if (change !== 'conflict') return change;
  }
  return { outcome: 'busy' };
}

// ------------------------------------------------------------------------------------------------ settings

interface ShownSetting extends Pick<Setting, 'id' | 'ask' | 'type' | 'clauses' | 'options'> {
  readonly value: unknown;
  /** `school`: set by the school. `policy`: what the policy says holds unless the school says otherwise. */
  readonly source: 'school' | 'policy' | 'unset';
}

export interface ShownSettings {
  readonly version: number;
  readonly policy: Settings['policy'];
  readonly settings: readonly ShownSetting[];
}

export const shownSettings = ({ settings, rules }: Pick<School, 'settings' | 'rules'>): ShownSettings => ({
  version: settings.version,
  policy: settings.policy,
  settings: rules.settings.map(({ id, ask, type, clauses, options, stated }) => ({
    id,
    ask,
    type,
    clauses,
    ...(options === undefined ? {} : { options }),
    ...valueShown(settings.values[id], stated),
  })),
});

function valueShown(set: unknown, stated: unknown): Pick<ShownSetting, 'value' | 'source'> {
  if (set !== undefined) return { value: set, source: 'school' };
  return stated === undefined ? { value: null, source: 'unset' } : { value: stated, source: 'policy' };
}

/** Settings may be changed by whom the policy names for it. */
export const maySetSettings = ({ rules, settings }: School, person: Person): boolean =>
  rules.about.some((about) => about.id === 'settings-changed-by' && isOneOf(person, about.who, rules, settings));

/** Puts these values in the place of those that were set, or says what is wrong with them. */
export function changeSettings(deps: Keeping, id: string, values: Readonly<Record<string, unknown>>, seen: Seen): Promise<Change> {
  return written(async () => {
    const school = await readSchool(deps.schools, id);
    if (school === undefined || !seen(shownSettings(school))) return { outcome: 'changed' };
    const wrong = checkSettings(school.rules, school.staff, values);
    if (wrong.length > 0)
      return { outcome: 'wrong', complaints: wrong.map(({ path, message }) => ({ path: ['values', ...path], message })) };
    const settings = {
      ...school.settings,
      version: school.settings.version + 1,
      values: settledValues(school.rules, school.staff, values),
    };
    if ((await deps.schools.putSettings(id, settings)) === 'conflict') return 'conflict';
    return { outcome: 'kept', isNew: false, shown: shownSettings({ rules: school.rules, settings }) };
  });
}

// ------------------------------------------------------------------------------------------------ people and homes

/** What is kept of somebody's answers is given plainly; who said it and when is noted here. */
export type PersonGiven = Omit<Person, 'id' | 'answers' | 'ticked'> & { readonly answers?: PlainAnswers | undefined };
/** What visits found out about a home stays as it is where it is left out. */
export type HouseholdGiven = Omit<Household, 'id' | 'answers' | 'hazards' | 'entered' | 'enteredOn'> & {
  readonly answers?: PlainAnswers | undefined;
  readonly hazards?: Household['hazards'] | undefined;
  readonly entered?: boolean | undefined;
};
type PlainAnswers = Readonly<Record<string, unknown>>;
type Answers = Readonly<Record<string, KeptAnswer>>;

/** Who writes, and for whom the answer is made. */
export interface Writer {
  readonly viewer: Viewer;
  /** As the history names them. */
  readonly by: string;
  readonly seen: Seen;
}

export function keepPerson(deps: Keeping, school: School, id: string, given: PersonGiven, writer: Writer): Promise<Change> {
  return kept(
    () => deps.schools.person(school.id, id),
    (person) => shownPerson(school, person, writer.viewer),
    (before) => {
      const { answers, complaints } = answersAfter(school, 'person', before?.answers, given.answers, writer, deps.clock.now());
      return { value: { ...given, id, answers, ticked: before?.ticked ?? {} }, complaints };
    },
    (person, after) => deps.schools.putPerson(school.id, person, after),
    writer.seen,
  );
}

export function keepHousehold(deps: Keeping, school: School, id: string, given: HouseholdGiven, writer: Writer): Promise<Change> {
  return kept(
    () => deps.schools.household(school.id, id),
    (home) => shownHousehold(school, home, writer.viewer),
    (before) => {
      const { answers, complaints } = answersAfter(school, 'home', before?.answers, given.answers, writer, deps.clock.now());
      // Another address is another home, where nobody has been (T41).
      const stillEntered = before?.entered === true && before.address === given.address;
      const found = { hazards: given.hazards ?? before?.hazards ?? [], entered: given.entered ?? stillEntered };
      return { value: { ...given, ...found, id, answers }, complaints };
    },
    (home, after) => deps.schools.putHousehold(school.id, home, after),
    writer.seen,
  );
}

/** These answers beside the others that are kept with the home, which stay. `undefined`: there is no such home. */
export async function keepAnswersOfHome(
  deps: Keeping,
  school: School,
  id: string,
  given: PlainAnswers,
  writer: Omit<Writer, 'seen'>,
): Promise<Change | undefined> {
  const seen: Seen = (shown) => shown !== undefined;
  const change = await kept(
    () => deps.schools.household(school.id, id),
    (home) => shownHousehold(school, home, writer.viewer),
    (home) => {
      if (home === undefined) return undefined;
      const all = { ...home.answers, ...given };
      const { answers, complaints } = answersAfter(school, 'home', home.answers, all, { ...writer, seen }, deps.clock.now());
      return { value: { ...home, answers }, complaints };
    },
    (home, after) => deps.schools.putHousehold(school.id, home, after),
    seen,
  );
  return change.outcome === 'changed' ? undefined : change;
}

function kept<T>(
  read: () => Promise<Versioned<T> | undefined>,
  shown: (value: T) => object,
  next: (before: T | undefined) => { readonly value: T; readonly complaints: readonly Complaint[] } | undefined,
  put: (value: T, after: number) => Promise<'written' | 'conflict'>,
  seen: Seen,
): Promise<Change> {
  return written(async () => {
    const before = await read();
    const after = seen(before === undefined ? undefined : shown(before.value)) ? next(before?.value) : undefined;
    if (after === undefined) return { outcome: 'changed' };
    const { value, complaints } = after;
    if (complaints.length > 0) return { outcome: 'wrong', complaints };
    if ((await put(value, before?.version ?? 0)) === 'conflict') return 'conflict';
    return { outcome: 'kept', isNew: before === undefined, shown: shown(value) };
  });
}

/**
 * The answers as they are from now on. One that is given as it stands stays, with whoever gave it first; so do those that the
 * writer is not shown, and all of them where none are given.
 */
function answersAfter(
  school: School,
  about: Question['about'],
  before: Answers = {},
  given: PlainAnswers | undefined,
  { viewer, by }: Writer,
  at: Instant,
): { readonly answers: Record<string, KeptAnswer>; readonly complaints: readonly Complaint[] } {
  if (given === undefined) return { answers: { ...before }, complaints: [] };
  const asItWas = (question: string, value: unknown): KeptAnswer | undefined => {
    const old = before[question];
    return old !== undefined && (isSameJson(value, old.value) || isSameJson(value, old)) ? old : undefined;
  };
  const shown = answersShown(school, before, viewer);
  const hidden = Object.entries(before).filter(([question]) => !Object.hasOwn(shown, question));
  const now = Object.entries(given).map(([question, value]): [string, KeptAnswer] => [
    question,
    asItWas(question, value) ?? { value, by, at },
  ]);
  const fresh = Object.entries(given).filter(([question, value]) => asItWas(question, value) === undefined);
  return {
    answers: Object.fromEntries([...hidden, ...now]),
    complaints: fresh.flatMap(([question, value]) => answerComplaints(school.rules, about, question, value)),
  };
}

/** What is wrong with an answer to be kept: the rules do not ask it of a person or a home, or it does not fit. */
function answerComplaints(rules: Policy, about: Question['about'], id: string, value: unknown): readonly Complaint[] {
  const question = rules.questions.find((each) => each.id === questionOf(id) && (each.about === about || (about === 'home' && each.kept)));
  if (question === undefined) return [{ path: ['answers', id], message: 'the policy asks no such question here' }];
  const read = answerSchema(question).safeParse(value);
  return read.success ? [] : read.error.issues.map(({ path, message }) => ({ path: ['answers', id, ...path], message }));
}

/** Of an answer about one of the home's adults, `adult-name#adult-1`: which question it answers. */
const questionOf = (key: string): string => key.split('#')[0] ?? key;

const isSameJson = (a: unknown, b: unknown): boolean => JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));

/** With its fields in one order: stores keep them in their own. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each: unknown) => inOrder(each));
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, inOrder(each)]),
  );
}

/** Whoever reaches people for the school, or answers for them: they see numbers and addresses. */
const keepers: readonly Duty[] = ['office', 'team', 'admin', 'dsl', 'slt', 'headteacher', 'head-of-school', 'executive-headteacher'];

/** A person's record, as far as this viewer may read it: their own whole, anybody else's numbers only for whoever has to reach them. */
export function shownPerson(school: School, person: Person, viewer: Viewer): object {
  const { id, name, duties, roles } = person;
  if (viewer.person !== id && !isKeeper(school.staff, viewer)) return { id, name, duties, roles };
  return { ...person, answers: viewer.person === id ? person.answers : answersShown(school, person.answers, viewer) };
}

/** A home, as far as this viewer may read it. A machine is shown what a school's own records have, and nothing that a visit found out. */
export function shownHousehold(school: School, home: Household, viewer: Viewer): object {
  const { answers, hazards, ...record } = home;
  return viewer.person === undefined ? record : { ...record, hazards, answers: answersShown(school, answers, viewer) };
}

const isKeeper = (staff: Staff, { person }: Viewer): boolean =>
  person !== undefined && staff[person]?.duties.some((duty) => keepers.includes(duty)) === true;

/** Those that this viewer may read. */
function answersShown(school: School, answers: Answers, viewer: Viewer): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([question]) => mayReadKept(school, question, viewer)));
}

/** Logistics and content are for everybody who may open the record; the other classes for whom the rules name. */
export function mayReadKept({ rules, staff, settings }: School, question: string, viewer: Viewer): boolean {
  const { reads } = rules.questions.find((each) => each.id === questionOf(question)) ?? { reads: 'content' };
  if (reads === 'logistics' || reads === 'content') return true;
  const person = viewer.person === undefined ? undefined : staff[viewer.person];
  return person !== undefined && rules.access.some((access) => access.of === reads && isOneOf(person, access.to, rules, settings));
}

/** Whether somebody is among `who` by a duty, or by what the school set under a `$setting`. Relations are to a visit, and there is none here. */
function isOneOf(person: Person, who: readonly Who[], rules: Policy, settings: Settings): boolean {
  const named = who.flatMap((each): readonly unknown[] => {
    if (!each.startsWith('$')) return [each];
    const set = setting(rules, settings, each);
    return Array.isArray(set) ? set : [];
  });
  return named.includes(person.id) || person.duties.some((duty) => named.includes(duty));
}
