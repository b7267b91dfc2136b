/** Set up by the test runner: the browser, unpacked and tried once before any test starts. */
import type { TestProject } from 'vitest/node';
import { findChromium, type Found } from './find-chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly chromium: Found;
  }
}

export async function setup(project: TestProject): Promise<void> {
  project.provide('chromium', await findChromium());
}
