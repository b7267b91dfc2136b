/** Answers that are kept with a person or a home: what becomes of them when they are given again, and who is shown them. */
import type { KeptAnswer, Person } from '../domain/person.ts';
import { setting } from '../domain/policy/duty.ts';
import type { Policy, Question, Settings, Who } from '../domain/policy/policy.ts';
import { answerSchema } from '../domain/policy/questions.ts';
import type { Instant } from '../domain/time.ts';
import type { Viewer } from '../domain/visit/shown.ts';
import type { Complaint, Writer } from './keep.ts';
import type { School } from './school.ts';

export type PlainAnswers = Readonly<Record<string, unknown>>;
export type Answers = Readonly<Record<string, KeptAnswer>>;

/**
 * The answers as they are from now on. One that is given as it stands stays, with whoever gave it first; so do those that the
 * writer is not shown, and all of them where none are given.
 */
export function answersAfter(
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

/** Those that this viewer may read. */
export function answersShown(school: School, answers: Answers, viewer: Viewer): Answers {
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
export function isOneOf(person: Person, who: readonly Who[], rules: Policy, settings: Settings): boolean {
  const named = who.flatMap((each): readonly unknown[] => {
    if (!each.startsWith('$')) return [each];
    const set = setting(rules, settings, each);
    return Array.isArray(set) ? set : [];
  });
  return named.includes(person.id) || person.duties.some((duty) => named.includes(duty));
}
