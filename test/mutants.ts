/** The rules' own tests in one file: so a mutant is tried without loading each of them anew. Left out is what takes long. */
import { readdirSync } from 'node:fs';

const takesLong = /property|never-refused|traps-of-danger|traps-of-the-watch|no-names|schools/;

for (const folder of ['domain', 'policies']) {
  const files = readdirSync(new URL(`${folder}/`, import.meta.url)).filter((name) => name.endsWith('.test.ts') && !takesLong.test(name));
  for (const name of files) await import(`./${folder}/${name}`);
}
