/**
 * `npm run storm -- --runs N --seed S`; with `--save FILE` each afternoon is written down as it ends, so that several processes
 * share a long storm, and `--report docs/storm.md FILE…` makes one report of what they wrote.
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { storyOf } from './storm-report.ts';
import type { Report } from './stormy-afternoon.ts';
import { broken, seedsFrom, storm, tell } from './tell-storm.ts';

const { values, positionals } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
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

async function blow(): Promise<readonly Report[]> {
  const runs = Number(values.runs);
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
