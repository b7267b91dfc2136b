import type { Child } from 'hono/jsx';
import type { FieldsetProps } from './fieldset.tsx';
import { FieldsetGroup, type Question } from './form-group.tsx';
import { Hint, type HintProps } from './hint.tsx';
import { Label } from './label.tsx';
import { type Content, type Extra, spaced } from './options.ts';

export interface Choice extends Pick<Content, 'text' | 'html'>, Pick<Extra, 'attributes'> {
  readonly value: string;
  /** `idPrefix` for the first, `idPrefix-2` for the second, when it is left out. */
  readonly id?: string | undefined;
  readonly checked?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly label?: Extra | undefined;
  readonly hint?: HintProps | undefined;
  /** What is asked when this is chosen. Without JavaScript it is always there, so answers may come that nobody was to give. */
  readonly conditional?: { readonly html?: Child } | undefined;
}

/** A word between two choices, like "or". */
interface Divider {
  readonly divider: string;
}

export interface ChoicesProps<Item extends Choice> extends Question, Extra {
  readonly name: string;
  readonly items: readonly (Item | Divider | false | null | undefined)[];
  /** The name, when it is left out. A mistake's link goes to `#` and this. */
  readonly idPrefix?: string | undefined;
  readonly fieldset?: FieldsetProps | undefined;
}

export interface Box extends Choice {
  /** Where this box is sent by another name. */
  readonly name?: string | undefined;
  /** `exclusive` for "none of these": the script takes the ticks from the others. Without JavaScript both can come. */
  readonly behaviour?: 'exclusive' | undefined;
}

interface Props extends ChoicesProps<Box> {
  readonly kind: 'radios' | 'checkboxes';
  readonly chosen: readonly string[];
  /** The ids of what is read out with each choice. */
  readonly eachDescribedBy?: string | undefined;
}

/** What radios and checkboxes have in common. */
export const Choices = (props: Props) => {
  const { kind, name, items, idPrefix = name, chosen, classes, attributes } = props;
  return (
    <FieldsetGroup {...props} id={idPrefix}>
      <div class={spaced(`govuk-${kind}`, classes)} data-module={`govuk-${kind}`} {...attributes}>
        {items.map((item, index) => {
          if (!item) return null;
          if ('divider' in item) return <div class={`govuk-${kind}__divider`}>{item.divider}</div>;
          const id = item.id ?? (index === 0 ? idPrefix : `${idPrefix}-${index + 1}`);
          const checked = item.checked ?? chosen.includes(item.value);
          return <Item {...props} item={{ name, ...item, id, checked }} />;
        })}
      </div>
    </FieldsetGroup>
  );
};

interface ItemProps extends Pick<Props, 'kind' | 'eachDescribedBy'> {
  readonly item: Box & { readonly id: string };
}

const Item = ({ kind, eachDescribedBy, item }: ItemProps) => {
  const { id, checked = false, label, hint } = item;
  const block = `govuk-${kind}`;
  const conditional = item.conditional?.html;
  return (
    <>
      <div class={`${block}__item`}>
        <input
          class={`${block}__input`}
          id={id}
          name={item.name}
          type={kind === 'radios' ? 'radio' : 'checkbox'}
          value={item.value}
          checked={checked}
          disabled={item.disabled}
          data-aria-controls={conditional ? `conditional-${id}` : undefined}
          data-behaviour={item.behaviour}
          aria-describedby={spaced(eachDescribedBy, hint && `${id}-item-hint`)}
          {...item.attributes}
        />
        <Label text={item.text} html={item.html} {...label} classes={spaced(`${block}__label`, label?.classes)} for={id} />
        {hint && <Hint {...hint} id={`${id}-item-hint`} classes={spaced(`${block}__hint`, hint.classes)} />}
      </div>
      {conditional && (
        <div class={spaced(`${block}__conditional`, !checked && `${block}__conditional--hidden`)} id={`conditional-${id}`}>
          {conditional}
        </div>
      )}
    </>
  );
};
