import { type Content, content, type Extra, spaced } from './options.ts';

export interface LabelProps extends Content, Extra {
  readonly for?: string | undefined;
  readonly isPageHeading?: boolean | undefined;
}

/** Nothing at all when it says nothing. */
export const Label = ({ for: field, isPageHeading = false, classes, attributes, ...said }: LabelProps) => {
  const words = content(said);
  if (words === undefined) return null;
  const label = (
    <label class={spaced('govuk-label', classes)} for={field} {...attributes}>
      {words}
    </label>
  );
  return isPageHeading ? <h1 class="govuk-label-wrapper">{label}</h1> : label;
};
