/** What was found, as a table for a console. */
import type { Check } from '../functions/domain/preflight.ts';

/** What was asked of one school, or of the deployment. */
export interface Part {
  readonly of: string;
  readonly checks: readonly Check[];
}

/** One line for each check; under one that is not well what it is about, and what to do. */
export function tableOf(parts: readonly Part[]): string {
  const all = parts.flatMap(({ checks }) => checks);
  const width = Math.max(0, ...all.map(({ id }) => id.length));
  const count = (outcome: Check['outcome']): string => String(all.filter((check) => check.outcome === outcome).length);
  return [
    ...parts.flatMap(({ of, checks }) => ['', of, ...looked(checks, width), ...unlooked(checks)]),
    '',
    `${count('stop')} would stop an alarm, ${count('warn')} to look at, ${count('not-checked')} not checked, ${count('ok')} well.`,
  ].join('\n');
}

const looked = (checks: readonly Check[], width: number): readonly string[] =>
  checks.flatMap(({ id, says, outcome, detail, mend }) => {
    const line = (word: string, text: string): string => `  ${word.padEnd(4)}  ${id.padEnd(width)}  ${text}`;
    const under = (text: string): string => `${' '.repeat(width + 10)}${text}`;
    switch (outcome) {
      case 'ok':
        return [line('ok', says)];
      case 'warn':
      case 'stop':
        return [line(outcome.toUpperCase(), `It is not so that: ${says}`), under(detail.join(', ')), under(mend)];
      case 'not-checked':
        return [];
    }
  });

/** Those that nobody could look at, together where it is for the same reason. */
function unlooked(checks: readonly Check[]): readonly string[] {
  const why = ({ detail }: Check): string => detail.join(', ');
  const not = checks.filter(({ outcome }) => outcome === 'not-checked');
  return [...new Set(not.map(why))].map((reason) => {
    const ids = not.filter((check) => why(check) === reason).map(({ id }) => id);
    return `  -     not checked: ${reason}\n        ${ids.join(', ')}`;
  });
}

export const wouldStop = (parts: readonly Part[]): boolean => parts.some(({ checks }) => checks.some(({ outcome }) => outcome === 'stop'));
