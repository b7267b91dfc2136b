import { defineConfig } from 'vitest/config';

/** Tests that wait for real time-outs: `npm run slow`. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/slow/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
