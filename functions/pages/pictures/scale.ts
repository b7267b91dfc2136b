/**
 * Where things stand in a picture. Pure: numbers in, numbers out. To the side they are parts of a hundred, so that a picture is as
 * wide as there is room for and its words stay as large as all others; downwards they are points.
 */
import { epochOf, type Instant, instantOf } from '../../domain/time.ts';

/** To one figure after the point: enough for the eye, and short on the wire. */
export const rounded = (n: number): number => Math.round(n * 10) / 10;

export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** Where something begins and ends, in parts of a hundred. */
export interface Across {
  readonly start: number;
  readonly end: number;
}

export const percent = (n: number): string => `${String(n)}%`;

/** From a moment to its place. What lies outside of the span stands at its edge. */
export function placeOf({ from, to }: Span, { start, end }: Across): (at: Instant) => number {
  const [first, last] = [epochOf(from), epochOf(to)];
  const length = Math.max(1, last - first);
  return (at) => rounded(start + (end - start) * Math.min(1, Math.max(0, (epochOf(at) - first) / length)));
}

const minute = 60_000;
const steps = [5, 10, 15, 30, 60, 120, 240, 720, 1440].map((minutes) => minutes * minute);

/** Full hours, or parts of one, within the span: at most so many. */
export function ticksIn({ from, to }: Span, most: number): readonly Instant[] {
  const [first, last] = [epochOf(from), epochOf(to)];
  const step = steps.find((one) => Math.floor(last / one) - Math.ceil(first / one) + 1 <= most) ?? last - first;
  const ticks: Instant[] = [];
  for (let at = Math.ceil(first / step) * step; at <= last && ticks.length < most; at += step) ticks.push(instantOf(at));
  return ticks;
}
