import { type Content, content, type Extra, spaced } from './options.ts';

type Props = Content & Extra & { readonly href?: string | undefined };

export const BackLink = ({ text = 'Back', href = '#', classes, attributes, ...said }: Props) => (
  <a href={href} class={spaced('govuk-back-link', classes)} {...attributes}>
    {content({ text, ...said })}
  </a>
);
