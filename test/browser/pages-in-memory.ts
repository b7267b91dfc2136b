/** The pages of an afternoon on memory adapters, in a browser: for a look at a page, where a whole cloud would take longer. */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll } from 'vitest';
import { serve } from '../../functions/http/serve.ts';
import { pageMistakes } from '../../functions/pages/mistakes.tsx';
import { pageEndpoints } from '../../functions/pages/pages.ts';
import { pageRoutes } from '../../functions/pages/routes.ts';
import type { Provider } from '../../functions/pages/sign-in/provider.ts';
import { createGateway } from '../../local/gateway.ts';
import { lambda, type LambdaHandler } from '../../local/lambda.ts';
import { listen } from '../../local/wire.ts';
import type { Afternoon } from '../support/afternoon.ts';
import { pageDeps } from '../support/pages.ts';
import { startChromium, type Window } from './chromium.ts';

const isAway = () => Promise.reject(Object.assign(new Error('nobody signs in here'), { name: 'TimeoutError' }));
const away: Provider = { whereToAsk: isAway, whoCameBack: isAway, whereToSignOut: isAway };

/** That a provider is away is one of the things to look at, and no news. */
class Log extends Logger {
  override printLog(...said: Parameters<Logger['printLog']>): void {
    if (!JSON.stringify(said[1]).includes('"away"')) super.printLog(...said);
  }
}

/** One browser for the tests of a file, that sees whichever afternoon is put before it. */
export async function pagesInMemory() {
  process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';
  const chromium = await startChromium();
  let pages: LambdaHandler | undefined;
  const gateway = createGateway([
    {
      rows: pageRoutes,
      under: '/',
      lambda: lambda('pages', 29, async (event, context) => {
        if (pages === undefined) throw new Error('no afternoon has been shown yet');
        return pages(event, context);
      }),
    },
  ]);
  const server = await listen(0, gateway);
  afterAll(() => server.close());
  // Where a cookie is as good as under https.
  const url = server.url.replace('127.0.0.1', 'localhost');

  async function signedIn(browser: BrowserContext, person: string): Promise<void> {
    await browser.addCookies([{ name: 'who', value: person, url }]);
  }

  return {
    url,
    chromium,
    signedIn,
    /** From now on the pages are of this afternoon. */
    show(afternoon: Afternoon): void {
      const made = serve(pageEndpoints({ ...pageDeps(afternoon, url), signIn: { provider: away } }), {
        logger: new Log({ serviceName: 'pages', logLevel: 'ERROR' }),
        metrics: new Metrics({ namespace: 'Doorstep', serviceName: 'pages' }),
        mistakes: pageMistakes,
      });
      // A function of Lambda takes its own kind of event, which is what it gets here; its type cannot be looked at.
      pages = made as unknown as LambdaHandler;
    },
    /** A new browser in somebody's hands (`hampton-office`), or in the hands of nobody that we know. */
    async pageOf(person: string | undefined, window: Window = {}): Promise<Page> {
      const context = await chromium.context(window);
      if (person !== undefined) await signedIn(context, person);
      return context.newPage();
    },
  };
}
