import { describe, expect, it, onTestFinished } from 'vitest';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { at, out } from '../support/hampton-visit.ts';
import { aLook, type Window } from './chromium.ts';
import { pagesInMemory } from './pages-in-memory.ts';
import { weightOf } from './sizes.ts';

const pages = await pagesInMemory();
const afternoon = await afternoonAt(hampton(), at('09:00'));
await out(afternoon);
pages.show(afternoon);

const pageOf = async (person: string | undefined, window?: Window) => {
  const page = await pages.pageOf(person, window);
  onTestFinished(() => page.context().close());
  return page;
};

describe.each<Window>([{}, { javaScript: false }, { colours: 'dark' }])('in a browser with %j', (window) => {
  it('the home page is a good one for whoever signed in', async () => {
    const office = await pageOf('hampton-office', window);

    await office.goto(pages.url);

    expect(await office.textContent('h1')).toContain('Hello');
    await aLook(office);
  });

  it('so is what stands where there is no page', async () => {
    const nobody = await pageOf(undefined, window);

    expect((await nobody.goto(`${pages.url}/not-there`))?.status()).toBe(404);
    await aLook(nobody);
  });
});

it('no page weighs more than 60 KB with all that it loads', async () => {
  const { bytes, parts } = await weightOf(await pageOf('hampton-office'), pages.url);

  expect(bytes, parts.join('\n')).toBeLessThan(60_000);
});
