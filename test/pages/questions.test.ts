import { describe, expect, it } from 'vitest';
import { answerSchema } from '../../functions/domain/policy/questions.ts';
import { Policy, type Question } from '../../functions/domain/policy/policy.ts';
import { Instant } from '../../functions/domain/time.ts';
import type { ShownQuestion } from '../../functions/domain/visit/stage-card.ts';
import { type FieldError, type Form, formOfEntries } from '../../functions/pages/forms/form.ts';
import { answersIn, askedAtFirst, errorsOf, fieldOf, formOfAnswers, isAsked, shownField } from '../../functions/pages/forms/questions.ts';
import { Mistakes, Questions } from '../../functions/pages/forms/questions.tsx';
import { fieldsIn } from '../support/form-in.ts';
import { jsonIn } from '../support/policy-files.ts';

const now = Instant.parse('2026-06-22T09:00:00+01:00');
const names: Readonly<Record<string, string>> = { ada: 'Ada Teacher', grace: 'Grace Assistant', 'adult-1': 'Mrs Example' };
const nameOf = (id: string): string => names[id] ?? id;
const staff = ['ada', 'grace'].map((id) => ({ id, name: nameOf(id) }));

const policies = ['hampton', 'roselyn-house', 'southend', 'st-benedicts', 'the-harbour', 'doorstep'].map((id) =>
  Policy.parse(jsonIn(`policies/${id}.json`)),
);

const subjectsOf = ({ about }: Question): readonly string[] =>
  about === 'visit' || about === 'home' ? [''] : about === 'adult' ? ['adult-1'] : about === 'police-call' ? ['a1'] : ['ada', 'grace'];

const simple: Readonly<Record<string, unknown>> = {
  text: 'Said by <somebody> & kept, "as it is"',
  'yes-no': false,
  tick: true,
  date: '2026-06-01',
  when: '2026-06-21T15:15:00.000Z',
  minutes: 45,
  phone: '01632 960001',
  person: 'grace',
  count: 2,
};

/** Something that answers the question. */
function somethingFor(question: Question): unknown {
  const record = () => Object.fromEntries(Object.entries(question.fields ?? {}).map(([field, type]) => [field, simple[type]]));
  switch (question.type) {
    case 'choice':
      return question.open ? 'In words of our own' : question.options?.at(-1)?.id;
    case 'choices':
      return question.open ? [question.options?.[0]?.id, 'In words of our own'] : question.options?.map(({ id }) => id);
    case 'people':
      return ['ada', 'grace'];
    case 'record':
      return record();
    case 'list':
      return [record(), record()];
    case 'hazard':
      return question.printed === undefined
        ? { present: true, measures: ['Two go', 'A word beforehand'] }
        : { raised: true, level: 'High', measures: ['Two go'] };
    default:
      return simple[question.type];
  }
}

const withAnswer = (question: ShownQuestion, value: unknown): ShownQuestion => ({
  ...question,
  of: question.of.map((one) => ({ ...one, answered: true, value })),
});

/** A component without anything to wait for is its HTML. */
const htmlOf = (component: unknown): string => String(component);

const shown = (questions: readonly ShownQuestion[], form: Form, errors: readonly FieldError[] = []): string =>
  htmlOf(Mistakes({ errors })) +
  htmlOf(Questions({ questions, asking: { form, errors, nameOf, staff, now, change: '/visits/HV-000001/change' } }));

const onPage = (questions: readonly ShownQuestion[], form = formOfEntries([])): Form => formOfEntries(fieldsIn(shown(questions, form)));

/** As somebody fills it in on the page: what is not there cannot be sent. */
const filled = (question: ShownQuestion, value: unknown): Form => onPage([question], formOfAnswers([withAnswer(question, value)]));

describe.each(policies.map((policy) => [policy.id, policy] as const))('every question of %s', (_, { questions }) => {
  const asked = questions.map((question) => [question, askedAtFirst({ ...question, by: undefined }, subjectsOf(question))] as const);

  it('has fields for each that it is about, of which none is filled in beforehand', () => {
    for (const [, question] of asked.filter(([, one]) => isAsked(one))) {
      expect(
        onPage([question]).entries.filter(([name, value]) => name !== shownField && value !== ''),
        question.id,
      ).toEqual([]);
      expect(answersIn(onPage([question]), [question], now), question.id).toEqual({ answers: {}, errors: [] });
      for (const { subject } of question.of) expect(shown([question], formOfEntries([])), question.id).toContain(nameOf(subject));
    }
  });

  it('is answered by what is filled in, as the API takes it', () => {
    for (const [question, one] of asked.filter(([, each]) => isAsked(each))) {
      const value = somethingFor(question);
      const { answers, errors } = answersIn(filled(one, value), [one], now);
      const subjects = subjectsOf(question);
      expect([answers, errors], question.id).toEqual([
        { [question.id]: subjects[0] === '' ? value : Object.fromEntries(subjects.map((subject) => [subject, value])) },
        [],
      ]);
      expect(answerSchema(question).safeParse(value).success, question.id).toBe(true);
    }
  });

  it('is asked in the policy’s own words, with its clauses', () => {
    for (const [question, one] of asked) {
      const page = formOfEntries([]);
      const text = shown([one], page).replaceAll('&#39;', "'").replaceAll('&amp;', '&');
      if (question.type === 'word' || question.type === 'signature') continue;
      expect(text, question.id).toContain(question.ask);
      for (const clause of question.clauses) expect(text, question.id).toContain(clause);
    }
  });

  it('that is answered and left as it is sends nothing', () => {
    for (const [question, one] of asked.filter(([, each]) => isAsked(each))) {
      const before = withAnswer(one, somethingFor(question));
      expect(answersIn(onPage([before], formOfAnswers([before])), [before], now).answers, question.id).toEqual({});
    }
  });
});

// ------------------------------------------------------------------------------------------------ what is not taken

const question = (given: Partial<ShownQuestion>): ShownQuestion => ({
  id: 'told',
  ask: 'Who was told?',
  type: 'text',
  about: 'visit',
  form: undefined,
  options: undefined,
  open: false,
  fields: undefined,
  enough: undefined,
  printed: undefined,
  by: undefined,
  among: undefined,
  prints: undefined,
  fills: undefined,
  clauses: ['HA-58'],
  of: [{ subject: '', answered: false, yours: true }],
  ...given,
});
const options = [
  { id: 'car', say: 'By car' },
  { id: 'foot', say: 'On foot' },
];
const printed = { people: 'Staff', severity: 'Major injury', likelihood: 'Remote', level: 'Low' };
const record = question({ type: 'record', fields: { who: 'person', when: 'when' } });

describe('what cannot be an answer', () => {
  it.each<readonly [string, ShownQuestion, Readonly<Record<string, string>>, string]>([
    [
      'a day that there is not',
      question({ type: 'date' }),
      { 'a.told-day': '31', 'a.told-month': '6', 'a.told-year': '2026' },
      'a.told-day',
    ],
    ['a day without its month', question({ type: 'date' }), { 'a.told-day': '3' }, 'a.told-day'],
    ['a day without its time', record, { 'a.told.when-day': '3', 'a.told.when-month': '6', 'a.told.when-year': '26' }, 'a.told.when-time'],
    ['a time that there is not', record, { 'a.told.when-time': '25.10' }, 'a.told.when-time'],
    ['a number in words', question({ type: 'minutes' }), { 'a.told': 'an hour' }, 'a.told'],
    ['no telephone number', question({ type: 'phone' }), { 'a.told': 'ask the office' }, 'a.told'],
    ['an option that is not offered', question({ type: 'choice', options }), { 'a.told': 'boat' }, 'a.told'],
    ['other words without the words', question({ type: 'choice', options, open: true }), { 'a.told': '*' }, 'a.told.other'],
    [
      'other words beside an answer that is offered',
      question({ type: 'choice', options, open: true }),
      { 'a.told': 'car', 'a.told.other': 'With a friend' },
      'a.told.other',
    ],
    ['words that are too long', question({}), { 'a.told': 'x'.repeat(2001) }, 'a.told'],
    ['a danger without what is done about it', question({ type: 'hazard' }), { 'a.told.is': 'present' }, 'a.told.measures'],
    ['a printed danger changed and not judged', question({ type: 'hazard', printed }), { 'a.told.level': 'High' }, 'a.told.is'],
  ])('%s is shown again as it was written, with what to do about it', (_, one, sent, field) => {
    const form = formOfEntries(Object.entries(sent));
    const { answers, errors } = answersIn(form, [one], now);
    expect(answers).toEqual({});
    expect(errors.map((error) => error.field)).toEqual([field]);
    const page = shown([one], form, errors);
    expect(page).toContain(`href="#${field}"`);
    expect(page).toContain(`id="${field}"`);
    expect(page).toContain(`id="${field.replace(/-(day|month|year)$/, '')}-error"`);
    // What no browser can send has nowhere to stand.
    if (sent['a.told'] !== 'boat') for (const entry of Object.entries(sent)) expect(fieldsIn(page)).toContainEqual(entry);
  });

  it('is an answer that is there and would be taken away', () => {
    const before = withAnswer(question({}), 'Nobody');
    expect(answersIn(formOfEntries([['a.told', ' ']]), [before], now).errors).toMatchObject([{ field: 'a.told' }]);
    expect(answersIn(formOfEntries([]), [before], now)).toEqual({ answers: {}, errors: [] });
  });

  it('is none where words that stood there before are left beside another answer: they go with the one that is taken back', () => {
    const before = withAnswer(question({ type: 'choice', options, open: true }), 'With a friend');
    const sent = (other: string) => answersIn(formOfEntries(Object.entries({ 'a.told': 'car', 'a.told.other': other })), [before], now);
    expect(sent('With a friend')).toEqual({ answers: { told: 'car' }, errors: [] });
    expect(sent('With another').errors).toMatchObject([{ field: 'a.told.other' }]);
  });

  it('is never read for a question that is somebody else’s, nor for what the request says', () => {
    const theirs = question({ of: [{ subject: '', answered: false, yours: false }], by: ['dsl'] });
    const elsewhere = question({ fills: 'plan.departAt' });
    const form = formOfEntries([['a.told', 'Everybody']]);
    expect(answersIn(form, [theirs, elsewhere], now).answers).toEqual({});
    expect(shown([theirs], form)).toContain('Waits for a safeguarding lead.');
    expect(shown([elsewhere], form)).toContain('href="/visits/HV-000001/change"');
    expect(fieldsIn(shown([theirs, elsewhere], form))).toEqual([]);
  });

  it('is shown where it stands when the API finds it', () => {
    const each = question({ type: 'phone', about: 'visitor', of: [{ subject: 'ada', answered: false, yours: true }] });
    const problem = { status: 409, type: '', title: '' };
    expect(errorsOf({ ...problem, code: 'wrong-answer', answer: { question: 'told', subject: 'ada' } }, [each])).toMatchObject([
      { field: fieldOf(each, 'ada') },
    ]);
    expect(errorsOf({ ...problem, status: 400, errors: [{ pointer: '/answers/told/ada', message: 'too long' }] }, [each])).toMatchObject([
      { field: fieldOf(each, 'ada') },
    ]);
    const wants = { kind: 'answer', question: 'told', ask: '', type: 'phone', about: 'visitor' } as const;
    const unmet = [{ code: 'numbers', clauses: ['HA-27'], message: 'Say it', missing: ['told#ada'], wants }];
    expect(errorsOf({ ...problem, unmet }, [each])).toEqual([{ field: fieldOf(each, 'ada'), text: 'Say it' }]);
  });
});

describe('what is chosen, ticked or listed', () => {
  it('can be taken back where nothing is left of it', () => {
    const ticked = withAnswer(question({ type: 'tick' }), true);
    const form = onPage([ticked], formOfAnswers([ticked]));
    const without = formOfEntries(form.entries.filter(([name]) => name === shownField));
    expect(answersIn(without, [ticked], now).answers).toEqual({ told: false });
  });

  it('has a line more where somebody asks for one', () => {
    const list = question({ type: 'list', fields: { what: 'text' } });
    const page = Questions({ questions: [list], asking: { form: formOfEntries([]), errors: [], nameOf, staff, now, more: 'a.told' } });
    expect(fieldsIn(htmlOf(page)).map(([name]) => name)).toEqual(['a.told.0.what', 'a.told.1.what']);
  });

  it('names only those who would do', () => {
    const one = question({ type: 'person', candidates: ['grace'] });
    expect(shown([one], formOfEntries([]))).not.toContain('Ada Teacher');
    expect(shown([one], formOfEntries([]))).toContain('Grace Assistant');
  });
});

describe('a time', () => {
  it.each([
    ['4.15pm', '2026-06-22T15:15:00.000Z'],
    ['4:15', '2026-06-22T15:15:00.000Z'],
    ['0415', '2026-06-22T03:15:00.000Z'],
    ['16.15', '2026-06-22T15:15:00.000Z'],
    ['1615', '2026-06-22T15:15:00.000Z'],
    ['9', '2026-06-22T08:00:00.000Z'],
    ['12', '2026-06-22T11:00:00.000Z'],
    ['12.30 a.m.', '2026-06-21T23:30:00.000Z'],
    ['noon', '2026-06-22T11:00:00.000Z'],
    ['midnight', '2026-06-21T23:00:00.000Z'],
  ])('written as %s is one of today’s, as the clocks here say it', (time, at) => {
    const form = formOfEntries([['a.told-time', time]]);
    expect(answersIn(form, [question({ type: 'when' })], now)).toEqual({ answers: { told: at }, errors: [] });
  });
});
