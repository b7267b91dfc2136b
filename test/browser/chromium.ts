/** A real browser for the tests of one file, and what every page has to stand up to in it. */
import { AxeBuilder } from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, expect, inject } from 'vitest';
import * as z from 'zod';
import { launch } from './find-chromium.ts';

const require = createRequire(import.meta.url);

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The oldest phone, held upright. */
export const narrow: Size = { width: 320, height: 640 };
/** The screen of an office. */
export const wide: Size = { width: 1280, height: 900 };

export interface Window {
  readonly size?: Size;
  readonly javaScript?: boolean;
  readonly colours?: 'light' | 'dark';
}

/** Gone when the file's tests are done. Where it cannot start, every test of the file fails with the reason. */
export async function startChromium() {
  const found = inject('chromium');
  if ('cannotStart' in found) throw new Error(found.cannotStart);
  const browser = await launch(found);
  afterAll(() => browser.close());
  const open: BrowserContext[] = [];
  afterEach(async () => {
    for (const context of open.splice(0)) await context.close();
  });

  /** A browser of its own, that has been nowhere and is signed in as nobody; gone when the test is done. */
  const context = async ({ size = wide, javaScript = true, colours = 'light' }: Window = {}): Promise<BrowserContext> => {
    const opened = await browser.newContext({ viewport: size, javaScriptEnabled: javaScript, colorScheme: colours, locale: 'en-GB' });
    open.push(opened);
    listenTo(opened);
    if (!javaScript) withoutScripts.add(opened);
    return opened;
  };
  return { context, page: async (window: Window = {}): Promise<Page> => (await context(window)).newPage() };
}

// ------------------------------------------------------------------------------------------------ a look at a page

/** Fails with all that is wrong with the page, at each size. */
export async function aLook(page: Page, sizes: readonly Size[] = [narrow, wide]): Promise<void> {
  expect(await faultsOf(page, sizes)).toEqual([]);
}

/** What is wrong with the page, at each size; and what the browser complained of since the last look. */
export async function faultsOf(page: Page, sizes: readonly Size[] = [narrow, wide]): Promise<readonly string[]> {
  const before = page.viewportSize();
  const faults: string[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    const found = [...(await unreadable(page)), ...(await sideways(page)), ...(await violations(page))];
    faults.push(...found.map((fault) => `at ${size.width} px: ${fault}`));
  }
  if (before !== null) await page.setViewportSize(before);
  return [...faults, ...complaintsOf(page)];
}

/** How wide the text is, whatever stands around it. The browser runs this, which TypeScript knows nothing of. */
export async function widthOfText(page: Page, selector: string): Promise<number> {
  const width = `(() => {
    const range = document.createRange();
    const element = document.querySelector(${JSON.stringify(selector)});
    if (element === null) return 0;
    range.selectNodeContents(element);
    return range.getBoundingClientRect().width;
  })()`;
  return z.number().parse(await page.evaluate(width));
}

async function unreadable(page: Page): Promise<readonly string[]> {
  return (await widthOfText(page, 'h1')) > 0 ? [] : ['no heading of the page can be seen'];
}

const Wide = z.strictObject({ page: z.number(), screen: z.number(), elements: z.array(z.string()) });

/** A page that has to be pushed sideways, with what reaches furthest. */
async function sideways(page: Page): Promise<readonly string[]> {
  const measured = `(() => {
    const screen = document.documentElement.clientWidth;
    const beyond = [...document.body.querySelectorAll('*')]
      .map((element) => ({ element, right: element.getBoundingClientRect().right }))
      .filter(({ right }) => right > screen + 0.5)
      .sort((a, b) => b.right - a.right);
    const named = ({ element }) => [element.tagName.toLowerCase(), ...element.classList].join('.');
    return { page: document.documentElement.scrollWidth, screen, elements: beyond.slice(0, 3).map(named) };
  })()`;
  const { page: width, screen, elements } = Wide.parse(await page.evaluate(measured));
  return width > screen ? [`it is ${width} px wide, by ${elements.join(', ')}`] : [];
}

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * What govuk-frontend does knowingly (its issues 979 and 1604): radios and checkboxes that open something say so in a way that is
 * not in the standard, and what leads back or past the heading stands outside every landmark. Of these elements, and of no others.
 */
const known: readonly { readonly rule: string; readonly elements: RegExp }[] = [
  { rule: 'aria-allowed-attr', elements: /^<input\b[^>]*\bclass="govuk-(radios|checkboxes)__input"[^>]*\baria-expanded=/ },
  { rule: 'region', elements: /^<(a|nav|div|p)\b[^>]*\bclass="govuk-(skip-link|back-link|breadcrumbs|phase-banner)[" ]/ },
];

/** Fails where the words of the page cannot be told from what they stand on: of colours that are not those of the other looks. */
export async function aLookAtColours(page: Page): Promise<void> {
  expect([...(await violations(page, { runOnly: { type: 'rule', values: ['color-contrast'] } })), ...complaintsOf(page)]).toEqual([]);
}

/** `region` is no rule of WCAG's; without landmarks, somebody who cannot see the page hears it from its first word each time. */
const everyRule: Rules = { runOnly: { type: 'tag', values: wcag }, rules: { region: { enabled: true } } };
type Rules = Parameters<AxeBuilder['options']>[0];

async function violations(page: Page, rules = everyRule): Promise<readonly string[]> {
  if (withoutScripts.has(page.context())) await page.evaluate(timersThatWork);
  // What is called its legacy mode opens no page of its own for frames, of which there are none: half the time.
  if ((await page.evaluate('"axe" in globalThis')) !== true) await page.evaluate(axe);
  const builder = new AxeBuilder({ page, axeSource: '"axe is there"' });
  const { violations: all } = await builder
    .options({ ...rules, preload: false, resultTypes: ['violations'] })
    .setLegacyMode()
    .analyze();
  return all.flatMap(({ id, help, nodes }) =>
    nodes
      .filter(({ html }) => !known.some(({ rule, elements }) => rule === id && elements.test(html)))
      .map(({ html }) => `${id} (${help}): ${html}`),
  );
}

/** As it comes with its builder, which would send each page twice its size, and that twice at each look. */
const axe = readFileSync(createRequire(require.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'), 'utf8');

/** Axe waits for timers, which stand still where no script of a page runs. Nothing else does there that could miss them. */
const timersThatWork = 'globalThis.setTimeout = (act, _, ...given) => (Promise.resolve().then(() => act(...given)), 0);';
const withoutScripts = new WeakSet<BrowserContext>();

// ------------------------------------------------------------------------------------------------ what the browser complains of

interface Complaint {
  readonly text: string;
  readonly address: string;
}

const complaints = new WeakMap<Page, Complaint[]>();
/** What pages answer that would not, or not now. That something broke is no such answer. */
const saidSo = /^(4\d\d|503)$/;
/** The pages that answered so: the browser complains of each, and they are as they should be. */
const refusals = new WeakMap<Page, Set<string>>();

function listenTo(context: BrowserContext): void {
  const complain = (page: Page | null, text: string, address: string): void => {
    if (page === null) return;
    complaints.set(page, [...(complaints.get(page) ?? []), { text, address }]);
  };
  // What the content security policy forbids is said in the console as well.
  context.on('console', (message) => {
    if (message.type() === 'error') complain(message.page(), message.text(), message.location().url);
  });
  context.on('weberror', (problem) => complain(problem.page(), String(problem.error()), ''));
  context.on('response', (response) => {
    const request = response.request();
    if (!request.isNavigationRequest() || !saidSo.test(String(response.status()))) return;
    const page = request.frame().page();
    refusals.set(page, (refusals.get(page) ?? new Set()).add(response.url()));
  });
}

function complaintsOf(page: Page): readonly string[] {
  const refused = refusals.get(page) ?? new Set();
  const all = complaints.get(page) ?? [];
  complaints.delete(page);
  return all
    .filter(({ text, address }) => !(refused.has(address) && /^Failed to load resource: .* status of /.test(text)))
    .map(({ text, address }) => `${text} (${address})`);
}
