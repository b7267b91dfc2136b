import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy, { type MiddlewareObj, type MiddyfiedHandler } from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { isAway } from './away.ts';
import type { Request, Response } from './http.ts';
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

/**
 * The Lambda handler of a set of endpoints. What nobody foresaw ends here: one log line with a code, and a 500 that says
 * nothing (503 where it is only that a service is away). Logs hold codes, ids and places in the code; never a message, which may quote what was sent.
 */
export function serve(
  endpoints: readonly Endpoint[],
  { logger, metrics }: { readonly logger: Logger; readonly metrics: Metrics },
): MiddyfiedHandler<Event, Result> {
  /** Whether it is only that a service is away. */
  const logged = (error: unknown, route: string): boolean => {
    const away = isAway(error);
    metrics.addMetric(away ? 'Busy' : 'Unexpected', MetricUnit.Count, 1);
    logger.error(away ? 'away' : 'unexpected', { ...whereItBroke(error), route });
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
    notFoundResponse: ({ path }) => resultOf(nothingThere(endpoints, path)),
  });
  const ours: MiddlewareObj<Event, Result> = {
    after: ({ response }) => {
      metrics.addMetric((response?.statusCode ?? 0) < 500 ? 'Answered' : 'Busy', MetricUnit.Count, 1);
    },
    onError: (request) => {
      request.response = resultOf(logged(request.error, request.event.routeKey) ? busy : unexpected);
    },
  };
  const handler = middy<Event, Result>();
  handler.use([injectLambdaContext(logger, { resetKeys: true }), logMetrics(metrics), ours]);
  return handler.handler(router);
}

function requestOf(event: Event): Request {
  return {
    method: event.requestContext.http.method,
    path: event.rawPath,
    params: presentOf(event.pathParameters),
    query: presentOf(event.queryStringParameters),
    headers: presentOf(event.headers),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  };
}

const presentOf = (named: Readonly<Record<string, string | undefined>> | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(named ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), value]])));

const resultOf = ({ status, headers, body }: Response): Result => ({
  statusCode: status,
  headers: { ...headers },
  ...(body === undefined ? {} : { body }),
});

/** 404, or 405 with the methods that this path has. */
function nothingThere(endpoints: readonly Endpoint[], path: string): Response {
  const allowed = endpoints.filter((endpoint) => leadsTo(endpoint.path, path)).map(({ method }) => method);
  return allowed.length === 0 ? notFound : methodNotAllowed(allowed);
}

function leadsTo(pattern: string, path: string): boolean {
  const asked = path.replace(/\/$/, '').split('/');
  const parts = pattern.split('/');
  return parts.length === asked.length && parts.every((part, i) => (part.startsWith('{') ? asked[i] !== '' : part === asked[i]));
}
