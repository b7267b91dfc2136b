import { type Content, content, type Extra, spaced } from './options.ts';

type Props = Content & Extra & { readonly iconFallbackText?: string | undefined };

export const WarningText = ({ iconFallbackText = 'Warning', classes, attributes, ...said }: Props) => (
  <div class={spaced('govuk-warning-text', classes)} {...attributes}>
    <span class="govuk-warning-text__icon" aria-hidden="true">
      !
    </span>{' '}
    <strong class="govuk-warning-text__text">
      <span class="govuk-visually-hidden">{iconFallbackText}</span> {content(said)}
    </strong>
  </div>
);
