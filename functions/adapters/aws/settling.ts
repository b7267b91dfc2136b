import * as z from 'zod';
import type { Notices } from '../../ports/notices.ts';
import type { Timers } from '../../ports/timers.ts';
import { isDigest } from '../../domain/visit/pace.ts';
import { AllegationId, DrillId, ErrandId } from '../../domain/visit/visit.ts';
import { dynamoMessageIds } from './dynamo-message-ids.ts';
import { dynamoPace } from './dynamo-pace.ts';
import { awsRecording, RecordingEnvironment } from './recording.ts';
import { whenNeeded } from './when-needed.ts';

/** What the two functions are told that send and set timers. */
export const SettlingEnvironment = RecordingEnvironment.extend({
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
  const { deps, kept } = awsRecording(environment);
  // Most events find nothing to say and no new time to wait for.
  const sns = whenNeeded(async () => {
    const [{ noticesClient }, { snsNotices }] = await Promise.all([import('./sns-clients.ts'), import('./sns-notices.ts')]);
    return snsNotices({ client: noticesClient(), emailTopicPrefix: environment.EMAIL_TOPIC_PREFIX });
  });
  const scheduler = whenNeeded(async () => {
    const [{ schedulerClient }, { schedulerTimers }] = await Promise.all([
      import('./scheduler-client.ts'),
      import('./scheduler-timers.ts'),
    ]);
    return schedulerTimers({
      client: schedulerClient(),
      group: environment.TIMER_GROUP,
      targetArn: environment.TIMER_TARGET_ARN,
      roleArn: environment.TIMER_ROLE_ARN,
      dlqArn: environment.TIMER_DLQ_ARN,
    });
  });
  const base = environment.BASE_URL.replace(/\/$/, '');
  return {
    ...deps,
    messageIds: dynamoMessageIds({ ...kept, clock: deps.clock }),
    notices: {
      send: async (message, within) => (await sns()).send(message, within),
      letThrough: async (school, address) => (await sns()).letThrough(school, address),
    } satisfies Notices,
    pace: dynamoPace(kept),
    timers: { ensure: async (timer) => (await scheduler()).ensure(timer) } satisfies Timers,
    linkTo: ({ visit }: { readonly visit: string }) => `${base}/${pageOf(visit)}`,
    phonePage: (link: string) => `${base}/v/${link}`,
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
