import { Logger } from '@aws-lambda-powertools/logger';
import { dynamoMessageIds } from '../adapters/aws/dynamo-message-ids.ts';
import { logLines } from '../adapters/aws/log-lines.ts';
import { awsRecording, RecordingEnvironment } from '../adapters/aws/recording.ts';
import { hearReceipts } from './hear-receipts.ts';

const { deps, kept } = awsRecording(RecordingEnvironment.parse(process.env));
const messageIds = dynamoMessageIds({ ...kept, clock: deps.clock });

export const handler = hearReceipts({ ...deps, messageIds }, { logger: new Logger({ serviceName: 'receipts' }), linesIn: logLines });
