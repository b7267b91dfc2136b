import { SNSClient } from '@aws-sdk/client-sns';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { awsRecording } from '../../functions/adapters/aws/recording.ts';
import { readSchool } from '../../functions/application/school.ts';
import { readAsked } from '../../operate/asked.ts';
import { snsEmailTopics } from '../../operate/email-topics.ts';
import { run } from '../../operate/run.ts';
import { placeAt, placeOfStack } from '../../operate/where.ts';
import { cloudAtNine } from '../local/in-process.ts';
import { adding } from './operated.ts';

describe('the schools of the local cloud', () => {
  it('are added by the same command as those of a stack: in its table, with a topic, and their test messages are poked', async () => {
    const cloud = await cloudAtNine();
    const place = await placeAt(cloud.url);
    if ('refused' in place) throw new Error(place.refused.join());
    Object.assign(process.env, place.services);
    const { deps, kept: rows } = awsRecording({ ...place, DUE_SHARDS: 1 });
    const operating = {
      ...{ deps, rows },
      topics: snsEmailTopics({ client: new SNSClient(), prefix: place.EMAIL_TOPIC_PREFIX }),
    };
    const asked = await readAsked(adding());
    if ('refused' in asked) throw new Error(asked.refused.join());

    for (const times of [1, 2]) expect([times, await run(asked, operating)]).toMatchObject([times, { done: expect.any(Array) as unknown }]);
    expect(await awsRecording({ ...place, DUE_SHARDS: 1 }).deps.schoolList.all()).toMatchObject([{ id: 'lighthouse' }]);
    expect(Object.keys((await readSchool(operating.deps.schools, 'lighthouse'))?.staff ?? {})).toEqual(['ada-brown']);
    expect(await operating.deps.visits.list('lighthouse', 'errands', { limit: 10 })).toHaveLength(3);
    // Answered once everything that is under way is done.
    await cloud.get('/_local/outbox');
    expect(cloud.ran.filter(({ what }) => what.includes('ER-')).length).toBeGreaterThan(0);
  });

  it('are looked for in vain where nothing answers', async () => {
    expect(await placeAt('http://localhost:1')).toEqual({
      refused: ['DOORSTEP names http://localhost:1, where no local cloud answers: leave it out to mean a stack'],
    });
  });
});

describe('a stack', () => {
  const stackOf = (...resources: readonly (readonly [string, string, string])[]) =>
    // As much of a client as is asked.
    ({
      send: async () => ({
        StackResourceSummaries: resources.map(([LogicalResourceId, ResourceType, PhysicalResourceId]) => ({
          LogicalResourceId,
          ResourceType,
          PhysicalResourceId,
        })),
      }),
    }) as unknown as CloudFormationClient;

  it('is found with its table, where it pokes, and what the topics of its schools begin with', async () => {
    const arn = (name: string) => `arn:aws:sns:eu-west-2:111122223333:${name}`;
    const stack = stackOf(
      ['OperatorsTopic1', 'AWS::SNS::Topic', arn('Trust-Operators-X')],
      ['VisitsTable1', 'AWS::DynamoDB::GlobalTable', 'Trust-Visits'],
      ['PokesTopic1', 'AWS::SNS::Topic', arn('Trust-Pokes-X')],
    );
    expect(await placeOfStack(stack, 'Trust')).toEqual({
      TABLE_NAME: 'Trust-Visits',
      POKE_TOPIC_ARN: arn('Trust-Pokes-X'),
      EMAIL_TOPIC_PREFIX: arn('Trust-email-'),
    });
  });

  it('that is none of ours is not written to', async () => {
    expect(await placeOfStack(stackOf(['Bucket', 'AWS::S3::Bucket', 'b']), 'Trust')).toHaveProperty('refused');
  });
});

describe('a topic of emails', () => {
  const arn = (school: string) => `arn:aws:sns:eu-west-2:111122223333:Doorstep-email-${school}`;
  function topicsAnswering(TopicArn: string) {
    const sent: object[] = [];
    // As much of a client as is asked.
    const client = { send: async ({ input }: { input: object }) => (sent.push(input), { TopicArn }) } as unknown as SNSClient;
    return { sent, topics: snsEmailTopics({ client, prefix: arn('') }) };
  }

  it('takes nothing in plain text, is locked with the key of SNS, and may be made again', async () => {
    const { sent, topics } = topicsAnswering(arn('the-elms'));
    await topics.make('the-elms');
    const once = [...sent];
    await topics.make('the-elms');

    expect(sent).toEqual([...once, ...once]);
    expect(sent[0]).toEqual({ Name: 'Doorstep-email-the-elms' });
    expect(sent).toContainEqual({ TopicArn: arn('the-elms'), AttributeName: 'KmsMasterKeyId', AttributeValue: 'alias/aws/sns' });
    expect(JSON.stringify(sent)).toContain('aws:SecureTransport');
  });

  it('in another account than the stack’s is noticed before anything is sent there', async () => {
    const { topics } = topicsAnswering('arn:aws:sns:eu-west-2:999999999999:Doorstep-email-the-elms');
    await expect(topics.make('the-elms')).rejects.toThrow('is this the account and region of the stack?');
  });
});
