/** Which Doorstep is meant: the stack that this terminal may see, or the local cloud at an address. */
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import { looking } from '../preflight/looking.ts';
import { emailTopicsOf, ofType, resourcesOf, tableOf } from '../preflight/stack-resources.ts';

/** As a function's environment has them. */
export interface Place {
  readonly TABLE_NAME: string;
  readonly POKE_TOPIC_ARN: string;
  readonly EMAIL_TOPIC_PREFIX: string;
}

export async function placeOfStack(client: CloudFormationClient, stack: string): Promise<Place | { readonly refused: readonly string[] }> {
  const found = await looking('cloudformation:ListStackResources', () => resourcesOf(client, stack));
  if ('notSeen' in found) return { refused: [`the stack ${stack}: ${found.notSeen}`] };
  const table = await looking('cloudformation:DescribeStacks', () => tableOf(client, stack, found.seen));
  if ('notSeen' in table) return { refused: [`the stack ${stack}: ${table.notSeen}`] };
  const pokes = ofType(found.seen, 'AWS::SNS::Topic').find(({ id }) => id.startsWith('Pokes'))?.arn;
  const prefix = emailTopicsOf(found.seen, stack);
  if (table.seen === undefined || pokes === undefined || prefix === undefined)
    return { refused: [`the stack ${stack} has no table or no topics: is it one of Doorstep's, and was it deployed to its end?`] };
  return { TABLE_NAME: table.seen, POKE_TOPIC_ARN: pokes, EMAIL_TOPIC_PREFIX: prefix };
}

/** What the local cloud says of itself. Its addresses of AWS's services go into the environment, where each client looks for them. */
const Local = z.object({
  TABLE_NAME: z.string(),
  POKE_TOPIC_ARN: z.string(),
  EMAIL_TOPIC_PREFIX: z.string(),
  services: z.record(z.string(), z.string()),
});

export async function placeAt(
  address: string,
): Promise<(Place & { readonly services: Readonly<Record<string, string>> }) | { readonly refused: readonly string[] }> {
  const asked = `${address.replace(/\/$/, '')}/_local/place`;
  const answer = await looking(asked, async () => Local.parse(await (await fetch(asked)).json()));
  return 'seen' in answer
    ? answer.seen
    : { refused: [`DOORSTEP names ${address}, where no local cloud answers: leave it out to mean a stack`] };
}
