import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { runbookSection } from './runbook.ts';

export interface OperatorsProps {
  /** Who looks after Doorstep. Without one the topic has no reader until somebody subscribes. */
  readonly email?: string;
  /** The address of the runbook as a web page. Without one an alarm names the file. */
  readonly runbook?: string;
}

/** What the operators are told of. */
export interface Told {
  /** The heading of its section in the runbook. The alarm is called that, and says what stands there first. */
  readonly section: string;
  readonly metric: IMetric;
  /** Told where the metric is at least this. */
  readonly atLeast?: number;
  /** Told where it is less than this, or missing. */
  readonly lessThan?: number;
  /** In how many periods of the last `of`; 1 of 1 where nothing is said. */
  readonly periods?: number;
  readonly of?: number;
  /** Told each time, and never that it is over: that nothing more is counted does not say so. */
  readonly neverOver?: true;
}

/** The people who look after Doorstep itself, told when it does not do its work. */
export class Operators extends Construct {
  readonly topic: Topic;
  /** Every alarm that there is so far. */
  readonly alarms: Alarm[] = [];
  private readonly runbook: string;

  constructor(scope: Construct, id: string, { email, runbook = 'docs/runbook.md' }: OperatorsProps) {
    super(scope, id);
    this.runbook = runbook;
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

  /** An alarm that tells the operators when it opens, and when it is over. */
  hearOf(scope: Construct, id: string, { section, metric, atLeast, lessThan, periods = 1, of = periods, neverOver }: Told): Alarm {
    const { means, anchor } = runbookSection(section);
    const alarm = new Alarm(scope, id, {
      alarmName: `${Stack.of(this).stackName}: ${section}`,
      alarmDescription: `${means}\n${this.runbook}#${anchor}`,
      metric,
      threshold: atLeast ?? lessThan ?? 1,
      comparisonOperator:
        lessThan === undefined ? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: of,
      datapointsToAlarm: periods,
      treatMissingData: lessThan === undefined ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
    });
    const tell = new SnsAction(this.topic);
    alarm.addAlarmAction(tell);
    if (neverOver === undefined) alarm.addOkAction(tell);
    this.alarms.push(alarm);
    return alarm;
  }

  /** The runbook, for a page that can hold a link. */
  get runbookLink(): string {
    return this.runbook.startsWith('https://') ? `[What to do, by alarm](${this.runbook})` : `What to do, by alarm: \`${this.runbook}\``;
  }
}
