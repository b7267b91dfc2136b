import type { LocalClock } from './clock.ts';

/** Something in the cloud that acts by itself when its time comes. */
export interface Source {
  readonly name: string;
  /** When it next has something to do, which may be now or past; nothing to do: undefined. */
  next(): Promise<number | undefined>;
  /** Begins all that is due; done when that has ended. */
  run(): Promise<void>;
}

export interface Timeline {
  /** Freezes the clock at `to`; everything that falls due before then has happened, in order, when this is done. */
  moveTo(to: number): Promise<void>;
  /** As `moveTo`, to the next moment at which anything is due; stays where it is where nothing is. */
  moveToNext(): Promise<void>;
  release(): Promise<void>;
  /** Something has changed: look again when the next thing is due. */
  changed(): void;
  close(): void;
}

/** No moment can have so many things due one after another: whatever does that would never end. */
const tooMany = 10_000;
const longestWait = 60_000;

/** `sources` in the order in which they act where several are due in the same moment. */
export function createTimeline(clock: LocalClock, sources: readonly Source[], report: (problem: unknown) => void): Timeline {
  let queue: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  /** One move at a time: a second one waits for the first to arrive. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  }

  async function firstDue(): Promise<{ source: Source; at: number } | undefined> {
    let first: { source: Source; at: number } | undefined;
    for (const source of sources) {
      const at = await source.next();
      if (at === undefined) continue;
      // What is already past is not earlier than what is due now: the order of the sources decides.
      const when = Math.max(at, clock.now());
      if (first === undefined || when < first.at) first = { source, at: when };
    }
    return first;
  }

  async function travel(to: number): Promise<void> {
    clock.freezeAt(clock.now());
    for (let steps = 0, at = clock.now(); ; steps += 1) {
      const first = await firstDue();
      if (first === undefined || first.at > to) break;
      if (first.at > at) {
        at = first.at;
        steps = 0;
        clock.freezeAt(at);
      } else if (steps > tooMany) {
        throw new Error(`the clock is stuck: ${first.source.name} always has something more to do`);
      }
      await first.source.run();
    }
    clock.freezeAt(to);
  }

  /** With the clock running nothing waits for anything: a slow function holds nobody else up. */
  async function tick(): Promise<void> {
    for (const source of sources) {
      const at = await source.next();
      if (!clock.frozen() && at !== undefined && at <= clock.now()) source.run().catch(report).finally(arm);
    }
  }

  function arm(): void {
    clearTimeout(timer);
    if (closed || clock.frozen()) return;
    firstDue()
      .then((first) => {
        clearTimeout(timer);
        if (closed || clock.frozen()) return;
        const wait = first === undefined ? longestWait : Math.min(Math.max(first.at - clock.now(), 1), longestWait);
        timer = setTimeout(() => {
          inTurn(tick).catch(report).finally(arm);
        }, wait);
      })
      .catch((problem: unknown) => {
        report(problem);
        if (!closed) timer = setTimeout(arm, 1_000);
      });
  }

  return {
    moveTo: (to) => inTurn(() => travel(to)),
    moveToNext: () =>
      inTurn(async () => {
        await travel(clock.now());
        const first = await firstDue();
        if (first !== undefined) await travel(first.at);
      }),
    release: () =>
      inTurn(() => {
        clock.release();
        return Promise.resolve();
      }).finally(arm),
    changed: arm,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
