import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import type { Pokes } from '../../ports/pokes.ts';
import { dynamoClient } from './dynamo-client.ts';
import { dynamoDrafts } from './dynamo-drafts.ts';
import { dynamoJobs } from './dynamo-jobs.ts';
import { dynamoLinks } from './dynamo-links.ts';
import { dynamoMachines } from './dynamo-machines.ts';
import { dynamoSchoolList } from './dynamo-school-list.ts';
import { dynamoSchoolStore } from './dynamo-school-store.ts';
import { dynamoSessions } from './dynamo-sessions.ts';
import { dynamoVisitStore } from './dynamo-visit-store.ts';
import { systemClock } from './system-clock.ts';
import { whenNeeded } from './when-needed.ts';

/** What every function is told that records what happens. */
export const RecordingEnvironment = z.object({
  TABLE_NAME: z.string().min(1),
  /** Over how many partitions of the index what is due is spread. */
  DUE_SHARDS: z.coerce.number().int().min(1).default(1),
  POKE_TOPIC_ARN: z.string().min(1),
});

/** Everything that recording needs, on AWS, and its table for whatever else is kept there. */
export function awsRecording({ TABLE_NAME: table, DUE_SHARDS: shards, POKE_TOPIC_ARN: topicArn }: z.infer<typeof RecordingEnvironment>) {
  const kept = { client: dynamoClient(), table };
  const visits = dynamoVisitStore({ ...kept, shards });
  // Whoever only looks pokes nobody.
  const sns = whenNeeded(async () => {
    const [{ pokesClient }, { snsPokes }] = await Promise.all([import('./sns-clients.ts'), import('./sns-pokes.ts')]);
    return snsPokes({ client: pokesClient(), topicArn });
  });
  const deps = {
    visits,
    erasures: visits,
    schools: dynamoSchoolStore(kept),
    schoolList: dynamoSchoolList({ ...kept, clock: systemClock }),
    sessions: dynamoSessions({ ...kept, clock: systemClock }),
    drafts: dynamoDrafts({ ...kept, clock: systemClock }),
    links: dynamoLinks({ ...kept, clock: systemClock }),
    machines: dynamoMachines(kept),
    jobs: dynamoJobs(kept),
    pokes: { poke: async (pokes) => (await sns()).poke(pokes) } satisfies Pokes,
    clock: systemClock,
    newRandom: randomUUID,
    pause: async (milliseconds: number) => setTimeout(milliseconds),
  };
  return { deps, kept };
}
