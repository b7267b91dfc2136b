/** `npm run storm -- --runs N --seed S` */
import { parseArgs } from 'node:util';
import { storm, tell } from './tell-storm.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } } });
const runs = Number(values.runs);
const seed = Number(values.seed);

let done = 0;
const reports = await storm(runs, seed, ({ broken }) => {
  done += 1;
  if (broken.length > 0 || done % 500 === 0)
    process.stderr.write(`${String(done)} of ${String(runs)}${broken.length > 0 ? ', broken' : ''}\n`);
});
process.stdout.write(`${tell(reports)}\n`);
process.exitCode = reports.some((report) => report.broken.length > 0) ? 1 : 0;
