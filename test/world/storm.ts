/**
 * `npm run storm -- --runs N --seed S`, and `--processes P` for as many as there are cores; with `--save FILE` each afternoon is written down as it ends, so that several processes
 * share a long storm, and `--report docs/storm.md FILE…` makes one report of what they wrote.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { storyOf } from './storm-report.ts';
import type { Report } from './stormy-afternoon.ts';
import { broken, seedsFrom, storm, tell } from './tell-storm.ts';

const { values, positionals } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    processes: { type: 'string', default: '1' },
    save: { type: 'string' },
    report: { type: 'string' },
  },
  allowPositionals: true,
});

const saved = (file: string): readonly Report[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    // Written by `--save`.
    .map((line) => JSON.parse(line) as Report);

/** The same afternoons, each process a part of them. One that ends before it is done fails them all. */
async function blowTogether(processes: number): Promise<readonly Report[]> {
  const folder = mkdtempSync(join(tmpdir(), 'storm-'));
  const runs = Number(values.runs);
  const each = Math.ceil(runs / processes);
  const parts = Array.from({ length: processes }, (_, nth) => ({
    file: join(folder, `${String(nth)}.jsonl`),
    seed: Number(values.seed) + nth * each,
    runs: Math.max(0, Math.min(each, runs - nth * each)),
  }));
  await Promise.all(
    parts.map(async ({ file, seed, runs: some }) => {
      writeFileSync(file, '');
      const told = ['--runs', String(some), '--seed', String(seed), '--save', file];
      const part = spawn(process.execPath, [...process.execArgv, import.meta.filename, ...told], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      await once(part, 'exit');
    }),
  );
  const reports = parts.flatMap(({ file }) => saved(file));
  rmSync(folder, { recursive: true, force: true });
  if (reports.length !== runs) throw new Error(`of ${String(runs)} afternoons ${String(reports.length)} were played`);
  return reports;
}

async function blow(): Promise<readonly Report[]> {
  const runs = Number(values.runs);
  if (Number(values.processes) > 1) return blowTogether(Number(values.processes));
  let done = 0;
  return storm(seedsFrom(Number(values.seed), runs), {}, (report) => {
    done += 1;
    if (values.save !== undefined) appendFileSync(values.save, `${JSON.stringify(report)}\n`);
    const isBroken = broken([report]).length > 0;
    if (isBroken || done % 500 === 0) process.stderr.write(`${String(done)} of ${String(runs)}${isBroken ? ', broken' : ''}\n`);
  });
}

const reports = positionals.length > 0 ? positionals.flatMap(saved) : await blow();
if (values.report !== undefined) writeFileSync(values.report, storyOf(reports));
process.stdout.write(`${tell(reports)}\n`);
process.exitCode = broken(reports).length > 0 ? 1 : 0;
