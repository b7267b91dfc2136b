import { citations } from '../../functions/domain/policy/citations.ts';
import type { OnePolicy } from './carried.ts';

/** docs/clauses.md: each clause of each policy, what it comes to, which elements carry it, and the scenarios that show it. */
export function clausesPage(policies: readonly OnePolicy[]): string {
  return [
    '# Every clause, what Doorstep does about it, and what shows it',
    'Written by `npm run clauses` from `policies/` and the scenarios of `test/clauses/`; not by hand. Clauses of the kind NONE are text for people and ask nothing of software.',
    ...policies.map(sectionOf),
  ].join('\n\n');
}

function sectionOf({ policy, clauses, scenarios }: OnePolicy): string {
  const cited = citations(policy);
  const rows = clauses.map(({ id, kind, says }) => {
    const carriers = cited.filter((citation) => citation.clauses.includes(id)).map((citation) => `${citation.kind} \`${citation.id}\``);
    const shown = scenarios.filter((scenario) => scenario.clauses.includes(id)).map((scenario) => scenario.says);
    return `| ${id} | ${kind} | ${cell(says)} | ${[...new Set(carriers)].join(', ')} | ${shown.map(cell).join('; ')} |`;
  });
  return [
    `## ${policy.title}`,
    '',
    '| clause | kind | what Doorstep does | carried by | shown by |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

const cell = (words: string): string => words.replaceAll('|', '\\|').replaceAll('\n', ' ');
