import type { Page, Response } from 'playwright-core';

interface Weight {
  readonly status: number | undefined;
  /** Of everything, as it was sent. */
  readonly bytes: number;
  /** What came, the largest first: `8120 br /look/doorstep.css`. */
  readonly parts: readonly string[];
}

/** What a page weighs with everything that it loads, opened in a browser that has been nowhere yet. */
export async function weightOf(page: Page, address: string): Promise<Weight> {
  const responses: Response[] = [];
  const note = (response: Response): void => void responses.push(response);
  page.on('response', note);
  const opened = await page.goto(address, { waitUntil: 'load' });
  page.off('response', note);

  const parts = await Promise.all(
    responses.map(async (response) => {
      const { responseBodySize: bytes } = await response.request().sizes();
      return { bytes, encoding: (await response.headerValue('content-encoding')) ?? 'plain', path: new URL(response.url()).pathname };
    }),
  );
  return {
    status: opened?.status(),
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    parts: parts.toSorted((a, b) => b.bytes - a.bytes).map(({ bytes, encoding, path }) => `${bytes} ${encoding} ${path}`),
  };
}
