import { defineConfig } from 'vitest/config';

// No test: it draws the README's pictures anew.
export default defineConfig({
  test: {
    include: ['test/browser/screenshots.ts'],
    globalSetup: ['test/browser/chromium-once.ts', 'test/support/local-cloud-once.ts'],
    testTimeout: 30_000,
  },
});
