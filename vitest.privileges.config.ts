import { defineConfig } from 'vitest/config';

// What `npm run assets` wrote down, held to the templates that it ran.
export default defineConfig({ test: { include: ['test/assets/privileges.ts'] } });
