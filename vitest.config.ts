import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/dynamodb-local-once.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // No file may lean on what another left behind.
    sequence: { shuffle: { files: true } },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', 'json'],
    outputFile: { json: 'reports/tests.json' },
    coverage: { include: ['functions/**/*.ts', 'lib/**/*.ts', 'local/**/*.ts'], reportsDirectory: 'coverage' },
  },
});
