/** What nobody waits for with a life at stake: imports. Done by the sweep, after everything that it is there for. */
import type { Instant } from '../domain/time.ts';
import type { JobRef } from '../ports/jobs.ts';
import type { Deps } from './deps.ts';
import type { Phone } from './imports/records.ts';

export interface JobDeps extends Pick<Deps, 'jobs' | 'schools' | 'clock'> {
  readonly phone: Phone;
}

export interface JobsDone {
  readonly done: number;
  readonly failures: readonly { readonly job: JobRef; readonly reason: unknown }[];
}

const mostAtATime = 50;

/** One of each school in turn, the oldest first, until there is nothing or no time left. What fails is tried again once its lease is over. */
export async function doJobs(deps: JobDeps, until: Instant): Promise<JobsDone> {
  const failures: JobsDone['failures'][number][] = [];
  let done = 0;
  const due = await deps.jobs.due(deps.clock.now(), mostAtATime);
  for (const job of inTurn(due)) {
    if (deps.clock.now() >= until) break;
    const [ended] = await Promise.allSettled([doJob(deps, job, until)]);
    if (ended.status === 'fulfilled') done += 1;
    else failures.push({ job, reason: ended.reason });
  }
  return { done, failures };
}

async function doJob(deps: JobDeps, job: JobRef, until: Instant): Promise<void> {
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
