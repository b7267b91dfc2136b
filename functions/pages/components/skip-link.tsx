import { type Content, content, type Extra, spaced } from './options.ts';

type Props = Content & Extra & { readonly href?: string | undefined };

export const SkipLink = ({ href = '#content', classes, attributes, ...said }: Props) => (
  <a href={href} class={spaced('govuk-skip-link', classes)} data-module="govuk-skip-link" {...attributes}>
    {content(said)}
  </a>
);
