/** What breaks a function, and who may speak to one. */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import { receiptEndpoints } from '../../functions/api/receipts.ts';
import { serve } from '../../functions/http/serve.ts';
import { whereItBroke } from '../../functions/http/where-it-broke.ts';
import { hearReceipts } from '../../functions/receipts/hear-receipts.ts';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { at } from '../support/hampton-visit.ts';

const address = '3 Mill Lane';
// As much of a Lambda context as the logger reads.
const context = { functionName: 'f', awsRequestId: 'r1', invokedFunctionArn: 'arn', memoryLimitInMB: '512' } as Context;

function keeping() {
  const lines: string[] = [];
  class KeptLogger extends Logger {
    override printLog(_: Parameters<Logger['printLog']>[0], log: Parameters<Logger['printLog']>[1]): void {
      lines.push(JSON.stringify(log));
    }
  }
  return { lines, logger: new KeptLogger({ serviceName: 'test', logLevel: 'DEBUG' }) };
}

describe('a function', () => {
  afterEach(() => {
    delete process.env['POWERTOOLS_LOGGER_LOG_EVENT'];
  });

  it('keeps whole requests out of the logs, whatever its environment says', async () => {
    process.env['POWERTOOLS_LOGGER_LOG_EVENT'] = 'true';
    process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';
    const { lines, logger } = keeping();
    const handler = serve([], { logger, metrics: new Metrics({ namespace: 'Doorstep', serviceName: 'test' }) });
    const event = { rawPath: '/', requestContext: { http: { method: 'GET', path: '/' } }, body: address };
    await handler(event as APIGatewayProxyEventV2, context); // as much of one as is read
    expect(lines.filter((line) => line.includes(address))).toEqual([]);
  });

  it('that breaks off hands Lambda, which logs what it is handed, a code and nothing of what broke', async () => {
    const { lines, logger } = keeping();
    const a = await afternoonAt(hampton(), at('09:00'));
    const find = () => Promise.reject(Object.assign(new Error(address, { cause: new Error(address) }), { sent: address }));
    const handler = hearReceipts(
      { ...a.deps, messageIds: { keep: async () => undefined, find } },
      { logger, linesIn: (data) => [JSON.parse(data) as unknown] },
    );
    const line = { notification: { messageId: 'm1' }, delivery: { destination: address }, status: 'FAILURE' };
    const broke: unknown = await handler({ awslogs: { data: JSON.stringify(line) } }, context).catch((error: unknown) => error);
    expect(broke).toMatchObject({ name: 'BrokeOff', message: 'receipts-not-noted' });
    expect(Object.entries(broke as Error)).toEqual([['name', 'BrokeOff']]); // an error, by the line above
    expect(broke).not.toHaveProperty('cause');
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain(address);
  });

  it('takes no receipt without the token of its own', async () => {
    const a = await afternoonAt(hampton(), at('09:00'));
    const [endpoint] = receiptEndpoints(a.deps, async () => 'the-token');
    const asked = { method: 'POST', path: '', params: {}, query: {}, cookies: {}, body: Buffer.from('{}') };
    const nobodys: readonly Readonly<Record<string, string>>[] = [{}, { authorization: 'Bearer another' }];
    for (const headers of nobodys) expect((await endpoint!.answer({ ...asked, headers })).status).toBe(401);
  });
});

describe('where something broke', () => {
  it('is said by places in the code, and by no line of a message that looks like one', () => {
    const error = new TypeError(`no such thing\n    at ${address} (/home:1:2)\n    at ${address}`);
    expect(whereItBroke(error).at[0]).toMatch(/log-lines\.test\.ts:\d+:\d+\)?$/);
    expect(JSON.stringify(whereItBroke(error))).not.toContain(address);
  });

  it('is not said where the message is another than the one that the stack was made with', () => {
    const error = new Error(`${address}\n    at ${address} (/home:1:2)`);
    expect(error.stack).toContain(address);
    error.message = 'another';
    expect(whereItBroke(error)).toEqual({ error: 'Error', at: [] });
  });
});
