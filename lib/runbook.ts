import { readFileSync } from 'node:fs';

const alarms = readFileSync(new URL('../docs/runbook.md', import.meta.url), 'utf8').split('\n## Alarms\n')[1] ?? '';

/** What the runbook says of one alarm. */
export interface RunbookSection {
  /** Its first paragraph: what it means for people who are out, and what to do first. */
  readonly means: string;
  /** Where it stands in the page. */
  readonly anchor: string;
}

/** The section of an alarm by its heading: there is no alarm without one. */
export function runbookSection(heading: string): RunbookSection {
  const [, rest] = alarms.split(`\n### ${heading}\n`);
  const means = rest?.trim().split('\n\n')[0]?.replaceAll('\n', ' ');
  if (means === undefined || means.startsWith('#')) throw new Error(`docs/runbook.md says nothing of "${heading}"`);
  return { means, anchor: heading.toLowerCase().replaceAll(' ', '-') };
}
