import { defineConfig } from 'vitest/config';

// The afternoons of the scenarios once more, of what would be deployed: `npm run assets`.
export default defineConfig({
  test: {
    // All that a function does, once. The stories of the eight schools differ from these in what a policy says, which is data; what they
    // and the two clouds of duress add is half an hour.
    include: [
      'test/scenarios/{a-call-for-help,a-drill,a-new-number,a-year-group-comes-in,a-quiet-visit,a-round,allegation,at-the-edges,new-times,nobody-back}.test.ts',
      'test/scenarios/{refused-and-breached,signing-in,the-story-of-hampton,two-providers,when-things-fail}.test.ts',
      'test/assets/{pages-of-an-afternoon,with-pokes-dead}.ts',
    ],
    globalSetup: ['test/assets/synthesise.ts', 'test/support/contract-once.ts'],
    env: { DOORSTEP_FROM_TEMPLATE: 'reports/assets' },
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
