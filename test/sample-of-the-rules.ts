/**
 * Some lines of the rules, for a mutation run that does not take hours: `npm run mutants -- --mutate "$(npx tsx
 * test/sample-of-the-rules.ts 9)"` tries the mutants of nine lines in a hundred, the same ones each time.
 */
import { readdirSync, readFileSync } from 'node:fs';

const [share = '10'] = process.argv.slice(2);
const rules = 'functions/domain/';
const root = new URL('../', import.meta.url);

/** Where a line stands among all, by its own words: the same line keeps its place whatever is written before it. */
function placeOf(words: string): number {
  let hash = 2166136261;
  for (const letter of words) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619) >>> 0;
  return hash % 1000;
}

const isCode = (line: string): boolean => line !== '' && !/^(\/\/|\/?\*|import |[)}\]])/.test(line);

const ranges = readdirSync(new URL(rules, root), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => rules + name.replaceAll('\\', '/'))
  .toSorted()
  .flatMap((file) =>
    readFileSync(new URL(file, root), 'utf8')
      .split('\n')
      .flatMap((line, i) => {
        const words = line.trim();
        const n = String(i + 1);
        return isCode(words) && placeOf(`${file} ${words}`) < Number(share) * 10 ? [`${file}:${n}-${n}`] : [];
      }),
  );
console.log(ranges.join(','));
