/** Where the steps of a ladder stand in its picture, in hundredths of its width, and how full each is. */
export interface Bar {
  readonly x: number;
  readonly width: number;
  /** The part of it that is filled. */
  readonly filled: number;
}

const gap = 3;

/** `filled` of each step in order: 0 what has not begun, 1 what is done, between them how much of its time has passed. */
export function barsOf(filled: readonly number[]): readonly Bar[] {
  const width = (100 - gap * Math.max(0, filled.length - 1)) / Math.max(1, filled.length);
  return filled.map((part, n) => ({
    x: round(n * (width + gap)),
    width: round(width),
    filled: round(width * Math.min(1, Math.max(0, part))),
  }));
}

const round = (n: number): number => Math.round(n * 100) / 100;
