import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { receiptRoutes } from '../../functions/api/routes.ts';
import { functionsOf, synthesised } from './synthesised.ts';

const secretArn = 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:doorstep/notify-AbC123';
const withNotify = synthesised({ bundled: false, more: { notify: { providers: 'sns,notify', secretArn } } });
const functions = functionsOf(withNotify.template);

afterAll(() => rmSync(withNotify.outdir, { recursive: true, force: true }));

describe('a deployment with GOV.UK Notify', () => {
  it('lets each function read that one secret, and nothing else of Secrets Manager', () => {
    const reading = [...functions].map(([name, { allowed }]) => [
      name,
      allowed
        .filter(({ Action }) => Action.some((action) => action.startsWith('secretsmanager:')))
        .map(({ Action, Resource }) => [Action, Resource]),
    ]);
    const one = [[['secretsmanager:GetSecretValue'], [secretArn]]];
    expect(reading).toEqual([
      ['api', one],
      ['overdue-check', one],
      ['sweep', one],
    ]);
  });

  it('tells who sends in which order, and everybody where the secret is', () => {
    const told = (name: string) => functions.get(name)!.Environment.Variables;
    for (const name of ['overdue-check', 'sweep'])
      expect(told(name)).toMatchObject({ PROVIDERS: 'sns,notify', NOTIFY_SECRET_ARN: secretArn });
    expect(told('api')).toMatchObject({ NOTIFY_SECRET_ARN: secretArn });
    expect(told('api')).not.toHaveProperty('PROVIDERS');
  });

  it('hears its receipts, and says where', () => {
    for (const { method, path } of receiptRoutes)
      withNotify.template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: `${method} ${path}` });
    withNotify.template.hasOutput('NotifyCallbackUrl', {});
  });
});
