import type { Child } from 'hono/jsx';
import { ErrorMessage, type ErrorMessageProps } from './error-message.tsx';
import { Hint, type HintProps } from './hint.tsx';
import { type Extra, spaced } from './options.ts';

/** What every question has, whatever it is answered with. */
export interface Question {
  readonly hint?: HintProps | undefined;
  readonly errorMessage?: ErrorMessageProps | undefined;
  readonly formGroup?: Extra | undefined;
}

/** The ids of what is read out with a field, in the order in which they stand on the page. */
export const describedBy = (first: string | undefined, id: string, { hint, errorMessage }: Question): string | undefined =>
  spaced(first, hint && `${id}-hint`, errorMessage && `${id}-error`);

export const HintAndError = ({ id, hint, errorMessage }: Question & { readonly id: string }) => (
  <>
    {hint && <Hint {...hint} id={`${id}-hint`} />}
    {errorMessage && <ErrorMessage {...errorMessage} id={`${id}-error`} />}
  </>
);

export const FormGroup = ({ errorMessage, formGroup, children }: Question & { readonly children?: Child }) => (
  <div class={spaced('govuk-form-group', errorMessage && 'govuk-form-group--error', formGroup?.classes)} {...formGroup?.attributes}>
    {children}
  </div>
);
