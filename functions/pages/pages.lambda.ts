import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import * as z from 'zod';
import { awsRecording, RecordingEnvironment } from '../adapters/aws/recording.ts';
import { serve } from '../http/serve.ts';
import { pageMistakes } from './mistakes.tsx';
import { pageEndpoints } from './pages.ts';

const Environment = RecordingEnvironment.extend({
  /** Where we are, without a slash at the end. */
  BASE_URL: z.url(),
});

const environment = Environment.parse(process.env);
const { deps } = awsRecording(environment);

export const handler = serve(pageEndpoints({ ...deps, baseUrl: environment.BASE_URL, whoSignedIn: async () => undefined }), {
  logger: new Logger({ serviceName: 'pages' }),
  metrics: new Metrics({ namespace: 'Doorstep', serviceName: 'pages' }),
  mistakes: pageMistakes,
});
