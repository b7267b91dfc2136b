/** The rules' own tests in one file: so a mutant is tried without loading what they share again and again. What takes long comes last, and the longest is left out. */
import { readdirSync } from 'node:fs';

const isLeftOut = /watched\.property|no-names|schools/;
const takesLong = /property|never-refused|traps-of-danger|traps-of-the-watch|clauses/;

const testsIn = (folder: string): readonly string[] =>
  readdirSync(new URL(`${folder}/`, import.meta.url)).flatMap((name) =>
    name.endsWith('.test.ts') && !isLeftOut.test(name) ? [`${folder}/${name}`] : [],
  );

const all = [...testsIn('domain'), ...testsIn('policies'), 'application/rounds.test.ts'];
for (const file of [...all.filter((name) => !takesLong.test(name)), ...all.filter((name) => takesLong.test(name))])
  await import(`./${file}`);
