import { describe, expect, it } from 'vitest';
import { compare } from '../../functions/domain/policy/compare.ts';
import { ownClauses, rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { Policy } from '../../functions/domain/policy/policy.ts';
import { type Change, changed } from '../support/bad-policies.ts';
import { jsonIn, madeUpClauses } from '../support/policy-files.ts';

const file = jsonIn('test/support/schools/policies/made-up.json');
const version = (change: Change = {}, clauses = madeUpClauses) => ({
  rules: rulesOf(Policy.parse(changed(file, change))),
  clauses: [...clauses, ...ownClauses],
});
const saying = (id: string, says: string) => madeUpClauses.map((clause) => (clause.id === id ? { ...clause, says } : clause));
const without = (id: string) => madeUpClauses.filter((clause) => clause.id !== id);
const wordsOf = (id: string): string => madeUpClauses.find((clause) => clause.id === id)!.says;

describe('what another version changes', () => {
  it('is nothing where it is the same, in whatever order it stands', () => {
    const { gates } = Policy.parse(file);
    expect(compare(version(), version())).toEqual([]);
    expect(compare(version(), version({ gates: gates.toReversed() }, madeUpClauses.toReversed()))).toEqual([]);
  });

  it('is a clause that is new, gone or in other words', () => {
    const news = { id: 'LH-50', kind: 'NONE', stage: 'setup', says: 'Be kind.' } as const;
    expect(compare(version(), version({}, [...madeUpClauses, news]))).toEqual([
      { clause: 'LH-50', words: 'new', before: null, after: 'Be kind.', elements: [] },
    ]);
    expect(compare(version({}, [...madeUpClauses, news]), version())).toEqual([
      { clause: 'LH-50', words: 'gone', before: 'Be kind.', after: null, elements: [] },
    ]);
    expect(compare(version(), version({}, saying('LH-03', 'Two go.')))).toEqual([
      { clause: 'LH-03', words: 'reworded', before: wordsOf('LH-03'), after: 'Two go.', elements: [] },
    ]);
  });

  it('is no new clause where only its words were not kept before', () => {
    expect(compare(version({}, without('LH-04')), version())).toEqual([]);
  });

  it('is each field of what carries a clause, before and after', () => {
    const change = { 'gates/somebody-goes/test': { of: 'visitors.staff', atLeast: 2 }, 'gates/somebody-goes/say': 'Two go.' };
    expect(compare(version(), version(change))).toEqual([
      {
        clause: 'LH-03',
        words: 'same',
        before: wordsOf('LH-03'),
        after: wordsOf('LH-03'),
        elements: [
          {
            kind: 'gate',
            id: 'somebody-goes',
            says: 'Two go.',
            change: 'changed',
            fields: [
              { field: 'say', before: 'At least one member of staff has to go: name one.', after: 'Two go.' },
              { field: 'test', before: { of: 'visitors.staff', atLeast: 1 }, after: { of: 'visitors.staff', atLeast: 2 } },
            ],
          },
        ],
      },
    ]);
  });

  const changes = (change: Change, to: Change = {}) =>
    compare(version(to), version(change)).flatMap(({ clause, elements }) =>
      elements.map((each) => `${clause}: ${each.kind} ${each.id} ${each.change} (${each.fields.map(({ field }) => field).join(' ')})`),
    );

  it('is what is added or taken out', () => {
    const form = { id: 'risk', name: 'Risk', clauses: ['LH-05'] };
    expect(changes({ 'forms/+': form })).toEqual(['LH-05: form risk added (clauses name)']);
    expect(changes({}, { 'forms/+': form })).toEqual(['LH-05: form risk removed (clauses name)']);
  });

  it('stands under every clause that it cites, and that it cited', () => {
    expect(changes({ 'prompts/wait/clauses': ['LH-05', 'LH-16'] })).toEqual([
      'LH-05: prompt wait changed (clauses)',
      'LH-16: prompt wait changed (clauses)',
      'LH-17: prompt wait changed (clauses)',
    ]);
  });

  it('stands under the clauses of the question where an answer that may be chosen cites none', () => {
    expect(changes({ 'questions/outcome/options/+': { id: 'refused', say: 'They said no', entered: false } })).toEqual([
      'LH-19: option outcome/refused added (clauses entered say)',
    ]);
  });

  it('is the order of the steps of a ladder', () => {
    const { ladders } = Policy.parse(file);
    const [first, second, ...rest] = ladders.find(({ id }) => id === 'find')!.rungs;
    expect(changes({ 'ladders/find/rungs': [second, first, ...rest] })).toEqual([
      'LH-10: rung find/leads changed (comesAfter)',
      'LH-11: rung find/police changed (comesAfter)',
      'LH-12: rung find/team changed (comesAfter)',
    ]);
  });

  it("is what replaces a rule of Doorstep's own", () => {
    const say = 'The visit is off. Tell the family.';
    const off = { id: 'cancelled', on: ['cancelled'], tell: ['visitors'], say, clauses: ['LH-17'] };
    expect(changes({ 'notices/+': off })).toEqual([
      'DS-11: notice cancelled changed (clauses on say tell)',
      'LH-17: notice cancelled changed (clauses on say tell)',
    ]);
  });
});
