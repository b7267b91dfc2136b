import { defineConfig } from 'vitest/config';

// The rules are what is mutated, and their own tests must notice.
export default defineConfig({ test: { include: ['test/mutants.ts'], isolate: false, testTimeout: 60_000 } });
