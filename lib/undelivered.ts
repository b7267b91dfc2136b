import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Operators } from './operators.ts';

export interface UndeliveredProps {
  /** Of the runbook: what it means that something lies here, and what to do. */
  readonly section: string;
  readonly operators: Operators;
}

/** Where what could not be delivered waits for a person, who is told of the first. */
export class Undelivered extends Queue {
  constructor(scope: Construct, id: string, { section, operators }: UndeliveredProps) {
    super(scope, id, { retentionPeriod: Duration.days(14), encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true });

    const metric = this.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' });
    operators.hearOf(this, 'Alarm', { section, metric, atLeast: 1 });
  }
}
