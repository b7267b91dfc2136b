/**
 * `npm run school`: makes a school, lists them, proposes a version of a policy, takes a school's data out, lets a school leave.
 * With AWS credentials it means the deployed stack; where DOORSTEP names the address of a local cloud, that one. Ends with 1
 * where it did not do what was asked.
 */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { SNSClient } from '@aws-sdk/client-sns';
import { awsRecording } from '../functions/adapters/aws/recording.ts';
import { readAsked, usage } from './asked.ts';
import { snsEmailTopics } from './email-topics.ts';
import type { Done } from './operating.ts';
import { UnfitPolicy } from './policy-file.ts';
import { run } from './run.ts';
import { placeAt, placeOfStack } from './where.ts';

async function answer(typed: readonly string[]): Promise<Done> {
  const asked = await readAsked(typed);
  if ('refused' in asked) return { refused: [...asked.refused, '', usage] };
  // Not to wait for a machine of AWS's that this is not; whoever is on one says so.
  process.env['AWS_EC2_METADATA_DISABLED'] ??= 'true';
  process.env['AWS_REGION'] = asked.region ?? process.env['AWS_REGION'] ?? 'eu-west-2';
  const { DOORSTEP: address = '' } = process.env;
  const place = address === '' ? await placeOfStack(new CloudFormationClient(), asked.stack) : await placeAt(address);
  if ('refused' in place) return place;
  if ('services' in place) Object.assign(process.env, place.services);
  const { deps, kept: rows } = awsRecording({ ...place, DUE_SHARDS: 1 });
  return run(asked, { deps, rows, topics: snsEmailTopics({ client: new SNSClient(), prefix: place.EMAIL_TOPIC_PREFIX }) });
}

try {
  const outcome = await answer(process.argv.slice(2));
  if ('done' in outcome) console.log(outcome.done.join('\n'));
  else {
    console.error(outcome.refused.join('\n'));
    process.exitCode = 1;
  }
} catch (problem) {
  const said = problem instanceof UnfitPolicy || !(problem instanceof Error) ? String(problem) : `${problem.name}: ${problem.message}`;
  console.error(`${said}\nWhat was done before that stays done: the same command again does the rest.`);
  process.exitCode = 1;
}
