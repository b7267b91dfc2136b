import { defineConfig } from 'vitest/config';

/**
 * What `npm test` leaves to `npm run long`: each kill costs a start of the service, duress has two clouds beside each other, these
 * faults are played on Amazon's own engine, and these afternoons are told of each of the eight schools in turn. Their rules are
 * tried in `npm test` as well, in the test's own process.
 */
export const takesLong: readonly string[] = [
  'test/scenarios/{killed,duress}.test.ts',
  'test/scenarios/eight-schools-{at-the-door,by-unmet,help,more-unmet,nobody-back,not-gone-yet,one-is-ill,rounds,settings,unset}.test.ts',
  'test/world/faults-on-dynamodb-local.test.ts',
];

export default defineConfig({
  test: {
    include: [...takesLong],
    globalSetup: ['test/support/dynamodb-local-once.ts', 'test/support/local-cloud-once.ts', 'test/support/contract-once.ts'],
    // As many kills as the page of faults asks for.
    env: { KILLS: '50' },
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
