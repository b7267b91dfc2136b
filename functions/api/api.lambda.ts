import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { dynamoClient } from '../adapters/aws/dynamo-client.ts';
import { dynamoSchoolStore } from '../adapters/aws/dynamo-school-store.ts';
import { dynamoVisitStore } from '../adapters/aws/dynamo-visit-store.ts';
import { secretText } from '../adapters/aws/secret-text.ts';
import { pokesClient } from '../adapters/aws/sns-clients.ts';
import { snsPokes } from '../adapters/aws/sns-pokes.ts';
import { systemClock } from '../adapters/aws/system-clock.ts';
import { notifySecret } from '../adapters/notify/notify-secret.ts';
import { serve } from '../http/serve.ts';
import { whoIsCallingBy } from '../http/who-is-calling.ts';
import { endpoints } from './endpoints.ts';
import { receiptEndpoints } from './receipts.ts';

const Environment = z.object({
  TABLE_NAME: z.string().min(1),
  /** Over how many partitions of the index what is due is spread. */
  DUE_SHARDS: z.coerce.number().int().min(1).default(1),
  POKE_TOPIC_ARN: z.string().min(1),
  /** A JWKS as JSON: the keys that sign-in signs with. Without it nobody gets in. */
  SIGN_IN_KEYS: z.string().optional(),
  /** The ARN of the secret of GOV.UK Notify, whose receipts are heard where there is one. */
  NOTIFY_SECRET_ARN: z.string().min(1).optional(),
});

const environment = Environment.parse(process.env);
const { TABLE_NAME: table, DUE_SHARDS: shards, POKE_TOPIC_ARN: topicArn, SIGN_IN_KEYS: keys } = environment;
const client = dynamoClient();
const visits = dynamoVisitStore({ client, table, shards });
const deps = {
  visits,
  erasures: visits,
  schools: dynamoSchoolStore({ client, table }),
  pokes: snsPokes({ client: pokesClient(), topicArn }),
  clock: systemClock,
  newRandom: randomUUID,
  pause: async (milliseconds: number) => setTimeout(milliseconds),
};
const notify = environment.NOTIFY_SECRET_ARN === undefined ? undefined : notifySecret(secretText(environment.NOTIFY_SECRET_ARN));
const receipts = notify === undefined ? [] : receiptEndpoints(deps, async () => (await notify()).callbackToken);

export const handler = serve([...endpoints(deps, whoIsCallingBy(keys)), ...receipts], {
  logger: new Logger({ serviceName: 'api' }),
  metrics: new Metrics({ namespace: 'Doorstep', serviceName: 'api' }),
});
