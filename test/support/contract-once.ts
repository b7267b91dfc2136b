/** Set up by the test runner: the contract of the API in a file, made once for all the tests that are held to it over HTTP. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { contractDocument } from '../../functions/api/contract/document.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The file that holds it. */
    readonly contract: string;
  }
}

export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-contract-'));
  const contract = join(folder, 'openapi.json');
  writeFileSync(contract, JSON.stringify(await contractDocument()));
  project.provide('contract', contract);
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
