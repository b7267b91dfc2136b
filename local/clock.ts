import * as z from 'zod';
import type { Journal } from './journal.ts';
import { machineNow, readTimeFrom } from './virtual-time.ts';

const Mode = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('frozen'), at: z.number() }),
  /** Runs at the machine's pace, so many milliseconds ahead of it. */
  z.strictObject({ is: z.literal('running'), ahead: z.number() }),
]);
type Mode = z.infer<typeof Mode>;

export interface LocalClock {
  now(): number;
  frozen(): boolean;
  freezeAt(at: number): void;
  /** Runs on from where it is. */
  release(): void;
}

/** The time that everything in the local cloud goes by: kept, so that a restart goes on where it was. */
export function openClock(journal: Journal): LocalClock {
  const kept = journal.collection('clock', Mode);
  let mode: Mode = kept.get('mode') ?? { is: 'running', ahead: 0 };
  const now = (): number => (mode.is === 'frozen' ? mode.at : machineNow() + mode.ahead);
  const become = (next: Mode): void => {
    mode = next;
    kept.put('mode', next);
  };
  readTimeFrom(now);
  return {
    now,
    frozen: () => mode.is === 'frozen',
    freezeAt: (at) => {
      become({ is: 'frozen', at });
    },
    release: () => {
      become({ is: 'running', ahead: now() - machineNow() });
    },
  };
}
