import { describedBy, LabelledGroup, type Question } from './form-group.tsx';
import type { LabelProps } from './label.tsx';
import { type Content, content, type Extra, spaced } from './options.ts';

type Affix = Content & Extra;

interface Props extends Question, Extra {
  readonly name: string;
  readonly label: LabelProps;
  /** The name, when it is left out. */
  readonly id?: string | undefined;
  readonly type?: string | undefined;
  readonly inputmode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'url' | undefined;
  readonly value?: string | number | undefined;
  readonly disabled?: boolean | undefined;
  readonly describedBy?: string | undefined;
  readonly autocomplete?: string | undefined;
  readonly autocapitalize?: 'none' | 'sentences' | 'words' | 'characters' | undefined;
  readonly pattern?: string | undefined;
  readonly spellcheck?: boolean | undefined;
  readonly prefix?: Affix | undefined;
  readonly suffix?: Affix | undefined;
}

export const Input = (props: Props) => {
  const { name, id = name, errorMessage, prefix, suffix, classes, attributes } = props;
  const input = (
    <input
      class={spaced('govuk-input', classes, errorMessage && 'govuk-input--error')}
      id={id}
      name={name}
      type={props.type ?? 'text'}
      spellcheck={props.spellcheck}
      value={props.value}
      disabled={props.disabled}
      aria-describedby={describedBy(props.describedBy, id, props)}
      autocomplete={props.autocomplete}
      autocapitalize={props.autocapitalize}
      pattern={props.pattern}
      inputmode={props.inputmode}
      {...attributes}
    />
  );
  return (
    <LabelledGroup {...props} id={id}>
      {prefix || suffix ? (
        <div class="govuk-input__wrapper">
          {prefix && <AtTheSide kind="prefix" {...prefix} />}
          {input}
          {suffix && <AtTheSide kind="suffix" {...suffix} />}
        </div>
      ) : (
        input
      )}
    </LabelledGroup>
  );
};

/** Hidden from a screen reader: what it says must stand in the label or the hint too. */
const AtTheSide = ({ kind, classes, attributes, ...said }: Affix & { readonly kind: 'prefix' | 'suffix' }) => (
  <div class={spaced(`govuk-input__${kind}`, classes)} aria-hidden="true" {...attributes}>
    {content(said)}
  </div>
);
