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

/** One-off schedules. They are only created: one that is no longer wanted fires and finds nothing due. */
export function schedulerTimers({ client, group, targetArn, roleArn, dlqArn }: SchedulerTimersOptions): Timers {
  const ensure = async ({ ref, due, at, again = 0 }: Timer): Promise<void> => {
    try {
      await client.send(
        new CreateScheduleCommand({
          GroupName: group,
          // Its own name stays taken for a while after it fired; what is put back twice by two deliveries has one name.
          Name: `${ref.school}-${ref.visit}-${wholeSeconds(due)}${again === 0 ? '' : `-${again + 1}`}`,
          ScheduleExpression: `at(${instantOf(wholeSeconds(at) * 1000).slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)})`,
          ScheduleExpressionTimezone: 'UTC',
          FlexibleTimeWindow: { Mode: 'OFF' },
          ActionAfterCompletion: 'DELETE',
          Target: {
            Arn: targetArn,
            RoleArn: roleArn,
            Input: JSON.stringify({ ...ref, due, ...(again > 0 && { again }) }),
            DeadLetterConfig: { Arn: dlqArn },
            // The sweep has long made it good by then.
            RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 3_600 },
          },
        }),
      );
    } catch (error) {
      // There already.
      if (!(error instanceof ConflictException)) throw error;
    }
  };
  return { ensure };
}

/** Since 1970 began, rounded up: a schedule has no fractions, and one that fired before its moment would find nothing due. */
const wholeSeconds = (at: Instant): number => Math.ceil(epochOf(at) / 1000);
