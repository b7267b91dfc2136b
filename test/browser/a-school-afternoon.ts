/** A school's afternoon as people see it: a cloud of its own on virtual time, and a browser for each of them. */
import type { BrowserContext, Page } from 'playwright-core';
import { startSchools } from '../support/scenario.ts';
import { startChromium, type Window } from './chromium.ts';

/** One cloud and one browser for the tests of a file; both gone when they are done. */
export async function aSchoolAfternoon() {
  // One after the other: where there is no browser, no cloud is left behind.
  const chromium = await startChromium();
  const cloud = await startSchools();

  /** From now on whoever uses this browser is somebody of the school, by their post: `teacher`, `office`. No page is drawn for it. */
  async function signedIn(browser: BrowserContext, school: string, post: string): Promise<void> {
    const choice = await browser.request.get(`${cloud.url}/sign-in/go`, { params: { school, then: '/' } });
    const home = await browser.request.post(choice.url(), { form: { person: `${school}/${school}-${post}` } });
    if (home.status() !== 200 || new URL(home.url()).pathname !== '/') throw new Error(`${post} is not signed in: ${await home.text()}`);
  }

  /** A new browser in somebody's hands. */
  async function pageOf(school: string, post: string, window: Window = {}): Promise<Page> {
    const context = await chromium.context(window);
    await signedIn(context, school, post);
    return context.newPage();
  }
  return { ...cloud, chromium, signedIn, pageOf };
}
