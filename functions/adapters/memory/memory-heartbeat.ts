import type { Heartbeat } from '../../ports/heartbeat.ts';

export interface MemoryHeartbeat extends Heartbeat {
  /** Everything that was heard, in order. */
  readonly heard: readonly ('well' | 'unwell')[];
}

export function memoryHeartbeat(): MemoryHeartbeat {
  const heard: ('well' | 'unwell')[] = [];
  return {
    heard,
    beat: async (how) => {
      heard.push(how);
      return 'heard';
    },
  };
}
