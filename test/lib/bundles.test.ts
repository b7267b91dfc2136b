import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readTemplate } from '../../local/template.ts';
import { functionsOf, synthesised } from './synthesised.ts';

const { template, outdir } = synthesised({ bundled: true });
const functions = functionsOf(template);
const secretArn = 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:doorstep/notify-AbC123';
const withNotify = synthesised({ bundled: true, more: { notify: { providers: 'sns,notify', secretArn }, textDeliveryLogs: true } });

/** What CloudFormation would put there, near enough for a function to start. */
const filledIn = (value: unknown, at = outdir): string =>
  readTemplate(at).resolve(value, 'a bundle', 'https://abc123.execute-api.eu-west-2.amazonaws.com');

const bundle = (name: string, of = { functions, outdir }) =>
  join(of.outdir, `asset.${of.functions.get(name)!.Code.S3Key.replace(/\.zip$/, '')}`, 'index.mjs');
const notifying = { functions: functionsOf(withNotify.template), outdir: withNotify.outdir };

/** The files of a bundle that are read before it can answer anything: what it begins with, and whatever that imports at once. */
function readAtOnce(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, imported = ''] of readFileSync(file, 'utf8').matchAll(/(?:^|[;}\n])import(?:[^"'();]*?from)?["'](\.[^"']+)["']/g))
    readAtOnce(join(dirname(file), imported), seen);
  return seen;
}
const bytesAtOnce = (file: string): number => [...readAtOnce(file)].reduce((sum, one) => sum + statSync(one).size, 0);
/** Every file of a bundle. */
const whole = (file: string): readonly string[] => globSync(`${dirname(file)}/**/*.mjs`);

/** Imports a bundle as Lambda would, where nothing else is installed, and says what it found. */
function imported(file: string, environment: Readonly<Record<string, string>>) {
  const script = `const { handler } = await import(${JSON.stringify(pathToFileURL(file).href)});
    process.stdout.write('handler is a ' + typeof handler + ' on ' + process.version);
    process.exit(0);`;
  // Windows starts no process without SystemRoot.
  const { SystemRoot } = process.env;
  const env = { ...(SystemRoot !== undefined && { SystemRoot }), ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: outdir,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

afterAll(() => {
  for (const folder of [outdir, withNotify.outdir]) rmSync(folder, { recursive: true, force: true });
});

describe('the bundle', () => {
  it.each([...functions.keys()])('of %s starts in a clean process, told only what the stack tells it', (name) => {
    const variables = Object.entries(functions.get(name)!.Environment.Variables).map(([key, value]) => [key, filledIn(value)] as const);
    const { status, stdout, stderr } = imported(bundle(name), { AWS_REGION: 'eu-west-2', ...Object.fromEntries(variables) });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^handler is a function on v24\./);
    expect(status).toBe(0);
  });

  it('of each function is its own', () => {
    for (const all of [functions, notifying.functions])
      expect(new Set([...all.values()].map(({ Code }) => Code.S3Key)).size).toBe(all.size);
  });

  it('of no function loads the client for the web that Node has of its own, before anything is to be fetched', () => {
    for (const name of functions.keys())
      for (const file of readAtOnce(bundle(name))) expect(readFileSync(file, 'utf8')).not.toMatch(/from\s*"(node:)?http"/);
  });

  it('of api and of pages begins with under 850 KB: what few ask for is read when they do', () => {
    for (const name of ['api', 'pages']) {
      expect(bytesAtOnce(bundle(name))).toBeLessThan(850_000);
      expect(readAtOnce(bundle(name)).size).toBeLessThan(whole(bundle(name)).length);
    }
  });

  it('is deployed with nothing of GOV.UK Notify where nobody has asked for it', () => {
    expect(JSON.stringify(template.toJSON())).not.toMatch(/notify|secretsmanager|"PROVIDERS"|receipts/i);
  });

  it.each(['overdue-check', 'sweep'])(
    'of %s, without GOV.UK Notify, holds nothing of it and begins with under 640 KB: how messages are worded is read with the first',
    (name) => {
      expect(bytesAtOnce(bundle(name))).toBeLessThan(640_000);
      for (const file of whole(bundle(name))) expect(readFileSync(file, 'utf8')).not.toContain('axios');
    },
  );

  it.each(['overdue-check', 'receipts'])('of %s, with GOV.UK Notify and the logs of SNS, starts as well and is under 1.2 MB', (name) => {
    const file = bundle(name, notifying);
    const variables = Object.entries(notifying.functions.get(name)!.Environment.Variables);
    const told = Object.fromEntries(variables.map(([key, value]) => [key, filledIn(value, withNotify.outdir)]));
    expect(imported(file, { AWS_REGION: 'eu-west-2', ...told })).toMatchObject({ stderr: '', status: 0 });
    expect(bytesAtOnce(file)).toBeLessThan(1_200_000);
  });
});
