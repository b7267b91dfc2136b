import './virtual-time.ts';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { startCloud } from './cloud.ts';
import { keepFunctionLogs } from './function-logs.ts';
import { UnfitPolicy } from '../operate/policy-file.ts';
import { ownSchools } from './seed.ts';

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  DOORSTEP_DATA: z.string().default(''),
  DOORSTEP_SCHOOLS: z.string().default(''),
  /** Told each minute in which the sweep runs that all is well; nobody is where it is empty. */
  DOORSTEP_HEARTBEAT_URL: z.union([z.literal(''), z.url()]).default(''),
  /** By whom messages go, as `PROVIDERS` says it. */
  DOORSTEP_PROVIDERS: z.string().default(''),
  /** Where each call of AWS that a function makes is written down. */
  DOORSTEP_CALLS: z.string().default(''),
});

const { PORT, DOORSTEP_DATA, DOORSTEP_SCHOOLS, DOORSTEP_HEARTBEAT_URL, DOORSTEP_PROVIDERS, DOORSTEP_CALLS } = Environment.parse(
  process.env,
);
/** `--from-template`, and where the cloud assembly is. */
const { values, positionals } = parseArgs({ options: { 'from-template': { type: 'boolean' } }, allowPositionals: true });
const fromTemplate = values['from-template'] === true ? resolve(positionals[0] ?? 'cdk.out') : undefined;
// What the code left is not read by another's functions.
const data = resolve(DOORSTEP_DATA === '' ? (fromTemplate === undefined ? '.doorstep' : '.doorstep/from-template') : DOORSTEP_DATA);
const logs = keepFunctionLogs(data);

try {
  const { url, close } = await startCloud({
    port: PORT,
    data,
    ...(DOORSTEP_PROVIDERS !== '' && { providers: DOORSTEP_PROVIDERS }),
    schools: [ownSchools, ...(DOORSTEP_SCHOOLS === '' ? [] : [DOORSTEP_SCHOOLS])],
    heartbeatUrl: DOORSTEP_HEARTBEAT_URL,
    ...(fromTemplate !== undefined && { fromTemplate }),
    ...(DOORSTEP_CALLS !== '' && { calls: DOORSTEP_CALLS }),
  });
  let closing = false;
  const stop = (): void => {
    if (closing) return;
    closing = true;
    close().then(
      () => process.exit(0),
      (problem: unknown) => {
        console.error(problem);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  console.log(`Doorstep is ready at ${url}${fromTemplate === undefined ? '' : ` with what ${fromTemplate} deploys`}

  ${url}          the pages: sign in as anybody of the eight schools with one click
  ${url}/_local   every text and email, the clock, and a token of each person for the API

Try first: open the pages, choose Hampton, and sign in as Maureen Tidy of the office.
The README has an afternoon to walk through. What the functions log is in ${logs}.
Everything is kept in ${data}; remove it to begin again. Ctrl-C stops.`);
} catch (problem) {
  console.error(saidPlainly(problem));
  process.exit(1);
}

function saidPlainly(problem: unknown): unknown {
  if (problem instanceof UnfitPolicy) return problem.message;
  const codes = new Set<unknown>();
  for (let cause = problem; cause instanceof Error; cause = cause.cause) if ('code' in cause) codes.add(cause.code);
  if (codes.has('EADDRINUSE')) return `Port ${String(PORT)} is in use. Stop what uses it, or choose another: PORT=3001`;
  if (codes.has('LEVEL_LOCKED'))
    return `${data} is in use: Doorstep is already running there. Stop that one, or keep this one elsewhere: DOORSTEP_DATA=another-folder`;
  return problem;
}
