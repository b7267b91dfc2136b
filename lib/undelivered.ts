import { Duration } from 'aws-cdk-lib';
import { type Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Operators } from './operators.ts';

export interface UndeliveredProps {
  /** What an operator reads when something lies here: what it means and what to do. */
  readonly means: string;
  readonly operators: Operators;
}

/** Where what could not be delivered waits for a person, who is told of the first. */
export class Undelivered extends Queue {
  readonly alarm: Alarm;

  constructor(scope: Construct, id: string, { means, operators }: UndeliveredProps) {
    super(scope, id, { retentionPeriod: Duration.days(14), encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true });

    const waiting = this.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' });
    this.alarm = waiting.createAlarm(this, 'Alarm', {
      alarmDescription: means,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    operators.hearOf(this.alarm);
  }
}
