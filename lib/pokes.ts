import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-kms';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Operators } from './operators.ts';
import { Undelivered } from './undelivered.ts';

export interface PokesProps {
  readonly operators: Operators;
}

/** How long a poke is out of sight while it is served: longer than a lease (20 s), so that what comes again may take over. */
const served = Duration.seconds(30);

/** "Look at this visit now": said by people's presses, by timers and by the sweep, and heard in one place. */
export class Pokes extends Construct {
  readonly topic: Topic;
  /** Pokes that failed five times. The sweep still serves their visits; something is wrong all the same. */
  readonly undelivered: Undelivered;
  private readonly queue: Queue;

  constructor(scope: Construct, id: string, { operators }: PokesProps) {
    super(scope, id);
    this.undelivered = new Undelivered(this, 'Undelivered', {
      section: 'A poke was given up',
      operators,
    });
    this.topic = new Topic(this, 'Topic', { enforceSSL: true, masterKey: Alias.fromAliasName(this, 'SnsKey', 'alias/aws/sns') });
    this.queue = new Queue(this, 'Queue', {
      visibilityTimeout: served,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: this.undelivered, maxReceiveCount: 5 },
    });
    this.topic.addSubscription(new SqsSubscription(this.queue, { rawMessageDelivery: true, deadLetterQueue: this.undelivered }));
  }

  /** For how long the oldest poke has waited, in seconds. */
  longestWait(period: Duration): IMetric {
    return this.queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', period });
  }

  /** Lets `fn` poke, and tells it where. */
  allowPoking(fn: Lambda): void {
    this.allowPublishing(fn);
    this.tellTopic(fn);
  }

  /** Tells `fn` where pokes go, which lets it poke nobody. */
  tellTopic(fn: Lambda): void {
    fn.addEnvironment('POKE_TOPIC_ARN', this.topic.topicArn);
  }

  /** Lets a role publish pokes. */
  allowPublishing(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions: ['sns:Publish'], resources: [this.topic.topicArn] }));
  }

  /** Hands each poke to `fn`: one at a time, three at once, and again what it says it did not serve. */
  serveWith(fn: Lambda): void {
    fn.addEventSource(new SqsEventSource(this.queue, { batchSize: 1, maxConcurrency: 3, reportBatchItemFailures: true }));
  }
}
