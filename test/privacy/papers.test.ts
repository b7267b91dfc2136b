/** What SECURITY.md and the runbook promise is there. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { logCodes } from '../../functions/http/log-line.ts';

const read = (path: string): string => readFileSync(path, 'utf8');
/** A title as it stands between quotes in code. */
const inCode = (title: string): string => title.replaceAll("'", "\\'");

describe('the page on security', () => {
  const page = read('SECURITY.md');
  const rows = page.split('\n').filter((line) => line.startsWith('| ') && line.includes('`test/'));
  const named = rows.flatMap((row) =>
    [...row.matchAll(/`(test\/[^`]+)`: ((?:"[^"]+"(?:, )?)+)/g)].flatMap(([, path = '', titles = '']) =>
      [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => ({ path, title })),
    ),
  );

  it.each(named)('names a test that is there: $title', ({ path, title }) => {
    expect(existsSync(path), path).toBe(true);
    expect(read(path)).toMatch(new RegExp(`it(\\.\\w+\\([^\\n]*\\))?\\(\\s*'${inCode(title).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}'`));
  });

  it('names one for each answer', () => {
    const answers = page.split('\n').filter((line) => /^\| [a-z]/.test(line) && !line.startsWith('| could try'));
    expect(answers.filter((line) => !named.some(({ title }) => line.includes(title)))).toEqual([]);
    expect(named.length).toBeGreaterThan(35);
  });
});

describe('a line of a log', () => {
  it('has its code in the runbook, and there is none there that nobody logs', () => {
    const section = /## What the logs say\n(.*?)\n## /s.exec(read('docs/runbook.md'))?.[1] ?? '';
    const told = [...section.matchAll(/^\| `([a-z-]+)`/gm)].map(([, code]) => code);
    expect(told.toSorted()).toEqual([...logCodes].toSorted());
  });

  it('is written in one place, which takes a code and ids and no object from elsewhere', () => {
    const elsewhere = globSync('functions/**/*.{ts,tsx}').filter(
      (path) =>
        !path.endsWith('log-line.ts') && !path.includes('pages/scripts/') && /\blogger\.\w+\(|\blogger\[|\bconsole\./.test(read(path)),
    );
    expect(elsewhere).toEqual([]);
  });
});

describe('the impact assessment', () => {
  it('leads to pages that are there', () => {
    const links = [...read('docs/data-protection.md').matchAll(/\]\(([^)#]+)/g)].map(([, path = '']) => path);
    expect(links.filter((path) => !existsSync(`docs/${path}`))).toEqual([]);
  });
});
