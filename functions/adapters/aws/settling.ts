import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { isDigest } from '../../domain/visit/pace.ts';
import { AllegationId, DrillId, ErrandId } from '../../domain/visit/visit.ts';
import { dynamoClient } from './dynamo-client.ts';
import { dynamoMessageIds } from './dynamo-message-ids.ts';
import { dynamoPace } from './dynamo-pace.ts';
import { dynamoSchoolStore } from './dynamo-school-store.ts';
import { dynamoVisitStore } from './dynamo-visit-store.ts';
import { schedulerClient } from './scheduler-client.ts';
import { schedulerTimers } from './scheduler-timers.ts';
import { noticesClient, pokesClient } from './sns-clients.ts';
import { snsNotices } from './sns-notices.ts';
import { snsPokes } from './sns-pokes.ts';
import { systemClock } from './system-clock.ts';

/** What the two functions are told that send and set timers. */
export const SettlingEnvironment = z.object({
  TABLE_NAME: z.string().min(1),
  /** Over how many partitions of the index what is due is spread. */
  DUE_SHARDS: z.coerce.number().int().min(1).default(1),
  POKE_TOPIC_ARN: z.string().min(1),
  /** The ARN of a school's topic of emails, without the school. */
  EMAIL_TOPIC_PREFIX: z.string().min(1),
  TIMER_GROUP: z.string().min(1),
  TIMER_TARGET_ARN: z.string().min(1),
  TIMER_ROLE_ARN: z.string().min(1),
  TIMER_DLQ_ARN: z.string().min(1),
  /** Where links in messages lead. */
  BASE_URL: z.url(),
});

/** Everything that settling and sweeping need, on AWS. */
export function awsSettling(environment: z.infer<typeof SettlingEnvironment>) {
  const client = dynamoClient();
  const table = environment.TABLE_NAME;
  const visits = dynamoVisitStore({ client, table, shards: environment.DUE_SHARDS });
  const base = environment.BASE_URL.replace(/\/$/, '');
  return {
    visits,
    erasures: visits,
    schools: dynamoSchoolStore({ client, table }),
    messageIds: dynamoMessageIds({ client, table, clock: systemClock }),
    pokes: snsPokes({ client: pokesClient(), topicArn: environment.POKE_TOPIC_ARN }),
    notices: snsNotices({ client: noticesClient(), emailTopicPrefix: environment.EMAIL_TOPIC_PREFIX }),
    pace: dynamoPace({ client, table }),
    timers: schedulerTimers({
      client: schedulerClient(),
      group: environment.TIMER_GROUP,
      targetArn: environment.TIMER_TARGET_ARN,
      roleArn: environment.TIMER_ROLE_ARN,
      dlqArn: environment.TIMER_DLQ_ARN,
    }),
    clock: systemClock,
    newRandom: randomUUID,
    pause: async (milliseconds: number) => setTimeout(milliseconds),
    linkTo: ({ school, visit }: { readonly school: string; readonly visit: string }) => `${base}/v1/schools/${school}/${pageOf(visit)}`,
    shards: environment.DUE_SHARDS,
  };
}

/** Where whoever is written to about it reads more. */
function pageOf(item: string): string {
  if (isDigest(item)) return 'board';
  if (ErrandId.safeParse(item).success) return 'policy';
  if (DrillId.safeParse(item).success) return `drills/${item}`;
  return `${AllegationId.safeParse(item).success ? 'allegations' : 'visits'}/${item}`;
}
