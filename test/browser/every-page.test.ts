/** Every page that can be opened, as somebody sees it at a moment of an afternoon. A page has no place without a row here. */
import { describe, expect, it } from 'vitest';
import type { pageRoutes } from '../../functions/pages/routes.ts';
import { type Afternoon, afternoonAt, hampton } from '../support/afternoon.ts';
import { at, authorised, out } from '../support/hampton-visit.ts';
import { aLook, narrow } from './chromium.ts';
import { pagesInMemory } from './pages-in-memory.ts';
import { printedAfterLinks } from './print.ts';
import { weightOf } from './sizes.ts';

type Opened = Exclude<Extract<(typeof pageRoutes)[number], { readonly method: 'GET' }>['id'], 'assets'>;

interface Look {
  /** Nobody that we know where this is absent. */
  readonly as?: string;
  readonly when: keyof typeof moments;
  /** `{visit}` is the visit of that afternoon. */
  readonly path: string;
  /** In bytes, with all that it loads. */
  readonly most?: number;
  readonly status?: number;
}

/** Looking changes nothing, so that each is made once. */
const moments = {
  'a visit may go': async (afternoon: Afternoon) => authorised(afternoon),
  'two are out': async (afternoon: Afternoon) => out(afternoon),
  'two are overdue': async (afternoon: Afternoon) => {
    await out(afternoon);
    await afternoon.until(at('15:10'));
  },
};

const looks: Readonly<Record<Opened, readonly Look[]>> = {
  home: [
    { as: 'hampton-office', when: 'two are overdue', path: '/' },
    { as: 'hampton-teacher', when: 'a visit may go', path: '/' },
  ],
  visit: [
    { as: 'hampton-head', when: 'two are out', path: '/visits/{visit}' },
    { as: 'hampton-office', when: 'two are out', path: '/visits/HV-NONE22', status: 404 },
  ],
  'sign-in': [
    { when: 'two are out', path: '/sign-in' },
    { when: 'two are out', path: '/sign-in?school=hampton' },
    { when: 'two are out', path: '/sign-in?school=not%20one', status: 400 },
  ],
  'sign-in-go': [{ when: 'two are out', path: '/sign-in/go?school=hampton', status: 503 }],
  'sign-in-back': [{ when: 'two are out', path: '/sign-in/back', status: 400 }],
};

const mostOfAnyPage = 60_000;

const pages = await pagesInMemory();
const made = new Map<string, Promise<Afternoon>>();
const rows = Object.entries(looks).flatMap(([page, all]) => all.map((look) => ({ page, who: look.as ?? 'anybody', ...look })));

/** The address of the page, whose afternoon is put before the browser. */
async function opened({ when, path }: Pick<Look, 'when' | 'path'>): Promise<string> {
  const making = made.get(when) ?? afternoonAt(hampton(), at('09:00')).then((one) => moments[when](one).then(() => one));
  made.set(when, making);
  const afternoon = await making;
  pages.show(afternoon);
  return pages.url + path.replace('{visit}', afternoon.id);
}

describe.each(rows)('$page ($path) to $who when $when', ({ as, status = 200, most = mostOfAnyPage, ...look }) => {
  it('can be read and used on a phone and on a screen', async () => {
    const address = await opened(look);
    const page = await pages.pageOf(as);

    expect((await page.goto(address))?.status()).toBe(status);
    await aLook(page);
  });

  it.each([{ javaScript: false }, { colours: 'dark' as const }])('and on a phone with %j', async (window) => {
    const address = await opened(look);
    const page = await pages.pageOf(as, { ...window, size: narrow });

    await page.goto(address);
    await aLook(page, [narrow]);
  });

  it('is light enough for one bar of signal', async () => {
    const address = await opened(look);

    const { bytes, parts } = await weightOf(await pages.pageOf(as), address);

    expect(bytes, parts.join('\n')).toBeLessThan(most);
  });
});

it('no link is printed with its address, which may open what it leads to', async () => {
  const page = await pages.pageOf('hampton-office');
  await page.goto(await opened({ when: 'two are out', path: '/visits/HV-NONE22' }));

  expect(await page.locator('main a.govuk-link').count()).toBeGreaterThan(0);
  expect(await printedAfterLinks(page)).toEqual([]);
});
