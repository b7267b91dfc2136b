import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { Policy } from '../../functions/domain/policy/policy.ts';
import { jsonIn } from '../support/policy-files.ts';

const policy = Policy.parse(jsonIn('policies/hampton.json'));
const rules = rulesOf(policy);

describe("Hampton's policy", () => {
  it('nudges a quarter of an hour after the time, and begins its ladder half an hour after it', () => {
    const clocks = policy.clocks.map(({ expects, nudge, grace, ladder }) => ({
      expects,
      after: nudge?.after,
      tell: nudge?.tell,
      grace,
      ladder,
    }));
    const expected = { expects: 'return', after: 'PT15M', tell: ['visitors', '$tracker'], grace: 'PT30M', ladder: 'missing' };
    expect(clocks).toEqual([expected, expected]);
  });

  it('tries the worker, then the place visited, then asks the heads, then the police', () => {
    const ladder = policy.ladders.find(({ id }) => id === 'missing');
    expect(ladder?.rungs.map(({ clauses, do: what }) => [clauses.join(), what])).toEqual([
      ['HA-62', 'ring-visitors'],
      ['HA-63', 'ring-address'],
      ['HA-64', 'tell'],
      ['HA-65', 'ring-police'],
    ]);
  });

  it('states no time where its text is silent', () => {
    expect(policy.settings.filter(({ stated }) => stated !== undefined).map(({ id, stated }) => [id, stated])).toEqual([
      ['tracker', ['office']],
    ]);
    expect(rules.settings.map(({ id }) => id).sort()).toEqual(
      [
        'ack-hold',
        'allegation-instead',
        'closed-days',
        'deputies',
        'keep-incidents',
        'keep-records',
        'nobody-reached',
        'rota',
        'stand-down-by',
        'term-dates',
        'assumed-stay',
        'concern-ladder',
        'departure-grace',
        'end-of-day-return',
        'help-ladder',
        'home-contact',
        'lunch-return',
        'office-hours',
        'out-of-hours',
        'remind-every',
        'repeat',
        'rung-wait',
        'tracker',
      ].sort(),
    );
  });

  it('gives office and head of school a copy of the record when somebody leaves and when the times change', () => {
    const copies = policy.notices.filter(({ clauses }) => clauses.includes('HA-30'));
    expect(copies.flatMap(({ on }) => on)).toEqual(['departed', 'departed-in-breach', 'revised']);
    for (const { tell, shows } of copies) expect({ tell, shows }).toEqual({ tell: ['office', 'head-of-school'], shows: ['record'] });
  });

  it('wants a CPOMS entry only where there was a concern', () => {
    const gate = policy.gates.find(({ clauses }) => clauses.includes('HA-52'));
    expect(gate).toMatchObject({
      step: 'close',
      questions: ['cpoms'],
      when: [{ of: 'raised', is: ['concern', 'concern-now', 'child-alone', 'child-left', 'unsafe', 'violence', 'other'] }],
    });
  });

  it('refuses nothing for its checklist', () => {
    const checklist = policy.prompts.filter(({ form }) => form === 'checklist');
    expect(checklist).toHaveLength(11);
    expect(checklist.filter(({ tick }) => tick === 'needed')).toEqual([]);
    expect(policy.gates.filter((gate) => gate.check === 'answered' && gate.form === 'checklist')).toEqual([]);
  });

  it('rings neither the visitors nor the home while there is violence', () => {
    const violence = rules.alarms.filter(({ opensOn }) => opensOn.includes('violence'));
    expect(violence).toHaveLength(1);
    expect(violence[0]).toMatchObject({ kind: 'distress', quiet: ['visitors', 'address'], clauses: ['HA-57'] });
  });

  it('owes the family a call when a visit is off, and says so until it is made', () => {
    const notice = policy.notices.find(({ on }) => on.includes('cancelled'));
    expect(notice?.tell).toContain('family');
    expect(policy.questions.find(({ id }) => id === notice?.byHand)).toMatchObject({
      when: [{ of: 'stage', is: ['cancelled'] }],
      task: { of: ['$tracker'] },
    });
  });
});
