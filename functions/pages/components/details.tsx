import type { Child } from 'hono/jsx';
import { type Content, content, type Extra, spaced } from './options.ts';

interface Props extends Content, Extra {
  readonly id?: string | undefined;
  readonly summaryText?: string | undefined;
  readonly summaryHtml?: Child;
  readonly open?: boolean | undefined;
}

export const Details = ({ id, summaryText, summaryHtml, open, classes, attributes, ...said }: Props) => (
  <details id={id} class={spaced('govuk-details', classes)} open={open} {...attributes}>
    <summary class="govuk-details__summary">
      <span class="govuk-details__summary-text">{content({ text: summaryText, html: summaryHtml })}</span>
    </summary>
    <div class="govuk-details__text">{content(said)}</div>
  </details>
);
