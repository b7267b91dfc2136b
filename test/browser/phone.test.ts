/** The phone page in a real browser: with one bar of signal, with none, and with no script at all. */
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makePhoneLink } from '../../functions/application/phone-links.ts';
import { type Afternoon, afternoonAt, schoolOf } from '../support/afternoon.ts';
import { assistant, gone, teacher } from '../support/hampton-visit.ts';
import * as roselyn from '../support/roselyn-visit.ts';
import { aLook, narrow, type Window } from './chromium.ts';
import { pagesInMemory } from './pages-in-memory.ts';
import { printedAfterLinks, sheetsOf } from './print.ts';
import { weightOf } from './sizes.ts';

const pages = await pagesInMemory();

/** The phone of a teacher who has signed out, with her page open on it. */
async function phone({ browser = {}, before }: { readonly browser?: Window; readonly before?: (page: Page) => Promise<unknown> } = {}) {
  const afternoon = await gone();
  pages.show(afternoon);
  const link = await makePhoneLink(afternoon.deps, { school: afternoon.school, visit: afternoon.id }, teacher);
  const page = await pages.pageOf(undefined, { size: narrow, ...browser });
  onTestFinished(() => page.context().close());
  await before?.(page);
  await page.goto(`${pages.url}/v/${link}`);
  return {
    afternoon,
    page,
    link,
    step: page.locator('button.ds-big-button:not(.govuk-button--secondary):not(.govuk-button--warning)'),
    help: page.getByRole('button', { name: 'Help', exact: true }),
    unsent: page.locator('#unsent'),
    sent: page.getByText('The school has it.'),
  };
}

const happened = async (afternoon: Afternoon): Promise<readonly string[]> =>
  (await afternoon.visit()).history.flatMap(({ type, by }) =>
    by === teacher && /Arrived|Left|Returned|AlarmOpened|CheckedIn|NoteMade/.test(type) ? [type] : [],
  );
const isOffline = (page: Page, offline: boolean): Promise<void> => page.context().setOffline(offline);

describe.each<Window>([{}, { javaScript: false }, { colours: 'dark' }])('with %j', (browser) => {
  it('the page is a good one, and its button is for a thumb', async () => {
    const { page, step } = await phone({ browser });
    await aLook(page);
    const box = await step.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(64);
    expect(box?.width).toBeGreaterThan(280);
  });
});

it.each([true, false])('somebody arrives, leaves and is back with one press each, scripts or none: %s', async (javaScript) => {
  const { afternoon, page, step } = await phone({ browser: { javaScript } });
  for (const text of ['I have arrived', 'I have left the home', 'I am back']) await step.filter({ hasText: text }).click();
  await page.getByText('You are back').waitFor();
  expect(await happened(afternoon)).toEqual(['VisitorArrived', 'VisitorLeft', 'VisitorReturned']);
});

describe('without a network', () => {
  it('a press says that it was not sent until the school has it, and goes by itself when there is a network again', async () => {
    const { afternoon, page, step, unsent, sent } = await phone();
    await isOffline(page, true);
    await step.click();
    expect(await unsent.textContent()).toMatch(/^NOT SENT yet: I have arrived, pressed at \d+\.\d\d[ap]m/);
    expect(await sent.count()).toBe(0);
    expect(await happened(afternoon)).toEqual([]);
    await isOffline(page, false);
    await page.getByText('In the home since').waitFor();
    expect(await unsent.isVisible()).toBe(false);
    expect(await happened(afternoon)).toEqual(['VisitorArrived']);
  });

  it('an answer to what the policy asks at the door is kept as any press is, and goes by itself', async () => {
    const { afternoon, page, unsent } = await phone();
    await page.locator('summary', { hasText: 'To answer at the door: 1' }).click();
    await aLook(page);
    await page.getByLabel('Somebody we do not know').check();
    await isOffline(page, true);
    await page.getByRole('button', { name: 'Send what you answered' }).click();
    expect(await unsent.textContent()).toMatch(/^NOT SENT yet: what you answered at the door, pressed at/);
    await isOffline(page, false);
    await page.getByText('brings a question with it').waitFor();
    expect((await afternoon.visit()).answers).toMatchObject({ door: { value: 'stranger' } });
  });

  it('help goes before whatever was pressed first, and is called a message', async () => {
    const { afternoon, page, step, help, unsent } = await phone();
    await isOffline(page, true);
    await step.click();
    await help.click();
    expect(await unsent.textContent()).toContain('NOT SENT yet: a message,');
    expect(await page.locator('main').innerText()).not.toMatch(/call(ed)? for help/i);
    await isOffline(page, false);
    await page.getByText('In the home since').waitFor();
    expect(await happened(afternoon)).toEqual(['AlarmOpened', 'VisitorArrived']);
  });

  it('a press outlives the page, and is sent when it is opened again', async () => {
    const { afternoon, page, step, unsent } = await phone();
    await page.route('**/v/*', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
    await step.click();
    await unsent.getByText('NOT SENT').waitFor();
    await page.reload();
    await unsent.getByText('NOT SENT').waitFor();
    await page.unroute('**/v/*');
    await page.reload();
    await page.getByText('In the home since').waitFor();
    expect(await happened(afternoon)).toEqual(['VisitorArrived']);
  });

  it('whatever else on the way answers in the place of the school, the press stays', async () => {
    const { page, step, unsent } = await phone();
    await page.route('**/v/*', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ status: 200, contentType: 'text/html', body: 'Welcome to the café' })
        : route.continue(),
    );
    await step.click();
    await unsent.getByText('NOT SENT').waitFor();
    expect(await page.evaluate('JSON.parse(localStorage.getItem("doorstep-outbox")).length')).toBe(1);
  });
});

describe('a press', () => {
  it('of two quick taps is one', async () => {
    const { afternoon, page, help } = await phone();
    await help.dblclick();
    await page.getByText('The school has it.').waitFor();
    expect(await happened(afternoon)).toEqual(['AlarmOpened']);
  });

  it('goes by the plain form where the phone keeps nothing', async () => {
    const full = `Storage.prototype.setItem = () => { throw new Error('full'); }`;
    const { afternoon, step, sent } = await phone({ before: (page) => page.addInitScript(full) });
    await step.click();
    await sent.waitFor();
    expect(await happened(afternoon)).toEqual(['VisitorArrived']);
  });

  it('that the school does not take is shown with why', async () => {
    const { page } = await phone();
    await page.getByText(/^To tick/).waitFor();
    await page.getByRole('button', { name: 'Send the ticks' }).click();
    await page.getByText('There is a problem').waitFor();
    expect(await page.locator('#unsent').isVisible()).toBe(false);
  });

  it('of help has the position only where that was pressed', async () => {
    const { afternoon, page, help, sent } = await phone({
      before: async (opened) => {
        await opened.context().grantPermissions(['geolocation']);
        await opened.context().setGeolocation({ latitude: 51.5, longitude: -0.25 });
      },
    });
    await help.click();
    await sent.waitFor();
    await page.goto(page.url().split('?')[0] ?? '');
    await page.getByRole('button', { name: 'Help, and send where I am' }).click();
    await sent.waitFor();
    expect((await afternoon.visit()).alarms.map(({ position }) => position)).toEqual([undefined, { latitude: 51.5, longitude: -0.25 }]);
  });

  it('of something wrong says which, with words, by the keyboard alone', async () => {
    const { afternoon, page } = await phone();
    await page.locator('summary', { hasText: 'Something is wrong' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('What has happened, if you can say').fill('He fell');
    await page.getByRole('button', { name: 'Somebody is ill or hurt' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('School has been told. If it is serious, ring 999 now.').first().waitFor();
    expect((await afternoon.visit()).alarms).toMatchObject([{ call: 'illness', words: 'He fell' }]);
  });
});

it('weighs less than 15 KB with all that it loads', async () => {
  const { page, link } = await phone();
  await page.close();
  const { bytes, parts } = await weightOf(await page.context().newPage(), `${pages.url}/v/${link}`);
  expect(bytes, parts.join('\n')).toBeLessThan(15 * 1024);
});

it('the slip is one side of A4, and prints no address', async () => {
  const { afternoon } = await phone();
  const page = await pages.pageOf(assistant);
  onTestFinished(() => page.context().close());
  await page.goto(`${pages.url}/visits/${afternoon.id}/slip`);
  expect(await sheetsOf(page)).toBe(1);
  expect(await printedAfterLinks(page)).toEqual([]);
});

it('the sheet is one side of A4, with all the hazards of a form', async () => {
  const afternoon = await afternoonAt(schoolOf('local/schools/roselyn-house.json'), roselyn.at('09:00'));
  await roselyn.out(afternoon, roselyn.words.safe);
  pages.show(afternoon);
  const page = await pages.pageOf(roselyn.tutor);
  onTestFinished(() => page.context().close());
  await page.goto(`${pages.url}/visits/${afternoon.id}/sheet`);
  await aLook(page);
  expect(await sheetsOf(page)).toBe(1);
  expect(await printedAfterLinks(page)).toEqual([]);
});
