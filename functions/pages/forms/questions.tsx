import type { Child } from 'hono/jsx';
import type { Instant } from '../../domain/time.ts';
import type { ShownQuestion } from '../../domain/visit/stage-card.ts';
import { answerInWords, fieldInWords, hazardField } from './answered.ts';
import { Button } from '../components/button.tsx';
import { Checkboxes } from '../components/checkboxes.tsx';
import { DateInput } from '../components/date-input.tsx';
import { Details } from '../components/details.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { Fieldset } from '../components/fieldset.tsx';
import { Input } from '../components/input.tsx';
import { Radios } from '../components/radios.tsx';
import { Select } from '../components/select.tsx';
import { Textarea } from '../components/textarea.tsx';
import type { FieldError, Form } from './form.ts';
import { addField, fieldOf, hazardChanges, isSaidElsewhere, isSigned, otherWords, rowsIn, shownField } from './questions.ts';
import { anyOf } from './whose.ts';

/** What the fields of a page have in common. */
export interface Asking {
  /** What stands in them: what was sent with the form, or what is answered already. */
  readonly form: Form;
  readonly errors: readonly FieldError[];
  /** Of people, of the adults of the home and of whatever else a question may be about. */
  readonly nameOf: (id: string) => string;
  /** Everybody on the staff, where a question asks for one. */
  readonly staff: readonly { readonly id: string; readonly name: string }[];
  readonly now: Instant;
  /** A list for which one more line was asked for. */
  readonly more?: string;
  /** A list is shown without what stands in it: what is written is added to that. */
  readonly adds?: boolean;
  /** Where somebody changes what the request and its plan say. */
  readonly change?: string;
}

/** Each mistake as a link to where it is mended; nothing where there is none. */
export const Mistakes = ({ errors, children }: { readonly errors: readonly FieldError[]; readonly children?: Child }) =>
  errors.length === 0 && children === undefined ? null : (
    <ErrorSummary
      titleText="Not taken yet: there is something to mend"
      {...(children === undefined ? {} : { descriptionHtml: children })}
      errorList={errors.map(({ field, text }) => ({ text, href: `#${field}` }))}
    />
  );

/** The fields of all that is asked, in the policy's own words and order: of each question one for each that it is about. */
export const Questions = ({ questions, asking }: { readonly questions: readonly ShownQuestion[]; readonly asking: Asking }) => (
  <>{questions.flatMap((question) => question.of.map((of) => <OneQuestion question={question} of={of} asking={asking} />))}</>
);

interface Props {
  readonly question: ShownQuestion;
  readonly of: ShownQuestion['of'][number];
  readonly asking: Asking;
}

const OneQuestion = ({ question, of, asking }: Props) =>
  of.yours && !isSaidElsewhere(question) && !isSigned(question) ? (
    <Answerable question={question} of={of} asking={asking} />
  ) : (
    <Standing question={question} of={of} asking={asking} />
  );

/** The policy's own words, and whom it is about. */
export const sayQuestion = ({ ask }: Pick<ShownQuestion, 'ask'>, subject: string, nameOf: (id: string) => string): string =>
  subject === '' ? ask : `${ask} (for ${nameOf(subject)})`;

/** What somebody else answers, or is said elsewhere: how it stands. */
function Standing({ question, of: { subject, answered, value }, asking }: Props) {
  const { nameOf, now, change } = asking;
  const lines = value === undefined ? [] : answerInWords(question, value, { nameOf, now });
  const waits = isSigned(question) ? `the risk assessment of ${nameOf(subject)}` : anyOf(question.by ?? [], nameOf, subject);
  return (
    <div class="govuk-form-group" id={fieldOf(question, subject)}>
      <p class="govuk-body govuk-!-font-weight-bold govuk-!-margin-bottom-1">{sayQuestion(question, subject, nameOf)}</p>
      <p class="govuk-hint">{question.clauses.join(', ')}</p>
      {lines.map((line) => (
        <p class="govuk-body govuk-!-margin-bottom-1">{line}</p>
      ))}
      {isSaidElsewhere(question) ? (
        <p class="govuk-body">
          {answered ? 'Said already, in the request or its times. ' : 'Not said yet. '}
          {change === undefined ? null : (
            <a class="govuk-link" href={change}>
              Change it there
            </a>
          )}
        </p>
      ) : (
        <p class="govuk-body">{answered ? (lines.length === 0 ? 'Answered.' : '') : `Waits for ${waits}.`}</p>
      )}
    </div>
  );
}

function Answerable({ question, of: { subject, answered, value }, asking }: Props) {
  const name = fieldOf(question, subject);
  const label = sayQuestion(question, subject, asking.nameOf);
  const isAdded = asking.adds === true && question.type === 'list';
  const again = isAdded ? 'Answered already. What you write is added.' : 'Answered already. Answer again only to change it.';
  const unread = answered && value === undefined ? [again] : [];
  const field: FieldProps = { name, label, hint: [...unread, question.clauses.join(', ')], question, asking };
  switch (question.type) {
    case 'choice':
      return <Choice {...field} kind="radio" />;
    case 'choices':
      return <Choice {...field} kind="checkbox" />;
    case 'people':
      return <People {...field} />;
    case 'record':
      return (
        <Group {...field}>
          <RecordFields name={name} question={question} asking={asking} />
        </Group>
      );
    case 'list':
      return <List {...field} />;
    case 'hazard':
      return <Hazard {...field} />;
    case 'signature':
    case 'word':
      return null;
    default:
      return <Simple type={question.type} {...field} big />;
  }
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint: readonly string[];
  readonly question: ShownQuestion;
  readonly asking: Asking;
}

const errorAt = ({ errors }: Asking, ...names: readonly string[]): { readonly errorMessage?: { readonly text: string } } => {
  const found = errors.find(({ field }) => names.includes(field));
  return found === undefined ? {} : { errorMessage: { text: found.text } };
};

const hintOf = (...lines: readonly string[]) => {
  const said = lines.filter((line) => line !== '');
  return said.length === 0 ? {} : { hint: { text: said.join(' ') } };
};

const legendOf = (text: string, size: 's' | 'none' = 's') => ({
  legend: { text, classes: size === 's' ? 'govuk-fieldset__legend--s' : '' },
});

const Shown = ({ name }: { readonly name: string }) => <input type="hidden" name={shownField} value={name} />;

function Choice({ name, label, hint, question, asking, kind }: FieldProps & { readonly kind: 'radio' | 'checkbox' }) {
  const { options = [], open } = question;
  const { form } = asking;
  const items = [
    ...options.map(({ id, say, clauses }) => ({ value: id, text: say, ...(clauses === undefined ? {} : hintOf(clauses.join(', '))) })),
    ...(open ? [{ value: otherWords, text: 'Something else' }] : []),
  ];
  const common = { name, idPrefix: name, items, fieldset: legendOf(label), ...hintOf(...hint), ...errorAt(asking, name) };
  return (
    <>
      {kind === 'radio' ? <Radios {...common} value={form.get(name)} /> : <Checkboxes {...common} values={form.all(name)} />}
      {kind === 'checkbox' ? <Shown name={name} /> : null}
      {open ? (
        <Input
          name={`${name}.other`}
          label={{ text: 'If it is something else, what is it?' }}
          value={form.get(`${name}.other`)}
          {...errorAt(asking, `${name}.other`)}
        />
      ) : null}
    </>
  );
}

const candidates = ({ candidates: named }: ShownQuestion, { staff, nameOf }: Asking) =>
  named === undefined ? staff : named.map((id) => ({ id, name: nameOf(id) }));

const People = ({ name, label, hint, question, asking }: FieldProps) => (
  <>
    <Checkboxes
      name={name}
      idPrefix={name}
      items={candidates(question, asking).map(({ id, name: text }) => ({ value: id, text }))}
      values={asking.form.all(name)}
      fieldset={legendOf(label)}
      {...hintOf(...hint)}
      {...errorAt(asking, name)}
    />
    <Shown name={name} />
  </>
);

const Group = ({ name, label, hint, children }: FieldProps & { readonly children?: Child }) => (
  <div class="govuk-form-group" id={name}>
    <Fieldset {...legendOf(label)} describedBy={`${name}-hint`} role="group">
      <div class="govuk-hint" id={`${name}-hint`}>
        {hint.join(' ')}
      </div>
      {children}
    </Fieldset>
  </div>
);

const RecordFields = ({ name, question, asking }: Pick<FieldProps, 'name' | 'question' | 'asking'>) => (
  <>
    {Object.entries(question.fields ?? {}).map(([field, type]) => (
      <Simple type={type} name={`${name}.${field}`} label={fieldInWords(field)} hint={[]} question={question} asking={asking} />
    ))}
    {question.enough === undefined ? null : <Enough enough={question.enough} />}
  </>
);

/** Which fields together are an answer, where not all of them have to be there. */
const Enough = ({ enough }: { readonly enough: readonly (readonly string[])[] }) => (
  <p class="govuk-hint">
    It is enough to say {enough.map((set) => set.map((field) => fieldInWords(field).toLowerCase()).join(' and ')).join(', or ')}.
  </p>
);

function List({ name, label, hint, question, asking }: FieldProps) {
  const rows = rowsIn(asking.form, name) + (asking.more === name ? 1 : 0);
  return (
    <Group name={name} label={label} hint={[...hint, 'A line that is left empty is not kept.']} question={question} asking={asking}>
      {Array.from({ length: rows }, (_, i) => (
        <Fieldset legend={{ text: `Line ${String(i + 1)}`, classes: 'govuk-fieldset__legend--s' }}>
          <RecordFields name={`${name}.${String(i)}`} question={question} asking={asking} />
        </Fieldset>
      ))}
      {asking.adds === true ? null : <Button text="Add a line" name={addField} value={name} classes="govuk-button--secondary" />}
    </Group>
  );
}

const does = { line: '', asks: 'It is asked: ', demands: 'It is demanded: ', tells: 'Doorstep tells: ' } as const;

/** What is printed is shown and never chosen beforehand: a form that came filled in would pass by itself (T45). */
function Hazard({ name, label, hint, question, asking }: FieldProps) {
  const { printed, controls = [] } = question;
  const { form } = asking;
  const items =
    printed === undefined
      ? [
          { value: 'absent', text: 'No, not as far as is known' },
          { value: 'present', text: 'Yes, it may happen' },
        ]
      : [
          { value: 'confirmed', text: 'It is as printed here' },
          { value: 'raised', text: 'It is higher than printed here' },
        ];
  return (
    <div class="govuk-form-group">
      {printed === undefined ? null : (
        <div class="govuk-inset-text">
          <p class="govuk-body govuk-!-margin-bottom-1">Printed on the form for “{label}”:</p>
          {hazardChanges.map((field) => (
            <div>
              {hazardField[field]}: {printed[field]}
            </div>
          ))}
        </div>
      )}
      {controls.length === 0 ? null : (
        <>
          <p class="govuk-body govuk-!-margin-bottom-1">What is done about it:</p>
          <ul class="govuk-list govuk-list--bullet">
            {controls.map((control) => (
              <li>
                {does[control.does]}
                {control.say}
              </li>
            ))}
          </ul>
        </>
      )}
      <Radios
        name={`${name}.is`}
        idPrefix={`${name}.is`}
        items={items}
        value={form.get(`${name}.is`)}
        fieldset={legendOf(label)}
        {...hintOf(...hint)}
        {...errorAt(asking, `${name}.is`)}
      />
      {printed === undefined ? null : (
        <Details
          summaryText="Something is otherwise than printed"
          open={hazardChanges.some(
            (field) => form.get(`${name}.${field}`) !== '' || asking.errors.some((one) => one.field === `${name}.${field}`),
          )}
        >
          {hazardChanges.map((field) => (
            <Input
              name={`${name}.${field}`}
              label={{ text: hazardField[field] }}
              value={form.get(`${name}.${field}`)}
              {...errorAt(asking, `${name}.${field}`)}
            />
          ))}
        </Details>
      )}
      <Textarea
        name={`${name}.measures`}
        rows={2}
        label={{ text: printed === undefined ? 'If it may happen, what keeps the visitors safe?' : 'Is anything more done about it?' }}
        hint={{ text: 'One thing a line.' }}
        value={form.get(`${name}.measures`)}
        {...errorAt(asking, `${name}.measures`)}
      />
    </div>
  );
}

type SimpleProps = FieldProps & { readonly type: ShownQuestion['type']; readonly big?: boolean };

function Simple({ type, name, label, hint, question, asking, big = false }: SimpleProps) {
  const { form } = asking;
  const bold = { text: label, ...(big ? { classes: 'govuk-label--s' } : {}) };
  const text = { name, label: bold, value: form.get(name), ...errorAt(asking, name) };
  switch (type) {
    case 'yes-no':
      return (
        <Radios
          name={name}
          idPrefix={name}
          classes="govuk-radios--inline"
          items={[
            { value: 'yes', text: 'Yes' },
            { value: 'no', text: 'No' },
          ]}
          value={form.get(name)}
          fieldset={legendOf(label, big ? 's' : 'none')}
          {...hintOf(...hint)}
          {...errorAt(asking, name)}
        />
      );
    case 'tick':
      return (
        <>
          <Checkboxes
            name={name}
            idPrefix={name}
            items={[{ value: 'yes', text: big ? 'Yes' : label }]}
            values={form.all(name)}
            {...(big ? { fieldset: legendOf(label) } : {})}
            {...hintOf(...hint)}
            {...errorAt(asking, name)}
          />
          <Shown name={name} />
        </>
      );
    case 'date':
      return <Day {...{ name, label, hint, question, asking, big }} />;
    case 'when':
      return (
        <>
          <Day {...{ name, label, hint, question, asking, big }} today />
          <Input
            name={`${name}-time`}
            label={{ text: `${label.replace(/[?.]$/, '')}: the time` }}
            classes="govuk-input--width-5"
            value={form.get(`${name}-time`)}
            hint={{ text: 'Like 4.15pm' }}
            {...errorAt(asking, `${name}-time`)}
          />
        </>
      );
    case 'count':
    case 'minutes':
      return (
        <Input {...text} inputmode="numeric" classes="govuk-input--width-4" {...hintOf(type === 'minutes' ? 'In minutes.' : '', ...hint)} />
      );
    case 'phone':
      return <Input {...text} type="tel" autocomplete="off" classes="govuk-input--width-20" {...hintOf(...hint)} />;
    case 'person':
      return (
        <Select
          {...text}
          items={[
            { value: '', text: 'Choose somebody' },
            ...candidates(question, asking).map(({ id, name: who }) => ({ value: id, text: who })),
          ]}
          {...hintOf(...hint)}
        />
      );
    default:
      return <Textarea {...text} rows={big ? 3 : 1} {...hintOf(...hint)} />;
  }
}

const Day = ({
  name,
  label,
  hint,
  asking,
  big = false,
  today = false,
}: FieldProps & { readonly big?: boolean; readonly today?: boolean }) => (
  <DateInput
    id={name}
    namePrefix={name}
    values={Object.fromEntries(['day', 'month', 'year'].map((part) => [`${name}-${part}`, asking.form.get(`${name}-${part}`)]))}
    fieldset={legendOf(label, big ? 's' : 'none')}
    {...hintOf(today ? 'Leave the day out if it is today.' : 'Like 22 6 2026.', ...hint)}
    {...errorAt(asking, `${name}-day`)}
  />
);
