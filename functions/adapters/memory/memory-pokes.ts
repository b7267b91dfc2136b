import type { Poke, Pokes } from '../../ports/pokes.ts';
import { type Faults, faultSwitch } from './faults.ts';

export interface MemoryPokes extends Pokes, Faults {
  /** What was handed over and not yet taken, in order. */
  readonly waiting: readonly Poke[];
  /** All that waits, once. */
  take(): readonly Poke[];
}

export function memoryPokes(): MemoryPokes {
  const { around, ...faults } = faultSwitch();
  const waiting: Poke[] = [];
  return {
    ...faults,
    waiting,
    take: () => waiting.splice(0),
    poke: (pokes) =>
      around('poke', () => {
        waiting.push(...structuredClone(pokes));
      }),
  };
}
