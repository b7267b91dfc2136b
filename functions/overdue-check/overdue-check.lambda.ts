import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { awsSettling, SettlingEnvironment } from '../adapters/aws/settling.ts';
import { byProviders, ProvidersEnvironment } from '../adapters/providers.ts';
import { whereItBroke } from '../http/where-it-broke.ts';
import { check } from './check.ts';

const settling = awsSettling(SettlingEnvironment.parse(process.env));
const deps = { ...settling, notices: byProviders(ProvidersEnvironment.parse(process.env), settling) };
const logger = new Logger({ serviceName: 'overdue-check' });
const metrics = new Metrics({ namespace: 'Doorstep', serviceName: 'overdue-check' });

export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(logMetrics(metrics))
  .handler(async (event) => {
    const { response, failures, counts } = await check(deps, event);
    for (const { id, reason } of failures) logger.error('poke-failed', { message: id, ...whereItBroke(reason) });
    metrics.addMetric('Looked', MetricUnit.Count, counts.looked);
    // Both, also where they are none: an alarm compares them.
    metrics.addMetric('CameByTimer', MetricUnit.Count, counts.cameByTimer);
    metrics.addMetric('ServedBySweep', MetricUnit.Count, counts.servedBySweep);
    metrics.addMetric('LastRungRepeated', MetricUnit.Count, counts.repeats);
    metrics.addMetric('LargestItem', MetricUnit.Bytes, counts.largest);
    return response;
  });
