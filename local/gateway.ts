import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { type Faults, ofGateway } from './faults.ts';
import type { Lambda } from './lambda.ts';
import { account } from './names.ts';
import { headersOf, readBody } from './wire.ts';

export interface Row {
  readonly method: string;
  readonly path: string;
}

/** API Gateway's own limit of a request. */
const largest = 10 * 1024 * 1024;

const Result = z.object({
  statusCode: z.int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** A function and what is sent to it: its rows, and by `$default` whatever else stands `under` this path. */
export interface Behind {
  readonly rows: readonly Row[];
  readonly under: string;
  readonly lambda: Lambda;
}

/** What API Gateway says itself, where no function has answered: docs/api-answers.md. */
const ownAnswers = {
  badRequest: [400, 'Bad Request'],
  tooLarge: [413, 'Request Entity Too Large'],
  tooMany: [429, 'Too Many Requests'],
  failed: [500, 'Internal Server Error'],
  unavailable: [503, 'Service Unavailable'],
} as const;
type OwnAnswer = keyof typeof ownAnswers;

/** An HTTP API of API Gateway: routes by the rows, all else by the longest path that it stands under. */
export function createGateway(
  behind: readonly Behind[],
  faults?: Pick<Faults, 'take'>,
): (message: IncomingMessage, response: ServerResponse) => Promise<void> {
  const match = matcher(behind.flatMap(({ rows }) => rows));
  const longestFirst = behind.toSorted((a, b) => b.under.length - a.under.length);
  const functionFor = ({ routeKey, rawPath }: APIGatewayProxyEventV2): Lambda | undefined =>
    (
      behind.find(({ rows }) => rows.some(({ method, path }) => `${method} ${path}` === routeKey)) ??
      longestFirst.find(({ under }) => rawPath.startsWith(under))
    )?.lambda;
  return async (message, response) => {
    const body = await readBody(message);
    if (body.length > largest) {
      sendOwn(response, 'tooLarge');
      return;
    }
    let event: APIGatewayProxyEventV2;
    try {
      event = eventOf(message, body, match);
    } catch (problem) {
      if (!(problem instanceof URIError)) throw problem;
      sendOwn(response, 'badRequest');
      return;
    }
    const { requestId } = event.requestContext;
    const fault = faults?.take('gateway', [event.routeKey], ofGateway)?.fault;
    if (fault !== undefined && fault !== 'lost-answer') {
      sendOwn(response, ({ throttle: 'tooMany', error: 'failed', off: 'unavailable' } as const)[fault], requestId);
      return;
    }
    let result: unknown;
    try {
      result = await functionFor(event)?.invoke(event);
    } catch (problem) {
      console.error(problem);
      sendOwn(response, 'failed', requestId);
      return;
    }
    if (fault === undefined) sendResult(response, requestId, result);
    else sendOwn(response, 'unavailable', requestId);
  };
}

interface Match {
  readonly routeKey: string;
  readonly pathParameters?: Record<string, string>;
}
type Matcher = (method: string, path: string) => Match;

/** The row with the fewest placeholders wins, as a fixed path does before one that fits anything. */
function matcher(rows: readonly Row[]): Matcher {
  const known = rows
    .map((row) => ({ routeKey: `${row.method} ${row.path}`, method: row.method, parts: row.path.split('/') }))
    .toSorted((a, b) => placeholders(a.parts) - placeholders(b.parts));
  return (method, path) => {
    const given = path.split('/');
    const found = known.find(
      (row) =>
        row.method === method &&
        row.parts.length === given.length &&
        row.parts.every((part, n) => (nameIn(part) === undefined ? part === given[n] : given[n] !== '')),
    );
    if (found === undefined) return { routeKey: '$default' };
    const named = found.parts.flatMap((part, n) => {
      const name = nameIn(part);
      return name === undefined ? [] : [[name, given[n] ?? ''] as const];
    });
    return { routeKey: found.routeKey, ...(named.length === 0 ? {} : { pathParameters: Object.fromEntries(named) }) };
  };
}

const nameIn = (part: string): string | undefined => /^\{(.+)\}$/.exec(part)?.[1];
const placeholders = (parts: readonly string[]): number => parts.filter((part) => nameIn(part) !== undefined).length;

/** Payload format 2.0. API Gateway hands the path on decoded, and the query as it came. */
function eventOf(message: IncomingMessage, body: Buffer, match: Matcher): APIGatewayProxyEventV2 {
  const [rawTarget = '/', ...rest] = (message.url ?? '/').split('?');
  const rawQueryString = rest.join('?');
  const rawPath = decodeURIComponent(rawTarget);
  const method = message.method ?? 'GET';
  const { cookie, ...headers } = headersOf(message);
  const host = headers['host'] ?? 'localhost';
  const domainName = host.split(':')[0] ?? host;
  const sourceIp = (message.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
  const { routeKey, pathParameters } = match(method, rawPath);
  const query = new URLSearchParams(rawQueryString);
  const now = new Date();
  const encoded = body.length > 0 && !isText(headers['content-type']);
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/; */) }),
    headers: {
      ...headers,
      'x-amzn-trace-id': `Root=1-${Math.floor(now.getTime() / 1000).toString(16)}-${randomUUID().replaceAll('-', '').slice(0, 24)}`,
      'x-forwarded-for': sourceIp,
      'x-forwarded-port': host.split(':')[1] ?? '80',
      'x-forwarded-proto': 'http',
    },
    ...(rawQueryString === ''
      ? {}
      : { queryStringParameters: Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')])) }),
    ...(pathParameters === undefined ? {} : { pathParameters }),
    requestContext: {
      accountId: account,
      apiId: 'local',
      domainName,
      domainPrefix: domainName.split('.')[0] ?? domainName,
      http: { method, path: rawPath, protocol: `HTTP/${message.httpVersion}`, sourceIp, userAgent: headers['user-agent'] ?? '' },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: apacheTime(now),
      timeEpoch: now.getTime(),
    },
    ...(body.length === 0 ? {} : { body: body.toString(encoded ? 'base64' : 'utf8') }),
    isBase64Encoded: encoded,
  };
}

/** What API Gateway hands on as it is; a form or a file goes in base 64. */
const isText = (type = ''): boolean => /^(text\/|application\/(json|xml|javascript|[^;]+\+(json|xml))\s*(;|$))/i.test(type);

/** `22/Jun/2026:09:00:00 +0000` */
function apacheTime(at: Date): string {
  const [, day = '', month = '', year = '', time = ''] = at.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}

/** A result without a status code is a body of JSON, as API Gateway reads it. */
function sendResult(response: ServerResponse, requestId: string, result: unknown): void {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    const body = typeof result === 'string' ? result : JSON.stringify(result ?? null);
    send(response, 200, { 'content-type': 'application/json', 'apigw-requestid': requestId }, body);
    return;
  }
  const parsed = Result.safeParse(result);
  if (!parsed.success) {
    console.error(z.prettifyError(parsed.error));
    sendOwn(response, 'failed', requestId);
    return;
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  const named = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  send(
    response,
    statusCode,
    {
      ...((body ?? '') === '' ? {} : { 'content-type': 'text/plain;charset=UTF-8' }),
      ...Object.fromEntries(named),
      ...((cookies ?? []).length === 0 ? {} : { 'set-cookie': cookies ?? [] }),
      'apigw-requestid': requestId,
    },
    isBase64Encoded === true ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
  );
}

function sendOwn(response: ServerResponse, answer: OwnAnswer, requestId: string = randomUUID()): void {
  const [status, message] = ownAnswers[answer];
  send(response, status, { 'content-type': 'application/json', 'apigw-requestid': requestId }, JSON.stringify({ message }));
}

function send(response: ServerResponse, status: number, headers: Readonly<Record<string, string | string[]>>, body: string | Buffer): void {
  const bare = status === 204 || status === 304;
  response.writeHead(status, {
    ...headers,
    date: new Date().toUTCString(),
    ...(bare ? {} : { 'content-length': Buffer.byteLength(body) }),
  });
  response.end(bare ? undefined : body);
}
