/** What the policy asks of somebody while they are out, as far as it can be answered on a phone, and what a form about it says. */
import type { Instant } from '../../domain/time.ts';
import type { ShownQuestion, StageCard } from '../../domain/visit/stage-card.ts';
import type { Form } from '../forms/form.ts';
import { answersIn, asksForSomebody, errorFieldOf, fieldOf, isAsked, type ReadAnswers } from '../forms/questions.ts';

export const askedStages = ['travel', 'arrive', 'during', 'leave'] as const;
export type AskedStage = (typeof askedStages)[number];
export const isAskedStage = (stage: string | undefined): stage is AskedStage => askedStages.some((one) => one === stage);

/** Of a form, at which stage its questions are asked. */
export const stageField = 'stage';

/** Their own to answer, and without what was answered: the screen is seen in the home. What names one of the staff is on the page of the visit. */
export const askedOn = ({ questions }: Pick<StageCard, 'questions'>): readonly ShownQuestion[] =>
  questions
    .filter((question) => isAsked(question) && !asksForSomebody(question))
    .map((question) => ({
      ...question,
      of: question.of.filter(({ yours }) => yours).map(({ value: _value, ...rest }) => rest),
    }))
    .filter(({ of }) => of.length > 0);

/** How many answers are still waited for. */
export const unanswered = (questions: readonly ShownQuestion[]): number =>
  questions.flatMap(({ of }) => of.filter(({ answered }) => !answered)).length;

/** The answers that a form gives; what is written in a list comes after what stands there. */
export function answersTo(card: Pick<StageCard, 'questions'>, form: Form, now: Instant): ReadAnswers {
  const questions = askedOn(card);
  const { answers, errors } = answersIn(form, questions, now);
  const [first] = questions;
  if (errors.length === 0 && Object.keys(answers).length === 0)
    return {
      answers,
      errors: [{ field: first === undefined ? 'main-content' : fieldIn(first), text: 'Answer what you can, then send it' }],
    };
  return { answers: Object.fromEntries(Object.entries(answers).map(([id, value]) => [id, afterWhatStands(card, id, value)])), errors };
}

const fieldIn = (question: ShownQuestion): string => errorFieldOf(question.type, fieldOf(question, question.of[0]?.subject ?? ''));

function afterWhatStands({ questions }: Pick<StageCard, 'questions'>, id: string, value: unknown): unknown {
  const list = questions.find((question) => question.id === id && question.type === 'list');
  const stands: unknown = list?.of.find(({ subject }) => subject === '')?.value;
  return Array.isArray(stands) && Array.isArray(value) ? [...(stands as readonly unknown[]), ...(value as readonly unknown[])] : value;
}

/** An answer has brought a question with it that was not there. */
export const bringsMore = (before: Pick<StageCard, 'questions'>, after: Pick<StageCard, 'questions'>): boolean =>
  unanswered(askedOn(after).filter(({ id }) => !askedOn(before).some((question) => question.id === id))) > 0;
