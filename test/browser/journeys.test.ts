/** Whole journeys, by the links and buttons of the pages alone, on a cloud of its own with the true sign-in. */
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { accepted, type OneVisit } from '../support/scenario.ts';
import { afternoonOf, bothSchools } from '../support/two-schools.ts';
import { aSchoolAfternoon } from './a-school-afternoon.ts';
import { narrow, type Window } from './chromium.ts';
import { choose, fillDay, focusOf, follow, goHome, press, says, tabTo } from './walking.ts';

const afternoon = await aSchoolAfternoon();
const { chromium, clock, url } = afternoon;
const { hampton: story } = bothSchools(afternoon);
const { school: hampton } = story;
const steps = afternoonOf(afternoon, story);
const noSooner = () => ({ plan: { departAt: clock.time('13:00'), returnAt: clock.time('14:30') } });

beforeEach(async () => {
  await clock.newDay();
});

/** A page of the school in somebody's hands, at their home page. */
async function homeOf(post: string, window: Window = {}): Promise<Page> {
  const page = await afternoon.pageOf('hampton', post, window);
  page.setDefaultTimeout(10_000);
  await page.goto(url);
  return page;
}

/** What their last text leads to, on a phone on which nobody ever signed in. */
async function phoneOf(post: string, window: Window): Promise<Page> {
  const link = /https?:\S+$/.exec((await hampton.phone(post)).at(-1) ?? '')?.[0] ?? '';
  const page = await chromium.page({ size: narrow, ...window });
  await page.goto(link);
  return page;
}

// ------------------------------------------------------------------------------------------------ a visit, from its forms to its record

async function asksForAVisit(page: Page): Promise<OneVisit> {
  await press(page, 'Ask for a visit');
  await choose(page, 'household', 'hampton-home-1');
  await press(page, 'Continue');
  await choose(page, 'pupil', 'p-101');
  await press(page, 'Continue');
  await choose(page, 'visitors', 'hampton-assistant');
  await press(page, 'Continue');
  await fillDay(page, 'day', clock.today());
  await page.getByLabel('When do you leave?').fill('1pm');
  await page.locator('#returnAt').fill('2.30pm');
  await press(page, 'Continue');
  await choose(page, 'type', 'induction');
  await page.locator('#purpose').fill('To meet the family before September');
  await press(page, 'Continue');
  await page.locator('[name="a.class.class"]').fill('Willow');
  await page.locator('[name="a.class.teacher"]').selectOption('hampton-teacher');
  await press(page, 'Continue');
  await press(page, 'Ask for the visit');
  await says(page, 'The visit is asked for');
  return hampton.visit(/HV-\w+/.exec(page.url())?.[0] ?? '');
}

/** What of it stands on this page. */
async function answersWhatIsAsked(page: Page): Promise<void> {
  const chosen = { 'risk-decision': 'acceptable', 'recent-violence': 'no', 'notice-how': 'letter', 'violence-now': 'no', checked: 'seen' };
  for (const [id, value] of Object.entries(chosen)) {
    const field = page.locator(`input[name="a.${id}"][value="${value}"]`);
    if ((await field.count()) > 0) await field.check();
  }
  if ((await page.locator('[name="a.notice-sent-day"]').count()) > 0) await fillDay(page, 'a.notice-sent', '2027-06-15');
  if ((await page.locator('[name="a.professionals"]').count()) > 0) await page.locator('[name="a.professionals"]').fill('None');
  await press(page, 'Save');
}

async function toLeave(page: Page, visit: string): Promise<void> {
  await goHome(page);
  await follow(page, new RegExp(`^Visit ${visit}`));
  await follow(page, /^Before you go/);
}

describe.each([true, false])('with scripts: %s', (javaScript) => {
  it('a visit is asked for, approved, gone on and written up by links and buttons alone', { timeout: 90_000 }, async () => {
    const page = await homeOf('teacher', { javaScript });
    const visit = await asksForAVisit(page);

    await toLeave(page, visit.id);
    await press(page, 'Sign out');
    await says(page, 'Not signed out yet');
    const missing = page.locator('main li a[href*="/assess"], main li a[href*="/answers/"]');
    for (let left = 5; left > 0 && (await missing.count()) > 0; left -= 1) {
      await missing.first().click();
      await answersWhatIsAsked(page);
      await follow(page, /^Before you go/);
    }
    expect(await missing.allInnerTexts()).toEqual([]);

    const head = await homeOf('head', { javaScript });
    await follow(head, 'Read it, and approve it or not');
    await choose(head, 'decision', 'authorise');
    await press(head, 'Send the decision');
    await says(head, 'You agreed');

    await clock.at('13:00');
    await toLeave(page, visit.id);
    for (const tick of await page.locator('input[name="tick"]').all()) await tick.check();
    await choose(page, 'visitor', 'all');
    await press(page, 'Sign out');
    await says(page, 'You are signed out');
    await press(page, 'Open the page for your phone');
    await press(page, 'I have arrived');
    await says(page, 'In the home since 1pm');

    await clock.at('14:46');
    const phone = await phoneOf('teacher', { javaScript });
    await phone.locator('summary', { hasText: 'I am running late' }).click();
    await press(phone, '15 minutes: back by 3.01pm');
    await says(phone, 'Be back by 3.01pm');
    await press(phone, 'I have left the home');
    await says(phone, 'You have left at 2.46pm');
    await phone.locator('summary', { hasText: 'Add to it' }).click();
    await phone.getByLabel('too: we are together').first().check();
    await press(phone, 'I am back');
    await says(phone, 'You are back since 2.46pm');

    await follow(page, 'The whole visit');
    await goHome(page);
    await follow(page, 'Write it up');
    await choose(page, 'a.outcome', 'completed');
    await choose(page, 'a.any-concern', 'none');
    await page.getByLabel('Story').fill('The one about the bear');
    await press(page, 'Save the write-up');
    await says(page, 'Saved.');
    await follow(page, 'Close the visit');
    await press(page, 'Close the visit');
    await says(page, 'Closed.');
    expect((await visit.seenBy('head')).stage).toBe('closed');
  });
});

// ------------------------------------------------------------------------------------------------ nobody comes back

it('nobody comes back: everybody who looks sees it first, two share one alarm, and all who were told hear that it is over', async () => {
  const visit = await steps.out(noSooner());
  const office = await homeOf('office');
  await says(office, '1 visit with somebody out');
  await clock.at('15:21');

  await follow(office, 'People');
  expect(await office.getByRole('alert').innerText()).toContain('1 visit is overdue.');
  await follow(office, 'See who is out');
  await says(office, /Act now.*51 minutes overdue/s);
  await goHome(office);
  await says(office, /What you need to do\s*Overdue: Priya Raman and Joel Whitlock/);
  await follow(office, 'See to it');
  await press(office, 'I have it');
  await says(office, 'You have it until 3.31pm');

  const head = await homeOf('head', { size: narrow, javaScript: false });
  await says(head, 'Maureen Tidy has it until 3.31pm');
  await follow(head, 'See to it');
  await says(head, 'Maureen Tidy has it until 3.31pm');
  await press(head, 'What to say to the police');
  await says(head, 'Blue Fiat Panda, HN12 ABC');
  await press(head, 'Write it down');
  await says(head, 'The police were rung at 3.21pm by Ruth Calloway.');
  await follow(head, 'The alarm');
  await says(head, 'The police were rung at 3.21pm by Ruth Calloway.');

  await press(office, 'Spoke to them: safe');
  for (const one of await office.getByLabel('Back, or at home for the day').all()) await one.check();
  await press(office, 'It is over');
  await says(office, 'It is over since 3.21pm.');
  await goHome(office);
  expect(await office.getByRole('alert').count()).toBe(0);
  const sent = await visit.sent();
  const told = (what: RegExp) => [...new Set(sent.flatMap((line) => (what.test(line) ? [line.split(' ')[2]] : [])))].toSorted();
  expect(told(/ rung:a1\//)).toEqual(['executive-head', 'head', 'office']);
  expect(told(/ over:a1$/)).toEqual(told(/ rung:a1\//));
});

// ------------------------------------------------------------------------------------------------ by the keyboard alone

it('a head signs in, approves a visit and signs out by the keyboard alone, and always sees where they are', async () => {
  const visit = await steps.requested(noSooner());
  accepted(await visit.says('teacher', 'answer', { answers: story.answers }));
  const page = await chromium.page();
  const enter = (): Promise<void> => page.keyboard.press('Enter');
  await page.goto(url);

  await tabTo(page, 'Sign in to Hampton Infant School and Nursery');
  await enter();
  await page.waitForURL('**/_local/**');
  await tabTo(page, /^Hampton/);
  await enter();
  await tabTo(page, 'Ruth Calloway');
  await enter();
  await says(page, 'Hello Ruth');

  await page.keyboard.press('Tab');
  expect(await focusOf(page)).toEqual({ words: 'Skip to main content', isSeen: true });
  await enter();
  await tabTo(page, `Visit ${visit.id}, 1pm`);
  await tabTo(page, 'Read it, and approve it or not');
  await enter();
  await says(page, 'Decide on this visit');

  await tabTo(page, 'Send the decision');
  await enter();
  await says(page, 'There is a problem');
  expect(await page.title()).toMatch(/^Error: /);
  await tabTo(page, 'Choose whether you agree, send it back or decline it.');
  await enter();
  await page.keyboard.press('Space');
  expect(await focusOf(page)).toEqual({ words: 'I agree to it', isSeen: true });
  await tabTo(page, 'Send the decision');
  await enter();
  await says(page, 'You agreed');
  expect((await visit.seenBy('head')).stage).toBe('authorised');

  await tabTo(page, 'Sign out of Doorstep', 'Shift+Tab');
  await enter();
  await says(page, 'You are signed out');
});

it('a teacher signs both of them out by the keyboard alone', async () => {
  const visit = await steps.authorised(noSooner());
  await clock.at('13:00');
  const page = await homeOf('teacher', { size: narrow });
  await tabTo(page, 'Read and tick before you go');
  await page.keyboard.press('Enter');
  await says(page, 'All that the policy asks beforehand is there.');
  for (const tick of ['I am carrying a charged phone, on the number given here.', 'If I feel unsafe, my own safety comes first.']) {
    await tabTo(page, tick);
    await page.keyboard.press('Space');
  }
  await tabTo(page, 'Only me');
  await page.keyboard.press('ArrowUp');
  expect(await focusOf(page)).toEqual({ words: 'All: Priya Raman and Joel Whitlock', isSeen: true });
  await tabTo(page, 'Sign out');
  await page.keyboard.press('Enter');
  await says(page, 'You are signed out');
  expect((await visit.seenBy('head')).visitors.map(({ state }) => state)).toEqual(['signed-out', 'signed-out']);
});

// ------------------------------------------------------------------------------------------------ signed out in the middle of it

it('what somebody wrote while they were signed out is kept until they have signed in again, and sent', async () => {
  const visit = await steps.requested(noSooner());
  const page = await homeOf('teacher');
  await follow(page, new RegExp(`^Visit ${visit.id}`));
  await follow(page, 'Change the request');
  await page.locator('[name="purpose"]').fill('To meet the family, and to bring the book');
  const other = await page.context().newPage();
  await other.goto(url);
  await other.getByRole('button', { name: 'Sign out' }).click();
  await says(other, 'You are signed out');
  await other.close();

  await press(page, 'Change the visit');
  await says(page, 'You were signed out');
  const [tab] = await Promise.all([page.context().waitForEvent('page'), follow(page, 'Sign in again in a new tab')]);
  await press(tab, 'Sign in to Hampton Infant School and Nursery');

  await tab.getByRole('heading', { name: 'Hampton' }).click();
  await tab.getByRole('button', { name: 'Priya Raman' }).click();
  await says(tab, 'Hello Priya');
  await tab.close();
  await press(page, 'Send it');
  await press(page, /^Send it as Priya/);
  await says(page, 'To meet the family, and to bring the book');
});
