import { type Content, content, type Extra, spaced } from './options.ts';

interface Neighbour extends Content, Pick<Extra, 'attributes'> {
  readonly href: string;
  /** What is there, shown only where there are no numbers. */
  readonly labelText?: string | undefined;
}

interface Page extends Pick<Extra, 'attributes'> {
  readonly number: string | number;
  readonly href: string;
  readonly current?: boolean | undefined;
  readonly visuallyHiddenText?: string | undefined;
}

/** In place of pages that are left out. */
interface Ellipsis {
  readonly ellipsis: true;
}

interface Props extends Extra {
  readonly previous?: Neighbour | undefined;
  readonly next?: Neighbour | undefined;
  readonly items?: readonly (Page | Ellipsis | false | null | undefined)[] | undefined;
  readonly landmarkLabel?: string | undefined;
}

export const Pagination = ({ previous, next, items, landmarkLabel = 'Pagination', classes, attributes }: Props) => {
  const isBlock = items === undefined && (previous !== undefined || next !== undefined);
  return (
    <nav class={spaced('govuk-pagination', isBlock && 'govuk-pagination--block', classes)} aria-label={landmarkLabel} {...attributes}>
      {previous && <NeighbourLink {...previous} rel="prev" title="Previous" isBlock={isBlock} />}
      {items && (
        <ul class="govuk-pagination__list">
          {items.map(
            (page) =>
              page &&
              ('ellipsis' in page ? <li class="govuk-pagination__item govuk-pagination__item--ellipsis">⋯</li> : <PageItem {...page} />),
          )}
        </ul>
      )}
      {next && <NeighbourLink {...next} rel="next" title="Next" isBlock={isBlock} />}
    </nav>
  );
};

interface NeighbourProps extends Neighbour {
  readonly rel: 'prev' | 'next';
  readonly title: string;
  readonly isBlock: boolean;
}

const NeighbourLink = ({ rel, title, isBlock, href, labelText, attributes, ...said }: NeighbourProps) => (
  <div class={`govuk-pagination__${rel}`}>
    <a class="govuk-link govuk-pagination__link" href={href} rel={rel} {...attributes}>
      {(isBlock || rel === 'prev') && <Arrow rel={rel} />}
      <span class={spaced('govuk-pagination__link-title', isBlock && labelText === undefined && 'govuk-pagination__link-title--decorated')}>
        {content(said) ?? (
          <>
            {title}
            <span class="govuk-visually-hidden"> page</span>
          </>
        )}
      </span>
      {labelText !== undefined && isBlock && (
        <>
          {' '}
          <span class="govuk-visually-hidden">:</span> <span class="govuk-pagination__link-label">{labelText}</span>
        </>
      )}
      {!isBlock && rel === 'next' && <Arrow rel={rel} />}
    </a>
  </div>
);

const arrows: Record<'prev' | 'next', string> = {
  prev: 'm6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z',
  next: 'm8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z',
};

const Arrow = ({ rel }: { readonly rel: 'prev' | 'next' }) => (
  <svg
    class={`govuk-pagination__icon govuk-pagination__icon--${rel}`}
    xmlns="http://www.w3.org/2000/svg"
    height="13"
    width="15"
    aria-hidden="true"
    focusable="false"
    viewBox="0 0 15 13"
  >
    <path d={arrows[rel]} />
  </svg>
);

const PageItem = ({ number, href, current = false, visuallyHiddenText = `Page ${number}`, attributes }: Page) => (
  <li class={spaced('govuk-pagination__item', current && 'govuk-pagination__item--current')}>
    <a
      class="govuk-link govuk-pagination__link"
      href={href}
      aria-label={visuallyHiddenText}
      aria-current={current ? 'page' : undefined}
      {...attributes}
    >
      {number}
    </a>
  </li>
);
