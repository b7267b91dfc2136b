import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { assistant, at, gone, head, office } from '../support/hampton-visit.ts';
import { aLook, narrow, type Window } from './chromium.ts';
import { pagesInMemory } from './pages-in-memory.ts';
import { printedAfterLinks, sheetsOf } from './print.ts';

const pages = await pagesInMemory();
const board = `${pages.url}/board`;
const alarm = `${pages.url}/visits/HV-000001/alarms/a1`;
const handover = `${pages.url}/visits/HV-000001/handover`;

/** Both are out; at a time of the afternoon. */
async function outAt(time: string) {
  const afternoon = await gone();
  await afternoon.until(at(time));
  pages.show(afternoon);
  return afternoon;
}

async function pageOf(person: string, window?: Window): Promise<Page> {
  const page = await pages.pageOf(person, window);
  onTestFinished(() => page.context().close());
  return page;
}

/** The board in somebody's hands, and seconds that pass at once. */
async function boardOf(person: string) {
  const page = await pageOf(person);
  await page.clock.install();
  await page.goto(board);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  // Of an answer that brings nothing new the browser says that it came to nothing.
  const over = async (): Promise<void> => {
    await Promise.race([page.waitForEvent('requestfinished'), page.waitForEvent('requestfailed')]);
  };
  /** So long at least: the next time is planned once the last is over, which nobody outside sees. */
  const asksAgain = async (seconds: number): Promise<void> => {
    const before = asked.length;
    const ended = over();
    await page.clock.fastForward(seconds * 1000);
    while (asked.length === before) await page.clock.fastForward(1000);
    await ended;
  };
  return { page, asked, over, asksAgain, news: () => page.getByRole('status') };
}

describe('the board that is left open', () => {
  it('brings itself up to date, keeps the focus on the same row, and says what has changed', async () => {
    const afternoon = await outAt('14:40');
    const { page, asksAgain, news } = await boardOf(office);
    const row = page.locator(`[data-row="HV-000001/${assistant}"]`);
    await row.getByRole('link', { name: /^0/ }).focus();
    expect(await page.title()).toBe('Who is out – Doorstep');

    await afternoon.until(at('15:00'));
    await asksAgain(15);

    await page.getByRole('heading', { name: 'Act now' }).waitFor();
    expect(await page.title()).toBe('1 overdue – Who is out – Doorstep');
    expect(await page.evaluate('document.activeElement.closest("[data-row]").dataset.row')).toBe(`HV-000001/${assistant}`);
    expect(await page.evaluate('document.activeElement.protocol')).toBe('tel:');
    expect(await news().textContent()).toMatch(/: overdue\. .*: overdue$/);
    expect(await page.getByRole('alert').textContent()).toContain('1 visit is overdue.');
  });

  it('says nothing while only minutes pass, and is sent nothing while not even they do', async () => {
    const afternoon = await outAt('13:10');
    const { page, asksAgain, news } = await boardOf(office);
    const answers: number[] = [];
    page.on('response', (response) => answers.push(response.status()));

    for (let n = 0; n < 3; n += 1) await asksAgain(15);
    expect(await news().textContent()).toBe('');
    await afternoon.until(at('13:11'));
    await asksAgain(15);

    await page.getByText('2 people are out at 1.11pm').waitFor();
    expect(answers).toEqual([304, 304, 304, 200]);
    expect(await news().textContent()).toBe('');
  });

  it('asks once a minute while nobody sees it, never stops, and at once when somebody looks', async () => {
    await outAt('13:10');
    const { page, asked, over, asksAgain } = await boardOf(office);
    const isSeen = async (is: boolean): Promise<void> => {
      await page.evaluate(
        `Object.defineProperty(document, 'hidden', { configurable: true, value: ${String(!is)} }); document.dispatchEvent(new Event('visibilitychange'));`,
      );
    };

    await isSeen(false);
    await page.clock.fastForward(59_000);
    expect(asked).toEqual([]);
    await asksAgain(1);
    await asksAgain(60);
    expect(asked).toHaveLength(2);
    await Promise.all([over(), isSeen(true)]);
    expect(asked).toHaveLength(3);
  });

  it('says since when it was not updated once that failed twice, and goes on when it can', async () => {
    await outAt('14:15');
    const { page, asksAgain, news } = await boardOf(office);
    await page.context().setOffline(true);
    await asksAgain(15);
    await asksAgain(15);
    await page.getByText('Not updated since 2.15pm').waitFor();

    await page.context().setOffline(false);
    await asksAgain(15);

    await page.getByText('Not updated since').waitFor({ state: 'detached' });
    expect(await news().textContent()).toBe('');
  });

  it('stands still while it is paused, and says all the same that somebody is overdue', async () => {
    const afternoon = await outAt('14:40');
    const { page, over, asksAgain } = await boardOf(office);
    await page.getByRole('button', { name: 'Pause' }).click();

    await afternoon.until(at('15:00'));
    await asksAgain(15);

    await page.getByText('1 visit is overdue.').waitFor();
    expect(await page.title()).toBe('Paused – 1 overdue – Who is out – Doorstep');
    expect(await page.getByRole('heading', { name: 'Act now' }).count()).toBe(0);
    await Promise.all([over(), page.getByRole('button', { name: 'Go on' }).click()]);
    await page.getByRole('heading', { name: 'Act now' }).waitFor();
  });
});

it('two people on one alarm: the second sees who has it and until when', async () => {
  await outAt('15:00');
  const [first, second] = [await pageOf(office), await pageOf(head, { javaScript: false })];
  for (const page of [first, second]) await page.goto(alarm);

  await first.getByRole('button', { name: 'I have it' }).click();
  await second.getByRole('button', { name: 'I have it' }).click();

  expect(await first.textContent('main')).toContain('You have it until 3.10pm.');
  expect(await second.textContent('main')).toMatch(/Maureen [^.]* has it until 3.10pm, and had it before you/);
});

it('an alarm is worked from the board to its end without scripts', async () => {
  await outAt('15:00');
  const page = await pageOf(office, { javaScript: false, size: narrow });
  await page.goto(board);
  expect(await page.getByRole('button', { name: 'Pause' }).count()).toBe(0);
  await page
    .getByRole('link', { name: /^Overdue alarm/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Spoke to them: safe' }).click();
  await page.getByRole('button', { name: 'It is over' }).click();
  expect(await page.textContent('main')).toContain('There is a problem');
  await aLook(page);
  for (const choice of await page.getByLabel('Back, or at home for the day').all()) await choice.check();
  await page.getByRole('button', { name: 'It is over' }).click();
  expect(await page.textContent('main')).toContain('It is over since 3pm.');
  await page.goto(board);
  await page.getByRole('link', { name: 'Refresh' }).click();
  expect(await page.textContent('main')).toContain('Nobody is out');
});

it('what is said to the police is one sheet of paper, without the addresses of its links', async () => {
  const afternoon = await outAt('15:00');
  for (const rung of [1, 2]) {
    await afternoon.says(office, 'log-attempt', { alarm: 'a1', rung, who: 'Both of them', means: 'mobile', result: 'no-answer' });
    await afternoon.passes('PT10M');
  }
  await afternoon.says(head, 'record-police', { alarm: 'a1', by: 'Maureen', reference: 'CAD 1234' });
  const page = await pageOf(office);
  await page.goto(handover);
  expect(await sheetsOf(page)).toBe(1);
  expect(await printedAfterLinks(page)).toEqual([]);
});
