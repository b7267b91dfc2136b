import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy, { type MiddyfiedHandler } from '@middy/core';
import type { CloudWatchLogsEvent } from 'aws-lambda';
import { brokeOff } from '../http/broke-off.ts';
import { noteTextReceipts, type TextReceiptsDeps } from './text-receipts.ts';

/**
 * The Lambda handler of what SNS says of texts. What is thrown here has Lambda hand the same lines over again, twice. Lost, they
 * hurry nothing, and the ladder is climbed on plan.
 */
export const hearReceipts = (
  deps: TextReceiptsDeps,
  { logger, linesIn }: { readonly logger: Logger; readonly linesIn: (data: string) => readonly unknown[] },
): MiddyfiedHandler<CloudWatchLogsEvent, undefined> =>
  middy<CloudWatchLogsEvent, undefined>()
    .use(injectLambdaContext(logger, { resetKeys: true, logEvent: false }))
    .use(brokeOff(logger, 'receipts-not-noted'))
    .handler(async ({ awslogs }) => {
      await noteTextReceipts(deps, linesIn(awslogs.data));
    });
