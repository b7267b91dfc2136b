import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Context, ScheduledEvent } from 'aws-lambda';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoSchoolList } from '../../functions/adapters/aws/dynamo-school-list.ts';
import { systemClock } from '../../functions/adapters/aws/system-clock.ts';
import { type Engine, startDynamo } from '../support/dynalite.ts';

let engine: Engine;
const heard: string[] = [];
const outside = createServer((request, response) => {
  heard.push(request.url ?? '');
  response.end();
});
beforeAll(async () => {
  engine = await startDynamo();
  await once(outside.listen(0, '127.0.0.1'), 'listening');
});
afterAll(async () => {
  outside.close();
  await engine.close();
});

it('a sweep audits the schools that the list has, and says outside where anything of theirs cannot be looked at', async () => {
  const table = await engine.table();
  await dynamoSchoolList({ ...table, clock: systemClock }).add({ id: 'moorside', name: 'Moorside', since: systemClock.now() });
  // A visit of which nothing can be read.
  const broken = { schoolPk: 'OPEN#moorside', changeSk: '2026-06-22T09:00:00.000Z#HV-000001', version: 1, history: 'torn' };
  await table.client.send(new PutCommand({ TableName: table.table, Item: { pk: 'VISIT#moorside#HV-000001', sk: 'VISIT', ...broken } }));
  // It listens on a port.
  const { port } = outside.address() as AddressInfo;
  const arn = (service: string) => `arn:aws:${service}:eu-west-2:000000000000:doorstep`;
  Object.assign(process.env, {
    ...{ AWS_REGION: 'eu-west-2', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_ENDPOINT_URL_DYNAMODB: engine.url },
    ...{ TABLE_NAME: table.table, POKE_TOPIC_ARN: arn('sns'), EMAIL_TOPIC_PREFIX: arn('sns'), BASE_URL: 'https://doorstep.example' },
    ...{ TIMER_GROUP: 'timers', TIMER_TARGET_ARN: arn('sns'), TIMER_ROLE_ARN: arn('iam'), TIMER_DLQ_ARN: arn('sqs') },
    ...{ HEARTBEAT_URL: `http://127.0.0.1:${String(port)}/ping`, LOG_LEVEL: 'CRITICAL', POWERTOOLS_METRICS_DISABLED: 'true' },
  });

  const { handler } = await import('../../functions/sweep/sweep.lambda.ts');
  // As much of an event and its context as is read.
  await handler({} as ScheduledEvent, { getRemainingTimeInMillis: () => 55_000 } as Context);

  expect(heard).toEqual(['/ping/fail']);
});
