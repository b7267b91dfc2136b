import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Operators } from './operators.ts';

export interface NetsProps {
  readonly operators: Operators;
}

const minute = Duration.minutes(1);

/** What a function counts of itself. Never by school or visit. */
export const counted = (
  metricName: string,
  service: 'api' | 'pages' | 'sweep' | 'overdue-check',
  statistic: 'Sum' | 'Maximum',
  period = minute,
): Metric => new Metric({ namespace: 'Doorstep', metricName, dimensionsMap: { service }, statistic, period });

const worked = (expression: string, usingMetrics: Readonly<Record<string, IMetric>>, period = minute): MathExpression =>
  new MathExpression({ expression, usingMetrics: { ...usingMetrics }, period });

/** The watch on the watcher: what Doorstep counts of its own work, and who hears when it is not as it should be. */
export class Nets extends Construct {
  constructor(scope: Construct, id: string, { operators }: NetsProps) {
    super(scope, id);
    const hears = operators.hearOf.bind(operators, this);

    // Dead for sure after two minutes without one, and seen within one more: three, where four were promised. A missing figure
    // is made a nought here, since an alarm on what is missing looks back past it for older ones, for minutes.
    hears('Heartbeat', {
      section: 'No sweep is heard of',
      metric: worked('FILL(swept, 0)', { swept: counted('Swept', 'sweep', 'Sum') }),
      lessThan: 1,
      periods: 2,
    });
    // The sweep serves itself what has been due for 120 s. Seen again after that it is 195 s old at most, and the operators know
    // within 300 s, the longest that anything may wait.
    hears('OldestDue', {
      section: 'Something has been due for too long',
      metric: counted('OldestDue', 'sweep', 'Maximum'),
      atLeast: 135_000,
    });
    hears('Rescued', {
      section: 'The sweep finds what was missed',
      metric: counted('Rescued', 'sweep', 'Sum'),
      atLeast: 1,
    });
    hears('NotServed', { section: 'A visit could not be served', metric: counted('NotServed', 'sweep', 'Sum'), atLeast: 1 });
    // Such a row is tried every ten minutes: the alarm stays open for as long as it is there.
    hears('Unreadable', { section: 'A row cannot be read', metric: counted('Unreadable', 'sweep', 'Maximum'), atLeast: 1, of: 15 });
    hears('AuditFindings', {
      section: 'The audit finds something forgotten',
      metric: counted('AuditFindings', 'sweep', 'Sum'),
      atLeast: 1,
    });

    // With timers dead the sweep serves everything within a minute, and nothing is late. One that is missed is nothing; three
    // in half an hour, and not a single timer that came, are.
    const halfAnHour = Duration.minutes(30);
    hears('TimersDead', {
      section: 'No timer comes',
      metric: worked(
        'IF(bysweep >= 3 AND bytimer < 1, 1, 0)',
        {
          bysweep: counted('ServedBySweep', 'overdue-check', 'Sum', halfAnHour),
          bytimer: counted('CameByTimer', 'overdue-check', 'Sum', halfAnHour),
        },
        halfAnHour,
      ),
      atLeast: 1,
    });
    hears('LastRungRepeated', {
      section: 'Nobody acts on an alarm',
      metric: worked('FILL(bycheck, 0) + FILL(bysweep, 0)', {
        bycheck: counted('LastRungRepeated', 'overdue-check', 'Sum'),
        bysweep: counted('LastRungRepeated', 'sweep', 'Sum'),
      }),
      atLeast: 1,
      neverOver: true,
    });
    hears('LargestItem', {
      section: 'An item grows too large',
      metric: counted('LargestItem', 'overdue-check', 'Maximum', Duration.hours(1)),
      atLeast: 100_000,
    });
  }
}
