import { Duration, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  type Metric,
  TextWidget,
  TextWidgetBackground,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { counted } from './nets.ts';
import type { Operators } from './operators.ts';
import type { Pokes } from './pokes.ts';
import type { PublicApi } from './public-api.ts';
import { ofTexts } from './service-alarms.ts';
import type { VisitTable } from './visit-table.ts';

export interface DashboardProps {
  readonly operators: Operators;
  readonly functions: readonly Lambda[];
  readonly door: PublicApi;
  readonly table: VisitTable;
  readonly pokes: Pokes;
  /** Where what could not be delivered waits. */
  readonly undelivered: readonly Queue[];
}

const period = Duration.minutes(5);
/** Of the page: CloudWatch has 24 columns. */
const width = { whole: 24, third: 8 };

/** One page of how Doorstep does, for whoever looks after it: every alarm, and every figure that a function counts. Nothing of people. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { operators, functions, door, table, pokes, undelivered }: DashboardProps) {
    super(scope, id);
    const page = new CloudWatchDashboard(this, 'Page', {
      dashboardName: Stack.of(this).stackName,
      defaultInterval: Duration.hours(12),
    });
    const figures = (title: string, left: readonly IMetric[], right: readonly IMetric[] = []): GraphWidget =>
      new GraphWidget({ title, width: width.third, height: 6, left: [...left], right: [...right], leftYAxis: { min: 0 } });
    const of = (service: Parameters<typeof counted>[1], names: readonly string[], statistic: 'Sum' | 'Maximum' = 'Sum') =>
      names.map((name) => counted(name, service, statistic, period).with({ label: `${service}: ${name}` }));
    const each = (metric: (fn: Lambda) => Metric): readonly Metric[] =>
      functions.map((fn) => metric(fn).with({ label: fn.node.id.replace('Function', '') }));

    page.addWidgets(
      new TextWidget({
        width: width.whole,
        height: 2,
        background: TextWidgetBackground.TRANSPARENT,
        markdown: `**Somebody may be out.** First ask the board of each school who is out and overdue, then look here. ${operators.runbookLink}`,
      }),
    );
    page.addWidgets(new AlarmStatusWidget({ title: 'Alarms', width: width.whole, height: 6, alarms: [...operators.alarms] }));
    page.addWidgets(
      figures('Sweeps: five in five minutes', of('sweep', ['Swept', 'Due'])),
      figures('The oldest that is due, milliseconds', of('sweep', ['OldestDue'], 'Maximum')),
      figures('Who serves what is due', of('overdue-check', ['Looked', 'CameByTimer', 'ServedBySweep'])),
    );
    page.addWidgets(
      figures(
        'What the nets caught',
        of('sweep', ['Rescued', 'NotServed', 'AuditFindings', 'JobsNotDone']),
        of('sweep', ['Unreadable'], 'Maximum'),
      ),
      figures('Nobody acts: last step again', [...of('overdue-check', ['LastRungRepeated']), ...of('sweep', ['LastRungRepeated'])]),
      figures('Texts, and what they cost this month, US dollars', texts, [ofTexts('SMSMonthToDateSpentUSD', 'Maximum', {}, period)]),
    );
    page.addWidgets(
      figures('Answered', [...of('api', ['Answered', 'Busy', 'Unexpected']), ...of('pages', ['Answered', 'Busy', 'Unexpected'])]),
      figures('Refused and failed, by the door', door.mistakes(period)),
      figures('How long an answer takes, milliseconds, 95 in 100', [door.latency(period)]),
    );
    page.addWidgets(
      figures('Functions: errors and throttles', [
        ...each((fn) => fn.metricErrors({ statistic: 'Sum', period })),
        ...each((fn) => fn.metricThrottles({ statistic: 'Sum', period })),
      ]),
      figures(
        'Functions: the longest run, milliseconds',
        each((fn) => fn.metricDuration({ statistic: 'Maximum', period })),
      ),
      figures('Pokes: the oldest that waits, seconds', [pokes.longestWait(period)]),
    );
    page.addWidgets(
      figures(
        'Not delivered',
        undelivered.map((queue) => queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period })),
      ),
      figures('The table: put off and failed', table.troubles(period)),
      figures('The largest item, bytes', of('overdue-check', ['LargestItem'], 'Maximum')),
    );
  }
}

const texts = ['NumberOfNotificationsDelivered', 'NumberOfNotificationsFailed'].map((name) =>
  ofTexts(name, 'Sum', { PhoneNumber: 'PhoneNumberDirect' }, period),
);
