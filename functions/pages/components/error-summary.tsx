import type { Child } from 'hono/jsx';
import { type Content, content, type Extra, spaced } from './options.ts';

interface Mistake extends Content, Pick<Extra, 'attributes'> {
  /** `#` and the id of the field that is wrong. */
  readonly href?: string | undefined;
}

interface Props extends Extra {
  readonly titleText?: string | undefined;
  readonly titleHtml?: Child;
  readonly descriptionText?: string | undefined;
  readonly descriptionHtml?: Child;
  readonly errorList?: readonly Mistake[] | undefined;
  readonly disableAutoFocus?: boolean | undefined;
  /** In place of the description. */
  readonly children?: Child;
}

export const ErrorSummary = ({
  titleText = 'There is a problem',
  titleHtml,
  descriptionText,
  descriptionHtml,
  errorList = [],
  disableAutoFocus,
  classes,
  attributes,
  children,
}: Props) => {
  const description = content({ text: descriptionText, html: descriptionHtml, children });
  return (
    <div
      class={spaced('govuk-error-summary', classes)}
      data-disable-auto-focus={disableAutoFocus}
      data-module="govuk-error-summary"
      {...attributes}
    >
      {/* Apart from the element that takes the focus, so that a screen reader does not lose the alert. */}
      <div role="alert">
        <h2 class="govuk-error-summary__title">{content({ text: titleText, html: titleHtml })}</h2>
        <div class="govuk-error-summary__body">
          {description !== undefined && <p>{description}</p>}
          {errorList.length > 0 && (
            <ul class="govuk-list govuk-error-summary__list">
              {errorList.map((mistake) => (
                <li>
                  {mistake.href === undefined ? (
                    content(mistake)
                  ) : (
                    <a href={mistake.href} {...mistake.attributes}>
                      {content(mistake)}
                    </a>
                  )}
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </div>
  );
};
