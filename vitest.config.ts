import { defineConfig } from 'vitest/config';
import { takesLong } from './vitest.long.config.ts';

/** Rules, and what is played on stores in memory: nothing is left behind, so that files may share the modules they import. */
const inProcess = [
  'test/{domain,policies,api,http,application,pages,preflight,receipts,lib,assets}/**/*.test.ts',
  'test/world/!(faults-on-dynamodb-local).test.ts',
];
/** What only a real browser can tell. */
const inABrowser = ['test/browser/**/*.test.ts'];

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    // No file may lean on what another left behind.
    sequence: { shuffle: { files: true } },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', 'json'],
    outputFile: { json: 'reports/tests.json' },
    coverage: { include: ['functions/**/*.ts', 'lib/**/*.ts', 'local/**/*.ts'], reportsDirectory: 'coverage' },
    projects: [
      { extends: true, test: { name: 'in-process', include: inProcess, isolate: false } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts'],
          exclude: [...inProcess, ...inABrowser, ...takesLong],
          globalSetup: ['test/support/dynamodb-local-once.ts', 'test/support/local-cloud-once.ts', 'test/support/contract-once.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: inABrowser,
          globalSetup: ['test/browser/chromium-once.ts', 'test/support/local-cloud-once.ts', 'test/support/contract-once.ts'],
        },
      },
    ],
  },
});
