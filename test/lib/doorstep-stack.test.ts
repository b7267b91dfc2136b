import { Match } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readFileSync, rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { tableDefinition } from '../../functions/adapters/aws/table.ts';
import { openRoutes, routes } from '../../functions/api/routes.ts';
import { pageRoutes } from '../../functions/pages/routes.ts';
import { asTheCodeSays } from '../../local/deployment.ts';
import type { Row } from '../../local/gateway.ts';
import { readTemplate } from '../../local/template.ts';
import { allowedTo, functionsOf, idOf, type Statement, synthesised } from './synthesised.ts';

const { stack, template, outdir } = synthesised({ bundled: false });
const functions = functionsOf(template);
const api = functions.get('api')!;
const pages = functions.get('pages')!;
const overdueCheck = functions.get('overdue-check')!;
const sweep = functions.get('sweep')!;

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const arnBeginning = (service: string, resource: string, end: string) => ({
  'Fn::Join': ['', [`arn:aws:${service}:eu-west-2:`, ref('AWS::AccountId'), `:${resource}${end}`]],
});
const ref = (id: string) => ({ Ref: id });
const id = (type: string, prefix: string) => idOf(template, type, prefix);
const pokeTopic = id('AWS::SNS::Topic', 'PokesTopic');
const pokeQueue = id('AWS::SQS::Queue', 'PokesQueue');
const pokesUndelivered = id('AWS::SQS::Queue', 'PokesUndelivered');
const timersUndelivered = id('AWS::SQS::Queue', 'TimersUndelivered');
const sweepUndelivered = id('AWS::SQS::Queue', 'MinuteSweepUndelivered');
const timerRole = id('AWS::IAM::Role', 'TimersRole');
const operators = id('AWS::SNS::Topic', 'OperatorsTopic');

const doing = (statements: readonly Statement[], action: string) => statements.filter(({ Action }) => Action.includes(action));
const actionsOn = (statements: readonly Statement[], service: string) =>
  [...new Set(statements.flatMap(({ Action }) => Action))].filter((action) => action.startsWith(`${service}:`)).sort();
/** The names of the functions of whom `test` holds. */
const who = (test: (allowed: readonly Statement[]) => boolean) =>
  [...functions].filter(([, { allowed }]) => test(allowed)).map(([name]) => name);

afterAll(() => rmSync(outdir, { recursive: true, force: true }));

describe('who may invoke', () => {
  it('is the front door for api and pages, and the clock for sweep', () => {
    const Permission = z.object({
      Properties: z.object({
        Principal: z.string(),
        FunctionName: z.object({ 'Fn::GetAtt': z.array(z.string()) }),
        SourceArn: z.unknown(),
      }),
    });
    const permissions = Object.values(template.findResources('AWS::Lambda::Permission')).map((it) => Permission.parse(it).Properties);
    expect(permissions.map(({ Principal, FunctionName }) => [Principal, FunctionName['Fn::GetAtt'][0]])).toEqual([
      ['apigateway.amazonaws.com', api.id],
      ['apigateway.amazonaws.com', pages.id],
      ['events.amazonaws.com', sweep.id],
    ]);
    expect(permissions.every(({ SourceArn }) => SourceArn !== undefined)).toBe(true);
  });

  it('is the queue of pokes for overdue-check: one at a time, three at once, failures again', () => {
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: arnOf(pokeQueue),
      FunctionName: ref(overdueCheck.id),
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 3 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('is never everybody: no function has an address of its own', () => {
    template.resourceCountIs('AWS::Lambda::Url', 0);
  });
});

describe('the front door', () => {
  it('has each operation of the API and each page, and sends whatever is none to api under /v1/ and to pages elsewhere', () => {
    const Keyed = z.object({ Properties: z.object({ RouteKey: z.string(), Target: z.unknown() }) });
    const found = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map((it) => Keyed.parse(it).Properties);
    const keysOf = (rows: readonly { readonly method: string; readonly path: string }[]) =>
      rows.map(({ method, path }) => `${method} ${path}`);
    const toApi = [...keysOf(openRoutes), ...keysOf(routes), 'ANY /v1/{proxy+}'];
    const toPages = [...keysOf(pageRoutes), '$default'];
    expect(found.map(({ RouteKey }) => RouteKey).sort()).toEqual([...toApi, ...toPages].sort());
    const integrations = template.findResources('AWS::ApiGatewayV2::Integration');
    for (const [keys, fn] of [
      [toApi, api],
      [toPages, pages],
    ] as const) {
      const [integration, ...others] = new Set(
        found.filter(({ RouteKey }) => keys.includes(RouteKey)).map(({ Target }) => JSON.stringify(Target)),
      );
      expect(others).toEqual([]);
      const [name = ''] = Object.keys(integrations).filter((it) => integration?.includes(it));
      expect(integrations[name]).toMatchObject({ Properties: { IntegrationUri: arnOf(fn.id), PayloadFormatVersion: '2.0' } });
    }
  });

  it('logs operations without path, query or caller', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      AccessLogSettings: { Format: Match.not(Match.stringLikeRegexp('path|identity|authorizer|integration\\.error|queryString')) },
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    });
  });

  it('takes a fifth as many requests for signing in, of routes that are there before the stage', () => {
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    const slow = ['GET /sign-in/go', 'GET /sign-in/back'];
    const settings = { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 };
    expect(stage?.['Properties']).toMatchObject({ RouteSettings: Object.fromEntries(slow.map((route) => [route, settings])) });
    const routesThere = template.findResources('AWS::ApiGatewayV2::Route');
    const before = z.array(z.string()).parse(stage?.['DependsOn']);
    expect(
      before.map((id) => z.object({ Properties: z.object({ RouteKey: z.string() }) }).parse(routesThere[id]).Properties.RouteKey),
    ).toEqual(expect.arrayContaining(slow));
  });
});

describe('who may send', () => {
  const textsAnybody = ({ NotResource }: Statement) => NotResource !== undefined;
  const topicsOf = (allowed: readonly Statement[]) => doing(allowed, 'sns:Publish').flatMap(({ Resource }) => Resource ?? []);
  /** Every topic whose name is one of a school's. */
  const emailTopics = arnBeginning('sns', 'Doorstep-email-', '*');

  it('texts is overdue-check and sweep, and by that permission they reach no topic', () => {
    expect(who((allowed) => doing(allowed, 'sns:Publish').some(textsAnybody))).toEqual(['overdue-check', 'sweep']);
    const texting = [...functions.values()].flatMap(({ allowed }) => allowed.filter(textsAnybody));
    expect(texting.map(({ Action, NotResource }) => [Action, NotResource])).toEqual([
      [['sns:Publish'], ['arn:aws:sns:*:*:*']],
      [['sns:Publish'], ['arn:aws:sns:*:*:*']],
    ]);
  });

  it('emails is overdue-check and sweep, to the topics of schools, which the stack does not make', () => {
    expect(topicsOf(overdueCheck.allowed)).toEqual([emailTopics]);
    expect(new Set(topicsOf(sweep.allowed))).toEqual(new Set([ref(pokeTopic), emailTopics]));
    expect(Object.keys(template.findResources('AWS::SNS::Topic')).sort()).toEqual([operators, pokeTopic].sort());
  });

  it('lets addresses through is whoever emails, for the topics of the schools and by email alone', () => {
    expect(who((allowed) => doing(allowed, 'sns:Subscribe').length > 0)).toEqual(['overdue-check', 'sweep']);
    for (const { allowed } of [overdueCheck, sweep]) {
      expect(doing(allowed, 'sns:Subscribe').map(({ Resource }) => Resource)).toEqual([[emailTopics]]);
    }
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: 'sns:Subscribe', Condition: { StringEquals: { 'sns:Protocol': 'email' } } }),
        ]),
      },
    });
  });

  it('pokes is all but overdue-check, which looks at what is poked, and api and pages do nothing else', () => {
    for (const { allowed } of [api, pages]) expect(topicsOf(allowed)).toEqual([ref(pokeTopic)]);
    expect([...functions.values()].map(({ Environment }) => Environment.Variables.POKE_TOPIC_ARN)).toEqual(Array(4).fill(ref(pokeTopic)));
  });

  it('is told where the topics of the schools are', () => {
    const told = [overdueCheck, sweep].map(({ Environment }) => Environment.Variables.EMAIL_TOPIC_PREFIX);
    expect(told).toEqual(Array(2).fill(arnBeginning('sns', 'Doorstep-email-', '')));
    expect([...functions.values()].filter(({ Environment }) => 'EMAIL_TOPIC_PREFIX' in Environment.Variables)).toHaveLength(2);
  });
});

describe('who may schedule', () => {
  it('is overdue-check and sweep, in the group of timers, and nobody may change or delete a timer', () => {
    expect(who((allowed) => actionsOn(allowed, 'scheduler').length > 0)).toEqual(['overdue-check', 'sweep']);
    for (const { allowed, Environment } of [overdueCheck, sweep]) {
      expect(actionsOn(allowed, 'scheduler')).toEqual(['scheduler:CreateSchedule']);
      const group = z.string().parse(Environment.Variables.TIMER_GROUP);
      template.hasResourceProperties('AWS::Scheduler::ScheduleGroup', { Name: group });
      expect(JSON.stringify(doing(allowed, 'scheduler:CreateSchedule')[0]!.Resource)).toContain(`:schedule/${group}/*"`);
    }
  });

  it('may pass on the role of the timers only, and to Scheduler only', () => {
    expect(who((allowed) => actionsOn(allowed, 'iam').length > 0)).toEqual(['overdue-check', 'sweep']);
    for (const { allowed } of [overdueCheck, sweep]) {
      expect(doing(allowed, 'iam:PassRole')).toEqual([
        {
          Effect: 'Allow',
          Action: ['iam:PassRole'],
          Resource: [arnOf(timerRole)],
          Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
        },
      ]);
      expect(actionsOn(allowed, 'iam')).toEqual(['iam:PassRole']);
    }
  });

  it('is told what a timer does: poke, in a role that Scheduler takes for this account alone', () => {
    for (const { Environment } of [overdueCheck, sweep]) {
      expect(Environment.Variables).toMatchObject({
        TIMER_TARGET_ARN: ref(pokeTopic),
        TIMER_ROLE_ARN: arnOf(timerRole),
        TIMER_DLQ_ARN: arnOf(timersUndelivered),
      });
    }
    expect(allowedTo(template, timerRole).map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [['sns:Publish'], [ref(pokeTopic)]],
      [['sqs:SendMessage'], [arnOf(timersUndelivered)]],
    ]);
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Action: 'sts:AssumeRole',
            Effect: 'Allow',
            Principal: { Service: 'scheduler.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } },
          },
        ],
      },
    });
  });
});

describe('who may read and write', () => {
  const table = id('AWS::DynamoDB::GlobalTable', 'VisitsTable');
  const listed = (allowed: readonly Statement[]) =>
    doing(allowed, 'dynamodb:Query')
      .flatMap(({ Resource }) => Resource ?? [])
      .map((resource) => JSON.stringify(resource).match(/"\/index\/(\w+)"/)?.[1] ?? 'the table')
      .sort();

  it('is each function, with the actions that it needs', () => {
    const serving = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'];
    expect(actionsOn(api.allowed, 'dynamodb')).toEqual([...serving, 'dynamodb:Query'].sort());
    expect(actionsOn(overdueCheck.allowed, 'dynamodb')).toEqual([...serving, 'dynamodb:Query'].sort());
    expect(actionsOn(sweep.allowed, 'dynamodb')).toEqual([...serving, 'dynamodb:Query'].sort());
  });

  it('lists what its work asks: visits and homes for api and for the upkeep, what is due for the sweep alone', () => {
    expect(listed(api.allowed)).toEqual(['household', 'school', 'the table']);
    expect(listed(overdueCheck.allowed)).toEqual(['school', 'the table']);
    expect(listed(sweep.allowed)).toEqual(['due', 'school', 'the table']);
  });

  it('is never allowed to delete an item, nor an action by wildcard, nor anything on everything', () => {
    const everything = Object.keys(template.findResources('AWS::IAM::Role')).flatMap((role) => allowedTo(template, role));
    const actions = everything.flatMap(({ Action }) => Action);
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((action) => action.includes('*') || /delete(item|table)|batchwrite|partiql/i.test(action))).toEqual([]);
    expect(everything.flatMap(({ Resource }) => Resource ?? []).filter((resource) => resource === '*')).toEqual([]);
    const Role = z.object({
      Properties: z.object({ ManagedPolicyArns: z.array(z.unknown()).optional(), Policies: z.array(z.unknown()).optional() }),
    });
    for (const role of Object.values(template.findResources('AWS::IAM::Role'))) expect(Role.parse(role).Properties).toEqual({});
  });

  it('opens the key only through the table', () => {
    for (const { allowed } of functions.values()) {
      expect(doing(allowed, 'kms:Decrypt').map(({ Condition }) => Condition)).toEqual([
        { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-2.amazonaws.com' } },
      ]);
    }
  });

  it('is told which table', () => {
    expect([...functions.values()].map(({ Environment }) => Environment.Variables.TABLE_NAME)).toEqual(Array(4).fill(ref(table)));
  });
});

describe('the table', () => {
  const text = (AttributeName: string) => Match.objectLike({ AttributeName });
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];

  it('cannot be lost: it is kept, guarded and can be put back to any second', () => {
    template.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        Replicas: [
          Match.objectLike({ DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
        ],
      },
    });
  });

  it('is locked with a key of the school’s own account, kept as long as the table', () => {
    const key = id('AWS::KMS::Key', 'VisitsKey');
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      Replicas: [Match.objectLike({ SSESpecification: { KMSMasterKeyId: arnOf(key) } })],
    });
    template.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true } });
  });

  it('has its keys, its expiry and three indexes that hold no more than lists show', () => {
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      KeySchema: keys('pk', 'sk'),
      AttributeDefinitions: Match.arrayWith([text('pk'), text('sk')]),
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      GlobalSecondaryIndexes: [
        { IndexName: 'due', KeySchema: keys('duePk', 'dueAt'), Projection: { ProjectionType: 'KEYS_ONLY' } },
        {
          IndexName: 'school',
          KeySchema: keys('schoolPk', 'changeSk'),
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['card', 'version'] },
        },
        {
          IndexName: 'household',
          KeySchema: keys('householdPk', 'householdSk'),
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['outcome'] },
        },
      ],
    });
  });
});

describe('an upgrade', () => {
  const Kept = z.object({
    DeletionPolicy: z.string().optional(),
    UpdateReplacePolicy: z.string().optional(),
    Properties: z.record(z.string(), z.unknown()),
  });
  /** What of each cannot be changed without another in its place, or without an index made anew. */
  const fixed = {
    'AWS::DynamoDB::GlobalTable': ['TableName', 'KeySchema', 'AttributeDefinitions', 'GlobalSecondaryIndexes', 'TimeToLiveSpecification'],
    'AWS::KMS::Key': ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'],
    'AWS::Cognito::UserPool': ['UsernameAttributes', 'AliasAttributes', 'UsernameConfiguration', 'Schema'],
  } as const;

  it('puts nothing in the place of what holds data: the table, its key and the accounts are those of the version before', () => {
    const now = Object.entries(fixed).flatMap(([type, properties]) =>
      Object.entries(template.findResources(type)).map(([logicalId, resource]) => {
        const { Properties, ...policies } = Kept.parse(resource);
        return { logicalId, type, ...policies, ...Object.fromEntries(properties.map((name) => [name, Properties[name] ?? null])) };
      }),
    );
    // Changed only together with a way by which what is in the table comes over: docs/deploy.md, Upgrade.
    expect(now).toEqual(JSON.parse(readFileSync('test/lib/what-holds-data.json', 'utf8')));
  });
});

describe('the local cloud', () => {
  const { deployment, resolve } = readTemplate(outdir);
  const { functions: told, rows, ...others } = asTheCodeSays;
  const sorted = (of: readonly Row[]) => of.map(({ method, path }) => `${method} ${path}`).sort();

  it('does by itself what the template has the cloud do', () => {
    const { functions: deployed, rows: answered, ...same } = deployment;
    expect(same).toEqual({
      ...others,
      timerGroup: deployment.timerGroup,
      table: { ...others.table, AttributeDefinitions: expect.arrayContaining([...(others.table.AttributeDefinitions ?? [])]) as unknown },
    });
    for (const [which, its] of Object.entries(told)) expect(deployed).toMatchObject({ [which]: its });
    expect(sorted(answered.api)).toEqual(sorted(rows.api).filter((row) => row !== 'POST /v1/receipts/notify'));
    expect(sorted(answered.pages)).toEqual(sorted(rows.pages));
  });

  it('names what in a template nothing there stands for', () => {
    expect(() => resolve({ 'Fn::ImportValue': 'a-table' }, 'ApiFunction: TABLE_NAME', '')).toThrow(
      'ApiFunction: TABLE_NAME: nothing on this machine stands for {"Fn::ImportValue":"a-table"}',
    );
    expect(() => resolve({ 'Fn::Sub': 'a ${NoSuchThing.Arn}' }, 'there', '')).toThrow('NoSuchThing');
  });
});

describe('the table on one machine', () => {
  it('has the keys and the indexes of the one in the cloud', () => {
    const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = tableDefinition('any');
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes });
  });
});

describe('the sweep', () => {
  it('runs each minute', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Targets: [Match.objectLike({ Arn: arnOf(sweep.id) })],
    });
    expect(sweep.Timeout).toBeLessThan(60);
  });
});

describe('what cannot be delivered', () => {
  it('is kept: a timer of Scheduler’s, a poke after five tries, a sweep that did not begin or failed', () => {
    expect(doing(allowedTo(template, timerRole), 'sqs:SendMessage').flatMap(({ Resource }) => Resource)).toEqual([
      arnOf(timersUndelivered),
    ]);
    template.hasResourceProperties('AWS::SQS::Queue', {
      RedrivePolicy: { deadLetterTargetArn: arnOf(pokesUndelivered), maxReceiveCount: 5 },
    });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'sqs',
      TopicArn: ref(pokeTopic),
      Endpoint: arnOf(pokeQueue),
      RawMessageDelivery: true,
      RedrivePolicy: { deadLetterTargetArn: arnOf(pokesUndelivered) },
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      Targets: [Match.objectLike({ DeadLetterConfig: { Arn: arnOf(sweepUndelivered) } })],
    });
    const Permission = z.object({ Properties: z.object({ Principal: z.string(), FunctionName: z.unknown() }) });
    const invokedLater = Object.values(template.findResources('AWS::Lambda::Permission'))
      .map((it) => Permission.parse(it).Properties)
      .filter(({ Principal }) => Principal !== 'apigateway.amazonaws.com');
    expect(invokedLater).not.toEqual([]);
    for (const { FunctionName } of invokedLater) {
      template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
        FunctionName: ref(z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).parse(FunctionName)['Fn::GetAtt'][0]),
        DestinationConfig: { OnFailure: { Destination: arnOf(sweepUndelivered) } },
      });
    }
  });

  it.each([pokesUndelivered, timersUndelivered, sweepUndelivered])('stays two weeks, and the operators hear of the first: %s', (queue) => {
    const { [queue]: found } = template.findResources('AWS::SQS::Queue');
    expect(found).toMatchObject({ Properties: { MessageRetentionPeriod: 14 * 24 * 3600, SqsManagedSseEnabled: true } });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } }],
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Statistic: 'Maximum',
      Threshold: 1,
      EvaluationPeriods: 1,
      Period: 60,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      AlarmActions: [ref(operators)],
    });
  });

  it('can be told to the operators: alarms of this account may publish to their topic', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      Topics: [ref(operators)],
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } },
          }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::SNS::Subscription', { TopicArn: ref(operators), Endpoint: 'operators@example.org' });
  });
});

describe('each function', () => {
  it.each([...functions.keys()])('%s runs on Node 24 on arm64 and keeps its logs for three months', (name) => {
    const fn = functions.get(name)!;
    expect([fn.Runtime, fn.Architectures]).toEqual(['nodejs24.x', ['arm64']]);
    const { [fn.LoggingConfig.LogGroup.Ref]: logs } = template.findResources('AWS::Logs::LogGroup');
    expect(logs).toMatchObject({ Properties: { RetentionInDays: 90 } });
  });

  it('ends before its poke is seen again', () => {
    const { [pokeQueue]: queue } = template.findResources('AWS::SQS::Queue');
    const visible = z.object({ Properties: z.object({ VisibilityTimeout: z.number() }) }).parse(queue).Properties.VisibilityTimeout;
    expect(visible).toBe(30);
    expect(overdueCheck.Timeout).toBeLessThan(visible);
  });

  it('knows where links lead, except that nothing outside may tell api who signs people in', () => {
    for (const { Environment } of functions.values()) expect(JSON.stringify(Environment.Variables.BASE_URL)).toContain('ApiEndpoint');
    expect(api.Environment.Variables.SIGN_IN_KEYS).toBe('');
  });
});

describe('AWS’s own advice', () => {
  const accepted = {
    'AwsSolutions-APIG4': 'Who is calling is found out by api itself, by the same code in the cloud and on one machine.',
    'AwsSolutions-COG8': 'The plan that looks for threats costs each account extra, and everybody has a second factor.',
    'AwsSolutions-IAM5':
      'A timer has a name only once it is set, and a school only once it is added: the wildcards end within the group of timers and the topics of schools.',
    'AwsSolutions-SQS3': 'These queues are where Scheduler, EventBridge and Lambda put what they could not deliver.',
  };

  it('is followed, save where we say why not', () => {
    const { violations } = new AwsSolutionsChecks().validateScope(stack);
    const found = violations.map(({ ruleName, violatingResources }) => ({
      rule: ruleName.replace(/\[.*/, ''),
      where: violatingResources.map(({ constructPath }) => constructPath ?? '').filter((path) => !path.startsWith('Doorstep/Api/')),
    }));
    expect(Object.keys(accepted)).toEqual([...new Set(found.map(({ rule }) => rule))].sort());
    expect(found.flatMap(({ rule, where }) => where.map((path) => `${rule} ${path}`)).sort()).toEqual([
      'AwsSolutions-COG8 Doorstep/Accounts/Pool/Resource',
      'AwsSolutions-IAM5 Doorstep/OverdueCheckFunctionRole/DefaultPolicy/Resource',
      'AwsSolutions-IAM5 Doorstep/OverdueCheckFunctionRole/DefaultPolicy/Resource',
      'AwsSolutions-IAM5 Doorstep/SweepFunctionRole/DefaultPolicy/Resource',
      'AwsSolutions-IAM5 Doorstep/SweepFunctionRole/DefaultPolicy/Resource',
      'AwsSolutions-SQS3 Doorstep/MinuteSweep/Undelivered/Resource',
      'AwsSolutions-SQS3 Doorstep/Timers/Undelivered/Resource',
    ]);
  });
});
