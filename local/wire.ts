import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault, Faults } from './faults.ts';

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export interface Server {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** A service as its clients see it, and what it says when something is made to go wrong. */
export interface StandIn {
  readonly service: Fault['service'];
  /** What a fault may name this request by. */
  operations(request: WireRequest): readonly string[];
  perform(request: WireRequest): Promise<WireAnswer>;
  /** The answer to a request that was done, of one that was not. */
  pretend(request: WireRequest): WireAnswer;
  fail(how: 'error' | 'throttle'): WireAnswer;
  /** The answer to a text to a phone that wants no more of them. Absent: this service knows no phones. */
  readonly optedOut?: () => WireAnswer;
  /** Takes the request, and says later that it came to nothing. Absent: this service says nothing afterwards. */
  readonly performInVain?: (request: WireRequest) => Promise<WireAnswer>;
  /** Does the request again, or only, `by` milliseconds later. Absent: this service does not know how. */
  readonly performLater?: (request: WireRequest, by: number) => void;
}

/** `hears`: told of each request before anything is done about it. */
export function serveStandIn(standIn: StandIn, faults: Faults, hears: (request: WireRequest) => void = () => undefined): Promise<Server> {
  const kinds = [
    'error',
    'throttle',
    'lost-answer',
    'silent',
    'off',
    ...(standIn.optedOut ? (['opted-out'] as const) : []),
    ...(standIn.performInVain ? (['undelivered'] as const) : []),
    ...(standIn.performLater ? (['late', 'duplicate'] as const) : []),
  ] as const;
  return listen(0, async (message, response) => {
    const request = await readRequest(message);
    hears(request);
    const fault = faults.take(standIn.service, standIn.operations(request), kinds);
    switch (fault?.fault) {
      case 'error':
      case 'throttle':
        send(response, standIn.fail(fault.fault));
        return;
      case 'opted-out':
        send(response, standIn.optedOut?.() ?? standIn.fail('error'));
        return;
      case 'undelivered':
        send(response, (await standIn.performInVain?.(request)) ?? standIn.fail('error'));
        return;
      case 'off':
        // A service that comes back has forgotten who was waiting.
        await faults.cleared();
        message.socket.destroy();
        return;
      case 'silent':
        send(response, standIn.pretend(request));
        return;
      case 'lost-answer':
        await standIn.perform(request);
        message.socket.destroy();
        return;
      case 'late':
        standIn.performLater?.(request, fault.by);
        send(response, standIn.pretend(request));
        return;
      case 'duplicate':
        send(response, await standIn.perform(request));
        standIn.performLater?.(request, fault.by);
        return;
      case undefined:
        send(response, await standIn.perform(request));
    }
  });
}

/** Serves this machine only. */
export async function listen(port: number, handle: (message: IncomingMessage, response: ServerResponse) => Promise<void>): Promise<Server> {
  const server = createServer((message, response) => {
    handle(message, response).catch((problem: unknown) => {
      console.error(problem);
      if (response.headersSent) response.destroy();
      else
        send(response, {
          status: 500,
          headers: { 'content-type': 'text/plain' },
          body: 'the local cloud has a fault of its own; see its output',
        });
    });
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', done);
  });
  // A server that listens on a port has an address of this form.
  const { port: chosen } = server.address() as AddressInfo;
  return {
    port: chosen,
    url: `http://127.0.0.1:${String(chosen)}`,
    close: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}

export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  // A request without an encoding set is read in buffers.
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export async function readRequest(message: IncomingMessage): Promise<WireRequest> {
  const url = new URL(message.url ?? '/', 'http://localhost');
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: headersOf(message),
    body: await readBody(message),
  };
}

/** Lower-case; one that was sent twice is joined with a comma. */
export const headersOf = (message: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(message.headersDistinct).map(([name, values]) => [name, (values ?? []).join(',')]));

function send(response: ServerResponse, answer: WireAnswer): void {
  response.writeHead(answer.status, {
    ...answer.headers,
    date: new Date().toUTCString(),
    'content-length': Buffer.byteLength(answer.body),
  });
  response.end(answer.body);
}
