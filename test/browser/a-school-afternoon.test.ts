import { expect, it } from 'vitest';
import { aSchoolAfternoon } from './a-school-afternoon.ts';
import { aLook } from './chromium.ts';

const afternoon = await aSchoolAfternoon();
const { chromium, clock, url } = afternoon;

it.each([true, false])('what came to phones can be read on a phone and on a screen, scripts or none: %s', async (javaScript) => {
  await clock.newDay();
  const page = await chromium.page({ javaScript });

  await page.goto(`${url}/_local`);

  await aLook(page);
});

it('the board is shown to the office, and to nobody who has not signed in', async () => {
  const office = await afternoon.pageOf('hampton', 'office');
  const nobody = await chromium.page();
  const board = `${url}/v1/schools/hampton/board`;

  expect((await office.goto(board))?.status()).toBe(200);
  expect((await nobody.goto(board))?.status()).toBe(401);
});
