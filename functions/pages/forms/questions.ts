/**
 * The policy's questions as fields of a form: what each field is called, what stands in it of an answer that is there, and the
 * answers that are read from it. What an answer may be is the API's to say; here it is only said sooner, and to a person.
 */
import type { Question } from '../../domain/policy/policy.ts';
import { inLondon, Instant, nextInLondon, plusMilliseconds, startOfDay } from '../../domain/time.ts';
import type { ShownQuestion } from '../../domain/visit/stage-card.ts';
import type { Unmet } from '../../domain/visit/decision.ts';
import type { Problem } from '../ask.ts';
import { type FieldError, type Form, formOfEntries } from './form.ts';
import { dayIn, hourIn } from '../times.ts';
import { hour } from '../words.ts';

type Type = Question['type'];
type Entries = readonly (readonly [string, string])[];

/** Before there is a visit a question of the policy is asked of whoever asks for it: nothing is answered yet, and all of it is theirs. */
export const askedAtFirst = (question: Question, subjects: readonly string[] = ['']): ShownQuestion => {
  const { id, ask, type, about, form, options, open, fields, enough, printed, by, among, prints, fills, clauses } = question;
  return {
    ...{ id, ask, type, about, form, options, open, fields, enough, printed, by, among, prints, fills, clauses },
    of: subjects.map((subject) => ({ subject, answered: false, yours: by === undefined })),
  };
};

/** What the request, its plan or the home says, or is said when leaving: the API takes no other answer beside it. */
const saidElsewhere: readonly string[] = [
  'type',
  'reason',
  'purpose',
  'plan.departAt',
  'plan.arriveAt',
  'plan.leaveAt',
  'plan.returnAt',
  'plan.startsFrom',
  'plan.endsAt',
  'home.address',
  'home.phones',
  'home.adults',
  'next',
];
export const isSaidElsewhere = ({ fills }: Pick<ShownQuestion, 'fills'>): boolean => fills !== undefined && saidElsewhere.includes(fills);

/** A signature and a safe word are given with the risk assessment alone. */
export const isSigned = ({ type }: Pick<ShownQuestion, 'type'>): boolean => type === 'signature' || type === 'word';

export const isAsked = (question: ShownQuestion): boolean => !isSaidElsewhere(question) && !isSigned(question);

/** It names one of the staff, or a field of it does. */
export const asksForSomebody = ({ type, fields = {} }: ShownQuestion): boolean =>
  [type, ...Object.values(fields)].some((one) => one === 'person' || one === 'people');

/** The name, and the id, of the field of a question about this one. */
export const fieldOf = (question: Pick<ShownQuestion, 'id'>, subject: string): string =>
  ['a', question.id, ...(subject === '' ? [] : [subject])].join('.');

/** Stands beside what sends nothing where it is left alone: ticks, and the boxes of a list to choose from. */
export const shownField = 'shown';
/** The button that asks for another line of a list: its value is the list's field. */
export const addField = 'add';
/** Of a list of options that is open: any other words. */
export const otherWords = '*';

export const hazardChanges = ['people', 'severity', 'likelihood', 'level'] as const;

// ------------------------------------------------------------------------------------------------ what stands in the fields

/** The fields of all that is answered and may be read, as a form would send them. */
export const formOfAnswers = (questions: readonly ShownQuestion[]): Form =>
  formOfEntries(
    questions.flatMap((question) =>
      question.of.flatMap(({ subject, value }) => (value === undefined ? [] : entriesOf(question, fieldOf(question, subject), value))),
    ),
  );

function entriesOf(question: ShownQuestion, name: string, value: unknown): Entries {
  switch (question.type) {
    case 'choice':
    case 'choices':
      return chosen(question, name, Array.isArray(value) ? value : [value]);
    case 'people':
      return Array.isArray(value) ? value.map((one) => [name, textOf(one)] as const) : [];
    case 'record':
      return fieldsOf(question, name, value);
    case 'list':
      return Array.isArray(value) ? value.flatMap((row, i) => fieldsOf(question, `${name}.${String(i)}`, row)) : [];
    case 'hazard':
      return hazardEntries(name, value);
    case 'signature':
    case 'word':
      return [];
    default:
      return simple(question.type, name, value);
  }
}

function chosen({ options = [], open }: ShownQuestion, name: string, values: readonly unknown[]): Entries {
  const known = values.map(textOf).filter((value) => options.some(({ id }) => id === value));
  const other = values.map(textOf).filter((value) => !known.includes(value));
  return [
    ...known.map((value) => [name, value] as const),
    ...(open && other.length > 0
      ? ([
          [name, otherWords],
          [`${name}.other`, other.join(', ')],
        ] as const)
      : []),
  ];
}

const fieldsOf = ({ fields = {} }: ShownQuestion, name: string, value: unknown): Entries =>
  Object.entries(fields).flatMap(([field, type]) => {
    const one = partOf(value, field);
    return one === undefined ? [] : simple(type, `${name}.${field}`, one);
  });

function hazardEntries(name: string, value: unknown): Entries {
  const measures = partOf(value, 'measures');
  const is = hazardIs.find(([field, said]) => partOf(value, field) === said)?.[2];
  return [
    ...(is === undefined ? [] : [[`${name}.is`, is] as const]),
    ...hazardChanges.flatMap((field) => {
      const said = partOf(value, field);
      return said === undefined ? [] : [[`${name}.${field}`, textOf(said)] as const];
    }),
    ...(Array.isArray(measures) ? [[`${name}.measures`, measures.map(textOf).join('\n')] as const] : []),
  ];
}
const hazardIs = [
  ['raised', true, 'raised'],
  ['confirmed', true, 'confirmed'],
  ['present', true, 'present'],
  ['present', false, 'absent'],
] as const;

function simple(type: Type, name: string, value: unknown): Entries {
  const text = textOf(value);
  switch (type) {
    case 'yes-no':
      return [[name, value === true ? 'yes' : 'no']];
    case 'tick':
      return value === true ? [[name, 'yes']] : [];
    case 'date':
      return dateEntries(name, text);
    case 'when': {
      // It is kept as it was sent, with whatever zone it had.
      const at = Instant.safeParse(text);
      return at.success ? [...dateEntries(name, inLondon(at.data).date), [`${name}-time`, hour(at.data)]] : [];
    }
    default:
      return [[name, text]];
  }
}

function dateEntries(name: string, date: string): Entries {
  const [year = '', month = '', day = ''] = date.split('-');
  return [
    [`${name}-day`, String(Number(day))],
    [`${name}-month`, String(Number(month))],
    [`${name}-year`, year],
  ];
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** A field of a record; nothing of what is no record. */
export const partOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, field)
    ? (Object.entries(value).find(([name]) => name === field)?.[1] as unknown)
    : undefined;

/** How many lines of a list are there: those that were sent, one where there is none. */
export function rowsIn(form: Form, name: string): number {
  const rows = form.entries.flatMap(([field]) => {
    const row = field.startsWith(`${name}.`) ? Number(field.slice(name.length + 1).split('.')[0]) : NaN;
    return Number.isInteger(row) ? [row + 1] : [];
  });
  return Math.min(Math.max(1, ...rows), mostRows);
}
const mostRows = 100;

// ------------------------------------------------------------------------------------------------ reading them

export interface ReadAnswers {
  /** The body of `answer`, `write-up`, `assess` and of a request. */
  readonly answers: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldError[];
}

/** What was read from a field: a value, nothing, or what is wrong with it. */
type Read = { readonly value: unknown } | { readonly errors: readonly FieldError[] } | undefined;
const wrong = (field: string, text: string): Read => ({ errors: [{ field, text }] });

/** Of the questions that are this person's to answer, what was answered and was not so before. */
export function answersIn(form: Form, questions: readonly ShownQuestion[], now: Instant): ReadAnswers {
  const answers: Record<string, unknown> = {};
  const errors: FieldError[] = [];
  for (const question of questions.filter(isAsked)) {
    const isAboutEach = question.about !== 'visit' && question.about !== 'home';
    const each: Record<string, unknown> = {};
    for (const { subject, answered, yours, value } of question.of) {
      if (!yours) continue;
      const name = fieldOf(question, subject);
      if (answered && value !== undefined && isAsItWas(form, question, name, value)) continue;
      const read = readField(form, question, name, { was: value, now });
      if (read === undefined) continue;
      if ('errors' in read) errors.push(...read.errors);
      else if (isAboutEach) each[subject] = read.value;
      else answers[question.id] = read.value;
    }
    if (Object.keys(each).length > 0) answers[question.id] = each;
  }
  return { answers, errors };
}

function isAsItWas(form: Form, question: ShownQuestion, name: string, value: unknown): boolean {
  const own = form.entries.filter(([field, text]) => isFieldOf(field, name) && text.trim() !== '');
  const was = entriesOf(question, name, value);
  return canonical(own) === canonical(was);
}
const isFieldOf = (field: string, name: string): boolean => field === name || field.startsWith(`${name}.`) || field.startsWith(`${name}-`);
const canonical = (entries: Entries): string =>
  JSON.stringify(entries.map(([field, value]) => `${field}=${value.replaceAll('\r\n', '\n').trim()}`).toSorted());

interface Before {
  readonly was: unknown;
  readonly now: Instant;
}

function readField(form: Form, question: ShownQuestion, name: string, before: Before): Read {
  switch (question.type) {
    case 'choice':
      return readChoice(form, question, name, before);
    case 'choices': {
      const values = form.all(name).filter((value) => value !== otherWords);
      const other = question.open ? form.get(`${name}.other`) : '';
      const all = [...values, ...(other === '' ? [] : [other])];
      return all.length > 0 || isTakenBack(form, name, before) ? { value: all } : undefined;
    }
    case 'people': {
      const people = form.all(name);
      return people.length > 0 || isTakenBack(form, name, before) ? { value: people } : undefined;
    }
    case 'record': {
      const record = readRecord(form, question, name, before.now);
      if ('errors' in record) return record;
      return Object.keys(record.value).length > 0 || (before.was !== undefined && isThere(form, name)) ? record : undefined;
    }
    case 'list':
      return readList(form, question, name, before);
    case 'hazard':
      return readHazard(form, question, name);
    case 'signature':
    case 'word':
      return undefined;
    default: {
      const read = readSimple(form, question.type, name, before.now);
      if (read !== undefined) return read;
      if (question.type === 'tick') return isTakenBack(form, name, before) ? { value: false } : undefined;
      return before.was !== undefined && isThere(form, name)
        ? wrong(errorFieldOf(question.type, name), 'What was answered can be changed, and not taken away: write what it is instead')
        : undefined;
    }
  }
}

const isThere = (form: Form, name: string): boolean => form.entries.some(([field]) => isFieldOf(field, name));
/** Nothing is ticked of what was there to tick, and had been before. */
const isTakenBack = (form: Form, name: string, { was }: Before): boolean => was !== undefined && form.all(shownField).includes(name);

function readChoice(form: Form, { options = [], open }: ShownQuestion, name: string, { was }: Before): Read {
  const value = form.get(name);
  const other = open ? form.get(`${name}.other`) : '';
  if (open && (value === otherWords || (value === '' && other !== ''))) {
    if (other === '') return wrong(`${name}.other`, 'Say what it is in your own words, or choose another answer');
    return other.length > 200 ? wrong(`${name}.other`, tooLong(200)) : { value: other };
  }
  if (value === '') return undefined;
  // What stood there before goes with the answer that is taken back; what was written now would be lost unsaid.
  if (other !== '' && other !== textOf(was))
    return wrong(`${name}.other`, 'You chose another answer above. Choose “Something else” there, or take these words out');
  return options.some(({ id }) => id === value) ? { value } : wrong(name, 'Choose one of the answers below');
}

function readRecord(
  form: Form,
  { fields = {} }: ShownQuestion,
  name: string,
  now: Instant,
): { readonly value: Readonly<Record<string, unknown>> } | { readonly errors: readonly FieldError[] } {
  const read = Object.entries(fields).map(([field, type]) => [field, readSimple(form, type, `${name}.${field}`, now)] as const);
  const errors = read.flatMap(([, one]) => (one !== undefined && 'errors' in one ? one.errors : []));
  if (errors.length > 0) return { errors };
  return {
    value: Object.fromEntries(read.flatMap(([field, one]) => (one !== undefined && 'value' in one ? [[field, one.value]] : []))),
  };
}

function readList(form: Form, question: ShownQuestion, name: string, { was, now }: Before): Read {
  const rows = Array.from({ length: rowsIn(form, name) }, (_, i) => readRecord(form, question, `${name}.${String(i)}`, now));
  const errors = rows.flatMap((row) => ('errors' in row ? row.errors : []));
  if (errors.length > 0) return { errors };
  const value = rows.flatMap((row) => ('value' in row && Object.keys(row.value).length > 0 ? [row.value] : []));
  return value.length > 0 || (was !== undefined && isThere(form, name)) ? { value } : undefined;
}

function readHazard(form: Form, { printed }: ShownQuestion, name: string): Read {
  const is = form.get(`${name}.is`);
  const measures = form
    .get(`${name}.measures`)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const changes = hazardChanges.flatMap((field) => {
    const said = form.get(`${name}.${field}`);
    return printed === undefined || said === '' ? [] : [[field, said] as const];
  });
  const long = changes.find(([, said]) => said.length > 200);
  if (long !== undefined) return wrong(`${name}.${long[0]}`, tooLong(200));
  const rest = { ...Object.fromEntries(changes), ...(measures.length === 0 ? {} : { measures }) };
  switch (is) {
    case '':
      return Object.keys(rest).length === 0
        ? undefined
        : wrong(`${name}.is`, printed === undefined ? 'Say whether it may happen' : 'Say whether it is as printed, or higher');
    case 'confirmed':
      return { value: { confirmed: true, ...rest } };
    case 'raised':
      return { value: { raised: true, ...rest } };
    case 'absent':
      return { value: { present: false, ...rest } };
    case 'present':
      return measures.length === 0
        ? wrong(`${name}.measures`, 'It may happen: say what keeps the visitors safe')
        : { value: { present: true, ...rest } };
    default:
      return wrong(`${name}.is`, 'Choose one of the answers below');
  }
}

const tooLong = (most: number): string => `Write at most ${most.toLocaleString('en-GB')} characters`;

function readSimple(form: Form, type: Type, name: string, now: Instant): Read {
  switch (type) {
    case 'date':
      return readDate(form, name);
    case 'when':
      return readWhen(form, name, now);
    default:
      break;
  }
  const value = form.get(name);
  if (value === '') return undefined;
  switch (type) {
    case 'yes-no':
      return value === 'yes' || value === 'no' ? { value: value === 'yes' } : wrong(name, 'Choose yes or no');
    case 'tick':
      return { value: true };
    case 'count':
    case 'minutes': {
      const isNumber = /^\d{1,6}$/.test(value);
      if (isNumber) return { value: Number(value) };
      return wrong(name, type === 'minutes' ? 'Write how many minutes, in figures, like 45' : 'Write how many, in figures, like 2');
    }
    case 'phone':
      return /^[+0-9][0-9 ()-]{5,30}$/.test(value) ? { value } : wrong(name, 'Write a telephone number, like 07700 900123');
    case 'person':
      return { value };
    default:
      return value.length > 2000 ? wrong(name, tooLong(2000)) : { value };
  }
}

const partsOfDate = (form: Form, name: string) =>
  ({ day: form.get(`${name}-day`), month: form.get(`${name}-month`), year: form.get(`${name}-year`) }) as const;

function readDate(form: Form, name: string): Read {
  const parts = partsOfDate(form, name);
  if (Object.values(parts).every((part) => part === '')) return undefined;
  const date = dayIn(parts);
  return date === undefined ? wrong(`${name}-day`, 'Write a day, a month and a year, like 22 6 2026') : { value: date };
}

/** A day that is left out is today. */
function readWhen(form: Form, name: string, now: Instant): Read {
  const parts = partsOfDate(form, name);
  const time = form.get(`${name}-time`);
  const noDay = Object.values(parts).every((part) => part === '');
  if (noDay && time === '') return undefined;
  const date = noDay ? inLondon(now).date : dayIn(parts);
  if (date === undefined) return wrong(`${name}-day`, 'Write a day, a month and a year, like 22 6 2026, or leave all three out for today');
  const clock = hourIn(time);
  if (clock === undefined) return wrong(`${name}-time`, 'Write a time of the day, like 4.15pm');
  return { value: nextInLondon(plusMilliseconds(startOfDay(date), -1), clock) };
}

/** Where a mistake in a field of this type is mended. */
export const errorFieldOf = (type: Type, name: string): string =>
  type === 'date' ? `${name}-day` : type === 'when' ? `${name}-time` : type === 'hazard' ? `${name}.is` : name;

// ------------------------------------------------------------------------------------------------ what the API found wrong

/** What the API found wrong with the answers, at the fields of the questions that are on the page; nothing of anything else. */
export function errorsOf({ errors = [], unmet = [], answer, code }: Problem, questions: readonly ShownQuestion[]): readonly FieldError[] {
  const at = (id: string, subject: string, text: string): readonly FieldError[] => {
    const question = questions.find((one) => one.id === id);
    if (question === undefined) return [];
    const about = question.of.some((one) => one.subject === subject) ? subject : (question.of[0]?.subject ?? '');
    return [{ field: errorFieldOf(question.type, fieldOf(question, about)), text }];
  };
  return [
    ...errors.flatMap(({ pointer, message }) => {
      const [, first = '', id = '', subject = ''] = pointer.split('/');
      return first === 'answers' ? at(id, subject, `${notTakenAsItIs} (${message})`) : [];
    }),
    ...(answer === undefined ? [] : at(answer.question, answer.subject ?? '', notTaken[code ?? ''] ?? notTakenAsItIs)),
    ...unmet.flatMap((one) => unmetAt(one, at)),
  ];
}

const notTakenAsItIs = 'This cannot be taken as it is: answer it in another way';
const notTaken: Readonly<Record<string, string>> = {
  'not-yours-to-answer': 'Somebody else answers this: ask them to',
  'said-elsewhere': 'This is said in the request, or when leaving: change it there',
  'unknown-visitor': 'They do not go on this visit any more: load the page again',
  'unknown-question': 'The policy does not ask this any more: load the page again',
};

const unmetAt = (
  { wants, missing, message }: Unmet,
  at: (id: string, subject: string, text: string) => readonly FieldError[],
): readonly FieldError[] => {
  if (wants.kind !== 'answer') return [];
  const subjects = missing.flatMap((one) => one.split('#')[1] ?? []);
  return (subjects.length === 0 ? [''] : subjects).flatMap((subject) => at(wants.question, subject, message));
};
