import { describedBy, LabelledGroup, type Question } from './form-group.tsx';
import type { LabelProps } from './label.tsx';
import { type Content, content, type Extra, spaced } from './options.ts';

export interface TextareaProps extends Question, Extra {
  readonly name: string;
  readonly label: LabelProps;
  /** The name, when it is left out. */
  readonly id?: string | undefined;
  readonly rows?: number | undefined;
  readonly value?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly describedBy?: string | undefined;
  readonly autocomplete?: string | undefined;
  readonly spellcheck?: boolean | undefined;
  readonly formGroup?: (Extra & { readonly afterInput?: Content | undefined }) | undefined;
}

export const Textarea = (props: TextareaProps) => {
  const { name, id = name, errorMessage, formGroup, classes, attributes } = props;
  return (
    <LabelledGroup {...props} id={id}>
      <textarea
        class={spaced('govuk-textarea', errorMessage && 'govuk-textarea--error', classes)}
        id={id}
        name={name}
        rows={props.rows ?? 5}
        spellcheck={props.spellcheck}
        disabled={props.disabled}
        aria-describedby={describedBy(props.describedBy, id, props)}
        autocomplete={props.autocomplete}
        {...attributes}
      >
        {props.value}
      </textarea>
      {formGroup?.afterInput && content(formGroup.afterInput)}
    </LabelledGroup>
  );
};
