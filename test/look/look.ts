/** `npm run look` makes functions/pages/look/served.json: the style sheets, the browser's scripts and the mark. */
import { writeFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { built, names, namesIn, served } from './built.ts';

const text = await built();
writeFileSync(served, text);
writeFileSync(names, namesIn(text));
// Text of our own making, in the shape that `built` has just given it.
for (const [name, { body }] of Object.entries(JSON.parse(text) as Record<string, { readonly body: string }>))
  console.log(`${name}: ${Buffer.byteLength(body)} bytes, ${brotliCompressSync(body).byteLength} compressed`);
