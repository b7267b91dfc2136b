import { listen, readBody } from '../../local/wire.ts';

interface Asked {
  readonly path: string;
  readonly body: string;
}
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A service at the other end of a wire: for what the stand-ins of the local cloud never say. */
export async function startService(answer: (asked: Asked) => Answer) {
  const asked: Asked[] = [];
  const server = await listen(0, async (message, response) => {
    const one = { path: message.url ?? '', body: (await readBody(message)).toString() };
    asked.push(one);
    const { status, headers, body } = answer(one);
    response.writeHead(status, headers).end(body);
  });
  return { asked, url: server.url, close: () => server.close() };
}

export type Service = Awaited<ReturnType<typeof startService>>;
