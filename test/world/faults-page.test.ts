import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scenarios } from './scenarios.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('the page of faults', () => {
  const rows = [...read('docs/faults.md').matchAll(/^\| (F\d\d) .*\| ([^|]*) \|$/gm)].map(([, id = '', where = '']) => ({ id, where }));
  const overHttp = read('test/scenarios/when-things-fail.test.ts') + read('test/scenarios/killed.test.ts');

  it('names every fault once, in order', () => {
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 28 }, (_, n) => `F${String(n + 1).padStart(2, '0')}`));
  });

  it.each(rows)('says truly where $id is shown', ({ id, where }) => {
    expect(scenarios.some(({ fault }) => fault === id)).toBe(where.includes('World'));
    expect(new RegExp(`\\b${id}: `).test(overHttp)).toBe(where.includes('HTTP'));
    for (const [, path = ''] of where.matchAll(/`(test\/[^`]*)`/g)) expect(read(path)).toContain(id);
  });
});
