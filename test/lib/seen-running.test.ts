import { globSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { synthesised } from './synthesised.ts';

const { template, outdir } = synthesised({ bundled: false });
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const Body = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.union([z.string(), z.looseObject({})]))]) });
const Widget = z.looseObject({
  type: z.string(),
  properties: z.looseObject({
    markdown: z.string().optional(),
    alarms: z.array(z.string()).optional(),
    metrics: z.array(z.array(z.unknown())).optional(),
  }),
});
const Page = z.object({ widgets: z.array(Widget) });

const logicalId = (reference: object): string =>
  z
    .union([
      z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
      z.object({ 'Fn::GetAtt': z.array(z.string()) }).transform((it) => it['Fn::GetAtt'][0]!),
    ])
    .parse(reference);
const [dashboard = {}] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
const { DashboardBody } = z.object({ Properties: z.object({ DashboardBody: Body }) }).parse(dashboard).Properties;
const body = DashboardBody['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : logicalId(part))).join('');
const { widgets } = Page.parse(JSON.parse(body));
const metrics = widgets.flatMap(({ properties }) => properties.metrics ?? []);

const Stat = z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions: z.array(z.object({ Value: z.unknown() })).default([]) });
const Alarm = z.object({
  Properties: z.union([
    Stat.transform((it) => [it]),
    z
      .object({ Metrics: z.array(z.object({ MetricStat: z.object({ Metric: Stat }).optional() })) })
      .transform(({ Metrics }) => Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])),
  ]),
});

/** What each function counts of itself, `sweep Swept`, as its source says. */
function counts(): readonly string[] {
  const servicesOf = (file: string): readonly string[] => (file === 'functions/http/serve.ts' ? ['api', 'pages'] : [file.split('/')[1]!]);
  return globSync('functions/**/*.{ts,tsx}')
    .map((file) => file.replaceAll('\\', '/'))
    .flatMap((file) => {
      const names = [...readFileSync(file, 'utf8').matchAll(/addMetric\(([^;]*?), MetricUnit/g)].flatMap(
        ([, said]) => said!.match(/(?<=')[A-Z]\w+(?=')/g) ?? [],
      );
      return servicesOf(file).flatMap((service) => names.map((name) => `${service} ${name}`));
    });
}

describe('the dashboard', () => {
  it('shows every alarm, and leads to the runbook', () => {
    const shown = widgets.flatMap(({ properties }) => properties.alarms ?? []);
    expect(shown.toSorted()).toEqual(Object.keys(template.findResources('AWS::CloudWatch::Alarm')).toSorted());
    expect(widgets.flatMap(({ properties }) => properties.markdown ?? []).join()).toContain('(https://docs.example.org/runbook.md)');
  });

  it('has texts, the door, functions, pokes, what was not delivered and the table on it', () => {
    const names = new Set(metrics.map(([namespace, name]) => `${String(namespace)} ${String(name)}`));
    for (const name of [
      'AWS/SNS NumberOfNotificationsDelivered',
      'AWS/SNS NumberOfNotificationsFailed',
      'AWS/SNS SMSMonthToDateSpentUSD',
      'AWS/ApiGateway 4xx',
      'AWS/ApiGateway 5xx',
      'AWS/ApiGateway Latency',
      'AWS/Lambda Errors',
      'AWS/Lambda Duration',
      'AWS/SQS ApproximateAgeOfOldestMessage',
      'AWS/DynamoDB ThrottledRequests',
    ])
      expect(names).toContain(name);
    const queues = metrics.filter(([, name]) => name === 'ApproximateNumberOfMessagesVisible').map(([, , , queue]) => queue);
    expect(new Set(queues).size).toBe(3);
  });

  it('tells nothing of people: every figure is by function, queue, table or door', () => {
    const dimensions = new Set(
      metrics.flatMap((row) =>
        row
          .filter((it) => typeof it === 'string')
          .slice(2)
          .filter((_, i) => i % 2 === 0),
      ),
    );
    expect([...dimensions].toSorted()).toEqual(['ApiId', 'FunctionName', 'Operation', 'PhoneNumber', 'QueueName', 'TableName', 'service']);
    expect(new Set(metrics.flatMap((row) => (row.includes('PhoneNumber') ? [row[row.indexOf('PhoneNumber') + 1]] : [])))).toEqual(
      new Set(['PhoneNumberDirect']),
    );
  });
});

describe('what a function counts', () => {
  it('is looked at by an alarm, or stands on the dashboard', () => {
    const alarmed = Object.values(template.findResources('AWS::CloudWatch::Alarm')).flatMap((alarm) => Alarm.parse(alarm).Properties);
    const seen = [
      ...alarmed.flatMap(({ Namespace, MetricName, Dimensions }) =>
        Namespace === 'Doorstep' ? [`${String(Dimensions[0]?.Value)} ${MetricName}`] : [],
      ),
      ...metrics.flatMap(([namespace, name, , service]) => (namespace === 'Doorstep' ? [`${String(service)} ${String(name)}`] : [])),
    ];
    expect(counts().length).toBeGreaterThan(15);
    expect(counts().filter((metric) => !seen.includes(metric))).toEqual([]);
    // And nothing is shown that nobody counts.
    expect(seen.filter((metric) => !counts().includes(metric))).toEqual([]);
  });
});

describe('what is logged', () => {
  const Group = z.object({ Properties: z.object({ RetentionInDays: z.number() }) });
  const groups = template.findResources('AWS::Logs::LogGroup');

  it('is kept for three months and no longer, the log of requests with it', () => {
    expect(Object.values(groups).map((group) => Group.parse(group).Properties.RetentionInDays)).toEqual(Object.keys(groups).map(() => 90));
    const Stage = z.object({
      Properties: z.object({ AccessLogSettings: z.object({ DestinationArn: z.object({ 'Fn::GetAtt': z.array(z.string()) }) }) }),
    });
    for (const stage of Object.values(template.findResources('AWS::ApiGatewayV2::Stage')))
      expect(Object.keys(groups)).toContain(Stage.parse(stage).Properties.AccessLogSettings.DestinationArn['Fn::GetAtt'][0]);
  });

  it('goes to one of these groups from every function, so that none is made without an end', () => {
    const Logging = z.object({ Properties: z.object({ LoggingConfig: z.object({ LogGroup: z.object({ Ref: z.string() }) }) }) });
    for (const fn of Object.values(template.findResources('AWS::Lambda::Function')))
      expect(Object.keys(groups)).toContain(Logging.parse(fn).Properties.LoggingConfig.LogGroup.Ref);
  });
});
