import type { Child } from 'hono/jsx';

interface Props {
  /** One picture of a page has one that no other has. */
  readonly id: string;
  readonly title: string;
  /** What it shows, in a sentence: all of it stands in the table beside it. */
  readonly says: string;
  readonly height: number;
  readonly children?: Child;
}

/** Drawn on the server, with words for whoever does not see it. */
export const Picture = ({ id, title, says, height, children }: Props) => (
  <svg class="ds-picture" role="img" height={height} aria-labelledby={`${id}-title ${id}-says`} xmlns="http://www.w3.org/2000/svg">
    <title id={`${id}-title`}>{title}</title>
    <desc id={`${id}-says`}>{says}</desc>
    {children}
  </svg>
);
