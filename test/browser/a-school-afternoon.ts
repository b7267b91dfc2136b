/** A school's afternoon as people see it: a cloud of its own on virtual time, and a browser for each of them. */
import type { BrowserContext, Page } from 'playwright-core';
import { startSchools } from '../support/scenario.ts';
import { startChromium, type Window } from './chromium.ts';

/** One cloud and one browser for the tests of a file; both gone when they are done. */
export async function aSchoolAfternoon() {
  // One after the other: where there is no browser, no cloud is left behind.
  const chromium = await startChromium();
  const cloud = await startSchools();

  /** From now on whoever uses this browser is somebody of the school, by their post: `teacher`, `office`. */
  async function signedIn(browser: BrowserContext, school: string, post: string): Promise<void> {
    // SEAM: until there is a sign-in, the token that the local cloud gives stands for the session. Here, and nowhere else.
    await browser.setExtraHTTPHeaders({ authorization: `Bearer ${await cloud.school(school).token(post)}` });
  }

  /** A new browser in somebody's hands. */
  async function pageOf(school: string, post: string, window: Window = {}): Promise<Page> {
    const context = await chromium.context(window);
    await signedIn(context, school, post);
    return context.newPage();
  }
  return { ...cloud, chromium, signedIn, pageOf };
}
