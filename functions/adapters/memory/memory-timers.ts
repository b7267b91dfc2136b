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
  const nameOf = ({ ref, due, again = 0 }: Timer): string =>
    `${ref.school}-${ref.visit}-${Math.ceil(epochOf(due) / 1000)}${again === 0 ? '' : `-${again + 1}`}`;
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
  };
}
