import * as z from 'zod';
import { HourOfDay, type Instant, inLondon } from '../time.ts';

export const Weekdays = z.array(z.int().min(1).max(7)).min(1).default([1, 2, 3, 4, 5]);
/** The hours between which something holds, on the days of the week given (Monday is 1). */
export const Hours = z.strictObject({ from: HourOfDay, to: HourOfDay, days: Weekdays });
export type Hours = z.infer<typeof Hours>;

export const isWithin = ({ from, to, days }: Hours, at: Instant): boolean => {
  const { time, weekday } = inLondon(at);
  return days.includes(weekday) && time >= from && time < to;
};
