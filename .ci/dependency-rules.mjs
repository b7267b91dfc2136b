// Holds every import to the rules of .dependency-cruiser.mjs, and fails as well when it did not see every file.
import { globSync } from 'node:fs';
import { cruise } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const files = globSync('{bench,bin,cost,functions,lib,local,operate,preflight,test}/**/*.{ts,tsx}').map((file) =>
  file.replaceAll('\\', '/'),
);
const options = await extractOptions('./.dependency-cruiser.mjs');
const { output } = await cruise(files, options, undefined, { tsConfig: extractTsConfig('./tsconfig.json') });

const seen = new Map(output.modules.map((module) => [module.source, module.dependencies]));
const unseen = files.filter((file) => !seen.has(file));
const imports = files.reduce((sum, file) => sum + (seen.get(file)?.length ?? 0), 0);

for (const { rule, from, to } of output.summary.violations) console.error(`${from} → ${to}\n    ${rule.name}`);
for (const file of unseen) console.error(`${file} was not looked at`);
console.log(`${files.length - unseen.length} files, ${imports} imports, ${output.summary.violations.length} against the rules`);

if (output.summary.violations.length > 0 || unseen.length > 0 || imports === 0) process.exitCode = 1;
