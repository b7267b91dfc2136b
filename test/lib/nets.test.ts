import { Match } from 'aws-cdk-lib/assertions';
import { readFileSync, rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { functionsOf, idOf, synthesised } from './synthesised.ts';

const { template, outdir } = synthesised({ bundled: false });
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const Stat = z.object({
  Metric: z.object({
    MetricName: z.string(),
    Namespace: z.string(),
    Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]),
  }),
  Period: z.number(),
});
const Alarm = z.object({
  Properties: z.object({
    AlarmName: z.string(),
    AlarmDescription: z.string(),
    AlarmActions: z.array(z.unknown()),
    OKActions: z.array(z.unknown()).optional(),
    InsufficientDataActions: z.array(z.unknown()).optional(),
    ActionsEnabled: z.boolean().default(true),
    EvaluationPeriods: z.number(),
    DatapointsToAlarm: z.number(),
    Threshold: z.number(),
    ComparisonOperator: z.string(),
    TreatMissingData: z.string(),
    Period: z.number().optional(),
    MetricName: z.string().optional(),
    Namespace: z.string().optional(),
    Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })).optional(),
    Metrics: z.array(z.object({ Expression: z.string().optional(), MetricStat: Stat.optional() })).optional(),
  }),
});
type Alarm = z.infer<typeof Alarm>['Properties'];
const alarms: readonly Alarm[] = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
  (resource) => Alarm.parse(resource).Properties,
);
const named = (section: string): Alarm => alarms.find(({ AlarmName }) => AlarmName === `Doorstep: ${section}`)!;
const looksAt = ({ MetricName, Metrics = [] }: Alarm): readonly string[] =>
  MetricName === undefined ? Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.MetricName ?? []) : [MetricName];

const runbook = readFileSync('docs/runbook.md', 'utf8');
const [general = '', ofAlarms = ''] = runbook.split('\n## Alarms\n');
const headings = (page: string): readonly string[] => [...page.matchAll(/^##+ (.*)$/gm)].map(([, heading]) => heading!);
/** As GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

describe('every alarm about Doorstep itself', () => {
  it('goes to the operators, and never by a topic that a school’s people read', () => {
    const operators = { Ref: idOf(template, 'AWS::SNS::Topic', 'OperatorsTopic') };
    expect(alarms.length).toBeGreaterThan(15);
    for (const { AlarmActions, OKActions = [operators], ActionsEnabled, InsufficientDataActions = [] } of alarms)
      expect([AlarmActions, OKActions, ActionsEnabled, InsufficientDataActions]).toEqual([[operators], [operators], true, []]);
  });

  it('says what it means for whoever is out, and ends with a link to its section of the runbook', () => {
    const anchors = headings(ofAlarms).map(anchorOf);
    for (const { AlarmName, AlarmDescription } of alarms) {
      const [means, link] = AlarmDescription.split('\n');
      expect(link).toMatch(/^https:\/\/docs\.example\.org\/runbook\.md#[a-z-]+$/);
      expect(anchors).toContain(link!.split('#')[1]);
      expect(AlarmName).toBe(`Doorstep: ${headings(ofAlarms)[anchors.indexOf(link!.split('#')[1]!)]!}`);
      expect(means!.length, AlarmName).toBeGreaterThan(100);
      // CloudWatch takes no more.
      expect(AlarmDescription.length, AlarmName).toBeLessThanOrEqual(1024);
    }
  });

  it('has a section, and every section of alarms has an alarm', () => {
    expect(headings(ofAlarms).map((heading) => `Doorstep: ${heading}`)).toEqual(
      expect.arrayContaining(alarms.map(({ AlarmName }) => AlarmName)),
    );
    expect(headings(ofAlarms)).toHaveLength(alarms.length);
  });

  it('names a metric that a function counts, or AWS does', () => {
    const sources = ['functions/sweep/sweep-and-audit.ts', 'functions/overdue-check/answer-pokes.ts'];
    const counted = sources.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/addMetric\('(\w+)'/g)].map(([, name]) => `${file.split('/')[1]!}/${name!}`),
    );
    const own = alarms.flatMap(({ MetricName, Namespace, Dimensions = [], Metrics = [] }) => [
      ...(Namespace === 'Doorstep' ? [{ MetricName: MetricName!, Dimensions }] : []),
      ...Metrics.flatMap(({ MetricStat }) => (MetricStat?.Metric.Namespace === 'Doorstep' ? [MetricStat.Metric] : [])),
    ]);
    expect(own.length).toBeGreaterThan(8);
    for (const { MetricName, Dimensions } of own) {
      expect(Dimensions.map(({ Name }) => Name)).toEqual(['service']);
      expect(counted).toContain(`${String(Dimensions[0]!.Value)}/${MetricName}`);
    }
  });

  it('looks at ten metrics at most, which is all that CloudWatch takes', () => {
    for (const { Metrics = [] } of alarms)
      expect(Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length).toBeLessThanOrEqual(10);
  });
});

describe('links within the runbook', () => {
  it('lead somewhere', () => {
    const anchors = headings(runbook).map(anchorOf);
    const links = [...runbook.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor!);
    expect(links.length).toBeGreaterThan(10);
    for (const link of links) expect(anchors).toContain(link);
    expect(headings(general)).toContain('By hand, if Doorstep is down');
  });
});

describe('F08: a sweep that has died', () => {
  it('is known within four minutes: silence is a fault, and three minutes after the last sweep the alarm opens at the latest', () => {
    const { EvaluationPeriods, DatapointsToAlarm, Threshold, ComparisonOperator, TreatMissingData, Metrics } =
      named('No sweep is heard of');
    expect(Metrics?.map(({ Expression, MetricStat }) => Expression ?? MetricStat?.Metric.MetricName)).toEqual(['FILL(swept, 0)', 'Swept']);
    expect([ComparisonOperator, Threshold, TreatMissingData]).toEqual(['LessThanThreshold', 1, 'breaching']);
    const period = Metrics!.flatMap(({ MetricStat }) => MetricStat?.Period ?? []);
    expect(period).toEqual([60]);
    expect(DatapointsToAlarm).toBe(EvaluationPeriods);
    // The last sweep may stand at the beginning of a minute that is counted whole, and CloudWatch looks once a minute.
    const atTheLatest = (1 + EvaluationPeriods) * 60 + 60;
    expect(atTheLatest).toBeLessThanOrEqual(4 * 60);
    // One sweep that is missed is no death: the next may come two minutes and a little after the last.
    expect(EvaluationPeriods).toBeGreaterThan(1);
  });
});

describe('what has been due for too long', () => {
  it('is known before five minutes are over, and not while the sweep may still serve it', () => {
    const { Threshold, EvaluationPeriods, Period } = named('Something has been due for too long');
    const servedBySweep = 120_000;
    expect(Threshold).toBeGreaterThan(servedBySweep);
    // Seen at the first sweep at which it is so old, a minute later at most; counted at the end of its minute.
    expect(Threshold + 60_000 + EvaluationPeriods * Period! * 1_000).toBeLessThan(300_000);
  });
});

describe('F07: with Scheduler dead', () => {
  it('the operators hear of it where the sweep has served several and no timer came', () => {
    const { Metrics = [], Threshold, ComparisonOperator } = named('No timer comes');
    const [expression] = Metrics.flatMap(({ Expression }) => Expression ?? []);
    expect(expression).toBe('IF(bysweep >= 3 AND bytimer < 1, 1, 0)');
    expect(Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.MetricName ?? []).toSorted()).toEqual(['CameByTimer', 'ServedBySweep']);
    expect([ComparisonOperator, Threshold]).toEqual(['GreaterThanOrEqualToThreshold', 1]);
  });
});

describe('what silence does not mend', () => {
  it('a last step that repeats, and money that is nearly spent: told, and never called over', () => {
    const neverOver = ['Nobody acts on an alarm', 'Money for texts is nearly spent'].map((section) => `Doorstep: ${section}`);
    const toldOnly = alarms.filter(({ OKActions }) => OKActions === undefined);
    expect(new Set(toldOnly.map(({ AlarmName }) => AlarmName))).toEqual(new Set(neverOver));
    // Amazon counts what is spent only when something is sent.
    expect(named('Money for texts is nearly spent').Period).toBe(6 * 60 * 60);
  });
});

describe('what AWS counts of our parts', () => {
  const services = [...functionsOf(template).keys()];

  it.each(['A function fails', 'Functions are put off', 'A function is nearly out of time'])('%s: any of them', (section) => {
    const ids = named(section).Metrics!.flatMap(({ MetricStat }) => MetricStat?.Metric.Dimensions.map(({ Value }) => Value) ?? []);
    expect(ids).toEqual([...functionsOf(template).values()].map(({ id }) => ({ Ref: id })));
  });

  it('a function is nearly out of time at four fifths of its own', () => {
    const limits = [...functionsOf(template).values()].map(({ Timeout }) => `>= ${String(Timeout * 800)}`);
    expect(limits).toHaveLength(services.length);
    for (const limit of limits)
      expect(
        named('A function is nearly out of time')
          .Metrics!.map(({ Expression = '' }) => Expression)
          .join(),
      ).toContain(limit);
  });

  it('the table, the queue of pokes, the API and texts', () => {
    expect(new Set(looksAt(named('The table puts requests off')))).toEqual(new Set(['ThrottledRequests', 'SystemErrors']));
    expect(looksAt(named('Pokes are waiting'))).toEqual(['ApproximateAgeOfOldestMessage']);
    expect(looksAt(named('The API answers with errors'))).toEqual(['5xx']);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'NumberOfNotificationsFailed',
      Namespace: 'AWS/SNS',
      Dimensions: [{ Name: 'PhoneNumber', Value: 'PhoneNumberDirect' }],
    });
  });

  it('money for texts: four fifths of what the account lets them cost', () => {
    expect(named('Money for texts is nearly spent').Threshold).toBe(40);
  });
});

describe('the sweep', () => {
  it('is told whom outside to tell that all is well', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({ HEARTBEAT_URL: 'https://watch.example.org/ping/0b2e' }),
      },
    });
    template.resourcePropertiesCountIs('AWS::Lambda::Function', { Environment: { Variables: { HEARTBEAT_URL: Match.anyValue() } } }, 1);
  });
});
