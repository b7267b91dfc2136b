import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export interface LocalCloud {
  readonly url: string;
  /** Where it keeps everything. */
  readonly data: string;
  /** As Ctrl-C does; its data stays if it was given. */
  stop(): Promise<void>;
  /** `kill -9`: nothing of it runs again. Its data stays. */
  kill(): Promise<void>;
}

export interface LocalCloudOptions {
  /** A folder of an earlier run; otherwise a new one, removed by `stop`. */
  readonly data?: string;
  /** A folder of schools besides those that come with the local cloud. */
  readonly schools?: string;
  /** Instead of `local/start.ts`. */
  readonly entry?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const start = 'local/start.ts';
const fewSchools = 'test/support/few-schools.ts';
const readyLine = /^Doorstep is ready at (\S+)/;

/** The local cloud as `npm start` runs it, in a process of its own, at a port of its own. */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const data = options.data ?? newDataFolder();
  const entry = options.entry ?? start;
  const assets = assetsFor(options);
  const child = spawn(process.execPath, [...(entry.endsWith('.ts') ? ['--import', 'tsx'] : []), entry, ...(assets?.arguments ?? [])], {
    cwd: root,
    env: {
      ...withoutTestRunner(process.env),
      PORT: '0',
      DOORSTEP_DATA: data,
      ...(options.schools === undefined ? {} : { DOORSTEP_SCHOOLS: options.schools }),
      ...options.environment,
      ...assets?.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return {
    url: await readyAt(child),
    data,
    async stop() {
      await end('SIGINT');
      if (options.data === undefined) rmSync(data, { recursive: true, force: true });
    },
    kill: () => end('SIGKILL'),
  };
}

/** The local cloud as `npm start` runs it, in few files: it starts in half the time, and answers faster, for whoever starts it often. */
export const wholeLocalCloud = (): Promise<Bundle> => bundled(start);

/** The local cloud in few files and with these schools alone, which starts in a quarter of the time: for whoever starts it over and over. */
export async function bundledLocalCloud(schools: readonly string[]): Promise<Bundle & { readonly schools: string }> {
  const bundle = await bundled(fewSchools);
  const folder = join(bundle.entry, '..', 'schools');
  mkdirSync(folder);
  for (const school of schools) copyFileSync(join(root, 'local', 'schools', `${school}.json`), join(folder, `${school}.json`));
  return { ...bundle, schools: folder };
}

interface Bundle {
  readonly entry: string;
  readonly remove: () => void;
}

/** What it reads from the disk it finds as if it stood in `local/`. */
async function bundled(entry: string): Promise<Bundle> {
  // Under `node_modules`, from where it finds dynalite, which cannot be bundled.
  const cache = join(root, 'node_modules', '.cache', 'doorstep');
  mkdirSync(cache, { recursive: true });
  const outdir = mkdtempSync(join(cache, 'local-cloud-'));
  const required = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.dirname + '/start.mjs');`;
  await build({
    absWorkingDir: root,
    entryPoints: { start: entry },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // As the functions are bundled: what is imported only when it is needed has its names there.
    mainFields: ['module', 'main'],
    external: ['dynalite', 'dynalite/*', 'oidc-provider'],
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(root, start)).href) },
    banner: { js: required },
  });
  return {
    entry: join(outdir, 'start.mjs'),
    remove: () => {
      rmSync(outdir, { recursive: true, force: true });
    },
  };
}

/** Under `npm run assets` what would be deployed is started, by whom its messages go, and what it calls is written down. */
function assetsFor({ entry, environment = {} }: LocalCloudOptions) {
  const assemblies = process.env['DOORSTEP_FROM_TEMPLATE'];
  if (assemblies === undefined || entry !== undefined) return undefined;
  const assembly = join(root, assemblies, environment['DOORSTEP_PROVIDERS'] ?? 'sns');
  return { arguments: ['--from-template', assembly], environment: { DOORSTEP_CALLS: join(assembly, 'calls.jsonl') } };
}

export const newDataFolder = (): string => mkdtempSync(join(tmpdir(), 'doorstep-'));

/** The address it prints when it is ready; fails with all that it said where it ends instead. */
function readyAt(child: ChildProcess): Promise<string> {
  return new Promise((ready, failed) => {
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface(stream).on('line', (line) => {
        said.push(line);
        const url = readyLine.exec(line)?.[1];
        if (url !== undefined) ready(url);
      });
    }
    child.once('exit', (code) => {
      failed(new Error(`the local cloud ended with ${String(code)} before it was ready:\n${said.join('\n')}`));
    });
  });
}

/** What a test runner sets for its own processes is none of the cloud's, nor is a cloud that runs in this process. */
const withoutTestRunner = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(VITEST|NODE_OPTIONS$|NODE_V8_COVERAGE$|AWS_ENDPOINT_URL_)/.test(name)),
  );
