import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { PublishBatchCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { emailTopicPrefix, pokeTopic, timerGroup, timerRole } from '../../local/names.ts';
import { cloudAtNine, timer } from './in-process.ts';

const said = (value: string) => ({ DataType: 'String', StringValue: value });
const emails = `${emailTopicPrefix}a-school`;

describe('a text', () => {
  it('to a number is in the outbox, with the visit and the rung it said it was about', async () => {
    const cloud = await cloudAtNine();

    const { MessageId } = await new SNSClient({}).send(
      new PublishCommand({
        PhoneNumber: '+447700900123',
        Message: 'Please ring <the office> & say "safe"',
        MessageAttributes: { visit: said('HV-1'), rung: said('a1/2'), 'AWS.SNS.SMS.SMSType': said('Transactional') },
      }),
    );

    expect(MessageId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await cloud.get('/_local/outbox')).toEqual([
      {
        n: 1,
        at: '2030-06-24T09:00:00.000Z',
        channel: 'text',
        to: '+447700900123',
        text: 'Please ring <the office> & say "safe"',
        visit: 'HV-1',
        rung: 'a1/2',
      },
    ]);
  });

  it('to what is not a number is refused, and nothing goes out', async () => {
    const cloud = await cloudAtNine();

    await expect(new SNSClient({}).send(new PublishCommand({ PhoneNumber: '0900', Message: 'Hello' }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });

    expect(await cloud.get('/_local/outbox')).toEqual([]);
  });
});

describe('an email', () => {
  const subscribe = (address: string, contact: string) =>
    new SNSClient({}).send(
      new SubscribeCommand({
        TopicArn: emails,
        Protocol: 'email',
        Endpoint: address,
        Attributes: { FilterPolicy: JSON.stringify({ contact: [contact] }) },
      }),
    );

  it('goes to the contact it is for and to nobody else', async () => {
    const cloud = await cloudAtNine();
    await subscribe('office@a-school.example', 'the-office');
    await subscribe('head@a-school.example', 'the-head');

    await new SNSClient({}).send(
      new PublishCommand({
        TopicArn: emails,
        Subject: 'Overdue',
        Message: 'Nobody is back',
        MessageAttributes: { contact: said('the-head') },
      }),
    );

    expect(await cloud.get('/_local/outbox')).toMatchObject([
      { channel: 'email', to: 'head@a-school.example', subject: 'Overdue', text: 'Nobody is back' },
    ]);
  });

  it('by a topic that does not exist is refused', async () => {
    await cloudAtNine();
    const topic = 'arn:aws:sns:eu-west-2:000000000000:another';

    await expect(new SNSClient({}).send(new PublishCommand({ TopicArn: topic, Message: 'Hello' }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });
});

it('several pokes at once each reach the check of overdue visits', async () => {
  const cloud = await cloudAtNine();
  const entries = ['one', 'two'].map((visit) => ({ Id: visit, Message: JSON.stringify({ school: 'a-school', visit }) }));

  const answer = await new SNSClient({}).send(new PublishBatchCommand({ TopicArn: pokeTopic, PublishBatchRequestEntries: entries }));
  await cloud.post('/_local/clock', { advance: 'PT0S' });

  expect(answer.Successful?.map(({ Id }) => Id)).toEqual(['one', 'two']);
  expect(cloud.ran.map(({ what }) => what).toSorted()).toEqual(['one 1', 'two 1']);
});

describe('a timer', () => {
  it('keeps its name to itself until whoever it pokes has answered', async () => {
    const cloud = await cloudAtNine();
    await timer('first', '09:30:00');
    const conflict = { name: 'ConflictException', $metadata: { httpStatusCode: 409 } };
    await expect(timer('first', '09:45:00')).rejects.toMatchObject(conflict);

    await cloud.post('/_local/faults', { service: 'poke', fault: 'off' });
    await cloud.post('/_local/clock', { advance: 'PT30M' });
    await expect(timer('first', '09:45:00')).rejects.toMatchObject(conflict);

    await cloud.post('/_local/clock', { advance: 'PT30S' });
    await timer('first', '09:45:00');
    expect(await cloud.get('/_local/schedules')).toEqual([
      { name: 'first', at: '2030-06-24T09:45:00.000Z', input: '{"school":"a-school","visit":"first"}' },
    ]);
  });

  const wanted = {
    GroupName: timerGroup,
    ScheduleExpression: 'at(2030-06-24T09:30:00)',
    FlexibleTimeWindow: { Mode: 'OFF' as const },
    ActionAfterCompletion: 'DELETE' as const,
    Target: { Arn: pokeTopic, RoleArn: timerRole, Input: '{}' },
  };
  it.each([
    ['a name over 64 letters', { Name: 'x'.repeat(65) }, 'ValidationException'],
    ['a name with a slash', { Name: 'a/b' }, 'ValidationException'],
    ['a time with its fraction', { Name: 'a', ScheduleExpression: 'at(2030-06-24T09:30:00.000Z)' }, 'ValidationException'],
    ['a group that does not exist', { Name: 'a', GroupName: 'another' }, 'ResourceNotFoundException'],
  ])('is refused with %s', async (_, wrong, name) => {
    await cloudAtNine();
    await expect(new SchedulerClient({}).send(new CreateScheduleCommand({ ...wanted, ...wrong }))).rejects.toMatchObject({ name });
  });
});
