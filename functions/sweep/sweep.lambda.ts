import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { ScheduledEvent } from 'aws-lambda';
import * as z from 'zod';
import { awsSettling, SettlingEnvironment } from '../adapters/aws/settling.ts';
import { auditAndTell } from '../application/audit.ts';
import { byProviders, ProvidersEnvironment } from '../adapters/providers.ts';
import { sweep } from '../application/sweep.ts';
import { webHeartbeat } from '../adapters/web/web-heartbeat.ts';
import { whereItBroke } from '../http/where-it-broke.ts';

const AuditEnvironment = z.object({
  /** `off`, where nobody looks at what is found: on one machine. */
  AUDIT: z.enum(['on', 'off']).default('on'),
  /** Whom outside the sweep tells that all is well, if anybody. */
  HEARTBEAT_URL: z.union([z.literal(''), z.url()]).default(''),
});
const { AUDIT: audit, HEARTBEAT_URL: heartbeatUrl } = AuditEnvironment.parse(process.env);
const settling = awsSettling(SettlingEnvironment.parse(process.env));
const deps = { ...settling, notices: byProviders(ProvidersEnvironment.parse(process.env), settling) };
const logger = new Logger({ serviceName: 'sweep' });
const metrics = new Metrics({ namespace: 'Doorstep', serviceName: 'sweep' });

const heartbeat = heartbeatUrl === '' ? {} : { heartbeat: webHeartbeat(heartbeatUrl) };
/** In milliseconds: 20 s in which schools are begun with, and what the last of them and the heartbeat take. */
const timeForAnAudit = 35_000;

export const handler = middy<ScheduledEvent, undefined>()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics))
  .handler(async (_, context) => {
    const swept = await sweep(deps, deps.clock.now());
    for (const { visit, reason } of swept.failures) logger.error('visit-not-served', { ...visit.ref, ...whereItBroke(reason) });
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
    if (audit === 'off' || context.getRemainingTimeInMillis() < timeForAnAudit) return;
    // Said before the audit, which is in the way of nothing.
    metrics.publishStoredMetrics();
    // Those that have left too: somebody may be out for them still.
    const schools = (await deps.schoolList.all()).map(({ id }) => id);
    const { found, heard } = await auditAndTell({ ...deps, ...heartbeat }, schools, swept);
    for (const { reason, ...of } of found) logger.error('audit-finding', { ...of, ...(reason === undefined ? {} : whereItBroke(reason)) });
    metrics.addMetric('AuditFindings', MetricUnit.Count, found.length);
    if (heard === 'unheard') logger.warn('heartbeat-unheard');
  });
