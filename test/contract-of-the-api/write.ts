/** Writes the contract into a file: for whoever checks it, or makes a client from it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { contractDocument } from '../../functions/api/contract/document.ts';

const [file = 'reports/openapi.json'] = process.argv.slice(2);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(await contractDocument(), undefined, 2)}\n`);
console.log(`wrote ${file}`);
