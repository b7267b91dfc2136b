import { describe, expect, it } from 'vitest';
import { complaints } from '../../functions/domain/policy/check.ts';
import { citations, uncarried } from '../../functions/domain/policy/citations.ts';
import type { Clause } from '../../functions/domain/policy/clause.ts';
import { ownRules, rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { parsePolicy } from '../../functions/domain/policy/read-policy.ts';
import { type Call, Policy } from '../../functions/domain/policy/policy.ts';
import { clauses, jsonIn, madeUpClauses, ownClauses, policiesIn } from '../support/policy-files.ts';

const published = policiesIn('policies')
  .filter((name) => name !== 'doorstep')
  .map((name) => ({ name, path: `policies/${name}.json`, known: clauses }));
const madeUp = { name: 'made-up', path: 'test/support/schools/policies/made-up.json', known: [...ownClauses, ...madeUpClauses] };

const prefix = (id: string): string => id.slice(0, 2);
/** The clauses of the document that a policy cites. */
const documentOf = (policy: Policy, known: readonly Clause[]): readonly Clause[] => {
  const cited = new Set(citations(policy).flatMap((citation) => citation.clauses.map(prefix)));
  return known.filter(({ id }) => cited.has(prefix(id)));
};

it('has the policies of the schools', () => {
  expect(published.map(({ name }) => name)).toContain('hampton');
});

describe.each([...published, madeUp])('the policy $name', ({ path, known }) => {
  const policy = Policy.parse(jsonIn(path));

  it('can be followed as it stands', () => {
    expect(parsePolicy(jsonIn(path), known)).toEqual({ ok: true, policy });
  });

  it('carries each clause of its document by something fit to carry it', () => {
    const document = documentOf(policy, known);
    expect(document.length).toBeGreaterThan(10);
    expect(uncarried(policy, document)).toEqual([]);
  });

  it('cites only its own document', () => {
    expect(new Set(citations(policy).flatMap((citation) => citation.clauses.map(prefix))).size).toBe(1);
  });

  it('says in a whole sentence what to mend, at every gate', () => {
    for (const gate of policy.gates) {
      expect(gate.say, gate.id).toMatch(/^[A-Z].*[.]$/);
      expect(gate.say.length, gate.id).toBeGreaterThan(30);
    }
  });

  it('answers every call with one alarm', () => {
    const answered = rulesOf(policy).alarms.flatMap(({ opensOn }) => opensOn);
    expect([...answered].sort()).toEqual([
      'allegation',
      'child-alone',
      'child-in-danger',
      'help',
      'illness',
      'other',
      'unwatched',
      'violence',
      'word',
    ] satisfies Call[]);
  });
});

describe('the clauses', () => {
  it('are each there once', () => {
    const ids = clauses.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("Doorstep's own rules", () => {
  it('carry each of their clauses by something fit to carry it', () => {
    expect(uncarried(ownRules, ownClauses)).toEqual([]);
  });

  it('want nothing but somebody expected back, which is for the school to say', () => {
    expect(complaints(ownRules, ownClauses)).toEqual(['No clock expects anybody back: add one that expects "return".']);
  });

  it('leave each of their settings to the school, and where it says nothing of a ladder that reaches nobody, nobody leaves', () => {
    expect(ownRules.settings.flatMap(({ id, stated }) => (stated === undefined ? [] : [[id, stated]]))).toEqual([
      ['nobody-reached', 'refuse'],
    ]);
  });

  it('tell people at once of somebody who cannot be watched, whatever the school has set', () => {
    const ladder = ownRules.ladders.find(({ id }) => id === ownRules.alarms.find(({ opensOn }) => opensOn.includes('unwatched'))?.ladder);
    expect(ladder?.rungs.map(({ wait }) => wait).filter((wait) => wait.startsWith('$'))).toEqual([]);
    expect(ladder?.rungs[0]?.tell).toEqual(['office', 'dsl', 'head-of-school', 'headteacher']);
  });
});
