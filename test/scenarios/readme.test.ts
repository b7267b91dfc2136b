import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalCloud, startLocalCloud } from '../support/local-cloud.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const blocks = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);

let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await startLocalCloud();
});
afterAll(async () => cloud.stop());

describe.skipIf(process.platform === 'win32')('the afternoon of the README', () => {
  it('goes as it is told, pasted as it stands', async () => {
    const { stdout, stderr } = await promisify(execFile)('bash', ['-eu', '-o', 'pipefail', '-c', blocks.join('\n')], {
      env: { ...process.env, DOORSTEP: cloud.url },
      timeout: 120_000,
    });

    const said = stdout.split('\n');
    expect(blocks).toHaveLength(8);
    expect(said.find((line) => line.startsWith('clauses:'))).toContain('HA-84');
    expect(said.filter((line) => line.startsWith('stage:'))).toEqual(
      ['requested', 'authorised', 'out', 'returned'].map((stage) => `stage: "${stage}"`),
    );
    // The police rung is the last of the ladder: half an hour of grace, then three steps of ten minutes.
    // The machine's key opens the settings, and once it is revoked nothing.
    expect(said.filter((line) => /^(version: 1$|revoked: \{"at"|title: "Sign in first")/.test(line))).toHaveLength(3);
    const police = said.filter((line) => line.includes('Ring the police'));
    // Those of one step go side by side.
    expect(police.map((line) => line.slice(0, 11)).toSorted()).toEqual(['15:30 email', '15:30 email', '15:30 text ', '15:30 text ']);
    expect(said).toEqual(expect.arrayContaining(['secondsToAnswer: 780', 'state: "over"']));
    expect(stdout).toContain("[ 'The Lindqvist family' ]");
    for (const home of ['hampton-home-3', 'hampton-home-4']) expect(stderr).toContain(`${home} authorised`);
    expect(said.findLast((line) => line.startsWith('visits:'))).toMatch(/^visits: \[(\{"visit":"HV-\w+","status":200\},?){2}\]$/);
  }, 120_000);
});
