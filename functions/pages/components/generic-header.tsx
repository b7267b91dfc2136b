import type { Child } from 'hono/jsx';
import { type Extra, spaced } from './options.ts';

interface Props extends Extra {
  readonly logoText?: string | undefined;
  readonly logoHtml?: Child;
  readonly url?: string | undefined;
  readonly containerClasses?: string | undefined;
}

export const GenericHeader = ({
  logoText,
  logoHtml,
  url = '/',
  containerClasses = 'govuk-width-container',
  classes,
  attributes,
}: Props) => (
  <div class={spaced('govuk-generic-header', classes)} {...attributes}>
    <div class={spaced('govuk-generic-header__container', containerClasses)}>
      <div class="govuk-generic-header__logo">
        <a href={url} class="govuk-generic-header__homepage-link">
          {logoHtml ?? logoText}
        </a>
      </div>
    </div>
  </div>
);
