import { describe, expect, it } from 'vitest';
import type { Instant } from '../../functions/domain/time.ts';
import { type AwsClients, awsClients, findStack } from '../../preflight/aws-deployment.ts';
import { at } from '../support/hampton-visit.ts';

type Answers = Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object>>;

/** Real clients, whose calls are answered here by the name of the command and never leave the machine. */
function answering(answers: Answers): AwsClients {
  const clients = awsClients('eu-west-2');
  for (const client of Object.values(clients))
    // Every client has the same stack of middleware, whatever it may be asked.
    (client as AwsClients['sqs']).middlewareStack.add(
      (_next, context) => async (args) => {
        const name = context.commandName?.replace(/Command$/, '') ?? '';
        const answer = answers[name];
        if (answer === undefined) throw Object.assign(new Error(name), { name: 'AccessDeniedException' });
        return { output: { $metadata: {}, ...answer({ ...args.input }) }, response: {} };
      },
      { step: 'initialize', priority: 'high' },
    );
  return clients;
}

const topic = (name: string) => `arn:aws:sns:eu-west-2:111122223333:${name}`;
const resources = [
  ['VisitsTable1', 'AWS::DynamoDB::GlobalTable', 'Doorstep-Visits'],
  ['OperatorsTopic1', 'AWS::SNS::Topic', topic('Doorstep-Operators-X')],
  ['PokesTopic1', 'AWS::SNS::Topic', topic('Doorstep-Pokes-X')],
  ['PokesQueue1', 'AWS::SQS::Queue', 'https://sqs/pokes'],
  ['PokesUndelivered1', 'AWS::SQS::Queue', 'https://sqs/undelivered'],
  ['SweepAlarm1', 'AWS::CloudWatch::Alarm', 'Doorstep-Sweep'],
  ['EachMinute1', 'AWS::Events::Rule', 'Doorstep-EachMinute'],
  ['OverdueCheckFunction1', 'AWS::Lambda::Function', 'Doorstep-OverdueCheck'],
] as const;
const pages = [resources.slice(0, 3), resources.slice(3)];
const stackOnly: Answers = {
  DescribeStacks: () => ({ Stacks: [{ Outputs: [{ OutputKey: 'BaseUrl', OutputValue: 'https://doorstep.example' }] }] }),
  ListStackResources: ({ NextToken }) => ({
    StackResourceSummaries: pages[NextToken === undefined ? 0 : 1]?.map(([LogicalResourceId, ResourceType, PhysicalResourceId]) => ({
      LogicalResourceId,
      ResourceType,
      PhysicalResourceId,
    })),
    ...(NextToken === undefined && { NextToken: 'more' }),
  }),
};
const now = (): Instant => at('10:00');

const found = async (answers: Answers) => {
  const stack = await findStack({ clients: answering({ ...stackOnly, ...answers }), stack: 'Doorstep', now });
  if ('notSeen' in stack) throw new Error(stack.notSeen);
  return stack.seen;
};

describe('the stack', () => {
  it('is found by its name, with its table', async () => {
    expect(await found({})).toMatchObject({ table: 'Doorstep-Visits' });
  });

  it('is looked at with the table that was restored in the place of its own', async () => {
    const Outputs = [{ OutputKey: 'TableName', OutputValue: 'doorstep-restored' }];
    expect(await found({ DescribeStacks: () => ({ Stacks: [{ Outputs }] }) })).toMatchObject({ table: 'doorstep-restored' });
  });

  it.each([
    ['AccessDeniedException', 'allow cloudformation:ListStackResources'],
    ['CredentialsProviderError', 'there are no credentials for AWS in this terminal, or they have run out'],
    ['ValidationError', 'cloudformation:ListStackResources finds no such stack'],
    ['TimeoutError', 'cloudformation:ListStackResources gave no answer: TimeoutError'],
  ])('that cannot be looked at for %s says what is in the way', async (name, notSeen) => {
    const clients = answering({
      ListStackResources: () => {
        throw Object.assign(new Error('no'), { name });
      },
    });
    expect(await findStack({ clients, stack: 'Doorstep', now })).toEqual({ notSeen });
  });
});

describe('a look at the deployment', () => {
  it('that is forbidden says what to allow, each for itself', async () => {
    const { deployment } = await found({});

    expect(await deployment.sandbox()).toEqual({ notSeen: 'allow sns:GetSMSSandboxAccountStatus' });
    expect(await deployment.spending()).toEqual({ notSeen: 'allow sns:GetSMSAttributes' });
    expect(await deployment.optedOut()).toEqual({ notSeen: 'allow sns:ListPhoneNumbersOptedOut' });
    expect(await deployment.emails('hampton')).toEqual({ notSeen: 'allow sns:ListSubscriptionsByTopic' });
    expect(await deployment.operators()).toEqual({ notSeen: 'allow sns:ListSubscriptionsByTopic' });
    expect(await deployment.concurrency()).toEqual({ notSeen: 'allow lambda:GetAccountSettings' });
    expect(await deployment.undelivered()).toEqual({ notSeen: 'allow sqs:GetQueueAttributes' });
    expect(await deployment.alarms()).toEqual({ notSeen: 'allow cloudwatch:DescribeAlarms' });
    expect(await deployment.rules()).toEqual({ notSeen: 'allow events:DescribeRule' });
    expect(await deployment.sweeps()).toEqual({ notSeen: 'allow cloudwatch:GetMetricStatistics' });
    expect(await deployment.table()).toEqual({ notSeen: 'allow dynamodb:DescribeTable and dynamodb:DescribeContinuousBackups' });
    expect(await deployment.notify()).toEqual({ notSeen: 'allow lambda:GetFunctionConfiguration' });
  });

  it('finds how texts stand: the sandbox, the money, and all who opted out, page by page', async () => {
    const { deployment } = await found({
      GetSMSSandboxAccountStatus: () => ({ IsInSandbox: true }),
      GetSMSAttributes: () => ({ attributes: { MonthlySpendLimit: '40' } }),
      GetMetricStatistics: ({ MetricName, StartTime }) => ({
        Datapoints: MetricName === 'SMSMonthToDateSpentUSD' ? [{ Maximum: 2 }, { Maximum: (StartTime as Date).getUTCDate() + 2.5 }] : [], // as it was given
      }),
      ListPhoneNumbersOptedOut: ({ nextToken }) =>
        nextToken === undefined ? { phoneNumbers: ['+447700900001'], nextToken: 'n' } : { phoneNumbers: ['+447700900002'] },
    });

    expect(await deployment.sandbox()).toEqual({ seen: true });
    // From the first of the month on.
    expect(await deployment.spending()).toEqual({ seen: { limit: 40, spent: 3.5 } });
    expect(await deployment.optedOut()).toEqual({ seen: ['+447700900001', '+447700900002'] });
  });

  it('takes an account that never asked to have one dollar a month', async () => {
    const { deployment } = await found({ GetSMSAttributes: () => ({ attributes: {} }), GetMetricStatistics: () => ({}) });

    expect(await deployment.spending()).toEqual({ seen: { limit: 1, spent: 0 } });
  });

  it('finds who has confirmed an address, of the school and of the operators', async () => {
    const pending = { Protocol: 'email', Endpoint: 'b@hampton.example', SubscriptionArn: 'PendingConfirmation' };
    const { deployment } = await found({
      ListSubscriptionsByTopic: ({ TopicArn, NextToken }) =>
        TopicArn === topic('Doorstep-Operators-X')
          ? { Subscriptions: [pending, { Protocol: 'email', Endpoint: 'c', SubscriptionArn: topic('x') }] }
          : NextToken === undefined
            ? { Subscriptions: [{ Protocol: 'email', Endpoint: 'a@hampton.example', SubscriptionArn: topic('x') }], NextToken: 'n' }
            : { Subscriptions: [pending] },
    });

    expect(await deployment.emails('hampton')).toEqual({
      seen: [
        { address: 'a@hampton.example', isConfirmed: true },
        { address: 'b@hampton.example', isConfirmed: false },
      ],
    });
    expect(await deployment.operators()).toEqual({ seen: 1 });
  });

  it('says of a school without a topic of emails what makes one', async () => {
    const { deployment } = await found({
      ListSubscriptionsByTopic: () => {
        throw Object.assign(new Error('no'), { name: 'NotFoundException' });
      },
    });

    expect(await deployment.emails('lancaster')).toEqual({
      notSeen: 'there is no topic of emails for lancaster: npm run school -- add makes it',
    });
  });

  it('finds what waits, what is switched off, and whether the sweep lives', async () => {
    const { deployment } = await found({
      GetQueueAttributes: ({ QueueUrl }) => ({
        Attributes: {
          ApproximateNumberOfMessages: QueueUrl === 'https://sqs/undelivered' ? '2' : '99',
          ApproximateNumberOfMessagesNotVisible: '1',
        },
      }),
      DescribeAlarms: ({ AlarmNames }) => ({
        MetricAlarms: (AlarmNames as string[]).flatMap((AlarmName) => [
          // as it was given
          { AlarmName, ActionsEnabled: true, AlarmActions: [topic('o')], StateValue: 'OK' },
          { AlarmName: 'off', ActionsEnabled: false, AlarmActions: [topic('o')], StateValue: 'ALARM' },
          { AlarmName: 'mute', ActionsEnabled: true, AlarmActions: [], StateValue: 'OK' },
        ]),
      }),
      DescribeRule: () => ({ State: 'DISABLED' }),
      GetMetricStatistics: ({ Namespace, Period }) => ({
        Datapoints: Namespace === 'Doorstep' && Period === 60 ? [{ Sum: 1 }, { Sum: 2 }] : [],
      }),
      GetAccountSettings: () => ({ AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 10 } }),
      DescribeTable: () => ({ Table: { DeletionProtectionEnabled: true } }),
      DescribeContinuousBackups: () => ({
        ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' } },
      }),
    });

    expect(await deployment.undelivered()).toEqual({ seen: [{ queue: 'PokesUndelivered1', waiting: 3 }] });
    expect(await deployment.alarms()).toEqual({
      seen: [
        { alarm: 'Doorstep-Sweep', isOpen: false, tells: true },
        { alarm: 'off', isOpen: true, tells: false },
        { alarm: 'mute', isOpen: false, tells: false },
      ],
    });
    expect(await deployment.rules()).toEqual({ seen: [{ rule: 'EachMinute1', isOn: false }] });
    expect(await deployment.sweeps()).toEqual({ seen: 3 });
    expect(await deployment.concurrency()).toEqual({ seen: 10 });
    expect(await deployment.table()).toEqual({ seen: { isProtected: true, isBackedUp: false } });
  });

  it('asks GOV.UK Notify only where it is configured', async () => {
    const plain = await found({ GetFunctionConfiguration: () => ({ Environment: { Variables: { BASE_URL: 'https://x' } } }) });
    const configured = await found({ GetFunctionConfiguration: () => ({ Environment: { Variables: { NOTIFY_SECRET_ARN: 'arn:s' } } }) });

    expect(await plain.deployment.notify()).toEqual({ seen: undefined });
    expect(await configured.deployment.notify()).toEqual({ notSeen: 'allow secretsmanager:GetSecretValue' });
  });
});
