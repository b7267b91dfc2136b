/** A request that somebody has begun: what was typed, the request that it makes, and what the policy asks and wants of it. */
import type { Foreseen } from '../../domain/visit/foresee.ts';
import type { Unmet } from '../../domain/visit/decision.ts';
import type { Question } from '../../domain/policy/policy.ts';
import type { ShownQuestion } from '../../domain/visit/stage-card.ts';
import { inLondon } from '../../domain/time.ts';
import type { Problem } from '../ask.ts';
import { type FieldError, type Form, formOfEntries } from '../forms/form.ts';
import { homeIn, peopleOf } from '../homes/home-form.tsx';
import { valuesIn } from '../visit/on-visit.ts';
import type { PageAsked } from '../page.ts';
import { daySent, plannedTimes, timesIn } from '../forms/planned-times.tsx';
import { answersIn, askedAtFirst, errorsOf, otherWords } from '../forms/questions.ts';
import type { Plan, Shapes, ShownHome } from '../shapes.ts';

/** A form that is kept until it is sent. */
export interface Begun {
  readonly form: Form;
  /** The name of this request: sent twice, it is asked for once. */
  readonly key: string;
  /** Where they were. */
  readonly step: string;
}

export const draftName = 'request';

export async function begunRequest({ deps, caller }: Pick<PageAsked, 'deps' | 'caller'>): Promise<Begun | undefined> {
  const draft = await deps.drafts.read({ school: caller.school, person: caller.id, form: draftName });
  const { entries, key } = draft?.answers ?? {};
  if (draft === undefined || !Array.isArray(entries) || typeof key !== 'string') return undefined;
  return { form: formOfEntries(entries.filter(isEntry)), key, step: draft.step };
}
const isEntry = (entry: unknown): entry is readonly [string, string] =>
  Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === 'string');

export const keepRequest = ({ deps, caller, now }: PageAsked, { form, key, step }: Begun): Promise<void> =>
  deps.drafts.put({
    ...{ school: caller.school, person: caller.id, form: draftName },
    ...{ answers: { entries: form.entries, key }, step, changedAt: now },
  });

export const forgetRequest = ({ deps, caller }: PageAsked): Promise<void> =>
  deps.drafts.remove({ school: caller.school, person: caller.id, form: draftName });

// ------------------------------------------------------------------------------------------------ the request that it makes

type Body = Readonly<Record<string, unknown>> & { readonly answers: Readonly<Record<string, unknown>> };

export interface RequestSoFar {
  readonly form: Form;
  readonly policy: Shapes['read-policy'];
  /** What the school has set. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The home that was chosen, where it is known already. */
  readonly home: ShownHome | undefined;
  /** As it would be sent. */
  readonly body: Body;
  readonly foreseen: Foreseen;
  /** What cannot be read of what was typed, and what the API would not take of it. */
  readonly faults: readonly FieldError[];
}

export const newHome = 'new';
export const noChild = 'none';
/** The questions that stood on the form: those that an answer brings with it are asked before anything is said of them. */
export const onFormField = 'on-form';
export const homePrefix = 'home.';
export const places = ['startsFrom', 'endsAt'] as const;

/** The question of the policy whose answer is that part of the request. */
export const questionOf = ({ questions }: { readonly questions: readonly Question[] }, fills: string): Question | undefined =>
  questions.find((question) => question.fills === fills);

export async function requestSoFar(
  asked: PageAsked,
  form: Form,
): Promise<{ readonly ok: true; readonly soFar: RequestSoFar } | { readonly ok: false; readonly problem: Problem }> {
  const chosen = form.get('household');
  const [policy, settings, home] = await Promise.all([
    asked.ask('read-policy'),
    asked.ask('read-settings'),
    chosen === '' || chosen === newHome ? undefined : asked.ask('read-household', { params: { household: chosen } }),
  ]);
  if (!policy.ok) return policy;
  const known = home?.ok === true ? home.value : undefined;
  const given = homeIn(form, homePrefix, inLondon(asked.now).date);
  const people = form.all('visitors');
  const subjects = {
    visitor: people,
    person: people,
    adult: (chosen === newHome ? ((given.body['adults'] ?? []) as readonly { readonly id: string }[]) : peopleOf(known).adults).flatMap(
      ({ id }) => id ?? [],
    ),
  };
  const questions = policy.value.questions.map((question) => askedOf(question, subjects));
  const { answers, errors } = answersIn(form, questions, asked.now);
  const plan = planIn(form);
  const body = {
    ...wordsIn(form, policy.value),
    ...(chosen === newHome && form.get(`${homePrefix}name`) !== '' ? { household: given.body } : {}),
    ...(known === undefined ? {} : { household: known.id }),
    ...(form.get('pupil') === '' || form.get('pupil') === noChild ? {} : { pupil: form.get('pupil') }),
    ...(form.all('involved').length === 0 ? {} : { involved: form.all('involved') }),
    visitors: people.map((person) => ({ person })),
    plan: plan.plan,
    answers,
  };
  const faults = [
    ...errors,
    ...plan.errors,
    ...(chosen === newHome ? given.errors : []),
    ...(chosen !== '' && chosen !== newHome && known === undefined
      ? [{ field: 'household', text: 'This home is not there any more: choose another, or search again' }]
      : []),
  ];
  const found = await foreseenOf(asked, body, { questions, faults, homeField: given.fieldAt });
  if (!found.ok) return found;
  return { ok: true, soFar: { form, policy: policy.value, values: valuesIn(settings), home: known, ...found.value } };
}

/** Whom each would be about: who may answer it is not known before the visit is. */
function askedOf(question: Question, subjects: Readonly<Record<'visitor' | 'person' | 'adult', readonly string[]>>): ShownQuestion {
  const { about } = question;
  const of = about === 'visitor' || about === 'person' || about === 'adult' ? subjects[about] : about === 'police-call' ? [] : [''];
  const shown = askedAtFirst(question, of);
  return { ...shown, of: shown.of.map((one) => ({ ...one, yours: true })) };
}

function wordsIn(form: Form, policy: Shapes['read-policy']): Readonly<Record<string, string>> {
  const said = (['type', 'reason', 'purpose'] as const).flatMap((field) => {
    const value = form.get(field);
    const other = form.get(`${field}.other`);
    const isOther = questionOf(policy, field)?.open === true && (value === otherWords || (value === '' && other !== ''));
    return isOther ? [[field, other] as const] : [[field, value] as const];
  });
  return Object.fromEntries(said.filter(([, value]) => value !== ''));
}

function planIn(form: Form): { readonly plan: Plan; readonly errors: readonly FieldError[] } {
  const where = Object.fromEntries(places.flatMap((place) => (form.get(place) === '' ? [] : [[place, form.get(place)]])));
  const date = daySent(form, 'day');
  const isTyped = ['day', 'month', 'year'].some((part) => form.get(`day-${part}`) !== '');
  if (date === undefined)
    return { plan: where, errors: isTyped ? [{ field: 'day-day', text: 'Write a day, a month and a year, like 22 6 2026' }] : [] };
  const { plan, errors } = timesIn(form, plannedTimes, date);
  const said = plannedTimes.flatMap((time) => (plan[time] === undefined ? [] : [{ time, at: plan[time] }]));
  const early = said.filter(({ at }, i) => i > 0 && at <= (said[i - 1]?.at ?? ''));
  return {
    plan: { ...where, ...plan },
    errors: [...errors, ...early.map(({ time }) => ({ field: time, text: 'This has to be later than the time before it' }))],
  };
}

// ------------------------------------------------------------------------------------------------ what the policy says of it

interface Reading {
  readonly questions: readonly ShownQuestion[];
  readonly faults: readonly FieldError[];
  readonly homeField: (pointer: string) => string | undefined;
}

/** What cannot be taken is left out, one thing after another, so that the rest is foreseen all the same. */
async function foreseenOf(
  asked: PageAsked,
  whole: Body,
  { questions, faults: before, homeField }: Reading,
): Promise<
  | { readonly ok: true; readonly value: Pick<RequestSoFar, 'body' | 'foreseen' | 'faults'> }
  | { readonly ok: false; readonly problem: Problem }
> {
  const faults = [...before];
  let body = whole;
  for (let left = 50; left > 0; left -= 1) {
    const found = await asked.ask('foresee-visit', { body });
    if (found.ok) {
      const { counted } = found.value;
      const answers = Object.fromEntries(Object.entries(body.answers).filter(([id]) => counted.includes(id)));
      return { ok: true, value: { body: { ...body, answers }, foreseen: found.value, faults } };
    }
    const less = withoutWrong(body, found.problem);
    if (less === undefined) return found;
    faults.push(...faultsOf(found.problem, questions, homeField));
    body = less;
  }
  throw new Error('more is wrong with it than a request has parts');
}

/** Less the first part that is wrong; nothing where no part is to blame. */
function withoutWrong(body: Body, { code, answer, errors = [] }: Problem): Body | undefined {
  const { answers, visitors: _, involved: __, ...rest } = body;
  const without = (question: string): Body => ({
    ...body,
    answers: Object.fromEntries(Object.entries(answers).filter(([id]) => id !== question)),
  });
  if (answer !== undefined) return Object.hasOwn(answers, answer.question) ? without(answer.question) : undefined;
  if (code === 'unknown-person') return { ...rest, visitors: [], answers };
  const [, part = '', question = ''] = errors[0]?.pointer.split('/') ?? [];
  if (part === 'answers') return Object.hasOwn(answers, question) ? without(question) : undefined;
  return Object.hasOwn(body, part) ? { ...Object.fromEntries(Object.entries(body).filter(([name]) => name !== part)), answers } : undefined;
}

function faultsOf(problem: Problem, questions: readonly ShownQuestion[], homeField: Reading['homeField']): readonly FieldError[] {
  const { code, errors = [] } = problem;
  const [, part = ''] = errors[0]?.pointer.split('/') ?? [];
  if (code === 'unknown-person') return [{ field: 'visitors', text: 'One of those who were ticked works here no more: tick who goes' }];
  if (part === '' || part === 'answers') return errorsOf(problem, questions);
  return errors
    .filter(({ pointer }) => pointer.split('/')[1] === part)
    .map(({ pointer, message }) => ({
      field: part === 'household' ? (homeField(pointer.slice('/household'.length)) ?? 'household') : part === 'plan' ? 'departAt' : part,
      text: `${message.charAt(0).toUpperCase()}${message.slice(1)}`,
    }));
}

// ------------------------------------------------------------------------------------------------ what stands in the way

/** Where what a request waits for is said on the pages before it is sent; nothing of what no field of theirs mends. */
export function fieldsFor(one: Unmet, questions: readonly ShownQuestion[]): readonly FieldError[] {
  const { wants, message, clauses } = one;
  const text = clauses.length === 0 ? message : `${message} (${clauses.join(', ')})`;
  const at = (...fields: readonly string[]): readonly FieldError[] => fields.map((field) => ({ field, text }));
  switch (wants.kind) {
    case 'answer':
      return errorsOf({ status: 409, type: '', title: '', unmet: [{ ...one, message: text }] }, questions);
    case 'plan':
      return at(...wants.times);
    case 'request':
      return at(wants.field);
    case 'test': {
      const { of } = wants.test;
      if (of === 'requester.roles') return at('type');
      if (of.startsWith('visitors')) return at('visitors');
      return of.startsWith('plan.') || of === 'school-hours' || of === 'evening' ? at('departAt') : [];
    }
    default:
      return [];
  }
}
