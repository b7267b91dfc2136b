/** What a memory adapter is told to do wrong, the next so many times that it is called. */
export interface Faults {
  /** Does nothing and throws. */
  fail(times?: number): void;
  /** Does it and throws all the same: the answer was lost. */
  loseAnswers(times?: number): void;
  /** Neither goes wrong any more. */
  mend(): void;
}

export interface FaultSwitch extends Faults {
  /** Does a piece of work the way it was told to. */
  readonly around: <T>(what: string, work: () => T) => Promise<T>;
}

export function faultSwitch(): FaultSwitch {
  let failures = 0;
  let lost = 0;
  return {
    fail: (times = 1) => {
      failures = times;
    },
    loseAnswers: (times = 1) => {
      lost = times;
    },
    mend: () => {
      failures = 0;
      lost = 0;
    },
    // A turn of the loop, as anything over a network takes, so that others come in between.
    around: async (what, work) => {
      await Promise.resolve();
      if (failures > 0) {
        failures -= 1;
        throw new Error(`${what} failed, as it was told to`);
      }
      const done = work();
      if (lost > 0) {
        lost -= 1;
        throw new Error(`the answer of ${what} was lost, as it was told to be`);
      }
      return done;
    },
  };
}
