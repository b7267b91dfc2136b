import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Construct } from 'constructs';
import type { Operators } from './operators.ts';
import { Undelivered } from './undelivered.ts';

export interface MinuteSweepProps {
  readonly sweep: Lambda;
  readonly operators: Operators;
}

/** Looks every minute for what is due, whatever became of its timer. */
export class MinuteSweep extends Construct {
  /** Sweeps that did not begin, or failed. */
  readonly undelivered: Undelivered;

  constructor(scope: Construct, id: string, { sweep, operators }: MinuteSweepProps) {
    super(scope, id);
    this.undelivered = new Undelivered(this, 'Undelivered', {
      section: 'A sweep failed',
      operators,
    });
    // The next sweep makes good what this one did not: trying again for longer than a minute is no use.
    const patience = { retryAttempts: 1, maxEventAge: Duration.minutes(1) };
    new Rule(this, 'EachMinute', {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(sweep, { deadLetterQueue: this.undelivered, ...patience })],
    });
    sweep.configureAsyncInvoke({ onFailure: new SqsDestination(this.undelivered), ...patience });
  }
}
