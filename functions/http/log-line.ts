import type { Logger } from '@aws-lambda-powertools/logger';

/** Every line that Doorstep logs has one of these codes, which never change: docs/runbook.md says what each means. */
const levels = {
  unexpected: 'error',
  away: 'error',
  'poke-failed': 'error',
  'check-broke': 'error',
  'visit-not-served': 'error',
  'audit-finding': 'error',
  'sweep-broke': 'error',
  'heartbeat-unheard': 'warn',
  'job-not-done': 'error',
  'receipts-not-noted': 'error',
} as const;

export type LogCode = keyof typeof levels;
export const logCodes: readonly string[] = Object.keys(levels);

/** Ids, kinds and places in the code: never a name, an address, a number or a word that somebody wrote, nor any object as it came. */
type Said = Readonly<Record<string, string | readonly string[] | undefined>>;

export const logLine = (logger: Logger, code: LogCode, said: Said = {}): void => {
  logger[levels[code]](code, said);
};
