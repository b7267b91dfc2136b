import { type Content, content, type Extra, spaced } from './options.ts';

export interface HintProps extends Content, Extra {
  readonly id?: string | undefined;
}

export const Hint = ({ id, classes, attributes, ...said }: HintProps) => (
  <div id={id} class={spaced('govuk-hint', classes)} {...attributes}>
    {content(said)}
  </div>
);
