import { type HourOfDay, type Instant, nextInLondon, plusMilliseconds, startOfDay } from '../../domain/time.ts';

/** That hour of that day in London. */
export const onDay = (date: string, time: HourOfDay): Instant => nextInLondon(plusMilliseconds(startOfDay(date), -1), time);
