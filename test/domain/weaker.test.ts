import { describe, expect, it } from 'vitest';
import { compare } from '../../functions/domain/policy/compare.ts';
import { ownClauses, rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { Policy } from '../../functions/domain/policy/policy.ts';
import { mayWeaken } from '../../functions/domain/policy/weaker.ts';
import { type Change, changed } from '../support/bad-policies.ts';
import { jsonIn, madeUpClauses } from '../support/policy-files.ts';

const file = jsonIn('test/support/schools/policies/made-up.json');
const version = (change: Change = {}) => ({
  rules: rulesOf(Policy.parse(changed(file, change))),
  clauses: [...madeUpClauses, ...ownClauses],
});
/** What may ask less, of all that is not as it was. */
const weaker = (change: Change, before: Change = {}): readonly string[] => [
  ...new Set(
    compare(version(before), version(change)).flatMap(({ elements }) =>
      elements.flatMap((one) => (one.mayWeaken === true ? [`${one.kind} ${one.id}`] : [])),
    ),
  ),
];
const goes = 'gates/somebody-goes';

describe('a change of the policy that may ask less than before', () => {
  it('is one by which something need not be met, asked, told or waited for any more', () => {
    const { gates, notices, prompts } = Policy.parse(file);
    expect(weaker({ gates: gates.filter(({ id }) => id !== 'somebody-goes') })).toContain('gate somebody-goes');
    expect(weaker({ prompts: prompts.filter(({ id }) => id !== 'wait') })).toEqual(['prompt wait']);
    expect(weaker({ notices: [] })).toEqual(notices.map(({ id }) => `notice ${id}`));
    expect(weaker({ [`${goes}/warns`]: true })).toEqual(['gate somebody-goes']);
    expect(weaker({ [`${goes}/when`]: [{ of: 'evening', is: [true] }] })).toEqual(['gate somebody-goes']);
  });

  it('is a smaller number or a longer wait, and not a larger or a shorter one', () => {
    const two = { [`${goes}/test/atLeast`]: 2 };
    expect(weaker(two)).toEqual([]);
    expect(weaker({}, two)).toEqual(['gate somebody-goes']);
    const [short, long] = ['PT10M', 'PT1H'].map((wait) => ({ 'ladders/find/rungs/leads/wait': wait }));
    expect(weaker(long!, short)).toEqual(['rung find/leads']);
    expect(weaker(short!, long)).toEqual([]);
  });

  it('is fewer people who are told, and more who may agree or read', () => {
    const more = { 'ladders/find/rungs/leads/tell': ['dsl', 'slt', 'headteacher'] };
    expect(weaker({ 'ladders/find/rungs/leads/tell': ['dsl'] }, more)).toEqual(['rung find/leads']);
    expect(weaker(more, { 'ladders/find/rungs/leads/tell': ['dsl'] })).toEqual([]);
    expect(weaker({ 'gates/dsl-agrees/by': ['dsl', 'office'] })).toEqual(['gate dsl-agrees']);
    expect(mayWeaken('access', 'changed', [{ field: 'to', before: ['dsl'], after: ['dsl', 'office'] }])).toBe(true);
    expect(mayWeaken('access', 'changed', [{ field: 'to', before: ['dsl', 'office'], after: ['dsl'] }])).toBe(false);
  });

  it('is another order of the steps, and whatever nobody can compare', () => {
    const [first, second, ...rest] = Policy.parse(file).ladders.find(({ id }) => id === 'find')!.rungs;
    expect(weaker({ 'ladders/find/rungs': [second, first, ...rest] })).not.toEqual([]);
    expect(mayWeaken('rung', 'changed', [{ field: 'wait', before: 'PT10M', after: '$step-time' }])).toBe(true);
    expect(
      mayWeaken('gate', 'changed', [{ field: 'test', before: { of: 'visitors.all', atLeast: 2 }, after: { of: 'evening', is: [true] } }]),
    ).toBe(true);
  });

  it.each([
    ['a question that anybody may answer from now on', 'question', 'by', ['dsl'], null, true],
    ['a question that only some may answer from now on', 'question', 'by', null, ['dsl'], false],
    ['an alarm that opens on nothing any more', 'alarm', 'opensWhen', [{ of: 'evening', is: [true] }], null, true],
    ['an alarm that opens on something more', 'alarm', 'opensWhen', null, [{ of: 'evening', is: [true] }], false],
    ['a line that need not be ticked before leaving', 'prompt', 'tick', 'needed', 'asked', true],
    ['a line that has to be ticked before leaving', 'prompt', 'tick', 'asked', 'needed', false],
    ['a review every third year in the place of each', 'review', 'every', 'P1Y', 'P3Y', true],
    ['a review each year in the place of every third', 'review', 'every', 'P3Y', 'P1Y', false],
    ['a review that is due later', 'review', 'due', '2026-03-01', '2028-03-01', true],
    ['news that can wait from now on', 'notice', 'now', true, false, true],
    ['an agreement that lapses no more when this changes', 'question', 'material', true, false, true],
    ['other words alone', 'gate', 'say', 'Go.', 'Go now.', false],
  ] as const)('%s: %s %s', (_, kind, field, before, after, is) => {
    expect(mayWeaken(kind, 'changed', [{ field, before, after }])).toBe(is);
  });

  it('is nothing that comes to it, and no setting, which is the school’s own', () => {
    expect(weaker({ 'prompts/+': { id: 'new', stages: ['depart'], say: 'Take a coat.', clauses: ['LH-17'] } })).toEqual([]);
    expect(mayWeaken('gate', 'added', [])).toBe(false);
    expect(mayWeaken('setting', 'removed', [])).toBe(false);
  });
});
