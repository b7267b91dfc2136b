import type { Child } from 'hono/jsx';
import { type Content, content, type Extra, spaced } from './options.ts';

interface Props extends Content, Extra {
  readonly titleText?: string | undefined;
  readonly titleHtml?: Child;
  readonly headingLevel?: 1 | 2 | 3 | 4 | undefined;
}

/** Says that something is done and sent. */
export const Panel = ({ titleText, titleHtml, headingLevel = 1, classes, attributes, ...said }: Props) => {
  const Heading = `h${headingLevel}` as const;
  const body = content(said);
  return (
    <div class={spaced('govuk-panel', 'govuk-panel--confirmation', classes)} {...attributes}>
      <Heading class="govuk-panel__title">{titleHtml ?? titleText}</Heading>
      {body !== undefined && <div class="govuk-panel__body">{body}</div>}
    </div>
  );
};
