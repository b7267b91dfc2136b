import { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-kms';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface NoticesProps {
  /** The ids of the schools, each of which has its own topic of emails. */
  readonly schools: readonly string[];
}

/** Texts and emails to people. */
export class Notices extends Construct {
  private readonly topics: readonly Topic[];
  /** The name of a school's topic is this and the school's id. */
  private readonly prefix: string;

  constructor(scope: Construct, id: string, { schools }: NoticesProps) {
    super(scope, id);
    this.prefix = `${Stack.of(this).stackName}-email-`;
    const masterKey = Alias.fromAliasName(this, 'SnsKey', 'alias/aws/sns');
    this.topics = schools.map(
      (school) =>
        new Topic(this, `Email-${school}`, { topicName: `${this.prefix}${school}`, displayName: 'Doorstep', enforceSSL: true, masterKey }),
    );
  }

  /** Lets `sender` text any number, email the people of each school and ask for their addresses to be let through, and tells it where. */
  allowSending(sender: Lambda): void {
    // A phone number has no ARN: what is left when every topic is taken away is texts.
    sender.addToRolePolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: ['sns:Publish'], notResources: ['arn:aws:sns:*:*:*'] }));
    if (this.topics.length > 0) {
      const resources = this.topics.map((topic) => topic.topicArn);
      sender.addToRolePolicy(new PolicyStatement({ actions: ['sns:Publish'], resources }));
      // A test message asks that an address be let through; no phone and no address of the web is ever subscribed.
      sender.addToRolePolicy(
        new PolicyStatement({ actions: ['sns:Subscribe'], resources, conditions: { StringEquals: { 'sns:Protocol': 'email' } } }),
      );
    }
    sender.addEnvironment('EMAIL_TOPIC_PREFIX', Stack.of(this).formatArn({ service: 'sns', resource: this.prefix }));
  }
}
