/** Least privilege, by what was really called: `npm run assets` writes it down, and this holds it to the templates. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { doneByAws, functionsIn } from './done-by-aws.ts';
import { mayCall, permissionsIn, singly, speaksOf } from './permissions.ts';
import { assembly, callsOf } from './synthesise.ts';

const Call = z.strictObject({
  by: z.string(),
  action: z.string(),
  resource: z.string(),
  given: z.record(z.string(), z.string()).optional(),
});
type Call = z.infer<typeof Call>;

/** What is allowed and never called, each with why it is allowed all the same: `who action`. */
const allowedAllTheSame: Readonly<Record<string, string>> = {
  'overdue-check sqs:ChangeMessageVisibility': 'CDK gives it with every queue that it has a function read.',
  'overdue-check sqs:GetQueueUrl': 'CDK gives it with every queue that it has a function read.',
  'sweep sqs:GetQueueAttributes': 'CDK gives it with every queue to which it has Lambda send what failed.',
  'sweep sqs:GetQueueUrl': 'CDK gives it with every queue to which it has Lambda send what failed.',
};

const recorded = (providers?: string): readonly Call[] =>
  existsSync(callsOf(providers))
    ? readFileSync(callsOf(providers), 'utf8')
        .trim()
        .split('\n')
        .map((line) => Call.parse(JSON.parse(line)))
    : [];

/** A template, and by whose name or ARN a call is made in which role. */
function deployed(providers?: string) {
  const template = permissionsIn(assembly(providers));
  const functions = functionsIn(template);
  const names = new Map([...template.roles.keys()].map((role) => [role, functions.find((one) => one.role === role)?.name ?? role]));
  const roleOf = (by: string): string | undefined =>
    functions.find(({ name }) => name === by)?.role ?? [...template.roles.keys()].find((role) => by.endsWith(`:role/${role}`));
  return { ...template, names, roleOf, called: recorded(providers), byAws: doneByAws(template) };
}

const bySns = deployed();
const byBoth = deployed('sns,notify');

describe('what was called while the scenarios ran', () => {
  it('is something: by each function, and by Scheduler in its own role', () => {
    const { called, names, roleOf } = bySns;
    expect(new Set(called.map(({ by }) => names.get(roleOf(by) ?? '') ?? by))).toEqual(new Set(names.values()));
    expect(byBoth.called.some(({ action }) => action === 'secretsmanager:GetSecretValue')).toBe(true);
  });

  it.each([
    { providers: 'SNS', of: bySns },
    { providers: 'SNS and GOV.UK Notify', of: byBoth },
  ])('is nothing that is not allowed, with $providers', ({ of: { called, byAws, roles, roleOf } }) => {
    const refused = [...called, ...byAws].filter((call) => !mayCall(roles.get(roleOf(call.by) ?? '') ?? [], call));
    expect(refused.map(({ by, action, resource }) => `${by} ${action} ${resource}`)).toEqual([]);
  });
});

describe('what is allowed', () => {
  it('is nothing that is never called, save where we say why', () => {
    const { roles, roleOf, names, byAws } = byBoth;
    const calls = [...bySns.called, ...byBoth.called, ...byAws];
    const unused = [...roles].flatMap(([role, permissions]) => {
      const made = calls.filter(({ by }) => roleOf(by) === role);
      return singly(permissions)
        .filter((one) => !made.some((call) => speaksOf(one, call)))
        .map(({ actions, resources, notResources }) => ({
          what: `${names.get(role) ?? role} ${actions.join()}`,
          on: resources.join() || `all but ${notResources.join()}`,
        }));
    });
    expect(unused.filter(({ what }) => allowedAllTheSame[what] === undefined)).toEqual([]);
    expect(new Set(unused.map(({ what }) => what))).toEqual(new Set(Object.keys(allowedAllTheSame)));
  });
});
