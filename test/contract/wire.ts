import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A service at the other end of a wire: it answers as the test says, `cut` drops the connection and `silent` never answers. */
export async function startService(answer: (asked: Asked) => Answer | 'cut' | 'silent') {
  const asked: Asked[] = [];
  const server: Server = createServer((request: IncomingMessage, response) => {
    void buffer(request).then((body) => {
      const one = { method: request.method ?? '', path: request.url ?? '', body: body.toString() };
      asked.push(one);
      const answered = answer(one);
      if (answered === 'cut') request.socket.destroy();
      else if (answered !== 'silent') response.writeHead(answered.status, answered.headers).end(answered.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    connection: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-west-2',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export type Service = Awaited<ReturnType<typeof startService>>;
