import { type Instant, inLondon } from '../../domain/time.ts';
import { Button } from '../components/button.tsx';
import { Checkboxes } from '../components/checkboxes.tsx';
import { DateInput } from '../components/date-input.tsx';
import { Input } from '../components/input.tsx';
import { Radios } from '../components/radios.tsx';
import { Select } from '../components/select.tsx';
import type { FieldError, Form } from '../forms/form.ts';
import { onDay } from '../visit/on-day.ts';
import { errorOf, type Wrong } from '../forms/posting.tsx';
import { dayIn, hourIn } from '../times.ts';

/** What can be chosen: it is the school's own. */
export interface Choices {
  readonly versions: readonly { readonly version: string; readonly inForce: boolean }[];
  readonly types: readonly { readonly id: string; readonly say: string }[];
  readonly people: readonly { readonly id: string; readonly name: string }[];
}

export const lasts = {
  depart: 'They set out, and nothing more is heard of them',
  arrive: 'They arrive at the home, and nothing more is heard of them',
  leave: 'They leave the home, and do not come back',
  help: 'They call for help at the home',
} as const;

const times = {
  depart: { ask: 'They set out at', hint: 'As 1.15pm', field: 'departAt' },
  arrive: { ask: 'They arrive at (optional)', hint: 'Where the policy waits for it', field: 'arriveAt' },
  leave: { ask: 'They leave the home at (optional)', hint: 'Where the policy waits for it', field: 'leaveAt' },
  return: { ask: 'They are due back at', hint: 'As 2.30pm', field: 'returnAt' },
} as const;
type TimeName = keyof typeof times;
const timeNames = Object.keys(times) as readonly TimeName[]; // the keys of the table above
const needed: readonly TimeName[] = ['depart', 'return'];

/** A name for each, since a form that is sent in an address has each name once. */
const fieldOf = (person: string): string => `who.${person}`;

/** Of an afternoon like any other, until somebody says otherwise. */
export function usual(now: Instant): Form['entries'] {
  const [year = '', month = '', ofMonth = ''] = inLondon(now).date.split('-');
  return [
    ...([
      ['date-day', String(Number(ofMonth))],
      ['date-month', String(Number(month))],
      ['date-year', year],
    ] as const),
    ...([
      ['depart', '1pm'],
      ['arrive', '1.20pm'],
      ['leave', '2.10pm'],
      ['return', '2.30pm'],
      ['last', 'leave'],
    ] as const),
  ];
}

/** What the API is asked, or what is wrong with what was written. */
export function outingIn(form: Form, { people }: Pick<Choices, 'people'>) {
  const who = people.filter(({ id }) => form.get(fieldOf(id)) !== '').map(({ id }) => id);
  const date = dayIn({ day: form.get('date-day'), month: form.get('date-month'), year: form.get('date-year') });
  const hours = timeNames.map((name) => ({ name, said: form.get(name), hour: hourIn(form.get(name)) }));
  const last = form.get('last');
  const errors: readonly FieldError[] = [
    ...(who.length === 0 ? [{ field: 'who', text: 'Choose who goes' }] : []),
    ...(date === undefined ? [{ field: 'date', text: 'Write a day that there is, as 18 6 2026' }] : []),
    ...hours.flatMap(({ name, said, hour }) =>
      hour !== undefined || (said === '' && !needed.includes(name))
        ? []
        : [{ field: name, text: said === '' ? `Write when ${whenOf[name]}` : `Write ${whenOf[name]} as a time, as 1.15pm` }],
    ),
    ...(Object.hasOwn(lasts, last) ? [] : [{ field: 'last', text: 'Choose what happens' }]),
  ];
  const at = hours.flatMap(({ name, hour }) =>
    hour === undefined || date === undefined ? [] : [[times[name].field, onDay(date, hour)] as const],
  );
  const given = ['version', 'type'].flatMap((name) => (form.get(name) === '' ? [] : [[name, form.get(name)] as const]));
  const query: Readonly<Record<string, string>> = { ...asRecord([...given, ...at]), visitors: who.join(','), last };
  return { errors, query, who };
}

const asRecord = (entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> => Object.fromEntries(entries);

const whenOf = { depart: 'they set out', arrive: 'they arrive', leave: 'they leave the home', return: 'they are due back' } as const;

/** The field that a fault of the API is about. */
export function fieldOfFault(pointer: string): string {
  const name = pointer.replace('/query/', '');
  return name === 'visitors' ? 'who' : (timeNames.find((one) => times[one].field === name) ?? name);
}

interface Props {
  readonly form: Form;
  readonly choices: Choices;
  readonly wrong: Wrong | undefined;
}

export function OutingForm({ form, choices, wrong }: Props) {
  const { versions, types, people } = choices;
  return (
    <form method="get" action="/rehearsal" novalidate class="ds-screen-only">
      {versions.length < 2 ? null : (
        <Select
          name="version"
          label={{ text: 'By which policy?' }}
          {...errorOf(wrong, 'version')}
          value={form.get('version')}
          items={versions.map(({ version, inForce }) => ({
            value: version,
            text: `Version ${version}${inForce ? ', in force now' : ''}`,
            selected: form.get('version') === '' ? inForce : form.get('version') === version,
          }))}
        />
      )}
      {types.length === 0 ? null : (
        <Select
          name="type"
          label={{ text: 'What kind of visit?' }}
          {...errorOf(wrong, 'type')}
          value={form.get('type')}
          items={types.map(({ id, say }) => ({ value: id, text: say }))}
        />
      )}
      <Checkboxes
        name="who"
        fieldset={{ legend: { text: 'Who goes?' } }}
        {...errorOf(wrong, 'who')}
        items={people.map(({ id, name }) => ({ name: fieldOf(id), value: 'yes', text: name, checked: form.get(fieldOf(id)) !== '' }))}
      />
      <DateInput
        id="date"
        namePrefix="date"
        fieldset={{ legend: { text: 'On which day?' } }}
        hint={{ text: 'Who is told may depend on it: a day of the holidays, a Saturday.' }}
        {...errorOf(wrong, 'date')}
        values={{ 'date-day': form.get('date-day'), 'date-month': form.get('date-month'), 'date-year': form.get('date-year') }}
      />
      {timeNames.map((name) => (
        <Input
          name={name}
          label={{ text: times[name].ask }}
          hint={{ text: times[name].hint }}
          {...errorOf(wrong, name)}
          value={form.get(name)}
          classes="govuk-input--width-10"
          autocomplete="off"
        />
      ))}
      <Radios
        name="last"
        fieldset={{ legend: { text: 'What happens?' } }}
        {...errorOf(wrong, 'last')}
        value={form.get('last')}
        items={Object.entries(lasts).map(([value, text]) => ({ value, text }))}
      />
      <Button text="Rehearse it" />
    </form>
  );
}
