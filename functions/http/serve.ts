import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy, { type MiddlewareObj, type MiddyfiedHandler } from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { isAway } from './away.ts';
import { type Request, type Response, securityHeaders } from './http.ts';
import { logLine } from './log-line.ts';
import { busy, methodNotAllowed, notFound, unexpected } from './problem.ts';
import { whereItBroke } from './where-it-broke.ts';

/** One method of one path, `/v1/schools/{school}/board`, and what answers it. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly answer: (request: Request) => Promise<Response>;
}

type Event = APIGatewayProxyEventV2;
type Result = APIGatewayProxyStructuredResultV2;

/** How mistakes are answered: as problems in JSON, or as pages. */
export interface Mistakes {
  readonly notFound: Response;
  readonly methodNotAllowed: (allowed: readonly string[]) => Response;
  readonly busy: Response;
  readonly unexpected: Response;
}

const problems: Mistakes = { notFound, methodNotAllowed, busy, unexpected };

/**
 * The Lambda handler of a set of endpoints. What nobody foresaw ends here: one log line with a code, and a 500 that says
 * nothing (503 where it is only that a service is away). Logs hold codes, ids and places in the code; never a message, which may quote what was sent.
 */
export function serve(
  endpoints: readonly Endpoint[],
  { logger, metrics, mistakes = problems }: { readonly logger: Logger; readonly metrics: Metrics; readonly mistakes?: Mistakes },
): MiddyfiedHandler<Event, Result> {
  /** Whether it is only that a service is away. */
  const logged = (error: unknown, route: string): boolean => {
    const away = isAway(error);
    metrics.addMetric(away ? 'Busy' : 'Unexpected', MetricUnit.Count, 1);
    logLine(logger, away ? 'away' : 'unexpected', { ...whereItBroke(error), route });
    return away;
  };
  const router = httpRouter<Event, Result>({
    routes: endpoints.map(({ method, path, answer }) => ({
      method,
      path,
      handler: async (event: Event) => {
        const response = await answer(requestOf(event));
        for (const error of response.broke ?? []) logged(error, event.routeKey);
        return resultOf(response);
      },
    })),
    notFoundResponse: ({ path }) => resultOf(nothingThere(endpoints, path, mistakes)),
  });
  const ours: MiddlewareObj<Event, Result> = {
    after: ({ response }) => {
      metrics.addMetric((response?.statusCode ?? 0) < 500 ? 'Answered' : 'Busy', MetricUnit.Count, 1);
    },
    onError: (request) => {
      request.response = resultOf(logged(request.error, request.event.routeKey) ? mistakes.busy : mistakes.unexpected);
    },
  };
  const handler = middy<Event, Result>();
  handler.use([injectLambdaContext(logger, { resetKeys: true, logEvent: false }), logMetrics(metrics), ours]);
  return handler.handler(router);
}

function requestOf(event: Event): Request {
  return {
    method: event.requestContext.http.method,
    path: event.rawPath,
    params: presentOf(event.pathParameters),
    query: presentOf(event.queryStringParameters),
    headers: inSmallLetters(presentOf(event.headers)),
    cookies: cookiesOf(event.cookies ?? []),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  };
}

const presentOf = (named: Readonly<Record<string, string | undefined>> | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(named ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** Headers are the same however they are written; what a query names is not. */
const inSmallLetters = (named: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [name.toLowerCase(), value]));

/** What a browser sent, the first of each name: the one with the longest path, as it says. */
const cookiesOf = (sent: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    sent
      .map((one): readonly [string, string] => {
        const at = one.indexOf('=');
        return [one.slice(0, Math.max(at, 0)).trim(), one.slice(at + 1).trim()];
      })
      .toReversed(),
  );

const resultOf = ({ status, headers, cookies, body, bytes }: Response): Result => ({
  statusCode: status,
  headers: { ...securityHeaders, ...headers },
  ...(cookies === undefined ? {} : { cookies: [...cookies] }),
  ...(bytes === undefined ? (body === undefined ? {} : { body }) : { body: bytes.toString('base64'), isBase64Encoded: true }),
});

/** 404, or 405 with the methods that this path has. */
function nothingThere(endpoints: readonly Endpoint[], path: string, mistakes: Mistakes): Response {
  const allowed = endpoints.filter((endpoint) => leadsTo(endpoint.path, path)).map(({ method }) => method);
  return allowed.length === 0 ? mistakes.notFound : mistakes.methodNotAllowed(allowed);
}

function leadsTo(pattern: string, path: string): boolean {
  const asked = path.replace(/\/$/, '').split('/');
  const parts = pattern.split('/');
  return parts.length === asked.length && parts.every((part, i) => (part.startsWith('{') ? asked[i] !== '' : part === asked[i]));
}
