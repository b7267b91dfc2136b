import { defineConfig } from 'vitest/config';

// As many kills as the page of faults asks for. The tests have a few of them, for each costs a start of the service.
export default defineConfig({ test: { include: ['test/scenarios/killed.test.ts'], env: { KILLS: '50' } } });
