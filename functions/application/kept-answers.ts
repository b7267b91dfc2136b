/** Answers that are kept with a person or a home: what becomes of them when they are given again. */
import type { KeptAnswer } from '../domain/person.ts';
import type { Policy, Question } from '../domain/policy/policy.ts';
import { answerSchema } from '../domain/policy/questions.ts';
import type { Instant } from '../domain/time.ts';
import type { Reading } from '../domain/reading/reading.ts';
import { readsAnswer } from '../domain/visit/shown.ts';
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
  { by }: Pick<Writer, 'by'>,
  reading: Reading,
  at: Instant,
): { readonly answers: Record<string, KeptAnswer>; readonly complaints: readonly Complaint[] } {
  if (given === undefined) return { answers: { ...before }, complaints: [] };
  const asItWas = (question: string, value: unknown): KeptAnswer | undefined => {
    const old = before[question];
    return old !== undefined && (isSameJson(value, old.value) || isSameJson(value, old)) ? old : undefined;
  };
  const hidden = Object.entries(before).filter(([question]) => !readsAnswer(question, school.rules, reading));
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
