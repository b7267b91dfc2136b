import { type Content, content, type Extra, spaced } from './options.ts';

interface Crumb extends Content, Pick<Extra, 'attributes'> {
  /** Left out for the page that one is on. */
  readonly href?: string | undefined;
}

interface Props extends Extra {
  readonly items: readonly Crumb[];
  readonly collapseOnMobile?: boolean | undefined;
  readonly labelText?: string | undefined;
}

export const Breadcrumbs = ({ items, collapseOnMobile = false, labelText = 'Breadcrumb', classes, attributes }: Props) => (
  <nav
    class={spaced('govuk-breadcrumbs', classes, collapseOnMobile && 'govuk-breadcrumbs--collapse-on-mobile')}
    aria-label={labelText}
    {...attributes}
  >
    <ol class="govuk-breadcrumbs__list">
      {items.map((item) =>
        item.href === undefined ? (
          <li class="govuk-breadcrumbs__list-item" aria-current="page">
            {content(item)}
          </li>
        ) : (
          <li class="govuk-breadcrumbs__list-item">
            <a class="govuk-breadcrumbs__link" href={item.href} {...item.attributes}>
              {content(item)}
            </a>
          </li>
        ),
      )}
    </ol>
  </nav>
);
