import type { Child } from 'hono/jsx';
import { type Content, type Extra, spaced } from './options.ts';

interface Props extends Content, Extra {
  readonly type?: 'success' | undefined;
  readonly role?: 'alert' | 'region' | undefined;
  readonly titleText?: string | undefined;
  readonly titleHtml?: Child;
  readonly titleHeadingLevel?: 1 | 2 | 3 | 4 | undefined;
  /** Another one for the second banner of a page. */
  readonly titleId?: string | undefined;
  readonly disableAutoFocus?: boolean | undefined;
}

export const NotificationBanner = ({
  type,
  role = type === 'success' ? 'alert' : 'region',
  titleText = type === 'success' ? 'Success' : 'Important',
  titleHtml,
  titleHeadingLevel = 2,
  titleId = 'govuk-notification-banner-title',
  disableAutoFocus,
  classes,
  attributes,
  text,
  html,
  children,
}: Props) => {
  const Heading = `h${titleHeadingLevel}` as const;
  return (
    <div
      class={spaced('govuk-notification-banner', type && `govuk-notification-banner--${type}`, classes)}
      role={role}
      aria-labelledby={titleId}
      data-module="govuk-notification-banner"
      data-disable-auto-focus={disableAutoFocus}
      {...attributes}
    >
      <div class="govuk-notification-banner__header">
        <Heading class="govuk-notification-banner__title" id={titleId}>
          {titleHtml ?? titleText}
        </Heading>
      </div>
      <div class="govuk-notification-banner__content">
        {children ?? html ?? (text !== undefined && <p class="govuk-notification-banner__heading">{text}</p>)}
      </div>
    </div>
  );
};
