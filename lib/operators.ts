import { Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

export interface OperatorsProps {
  /** Who looks after Doorstep. Without one the topic has no reader until somebody subscribes. */
  readonly email?: string;
}

/** The people who look after Doorstep itself, told when it does not do its work. */
export class Operators extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { email }: OperatorsProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { displayName: 'Doorstep operators', enforceSSL: true });
    // A topic with a policy of its own has lost the standing one that lets alarms of the account publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (email !== undefined) this.topic.addSubscription(new EmailSubscription(email));
  }

  /** Tells the operators when `alarm` opens, and when it is over. */
  hearOf(alarm: Alarm): void {
    const tell = new SnsAction(this.topic);
    alarm.addAlarmAction(tell);
    alarm.addOkAction(tell);
  }
}
