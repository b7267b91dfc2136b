import { describe, expect, it } from 'vitest';
import { citations } from '../../functions/domain/policy/citations.ts';
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { Instant } from '../../functions/domain/time.ts';
import { afternoonAt, hampton, schoolOf } from '../support/afternoon.ts';
import { eightSchools } from '../support/eight-schools.ts';
import { pagesOf } from '../support/pages.ts';
import { clauses } from '../support/policy-files.ts';

const morning = Instant.parse('2026-06-22T09:00:00+01:00');

async function policyOf(id: string) {
  const file = schoolOf(`local/schools/${id}.json`);
  const afternoon = await afternoonAt(file, morning);
  // With the words of its document, as a school has them that was set up.
  const { settings } = await afternoon.schools.context(id, {});
  await afternoon.schools.putPolicy(id, '2', file.policy, { clauses: clauses.filter((one) => !one.id.startsWith('DS-')) });
  await afternoon.schools.putSettings(id, { ...settings!, version: 2, policy: { ...settings!.policy, version: '2' } });
  const page = await pagesOf(afternoon).get(file.file.people[0]!.id, '/policy');
  const sections = new Map(
    [...page.html.matchAll(/<section class="ds-card" id="([^"]+)">(.*?)<\/section>/gs)].map(([, clause = '', inner = '']) => [
      clause,
      inner,
    ]),
  );
  return { page, rules: rulesOf(file.policy), sections };
}

describe.each(eightSchools.map(({ id }) => id))('the policy of %s', (id) => {
  it('has each of its clauses with its words and what Doorstep does about it, and no clause twice', async () => {
    const { page, rules, sections } = await policyOf(id);
    expect(page.status).toBe(200);
    const cited = [...new Set(citations(rules).flatMap(({ clauses }) => clauses))];
    expect([...sections.keys()].toSorted()).toEqual(cited.toSorted());
    expect(page.html.match(/<section class="ds-card"/g)).toHaveLength(sections.size);
    for (const [clause, html] of sections) {
      expect(html, clause).toMatch(/<span class="ds-clause">[A-Z]+-\d+<\/span>\s*[^<\s]/);
      const done = [...html.matchAll(/<li>(.*?)<\/li>/gs)].map(([, words = '']) => words);
      expect(done.length, clause).toBe(citations(rules).filter(({ clauses }) => clauses.includes(clause)).length);
      // What is done, and to what.
      for (const words of done) expect(words, clause).toMatch(/^[A-Z][^:]+: \S/);
    }
  });

  it('is said in words, not in the names that its file has for them', async () => {
    const { page } = await policyOf(id);
    expect(page.text).not.toMatch(/[$@][a-z]|\bPT?\d+[YMWDH]\b|\d{4}-\d\d-\d\d/);
  });
});

describe('the policy', () => {
  it('says for each kind of clause what is done about it', async () => {
    const { sections } = await policyOf('hampton');
    expect(sections.get('HA-82')).toContain('Reminds: the head of school');
    expect(sections.get('HA-83')).toContain('what is left to the school is set by the head of school');
    expect(sections.get('HA-12')).toContain('Holds up until it is met: Nobody visits alone.');
    expect(sections.get('HA-08')).toContain('Asks: What did the parents say to the offer?');
    expect(sections.get('DS-12')).toContain('Says who may read: the safe word: the office, the team and a safeguarding lead');
  });

  it('is anybody’s to read who works there, and leads to what is left to the school', async () => {
    const pages = pagesOf(await afternoonAt(hampton(), morning));
    const { html } = await pages.get('hampton-teacher', '/policy');
    expect(html).toContain('href="/settings"');
  });
});
