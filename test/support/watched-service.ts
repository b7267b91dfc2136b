/**
 * The four functions as they are deployed, logger, metrics and all, on an afternoon's stores in memory: what each says, counts,
 * answers and hands to AWS is written down, as it would leave.
 */
import { WrittenPhone } from '../../functions/http/phone.ts';
import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SNSClient } from '@aws-sdk/client-sns';
import type { APIGatewayProxyEventV2, Context, ScheduledEvent, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { schedulerTimers } from '../../functions/adapters/aws/scheduler-timers.ts';
import { snsNotices } from '../../functions/adapters/aws/sns-notices.ts';
import { snsPokes } from '../../functions/adapters/aws/sns-pokes.ts';
import { headersOf } from '../../functions/adapters/web/web-receivers.ts';
import { endpoints } from '../../functions/api/endpoints.ts';
import { type Endpoint, serve } from '../../functions/http/serve.ts';
import type { Caller } from '../../functions/http/who-is-calling.ts';
import { earliest, type Instant, plusMilliseconds } from '../../functions/domain/time.ts';
import { answerPokes } from '../../functions/overdue-check/answer-pokes.ts';
import { pageMistakes } from '../../functions/pages/mistakes.tsx';
import { pageEndpoints } from '../../functions/pages/pages.ts';
import type { Message } from '../../functions/ports/notices.ts';
import type { Receivers } from '../../functions/ports/receivers.ts';
import { hearReceipts } from '../../functions/receipts/hear-receipts.ts';
import { sweepAndAudit } from '../../functions/sweep/sweep-and-audit.ts';
import type { Afternoon } from './afternoon.ts';
import { keyField, tokenField } from '../../functions/pages/forms/form.ts';
import { pageDeps, tokenOf } from './pages.ts';

/** One answer of the API or of a page, and what was sent for it. */
export interface Answered {
  /** `lighthouse-dsl GET /v1/schools/{school}/board` */
  readonly what: string;
  readonly who: string | undefined;
  readonly sent: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly text: string;
  readonly body: unknown;
}
/** A request to AWS, as it goes over the wire. */
interface Wired {
  readonly service: 'scheduler' | 'pokes' | 'notices' | 'webhooks';
  readonly bytes: string;
  /** Of a notice. */
  readonly message?: Message;
}

const minute = 60_000;
const topic = 'arn:aws:sns:eu-west-2:111122223333:doorstep';
const arn = 'arn:aws:iam::111122223333:role/doorstep';
// As much of a Lambda context as is read.
const context = {
  functionName: 'doorstep',
  awsRequestId: 'r1',
  invokedFunctionArn: arn,
  memoryLimitInMB: '512',
  getRemainingTimeInMillis: () => 60_000,
} as Context;

export function watchedService(afternoon: Afternoon) {
  const lines: string[] = [];
  const metrics: string[] = [];
  const wired: Wired[] = [];
  const answers: Answered[] = [];
  let broken: string | undefined;
  let brokenBy = 'TypeError';

  class KeptLogger extends Logger {
    override printLog(_: Parameters<Logger['printLog']>[0], log: Parameters<Logger['printLog']>[1]): void {
      lines.push(JSON.stringify(log));
    }
  }
  class KeptMetrics extends Metrics {
    override publishStoredMetrics(): this {
      metrics.push(JSON.stringify(this.serializeMetrics()));
      this.clearMetrics();
      return this;
    }
  }
  const observed = (serviceName: string) => ({
    logger: new KeptLogger({ serviceName, logLevel: 'DEBUG' }),
    metrics: new KeptMetrics({ namespace: 'Doorstep', serviceName }),
  });

  /** Any method of this store breaks when it is asked to, with an error that quotes all that it was given, in its message and beside it. */
  const breaking = <Store extends object>(name: string, store: Store): Store =>
    new Proxy(store, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== 'function' || broken !== `${name}.${String(property)}`) return value;
        return async (...given: unknown[]): Promise<never> => {
          const quoted = JSON.stringify(given);
          const cause = new Error(quoted);
          throw Object.assign(new TypeError(`${quoted}\n    at ${quoted} (/there:1:2)`, { cause }), { given, name: brokenBy });
        };
      },
    });

  // ------------------------------------------------------------------------------------------------ what leaves for AWS

  const decoded = (text: string): string => `${text}\n${decodeURIComponent(text.replaceAll('+', ' '))}`;
  const sending = new AsyncLocalStorage<Message>();
  const connection = (service: Wired['service']) => ({
    region: 'eu-west-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: {
      handle: async ({ path, headers, body }: { readonly path: string; readonly headers: object; readonly body?: unknown }) => {
        const message = sending.getStore();
        const bytes = decoded(`${path} ${JSON.stringify(headers)} ${String(body)}`);
        wired.push({ service, bytes, ...(message !== undefined && { message }) });
        const taken =
          service === 'scheduler' ? '{}' : '<PublishResponse><PublishResult><MessageId>m1</MessageId></PublishResult></PublishResponse>';
        return { response: { statusCode: 200, headers: {}, body: Buffer.from(taken) } };
      },
    },
  });
  const sns = snsNotices({ client: new SNSClient(connection('notices')), emailTopicPrefix: `${topic}-emails-` });
  const pokes = snsPokes({ client: new SNSClient(connection('pokes')), topicArn: topic });
  const timers = schedulerTimers({
    client: new SchedulerClient(connection('scheduler')),
    ...{ group: 'doorstep', targetArn: topic, roleArn: arn, dlqArn: topic },
  });
  const receivers: Receivers = {
    send: async (message) => {
      wired.push({ service: 'webhooks', bytes: decoded(`${message.url} ${JSON.stringify(headersOf(message))} ${message.body}`) });
      return Promise.resolve({ status: 204 });
    },
  };
  const before = new Set<string>();
  /** What says the same again need not go over the wire again. */
  const isNew = (said: string): boolean => before.size < before.add(said).size;
  const { deps } = afternoon;
  const watched = {
    ...deps,
    visits: breaking('visits', deps.visits),
    schools: breaking('schools', deps.schools),
    drafts: breaking('drafts', deps.drafts),
    shards: 1,
    pokes: {
      poke: async (all: Parameters<typeof deps.pokes.poke>[0]) => {
        await pokes.poke(all.filter((poke) => isNew(JSON.stringify({ ...poke, due: '' }))));
        await deps.pokes.poke(all);
      },
    },
    timers: {
      ensure: async (timer: Parameters<typeof deps.timers.ensure>[0]) => {
        await timers.ensure(timer);
        await deps.timers.ensure(timer);
      },
    },
    notices: {
      send: async (message: Message) => {
        if (isNew(JSON.stringify({ ...message, notice: '', attempt: 0 }))) await sending.run(message, () => sns.send(message));
        return deps.notices.send(message);
      },
      letThrough: async (school: string, address: string) => deps.notices.letThrough(school, address),
    },
  };

  // ------------------------------------------------------------------------------------------------ the functions

  const callerOf = (who: string): Caller => {
    const [id = '', school = afternoon.school] = who.split('@');
    return id.startsWith('machine:')
      ? { kind: 'machine', id: 'mis', school, scope: id === 'machine:read' ? 'read' : 'write' }
      : { kind: 'person', id, school };
  };
  const parts = {
    api: endpoints(watched, async (authorization) => (authorization === undefined ? undefined : callerOf(authorization))),
    pages: pageEndpoints({ ...pageDeps(afternoon), ...watched }),
  };
  const functions = {
    api: serve(parts.api, observed('api')),
    pages: serve(parts.pages, { ...observed('pages'), mistakes: pageMistakes }),
    check: answerPokes(watched, observed('overdue-check')),
    sweep: sweepAndAudit(
      { ...watched, phone: WrittenPhone, receivers, heartbeat: { beat: async () => 'unheard' } },
      { ...observed('sweep'), audits: true },
    ),
    receipts: hearReceipts(
      {
        ...watched,
        messageIds: {
          keep: async () => undefined,
          find: async () => ({ ref: { school: afternoon.school, visit: 'HV-000001' }, notice: 'n1-1' }),
        },
      },
      { logger: observed('receipts').logger, linesIn: (data) => z.array(z.unknown()).parse(JSON.parse(data)) },
    ),
  };
  const rowOf = (all: readonly Endpoint[], method: string, path: string): string => {
    const asked = path.split('/');
    const fits = all.filter((one) => one.method === method && one.path.split('/').length === asked.length);
    const found = fits.filter((one) => one.path.split('/').every((part, i) => part.startsWith('{') || part === asked[i]));
    return found.toSorted((a, b) => a.path.split('{').length - b.path.split('{').length)[0]?.path ?? '$default';
  };

  let keys = 0;
  async function asks(
    which: 'api' | 'pages',
    who: string | undefined,
    method: string,
    target: string,
    more: Partial<APIGatewayProxyEventV2>,
  ): Promise<Answered> {
    const url = new URL(target, 'https://doorstep.example');
    const row = rowOf(parts[which], method, url.pathname);
    const pathParameters = Object.fromEntries(
      row.split('/').flatMap((part, i) => (part.startsWith('{') ? [[part.slice(1, -1), url.pathname.split('/')[i] ?? '']] : [])),
    );
    const event = {
      version: '2.0',
      routeKey: `${method} ${row}`,
      rawPath: url.pathname,
      rawQueryString: url.search.slice(1),
      queryStringParameters: Object.fromEntries(url.searchParams),
      pathParameters,
      headers: {},
      requestContext: { http: { method, path: url.pathname } },
      isBase64Encoded: false,
      ...more,
    } as APIGatewayProxyEventV2; // as much of one as is read
    const { statusCode: status = 0, headers = {}, cookies = [], body: text = '' } = await functions[which](event, context);
    const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    const isJson = plain['content-type']?.includes('json') === true;
    const answered: Answered = {
      what: `${who ?? 'nobody'} ${method} ${row}`,
      ...{ who, status, headers: plain, cookies, text },
      sent: `${target} ${decoded(event.body ?? '')}`,
      body: isJson ? JSON.parse(text) : undefined,
    };
    answers.push(answered);
    return answered;
  }

  /** Looks at everything that was poked. */
  async function drain(): Promise<void> {
    for (let waiting = afternoon.pokes.take(); waiting.length > 0; waiting = afternoon.pokes.take())
      for (const poke of waiting)
        // Of a message only its id and its body are looked at.
        await functions.check({ Records: [{ messageId: 'm1', body: JSON.stringify(poke) }] } as SQSEvent, context);
  }
  const sweeps = async (): Promise<void> => {
    await functions.sweep({} as ScheduledEvent, context).catch(() => undefined); // a sweep reads nothing of its event
    await drain();
  };

  return {
    lines,
    metrics,
    wired,
    answers,
    drain,
    sweeps,
    receipts: async (said: readonly unknown[]): Promise<unknown> =>
      functions.receipts({ awslogs: { data: JSON.stringify(said) } }, context).then(
        () => undefined,
        (error: unknown) => error,
      ),
    /** One message on the queue, whatever stands in it; or something that is no event of the queue's. */
    handed: async (body: string | undefined): Promise<unknown> => {
      const event: unknown = body === undefined ? {} : { Records: [{ messageId: 'm1', body }] };
      return functions.check(event as SQSEvent, context).catch((error: unknown) => error);
    },
    /** Until it is mended this method of a store breaks: `visits.append`. */
    breaks: (method: string | undefined, by: 'away' | 'mistake' = 'mistake'): void => {
      broken = method;
      brokenBy = by === 'away' ? 'TimeoutError' : 'TypeError';
    },
    api: async (
      who: string | undefined,
      method: 'GET' | 'POST' | 'PUT',
      path: string,
      { body, headers = {} }: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
    ): Promise<Answered> => {
      keys += 1;
      const sent = {
        'content-type': 'application/json',
        'idempotency-key': `key-${String(keys)}`,
        ...(who === undefined ? {} : { authorization: who }),
        ...headers,
      };
      return asks('api', who, method, `/v1/schools/${afternoon.school}${path}`, {
        headers: sent,
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
    },
    page: async (who: string | undefined, path: string): Promise<Answered> =>
      asks('pages', who, 'GET', path, who === undefined ? {} : { cookies: [`who=${who}`] }),
    form: async (who: string | undefined, path: string, fields: readonly (readonly [string, string])[]): Promise<Answered> => {
      keys += 1;
      const body = new URLSearchParams();
      for (const [name, value] of fields) if (name !== tokenField && name !== keyField) body.append(name, value);
      body.append(keyField, `form-${String(keys)}`);
      if (who !== undefined) body.append(tokenField, tokenOf(who));
      return asks('pages', who, 'POST', path, {
        body: body.toString(),
        headers: { origin: 'https://doorstep.example', 'content-type': 'application/x-www-form-urlencoded' },
        ...(who === undefined ? {} : { cookies: [`who=${who}`] }),
      });
    },
    /** From one moment at which something is due to the next. */
    until: async (end: Instant): Promise<void> => {
      const { clock, timers: standing, visits, pokes: queue } = afternoon;
      for (;;) {
        const timer = earliest([...standing.standing.values()].map(({ at }) => at));
        const [due] = (await visits.due(end, 0)).visits;
        const swept = due === undefined ? undefined : nextMinute(due.dueAt < clock.now() ? clock.now() : due.dueAt);
        const next = earliest([timer, swept]);
        if (next === undefined || next > end) break;
        if (next > clock.now()) clock.set(next);
        for (const fired of standing.fire(clock.now())) await queue.poke([{ ...fired.ref, due: fired.due }]);
        await drain();
        if (next === swept) await sweeps();
      }
      clock.set(end);
    },
  };
}

/** The sweep's next round, on the minute. */
function nextMinute(at: Instant): Instant {
  const over = Date.parse(at) % minute;
  return plusMilliseconds(at, over === 0 ? 0 : minute - over);
}
