import { type Content, content, type Extra, spaced } from './options.ts';

export interface ErrorMessageProps extends Content, Extra {
  readonly id?: string | undefined;
  /** Said before the message to those who do not see that it is red; empty for nothing. */
  readonly visuallyHiddenText?: string | undefined;
}

export const ErrorMessage = ({ id, visuallyHiddenText = 'Error', classes, attributes, ...said }: ErrorMessageProps) => (
  <p id={id} class={spaced('govuk-error-message', classes)} {...attributes}>
    {visuallyHiddenText !== '' && (
      <>
        <span class="govuk-visually-hidden">{visuallyHiddenText}:</span>{' '}
      </>
    )}
    {content(said)}
  </p>
);
