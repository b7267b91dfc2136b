import { describedBy, LabelledGroup, type Question } from './form-group.tsx';
import type { LabelProps } from './label.tsx';
import { type Extra, spaced } from './options.ts';

interface Choice extends Pick<Extra, 'attributes'> {
  readonly text: string;
  /** The text, when it is left out. */
  readonly value?: string | undefined;
  readonly selected?: boolean | undefined;
  readonly disabled?: boolean | undefined;
}

interface Props extends Question, Extra {
  readonly name: string;
  readonly label: LabelProps;
  readonly items: readonly (Choice | false | null | undefined)[];
  /** The name, when it is left out. */
  readonly id?: string | undefined;
  readonly value?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly describedBy?: string | undefined;
}

export const Select = (props: Props) => {
  const { name, id = name, items, value, errorMessage, classes, attributes } = props;
  return (
    <LabelledGroup {...props} id={id}>
      <select
        class={spaced('govuk-select', classes, errorMessage && 'govuk-select--error')}
        id={id}
        name={name}
        disabled={props.disabled}
        aria-describedby={describedBy(props.describedBy, id, props)}
        {...attributes}
      >
        {items.map(
          (item) =>
            item && (
              <option
                value={item.value}
                selected={item.selected ?? (item.value ?? item.text) === value}
                disabled={item.disabled}
                {...item.attributes}
              >
                {item.text}
              </option>
            ),
        )}
      </select>
    </LabelledGroup>
  );
};
