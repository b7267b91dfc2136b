import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { ScheduledEvent } from 'aws-lambda';
import { awsSettling, SettlingEnvironment } from '../adapters/aws/settling.ts';
import { sweep } from '../application/sweep.ts';
import { whereItBroke } from '../http/where-it-broke.ts';

const deps = awsSettling(SettlingEnvironment.parse(process.env));
const logger = new Logger({ serviceName: 'sweep' });
const metrics = new Metrics({ namespace: 'Doorstep', serviceName: 'sweep' });

export const handler = middy<ScheduledEvent, undefined>()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics))
  .handler(async () => {
    const { due, rescued, failures, oldest } = await sweep(deps, deps.clock.now());
    for (const { visit, reason } of failures) logger.error('visit-not-served', { ...visit.ref, ...whereItBroke(reason) });
    metrics.addMetric('Due', MetricUnit.Count, due);
    metrics.addMetric('Rescued', MetricUnit.Count, rescued);
    metrics.addMetric('NotServed', MetricUnit.Count, failures.length);
    metrics.addMetric('OldestDue', MetricUnit.Milliseconds, oldest);
    // The heartbeat: what is missed when it is missing.
    metrics.addMetric('Swept', MetricUnit.Count, 1);
  });
