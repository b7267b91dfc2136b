/**
 * `npm run cost`: counts what happens on DynamoDB Local, works out what a month costs, and writes the tables of docs/cost.md anew;
 * with `--check` it only says what in the page is no longer so.
 */
import { readFile, writeFile } from 'node:fs/promises';
import * as prettier from 'prettier';
import { count, happenings } from './count.ts';
import { deployed } from './deployed.ts';
import { startEngine } from './engine.ts';
import { costPage, inPage, offBy } from './page.ts';

const page = new URL('../docs/cost.md', import.meta.url);
const engine = await startEngine();
const counted = await count(engine.url, happenings).finally(async () => engine.stop());
const before = await readFile(page, 'utf8');
if (process.argv.includes('--check')) {
  const off = offBy(before, counted);
  for (const one of off) console.error(one);
  console.log(off.length === 0 ? 'docs/cost.md says what is counted' : '`npm run cost` writes docs/cost.md anew');
  process.exitCode = off.length === 0 ? 0 : 1;
} else {
  const tables = costPage(counted, deployed());
  const formatted = { ...(await prettier.resolveConfig(page)), parser: 'markdown' };
  await writeFile(page, await prettier.format(inPage(before, tables), formatted));
  console.log(tables.split('### What is used')[0]);
}
