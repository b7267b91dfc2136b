import { epochOf, type Instant } from '../../domain/time.ts';
import type { Timer, Timers } from '../../ports/timers.ts';
import { type Faults, faultSwitch } from './faults.ts';

export interface MemoryTimers extends Timers, Faults {
  /** Those that have not fired, by name. */
  readonly standing: ReadonlyMap<string, Timer>;
  /** Takes away those whose time has come, earliest first. */
  fire(now: Instant): readonly Timer[];
}

export function memoryTimers(): MemoryTimers {
  const { around, ...faults } = faultSwitch();
  const standing = new Map<string, Timer>();
  const nameOf = ({ ref, due }: Timer): string => `${ref.school}-${ref.visit}-${Math.ceil(epochOf(due) / 1000)}`;
  return {
    ...faults,
    standing,
    fire: (now) => {
      const ready = [...standing].filter(([, { at }]) => at <= now).toSorted(([, a], [, b]) => (a.at < b.at ? -1 : 1));
      for (const [name] of ready) standing.delete(name);
      return ready.map(([, timer]) => timer);
    },
    ensure: (timer) =>
      around('ensure', () => {
        const name = nameOf(timer);
        if (!standing.has(name)) standing.set(name, timer);
      }),
    putBack: (timer) =>
      around('putBack', () => {
        const free = [2, 3, 4, 5, 6, 7, 8, 9].map((n) => `${nameOf(timer)}-${n}`).find((name) => !standing.has(name));
        if (free === undefined) throw new Error(`no name is left for the timer ${nameOf(timer)}`);
        standing.set(free, timer);
      }),
  };
}
