import type { FieldsetProps } from './fieldset.tsx';
import { FieldsetGroup, type Question } from './form-group.tsx';
import { Input } from './input.tsx';
import { type Extra, spaced } from './options.ts';

interface Part extends Extra {
  readonly name?: string | undefined;
  readonly label?: string | undefined;
  readonly value?: string | number | undefined;
  /** Where no part of a wrong date is marked, all are, save those that say `false`. */
  readonly error?: boolean | undefined;
}

interface Props extends Question, Extra {
  readonly id: string;
  readonly namePrefix?: string | undefined;
  /** `false` for a date that has no day. */
  readonly day?: Part | false | undefined;
  readonly month?: Part | undefined;
  readonly year?: Part | false | undefined;
  /** By `day`, `month` and `year`; or, with a `namePrefix`, by the names that the form sends. */
  readonly values?: Readonly<Record<string, string | number | undefined>> | undefined;
  readonly fieldset?: FieldsetProps | undefined;
}

const parts = ['day', 'month', 'year'] as const;

export const DateInput = (props: Props) => {
  const { id, namePrefix, values = {}, fieldset, errorMessage, classes, attributes } = props;
  const anyMarked = parts.some((part) => props[part] && isMarked(props[part]));

  return (
    // Its role has the description read out: a fieldset of text inputs goes without in some screen readers.
    <FieldsetGroup {...props} fieldset={fieldset && { role: 'group', ...fieldset }}>
      <div class={spaced('govuk-date-input', classes)} id={id} {...attributes}>
        {parts.map((part) => {
          const given = props[part] ?? {};
          if (!given) return null;
          const { name = part, label = capitalised(name), value = values[part] } = given;
          const sentAs = namePrefix === undefined ? name : `${namePrefix}-${name}`;
          const wrong = isMarked(given) || (given.error !== false && errorMessage !== undefined && !anyMarked);
          return (
            <div class="govuk-date-input__item">
              <Input
                label={{ text: label, classes: 'govuk-date-input__label' }}
                id={`${id}-${name}`}
                name={sentAs}
                value={value ?? values[sentAs]}
                inputmode="numeric"
                classes={spaced(
                  'govuk-date-input__input',
                  wrong && 'govuk-input--error',
                  part === 'year' ? 'govuk-input--width-4' : 'govuk-input--width-2',
                  given.classes,
                )}
                attributes={given.attributes}
              />
            </div>
          );
        })}
      </div>
    </FieldsetGroup>
  );
};

const isMarked = ({ error = false }: Part): boolean => error;
const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
