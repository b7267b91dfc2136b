/** A person's record as somebody writes it in fields, and back. */
import { Duty } from '../../domain/policy/policy.ts';
import type { Instant } from '../../domain/time.ts';
import { type FieldError, type Form, formOfEntries } from '../forms/form.ts';
import type { ShownPerson } from '../shapes.ts';
import { dayIn, hourIn } from '../times.ts';
import { day, dialled } from '../words.ts';

type Hours = NonNullable<ShownPerson['hours']>[number];
type Training = NonNullable<ShownPerson['training']>[number];

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const everyWeekday = [1, 2, 3, 4, 5];
const isEveryWeekday = (days: readonly number[]): boolean => days.length === 5 && days.every((one) => one <= 5);

/** `08:00` as `8am`, `16:30` as `4.30pm`. */
function clockInWords(time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return `${String(hours % 12 === 0 ? 12 : hours % 12)}${minutes === 0 ? '' : `.${String(minutes).padStart(2, '0')}`}${hours < 12 ? 'am' : 'pm'}`;
}

/** `8am to 4.30pm`, on each working day, or `8am to noon; Mon, Tue`. */
export const hoursInWords = ({ from, to, days }: Hours): string =>
  `${clockInWords(from)} to ${clockInWords(to)}${isEveryWeekday(days) ? '' : `; ${days.map((one) => weekdays[one - 1] ?? '').join(', ')}`}`;

export const trainingInWords = ({ what, on, until }: Training, now: Instant): string =>
  `${what}, ${day(on, now)}${until === undefined ? '' : `, holds until ${day(until, now)}`}`;

const shortDay = (date: string): string => {
  const [year = '', month = '', ofMonth = ''] = date.split('-');
  return `${String(Number(ofMonth))} ${String(Number(month))} ${year}`;
};

// ------------------------------------------------------------------------------------------------ what stands in the fields

const plain = ['name', 'firstName', 'email', 'manager', 'vehicle'] as const;

export function formOfPerson(person: ShownPerson): Form {
  const { mobile, phones = [], hours = [], training = [], emergencyContact, duties, roles, staff } = person;
  const said = (name: string, value: string | undefined): Form['entries'] => (value === undefined ? [] : [[name, value]]);
  return formOfEntries([
    ...plain.flatMap((field) => said(field, person[field])),
    ...duties.map((duty) => ['duties', duty] as const),
    ['roles', roles.join(', ')],
    ['staff', staff === false ? 'no' : 'yes'],
    ...said('mobile', mobile === undefined ? undefined : dialled(mobile)),
    ['phones', phones.map(({ what, number }) => `${what}: ${dialled(number)}`).join('\n')],
    ['hours', hours.map(hoursInWords).join('\n')],
    [
      'training',
      training.map(({ what, on, until }) => [what, shortDay(on), ...(until === undefined ? [] : [shortDay(until)])].join('; ')).join('\n'),
    ],
    ...said('emergencyName', emergencyContact?.name),
    ...said('emergencyPhone', emergencyContact?.phone),
    ...said('emergencyRelationship', emergencyContact?.relationship),
  ]);
}

// ------------------------------------------------------------------------------------------------ reading them

interface PersonSent {
  /** As the API takes a person: all that is on the form. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldError[];
}

const split = (text: string, between: string | RegExp): readonly string[] =>
  text
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** All that is written of a person, but for answers that are kept, which stay where none are sent. What is left empty is not known any more. */
export function personIn(form: Form, before?: ShownPerson): PersonSent {
  const errors: FieldError[] = [];
  const eachLine = <Value>(field: string, example: string, read: (line: string) => Value | undefined): readonly Value[] =>
    split(form.get(field), '\n').flatMap((line) => {
      const value = read(line);
      if (value === undefined) errors.push({ field, text: `Write each line like ${example}: “${line}” is not` });
      return value === undefined ? [] : [value];
    });
  const name = form.get('name');
  if (name === '') errors.push({ field: 'name', text: 'Write their name, like Priya Shah' });
  const [emergencyName, emergencyPhone] = [form.get('emergencyName'), form.get('emergencyPhone')];
  if (emergencyName !== '' && emergencyPhone === '')
    errors.push({ field: 'emergencyPhone', text: 'Write a number on which they are rung' });
  if (emergencyName === '' && emergencyPhone !== '') errors.push({ field: 'emergencyName', text: 'Write who is rung on that number' });

  const phones = eachLine('phones', 'at home: 020 7946 0101', phoneIn);
  const hours = eachLine('hours', '8am to 4.30pm, or 8am to noon; Mon, Tue', hoursIn);
  const training = eachLine('training', 'Safeguarding, level 2; 22 6 2026; 22 6 2028', trainingIn);
  const optional = (field: string, value: string): Readonly<Record<string, string>> => (value === '' ? {} : { [field]: value });
  return {
    body: {
      name,
      firstName: form.get('firstName') === '' ? (split(name, /\s/)[0] ?? '').slice(0, 40) : form.get('firstName'),
      duties: dutiesIn(form, before),
      roles: split(form.get('roles'), ','),
      staff: form.get('staff') !== 'no',
      ...['mobile', 'email', 'manager', 'vehicle'].reduce((all, field) => ({ ...all, ...optional(field, form.get(field)) }), {}),
      ...(phones.length === 0 ? {} : { phones }),
      ...(hours.length === 0 ? {} : { hours }),
      ...(training.length === 0 ? {} : { training }),
      ...(emergencyName === '' || emergencyPhone === ''
        ? {}
        : {
            emergencyContact: {
              name: emergencyName,
              phone: emergencyPhone,
              ...optional('relationship', form.get('emergencyRelationship')),
            },
          }),
    },
    errors,
  };
}

/** In the order in which they stand. */
function dutiesIn(form: Form, { duties = [] }: Partial<ShownPerson> = {}): readonly Duty[] {
  const chosen = Duty.options.filter((duty) => form.all('duties').includes(duty));
  return [...duties.filter((duty) => chosen.includes(duty)), ...chosen.filter((duty) => !duties.includes(duty))];
}

const onForm = [
  ...['name', 'firstName', 'duties', 'roles', 'staff', 'mobile', 'email', 'manager', 'vehicle'],
  ...['phones', 'hours', 'training', 'emergencyContact'],
];

/** The field of what a JSON pointer into the body names. */
export function fieldOfPointer(pointer: string): string | undefined {
  const [, first = '', second = 'name'] = pointer.split('/');
  if (first === 'emergencyContact') return `emergency${second.charAt(0).toUpperCase()}${second.slice(1)}`;
  return onForm.includes(first) ? first : undefined;
}

function phoneIn(line: string): { readonly what: string; readonly number: string } | undefined {
  const [, what = '', number = ''] = /^(.*?)[:;]\s*(\+?[\d\s()-]{6,30})$/.exec(line) ?? [];
  return what.trim() === '' ? undefined : { what: what.trim(), number };
}

function hoursIn(line: string): Hours | undefined {
  const [between = '', days = ''] = split(line, ';');
  const [from, to] = between.split(/\s+to\s+/).map((one) => hourIn(one));
  const named = split(days, /[,\s]+/).map(
    (one) => weekdays.findIndex((weekday) => one.toLowerCase().startsWith(weekday.toLowerCase())) + 1,
  );
  if (from === undefined || to === undefined || named.includes(0)) return undefined;
  return { from, to, days: named.length === 0 ? everyWeekday : named };
}

function trainingIn(line: string): Training | undefined {
  const [what = '', on = '', until] = split(line, ';');
  const [from, end] = [dateIn(on), until === undefined ? undefined : dateIn(until)];
  if (what === '' || from === undefined || (until !== undefined && end === undefined)) return undefined;
  return { what, on: from, ...(end === undefined ? {} : { until: end }) };
}

function dateIn(text: string): string | undefined {
  const [first = '', month = '', last = ''] = split(text, /[\s/.-]+/);
  return first.length === 4 ? dayIn({ day: last, month, year: first }) : dayIn({ day: first, month, year: last });
}
