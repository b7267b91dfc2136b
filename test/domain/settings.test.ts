import { describe, expect, it } from 'vitest';
import { Person } from '../../functions/domain/person.ts';
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { Policy, type Setting } from '../../functions/domain/policy/policy.ts';
import { checkSettings, settledValues } from '../../functions/domain/policy/settings.ts';
import { jsonIn } from '../support/policy-files.ts';

const asked = (id: string, type: Setting['type'], options?: string[]): Setting => ({
  id,
  type,
  ask: id,
  clauses: ['XX-01'],
  ...(options && { options }),
});
const policy = Policy.parse(jsonIn('test/support/schools/policies/made-up.json'));
const rules = rulesOf({
  ...policy,
  settings: [
    asked('wait', 'length'),
    asked('slack', 'length'),
    asked('by', 'time'),
    asked('bells', 'times'),
    asked('open', 'hours'),
    asked('tracker', 'who'),
    asked('ends', 'choice', ['leave', 'return']),
    asked('kinds', 'choices', ['a', 'b']),
    asked('strict', 'yes-no'),
    asked('own', 'ladder'),
  ],
  clocks: policy.clocks.slice(0, 1).map((clock) => ({ ...clock, grace: '$slack' as const })),
});
const staff = { ada: Person.parse({ id: 'ada', name: 'Ada', firstName: 'Ada', duties: [] }) };
const rung = { id: 'office', do: 'tell', tell: ['office'], wait: 'PT5M', say: 'Ring them.' };
const complaints = (values: Readonly<Record<string, unknown>>) => checkSettings(rules, staff, values).map(({ path }) => path.join('/'));

describe('what a school sets', () => {
  it('is taken where each value is of its type', () => {
    const values = {
      wait: 'PT10M',
      slack: 'PT0S',
      by: '12:30',
      bells: ['09:00'],
      open: { from: '08:00', to: '17:00' },
      tracker: ['office', 'ada'],
      ends: 'leave',
      kinds: [],
      strict: false,
      own: { rungs: [rung, { ...rung, id: 'police', do: 'ring-police', tell: ['$tracker'], wait: '$wait' }] },
    };
    expect(complaints(values)).toEqual([]);
    expect(settledValues(rules, staff, values)).toMatchObject({ open: { days: [1, 2, 3, 4, 5] } });
  });

  it.each([
    ['wait', 'ten minutes'],
    ['wait', 600],
    ['by', '25:00'],
    ['bells', []],
    ['open', { from: '17:00', to: '08:00' }],
    ['tracker', []],
    ['ends', 'maybe'],
    ['strict', 'yes'],
  ])('is not taken where %s is %j', (id, value) => {
    expect(complaints({ [id]: value })).toEqual([id]);
  });

  it('is not taken under a name that the policy does not ask for', () => {
    expect(complaints({ colour: 'red' })).toEqual(['colour']);
  });

  it('never has a step begin again at once, though a grace may be none at all', () => {
    expect(complaints({ wait: 'PT0S' })).toEqual(['wait']);
    expect(complaints({ wait: 'PT30S' })).toEqual(['wait']);
    expect(complaints({ slack: 'PT0S', wait: 'PT24H' })).toEqual([]);
    expect(complaints({ own: { rungs: [{ ...rung, wait: 'PT0S' }] } })).toEqual(['own/rungs/0/wait']);
  });

  it('never waits for months where minutes were meant', () => {
    expect(complaints({ wait: 'P30M' })).toEqual(['wait']);
    expect(complaints({ slack: 'P2D' })).toEqual(['slack']);
    expect(complaints({ own: { rungs: [{ ...rung, wait: 'P1M' }] } })).toEqual(['own/rungs/0/wait']);
  });

  it('has a rung that is never passed over', () => {
    expect(complaints({ own: { rungs: [{ ...rung, do: 'ring-visitors' }] } })).toEqual(['own/rungs/0/do']);
  });

  it('never leads round to itself, nor to somebody who is not there', () => {
    expect(complaints({ tracker: ['$tracker'] })).toEqual(['tracker/0']);
    expect(complaints({ tracker: ['offce'] })).toEqual(['tracker/0']);
  });

  it('has somebody who can act on every rung of its own ladder, by name of what is there', () => {
    expect(complaints({ own: { rungs: [{ ...rung, tell: ['visitors', 'family'] }] } })).toEqual(['own/rungs/0/tell']);
    expect(
      complaints({
        own: {
          rungs: [
            { ...rung, tell: ['$wait'] },
            { ...rung, wait: '$tracker' },
          ],
        },
      }),
    ).toEqual(['own/rungs/0/tell', 'own/rungs/1/id', 'own/rungs/1/wait']);
  });
});
