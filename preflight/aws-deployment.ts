/** The deployed stack, seen through AWS's own APIs with whatever credentials the terminal has. Nothing is changed by it. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  type GetMetricStatisticsCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { DescribeContinuousBackupsCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetAccountSettingsCommand, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  ListPhoneNumbersOptedOutCommand,
  ListSubscriptionsByTopicCommand,
  SNSClient,
  type Subscription,
} from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { epochOf, type Instant, lengthInMilliseconds } from '../functions/domain/time.ts';
import type { Deployment, Looked } from './deployment.ts';
import { looking } from './looking.ts';
import { notifyAccount } from './notify-account.ts';
import { emailTopicsOf, ofType, type Resource, resourcesOf, tableOf } from './stack-resources.ts';

export interface AwsClients {
  readonly cloudFormation: CloudFormationClient;
  readonly cloudWatch: CloudWatchClient;
  readonly dynamo: DynamoDBClient;
  readonly events: EventBridgeClient;
  readonly lambda: LambdaClient;
  readonly secrets: SecretsManagerClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
}

export function awsClients(region: string | undefined): AwsClients {
  const options = {
    ...(region === undefined ? {} : { region }),
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 8_000 },
  };
  return {
    cloudFormation: new CloudFormationClient(options),
    cloudWatch: new CloudWatchClient(options),
    dynamo: new DynamoDBClient(options),
    events: new EventBridgeClient(options),
    lambda: new LambdaClient(options),
    secrets: new SecretsManagerClient(options),
    sns: new SNSClient(options),
    sqs: new SQSClient(options),
  };
}

/** A deployed stack, and what it is made of. */
export interface FoundStack {
  /** Its table. */
  readonly table: string;
  readonly deployment: Deployment;
}

interface Options {
  readonly clients: AwsClients;
  readonly stack: string;
  readonly now: () => Instant;
}

export async function findStack({ clients, stack, now }: Options): Promise<Looked<FoundStack>> {
  const found = await looking('cloudformation:ListStackResources', () => resourcesOf(clients.cloudFormation, stack));
  if ('notSeen' in found) return found;
  const looked = await looking('cloudformation:DescribeStacks', () => tableOf(clients.cloudFormation, stack, found.seen));
  if ('notSeen' in looked) return looked;
  const table = looked.seen;
  if (table === undefined) return { notSeen: `the stack ${stack} has no table` };
  return { seen: { table, deployment: deploymentOf({ clients, stack, now }, found.seen, table) } };
}

type Metric = Pick<GetMetricStatisticsCommandInput, 'Namespace' | 'MetricName' | 'Statistics' | 'Dimensions'>;
const spentOnTexts: Metric = { Namespace: 'AWS/SNS', MetricName: 'SMSMonthToDateSpentUSD', Statistics: ['Maximum'] };
const sweepsEnded: Metric = {
  Namespace: 'Doorstep',
  MetricName: 'Swept',
  Statistics: ['Sum'],
  Dimensions: [{ Name: 'service', Value: 'sweep' }],
};

function deploymentOf({ clients, stack, now }: Options, resources: readonly Resource[], table: string): Deployment {
  const { cloudWatch, dynamo, events, lambda, secrets, sns, sqs } = clients;
  const topics = ofType(resources, 'AWS::SNS::Topic');
  const named = (start: string): Resource | undefined => topics.find(({ id }) => id.startsWith(start));

  async function subscriptions(TopicArn: string): Promise<readonly Subscription[]> {
    const all: Subscription[] = [];
    let NextToken: string | undefined;
    do {
      const page = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn, ...(NextToken && { NextToken }) }));
      all.push(...(page.Subscriptions ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return all;
  }

  /** What a metric came to since then, by the minute or by the hour. */
  async function measured(metric: Metric, since: number, Period: 60 | 3600): Promise<readonly number[]> {
    const { Statistics = [], ...asked } = metric;
    const times = { StartTime: new Date(since), EndTime: new Date(epochOf(now())), Period };
    const { Datapoints = [] } = await cloudWatch.send(new GetMetricStatisticsCommand({ ...asked, ...times, Statistics }));
    return Datapoints.flatMap((point) => Statistics.map((statistic) => (statistic === 'Sum' ? point.Sum : point.Maximum) ?? 0));
  }

  return {
    sandbox: () =>
      looking(
        'sns:GetSMSSandboxAccountStatus',
        async () => (await sns.send(new GetSMSSandboxAccountStatusCommand({}))).IsInSandbox === true,
      ),
    async spending() {
      const limit = await looking('sns:GetSMSAttributes', async () => {
        const { attributes } = await sns.send(new GetSMSAttributesCommand({ attributes: ['MonthlySpendLimit'] }));
        // What AWS lets an account spend that has never asked.
        return Number(attributes?.['MonthlySpendLimit'] ?? 1);
      });
      if ('notSeen' in limit) return limit;
      return looking('cloudwatch:GetMetricStatistics', async () => {
        const monthBegan = Date.parse(`${now().slice(0, 7)}-01T00:00:00Z`);
        const spent = await measured(spentOnTexts, monthBegan, 3600);
        return { limit: limit.seen, spent: Math.max(0, ...spent) };
      });
    },
    optedOut: () =>
      looking('sns:ListPhoneNumbersOptedOut', async () => {
        const all: string[] = [];
        let nextToken: string | undefined;
        do {
          const page = await sns.send(new ListPhoneNumbersOptedOutCommand({ ...(nextToken && { nextToken }) }));
          all.push(...(page.phoneNumbers ?? []));
          nextToken = page.nextToken;
        } while (nextToken !== undefined);
        return all;
      }),
    async emails(school) {
      const prefix = emailTopicsOf(resources, stack);
      if (prefix === undefined) return { notSeen: `the stack ${stack} has no topic by which to know its account` };
      const looked = await looking('sns:ListSubscriptionsByTopic', async () =>
        (await subscriptions(`${prefix}${school}`)).flatMap(({ Endpoint, SubscriptionArn, Protocol }) =>
          Protocol === 'email' && Endpoint !== undefined ? [{ address: Endpoint, isConfirmed: isConfirmed(SubscriptionArn) }] : [],
        ),
      );
      return 'notSeen' in looked && looked.notSeen.endsWith('NotFoundException')
        ? { notSeen: `there is no topic of emails for ${school}: npm run school -- add makes it` }
        : looked;
    },
    async operators() {
      const topic = named('Operators');
      if (topic === undefined) return { notSeen: 'the stack has no topic for operators' };
      return looking(
        'sns:ListSubscriptionsByTopic',
        async () => (await subscriptions(topic.arn)).filter(({ SubscriptionArn }) => isConfirmed(SubscriptionArn)).length,
      );
    },
    concurrency: () =>
      looking('lambda:GetAccountSettings', async () => {
        const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
        return AccountLimit?.UnreservedConcurrentExecutions ?? 0;
      }),
    undelivered: () =>
      looking('sqs:GetQueueAttributes', () =>
        Promise.all(
          ofType(resources, 'AWS::SQS::Queue')
            .filter(({ id }) => id.includes('Undelivered'))
            .map(async ({ id, arn: QueueUrl }) => {
              const { Attributes } = await sqs.send(
                new GetQueueAttributesCommand({
                  QueueUrl,
                  AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
                }),
              );
              const waiting = Object.values(Attributes ?? {}).reduce((sum, n) => sum + Number(n), 0);
              return { queue: id, waiting };
            }),
        ),
      ),
    alarms: () =>
      looking('cloudwatch:DescribeAlarms', async () => {
        const AlarmNames = ofType(resources, 'AWS::CloudWatch::Alarm').map(({ arn }) => arn);
        if (AlarmNames.length === 0) return [];
        const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames, MaxRecords: 100 }));
        return MetricAlarms.map(({ AlarmName, ActionsEnabled, AlarmActions = [], StateValue }) => ({
          alarm: AlarmName ?? '',
          isOpen: StateValue === 'ALARM',
          tells: ActionsEnabled === true && AlarmActions.length > 0,
        }));
      }),
    rules: () =>
      looking('events:DescribeRule', () =>
        Promise.all(
          ofType(resources, 'AWS::Events::Rule').map(async ({ id, arn }) => {
            const { State } = await events.send(new DescribeRuleCommand({ Name: arn.split('/').at(-1) ?? arn }));
            return { rule: id, isOn: State === 'ENABLED' };
          }),
        ),
      ),
    sweeps: () =>
      looking('cloudwatch:GetMetricStatistics', async () => {
        const since = epochOf(now()) - lengthInMilliseconds('PT5M');
        return (await measured(sweepsEnded, since, 60)).reduce((sum, n) => sum + n, 0);
      }),
    table: () =>
      looking('dynamodb:DescribeTable and dynamodb:DescribeContinuousBackups', async () => {
        const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: table }));
        const { ContinuousBackupsDescription: backups } = await dynamo.send(new DescribeContinuousBackupsCommand({ TableName: table }));
        return {
          isProtected: Table?.DeletionProtectionEnabled === true,
          isBackedUp: backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED',
        };
      }),
    async notify() {
      const settles = ofType(resources, 'AWS::Lambda::Function').find(({ id }) => id.startsWith('OverdueCheck'));
      const secret = await looking('lambda:GetFunctionConfiguration', async () => {
        if (settles === undefined) return undefined;
        const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: settles.arn }));
        return Environment?.Variables?.['NOTIFY_SECRET_ARN'];
      });
      if ('notSeen' in secret) return secret;
      const arn = secret.seen;
      if (arn === undefined) return { seen: undefined };
      const text = await looking(
        'secretsmanager:GetSecretValue',
        async () => (await secrets.send(new GetSecretValueCommand({ SecretId: arn }))).SecretString ?? '',
      );
      return 'notSeen' in text ? text : notifyAccount(text.seen, fetch, new Date(epochOf(now())));
    },
  };
}

/** Until its holder has pressed the link, a subscription has words in the place of its name. */
const isConfirmed = (arn: string | undefined): boolean => arn?.startsWith('arn:') === true;
