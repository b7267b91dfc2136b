import { type Across, rounded } from './scale.ts';

export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Which part of its row, from 0. */
  readonly part: number;
}

export interface RowOfBars {
  /** The line on which the words of the row stand. */
  readonly baseline: number;
  readonly bars: readonly Bar[];
  /** Where the last bar ends. */
  readonly end: number;
}

export interface Bars {
  readonly rows: readonly RowOfBars[];
  readonly height: number;
}

const rowHeight = 26;
const barHeight = 18;
/** What is there at all is seen. */
const least = 0.6;

/** Rows of bars that lie, one under the other: the parts of each row end to end, all rows by one scale, between `start` and `end`. */
export function barsOf(rows: readonly (readonly number[])[], { start, end }: Across): Bars {
  const sum = (parts: readonly number[]): number => parts.reduce((so, part) => so + Math.max(0, part), 0);
  const most = Math.max(1, ...rows.map(sum));
  const widthOf = (part: number): number => (part <= 0 ? 0 : Math.max(least, ((end - start) * part) / most));
  return {
    height: rows.length * rowHeight,
    rows: rows.map((parts, row) => {
      const widths = parts.map(widthOf);
      const before = (part: number): number => widths.slice(0, part).reduce((so, width) => so + width, start);
      const y = row * rowHeight + (rowHeight - barHeight) / 2;
      const bars = widths.map((width, part): Bar => ({ x: rounded(before(part)), y, width: rounded(width), height: barHeight, part }));
      return { baseline: y + barHeight - 4, bars: bars.filter(({ width }) => width > 0), end: rounded(before(parts.length)) };
    }),
  };
}
