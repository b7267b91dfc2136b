import type { Child } from 'hono/jsx';
import { Fieldset, type FieldsetProps } from './fieldset.tsx';
import { describedBy as described, FormGroup, HintAndError, type Question } from './form-group.tsx';
import { Hint, type HintProps } from './hint.tsx';
import { Label } from './label.tsx';
import { type Content, type Extra, spaced } from './options.ts';

/** Something that can be chosen; or, with a `divider`, a word between two of them. */
export interface Choice extends Content, Pick<Extra, 'attributes'> {
  /** `idPrefix` for the first, `idPrefix-2` for the second, when it is left out. */
  readonly id?: string | undefined;
  readonly value?: string | number | undefined;
  readonly checked?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly label?: Extra | undefined;
  readonly hint?: HintProps | undefined;
  /** What is asked when this is chosen. Without JavaScript it is always there, so its answers may come without the choice. */
  readonly conditional?: { readonly html?: Child } | undefined;
  readonly divider?: string | undefined;
}

export interface ChoicesProps<Item extends Choice> extends Question, Extra {
  readonly name: string;
  readonly items: readonly (Item | false | null | undefined)[];
  /** The name, when it is left out. A mistake's link goes to `#` and this. */
  readonly idPrefix?: string | undefined;
  readonly fieldset?: FieldsetProps | undefined;
}

interface Props extends ChoicesProps<Choice & { readonly name?: string | undefined; readonly behaviour?: 'exclusive' | undefined }> {
  readonly type: 'radio' | 'checkbox';
  readonly chosen: readonly (string | number)[];
  /** For each box, where there is no fieldset to read it out. */
  readonly describedBy?: string | undefined;
}

/** What Radios and Checkboxes have in common. */
export const Choices = (props: Props) => {
  const { type, name, items, idPrefix = name, fieldset, chosen, classes, attributes } = props;
  const kind = `govuk-${type === 'radio' ? 'radios' : 'checkboxes'}`;
  const describedBy = described(fieldset?.describedBy ?? props.describedBy, idPrefix, props);

  const inner = (
    <>
      <HintAndError {...props} id={idPrefix} />
      <div class={spaced(kind, classes)} data-module={kind} {...attributes}>
        {items.map((item, index) => {
          if (!item) return null;
          if (item.divider !== undefined) return <div class={`${kind}__divider`}>{item.divider}</div>;
          const id = item.id ?? (index === 0 ? idPrefix : `${idPrefix}-${index + 1}`);
          const checked = item.checked ?? (item.value !== undefined && chosen.includes(item.value));
          const conditional = item.conditional?.html;
          return (
            <>
              <div class={`${kind}__item`}>
                <input
                  class={`${kind}__input`}
                  id={id}
                  name={item.name ?? name}
                  type={type}
                  value={item.value}
                  checked={checked}
                  disabled={item.disabled}
                  data-aria-controls={conditional ? `conditional-${id}` : undefined}
                  data-behaviour={item.behaviour}
                  aria-describedby={spaced(type === 'checkbox' && !fieldset && describedBy, item.hint && `${id}-item-hint`)}
                  {...item.attributes}
                />
                <Label
                  text={item.text}
                  html={item.children ?? item.html}
                  classes={spaced(`${kind}__label`, item.label?.classes)}
                  attributes={item.label?.attributes}
                  for={id}
                />
                {item.hint && <Hint {...item.hint} id={`${id}-item-hint`} classes={spaced(`${kind}__hint`, item.hint.classes)} />}
              </div>
              {conditional && (
                <div class={spaced(`${kind}__conditional`, !checked && `${kind}__conditional--hidden`)} id={`conditional-${id}`}>
                  {conditional}
                </div>
              )}
            </>
          );
        })}
      </div>
    </>
  );

  return (
    <FormGroup {...props}>
      {fieldset ? (
        <Fieldset {...fieldset} describedBy={describedBy}>
          {inner}
        </Fieldset>
      ) : (
        inner
      )}
    </FormGroup>
  );
};
