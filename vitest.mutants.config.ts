import { defineConfig } from 'vitest/config';

// The rules are what is mutated, and their own tests must notice. Stories are told as a file is loaded: so each mutant loads it anew.
export default defineConfig({ test: { include: ['test/mutants.ts'], testTimeout: 60_000 } });
