import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import * as z from 'zod';
import { awsRecording, RecordingEnvironment } from '../adapters/aws/recording.ts';
import { secretText } from '../adapters/aws/secret-text.ts';
import { serve } from '../http/serve.ts';
import { pageMistakes } from './mistakes.tsx';
import { pageEndpoints } from './pages.ts';
import { oidcProvider } from './sign-in/provider.ts';
import { whoRanOutBy, whoSignedInBy } from './who-signed-in.ts';

const Environment = RecordingEnvironment.extend({
  /** Where we are, without a slash at the end. */
  BASE_URL: z.url(),
  /** The provider of OpenID Connect by which people sign in. Without it nobody can. */
  SIGN_IN_ISSUER: z.url().optional(),
  SIGN_IN_CLIENT_ID: z.string().min(1).default('doorstep'),
  /** The ARN of the secret that holds the client's. Without it the client is a public one. */
  SIGN_IN_CLIENT_SECRET_ARN: z.string().min(1).optional(),
});

const environment = Environment.parse(process.env);
const { SIGN_IN_ISSUER: issuer, SIGN_IN_CLIENT_ID: clientId, SIGN_IN_CLIENT_SECRET_ARN: secret } = environment;
const baseUrl = environment.BASE_URL.replace(/\/$/, '');
const { deps } = awsRecording(environment);
const clientSecret = secret === undefined ? undefined : secretText(secret);
const provider =
  issuer === undefined ? undefined : oidcProvider({ issuer, clientId, clientSecret, redirectUri: `${baseUrl}/sign-in/back` });
const signIn = provider && { provider };

const who = { whoSignedIn: whoSignedInBy(deps, baseUrl), whoRanOut: whoRanOutBy(deps, baseUrl) };

export const handler = serve(pageEndpoints({ ...deps, ...who, baseUrl, signIn }), {
  logger: new Logger({ serviceName: 'pages' }),
  metrics: new Metrics({ namespace: 'Doorstep', serviceName: 'pages' }),
  mistakes: pageMistakes,
});
