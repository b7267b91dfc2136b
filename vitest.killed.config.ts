import { defineConfig } from 'vitest/config';

// As many kills as the page of faults asks for.
export default defineConfig({ test: { include: ['test/scenarios/killed.test.ts'], env: { KILLS: '50' } } });
