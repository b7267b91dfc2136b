import { Match } from 'aws-cdk-lib/assertions';
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { receiptRoutes } from '../../functions/api/routes.ts';
import { serveSecrets } from '../../local/secrets.ts';
import { notify as localNotify } from '../../local/names.ts';
import { startService } from '../contract/wire.ts';
import { functionsOf, synthesised } from './synthesised.ts';

const secretArn = 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:doorstep/notify-AbC123';
const notify = { providers: 'sns,notify', secretArn } as const;
const withNotify = synthesised({ bundled: false, more: { notify, textDeliveryLogs: true, dashboard: false, restoredTable: 'restored' } });
const functions = functionsOf(withNotify.template);

afterAll(() => rmSync(withNotify.outdir, { recursive: true, force: true }));

describe('a deployment that wants no dashboard', () => {
  it('has none, and every alarm all the same', () => {
    withNotify.template.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
    expect(Object.keys(withNotify.template.findResources('AWS::CloudWatch::Alarm')).length).toBeGreaterThan(15);
  });
});

describe('a deployment on a table that was restored', () => {
  it('has every function use that one and no other, and keeps the stack’s own', () => {
    for (const [name, { allowed, Environment }] of functions) {
      expect(Environment.Variables.TABLE_NAME, name).toBe('restored');
      const onTables = allowed
        .filter(({ Action }) => Action.some((action) => action.startsWith('dynamodb:')))
        .flatMap(({ Resource = [] }) => Resource);
      expect(JSON.stringify(onTables), name).toContain(':table/restored"');
      expect(JSON.stringify(onTables), name).not.toContain('VisitsTable');
    }
    withNotify.template.hasResource('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Retain' });
    withNotify.template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: Match.arrayWith([
        Match.objectLike({
          MetricStat: Match.objectLike({
            Metric: Match.objectLike({ Dimensions: Match.arrayWith([{ Name: 'TableName', Value: 'restored' }]) }),
          }),
        }),
      ]),
    });
  });
});

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
      ['pages', []],
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

describe('what reaches Notify', () => {
  it('does so bundled, as the functions are, with what it finds in the secret', async () => {
    const file = join(withNotify.outdir, 'sends.mjs');
    const contents = `import { byProviders } from './functions/adapters/providers.ts';
      const told = { PROVIDERS: 'notify', NOTIFY_SECRET_ARN: '${secretArn}', NOTIFY_BASE_URL: process.env.NOTIFY };
      const message = { ref: { school: 'moorside', visit: 'HV-000001' }, notice: 'n7-1', attempt: 0, contact: 'office', channel: 'text', to: '+447700900123', subject: '', text: 'Late', about: 'rung:a1/1' };
      console.log(JSON.stringify(await byProviders(told, {}).send(message)));`;
    await build({
      stdin: { contents, resolveDir: '.', loader: 'ts' },
      outfile: file,
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      mainFields: ['module', 'main'],
      banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    });
    const service = await startService(() => ({ status: 201, headers: { 'content-type': 'application/json' }, body: '{"id":"n-1"}' }));
    const secrets = await serveSecrets({ [secretArn]: JSON.stringify(localNotify.secret) });
    const env = {
      ...process.env,
      ...{ NOTIFY: service.url, AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url },
      ...{ AWS_REGION: 'eu-west-2', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    };

    const { stdout } = await promisify(execFile)(process.execPath, [file], { env });

    expect(JSON.parse(stdout)).toEqual({ outcome: 'accepted', reference: 'n-1' });
    expect(service.asked.map(({ path }) => path)).toEqual(['/v2/notifications/sms']);
    await Promise.all([service.close(), secrets.close()]);
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
