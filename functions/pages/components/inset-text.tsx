import { type Content, content, type Extra, spaced } from './options.ts';

type Props = Content & Extra & { readonly id?: string | undefined };

export const InsetText = ({ id, classes, attributes, ...said }: Props) => (
  <div id={id} class={spaced('govuk-inset-text', classes)} {...attributes}>
    {content(said)}
  </div>
);
