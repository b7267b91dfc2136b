import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { notifySecretArn } from '../../local/names.ts';

/** Cloud assemblies by who sends their messages, each with what its functions called. */
export const assemblies = 'reports/assets';
export const assembly = (providers = 'sns'): string => join(assemblies, providers);
export const callsOf = (providers = 'sns'): string => join(assembly(providers), 'calls.jsonl');

const Cdk = z.object({ context: z.record(z.string(), z.unknown()) });

/** Makes the cloud assemblies of the scenarios anew. */
export function setup(): void {
  const both = 'sns,notify';
  synthesise(assembly());
  synthesise(assembly(both), { providers: both, notifySecret: notifySecretArn });
}

/** As `cdk synth` does, where people sign in by a provider and somebody hears the heartbeat. */
export function synthesise(outdir: string, more: Readonly<Record<string, string>> = {}): void {
  const { context } = Cdk.parse(JSON.parse(readFileSync('cdk.json', 'utf8')));
  const outside = {
    signInIssuer: 'https://sign-in.example.org',
    signInClientId: 'doorstep',
    heartbeatUrl: 'https://watch.example.org/ping/0b2e',
  };
  rmSync(outdir, { recursive: true, force: true });
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/doorstep.ts'], {
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...outside, ...more }) },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}
