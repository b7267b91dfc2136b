import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Operators } from './operators.ts';
import type { Pokes } from './pokes.ts';
import type { PublicApi } from './public-api.ts';
import type { VisitTable } from './visit-table.ts';

export interface ServiceAlarmsProps {
  readonly operators: Operators;
  /** Ten at most: an alarm can look at no more. */
  readonly functions: readonly Lambda[];
  readonly door: PublicApi;
  readonly table: VisitTable;
  readonly pokes: Pokes;
  /** What texts may cost in a month, in US dollars, as the account has it. */
  readonly monthlyTextSpend?: number;
}

const period = Duration.minutes(5);

/** All of them together; one that is missing counts for nothing. */
const sumOf = (metrics: readonly IMetric[]): MathExpression => {
  const named = metrics.map((metric, i) => [`m${String(i)}`, metric] as const);
  return new MathExpression({
    expression: named.map(([name]) => `FILL(${name}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(named),
    period,
  });
};

/** Whether any of them has taken four fifths of the time that it has. */
const nearlyOut = (functions: readonly Lambda[]): MathExpression => {
  const named = functions.map((fn, i) => ({ name: `m${String(i)}`, fn, most: (fn.timeout?.toMilliseconds() ?? 0) * 0.8 }));
  return new MathExpression({
    expression: `IF(${named.map(({ name, most }) => `FILL(${name}, 0) >= ${String(most)}`).join(' OR ')}, 1, 0)`,
    usingMetrics: Object.fromEntries(named.map(({ name, fn }) => [name, fn.metricDuration({ statistic: 'Maximum', period })])),
    period,
  });
};

/** What SNS counts of texts. */
export const ofTexts = (metricName: string, statistic: string, dimensionsMap: Record<string, string>, over: Duration): Metric =>
  new Metric({ namespace: 'AWS/SNS', metricName, dimensionsMap, statistic, period: over });

/** What AWS counts of the parts that Doorstep is made of. */
export class ServiceAlarms extends Construct {
  constructor(scope: Construct, id: string, { operators, functions, door, table, pokes, monthlyTextSpend }: ServiceAlarmsProps) {
    super(scope, id);
    const hears = operators.hearOf.bind(operators, this);

    const errors = sumOf(functions.map((fn) => fn.metricErrors({ statistic: 'Sum', period })));
    hears('Errors', { section: 'A function fails', metric: errors, atLeast: 3 });
    const throttles = sumOf(functions.map((fn) => fn.metricThrottles({ statistic: 'Sum', period })));
    hears('Throttles', { section: 'Functions are put off', metric: throttles, atLeast: 1 });
    hears('Duration', { section: 'A function is nearly out of time', metric: nearlyOut(functions), atLeast: 1 });
    hears('ServerErrors', { section: 'The API answers with errors', metric: door.serverErrors(period), atLeast: 3 });
    hears('TableTroubles', { section: 'The table puts requests off', metric: sumOf(table.troubles(period)), atLeast: 5 });
    // The sweep serves itself what has waited for longer.
    hears('PokesWaiting', { section: 'Pokes are waiting', metric: pokes.longestWait(Duration.minutes(1)), atLeast: 120 });

    const failed = ofTexts('NumberOfNotificationsFailed', 'Sum', { PhoneNumber: 'PhoneNumberDirect' }, Duration.minutes(15));
    hears('TextsFailed', { section: 'Texts are not delivered', metric: failed, atLeast: 3 });
    if (monthlyTextSpend !== undefined)
      // Counted only when a text goes out: after an hour without one it would seem to be over.
      hears('TextSpend', {
        section: 'Money for texts is nearly spent',
        metric: ofTexts('SMSMonthToDateSpentUSD', 'Maximum', {}, Duration.hours(6)),
        atLeast: monthlyTextSpend * 0.8,
        neverOver: true,
      });
  }
}
