import { inject } from 'vitest';
import * as z from 'zod';

const Found = z.union([
  z.strictObject({ url: z.string() }),
  /** It is not on this machine, which is no fault. */
  z.strictObject({ whyNot: z.string() }),
  z.strictObject({ failure: z.string() }),
]);
export type Found = z.infer<typeof Found>;

/**
 * The DynamoDB Local of this run, started where it was not yet. `undefined`: this machine has no Java for it, or no network to
 * fetch it by; what needs it is then skipped, and the run says so at its end.
 */
export async function dynamodbLocal(): Promise<string | undefined> {
  const found = Found.parse(await (await fetch(inject('dynamodbLocal'))).json());
  if ('failure' in found) throw new Error(found.failure);
  return 'url' in found ? found.url : undefined;
}
