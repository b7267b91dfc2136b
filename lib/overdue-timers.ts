import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Operators } from './operators.ts';
import type { Pokes } from './pokes.ts';
import { Undelivered } from './undelivered.ts';

export interface OverdueTimersProps {
  /** What a timer does when it runs out. */
  readonly pokes: Pokes;
  readonly operators: Operators;
}

/** One-off timers, one for each visit that is out. */
export class OverdueTimers extends Construct {
  /** Timers that could not be delivered. */
  readonly undelivered: Undelivered;
  private readonly group = new ScheduleGroup(this, 'Group');
  private readonly role: Role;
  private readonly pokes: Pokes;

  constructor(scope: Construct, id: string, { pokes, operators }: OverdueTimersProps) {
    super(scope, id);
    this.pokes = pokes;
    this.undelivered = new Undelivered(this, 'Undelivered', {
      section: 'A timer could not be delivered',
      operators,
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    pokes.allowPublishing(this.role);
    this.role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.undelivered.queueArn] }));
  }

  /** Lets `setter` set timers, and tells it where they live. A timer is never changed and never taken back: a stale one does nothing. */
  allowSetting(setter: Lambda): void {
    const schedules = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `${this.group.scheduleGroupName}/*`,
    });
    setter.addToRolePolicy(new PolicyStatement({ actions: ['scheduler:CreateSchedule'], resources: [schedules] }));
    setter.addToRolePolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
    setter.addEnvironment('TIMER_GROUP', this.group.scheduleGroupName);
    setter.addEnvironment('TIMER_TARGET_ARN', this.pokes.topic.topicArn);
    setter.addEnvironment('TIMER_ROLE_ARN', this.role.roleArn);
    setter.addEnvironment('TIMER_DLQ_ARN', this.undelivered.queueArn);
  }
}
