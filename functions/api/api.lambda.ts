import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import * as z from 'zod';
import { awsRecording, RecordingEnvironment } from '../adapters/aws/recording.ts';
import { secretText } from '../adapters/aws/secret-text.ts';
import { notifySecret } from '../adapters/notify/notify-secret.ts';
import { whoseKey } from '../application/machines.ts';
import { serve } from '../http/serve.ts';
import { whoIsCallingBy } from '../http/who-is-calling.ts';
import { endpoints } from './endpoints.ts';
import { receiptEndpoints } from './receipts.ts';

const Environment = RecordingEnvironment.extend({
  /** A JWKS as JSON: the keys of whoever signs tokens. Without it only machines with a key of ours get in. */
  SIGN_IN_KEYS: z.string().optional(),
  /** The ARN of the secret of GOV.UK Notify, whose receipts are heard where there is one. */
  NOTIFY_SECRET_ARN: z.string().min(1).optional(),
});

const environment = Environment.parse(process.env);
const { SIGN_IN_KEYS: keys, NOTIFY_SECRET_ARN: secret } = environment;
const { deps } = awsRecording(environment);
const notify = secret === undefined ? undefined : notifySecret(secretText(secret));
const receipts = notify === undefined ? [] : receiptEndpoints(deps, async () => (await notify()).callbackToken);

export const handler = serve(
  [
    ...endpoints(
      deps,
      whoIsCallingBy(keys, async (key) => whoseKey(deps, key)),
    ),
    ...receipts,
  ],
  {
    logger: new Logger({ serviceName: 'api' }),
    metrics: new Metrics({ namespace: 'Doorstep', serviceName: 'api' }),
  },
);
