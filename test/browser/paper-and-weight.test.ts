import { describe, expect, it } from 'vitest';
import { startChromium } from './chromium.ts';
import { serve } from './fixture-pages.ts';
import { printedAfterLinks, sheetsOf } from './print.ts';
import { weightOf } from './sizes.ts';

const paragraphs = '<p>Nobody is out.</p>'.repeat(200);

const url = await serve({
  '/short': { body: '<main><h1>Visit sheet</h1><a href="/long">The long one</a></main>' },
  '/long': { body: `<main><h1>Visit sheet</h1>${paragraphs}</main>` },
  '/links': { head: '<link rel="stylesheet" href="/links.css" />', body: '<main><h1>Visit</h1><a href="/short">Open</a></main>' },
  '/links.css': { type: 'text/css', body: '@media print { a::after { content: " (" attr(href) ")" } }' },
  '/light': { head: '<link rel="stylesheet" href="/light.css" />', body: `<main><h1>Visit</h1>${paragraphs}</main>`, gzip: true },
  '/light.css': { type: 'text/css', body: 'p { margin: 0 }' },
});
const chromium = await startChromium();

const at = async (path: string) => {
  const page = await chromium.page();
  await page.goto(url + path);
  return page;
};

describe('on paper', () => {
  it('counts the sheets', async () => {
    expect(await sheetsOf(await at('/short'))).toBe(1);
    expect(await sheetsOf(await at('/long'))).toBeGreaterThan(3);
  });

  it('sees addresses that would be printed after links', async () => {
    expect(await printedAfterLinks(await at('/links'))).toEqual([expect.stringContaining('/short')]);
    expect(await printedAfterLinks(await at('/short'))).toEqual([]);
  });
});

it('weighs a page with all that it loads as it is sent', async () => {
  const page = await chromium.page();

  const { bytes, parts } = await weightOf(page, `${url}/light`);

  expect(parts).toEqual([expect.stringMatching(/^\d{3} gzip \/light$/), '15 plain /light.css']);
  expect(bytes).toBe(parts.reduce((sum, part) => sum + Number.parseInt(part), 0));
});
