import { performance } from 'node:perf_hooks';

export interface Measured {
  readonly value: number;
  readonly unit: string;
  readonly note: string;
}

const batches = 12;
const rounds = 300;

/** In milliseconds: the least of the medians of some batches: whatever else the machine does only ever adds. */
export function medianOf(work: () => unknown): number {
  return Math.min(...Array.from({ length: batches }, () => medianOfBatch(work)));
}

/** The median of so many runs, after none that warm it up. */
function medianOfBatch(work: () => unknown): number {
  const took = Array.from({ length: rounds }, () => {
    const from = performance.now();
    work();
    return performance.now() - from;
  }).sort((a, b) => a - b);
  return took[Math.floor(rounds / 2)] ?? 0;
}
