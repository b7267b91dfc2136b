import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { CloudWatchLogsEvent } from 'aws-lambda';
import { dynamoMessageIds } from '../adapters/aws/dynamo-message-ids.ts';
import { logLines } from '../adapters/aws/log-lines.ts';
import { awsRecording, RecordingEnvironment } from '../adapters/aws/recording.ts';
import { noteTextReceipts } from './text-receipts.ts';

const { deps, kept } = awsRecording(RecordingEnvironment.parse(process.env));
const messageIds = dynamoMessageIds({ ...kept, clock: deps.clock });

// What is thrown here has Lambda hand the same lines over again, twice. Lost, they hurry nothing, and the ladder is climbed on plan.
export const handler = middy<CloudWatchLogsEvent, undefined>()
  .use(injectLambdaContext(new Logger({ serviceName: 'receipts' }), { resetKeys: true }))
  .handler(async ({ awslogs }) => {
    await noteTextReceipts({ ...deps, messageIds }, logLines(awslogs.data));
  });
