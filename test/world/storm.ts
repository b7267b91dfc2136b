/** `npm run storm -- --runs N --seed S` */
import { parseArgs } from 'node:util';
import { broken, seedsFrom, storm, tell } from './tell-storm.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } } });
const runs = Number(values.runs);
const seed = Number(values.seed);

let done = 0;
const reports = await storm(seedsFrom(seed, runs), {}, (report) => {
  done += 1;
  const isBroken = broken([report]).length > 0;
  if (isBroken || done % 500 === 0) process.stderr.write(`${String(done)} of ${String(runs)}${isBroken ? ', broken' : ''}\n`);
});
process.stdout.write(`${tell(reports)}\n`);
process.exitCode = broken(reports).length > 0 ? 1 : 0;
