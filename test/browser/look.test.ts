import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { html } from '../../functions/pages/answers.ts';
import { assetNamed } from '../../functions/pages/look/assets.ts';
import { Book, Phone } from '../look/book.tsx';
import { aLook, narrow, startChromium, wide, type Window } from './chromium.ts';
import { printedAfterLinks } from './print.ts';

const chromium = await startChromium();

/** Everything there is, as it would be sent. */
async function opened(page: 'book' | 'phone', window: Window): Promise<Page> {
  const browser = await chromium.page(window);
  onTestFinished(() => browser.context().close());
  await browser.route('http://school.example/**', (route) => {
    const asset = assetNamed(new URL(route.request().url()).pathname.replace('/assets/', ''));
    if (asset !== undefined) return route.fulfill({ headers: { 'content-type': asset.type }, body: asset.body });
    const { headers, body } = html(page === 'book' ? Book() : Phone());
    return route.fulfill({ headers, body: body ?? '' });
  });
  await browser.goto('http://school.example/');
  return browser;
}

describe('everything there is', () => {
  it.each([
    ['book', 'light', [narrow, wide]],
    ['book', 'dark', [wide]],
    ['phone', 'light', [narrow]],
    ['phone', 'dark', [narrow, wide]],
  ] as const)('can be read and used: the %s where it is %s', async (page, colours, sizes) => {
    await aLook(await opened(page, { colours }), sizes);
  });

  it('is printed without the addresses of its links', async () => {
    expect(await printedAfterLinks(await opened('book', {}))).toEqual([]);
  });

  it('has what is pressed outside under a thumb: as wide as the phone, and 64 px high', async () => {
    const phone = await opened('phone', { size: narrow });

    for (const name of ['I have arrived', 'Help']) {
      const { width, height } = (await phone.getByRole('button', { name }).boundingBox())!;
      expect(width).toBe(290);
      expect(height).toBeGreaterThanOrEqual(64);
    }
  });

  it('keeps Help in view however far somebody has read', async () => {
    const phone = await opened('phone', { size: narrow });
    const help = phone.getByRole('button', { name: 'Help' });

    for (const key of ['Home', 'End']) {
      await phone.keyboard.press(key);
      const { y, height } = (await help.boundingBox())!;
      expect(y + height).toBeLessThanOrEqual(narrow.height);
    }
  });
});
