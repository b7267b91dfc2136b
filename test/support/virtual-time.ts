/** Time that only passes from one event to the next, so that an afternoon with all its waiting takes no time and is the same each time. */

export interface VirtualTime {
  /** Milliseconds since 1970 began. */
  readonly now: () => number;
  /** Does something then, after whatever was asked for before it for the same moment. */
  at(then: number, what: () => void): void;
  sleep(milliseconds: number): Promise<void>;
  /** Something that takes real time: meanwhile time stands still and no event is lived through. */
  readonly outside: <T>(work: Promise<T>) => Promise<T>;
  /** Lives through the next event and all that follows from it at once; false where there is none up to `end`. */
  step(end: number): Promise<boolean>;
  /** Lives on until then. */
  until(end: number): Promise<void>;
}

interface Event {
  readonly at: number;
  readonly n: number;
  readonly what: () => void;
}

const isBefore = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.n < b.n);
/** Everything that goes on without time has gone on. */
const quiet = (): Promise<void> =>
  new Promise((done) => {
    setImmediate(done);
  });

export function virtualTime(start: number): VirtualTime {
  const heap: Event[] = [];
  let now = start;
  let n = 0;
  const underWay = new Set<Promise<unknown>>();

  const push = (event: Event): void => {
    let i = heap.push(event) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (isBefore(heap[parent]!, event)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = event;
  };
  const pop = (): Event => {
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let i = 0;
    for (;;) {
      const left = 2 * i + 1;
      if (left >= heap.length) break;
      const child = left + 1 < heap.length && isBefore(heap[left + 1]!, heap[left]!) ? left + 1 : left;
      if (isBefore(last, heap[child]!)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
    return first;
  };

  const allIsQuiet = async (): Promise<void> => {
    await quiet();
    while (underWay.size > 0) {
      await Promise.allSettled(underWay);
      await quiet();
    }
  };

  const time: VirtualTime = {
    now: () => now,
    at: (then, what) => {
      n += 1;
      push({ at: Math.max(then, now), n, what });
    },
    sleep: (milliseconds) =>
      new Promise((done) => {
        time.at(now + milliseconds, done);
      }),
    outside: (work) => {
      const ended = work.finally(() => underWay.delete(ended));
      underWay.add(ended);
      return ended;
    },
    step: async (end) => {
      const next = heap[0];
      if (next === undefined || next.at > end) return false;
      pop();
      now = next.at;
      next.what();
      await allIsQuiet();
      return true;
    },
    until: async (end) => {
      await allIsQuiet();
      while (await time.step(end));
      now = Math.max(now, end);
    },
  };
  return time;
}

export interface Random {
  /** From 0 up to but not 1. */
  next(): number;
  /** A whole number, both ends possible. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Another that goes its own way, the same each time. */
  fork(): Random;
}

/** The same numbers for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const random: Random = {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
    pick: (from) => from[Math.floor(next() * from.length)]!,
    fork: () => randomFrom(Math.floor(next() * 4_294_967_296)),
  };
  return random;
}
