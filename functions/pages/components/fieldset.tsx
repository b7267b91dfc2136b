import type { Child } from 'hono/jsx';
import { type Content, content, type Extra, spaced } from './options.ts';

interface Legend extends Content, Pick<Extra, 'classes'> {
  readonly isPageHeading?: boolean | undefined;
}

export interface FieldsetProps extends Extra {
  readonly legend?: Legend | undefined;
  readonly describedBy?: string | undefined;
  readonly role?: 'group' | undefined;
  readonly html?: Child;
  readonly children?: Child;
}

export const Fieldset = ({ legend, describedBy, role, html, classes, attributes, children }: FieldsetProps) => (
  <fieldset class={spaced('govuk-fieldset', classes)} role={role} aria-describedby={describedBy} {...attributes}>
    {legend && (
      <legend class={spaced('govuk-fieldset__legend', legend.classes)}>
        {legend.isPageHeading ? <h1 class="govuk-fieldset__heading">{content(legend)}</h1> : content(legend)}
      </legend>
    )}
    {children ?? html}
  </fieldset>
);
