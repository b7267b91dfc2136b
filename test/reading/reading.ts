/** `npm run reading` writes docs/reading.md: who reads what, in every answer and at each policy. */
import { writeFileSync } from 'node:fs';
import { page, written } from './written.ts';

writeFileSync(page, await written());
console.log('wrote docs/reading.md');
