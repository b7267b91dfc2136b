import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import openapiTS, { astToString } from 'openapi-typescript';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import * as z from 'zod';
import { type LocalCloud, startLocalCloud } from '../support/local-cloud.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const guide = readFileSync(join(root, 'docs/integrate.md'), 'utf8');
const blocksOf = (language: string): readonly string[] =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, block = '']) => block);
const run = promisify(execFile);
const Failed = z.object({ stdout: z.string() });

let cloud: LocalCloud;
let folder: string;
beforeAll(async () => {
  cloud = await startLocalCloud({ entry: inject('localCloud') });
  folder = mkdtempSync(join(tmpdir(), 'doorstep-client-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  const contract: unknown = await (await fetch(`${cloud.url}/v1/openapi.json`)).json();
  writeFileSync(join(folder, 'doorstep.d.ts'), astToString(await openapiTS(JSON.stringify(contract))));
  copyFileSync(join(root, 'docs/samples/one-visit.ts'), join(folder, 'one-visit.ts'));
  writeFileSync(join(folder, 'guide.ts'), blocksOf('ts').join('\n'));
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        ...{ strict: true, noEmit: true, skipLibCheck: true, exactOptionalPropertyTypes: true, allowImportingTsExtensions: true },
        ...{ target: 'es2024', lib: ['es2024', 'dom'], module: 'nodenext', moduleResolution: 'nodenext', types: ['node'] },
      },
      include: ['*.ts'],
    }),
  );
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await cloud.stop();
});

const environment = () => ({ ...process.env, DOORSTEP: cloud.url });
const node = async (file: string, more: Readonly<Record<string, string>> = {}): Promise<readonly string[]> =>
  (await run(process.execPath, ['--import', 'tsx', join(folder, file)], { cwd: root, env: { ...environment(), ...more } })).stdout.split(
    '\n',
  );

describe.skipIf(process.platform === 'win32')('the guide for vendors', () => {
  it('goes as it is told, from nothing to a visit that is followed, by curl and by a client made from the contract', async () => {
    const shell = `${blocksOf('sh').join('\n')}\necho "whole-key: $KEY"`;
    const { stdout } = await run('bash', ['-eu', '-o', 'pipefail', '-c', shell], { env: environment(), timeout: 120_000 });
    const said = stdout.split('\n');
    const visit = /^one visit: (HV-\w+)$/m.exec(stdout)?.[1];
    expect(visit).toBeDefined();
    expect(said).toEqual(
      expect.arrayContaining([
        'key: doorstep_',
        'home: 201',
        'stage: requested',
        `changed: ${String(visit)} requested`,
        'next: true',
        'secret: whsec_',
        'answered: 200',
        'events: BEGIN:VCALENDAR',
      ]),
    );
    expect(said).toContain(`told: https://mis.example.org/doorstep visit.changed ${String(visit)}`);
    expect(said.filter((line) => line.startsWith('wanted: ')).length).toBeGreaterThan(2);

    const key = /^whole-key: (.+)$/m.exec(stdout)?.[1] ?? '';
    const typed = await node('guide.ts', { KEY: key });
    expect(typed.find((line) => line.startsWith('asked for: '))).toMatch(/^asked for: HV-\w+ requested$/);
    expect(typed).toEqual(expect.arrayContaining([`now: ${String(visit)} requested`, 'go on after: true']));
  }, 120_000);

  it('comes with a client that carries a whole visit, with what is refused on the way', async () => {
    expect((await node('one-visit.ts')).filter((line) => line !== '')).toEqual([
      'refused: 409 true true',
      'out: out',
      'back: returned',
      'closed: closed',
    ]);
  }, 120_000);

  it('has types that hold: the client compiles, and would not with a field of another kind', async () => {
    const tsc = async (): Promise<string> =>
      run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], { cwd: root }).then(
        ({ stdout }) => stdout,
        (problem: unknown) => Failed.parse(problem).stdout,
      );
    expect(await tsc()).toBe('');
    const sample = join(folder, 'one-visit.ts');
    writeFileSync(sample, readFileSync(sample, 'utf8').replace("outcome: 'completed'", 'outcome: 5'));
    expect(await tsc()).toContain("Type 'number' is not assignable to type 'string'");
  }, 120_000);
});
