/** How somebody gets about: by the links and buttons of the pages, and where they say so by the keyboard alone. Nobody types an address. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import * as z from 'zod';

/** A button of the page itself: signing out of Doorstep stands above every page. */
export const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('main').getByRole('button', { name, exact: true }).click();
export const follow = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('link', { name }).first().click();
export const goHome = (page: Page): Promise<void> => page.getByRole('navigation').getByRole('link', { name: 'Home', exact: true }).click();
/** Of a page that is still on its way it is waited for. */
export const says = (page: Page, words: string | RegExp): Promise<void> =>
  expect.poll(() => page.innerText('main'), { timeout: 10_000 }).toMatch(words);
export const choose = (page: Page, name: string, value: string): Promise<void> =>
  page.locator(`input[name="${name}"][value="${value}"]`).check();

export async function fillDay(page: Page, field: string, date: string): Promise<void> {
  const [year = '', month = '', day = ''] = date.split('-');
  for (const [part, value] of Object.entries({ day, month, year })) await page.locator(`[name="${field}-${part}"]`).fill(value);
}

// ------------------------------------------------------------------------------------------------ by the keyboard alone

const Focus = z.strictObject({ words: z.string(), isSeen: z.boolean() }).nullable();

/**
 * What has the focus, and whether it can be seen that it has: whether it looks otherwise without. What a radio looks like is drawn
 * around its label. Null: nothing of the page has it.
 */
const focus = `(() => {
  const element = document.activeElement;
  if (element === null || element === document.body) return null;
  const label = element.labels?.[0];
  const drawn = () =>
    [getComputedStyle(element), ...(label === undefined ? [] : [getComputedStyle(label, '::before')])]
      .filter(({ opacity }) => opacity !== '0')
      .map(({ outlineStyle, outlineColor, boxShadow, backgroundColor }) =>
        [outlineStyle === 'none' || outlineColor === 'rgba(0, 0, 0, 0)' ? '' : outlineColor, boxShadow, backgroundColor].join(' '))
      .join();
  const focused = drawn();
  element.blur();
  const left = drawn();
  element.focus({ preventScroll: true });
  const box = (label ?? element).getBoundingClientRect();
  return {
    words: (label ?? element).innerText.trim(),
    isSeen: focused !== left && box.width > 1 && box.bottom > 0 && box.top < innerHeight,
  };
})()`;

export const focusOf = async (page: Page): Promise<z.infer<typeof Focus>> => Focus.parse(await page.evaluate(focus));

/** On with the key until that has the focus; fails where the focus is lost to sight on the way, or never gets there. */
export async function tabTo(page: Page, words: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (const met: string[] = []; ;) {
    await page.keyboard.press(key);
    const at = await focusOf(page);
    if (at === null) throw new Error(`the keyboard does not get to ${String(words)}: it met ${met.join(', ')}`);
    expect(at.isSeen, `the focus is not seen on "${at.words}" of ${page.url()}`).toBe(true);
    if (typeof words === 'string' ? at.words === words : words.test(at.words)) return;
    met.push(at.words);
  }
}
