import { Hint } from './hint.tsx';
import { type Extra, spaced } from './options.ts';
import { Textarea, type TextareaProps } from './textarea.tsx';

type Limit = { readonly maxlength: number; readonly maxwords?: undefined } | { readonly maxwords: number; readonly maxlength?: undefined };

interface Options extends Omit<TextareaProps, 'describedBy' | 'autocomplete' | 'disabled' | 'formGroup'> {
  /** The part of the limit, in per cent, from which the count is shown. */
  readonly threshold?: number | undefined;
  readonly countMessage?: Pick<Extra, 'classes'> | undefined;
  readonly formGroup?: Extra | undefined;
}

/** A textarea that says how much it takes; its script counts down. */
export const CharacterCount = ({ maxlength, maxwords, threshold, countMessage, ...textarea }: Options & Limit) => {
  const { name, id = name, formGroup, classes } = textarea;
  const counted = maxwords === undefined ? `${maxlength} characters` : `${maxwords} words`;
  return (
    <Textarea
      {...textarea}
      describedBy={`${id}-info`}
      classes={spaced('govuk-js-character-count', classes)}
      formGroup={{
        classes: spaced('govuk-character-count', formGroup?.classes),
        attributes: {
          'data-module': 'govuk-character-count',
          'data-maxlength': maxlength,
          'data-maxwords': maxwords,
          'data-threshold': threshold,
          'data-count-type': maxwords === undefined ? undefined : 'words',
          ...formGroup?.attributes,
        },
        afterInput: {
          html: (
            <Hint
              id={`${id}-info`}
              classes={spaced('govuk-character-count__message', countMessage?.classes)}
              text={`You can enter up to ${counted}`}
            />
          ),
        },
      }}
    />
  );
};
