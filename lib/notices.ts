import { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/** Texts and emails to people. Each school has a topic of emails of its own, which is made with the school and not with the stack. */
export class Notices extends Construct {
  /** Lets `sender` text any number, email the people of each school and ask for their addresses to be let through, and tells it where. */
  allowSending(sender: Lambda): void {
    // A phone number has no ARN: what is left when every topic is taken away is texts.
    sender.addToRolePolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: ['sns:Publish'], notResources: ['arn:aws:sns:*:*:*'] }));
    const { stackName } = Stack.of(this);
    const prefix = Stack.of(this).formatArn({ service: 'sns', resource: `${stackName}-email-` });
    const resources = [`${prefix}*`];
    sender.addToRolePolicy(new PolicyStatement({ actions: ['sns:Publish'], resources }));
    // A test message asks that an address be let through; no phone and no address of the web is ever subscribed.
    sender.addToRolePolicy(
      new PolicyStatement({ actions: ['sns:Subscribe'], resources, conditions: { StringEquals: { 'sns:Protocol': 'email' } } }),
    );
    sender.addEnvironment('EMAIL_TOPIC_PREFIX', prefix);
  }
}
