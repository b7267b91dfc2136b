import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { dynamoSchoolStore } from '../../functions/adapters/aws/dynamo-school-store.ts';
import { dynamoVisitStore } from '../../functions/adapters/aws/dynamo-visit-store.ts';
import { memoryClock } from '../../functions/adapters/memory/memory-clock.ts';
import { memoryPokes } from '../../functions/adapters/memory/memory-pokes.ts';
import { readKnown } from '../../functions/application/known.ts';
import { visitOf } from '../../functions/domain/visit/fold.ts';
import { shadowOf } from '../../functions/domain/visit/shadow.ts';
import type { Afternoon } from './afternoon.ts';
import type { TestTable } from './dynalite.ts';

/** What an afternoon of Hampton's in memory has come to, in a table: its school, its last visit where there is one, and what the application needs to go on. */
export async function inDynamodb(a: Afternoon, { client, table }: Pick<TestTable, 'client' | 'table'>) {
  const visits = dynamoVisitStore({ client, table });
  const schools = dynamoSchoolStore({ client, table });
  const { school } = a;
  const homes = (await a.schools.households(school, { limit: 100 })).map(({ id }) => id);
  const { settings } = await a.schools.context(school, {});
  const { policy, staff, households } = await a.schools.context(school, {
    households: homes,
    ...(settings && { policy: settings.policy }),
  });
  if (settings === undefined || policy === undefined) throw new Error(`${school} has no settings or no policy`);

  await schools.putPolicy(school, settings.policy.version, policy);
  await schools.putSettings(school, { ...settings, version: 1 });
  for (const person of Object.values(staff)) await schools.putPerson(school, person, 0);
  for (const home of Object.values(households)) await schools.putHousehold(school, home, 0);

  const ref = { school, visit: a.id };
  const stored = await a.visits.read(ref);
  const visit = stored && visitOf(stored);
  const known = visit && (await readKnown(a.deps, visit));
  if (known) await visits.create(stored, shadowOf(visit, known));

  const { schoolList, sessions, drafts, links, machines, jobs } = a.deps;
  const deps = {
    visits,
    erasures: visits,
    schools,
    ...{ schoolList, sessions, drafts, links, machines, jobs },
    pokes: memoryPokes(),
    clock: memoryClock(a.clock.now()),
    newRandom: randomUUID,
    pause: async (milliseconds: number) => pause(milliseconds),
  };
  return { ref, deps };
}
