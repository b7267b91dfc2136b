import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { renderToString } from 'hono/jsx/dom/server';
import { describe, expect, it } from 'vitest';
import { addressOf, assetNamed } from '../../functions/pages/look/assets.ts';
import { Book, Phone } from '../look/book.tsx';
import { built, served } from '../look/built.ts';

const textOf = (name: string): string => assetNamed(addressOf(name).replace('/assets/', ''))!.body;
const sheets = ['pages.css', 'phone.css'];

describe('what the pages look like', () => {
  it('is served as it stands in the sources: npm run look makes it anew', async () => {
    expect(await built()).toBe(readFileSync(served, 'utf8'));
  });

  it.each(sheets)('is not taken for GOV.UK: neither its font, its crown, its crest nor its blue is in %s', (sheet) => {
    expect(textOf(sheet)).not.toMatch(/GDS|crown|crest|url\(|@font-face|#1d70b8/i);
  });

  it.each(sheets)('prints no address after a link: of %s, no rule does', (sheet) => {
    expect(textOf(sheet)).not.toContain('attr(href)');
  });

  it('is light enough for one bar of signal', () => {
    expect(brotliCompressSync(textOf('pages.css')).byteLength).toBeLessThan(14 * 1024);
    expect(brotliCompressSync(textOf('phone.css')).byteLength).toBeLessThan(5 * 1024);
  });

  it.each([
    ['pages.css', Book()],
    ['phone.css', Phone()],
  ])('of %s has a style for each class of our own that its pages use', (sheet, page) => {
    const used = [...renderToString(page).matchAll(/class="([^"]+)"/g)].flatMap(([, names]) => names!.split(' '));

    const without = used.filter((name) => name.startsWith('ds-') && !textOf(sheet).includes(`.${name.replace(/--.*/, '')}`));
    expect(without).toEqual([]);
  });
});
