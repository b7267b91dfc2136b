import { type ChildProcess, fork } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { LocalClock } from './clock.ts';
import type { Order } from './function-process.ts';
import { type LambdaHandler, running } from './lambda.ts';
import { region } from './names.ts';
import type { DeployedFunction, DeployedTemplate } from './template.ts';
import { machineNow } from './virtual-time.ts';

const Reply = z.union([z.strictObject({ answer: z.unknown() }), z.strictObject({ failed: z.string() })]);
const program = fileURLToPath(new URL('./function-process.ts', import.meta.url));

interface FunctionProcesses {
  readonly handler: LambdaHandler;
  readonly close: () => void;
}

/** What the functions of a template need of this machine. */
export interface Here {
  /** Where the API is found. */
  readonly url: string;
  /** Where AWS and whatever else is outside is found, which the cloud's own network knows. */
  readonly addresses: Readonly<Record<string, string>>;
  /** What stands in for what the template says of those outside. */
  readonly outside: Readonly<Record<string, string>>;
  readonly clock: LocalClock;
}

/** The functions of a template, each with what the template tells it and what Lambda tells every function. */
export function deployedFunctions({ functions, resolve }: DeployedTemplate, { url, addresses, outside, clock }: Here) {
  const begin = (of: DeployedFunction): FunctionProcesses => {
    const said = Object.entries(of.environment).map(([name, value]): readonly [string, string] => [
      name,
      outside[name] ?? resolve(value, `${of.id}: ${name}`, url),
    ]);
    return functionProcesses(of, { ...toldByLambda(of), ...addresses, ...Object.fromEntries(said) }, clock);
  };
  const { api, pages, overdueCheck, sweep } = functions;
  const begun = { api: begin(api), pages: begin(pages), overdueCheck: begin(overdueCheck), sweep: begin(sweep) };
  return {
    handlers: {
      api: begun.api.handler,
      pages: begun.pages.handler,
      overdueCheck: begun.overdueCheck.handler,
      sweep: begun.sweep.handler,
    },
    close: (): void => {
      for (const one of Object.values(begun)) one.close();
    },
  };
}

/** By its key it is known who makes a call. */
const toldByLambda = ({ name, handler }: DeployedFunction): Readonly<Record<string, string>> => ({
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: name,
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: 'local',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
  _HANDLER: handler,
  TZ: ':UTC',
});

/**
 * A function as Lambda runs it: its asset alone, unpacked where nothing else is installed, in processes that are told `environment`
 * and nothing more. Each serves one event at a time and is kept for the next; another begins where all are busy, and one that is out
 * of time is ended.
 */
function functionProcesses(of: DeployedFunction, environment: Readonly<Record<string, string>>, clock: LocalClock): FunctionProcesses {
  const unpacked = mkdtempSync(join(tmpdir(), `doorstep-${of.name}-`));
  cpSync(of.folder, unpacked, { recursive: true });
  const all = new Set<ChildProcess>();
  const idle: ChildProcess[] = [];

  function begin(): ChildProcess {
    const child = fork(program, [unpacked, of.handler], {
      cwd: unpacked,
      env: { ...environment },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    all.add(child);
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const)
      from?.on('data', (chunk: Buffer) => running.run(of.name, () => to.write(chunk)));
    child.once('exit', () => {
      all.delete(child);
      if (idle.includes(child)) idle.splice(idle.indexOf(child), 1);
    });
    return child;
  }

  return {
    handler: (event, { getRemainingTimeInMillis, ...context }) =>
      new Promise((answered, failed) => {
        const child = idle.pop() ?? begin();
        const remaining = getRemainingTimeInMillis();
        const outOfTime = setTimeout(() => child.kill('SIGKILL'), remaining);
        const ended = (): void => {
          clearTimeout(outOfTime);
          failed(new Error(`${of.name} ended before it answered`));
        };
        child.once('exit', ended);
        child.once('message', (message) => {
          clearTimeout(outOfTime);
          child.off('exit', ended);
          idle.push(child);
          const reply = Reply.parse(message);
          if ('failed' in reply) failed(new Error(`${of.name} failed: ${reply.failed}`));
          else answered(reply.answer);
        });
        const time = clock.frozen() ? { frozenAt: clock.now() } : { ahead: clock.now() - machineNow() };
        child.send({ event, context, remaining, time } satisfies Order);
      }),
    close() {
      for (const child of all) child.kill('SIGKILL');
      rmSync(unpacked, { recursive: true, force: true });
    },
  };
}
