import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { memorySchoolStore } from '../../functions/adapters/memory/memory-school-store.ts';
import { readPolicy } from '../../operate/policy-file.ts';
import { seed } from '../../local/seed.ts';
import { changed, type Change } from '../support/bad-policies.ts';
import { startLocalCloud } from '../support/local-cloud.ts';
import { madeUpClauses, ownClauses } from '../support/policy-files.ts';

const schools = 'test/support/schools';
const text = readFileSync(`${schools}/policies/made-up.json`, 'utf8');
const known = [...ownClauses, ...madeUpClauses];

/** A folder with the made-up school, whose policy is other than it was. */
function folderWith(policy: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-schools-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  cpSync(schools, folder, { recursive: true });
  writeFileSync(join(folder, 'policies', 'made-up.json'), policy);
  return folder;
}

const broken = (change: Change): string => JSON.stringify(changed(JSON.parse(text), change));

describe('a file that is not JSON', () => {
  it.each([
    ['a comma too many', '{\n  "id": "made-up",\n}', 'at line 2'],
    ['a comma that is missing', '{\n  "id": "made-up"\n  "title": "Visits"\n}', 'at line 2'],
    ['a quotation mark that is missing', '{\n  "id": "made-up,\n  "title": "Visits"\n}', 'at line 2'],
    ['an end that is missing', '{\n  "id": "made-up"\n', 'at line 2'],
    ['a word without quotation marks', text.replace('"tutoring"', 'tutoring'), 'near { "id": tutoring, "'],
    ['nothing in it', '', 'at its end'],
  ])('is refused with where to look: %s', (_, content, where) => {
    expect(readPolicy(content, known)).toEqual({
      ok: false,
      complaints: [
        `The file is not JSON. It stops making sense ${where}: look there, or just above, for a comma, a quotation mark or a bracket that is missing or too many.`,
      ],
    });
  });

  it('and is read where nothing is wrong with it', () => {
    expect(readPolicy(text, known).ok).toBe(true);
  });
});

it('a school keeps the clauses of its own document with its policy, and no others', async () => {
  const store = memorySchoolStore();
  await seed(store, { subscribe: () => undefined }, [schools]);
  expect((await store.policies('lighthouse')).map(({ version, clauses }) => [version, clauses])).toEqual([['7', madeUpClauses]]);
});

describe('a school whose policy cannot be followed', () => {
  const seeded = (folder: string): Promise<unknown> => seed(memorySchoolStore(), { subscribe: () => undefined }, [folder]);

  it('is not put there, and everything that is wrong is said with the name of the file', async () => {
    const folder = folderWith(broken({ 'gates/dsl-agrees/clauses': ['LH-99'], 'ladders/find/rungs/leads/tell': ['family'] }));
    const wrong: unknown = await seeded(folder).catch((problem: unknown) => problem);
    expect(String(wrong)).toContain(`${folder}/policies/made-up.json cannot be followed`);
    expect(String(wrong).split('\n').slice(1)).toEqual([
      '- The gate "dsl-agrees" cites LH-99, which is no clause: cite one that is.',
      '- Rung "leads" of ladder "find" tells nobody of the school: name somebody who can act.',
    ]);
  });

  it('puts no other school there either, until it is mended', async () => {
    const store = memorySchoolStore();
    const good = folderWith(text);
    const bad = folderWith('{');
    await expect(seed(store, { subscribe: () => undefined }, [good, bad])).rejects.toThrow('is not JSON');
    expect((await store.context('lighthouse', {})).settings).toBeUndefined();
    await seed(store, { subscribe: () => undefined }, [good]);
    expect((await store.context('lighthouse', {})).settings).toBeDefined();
  });

  it('stops the start, and is told without what only a programmer reads', async () => {
    const schoolsHere = folderWith(broken({ 'clocks/back/grace': 'soon', 'prompts/wait/to': ['everybody'] }));
    const ended = startLocalCloud({ schools: schoolsHere });
    await expect(ended).rejects.toThrow('Clock "back" has "soon" in "grace": write a length like PT30M or PT1H30M.');
    await expect(ended).rejects.toThrow('Prompt "wait" has "everybody" in "to, 1"');
    await expect(ended).rejects.not.toThrow('    at ');
  });
});
