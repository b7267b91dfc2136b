/**
 * `npm run preflight`: what would stop an alarm from getting out. With AWS credentials it looks at the deployed stack and its
 * schools; without, or where DOORSTEP names an address, it asks the Doorstep that answers there. Ends with 1 where anything
 * would stop an alarm. It changes nothing and sends nothing.
 */
import { parseArgs } from 'node:util';
import { dynamoClient } from '../functions/adapters/aws/dynamo-client.ts';
import { systemClock } from '../functions/adapters/aws/system-clock.ts';
import { awsClients, findStack } from './aws-deployment.ts';
import { partsOfStack, partsOverHttp } from './parts.ts';
import { tableOf, wouldStop } from './table.ts';

const { values } = parseArgs({
  options: {
    school: { type: 'string' },
    stack: { type: 'string', default: 'Doorstep' },
    region: { type: 'string' },
    json: { type: 'boolean' },
  },
});
const { DOORSTEP: address = '', DOORSTEP_TOKEN: token } = process.env;
// Not to wait for a machine of AWS's that this is not; whoever is on one says so.
process.env['AWS_EC2_METADATA_DISABLED'] ??= 'true';
process.env['AWS_REGION'] = values.region ?? process.env['AWS_REGION'] ?? 'eu-west-2';

const now = systemClock.now();
const asking = { school: values.school, now };
const found =
  address === ''
    ? await findStack({ clients: awsClients(process.env['AWS_REGION']), stack: values.stack, now: () => systemClock.now() })
    : { notSeen: `DOORSTEP names ${address}: leave it out to look at a stack` };
const parts =
  'seen' in found
    ? await partsOfStack(found.seen, dynamoClient(), asking)
    : await partsOverHttp(address === '' ? 'http://localhost:3000' : address.replace(/\/$/, ''), token, found.notSeen, values.school);

console.log(values.json === true ? JSON.stringify({ at: now, parts }, null, 2) : tableOf(parts));
if (parts.every(({ of }) => of === 'deployment')) {
  console.error(
    'No school was looked at: add one (npm run school -- add), start the local cloud, set DOORSTEP to an address, or sign in to AWS.',
  );
  process.exitCode = 1;
}
if (wouldStop(parts)) process.exitCode = 1;
