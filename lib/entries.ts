import { fileURLToPath } from 'node:url';

const entry = (path: string): string => fileURLToPath(new URL(`../functions/${path}`, import.meta.url));

/** Where each deployed function begins. */
export const entries = {
  api: entry('api/api.lambda.ts'),
  overdueCheck: entry('overdue-check/overdue-check.lambda.ts'),
  pages: entry('pages/pages.lambda.ts'),
  receipts: entry('receipts/receipts.lambda.ts'),
  sweep: entry('sweep/sweep.lambda.ts'),
} as const;
