/** Set up by the test runner: the local cloud in few files, bundled once for all the tests that start one. */
import type { TestProject } from 'vitest/node';
import { wholeLocalCloud } from './local-cloud.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The file that starts it. */
    readonly localCloud: string;
  }
}

export async function setup(project: TestProject): Promise<() => void> {
  const { entry, remove } = await wholeLocalCloud();
  project.provide('localCloud', entry);
  return remove;
}
