/** A form of several pages, one thing a page: where somebody goes next, may go back to, and cannot go yet. */
import type { FieldError } from './form.ts';

export interface Step<Answers> {
  /** The last part of its address. */
  readonly path: string;
  /** The fields that it asks: `day` is the field of that name and those below it, `day-month` and `day.0.name`. */
  readonly questions: readonly string[];
  /** What is not answered yet, or not well: at each field what to do. */
  readonly lacks: (answers: Answers) => readonly FieldError[];
  /** The step after it, by its path; the last has none. */
  readonly next: (answers: Answers) => string | undefined;
  /** Whether it is asked at all, after what was answered so far. */
  readonly applies: (answers: Answers) => boolean;
}

type Steps<Answers> = readonly Step<Answers>[];

/** Those that are asked of these answers, in order: the first of them all, and then whatever each leads to. */
export function wayThrough<Answers>(steps: Steps<Answers>, answers: Answers): Steps<Answers> {
  const way: Step<Answers>[] = [];
  const been = new Set<string>();
  for (let step = steps[0]; step !== undefined && !been.has(step.path); step = leadsTo(steps, step, answers)) {
    been.add(step.path);
    if (step.applies(answers)) way.push(step);
  }
  return way;
}

function leadsTo<Answers>(steps: Steps<Answers>, step: Step<Answers>, answers: Answers): Step<Answers> | undefined {
  const next = step.next(answers);
  return steps.find(({ path }) => path === next);
}

/** Whoever asks for that step is shown it, or the first before it that lacks something: nothing is skipped. */
export function stepToShow<Answers>(steps: Steps<Answers>, answers: Answers, path: string): Step<Answers> | undefined {
  const way = wayThrough(steps, answers);
  return way.find((step) => step.path === path || step.lacks(answers).length > 0) ?? way.at(-1);
}

export function stepBefore<Answers>(steps: Steps<Answers>, answers: Answers, path: string): Step<Answers> | undefined {
  const way = wayThrough(steps, answers);
  return way[way.findIndex((step) => step.path === path) - 1];
}

export function stepAfter<Answers>(steps: Steps<Answers>, answers: Answers, path: string): Step<Answers> | undefined {
  const way = wayThrough(steps, answers);
  const at = way.findIndex((step) => step.path === path);
  return at === -1 ? way.at(-1) : way[at + 1];
}

/** Is it a field of that step? */
export const isFieldOf = ({ questions }: Pick<Step<never>, 'questions'>, field: string): boolean =>
  questions.some((name) => field === name || field.startsWith(`${name}.`) || field.startsWith(`${name}-`));

type Entries = readonly (readonly [string, string])[];

/** What was answered so far, with what this step was sent with in the place of what it had. */
export const withStep = (step: Pick<Step<never>, 'questions'>, before: Entries, sent: Entries): Entries => [
  ...before.filter(([field]) => !isFieldOf(step, field)),
  ...sent.filter(([field]) => isFieldOf(step, field)),
];
