import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { schedulerTimers } from '../../functions/adapters/aws/scheduler-timers.ts';
import { memoryTimers } from '../../functions/adapters/memory/memory-timers.ts';
import type { Timer, Timers } from '../../functions/ports/timers.ts';
import { at, refTo } from '../support/samples.ts';
import { type Service, startService } from './wire.ts';

const Schedule = z.object({ ScheduleExpression: z.string(), Target: z.object({ Input: z.string() }) });

/** What all timers do; `standing` are those that were set and have not fired: by name, the moment that each is about. */
function timersContract(make: () => { readonly timers: Timers; readonly standing: () => Readonly<Record<string, string>> }): void {
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

  it('put one back under a further name each time, while the first is still taken', async () => {
    const { timers, standing } = make();

    await timers.ensure(timer);
    await timers.putBack(timer);
    await timers.putBack(timer);

    expect(Object.keys(standing())).toEqual([
      'moorside-HV-000001-1782142200',
      'moorside-HV-000001-1782142200-2',
      'moorside-HV-000001-1782142200-3',
    ]);
  });

  it('say so when every name is taken', async () => {
    const { timers } = make();
    for (let n = 2; n <= 9; n += 1) await timers.putBack(timer);

    await expect(timers.putBack(timer)).rejects.toThrow('no name is left');
  });
}

describe('timers in memory', () => {
  timersContract(() => {
    const timers = memoryTimers();
    return { timers, standing: () => Object.fromEntries([...timers.standing].map(([name, { due }]) => [name, due])) };
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

describe('timers of EventBridge Scheduler', () => {
  let schedules: Map<string, string>;
  let broken = false;
  let service: Service;
  let client: SchedulerClient;

  beforeEach(async () => {
    schedules = new Map();
    broken = false;
    service = await startService(({ path, body }) => {
      const name = path.replace('/schedules/', '');
      if (broken) return { status: 500, headers: { 'x-amzn-errortype': 'InternalServerException' }, body: '{"Message":"no"}' };
      if (schedules.has(name)) return { status: 409, headers: { 'x-amzn-errortype': 'ConflictException' }, body: '{"Message":"taken"}' };
      schedules.set(name, body);
      return { status: 200, body: '{"ScheduleArn":"arn"}' };
    });
    client = new SchedulerClient({ ...service.connection, maxAttempts: 1 });
  });
  afterEach(async () => {
    client.destroy();
    await service.close();
  });

  const made = () => schedulerTimers({ client, group: 'group', targetArn: 'arn:target', roleArn: 'arn:role', dlqArn: 'arn:dlq' });
  const inputOf = (body: string): string => Schedule.parse(JSON.parse(body)).Target.Input;

  timersContract(() => ({
    timers: made(),
    standing: () =>
      Object.fromEntries([...schedules].map(([name, body]) => [name, z.object({ due: z.string() }).parse(JSON.parse(inputOf(body))).due])),
  }));

  it('fire once at a second of UTC that is not before their moment, and say which visit and moment they are about', async () => {
    await made().ensure({ ref: refTo(), due: at('15:30:00.001'), at: at('15:30:59.001') });

    const [[name, body] = []] = schedules;
    expect(name).toBe('moorside-HV-000001-1782142201');
    expect(JSON.parse(body ?? '')).toMatchObject({
      GroupName: 'group',
      ScheduleExpression: 'at(2026-06-22T15:31:00)',
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: { Arn: 'arn:target', RoleArn: 'arn:role', DeadLetterConfig: { Arn: 'arn:dlq' } },
    });
    expect(JSON.parse(inputOf(body ?? ''))).toEqual({ school: 'moorside', visit: 'HV-000001', due: at('15:30:00.001') });
  });

  it('have names that Scheduler takes, for the longest names that we give', async () => {
    await made().putBack({ ref: { school: 's'.repeat(32), visit: `HV-${'7'.repeat(13)}` }, due: at('15:30'), at: at('15:30') });

    expect([...schedules.keys()][0]).toMatch(/^[0-9a-zA-Z-_.]{1,64}$/);
  });

  it('that could not be set are no secret', async () => {
    broken = true;

    await expect(made().ensure({ ref: refTo(), due: at('15:30'), at: at('15:30') })).rejects.toThrow();
    await expect(made().putBack({ ref: refTo(), due: at('15:30'), at: at('15:30') })).rejects.toThrow();
  });
});
