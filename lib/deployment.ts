import type { Node } from 'constructs';
import type { DoorstepStackProps } from './doorstep-stack.ts';

const slug = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** What one deployment differs in from another, from `cdk.json` or `cdk deploy -c name=value`. */
export function deployment(context: Pick<Node, 'tryGetContext'>): DoorstepStackProps {
  const given = (name: string): string | undefined => {
    const value: unknown = context.tryGetContext(name);
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string') throw new Error(`context ${name}: give it as text`);
    return value.trim();
  };

  const schools = (given('schools') ?? '')
    .split(',')
    .map((school) => school.trim())
    .filter((school) => school !== '');
  const wrong = schools.find((school) => !slug.test(school));
  if (wrong !== undefined) throw new Error(`context schools: ${wrong} is no id of a school: small letters, digits and dashes, 32 at most`);

  /** An address of the web that nobody on the way can read or change. */
  const address = (name: string): string | undefined => {
    const value = given(name);
    if (value !== undefined && !/^https:\/\/[^/\s]/.test(value)) throw new Error(`context ${name}: ${value} does not begin with https://`);
    return value;
  };
  const spend = given('monthlyTextSpend');
  const monthlyTextSpend = spend === undefined ? undefined : Number(spend);
  if (monthlyTextSpend !== undefined && !(monthlyTextSpend > 0))
    throw new Error(`context monthlyTextSpend: ${String(spend)} is no number of dollars`);

  const runbook = address('runbook');
  const heartbeatUrl = address('heartbeatUrl');
  const signInKeys = given('signInKeys');
  const operatorsEmail = given('operatorsEmail');
  return {
    env: { region: given('region') ?? 'eu-west-2' },
    terminationProtection: true,
    schools: [...new Set(schools)],
    ...(signInKeys !== undefined && { signInKeys }),
    ...(operatorsEmail !== undefined && { operatorsEmail }),
    ...(runbook !== undefined && { runbook }),
    ...(heartbeatUrl !== undefined && { heartbeatUrl }),
    ...(monthlyTextSpend !== undefined && { monthlyTextSpend }),
  };
}
