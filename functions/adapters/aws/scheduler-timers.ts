import { ConflictException, CreateScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import { epochOf, instantOf, type Instant } from '../../domain/time.ts';
import type { Timer, Timers } from '../../ports/timers.ts';

export interface SchedulerTimersOptions {
  readonly client: SchedulerClient;
  /** The schedule group, by name. */
  readonly group: string;
  /** The topic of pokes. */
  readonly targetArn: string;
  /** Scheduler publishes as this role. */
  readonly roleArn: string;
  /** Where a timer goes that could not be delivered. */
  readonly dlqArn: string;
}

/** A schedule's own name stays taken for a while after it fired; nobody needs more than these. */
const furtherNames = [2, 3, 4, 5, 6, 7, 8, 9];

/** One-off schedules. They are only created: one that is no longer wanted fires and finds nothing due. */
export function schedulerTimers({ client, group, targetArn, roleArn, dlqArn }: SchedulerTimersOptions): Timers {
  const create = async ({ ref, due, at }: Timer, suffix = ''): Promise<'made' | 'taken'> => {
    try {
      await client.send(
        new CreateScheduleCommand({
          GroupName: group,
          Name: `${ref.school}-${ref.visit}-${wholeSeconds(due)}${suffix}`,
          ScheduleExpression: `at(${instantOf(wholeSeconds(at) * 1000).slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)})`,
          ScheduleExpressionTimezone: 'UTC',
          FlexibleTimeWindow: { Mode: 'OFF' },
          ActionAfterCompletion: 'DELETE',
          Target: {
            Arn: targetArn,
            RoleArn: roleArn,
            Input: JSON.stringify({ ...ref, due }),
            DeadLetterConfig: { Arn: dlqArn },
            // The sweep has long made it good by then.
            RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 3_600 },
          },
        }),
      );
      return 'made';
    } catch (error) {
      if (error instanceof ConflictException) return 'taken';
      throw error;
    }
  };

  return {
    async ensure(timer) {
      await create(timer);
    },

    async putBack(timer) {
      for (const n of furtherNames) if ((await create(timer, `-${n}`)) === 'made') return;
      throw new Error(`no name is left for the timer of ${timer.ref.school}/${timer.ref.visit} due ${timer.due}`);
    },
  };
}

/** Since 1970 began, rounded up: a schedule has no fractions, and one that fired before its moment would find nothing due. */
const wholeSeconds = (at: Instant): number => Math.ceil(epochOf(at) / 1000);
