import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { memoryClock } from '../../functions/adapters/memory/memory-clock.ts';
import { memoryDrafts } from '../../functions/adapters/memory/memory-drafts.ts';
import { memoryJobs } from '../../functions/adapters/memory/memory-jobs.ts';
import { memoryMachines } from '../../functions/adapters/memory/memory-machines.ts';
import { memoryLinks } from '../../functions/adapters/memory/memory-links.ts';
import { memoryPokes } from '../../functions/adapters/memory/memory-pokes.ts';
import { memorySchoolList } from '../../functions/adapters/memory/memory-school-list.ts';
import { memorySchoolStore } from '../../functions/adapters/memory/memory-school-store.ts';
import { memorySessions } from '../../functions/adapters/memory/memory-sessions.ts';
import { memoryVisitStore } from '../../functions/adapters/memory/memory-visit-store.ts';
import type { Deps } from '../../functions/application/deps.ts';
import { readAsked } from '../../operate/asked.ts';
import type { Done, Operating } from '../../operate/operating.ts';
import { run } from '../../operate/run.ts';
import { at } from '../support/samples.ts';

/** A Doorstep without a school, in memory, and somebody who types at it. */
export function operated() {
  const clock = memoryClock(at('09:00'));
  const visits = memoryVisitStore({ clock });
  const schools = memorySchoolStore();
  const schoolList = memorySchoolList();
  const pokes = memoryPokes();
  const made: string[] = [];
  let broken = 0;
  const deps = {
    ...{ visits, erasures: visits, schools, schoolList, pokes, clock },
    ...{
      sessions: memorySessions(),
      drafts: memoryDrafts({ clock }),
      links: memoryLinks({ clock }),
      machines: memoryMachines(),
      jobs: memoryJobs(),
    },
    newRandom: () => 'r',
    pause: () => Promise.resolve(),
  } satisfies Deps;
  const topics = {
    make: async (school: string) => {
      if (broken > 0) {
        broken -= 1;
        throw new Error('SNS is away');
      }
      made.push(school);
    },
  };
  return {
    ...{ deps, clock, made },
    breakTopics: () => {
      broken += 1;
    },
    async types(...typed: readonly string[]): Promise<Done> {
      const asked = await readAsked(typed);
      return 'refused' in asked ? asked : run(asked, { deps, topics, rows: noRows });
    },
  };
}

/** Nothing in memory has rows. */
export const noRows: Operating['rows'] = {
  client: DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-2' })),
  table: 'none',
};

/** What somebody types to make the made-up school. */
export const lighthouse = {
  '--id': 'lighthouse',
  '--name': 'Lighthouse School',
  '--policy': 'test/support/schools/policies/made-up.json',
  '--admin-name': 'Ada Brown',
  '--admin-email': 'ada@lighthouse.example',
  '--admin-mobile': '07700 900123',
};

export const adding = (other: Readonly<Record<string, string>> = {}): readonly string[] => [
  'add',
  ...Object.entries({ ...lighthouse, ...other }).flat(),
];
