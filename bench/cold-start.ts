/** What a function takes to begin: the time to import its asset, as it would be deployed, to that of a bundle with only the client of DynamoDB. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

interface Import {
  readonly name: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Of each function by its name: how many times as long. The median of so many fresh processes each, by turns. */
export function coldStarts(): ReadonlyMap<string, Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-cold-start-'));
  // From here it finds the client.
  const entry = join(root, 'node_modules', '.cache', `only-dynamodb-${String(process.pid)}.mjs`);
  try {
    const assembly = join(folder, 'cdk.out');
    synthesise(assembly);
    writeFileSync(entry, only);
    const bare = { name: 'only DynamoDB', folder: join(folder, 'bare'), environment: { AWS_REGION: 'eu-west-2' } };
    bundleOf({ index: entry }, bare.folder);
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
    const took = new Map<string, number[]>([bare, ...ours].map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round += 1) for (const one of [bare, ...ours]) took.get(one.name)?.push(timeToImport(one));
    const floor = middle(took.get(bare.name) ?? []);
    return new Map(
      ours.map(({ name }) => {
        const median = middle(took.get(name) ?? []);
        return [name, { value: median / floor, unit: 'times', note: `${median.toFixed(0)} ms to ${floor.toFixed(0)} ms` }] as const;
      }),
    );
  } finally {
    rmSync(entry, { force: true });
    rmSync(folder, { recursive: true, force: true });
  }
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
