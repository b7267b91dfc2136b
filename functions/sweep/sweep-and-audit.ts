import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy, { type MiddyfiedHandler } from '@middy/core';
import type { ScheduledEvent } from 'aws-lambda';
import { auditAndTell } from '../application/audit.ts';
import type { Deps } from '../application/deps.ts';
import { doJobs, type JobDeps } from '../application/jobs.ts';
import { plusMilliseconds } from '../domain/time.ts';
import { sweep, type SweepDeps, type Swept } from '../application/sweep.ts';
import { brokeOff } from '../http/broke-off.ts';
import { logLine } from '../http/log-line.ts';
import { whereItBroke } from '../http/where-it-broke.ts';
import type { Heartbeat } from '../ports/heartbeat.ts';

interface Observed {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Whether anybody looks at what is found. */
  readonly audits: boolean;
}

/** What nobody waits for ends so long before the function must, in milliseconds: one thing that has begun takes less. */
const timeToEnd = 12_000;
/** In milliseconds: 20 s in which schools are begun with, and what the last of them and the heartbeat take. */
const timeForAnAudit = 35_000;

/** The Lambda handler of every minute: sweeps, counts, audits, and says outside that all is well. */
export const sweepAndAudit = (
  deps: SweepDeps & Pick<Deps, 'schoolList'> & JobDeps & { readonly heartbeat?: Heartbeat },
  { logger, metrics, audits }: Observed,
): MiddyfiedHandler<ScheduledEvent, undefined> =>
  middy<ScheduledEvent, undefined>()
    .use(injectLambdaContext(logger, { resetKeys: true, logEvent: false }))
    .use(logMetrics(metrics))
    .use(brokeOff(logger, 'sweep-broke'))
    .handler(async (_, context) => {
      const swept = await sweep(deps, deps.clock.now());
      for (const { visit, reason } of swept.failures) logLine(logger, 'visit-not-served', { ...visit.ref, ...whereItBroke(reason) });
      metrics.addMetric('Due', MetricUnit.Count, swept.due);
      metrics.addMetric('Rescued', MetricUnit.Count, swept.rescued);
      metrics.addMetric('NotServed', MetricUnit.Count, swept.failures.length);
      // Each is looked at again, and counted, every ten minutes.
      metrics.addMetric('Unreadable', MetricUnit.Count, swept.unreadable);
      metrics.addMetric('OldestDue', MetricUnit.Milliseconds, swept.oldest);
      metrics.addMetric('LastRungRepeated', MetricUnit.Count, swept.repeats);
      // The heartbeat: what is missed when it is missing.
      metrics.addMetric('Swept', MetricUnit.Count, 1);

      // A sweep that left no time for it is not well, and its silence outside says so.
      if (audits && context.getRemainingTimeInMillis() >= timeForAnAudit) await audit(deps, swept, { logger, metrics });
      // Last of all, and never for longer than there is: nobody who is out waits for it.
      const left = context.getRemainingTimeInMillis() - timeToEnd;
      if (left <= 0) return;
      const jobs = await doJobs(deps, plusMilliseconds(deps.clock.now(), left));
      for (const { job, reason } of jobs.failures) logLine(logger, 'job-not-done', { ...job, ...whereItBroke(reason) });
      metrics.addMetric('JobsNotDone', MetricUnit.Count, jobs.failures.length);
    });

async function audit(
  deps: SweepDeps & Pick<Deps, 'schoolList'> & { readonly heartbeat?: Heartbeat },
  swept: Swept,
  { logger, metrics }: Pick<Observed, 'logger' | 'metrics'>,
): Promise<void> {
  // Said before the audit, which is in the way of nothing.
  metrics.publishStoredMetrics();
  // Those that have left too: somebody may be out for them still.
  const schools = (await deps.schoolList.all()).map(({ id }) => id);
  const { found, heard } = await auditAndTell(deps, schools, swept);
  for (const { school, visit, finding, reason } of found)
    logLine(logger, 'audit-finding', { school, visit, finding, ...(reason === undefined ? {} : whereItBroke(reason)) });
  metrics.addMetric('AuditFindings', MetricUnit.Count, found.length);
  if (heard === 'unheard') logLine(logger, 'heartbeat-unheard');
}
