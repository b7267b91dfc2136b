import type { Unmet } from '../../domain/visit/decision.ts';
import type { FieldError } from '../forms/form.ts';
import { peopleOf } from '../homes/home-form.tsx';
import { isFieldOf, type Step, wayThrough } from '../forms/steps.ts';
import { fieldsFor, homePrefix, newHome, questionOf, type RequestSoFar } from './so-far.ts';

export type StepName = 'home' | 'new-home' | 'family' | 'who' | 'when' | 'why' | 'asks' | 'check';
type RequestStep = Step<RequestSoFar> & { readonly path: StepName };

const need = (isThere: boolean, field: string, text: string): readonly FieldError[] => (isThere ? [] : [{ field, text }]);

/** What the form itself wants, and then whatever cannot be taken or a request would be refused for: one thing at each field. */
const lacking =
  (questions: readonly string[], own: (soFar: RequestSoFar) => readonly FieldError[]) =>
  (soFar: RequestSoFar): readonly FieldError[] => {
    const { faults, foreseen } = soFar;
    const refused = foreseen.unmet.request.flatMap((one) => fieldsFor(one, foreseen.questions));
    const all = [...own(soFar), ...[...faults, ...refused].filter(({ field }) => isFieldOf({ questions }, field))];
    return all.filter(({ field }, i) => all.findIndex((one) => one.field === field) === i);
  };

const step = (
  path: StepName,
  questions: readonly string[],
  own: (soFar: RequestSoFar) => readonly FieldError[],
  next: (soFar: RequestSoFar) => StepName | undefined,
  applies: (soFar: RequestSoFar) => boolean = () => true,
): RequestStep => ({ path, questions, lacks: lacking(questions, own), next, applies });

const isNew = ({ form }: RequestSoFar): boolean => form.get('household') === newHome;

/** Of the reasons, only those that the policy asks for. */
const words = { type: 'Choose what kind of visit it is', reason: 'Choose why it is made', purpose: 'Say what the visit is for' } as const;
const isSaid = ({ body }: RequestSoFar, field: keyof typeof words): boolean => body[field] !== undefined;

export const stepsOfRequest: readonly RequestStep[] = [
  step(
    'home',
    ['household'],
    ({ form }) => need(form.get('household') !== '', 'household', 'Choose the home, or say that it is a new one'),
    (soFar) => (isNew(soFar) ? 'new-home' : 'family'),
  ),
  step(
    'new-home',
    ['home'],
    ({ form }) =>
      need(
        form.get(`${homePrefix}name`) !== '',
        `${homePrefix}name`,
        'Write what the school calls the family, like The Okonjo-Bell family',
      ),
    () => 'who',
    isNew,
  ),
  step(
    'family',
    ['pupil'],
    ({ form, home }) =>
      need(
        peopleOf(home).pupils.length === 0 || form.get('pupil') !== '',
        'pupil',
        'Choose the child, or that it is about none in particular',
      ),
    () => 'who',
    ({ home }) => home !== undefined,
  ),
  step(
    'who',
    ['visitors', 'involved'],
    ({ form }) => need(form.all('visitors').length > 0, 'visitors', 'Tick everybody who goes'),
    () => 'when',
  ),
  step(
    'when',
    ['day', 'departAt', 'arriveAt', 'leaveAt', 'returnAt', 'startsFrom', 'endsAt'],
    ({ form }) => [
      ...need(
        ['day', 'month', 'year'].some((part) => form.get(`day-${part}`) !== ''),
        'day-day',
        'Write the day of the visit, like 22 6 2026',
      ),
      ...need(form.get('departAt') !== '', 'departAt', 'Write when you leave, like 1pm'),
      ...need(form.get('returnAt') !== '', 'returnAt', 'Write by when you are back, like 2.30pm'),
    ],
    () => 'why',
  ),
  step(
    'why',
    ['type', 'reason', 'purpose'],
    (soFar) =>
      (['type', 'reason', 'purpose'] as const).flatMap((field) =>
        need(questionOf(soFar.policy, field) === undefined || isSaid(soFar, field), field, words[field]),
      ),
    () => 'asks',
  ),
  step(
    'asks',
    ['a'],
    () => [],
    () => 'check',
  ),
  step(
    'check',
    [],
    () => [],
    () => undefined,
  ),
];

/** What a request would be refused for that no page before it can mend. */
export function leftOver(soFar: RequestSoFar): readonly Unmet[] {
  const way = wayThrough(stepsOfRequest, soFar);
  const { unmet, questions } = soFar.foreseen;
  return unmet.request.filter((one) => !fieldsFor(one, questions).some(({ field }) => way.some((each) => isFieldOf(each, field))));
}
