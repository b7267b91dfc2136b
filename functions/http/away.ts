import * as z from 'zod';

const Unreached = z.object({ code: z.enum(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN']) });

/** How an error looks that a client makes where a service did not answer, or answered that it cannot now. */
const Away = z.union([
  z.object({
    name: z.enum([
      'TimeoutError',
      'ThrottlingException',
      'ProvisionedThroughputExceededException',
      'RequestLimitExceeded',
      'InternalServerError',
    ]),
  }),
  Unreached,
  // As `fetch` says it.
  z.object({ cause: Unreached }),
  z.object({ $metadata: z.object({ httpStatusCode: z.int().min(500) }) }),
]);

/** Is it only that something we lean on is away for the moment? Then the same may be sent again. */
export const isAway = (error: unknown): boolean => Away.safeParse(error).success;
