/** Set up by the test runner: the local cloud in few files, bundled once for all the tests that start one, and the contract of its API. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { contractDocument } from '../../functions/api/contract/document.ts';
import { wholeLocalCloud } from './local-cloud.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The file that starts it. */
    readonly localCloud: string;
    /** The file that holds the contract. */
    readonly contract: string;
  }
}

export async function setup(project: TestProject): Promise<() => void> {
  const { entry, remove } = await wholeLocalCloud();
  project.provide('localCloud', entry);
  const contract = join(entry, '..', 'openapi.json');
  writeFileSync(contract, JSON.stringify(await contractDocument()));
  project.provide('contract', contract);
  return remove;
}
