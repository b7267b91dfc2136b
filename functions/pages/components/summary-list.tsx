import type { Child } from 'hono/jsx';
import { type Content, content, type Extra, spaced } from './options.ts';

type Words = Content & Pick<Extra, 'classes'>;

interface Action extends Content, Extra {
  readonly href: string;
  /** What the link changes, for those who hear the links of a page without what stands beside them. */
  readonly visuallyHiddenText?: string | undefined;
}

interface Actions extends Pick<Extra, 'classes'> {
  readonly items?: readonly Action[] | undefined;
}

interface Row extends Pick<Extra, 'classes'> {
  readonly key: Words;
  readonly value: Words;
  readonly actions?: Actions | undefined;
}

interface Card extends Extra {
  readonly title?: (Words & { readonly headingLevel?: 1 | 2 | 3 | 4 | undefined }) | undefined;
  readonly actions?: Actions | undefined;
}

interface Props extends Extra {
  readonly rows: readonly (Row | false | null | undefined)[];
  readonly card?: Card | undefined;
}

export const SummaryList = ({ rows, card, classes, attributes }: Props) => {
  const anyActions = rows.some((row) => row && row.actions?.items?.length);
  const list = (
    <dl class={spaced('govuk-summary-list', classes)} {...attributes}>
      {rows.map(
        (row) =>
          row && (
            <div
              class={spaced(
                'govuk-summary-list__row',
                anyActions && !row.actions?.items && 'govuk-summary-list__row--no-actions',
                row.classes,
              )}
            >
              <dt class={spaced('govuk-summary-list__key', row.key.classes)}>{content(row.key)}</dt>
              <dd class={spaced('govuk-summary-list__value', row.value.classes)}>{content(row.value)}</dd>
              <RowActions {...row.actions} cardTitle={card?.title} />
            </div>
          ),
      )}
    </dl>
  );
  return card ? <InCard {...card}>{list}</InCard> : list;
};

interface WithCardTitle {
  readonly cardTitle?: Content | undefined;
}

const RowActions = ({ items = [], classes, cardTitle }: Actions & WithCardTitle) =>
  items.length > 0 && (
    <dd class={spaced('govuk-summary-list__actions', classes)}>
      {items.length === 1 ? (
        items.map((action) => <ActionLink {...action} cardTitle={cardTitle} />)
      ) : (
        <ul class="govuk-summary-list__actions-list">
          {items.map((action) => (
            <li class="govuk-summary-list__actions-list-item">
              <ActionLink {...action} cardTitle={cardTitle} />
            </li>
          ))}
        </ul>
      )}
    </dd>
  );

const InCard = ({ title, actions, classes, attributes, children }: Card & { readonly children: Child }) => {
  const Heading = `h${title?.headingLevel ?? 2}` as const;
  return (
    <div class={spaced('govuk-summary-card', classes)} {...attributes}>
      <div class="govuk-summary-card__title-wrapper">
        {title && <Heading class={spaced('govuk-summary-card__title', title.classes)}>{content(title)}</Heading>}
        <CardActions {...actions} cardTitle={title} />
      </div>
      <div class="govuk-summary-card__content">{children}</div>
    </div>
  );
};

const CardActions = ({ items = [], classes, cardTitle }: Actions & WithCardTitle) => {
  if (items.length === 0) return null;
  const actions = spaced('govuk-summary-card__actions', classes);
  return items.length === 1 ? (
    <div class={actions}>
      {items.map((action) => (
        <ActionLink {...action} cardTitle={cardTitle} />
      ))}
    </div>
  ) : (
    <ul class={actions}>
      {items.map((action) => (
        <li class="govuk-summary-card__action">
          <ActionLink {...action} cardTitle={cardTitle} />
        </li>
      ))}
    </ul>
  );
};

const ActionLink = ({ href, visuallyHiddenText, cardTitle, classes, attributes, ...said }: Action & WithCardTitle) => (
  <a class={spaced('govuk-link', classes)} href={href} {...attributes}>
    {content(said)}
    {(visuallyHiddenText || cardTitle) && (
      <span class="govuk-visually-hidden">
        {visuallyHiddenText && ` ${visuallyHiddenText}`}
        {cardTitle && <> ({content(cardTitle)})</>}
      </span>
    )}
  </a>
);
