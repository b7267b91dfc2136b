import { type Content, content, type Extra, spaced } from './options.ts';

export type TagProps = Content & Extra;

export const Tag = ({ classes, attributes, ...said }: TagProps) => (
  <strong class={spaced('govuk-tag', classes)} {...attributes}>
    {content(said)}
  </strong>
);
