import { defineConfig } from 'vitest/config';

/** What `npm test` leaves to `npm run long`: each kill costs a start of the service, duress has two clouds beside each other, and these faults are played on Amazon's own engine. */
export const takesLong: readonly string[] = ['test/scenarios/{killed,duress}.test.ts', 'test/world/faults-on-dynamodb-local.test.ts'];

export default defineConfig({
  test: {
    include: [...takesLong],
    globalSetup: ['test/support/dynamodb-local-once.ts', 'test/support/local-cloud-once.ts'],
    // As many kills as the page of faults asks for.
    env: { KILLS: '50' },
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
