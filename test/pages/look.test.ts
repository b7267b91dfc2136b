import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderToString } from 'hono/jsx/dom/server';
import { describe, expect, it } from 'vitest';
import { compressed } from '../../functions/http/compressed.ts';
import { addressOf } from '../../functions/pages/look/addresses.ts';
import { assetNamed } from '../../functions/pages/look/assets.ts';
import { Book, Phone } from '../look/book.tsx';
import { built, names, namesIn, served } from '../look/built.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = globSync('functions/pages/**/*.tsx', { cwd: root }).map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
/** What pages are made of, a component only once a page has it; and the book of everything there is. */
const drawn = [
  ...sources
    .filter(({ file }) => !file.includes('/components/') || sources.some(({ text }) => text.includes(`/${basename(file)}'`)))
    .map(({ file, text }) => ({ file, text, sheet: text.includes('sheet="phone"') ? 'phone.css' : 'pages.css' })),
  { file: 'the book', text: renderToString(Book()), sheet: 'pages.css' },
  { file: 'the phone of the book', text: renderToString(Phone()), sheet: 'phone.css' },
];
/** A name in a comment; an id; what a script would look for; states that look as they do without a style of their own. */
const unstyled = [
  'govuk-frontend',
  'govuk-notification-banner-title',
  'govuk-js-character-count',
  'ds-clock--due',
  'ds-ladder__rung--next',
  'ds-picture__rung--next',
];
/** Those that stand there whole: of one that is put together, what it begins with says nothing. */
const classesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\b(?:govuk|ds)-[a-zA-Z0-9_-]*[a-zA-Z0-9](?![\w$-])/g)].map(([name]) => name);

/** A custom property of the sheet, by day and in the dark. */
function coloursOf(sheet: string): Readonly<Record<'light' | 'dark', ReadonlyMap<string, string>>> {
  const [light, dark] = [new Map<string, string>(), new Map<string, string>()];
  const darkRules = /@media screen and \(prefers-color-scheme: ?dark\)\{:root\{([^}]*)\}/g;
  const gather = (text: string, into: Map<string, string>) => {
    for (const [, name, value] of text.matchAll(/--(?:govuk|ds)-([a-z-]+?)(?:-colour)?: ?(#[0-9a-f]+)/g)) into.set(name!, value!);
  };
  gather(sheet.replaceAll(darkRules, ''), light);
  for (const [name, value] of light) dark.set(name, value);
  for (const [, rules] of sheet.matchAll(darkRules)) gather(rules!, dark);
  return { light, dark };
}

/** How far apart two colours are in brightness, as WCAG reckons it: from 1 to 21. */
function contrast(one: string, other: string): number {
  const brightness = (colour: string): number => {
    const hex = colour.length === 4 ? colour.replaceAll(/[0-9a-f]/g, '$&$&') : colour;
    const [r, g, b] = [1, 3, 5].map((at) => {
      const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const [darker, lighter] = [brightness(one), brightness(other)].sort((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

/** Words and what they stand on. */
const words = [
  ...['text', 'secondary-text', 'link', 'link-visited', 'link-hover', 'error', 'success'].flatMap((word) => [
    [word, 'body-background'],
    [word, 'raised'],
  ]),
  ...['surface-text', 'link', 'link-hover'].map((word) => [word, 'surface-background']),
  ...['brand', 'success'].map((fill) => ['inverse-text', fill]),
  ['focus-text', 'focus'],
  ['header-text', 'header'],
  ...['button', 'quiet', 'danger'].flatMap((button) => [
    [`${button}-text`, button],
    [`${button}-text`, `${button}-hover`],
  ]),
  ...['teal', 'grey', 'green', 'amber', 'red', 'purple'].map((tint) => [tint, `${tint}-tint`]),
] as const;

/** What is drawn, and what it is drawn on. */
const marks = ['mark', 'mark-late', 'mark-red', 'mark-faint', 'input-border', 'danger', 'brand', 'button'].map(
  (mark) => [mark, 'body-background'] as const,
);

const textOf = (name: string): string => assetNamed(addressOf(name).replace('/assets/', ''))!.body;
const sheets = ['pages.css', 'phone.css'];

describe('what the pages look like', () => {
  it('is served as it stands in the sources: npm run look makes it anew', async () => {
    const text = await built();
    expect(text).toBe(readFileSync(served, 'utf8'));
    expect(namesIn(text)).toBe(readFileSync(names, 'utf8'));
  });

  it.each(sheets)('is not taken for GOV.UK: neither its font, its crown, its crest nor its blue is in %s', (sheet) => {
    expect(textOf(sheet)).not.toMatch(/GDS|crown|crest|url\(|@font-face|#1d70b8/i);
  });

  it.each(sheets)('prints no address after a link: of %s, no rule does', (sheet) => {
    expect(textOf(sheet)).not.toContain('attr(href)');
  });

  it.each([
    ['pages.css', 14],
    ['phone.css', 6],
  ])('is light enough for one bar of signal: %s is sent in less than %i KB', (sheet, most) => {
    const sent = compressed({ headers: { 'accept-encoding': 'gzip, br' } }, { status: 200, headers: {}, body: textOf(sheet) });

    expect(sent.bytes!.byteLength).toBeLessThan(most * 1024);
  });

  it.each(['light', 'dark'] as const)('can be read where the phone is set to %s', (scheme) => {
    const colours = coloursOf(textOf('pages.css'))[scheme];
    const of = (name: string): string => colours.get(name) ?? `no ${name}`;

    const faint = (pairs: readonly (readonly string[])[], least: number) =>
      pairs.filter(([above, below]) => !(contrast(of(above!), of(below!)) >= least));
    expect(faint(words, 4.5)).toEqual([]);
    expect(faint(marks, 3)).toEqual([]);
  });

  it('has a style for every class that a page has', () => {
    const without = drawn.flatMap(({ file, text, sheet }) =>
      classesIn(text)
        .filter((name) => !textOf(sheet).includes(`.${name}`) && !unstyled.includes(name))
        .map((name) => `${file}: ${name} in ${sheet}`),
    );

    expect(drawn.length).toBeGreaterThan(10);
    expect(without).toEqual([]);
  });
});
