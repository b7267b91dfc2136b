import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { ok, type Request, securityHeaders } from '../../functions/http/http.ts';
import { type Endpoint, serve } from '../../functions/http/serve.ts';

const lines: string[] = [];
const asked: Request[] = [];
const marker = 'Zoë of 3 Mill Lane';

class KeptLogger extends Logger {
  override printLog(_: Parameters<Logger['printLog']>[0], log: Parameters<Logger['printLog']>[1]): void {
    lines.push(JSON.stringify(log));
  }
}

const endpoints: Endpoint[] = [
  {
    method: 'POST',
    path: '/v1/schools/{school}/visits',
    answer: async (request) => {
      asked.push(request);
      return ok({ school: request.params['school'] }, { status: 201 });
    },
  },
  {
    method: 'GET',
    path: '/v1/in-parts',
    answer: async () => ({
      ...ok({ done: 1 }),
      broke: [new TypeError(marker), Object.assign(new Error(marker), { name: 'TimeoutError' })],
    }),
  },
  { method: 'GET', path: '/v1/schools/{school}/visits', answer: async () => ({ status: 304, headers: { etag: '"a"' } }) },
  {
    method: 'PUT',
    path: '/v1/schools/{school}/settings',
    answer: async () => {
      throw new TypeError(`no such thing: ${marker}`);
    },
  },
];

for (const [name, error] of Object.entries({
  timeout: Object.assign(new Error(marker), { name: 'TimeoutError' }),
  refused: Object.assign(new Error(marker), { code: 'ECONNREFUSED' }),
  unfetched: new TypeError(marker, { cause: Object.assign(new Error(marker), { code: 'ENOTFOUND' }) }),
  failing: Object.assign(new Error(marker), { $metadata: { httpStatusCode: 503 } }),
}))
  endpoints.push({
    method: 'GET',
    path: `/v1/${name}`,
    answer: async () => {
      throw error;
    },
  });

process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';
const handler = serve(endpoints, {
  logger: new KeptLogger({ serviceName: 'test' }),
  metrics: new Metrics({ namespace: 'Doorstep', serviceName: 'test' }),
});

// As much of a Lambda context as the logger reads.
const context = { functionName: 'api', awsRequestId: 'r1', invokedFunctionArn: 'arn', memoryLimitInMB: '256' } as Context;

const call = async (method: string, path: string, more: Partial<APIGatewayProxyEventV2> = {}) => {
  const event: APIGatewayProxyEventV2 = {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    headers: {},
    requestContext: {
      accountId: '1',
      apiId: 'a',
      domainName: 'd',
      domainPrefix: 'p',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '::1', userAgent: '' },
      requestId: 'r1',
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    isBase64Encoded: false,
    ...more,
  };
  const { statusCode, headers = {}, body } = await handler(event, context);
  const answered: unknown = body === undefined ? undefined : JSON.parse(body);
  return { status: statusCode, headers, body: answered };
};

describe('a set of endpoints', () => {
  it('is asked with the parts of the path, the query, the cookies, and the bytes of the body', async () => {
    const answer = await call('POST', '/v1/schools/lighthouse/visits', {
      body: Buffer.from('{"words":"Zoë"}').toString('base64'),
      isBase64Encoded: true,
      headers: { 'Content-Type': 'application/json' },
      queryStringParameters: { limit: '5', departAt: '9' },
      cookies: ['doorstep=of-this-page', 'doorstep=of-elsewhere', 'other=a=b'],
    });
    expect(answer).toMatchObject({ status: 201, body: { school: 'lighthouse' } });
    const { body, ...rest } = asked.at(-1)!;
    expect(body.toString()).toBe('{"words":"Zoë"}');
    expect(rest).toEqual({
      method: 'POST',
      path: '/v1/schools/lighthouse/visits',
      params: { school: 'lighthouse' },
      query: { limit: '5', departAt: '9' },
      headers: { 'content-type': 'application/json' },
      cookies: { doorstep: 'of-this-page', other: 'a=b' },
    });
  });

  it('answers without a body where there is none', async () => {
    expect(await call('GET', '/v1/schools/lighthouse/visits')).toEqual({
      status: 304,
      headers: { ...securityHeaders, etag: '"a"' },
      body: undefined,
    });
  });

  it('has nothing where there is no such path', async () => {
    expect(await call('GET', '/v1/schools/lighthouse/visit')).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
    expect((await call('GET', '/v1/schools//visits')).status).toBe(404);
  });

  it('says which methods a path has', async () => {
    expect(await call('DELETE', '/v1/schools/lighthouse/visits')).toMatchObject({ status: 405, headers: { allow: 'POST, GET' } });
    expect(await call('PATCH', '/v1/schools/lighthouse/settings/')).toMatchObject({ status: 405, headers: { allow: 'PUT' } });
  });

  it('says nothing of what nobody foresaw, and leaves one line that quotes nothing', async () => {
    lines.length = 0;
    const answer = await call('PUT', '/v1/schools/lighthouse/settings', { body: marker });
    expect(answer).toMatchObject({ status: 500, body: { type: '/problems/unexpected', status: 500 } });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      attributes: { level: 'ERROR', message: 'unexpected', error: 'TypeError', function_request_id: 'r1' },
    });
    expect(lines[0]! + JSON.stringify(answer)).not.toContain('Zoë');
  });

  it('leaves a line for each part of an answer that broke, and answers all the same', async () => {
    lines.length = 0;
    expect(await call('GET', '/v1/in-parts')).toMatchObject({ status: 200, body: { done: 1 } });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { attributes: { message: 'unexpected', error: 'TypeError' } },
      { attributes: { message: 'away', error: 'TimeoutError' } },
    ]);
    expect(lines.join()).not.toContain('Zoë');
  });

  it.each(['timeout', 'refused', 'unfetched', 'failing'])('asks to be asked again where what it leans on is away: %s', async (name) => {
    lines.length = 0;
    expect(await call('GET', `/v1/${name}`)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: { type: '/problems/busy' },
    });
    expect(JSON.parse(lines[0]!)).toMatchObject({ attributes: { message: 'away' } });
    expect(lines.join()).not.toContain('Zoë');
  });
});
