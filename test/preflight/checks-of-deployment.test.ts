import { describe, expect, it } from 'vitest';
import type { Check } from '../../functions/domain/preflight.ts';
import { checksOfDeployment } from '../../preflight/checks-of-deployment.ts';
import { nobodyLooked } from '../../preflight/parts.ts';
import { tableOf, wouldStop } from '../../preflight/table.ts';
import { deploymentOf } from './stand-in.ts';

type Shown = Parameters<typeof deploymentOf>[0];
/** The dearest alarm sends a hundred texts: ten dollars. */
const checks = (shown: Shown = {}): Promise<readonly Check[]> => checksOfDeployment(deploymentOf(shown), 100);
const amiss = async (shown: Shown) =>
  (await checks(shown)).flatMap(({ id, outcome, detail }) => (outcome === 'ok' ? [] : [[id, outcome, ...detail]]));

describe('what would stop an alarm at the deployment', () => {
  it('is nothing where all is well', async () => {
    expect(await amiss({})).toEqual([]);
  });

  it.each<readonly [string, NonNullable<Shown>, readonly string[]]>([
    ['a sandbox in which only verified numbers are texted', { sandbox: { seen: true } }, ['sms-sandbox', 'stop', 'sandbox']],
    [
      'the dollar a month of an account that has never asked',
      { spending: { seen: { limit: 1, spent: 0 } } },
      ['sms-spending', 'stop', 'left $1.00 of $1.00', 'one alarm costs up to $10.00'],
    ],
    [
      'money for one alarm only',
      { spending: { seen: { limit: 100, spent: 85 } } },
      ['sms-spending', 'warn', 'left $15.00 of $100.00', 'one alarm costs up to $10.00'],
    ],
    [
      'no money left',
      { spending: { seen: { limit: 100, spent: 95 } } },
      ['sms-spending', 'stop', 'left $5.00 of $100.00', 'one alarm costs up to $10.00'],
    ],
    ['nobody who hears that Doorstep itself fails', { operators: { seen: 0 } }, ['operators-told', 'warn', 'nobody']],
    ['an alarm that was switched off', { alarms: { seen: [{ alarm: 'a', isOpen: false, tells: false }] } }, ['alarms-on', 'warn', 'a']],
    ['no alarms at all', { alarms: { seen: [] } }, ['alarms-on', 'warn', 'none']],
    [
      'an alarm about Doorstep that is open',
      { alarms: { seen: [{ alarm: 'a', isOpen: true, tells: true }] } },
      ['alarms-quiet', 'stop', 'a'],
    ],
    [
      'what could not be delivered and waits',
      { undelivered: { seen: [{ queue: 'q', waiting: 2 }] } },
      ['nothing-undelivered', 'warn', 'q 2'],
    ],
    ['a sweep that was switched off', { rules: { seen: [{ rule: 'EachMinute', isOn: false }] } }, ['sweep-on', 'stop', 'EachMinute']],
    ['no sweep in five minutes', { sweeps: { seen: 0 } }, ['sweep-alive', 'stop', 'none in 5 minutes']],
    ['the ten functions at once of a new account', { concurrency: { seen: 10 } }, ['functions-enough', 'stop', '10 at once']],
    ['few functions at once', { concurrency: { seen: 49 } }, ['functions-enough', 'warn', '49 at once']],
    [
      'a table that could be lost',
      { table: { seen: { isProtected: false, isBackedUp: false } } },
      ['table-kept', 'warn', 'deletion protection is off', 'point-in-time recovery is off'],
    ],
    [
      'a key that GOV.UK Notify refuses',
      { notify: { seen: { keyName: 'live', works: false, missing: [] } } },
      ['notify-ready', 'stop', 'the key is refused'],
    ],
    [
      'a key of GOV.UK Notify that is for the team',
      { notify: { seen: { keyName: 'school_team_key', works: true, missing: [] } } },
      ['notify-ready', 'stop', 'by its name the key reaches the team alone, or nobody'],
    ],
    [
      'a template of GOV.UK Notify that is not there',
      { notify: { seen: { keyName: 'live', works: true, missing: ['text'] } } },
      ['notify-ready', 'stop', 'there is no such template for each text'],
    ],
  ])('is %s', async (_, shown, found) => {
    expect(await amiss(shown)).toEqual([found]);
  });

  it('is not found in the name of a key that only has such letters in it', async () => {
    expect(await amiss({ notify: { seen: { keyName: 'steamboat-latest', works: true, missing: [] } } })).toEqual([]);
  });

  it('is not made up where nobody could look, which is said with what to allow', async () => {
    const found = await checksOfDeployment(nobodyLooked('allow sns:GetSMSAttributes'), 100);

    expect(new Set(found.map(({ outcome }) => outcome))).toEqual(new Set(['not-checked']));
    expect(new Set(found.flatMap(({ detail }) => detail))).toEqual(new Set(['allow sns:GetSMSAttributes']));
  });
});

describe('the table', () => {
  it('has a line for each check, what it is about and what to do where it is not well, and whether an alarm would be stopped', async () => {
    const parts = [
      { of: 'deployment', checks: await checks({ sandbox: { seen: true }, sweeps: { notSeen: 'allow cloudwatch:GetMetricStatistics' } }) },
    ];
    const lines = tableOf(parts).split('\n');

    expect(lines.filter((line) => line.startsWith('  ok  ')).length).toBe(9);
    const stop = lines.findIndex((line) => line.startsWith('  STOP'));
    expect(lines.slice(stop, stop + 3).map((line) => line.trim())).toEqual([
      expect.stringMatching(/^STOP {2}sms-sandbox {2,}It is not so that: Texts go to any number[.]$/),
      'sandbox',
      expect.stringMatching(/^Ask AWS/),
    ]);
    expect(lines.join('\n')).toContain('not checked: allow cloudwatch:GetMetricStatistics\n        sweep-alive');
    expect(lines.at(-1)).toBe('1 would stop an alarm, 0 to look at, 1 not checked, 9 well.');
    expect(wouldStop(parts)).toBe(true);
    expect(wouldStop([{ of: 'deployment', checks: await checks({ sweeps: { notSeen: 'x' }, operators: { seen: 0 } }) }])).toBe(false);
  });
});
