import type { Child } from 'hono/jsx';

/** What an element says: plain words in `text`; or JSX, in `html` or between the tags, which wins over the words. */
export interface Content {
  readonly text?: string | number | undefined;
  readonly html?: Child;
  readonly children?: Child;
}

/** What every component takes besides what it says. `attributes` are written by us: a name in them never comes from a user. */
export interface Extra {
  readonly classes?: string | undefined;
  readonly attributes?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
}

export const content = ({ text, html, children }: Content): Child => children ?? html ?? text;

/** The words that are there, with a space between: for a `class`, or for a list of ids. */
export const spaced = (...words: readonly (string | false | undefined)[]): string | undefined =>
  words.filter((word) => word !== undefined && word !== false && word !== '').join(' ') || undefined;
