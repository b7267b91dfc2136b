import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy, { type MiddyfiedHandler } from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { SettleDeps } from '../application/settle.ts';
import { brokeOff } from '../http/broke-off.ts';
import { logLine } from '../http/log-line.ts';
import { whereItBroke } from '../http/where-it-broke.ts';
import { check } from './check.ts';

/** The Lambda handler on the queue of pokes: looks at each visit, says what failed, and counts. */
export const answerPokes = (
  deps: SettleDeps,
  { logger, metrics }: { readonly logger: Logger; readonly metrics: Metrics },
): MiddyfiedHandler<SQSEvent, SQSBatchResponse> =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(logger, { resetKeys: true, logEvent: false }))
    .use(logMetrics(metrics))
    .use(brokeOff(logger, 'check-broke'))
    .handler(async (event) => {
      const { response, failures, counts } = await check(deps, event);
      for (const { id, reason } of failures) logLine(logger, 'poke-failed', { poke: id, ...whereItBroke(reason) });
      metrics.addMetric('Looked', MetricUnit.Count, counts.looked);
      // Both, also where they are none: an alarm compares them.
      metrics.addMetric('CameByTimer', MetricUnit.Count, counts.cameByTimer);
      metrics.addMetric('ServedBySweep', MetricUnit.Count, counts.servedBySweep);
      metrics.addMetric('LastRungRepeated', MetricUnit.Count, counts.repeats);
      metrics.addMetric('LargestItem', MetricUnit.Bytes, counts.largest);
      return response;
    });
