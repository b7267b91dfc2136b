/** What a function takes to begin: the time to import its asset, as it would be deployed, to that of a bundle with only the client of DynamoDB. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleOf } from '../lib/service-function.ts';
import { readTemplate } from '../local/template.ts';
import { synthesise } from '../test/assets/synthesise.ts';
import type { Measured } from './measure.ts';

const rounds = 15;
const root = fileURLToPath(new URL('..', import.meta.url));
const only = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'; export const handler = new DynamoDBClient({});`;
/** What every function of ours begins with, and nothing of our own: what is left to us lies above this. */
const libraries = `
  import { Logger } from '@aws-lambda-powertools/logger';
  import { Metrics } from '@aws-lambda-powertools/metrics';
  import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
  import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
  import middy from '@middy/core';
  import httpRouter from '@middy/http-router';
  import { Temporal } from 'temporal-polyfill';
  import * as z from 'zod';
  DynamoDBDocumentClient.from(new DynamoDBClient({}));
  new Logger({ serviceName: 'none' });
  new Metrics({ namespace: 'Doorstep', serviceName: 'none' });
  z.object({ at: z.iso.datetime() }).parse({ at: Temporal.Instant.fromEpochMilliseconds(0).toString() });
  export const handler = middy().handler(httpRouter([]));`;

interface Import {
  readonly name: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Of each function by its name: how many times as long. The median of so many fresh processes each, by turns. */
export function coldStarts(): ReadonlyMap<string, Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-cold-start-'));
  try {
    const assembly = join(folder, 'cdk.out');
    synthesise(assembly);
    const bare = bundled('only DynamoDB', only, folder);
    const librariesAlone = bundled('the libraries alone', libraries, folder);
    const { functions, resolve } = readTemplate(assembly);
    const ours = Object.values(functions).map((of) => ({
      name: of.name,
      folder: of.folder,
      environment: {
        AWS_REGION: 'eu-west-2',
        ...Object.fromEntries(
          Object.entries(of.environment).map(([name, value]) => [name, resolve(value, name, 'https://doorstep.example.org')]),
        ),
      },
    }));
    const all = [bare, librariesAlone, ...ours];
    const took = new Map<string, number[]>(all.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round += 1) for (const one of all) took.get(one.name)?.push(timeToImport(one));
    const floor = middle(took.get(bare.name) ?? []);
    return new Map(
      all.slice(1).map(({ name }) => {
        const median = middle(took.get(name) ?? []);
        return [name, { value: median / floor, unit: 'times', note: `${median.toFixed(0)} ms to ${floor.toFixed(0)} ms` }] as const;
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function bundled(name: string, code: string, into: string): Import {
  const here = join(root, 'node_modules', '.cache');
  mkdirSync(here, { recursive: true });
  // From here it finds the libraries.
  const entry = join(here, `cold-start-${String(process.pid)}.mjs`);
  const folder = join(into, name.replaceAll(' ', '-'));
  try {
    writeFileSync(entry, code);
    bundleOf({ index: entry }, folder);
  } finally {
    rmSync(entry, { force: true });
  }
  return { name, folder, environment: { AWS_REGION: 'eu-west-2' } };
}

/** In milliseconds, in a process that has imported nothing yet. */
function timeToImport({ folder, environment }: Import): number {
  const script = `const from = performance.now();
    await import(${JSON.stringify(pathToFileURL(join(folder, 'index.mjs')).href)});
    process.stdout.write(String(performance.now() - from));
    process.exit(0);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...environment },
    encoding: 'utf8',
  });
  if (stderr !== '') throw new Error(stderr);
  return Number(stdout);
}

const middle = (of: readonly number[]): number => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;
