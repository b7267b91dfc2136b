import { SchedulerClient } from '@aws-sdk/client-scheduler';

/** Gives a request up after 3 seconds and tries it again, twice. */
export const schedulerClient = (): SchedulerClient =>
  new SchedulerClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true, socketTimeout: 3_000 },
  });
