import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { renderToString } from 'hono/jsx/dom/server';
import { compile } from 'sass';
import { Mark } from '../../functions/pages/look/mark.tsx';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where what is served stands, as text in one file: a bundle takes it in like any other module. */
export const served = join(root, 'functions/pages/look/served.json');
/** And what it is called. */
export const names = join(root, 'functions/pages/look/names.json');
export const namesIn = (text: string): string => {
  const all = Object.keys(JSON.parse(text) as object); // an object by names, as `built` makes it
  return `${JSON.stringify(Object.fromEntries(all.map((name) => [name.replace(/-[0-9a-f]{8}(?=[.])/, ''), name])), undefined, 2)}\n`;
};

interface Asset {
  readonly type: string;
  readonly body: string;
}

/** Every sheet of functions/pages/look, every script of functions/pages/scripts and the mark, under names that change with them. */
export async function built(): Promise<string> {
  const sheets = globSync('functions/pages/look/[!_]*.scss', { cwd: root }).map((file) => ({
    name: `${basename(file, '.scss')}.css`,
    type: 'text/css; charset=utf-8',
    body: compile(join(root, file), {
      style: 'compressed',
      charset: false,
      loadPaths: [join(root, 'node_modules/govuk-frontend/dist')],
    }).css,
  }));
  const { outputFiles } = await build({
    entryPoints: globSync('functions/pages/scripts/*.ts', { cwd: root }).sort(),
    absWorkingDir: root,
    outdir: 'scripts',
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    // The oldest telephone that a member of staff may still have: iOS 12.
    target: ['es2018', 'safari12'],
    // It has it, but for a corner that nothing here comes near.
    supported: { destructuring: true },
    tsconfigRaw: {},
    legalComments: 'none',
  });
  const scripts = outputFiles.map(({ path, text }) => ({
    name: basename(path),
    type: 'text/javascript; charset=utf-8',
    body: text.trim(),
  }));
  const mark = { name: 'mark.svg', type: 'image/svg+xml', body: renderToString(Mark({ alone: true })) };

  const assets = Object.fromEntries(
    [...sheets, ...scripts, mark].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, ...asset }) => [hashed(name, asset), asset]),
  );
  return `${JSON.stringify(assets, undefined, 2)}\n`;
}

/** `pages.css` as `pages-1a2b3c4d.css`: the same name is the same bytes, so that it may be kept for ever. */
function hashed(name: string, { body }: Asset): string {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 8);
  const dot = name.lastIndexOf('.');
  return `${name.slice(0, dot)}-${hash}${name.slice(dot)}`;
}
