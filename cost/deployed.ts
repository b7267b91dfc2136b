/** What stands there and is paid for whether it is used or not, as the stack has it. */
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { DoorstepStack } from '../lib/doorstep-stack.ts';

export interface Deployed {
  readonly alarms: number;
  /** An alarm is paid for by the metrics that it looks at. */
  readonly alarmMetrics: number;
  /** Of our own. */
  readonly metrics: number;
}

const Alarm = z.object({ Properties: z.object({ Metrics: z.array(z.object({ MetricStat: z.unknown().optional() })).optional() }) });
const Body = z.object({ Properties: z.object({ DashboardBody: z.unknown() }) });

export function deployed(): Deployed {
  const outdir = mkdtempSync(join(tmpdir(), 'doorstep-cost-'));
  const app = new App({ outdir, context: { 'aws:cdk:bundling-stacks': [] } });
  const template = Template.fromStack(new DoorstepStack(app, 'Doorstep', { env: { region: 'eu-west-2' }, monthlyTextSpend: 50 }));
  rmSync(outdir, { recursive: true, force: true });
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map((alarm) => Alarm.parse(alarm).Properties);
  const looked = alarms.map(({ Metrics }) =>
    Metrics === undefined ? 1 : Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length,
  );
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard')).map((page) => Body.parse(page));
  // Every metric of our own stands on the dashboard or in an alarm, which a test holds; those of alarms stand on it too.
  const own = JSON.stringify(dashboard).match(/\[\\"Doorstep\\",\\"\w+\\",\\"service\\",\\"[\w-]+\\"/g) ?? [];
  return { alarms: alarms.length, alarmMetrics: looked.reduce((sum, n) => sum + n, 0), metrics: new Set(own).size };
}
