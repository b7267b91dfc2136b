/** Pages of the browser tests' own: good ones, and bad ones that the checks have to see. */
import { gzipSync } from 'node:zlib';
import { afterAll } from 'vitest';
import { listen } from '../../local/wire.ts';

export interface FixturePage {
  readonly body: string;
  readonly head?: string;
  readonly status?: number;
  readonly type?: string;
  readonly gzip?: boolean;
}

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";

/** Served each at its path, under the content security policy that the pages are under. */
export async function serve(pages: Readonly<Record<string, FixturePage>>): Promise<string> {
  const server = await listen(0, async (message, response) => {
    const found = pages[message.url ?? ''];
    const { status, type, gzip, ...page } = { status: 200, type: 'text/html; charset=utf-8', gzip: false, ...(found ?? missing) };
    const text = type.startsWith('text/html') ? whole(page) : page.body;
    const sent = gzip ? gzipSync(text) : Buffer.from(text);
    response
      .writeHead(status, {
        'content-type': type,
        'content-length': sent.length,
        'content-security-policy': policy,
        ...(gzip && { 'content-encoding': 'gzip' }),
      })
      .end(sent);
  });
  afterAll(() => server.close());
  return server.url;
}

const missing: FixturePage = { status: 404, body: '<main><h1>Not here</h1></main>' };

const whole = ({ head = '', body }: FixturePage): string => `<!doctype html>
<html lang="en-GB">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>A page of the tests</title>
    ${head}
  </head>
  <body>
    ${body}
  </body>
</html>`;
