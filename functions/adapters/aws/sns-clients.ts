import { SNSClient } from '@aws-sdk/client-sns';

/** For messages to people: one attempt each, since a second one that nobody decided on would be a second text. */
export const noticesClient = (): SNSClient => new SNSClient({ maxAttempts: 1, requestHandler: { connectionTimeout: 3_000 } });

/** For pokes, which may come twice: given up after 3 seconds and tried again, twice. */
export const pokesClient = (): SNSClient =>
  new SNSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true, socketTimeout: 3_000 },
  });
