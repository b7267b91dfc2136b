import { CreateTopicCommand, SetTopicAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';

/** Where a school's emails go, each school's by itself. */
export interface EmailTopics {
  /** Makes a school's topic, or finds it and makes it what it has to be. */
  make(school: string): Promise<void>;
}

export interface SnsEmailTopicsOptions {
  readonly client: SNSClient;
  /** The ARN of a school's topic, without the school. */
  readonly prefix: string;
}

export function snsEmailTopics({ client, prefix }: SnsEmailTopicsOptions): EmailTopics {
  return {
    async make(school) {
      const Name = `${prefix}${school}`.split(':').at(-1);
      const { TopicArn } = await client.send(new CreateTopicCommand({ Name }));
      if (TopicArn !== `${prefix}${school}`)
        throw new Error(
          `SNS made the topic ${TopicArn ?? ''}, and Doorstep sends to ${prefix}${school}: is this the account and region of the stack?`,
        );
      // One by one and after it is there: what was made before and broke is finished by the same.
      for (const [AttributeName, AttributeValue] of Object.entries(attributesOf(TopicArn)))
        await client.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
    },
  };
}

/** As the topics of the stack: nothing goes to it in plain text, and nothing lies there in plain text. */
const attributesOf = (arn: string): Readonly<Record<string, string>> => ({
  Policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ByTlsAlone',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: arn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  }),
  KmsMasterKeyId: 'alias/aws/sns',
  DisplayName: 'Doorstep',
});
