import type { Child } from 'hono/jsx';
import { ErrorMessage, type ErrorMessageProps } from './error-message.tsx';
import { Fieldset, type FieldsetProps } from './fieldset.tsx';
import { Hint, type HintProps } from './hint.tsx';
import { Label, type LabelProps } from './label.tsx';
import { type Extra, spaced } from './options.ts';

/** What every question has, whatever it is answered with. */
export interface Question {
  readonly hint?: HintProps | undefined;
  readonly errorMessage?: ErrorMessageProps | undefined;
  readonly formGroup?: Extra | undefined;
}

interface Within {
  readonly id: string;
  readonly children?: Child;
}

/** The ids of what is read out with a field, in the order in which they stand on the page. */
export const describedBy = (first: string | undefined, id: string, { hint, errorMessage }: Question): string | undefined =>
  spaced(first, hint && `${id}-hint`, errorMessage && `${id}-error`);

/** A question that is one field. */
export const LabelledGroup = ({ id, label, children, ...question }: Question & Within & { readonly label: LabelProps }) => (
  <FormGroup {...question}>
    <Label {...label} for={id} />
    <HintAndError {...question} id={id} />
    {children}
  </FormGroup>
);

/** A question that is several fields; without a fieldset only where another question's fieldset is round it. */
export const FieldsetGroup = ({
  id,
  fieldset,
  children,
  ...question
}: Question & Within & { readonly fieldset?: FieldsetProps | undefined }) => {
  const fields = (
    <>
      <HintAndError {...question} id={id} />
      {children}
    </>
  );
  return (
    <FormGroup {...question}>
      {fieldset ? (
        <Fieldset {...fieldset} describedBy={describedBy(fieldset.describedBy, id, question)}>
          {fields}
        </Fieldset>
      ) : (
        fields
      )}
    </FormGroup>
  );
};

const FormGroup = ({ errorMessage, formGroup, children }: Question & { readonly children?: Child }) => (
  <div class={spaced('govuk-form-group', errorMessage && 'govuk-form-group--error', formGroup?.classes)} {...formGroup?.attributes}>
    {children}
  </div>
);

const HintAndError = ({ id, hint, errorMessage }: Question & { readonly id: string }) => (
  <>
    {hint && <Hint {...hint} id={`${id}-hint`} />}
    {errorMessage && <ErrorMessage {...errorMessage} id={`${id}-error`} />}
  </>
);
