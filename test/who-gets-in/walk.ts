/** Every route of the API and of the pages, asked by everybody, through the handler that Lambda calls. Nothing that is asked is done. */
import { tokenFor } from '../../functions/pages/who-signed-in.ts';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { SignJWT } from 'jose';
import * as z from 'zod';
import { endpoints } from '../../functions/api/endpoints.ts';
import { receiptEndpoints } from '../../functions/api/receipts.ts';
import { receiptRoutes, routes } from '../../functions/api/routes.ts';
import { whoseKey } from '../../functions/application/machines.ts';
import type { Deps } from '../../functions/application/deps.ts';
import { keyOf, type Machine, secretLength } from '../../functions/domain/machine.ts';
import { securityHeaders } from '../../functions/http/http.ts';
import { serve } from '../../functions/http/serve.ts';
import { whoIsCallingBy } from '../../functions/http/who-is-calling.ts';
import { pageMistakes } from '../../functions/pages/mistakes.tsx';
import { pageEndpoints } from '../../functions/pages/pages.ts';
import { pageRoutes } from '../../functions/pages/routes.ts';
import { addressOf } from '../../functions/pages/look/addresses.ts';
import { whoRanOutBy, whoSignedInBy } from '../../functions/pages/who-signed-in.ts';
import { signIn } from '../support/sign-in.ts';
import { askedWith, names } from './asked.ts';
import { at, people, school, walkedSchool } from './school.ts';

/** One answer. `in`: whatever is said then is said to somebody who was let in. */
type Answer = 'in' | 'sign in' | 401 | 403 | 404;

export interface Walked {
  readonly id: string;
  readonly route: string;
  /** By caller. */
  readonly answers: Readonly<Record<string, Answer>>;
}

export interface Walk {
  readonly api: readonly Walked[];
  readonly pages: readonly Walked[];
  /** Answers that lack a header which every answer has, or may be kept on the way. */
  readonly bare: readonly string[];
  /** How many answers there were. */
  readonly count: number;
}

/** The stores as they are to whoever only looks. Whoever would write was let in, and is told to try again. */
function readOnly(deps: Deps): Deps {
  const reading =
    /^(read|readMany|readEach|readings|aside|list|ofHome|due|context|households?|person|polic(y|ies)|before|holds|whose|of|find|allOf)$/;
  const only = <Store extends object>(store: Store): Store =>
    new Proxy(store, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== 'function' || reading.test(String(property))) return value;
        return () => Promise.reject(Object.assign(new Error('nothing is written here'), { name: 'TimeoutError' }));
      },
    });
  const { visits, schools, erasures, sessions, drafts, links, machines, pokes } = deps;
  return {
    ...deps,
    visits: only(visits),
    schools: only(schools),
    erasures: only(erasures),
    sessions: only(sessions),
    drafts: only(drafts),
    links: only(links),
    machines: only(machines),
    pokes: only(pokes),
  };
}

process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';

// As much of a Lambda context as the logger reads.
const context = { functionName: 'api', awsRequestId: 'r1', invokedFunctionArn: 'arn', memoryLimitInMB: '256' } as Context;

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
}

function eventOf({ method, path, query = '', headers = {}, cookies = [], body }: Sent): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers: { ...headers },
    cookies: [...cookies],
    queryStringParameters: Object.fromEntries(new URLSearchParams(query)),
    requestContext: {
      ...{ accountId: '1', apiId: 'a', domainName: 'd', domainPrefix: 'p', requestId: 'r1', routeKey: '$default', stage: '$default' },
      ...{ time: '', timeEpoch: 0, http: { method, path, protocol: 'HTTP/1.1', sourceIp: '::1', userAgent: '' } },
    },
    isBase64Encoded: false,
    ...(body === undefined ? {} : { body }),
  };
}

/** Where many are asked for at once, and here it is one: how that one was answered. */
const OneOfMany = z
  .union([
    z.object({ visits: z.tuple([z.object({ status: z.int() })]) }),
    z.object({ households: z.tuple([z.object({ status: z.int() })]) }),
  ])
  .transform((many) => ('visits' in many ? many.visits : many.households)[0].status);

const filled = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? 'none');

/** Whoever is answered so has not asked for what the walk is to ask for. What is proposed is no policy, which is said to whoever may propose one. */
const unasked: readonly number[] = [400, 405, 413, 415, 428];

export async function walkEverything(): Promise<Walk> {
  const { afternoon, there, link } = await walkedSchool();
  const { sessions, machines, clock } = afternoon.deps;
  const bare: string[] = [];
  let count = 0;

  const served = (endpointsOf: Parameters<typeof serve>[0], more: Pick<Parameters<typeof serve>[1], 'mistakes'> = {}) => {
    const handler = serve(endpointsOf, {
      logger: new Logger({ logLevel: 'SILENT' }),
      metrics: new Metrics({ namespace: 'Doorstep' }),
      ...more,
    });
    return async (sent: Sent) => {
      const { statusCode: status = 0, headers = {}, body = '' } = await handler(eventOf(sent), context);
      count += 1;
      const isAsset = /^\/(assets\/|v1\/openapi)/.test(sent.path) && status === 200;
      for (const name of [...Object.keys(securityHeaders), 'cache-control'])
        if (headers[name] === undefined || (name === 'cache-control' && headers[name] !== 'no-store' && !isAsset))
          bare.push(`${String(status)} ${sent.method} ${sent.path}: ${name}`);
      return { status, location: String(headers['location'] ?? ''), type: String(headers['content-type'] ?? ''), body };
    };
  };

  // ---------------------------------------------------------------------------------------------- the API

  const sign = await signIn();
  const deps = readOnly(afternoon.deps);
  const api = served([
    ...endpoints(
      deps,
      whoIsCallingBy(sign.keys, async (key) => whoseKey(deps, key)),
    ),
    ...receiptEndpoints(deps, async () => 'the-token-of-notify'),
  ]);
  const keyFor = async (of: string, id: string, scope: Machine['scope']): Promise<string> => {
    const added = await machines.add({ school: of, id, name: id, scope, made: { at: at('09:00'), by: 'walk-admin' } }, { id, body: id });
    if (added === 'taken') throw new Error(`${id} is there already`);
    return `Bearer ${added.key}`;
  };
  const head = { sub: 'walk-headteacher', school };
  const revoked = await keyFor(school, 'revoked', 'write');
  await machines.revoke(school, 'revoked', { at: at('10:00'), by: 'walk-admin' });
  const read = await keyFor(school, 'reads', 'read');
  const half = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const later = 4_102_444_800;
  const byTheLock = await new SignJWT({ ...head, exp: later })
    .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
    .setAudience('doorstep')
    .sign(new TextEncoder().encode(sign.keys));
  const bearers: Readonly<Record<string, string | undefined>> = {
    ...Object.fromEntries(
      await Promise.all(Object.entries(people).map(async ([sub, who]) => [who, await sign.bearer({ sub, school })] as const)),
    ),
    'key that reads': read,
    'key that writes': await keyFor(school, 'writes', 'write'),
    'token that reads': await sign.bearer({ sub: 'machine-mis', school, scope: 'read' }),
    'token that writes': await sign.bearer({ sub: 'machine-mis', school, scope: 'write' }),
    'no token': undefined,
    garbage: 'Bearer x.y.z',
    'a key made up': `Bearer ${keyOf('x'.repeat(secretLength))}`,
    'a key cut off': read.slice(0, -1),
    'a key revoked': revoked,
    'an expired token': await sign.bearer({ ...head, exp: 1 }),
    'a token without an end': await sign.bearer({ ...head, exp: undefined }),
    'a token for another service': await sign.bearer(head, 'payroll'),
    'a forged token, under the same key’s name': await (await signIn()).bearer(head),
    'a token signed by nobody (alg none)': `Bearer ${half({ alg: 'none' })}.${half({ ...head, aud: 'doorstep', exp: later })}.`,
    'a token signed with the public key (HS256)': `Bearer ${byTheLock}`,
    'a machine’s token without a scope': await sign.bearer({ sub: 'machine-mis', school }),
    'a head of another school': await sign.bearer({ ...head, school: 'hampton' }),
    'key for a calendar': await keyFor(school, 'shows', 'calendar'),
    'a machine of another school': await keyFor('hampton', 'writes', 'write'),
    'a stranger whom sign-in knows': await sign.bearer({ ...head, sub: 'walk-stranger' }),
    'somebody called constructor': await sign.bearer({ ...head, sub: 'constructor' }),
  };
  const asked = askedWith(there);
  const apiWalk: Walked[] = [];
  const misasked: string[] = [];
  for (const { id, method, path } of [...routes, ...receiptRoutes]) {
    const { params = {}, query, body } = asked[id];
    const answers: Record<string, Answer> = {};
    for (const [who, authorization] of Object.entries(bearers)) {
      const answer = await api({
        method,
        path: filled(path, { ...params, school }),
        query,
        headers: {
          ...(authorization === undefined ? {} : { authorization }),
          ...{ 'content-type': 'application/json', 'idempotency-key': 'k', 'if-match': '*' },
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const isJson = answer.type.includes('json');
      const status = answer.status === 200 && isJson ? (OneOfMany.safeParse(JSON.parse(answer.body)).data ?? 200) : answer.status;
      answers[who] = status === 401 || status === 403 || status === 404 ? status : 'in';
      if ((status >= 500 && status !== 503) || (unasked.includes(status) && id !== 'propose-policy'))
        misasked.push(`${id} by ${who}: ${answer.body}`);
    }
    apiWalk.push({ id, route: `${method} ${path}`, answers });
  }
  if (misasked.length > 0) throw new Error(`asked for nothing that could be: ${misasked.join('\n')}`);
  await api({ method: 'GET', path: '/v1/nowhere' });
  await api({ method: 'DELETE', path: `/v1/schools/${school}/board` });

  // ---------------------------------------------------------------------------------------------- the pages

  const baseUrl = 'http://localhost';
  const signedIn = async (person: string, of = school) => {
    const { id, session } = await sessions.begin({ school: of, person }, clock.now());
    return { cookie: `doorstep=${id}`, token: tokenFor(session), id };
  };
  const ended = await signedIn('walk-headteacher');
  await sessions.end(ended.id);
  const old = await sessions.begin({ school, person: 'walk-headteacher' }, at('01:00'));
  const browsers: Record<
    string,
    { readonly cookie?: string; readonly token?: string; readonly authorization?: string; readonly origin?: string }
  > = {};
  for (const [person, who] of Object.entries(people)) browsers[who] = await signedIn(person);
  browsers['nobody'] = {};
  browsers['a session that was ended'] = ended;
  browsers['a session that ran out'] = { cookie: `doorstep=${old.id}`, token: tokenFor(old.session) };
  browsers['a session made up'] = { cookie: 'doorstep=made-up', token: 'made-up' };
  browsers['a machine’s key'] = { authorization: read };
  browsers['a head of another school'] = await signedIn('walk-headteacher', 'hampton');
  const ours = await signedIn('walk-headteacher');
  browsers['a head, from another site'] = { ...ours, origin: 'https://elsewhere.example' };
  browsers['a head, without what stands hidden'] = { ...ours, token: 'guessed' };

  const who = { whoSignedIn: whoSignedInBy(deps, baseUrl), whoRanOut: whoRanOutBy(deps, baseUrl) };
  const pages = served(pageEndpoints({ ...deps, ...who, baseUrl, signIn: undefined }), { mistakes: pageMistakes });
  const params = {
    problem: 'unmet',
    tag: 'visits',
    ...{ visit: names.out, home: names.home, person: names.somebody, allegation: there.allegation, drill: there.drill, machine: 'reads' },
    ...{ stage: 'prepare', step: 'home', alarm: 'a1', command: 'acknowledge', setting: 'grace', link },
    name: addressOf('pages.css').split('/').at(-1) ?? '',
  };
  const pageWalk: Walked[] = [];
  for (const { id, method, path } of pageRoutes) {
    const answers: Record<string, Answer> = {};
    for (const [caller, { cookie, token = '', authorization, origin = baseUrl }] of Object.entries(browsers)) {
      const { status, location } = await pages({
        method,
        path: filled(path, params),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin,
          ...(authorization === undefined ? {} : { authorization }),
        },
        cookies: cookie === undefined ? [] : [cookie],
        ...(method === 'GET' ? {} : { body: new URLSearchParams({ token, key: 'k' }).toString() }),
      });
      if (status >= 500 && status !== 503) throw new Error(`${id} asked by ${caller} breaks`);
      const leadsToSignIn = status === 303 && location.startsWith('/sign-in?then=');
      answers[caller] = leadsToSignIn ? 'sign in' : status === 401 || status === 403 || status === 404 ? status : 'in';
    }
    pageWalk.push({ id, route: `${method} ${path}`, answers });
  }
  await pages({ method: 'GET', path: '/nowhere' });
  await pages({ method: 'DELETE', path: '/board' });
  return { api: apiWalk, pages: pageWalk, bare, count };
}
