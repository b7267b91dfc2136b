import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Measured } from './measure.ts';

const requests = 50;
const patience = 30_000;

/** Resident memory of the process that serves everything, in MB, after some requests. Or why it was not measured. */
export async function memoryOfServing(): Promise<Measured | string> {
  if (process.platform !== 'linux') return 'its memory is read from /proc, which only Linux has';
  const data = mkdtempSync(join(tmpdir(), 'doorstep-bench-'));
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const { start } = z
    .object({ scripts: z.object({ start: z.string() }) })
    .parse(JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'))).scripts;
  // As `npm start` starts it: what young objects may take up before they are cleared away is most of what it needs.
  const child = spawn(process.execPath, start.split(' ').slice(1), {
    cwd,
    env: { ...process.env, PORT: '0', DOORSTEP_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await ready(child);
    await work(url);
    const value = residentMegabytes(child.pid);
    return { value, unit: 'MB', note: `after ${String(requests)} requests` };
  } finally {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(data, { recursive: true, force: true });
  }
}

/** Where it serves, as it says itself. */
function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const late = setTimeout(() => reject(new Error(`not ready after ${String(patience / 1000)} s: ${said}`)), patience);
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /ready at (http:\S+)/.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(late);
      resolve(url);
    });
    child.on('exit', () => reject(new Error(`it stopped before it was ready: ${said}`)));
  });
}

async function work(url: string): Promise<void> {
  const asked = await fetch(`${url}/_local/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ school: 'hampton', person: 'hampton-teacher' }),
  });
  const { token } = z.object({ token: z.string() }).parse(await asked.json());
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const visits = `${url}/v1/schools/hampton/visits`;
  const { now } = z.object({ now: z.string() }).parse(await (await fetch(`${url}/_local/clock`)).json());
  const later = (minutes: number): string => new Date(Date.parse(now) + minutes * 60_000).toISOString();
  for (let i = 0; i < requests; i += 2) {
    const body = JSON.stringify({
      type: 'induction',
      purpose: 'To meet the family before September',
      household: 'hampton-home-1',
      visitors: [{ person: 'hampton-teacher' }, { person: 'hampton-assistant' }],
      plan: { departAt: later(60), returnAt: later(150) },
    });
    const made = await fetch(visits, { method: 'POST', headers: { ...headers, 'idempotency-key': `bench-${String(i)}` }, body });
    if (made.status !== 201) throw new Error(`${String(made.status)} ${await made.text()}`);
    const read = await fetch(new URL(made.headers.get('location') ?? '', visits), { headers });
    if (read.status !== 200) throw new Error(`${String(read.status)} ${await read.text()}`);
  }
}

function residentMegabytes(pid: number | undefined): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error('the process says nothing of its memory');
  return Number(kilobytes) / 1024;
}
