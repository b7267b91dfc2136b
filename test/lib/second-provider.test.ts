import { Match } from 'aws-cdk-lib/assertions';
import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { receiptRoutes } from '../../functions/api/routes.ts';
import { functionsOf, synthesised } from './synthesised.ts';

const secretArn = 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:doorstep/notify-AbC123';
const withNotify = synthesised({ bundled: false, more: { notify: { providers: 'sns,notify', secretArn }, textDeliveryLogs: true } });
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
      ['receipts', []],
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

describe('a deployment that reads what SNS logs of texts', () => {
  const { id, allowed } = functions.get('receipts')!;

  it('has each line of the two logs read by one function, which nobody else may call', () => {
    const filters = Object.values(withNotify.template.findResources('AWS::Logs::SubscriptionFilter'));
    expect(filters).toHaveLength(2);
    for (const filter of filters) expect(JSON.stringify(filter)).toContain('/DirectPublishToPhoneNumber');
    withNotify.template.hasResourceProperties('AWS::Lambda::Permission', {
      FunctionName: { 'Fn::GetAtt': [id, 'Arn'] },
      Principal: 'logs.amazonaws.com',
      SourceArn: Match.anyValue(),
    });
  });

  it('lets that function note what it reads and poke, and send nothing to anybody', () => {
    expect([...new Set(allowed.flatMap(({ Action }) => Action))].filter((action) => !/^(kms|logs):/.test(action)).sort()).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:GetItem',
      'dynamodb:UpdateItem',
      'sns:Publish',
    ]);
    expect(allowed.filter(({ NotResource }) => NotResource !== undefined)).toEqual([]);
  });

  it('has whoever sends keep what SNS calls each text', () => {
    for (const name of ['overdue-check', 'sweep'])
      expect(functions.get(name)!.Environment.Variables).toMatchObject({ TEXT_DELIVERY_LOGS: 'true' });
  });
});
