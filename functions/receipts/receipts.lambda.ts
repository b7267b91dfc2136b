import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { CloudWatchLogsEvent } from 'aws-lambda';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { dynamoClient } from '../adapters/aws/dynamo-client.ts';
import { dynamoMessageIds } from '../adapters/aws/dynamo-message-ids.ts';
import { dynamoSchoolStore } from '../adapters/aws/dynamo-school-store.ts';
import { dynamoVisitStore } from '../adapters/aws/dynamo-visit-store.ts';
import { logLines } from '../adapters/aws/log-lines.ts';
import { pokesClient } from '../adapters/aws/sns-clients.ts';
import { snsPokes } from '../adapters/aws/sns-pokes.ts';
import { systemClock } from '../adapters/aws/system-clock.ts';
import { noteTextReceipts } from './text-receipts.ts';

const Environment = z.object({
  TABLE_NAME: z.string().min(1),
  /** Over how many partitions of the index what is due is spread. */
  DUE_SHARDS: z.coerce.number().int().min(1).default(1),
  POKE_TOPIC_ARN: z.string().min(1),
});

const { TABLE_NAME: table, DUE_SHARDS: shards, POKE_TOPIC_ARN: topicArn } = Environment.parse(process.env);
const client = dynamoClient();
const visits = dynamoVisitStore({ client, table, shards });
const deps = {
  visits,
  erasures: visits,
  schools: dynamoSchoolStore({ client, table }),
  messageIds: dynamoMessageIds({ client, table, clock: systemClock }),
  pokes: snsPokes({ client: pokesClient(), topicArn }),
  clock: systemClock,
  newRandom: randomUUID,
  pause: async (milliseconds: number) => setTimeout(milliseconds),
};

// What is thrown here has Lambda hand the same lines over again, twice. Lost, they hurry nothing, and the ladder is climbed on plan.
export const handler = middy<CloudWatchLogsEvent, undefined>()
  .use(injectLambdaContext(new Logger({ serviceName: 'receipts' }), { resetKeys: true }))
  .handler(async ({ awslogs }) => {
    await noteTextReceipts(deps, logLines(awslogs.data));
  });
