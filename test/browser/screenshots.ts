/** Draws the README's pictures (`npm run screenshots`), each of a page as it is at a moment of the same afternoon. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Afternoon, afternoonAt, hampton } from '../support/afternoon.ts';
import { at, induction, out } from '../support/hampton-visit.ts';
import { narrow, type Window } from './chromium.ts';
import { pagesInMemory } from './pages-in-memory.ts';

interface Picture extends Window {
  /** Its file in docs/pictures. */
  readonly name: string;
  readonly person: string;
  /** `{visit}` is the visit of that afternoon. */
  readonly path: string;
  /** What has happened by then. */
  readonly after: (afternoon: Afternoon) => Promise<void>;
}

const overdue = async (afternoon: Afternoon): Promise<void> => {
  await out(afternoon);
  await afternoon.until(at('15:10'));
};

const asked = async (afternoon: Afternoon): Promise<void> => {
  await afternoon.request('hampton-teacher', induction);
};

const pictures: readonly Picture[] = [
  { name: 'home-of-the-office', person: 'hampton-office', path: '/', size: { width: 1000, height: 700 }, after: overdue },
  { name: 'board', person: 'hampton-office', path: '/board', size: { width: 1000, height: 700 }, after: overdue },
  { name: 'alarm', person: 'hampton-office', path: '/visits/{visit}/alarms/a1', size: { width: 1000, height: 900 }, after: overdue },
  { name: 'before-you-go', person: 'hampton-teacher', path: '/visits/{visit}/go', size: { width: 1000, height: 900 }, after: asked },
  { name: 'phone', person: 'hampton-teacher', path: '/visits/{visit}/phone', size: narrow, colours: 'dark', after: out },
];

/** All of them come with every copy of the repository. */
const mostBytes = 60_000;
const folder = 'docs/pictures';
const pages = await pagesInMemory();

it.each(pictures)('$name', async ({ name, person, path, after, ...window }) => {
  const afternoon = await afternoonAt(hampton(), at('09:00'));
  await after(afternoon);
  pages.show(afternoon);
  const page = await pages.pageOf(person, window);
  await page.goto(pages.url + path.replace('{visit}', afternoon.id));

  const picture = await page.screenshot({ type: 'webp', quality: 60 });

  expect(picture.length).toBeLessThan(mostBytes);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${name}.webp`, picture);
});
