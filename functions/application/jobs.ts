/** What nobody waits for with a life at stake: webhooks and imports. Done by the sweep, after everything that it is there for. */
import { epochOf, type Instant, plusMilliseconds } from '../domain/time.ts';
import { webhookOf } from '../domain/webhook.ts';
import type { JobRef } from '../ports/jobs.ts';
import type { Receivers } from '../ports/receivers.ts';
import type { Deps } from './deps.ts';
import type { Phone } from './imports/records.ts';

export interface JobDeps extends Pick<Deps, 'jobs' | 'schools' | 'visits' | 'clock'> {
  readonly phone: Phone;
  readonly receivers: Receivers;
}

export interface JobsDone {
  readonly done: number;
  readonly failures: readonly { readonly job: JobRef; readonly reason: unknown }[];
}

/** A webhook is always due: it is looked at every minute, and costs no write while nothing changes. */
const mostDue = 5_000;
/** So many webhooks are waited for at once. */
const webhooksAtOnce = 8;

/** Webhooks for half of the time at most, and then imports until there is nothing or no time left. What fails is tried again once its lease is over. */
export async function doJobs(deps: JobDeps, until: Instant): Promise<JobsDone> {
  const now = deps.clock.now();
  const due = await deps.jobs.due(now, mostDue);
  const told = await tellOutside(deps, due, plusMilliseconds(now, Math.floor((epochOf(until) - epochOf(now)) / 2)));
  const imports = await bringIn(deps, due, until);
  return { done: told.done + imports.done, failures: [...told.failures, ...imports.failures] };
}

/** Side by side, and none waits for one that does not answer. */
async function tellOutside(deps: JobDeps, due: readonly JobRef[], until: Instant): Promise<JobsDone> {
  const lanes = Map.groupBy(
    due.filter(({ kind }) => kind !== 'import'),
    ({ school, id }) => `${school}/${webhookOf(id)}`,
  );
  if (lanes.size === 0) return { done: 0, failures: [] };
  // Most schools have none.
  const { serveWebhook } = await import('./webhooks/deliver.ts');
  const failures: JobsDone['failures'][number][] = [];
  let done = 0;
  const waiting = lanes.values();
  const worker = async (): Promise<void> => {
    for (const lane of waiting) {
      if (deps.clock.now() >= until) return;
      const [ended] = await Promise.allSettled([serveWebhook(deps, lane, until)]);
      const [job] = lane;
      if (ended.status === 'fulfilled') done += 1;
      else if (job !== undefined) failures.push({ job, reason: ended.reason });
    }
  };
  await Promise.all(Array.from({ length: webhooksAtOnce }, worker));
  return { done, failures };
}

/** One of each school in turn, the oldest first. */
async function bringIn(deps: JobDeps, due: readonly JobRef[], until: Instant): Promise<JobsDone> {
  const failures: JobsDone['failures'][number][] = [];
  let done = 0;
  for (const job of inTurn(due.filter(({ kind }) => kind === 'import'))) {
    if (deps.clock.now() >= until) break;
    const [ended] = await Promise.allSettled([runOne(deps, job, until)]);
    if (ended.status === 'fulfilled') done += 1;
    else failures.push({ job, reason: ended.reason });
  }
  return { done, failures };
}

async function runOne(deps: JobDeps, job: JobRef, until: Instant): Promise<void> {
  // Most sweeps have none to do.
  const { runImport } = await import('./imports/imports.ts');
  await runImport(deps, job, until, deps.phone);
}

/** So that no school waits for all of another's. */
function inTurn(due: readonly JobRef[]): readonly JobRef[] {
  const nth = new Map<string, number>();
  return due
    .map((job) => {
      const n = (nth.get(job.school) ?? 0) + 1;
      nth.set(job.school, n);
      return { job, n };
    })
    .toSorted((a, b) => a.n - b.n)
    .map(({ job }) => job);
}
