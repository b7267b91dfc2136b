import type { Adult } from '../../domain/household.ts';
import { Button } from '../components/button.tsx';
import { Fieldset } from '../components/fieldset.tsx';
import { Input } from '../components/input.tsx';
import { Select } from '../components/select.tsx';
import { Textarea } from '../components/textarea.tsx';
import { type FieldError, type Form, formOfEntries } from '../forms/form.ts';
import { errorOf, type Wrong } from '../forms/posting.tsx';
import { addField, rowsIn } from '../forms/questions.ts';
import type { ShownHome } from '../shapes.ts';
import { dialled } from '../words.ts';

export interface ShownPupil {
  readonly id: string;
  readonly name: string;
  readonly onRoll?: boolean;
}
export interface ShownHazard {
  readonly what: string;
  readonly on?: string;
  readonly saidBy?: string;
  readonly endedOn?: string;
  readonly lookAgain?: boolean;
}

/** The parts of a record, as domain/household.ts has them: those that may not be read are not there. */
export const peopleOf = (home: ShownHome | undefined) => ({
  adults: (home?.adults ?? []) as readonly Partial<Adult>[],
  pupils: (home?.pupils ?? []) as readonly ShownPupil[],
  hazards: (home?.hazards ?? []) as readonly ShownHazard[],
});

// ------------------------------------------------------------------------------------------------ what stands in the fields

/** What is known of a home, as its form would send it. `p` stands before the name of each field. */
export function formOfHome(home: ShownHome, p = ''): Form {
  const { adults, pupils } = peopleOf(home);
  const said = (name: string, value: string | undefined): readonly (readonly [string, string])[] =>
    value === undefined ? [] : [[`${p}${name}`, value]];
  return formOfEntries([
    ...said('name', home.name),
    ...said('address', home.address),
    ...said('phones', home.phones?.map(dialled).join('\n')),
    ...said('animals', home.animals),
    ...adults.flatMap(({ id, name, relationship, parentalResponsibility, phones = [] }, i) => [
      ...said(`adults.${String(i)}.id`, id),
      ...said(`adults.${String(i)}.name`, name),
      ...said(`adults.${String(i)}.relationship`, relationship),
      ...said(`adults.${String(i)}.responsible`, parentalResponsibility === undefined ? '' : parentalResponsibility ? 'yes' : 'no'),
      ...said(`adults.${String(i)}.phones`, phones.map(dialled).join(', ')),
    ]),
    ...pupils.flatMap(({ id, name, onRoll }, i) => [
      ...said(`pupils.${String(i)}.id`, id),
      ...said(`pupils.${String(i)}.name`, name),
      ...said(`pupils.${String(i)}.elsewhere`, onRoll === false ? 'yes' : ''),
    ]),
  ]);
}

// ------------------------------------------------------------------------------------------------ reading them

interface HomeSent {
  /** As the API takes a home: its name, where it is and who lives there. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldError[];
  /** The field of what a JSON pointer into the body names. */
  readonly fieldAt: (pointer: string) => string | undefined;
}

const lines = (text: string, between: RegExp = /\n/): readonly string[] =>
  text
    .split(between)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What is not on the form stays as it is `before`. */
export function homeIn(form: Form, p: string, today: string, before?: ShownHome): HomeSent {
  const known = peopleOf(before);
  const rowsOf = (list: string) => {
    const rows = Array.from({ length: rowsIn(form, `${p}${list}`) }, (_, i) => `${p}${list}.${String(i)}`);
    return rows.filter(
      (row) => form.get(`${row}.name`) !== '' || form.get(`${row}.phones`) !== '' || form.get(`${row}.relationship`) !== '',
    );
  };
  const adultRows = rowsOf('adults');
  const pupilRows = rowsOf('pupils');
  const ids = new Set([...adultRows.map((row) => form.get(`${row}.id`)), ...known.adults.map(({ id }) => id)]);
  const newId = (): string => {
    const id = Array.from({ length: ids.size + 1 }, (_, i) => `adult-${String(i + 1)}`).find((one) => !ids.has(one)) ?? '';
    ids.add(id);
    return id;
  };
  const adults = adultRows.map((row) => {
    const was = known.adults.find(({ id }) => id === form.get(`${row}.id`));
    const responsible = form.get(`${row}.responsible`);
    const { relationship: _, parentalResponsibility: __, ...rest } = was ?? {};
    return {
      ...rest,
      id: was?.id ?? newId(),
      name: form.get(`${row}.name`),
      phones: lines(form.get(`${row}.phones`), /[\n,;]/),
      ...(form.get(`${row}.relationship`) === '' ? {} : { relationship: form.get(`${row}.relationship`) }),
      ...(responsible === '' ? {} : { parentalResponsibility: responsible === 'yes' }),
    };
  });
  const hazards = [
    ...form.all(`${p}ended`).flatMap((what) => (known.hazards.some((one) => one.what === what) ? [{ what, endedOn: today }] : [])),
    ...lines(form.get(`${p}hazards`)).map((what) => ({ what })),
  ];
  const optional = (['address', 'animals'] as const).flatMap((name) => {
    const value = form.get(`${p}${name}`);
    return value === '' ? [] : [[name, value] as const];
  });
  return {
    body: {
      name: form.get(`${p}name`),
      ...Object.fromEntries(optional),
      phones: lines(form.get(`${p}phones`), /[\n,;]/),
      adults,
      pupils: pupilRows.map((row) => ({
        id: form.get(`${row}.id`),
        name: form.get(`${row}.name`),
        onRoll: form.get(`${row}.elsewhere`) === '',
      })),
      ...(hazards.length === 0 ? {} : { hazards }),
    },
    errors: [
      ...(form.get(`${p}name`) === ''
        ? [{ field: `${p}name`, text: 'Write what the school calls the family, like The Okonjo-Bell family' }]
        : []),
      ...[...adultRows, ...pupilRows].flatMap((row) =>
        form.get(`${row}.name`) === '' ? [{ field: `${row}.name`, text: 'Write their name, or leave the whole line empty' }] : [],
      ),
    ],
    fieldAt: (pointer) => {
      const [, part = '', row = '', field = 'name'] = pointer.split('/');
      if (part === 'adults')
        return `${adultRows[Number(row)] ?? `${p}adults.0`}.${field === 'parentalResponsibility' ? 'responsible' : field}`;
      if (part === 'pupils') return `${pupilRows[Number(row)] ?? `${p}pupils.0`}.${field}`;
      return ['name', 'address', 'phones', 'animals', 'hazards'].includes(part) ? `${p}${part}` : undefined;
    },
  };
}

/** Each child with a number: one that has none in the school's records has one of our own, which no other child has. */
export function numbered(form: Form, p: string, newNumber: () => string): Form {
  const rows = Array.from({ length: rowsIn(form, `${p}pupils`) }, (_, i) => `${p}pupils.${String(i)}`).filter(
    (row) => form.get(`${row}.name`) !== '' && form.get(`${row}.id`) === '',
  );
  const ids = rows.map((row) => `${row}.id`);
  return formOfEntries([...form.entries.filter(([name]) => !ids.includes(name)), ...ids.map((name) => [name, newNumber()] as const)]);
}

// ------------------------------------------------------------------------------------------------ the fields

interface Props {
  readonly p: string;
  readonly form: Form;
  readonly wrong: Wrong | undefined;
  /** As it is known now. */
  readonly home?: ShownHome;
  /** The list for which one more line was asked for. */
  readonly more?: string;
}

export const HomeFields = ({ p, form, wrong, home, more = '' }: Props) => {
  const common = (name: string) => ({ name: `${p}${name}`, value: form.get(`${p}${name}`), ...errorOf(wrong, `${p}${name}`) });
  return (
    <>
      <Input
        {...common('name')}
        label={bold('What does the school call the family?')}
        hint={{ text: 'For example The Okonjo-Bell family' }}
      />
      <Textarea {...common('address')} label={bold('What is the address?')} rows={3} autocomplete="off" />
      <Textarea
        {...common('phones')}
        label={bold('On which numbers can the home be rung?')}
        hint={{ text: 'One number a line, like 020 7946 0101' }}
        rows={2}
      />
      <Rows p={p} form={form} list="adults" title="Adults of the home" more={more}>
        {(row) => <OneAdult row={row} form={form} wrong={wrong} />}
      </Rows>
      <Rows p={p} form={form} list="pupils" title="Children" more={more}>
        {(row) => <OnePupil row={row} form={form} wrong={wrong} />}
      </Rows>
      <Textarea {...common('animals')} label={bold('Are there animals?')} hint={{ text: 'Which, and where they are kept' }} rows={2} />
      <Hazards p={p} form={form} home={home} />
      <Textarea
        {...common('hazards')}
        label={bold(home === undefined ? 'Is there anything to beware of?' : 'Is there anything more to beware of?')}
        hint={{ text: 'One thing a line. Everybody who goes there reads it.' }}
        rows={2}
      />
    </>
  );
};

const bold = (text: string) => ({ text, classes: 'govuk-label--s' });

const Rows = ({
  p,
  form,
  list,
  title,
  more,
  children,
}: Pick<Props, 'p' | 'form'> & {
  readonly list: string;
  readonly title: string;
  readonly more: string;
  readonly children: (row: string) => unknown;
}) => {
  const name = `${p}${list}`;
  const rows = rowsIn(form, name) + (more === name ? 1 : 0);
  return (
    <Fieldset legend={{ text: title, classes: 'govuk-fieldset__legend--m' }}>
      <p class="govuk-hint">A line that is left empty is not kept.</p>
      {Array.from({ length: rows }, (_, i) => (
        <Fieldset legend={{ text: `${title}: ${String(i + 1)}`, classes: 'govuk-fieldset__legend--s' }}>
          <>{children(`${name}.${String(i)}`)}</>
        </Fieldset>
      ))}
      <Button text="Add a line" name={addField} value={name} classes="govuk-button--secondary" />
    </Fieldset>
  );
};

interface RowProps extends Pick<Props, 'form' | 'wrong'> {
  readonly row: string;
}

const OneAdult = ({ row, form, wrong }: RowProps) => (
  <>
    <input type="hidden" name={`${row}.id`} value={form.get(`${row}.id`)} />
    <Input
      name={`${row}.name`}
      label={{ text: 'Name' }}
      autocomplete="off"
      value={form.get(`${row}.name`)}
      {...errorOf(wrong, `${row}.name`)}
    />
    <Input
      name={`${row}.relationship`}
      label={{ text: 'Who they are to the child' }}
      hint={{ text: 'For example mother, or lives in the home' }}
      classes="govuk-input--width-20"
      value={form.get(`${row}.relationship`)}
      {...errorOf(wrong, `${row}.relationship`)}
    />
    <Select
      name={`${row}.responsible`}
      label={{ text: 'Do they have parental responsibility?' }}
      value={form.get(`${row}.responsible`)}
      items={[
        { value: '', text: 'Not known' },
        { value: 'yes', text: 'Yes' },
        { value: 'no', text: 'No' },
      ]}
    />
    <Input
      name={`${row}.phones`}
      label={{ text: 'Their numbers, with commas between them' }}
      autocomplete="off"
      value={form.get(`${row}.phones`)}
      {...errorOf(wrong, `${row}.phones`)}
    />
  </>
);

const OnePupil = ({ row, form, wrong }: RowProps) => (
  <>
    <Input
      name={`${row}.name`}
      label={{ text: 'Name' }}
      autocomplete="off"
      value={form.get(`${row}.name`)}
      {...errorOf(wrong, `${row}.name`)}
    />
    <Input
      name={`${row}.id`}
      label={{ text: 'Their number in the school’s records' }}
      hint={{ text: 'It tells two of one name apart. Leave it out where there is none.' }}
      classes="govuk-input--width-10"
      value={form.get(`${row}.id`)}
      {...errorOf(wrong, `${row}.id`)}
    />
    <Select
      name={`${row}.elsewhere`}
      label={{ text: 'Are they a pupil of this school?' }}
      value={form.get(`${row}.elsewhere`)}
      items={[
        { value: '', text: 'Yes' },
        { value: 'yes', text: 'No, or not yet' },
      ]}
    />
  </>
);

/** What there is to beware of is ended, and never deleted. */
const Hazards = ({ p, form, home }: Pick<Props, 'p' | 'form'> & { readonly home: ShownHome | undefined }) => {
  const known = peopleOf(home).hazards.filter(({ endedOn }) => endedOn === undefined);
  return known.length === 0 ? null : (
    <Fieldset legend={{ text: 'To beware of, as far as is known', classes: 'govuk-fieldset__legend--s' }}>
      <p class="govuk-hint">Tick what is so no more. It stays in the history of the home.</p>
      <div class="govuk-checkboxes">
        {known.map(({ what }, i) => (
          <div class="govuk-checkboxes__item">
            <input
              class="govuk-checkboxes__input"
              type="checkbox"
              id={`${p}ended-${String(i + 1)}`}
              name={`${p}ended`}
              value={what}
              checked={form.all(`${p}ended`).includes(what)}
            />
            <label class="govuk-label govuk-checkboxes__label" for={`${p}ended-${String(i + 1)}`}>
              {what}: it is so no more
            </label>
          </div>
        ))}
      </div>
    </Fieldset>
  );
};
