import { beforeAll, describe, expect, it } from 'vitest';
import { type Browser, browserAt } from '../support/browser.ts';
import { formsIn } from '../support/form-in.ts';
import { type OneVisit, startSchools } from '../support/scenario.ts';
import { afternoonOf, bothSchools } from '../support/two-schools.ts';

const cloud = await startSchools();
const { hampton } = bothSchools(cloud);
let visit: OneVisit;

beforeAll(async () => {
  await cloud.clock.newDay();
  visit = await afternoonOf(cloud, hampton).out();
}, 120_000);

const enough = 60;
const linksIn = (html: string): readonly string[] =>
  [...html.matchAll(/href="(\/[^"#]*)"/g)].map(([, link = '']) => link.replaceAll('&amp;', '&'));

/** Every page to which links lead from the first, with its status. */
async function walked(browser: Browser): Promise<ReadonlyMap<string, number>> {
  const seen = new Map<string, number>();
  const next = ['/'];
  for (let path = next.shift(); path !== undefined && seen.size < enough; path = next.shift()) {
    if (seen.has(path)) continue;
    const page = await browser.load(path);
    seen.set(path, page.status);
    next.push(...linksIn(page.html));
  }
  return seen;
}

describe('the pages as they would be deployed', () => {
  it.each(['office', 'head', 'teacher'])('are there wherever a link leads: %s', async (who) => {
    const browser = browserAt(cloud.url);
    await browser.follow(await browser.saysWhoTheyAre('hampton', hampton.school.person(who)));

    const pages = await walked(browser);

    // Some lead on, and some say that this page is for others.
    expect([...pages].filter(([, status]) => ![200, 303, 403].includes(status))).toEqual([]);
    expect([...pages.keys()]).toEqual(expect.arrayContaining(['/', '/homes', `/visits/${visit.id}`]));
    expect([...pages.keys()].some((path) => path.startsWith('/assets/'))).toBe(true);
  });

  it('hear a press on the page to which a text leads', async () => {
    await cloud.clock.at('15:05');
    const link =
      (await hampton.school.phone('teacher')).map((text) => /\/v\/\w+/.exec(text)?.[0]).find((found) => found !== undefined) ?? '';
    const browser = browserAt(cloud.url);
    const form = formsIn((await browser.load(link)).html).find(({ html }) => html.includes('name="press" value="arrive"'));

    const answer = await browser.load(link, Object.fromEntries(form?.fields ?? []));

    expect(answer.status).toBe(303);
    expect((await visit.seenBy('teacher')).visitors.find(({ person }) => person === hampton.school.person('teacher'))?.state).toBe(
      'on-site',
    );
  });
});
