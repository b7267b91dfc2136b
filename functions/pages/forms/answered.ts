/** An answer as people read it: the words of the option, somebody's name, a time of the day. */
import type { ShownQuestion } from '../../domain/visit/stage-card.ts';
import { Instant } from '../../domain/time.ts';
import { hazardChanges, partOf } from './questions.ts';
import { day, many, when } from '../words.ts';

export interface Reading {
  /** Of people, by id. */
  readonly nameOf: (id: string) => string;
  readonly now: Instant;
}

type Asked = Pick<ShownQuestion, 'type' | 'options' | 'fields' | 'printed'>;

/** A line for each thing that it says. */
export function answerInWords(question: Asked, value: unknown, reading: Reading): readonly string[] {
  switch (question.type) {
    case 'choice':
      return [optionInWords(question, value)];
    case 'choices':
      return listOf(value).map((one) => optionInWords(question, one));
    case 'people':
      return listOf(value).map((one) => reading.nameOf(textOf(one)));
    case 'record':
      return recordInWords(question, value, reading);
    case 'list':
      return listOf(value).map((row) => recordInWords(question, row, reading).join(' · '));
    case 'hazard':
      return hazardInWords(value);
    case 'signature':
      return ['Signed'];
    case 'word':
      return ['Given'];
    default:
      return [simpleInWords(question.type, value, reading)];
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const optionInWords = ({ options = [] }: Asked, value: unknown): string => options.find(({ id }) => id === value)?.say ?? textOf(value);

const recordInWords = ({ fields = {} }: Asked, value: unknown, reading: Reading): readonly string[] =>
  Object.entries(fields).flatMap(([field, type]) => {
    const one = partOf(value, field);
    return one === undefined || (type === 'tick' && one !== true) ? [] : [sayField(field, type, simpleInWords(type, one, reading))];
  });

const sayField = (field: string, type: string, words: string): string =>
  type === 'tick' ? fieldInWords(field) : `${fieldInWords(field)}: ${words}`;

function simpleInWords(type: Asked['type'], value: unknown, { nameOf, now }: Reading): string {
  switch (type) {
    case 'yes-no':
    case 'tick':
      return value === true ? 'Yes' : 'No';
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(textOf(value)) ? day(textOf(value), now) : textOf(value);
    case 'when': {
      const at = Instant.safeParse(value);
      return at.success ? when(at.data, now) : textOf(value);
    }
    case 'minutes':
      return typeof value === 'number' ? many(value, 'minute') : textOf(value);
    case 'person':
      return nameOf(textOf(value));
    default:
      return textOf(value);
  }
}

function hazardInWords(value: unknown): readonly string[] {
  const is =
    partOf(value, 'raised') === true
      ? 'Higher than printed'
      : partOf(value, 'confirmed') === true
        ? 'As printed'
        : partOf(value, 'present') === true
          ? 'It may happen'
          : partOf(value, 'present') === false
            ? 'Not expected'
            : undefined;
  const changes = hazardChanges.flatMap((field) => {
    const said = textOf(partOf(value, field));
    return said === '' ? [] : [`${hazardField[field]}: ${said}`];
  });
  return [
    ...(is === undefined ? [] : [is]),
    ...changes,
    ...listOf(partOf(value, 'measures')).map((one) => `Done about it: ${textOf(one)}`),
  ];
}

export const hazardField = {
  people: 'Who may be harmed',
  severity: 'How badly',
  likelihood: 'How likely',
  level: 'Level of risk',
} as const;

const known: Readonly<Record<string, string>> = {
  at: 'At what time',
  by: 'Who',
  for: 'For whom',
  from: 'From when',
  how: 'How',
  on: 'On which day',
  to: 'To whom',
  what: 'What',
  when: 'When',
  who: 'Who',
  why: 'Why',
  with: 'With whom',
};

/** The name of a field of a record: `another-day` and `dayToDay` as people say them. */
export function fieldInWords(field: string): string {
  const words = field.replaceAll('-', ' ').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return known[field] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
