import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { schedulerTimers } from '../../functions/adapters/aws/scheduler-timers.ts';
import { memoryTimers } from '../../functions/adapters/memory/memory-timers.ts';
import type { Timer, Timers } from '../../functions/ports/timers.ts';
import { pokeTopic, timerDeadLetters, timerGroup, timerRole } from '../../local/names.ts';
import { at, refTo } from '../support/samples.ts';
import { connectionTo, openStandIns, type StandIns } from './stand-ins.ts';

const Schedule = z.looseObject({ Target: z.looseObject({ Input: z.string() }) });
const Input = z.object({ due: z.string() });

/** What all timers do; `standing` are those that were set and have not fired: by name, the moment that each is about. */
function timersContract(
  make: () => {
    readonly timers: Timers;
    readonly standing: () => Readonly<Record<string, string>>;
    readonly breakDown: () => void;
    readonly loseAnswer: () => void;
  },
): void {
  const timer: Timer = { ref: refTo(), due: at('15:30'), at: at('15:30') };

  it('set one for a visit and a moment, however often they are asked', async () => {
    const { timers, standing } = make();

    await timers.ensure(timer);
    await timers.ensure({ ...timer, at: at('15:31') });
    await timers.ensure({ ...timer, due: at('15:45') });
    await timers.ensure({ ...timer, ref: refTo(2) });

    expect(standing()).toEqual({
      'moorside-HV-000001-1782142200': at('15:30'),
      'moorside-HV-000001-1782143100': at('15:45'),
      'moorside-HV-000002-1782142200': at('15:30'),
    });
  });

  it('put one back under a further name each time, and once however often it came early', async () => {
    const { timers, standing } = make();

    await timers.ensure(timer);
    await timers.ensure({ ...timer, again: 1 });
    await timers.ensure({ ...timer, again: 1 });
    await timers.ensure({ ...timer, again: 2 });

    expect(Object.keys(standing())).toEqual([
      'moorside-HV-000001-1782142200',
      'moorside-HV-000001-1782142200-2',
      'moorside-HV-000001-1782142200-3',
    ]);
  });

  it('say so when one could not be set', async () => {
    const { timers, standing, breakDown } = make();

    breakDown();
    await expect(timers.ensure(timer)).rejects.toThrow();
    breakDown();
    await expect(timers.ensure({ ...timer, again: 1 })).rejects.toThrow();

    expect(standing()).toEqual({});
  });

  it('are still one where the answer was lost', async () => {
    const { timers, standing, loseAnswer } = make();
    loseAnswer();
    await expect(timers.ensure(timer)).rejects.toThrow();

    await timers.ensure(timer);

    expect(Object.keys(standing())).toEqual(['moorside-HV-000001-1782142200']);
  });
}

describe('timers in memory', () => {
  timersContract(() => {
    const timers = memoryTimers();
    return {
      timers,
      standing: () => Object.fromEntries([...timers.standing].map(([name, { due }]) => [name, due])),
      breakDown: () => timers.fail(),
      loseAnswer: () => timers.loseAnswers(),
    };
  });

  it('fire when their time has come, earliest first, once', async () => {
    const timers = memoryTimers();
    const late: Timer = { ref: refTo(1), due: at('15:30'), at: at('15:31') };
    const early: Timer = { ref: refTo(2), due: at('15:30'), at: at('15:30') };
    await timers.ensure(late);
    await timers.ensure(early);
    await timers.ensure({ ref: refTo(3), due: at('16:00'), at: at('16:00') });

    expect(timers.fire(at('15:31'))).toEqual([early, late]);
    expect(timers.fire(at('15:31'))).toEqual([]);
  });
});

describe('timers of the Scheduler of the local cloud', () => {
  let cloud: StandIns;
  let client: SchedulerClient;

  beforeEach(async () => {
    cloud = await openStandIns();
    client = new SchedulerClient(connectionTo(cloud.urls.scheduler));
  });
  afterEach(async () => {
    client.destroy();
    await cloud.close();
  });

  const made = () => schedulerTimers({ client, group: timerGroup, targetArn: pokeTopic, roleArn: timerRole, dlqArn: timerDeadLetters });

  timersContract(() => ({
    timers: made(),
    standing: () => Object.fromEntries(cloud.scheduler.list().map(({ name, input }) => [name, Input.parse(JSON.parse(input)).due])),
    breakDown: () => cloud.fault('scheduler', 'throttle'),
    loseAnswer: () => cloud.fault('scheduler', 'lost-answer'),
  }));

  it('fire once at a second of UTC that is not before their moment, and say which visit and moment they are about', async () => {
    await made().ensure({ ref: refTo(), due: at('15:30:00.001'), at: at('15:30:59.001') });

    const [{ path, body } = { path: '', body: Buffer.of() }] = cloud.asked;
    expect(path).toBe('/schedules/moorside-HV-000001-1782142201');
    const schedule = Schedule.parse(JSON.parse(body.toString()));
    expect(schedule).toMatchObject({
      GroupName: timerGroup,
      ScheduleExpression: 'at(2026-06-22T15:31:00)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: { Arn: pokeTopic, RoleArn: timerRole, DeadLetterConfig: { Arn: timerDeadLetters } },
    });
    expect(JSON.parse(schedule.Target.Input)).toEqual({ school: 'moorside', visit: 'HV-000001', due: at('15:30:00.001') });
  });

  it('have names that Scheduler takes, for the longest names that we give', async () => {
    await made().ensure({ ref: { school: 's'.repeat(32), visit: `HV-${'7'.repeat(13)}` }, due: at('15:30'), at: at('15:30'), again: 99 });

    expect(cloud.scheduler.list()).toHaveLength(1);
  });
});
