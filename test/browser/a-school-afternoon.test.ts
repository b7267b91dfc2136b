import { expect, it } from 'vitest';
import { aSchoolAfternoon } from './a-school-afternoon.ts';
import { aLook } from './chromium.ts';

const afternoon = await aSchoolAfternoon();
const { chromium, clock, url } = afternoon;

it.each([true, false])('somebody signs in by two clicks, and out by another, scripts or none: %s', async (javaScript) => {
  const page = await chromium.page({ javaScript });

  await page.goto(`${url}/visits/HV-NONE22`);
  expect(await page.textContent('h1')).toBe('Sign in');
  await page.getByRole('button', { name: 'Sign in to Hampton Infant School and Nursery' }).click();
  await page.getByRole('heading', { name: 'Hampton' }).click();
  await page.getByRole('button', { name: 'Maureen Tidy' }).click();
  expect(new URL(page.url()).pathname).toBe('/visits/HV-NONE22');

  await page.goto(url);
  expect(await page.textContent('h1')).toContain('Maureen');
  await page.getByRole('button', { name: 'Sign out' }).click();
  expect(await page.textContent('h1')).toBe('You are signed out');
  await page.goto(url);
  expect(await page.textContent('h1')).toBe('Sign in');
});

it('two people are signed in at once, each in their own browser', async () => {
  const office = await afternoon.pageOf('hampton', 'office');
  const head = await afternoon.pageOf('the-harbour', 'head');
  for (const page of [office, head]) await page.goto(url);

  expect(await office.textContent('h1')).toContain('Maureen');
  expect(await head.textContent('header')).toContain('The Harbour');
});

it('what came to phones can be read on a phone and on a screen', async () => {
  await clock.newDay();
  const page = await chromium.page();

  await page.goto(`${url}/_local`);

  await aLook(page);
});
