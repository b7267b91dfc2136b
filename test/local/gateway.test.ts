import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { request } from 'node:http';
import { expect, it } from 'vitest';
import { cloudAtNine } from './in-process.ts';

const routes = [
  { method: 'GET', path: '/v1/schools/{school}/visits/{visit}' },
  { method: 'GET', path: '/v1/schools/{school}/visits/next' },
  { method: 'POST', path: '/v1/schools/{school}/visits' },
];
// The fake API answers with the event that it was given.
const eventFrom = async (answer: Response): Promise<APIGatewayProxyEventV2> => (await answer.json()) as APIGatewayProxyEventV2;

it('gives the function an event of payload format 2.0', async () => {
  const { url } = await cloudAtNine({ routes });

  const event = await eventFrom(
    await fetch(`${url}/v1/schools/a-school/visits/HV%201?stage=out&stage=returned&q=a%20b`, {
      headers: { 'X-Thing': 'yes', 'user-agent': 'a test', cookie: 'a=1; b=2' },
    }),
  );

  expect(event).toMatchObject({
    version: '2.0',
    routeKey: 'GET /v1/schools/{school}/visits/{visit}',
    rawPath: '/v1/schools/a-school/visits/HV 1',
    rawQueryString: 'stage=out&stage=returned&q=a%20b',
    queryStringParameters: { stage: 'out,returned', q: 'a b' },
    pathParameters: { school: 'a-school', visit: 'HV 1' },
    cookies: ['a=1', 'b=2'],
    headers: { 'x-thing': 'yes', 'x-forwarded-for': '127.0.0.1' },
    requestContext: {
      accountId: '000000000000',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: { method: 'GET', path: '/v1/schools/a-school/visits/HV 1', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'a test' },
      routeKey: 'GET /v1/schools/{school}/visits/{visit}',
      stage: '$default',
      time: '24/Jun/2030:09:00:00 +0000',
      timeEpoch: Date.UTC(2030, 5, 24, 9),
    },
    isBase64Encoded: false,
  });
  expect(event.headers).not.toHaveProperty('cookie');
  expect(event).not.toHaveProperty('body');
});

it('prefers a fixed path to one that fits anything', async () => {
  const { url } = await cloudAtNine({ routes });
  expect(await eventFrom(await fetch(`${url}/v1/schools/a-school/visits/next`))).toMatchObject({
    routeKey: 'GET /v1/schools/{school}/visits/next',
  });
});

it.each([
  ['PUT', '/v1/schools/a-school/visits'],
  ['GET', '/elsewhere'],
  ['GET', '/v1/schools//visits/HV-1'],
])('gives the function %s %s, which no row fits, as $default', async (method, path) => {
  const { url } = await cloudAtNine({ routes });
  const event = await eventFrom(await fetch(`${url}${path}`, { method }));
  expect(event).toMatchObject({ routeKey: '$default', rawPath: path });
  expect(event).not.toHaveProperty('pathParameters');
});

it.each([
  ['application/json; charset=utf-8', '{"a":"é"}', false],
  ['application/problem+json', '{}', false],
  ['application/x-www-form-urlencoded', 'a=1', true],
  ['application/octet-stream', 'x', true],
])('hands a body of %s on as API Gateway does', async (type, body, encoded) => {
  const { url } = await cloudAtNine({ routes });
  const event = await eventFrom(
    await fetch(`${url}/v1/schools/a-school/visits`, { method: 'POST', headers: { 'content-type': type }, body }),
  );
  expect(event).toMatchObject({ isBase64Encoded: encoded, body: encoded ? Buffer.from(body).toString('base64') : body });
});

it('answers as the function says, cookies and all', async () => {
  const { url } = await cloudAtNine({ routes });
  const answer = await fetch(`${url}/`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(answer.headers.get('date')).toBe('Mon, 24 Jun 2030 09:00:00 GMT');
});

it('answers 500, without saying why, for a function that fails', async () => {
  const { url } = await cloudAtNine({ routes });
  const answer = await fetch(`${url}/throws`);
  expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
});

it.each([
  ['throttle', 429, '{"message":"Too Many Requests"}'],
  ['error', 500, '{"message":"Internal Server Error"}'],
  ['off', 503, '{"message":"Service Unavailable"}'],
])('with %s answers %i by itself, as API Gateway does, and the function hears of nothing', async (fault, status, body) => {
  const cloud = await cloudAtNine({ routes });
  const path = `${cloud.url}/v1/schools/a-school/visits`;
  await cloud.post('/_local/faults', { service: 'gateway', fault, operation: 'POST /v1/schools/{school}/visits' });

  expect((await fetch(path.replace('visits', 'other'))).status).toBe(200);
  const answer = await fetch(path, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
  expect([answer.status, await answer.text()]).toEqual([status, body]);
  expect(Object.fromEntries(answer.headers)).toMatchObject({ 'content-type': 'application/json', 'content-length': String(body.length) });
  expect(answer.headers.get('apigw-requestid')).toMatch(/./);
  expect(answer.headers.get('retry-after')).toBeNull();
  expect((await fetch(path, { method: 'POST' })).status).toBe(200);
});

it('with lost-answer does what was asked, and says that it is unavailable', async () => {
  const cloud = await cloudAtNine({ routes });
  await cloud.post('/_local/faults', { service: 'gateway', fault: 'lost-answer' });
  const answer = await fetch(`${cloud.url}/poke`, {
    method: 'POST',
    body: JSON.stringify({ school: 'a-school', visit: 'a-visit' }),
    headers: { 'content-type': 'application/json' },
  });
  expect([answer.status, await answer.text()]).toEqual([503, '{"message":"Service Unavailable"}']);
  await expect.poll(() => cloud.ran).toHaveLength(1);
});

it.each(['late', 'duplicate', 'early', 'silent'])('cannot be %s', async (fault) => {
  const cloud = await cloudAtNine({ routes });
  expect((await cloud.post('/_local/faults', { service: 'gateway', fault })).status).toBe(400);
});

it('answers 413 by itself to what is longer than API Gateway takes', async () => {
  const { url } = await cloudAtNine({ routes });
  const answer = await fetch(`${url}/v1/schools/a-school/visits`, { method: 'POST', body: 'x'.repeat(10 * 1024 * 1024 + 1) });
  expect([answer.status, await answer.text()]).toEqual([413, '{"message":"Request Entity Too Large"}']);
});

it('answers 400 to a path that cannot be decoded', async () => {
  const { url } = await cloudAtNine({ routes });
  const status = await new Promise((done, failed) => {
    request(`${url}/%zz`, (answer) => {
      answer.resume();
      done(answer.statusCode);
    })
      .on('error', failed)
      .end();
  });
  expect(status).toBe(400);
});
