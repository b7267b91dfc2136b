import { epochOf, lengthInMilliseconds } from '../../domain/time.ts';
import type { Pace, Paced } from '../../ports/pace.ts';

const window = lengthInMilliseconds('PT5M');
const hour = lengthInMilliseconds('PT1H');

export function memoryPace(): Pace {
  let counted: readonly Paced[] = [];
  const windowOf = ({ at }: Paced, length = window): number => Math.floor(epochOf(at) / length);
  return {
    count: async (message) => {
      await Promise.resolve();
      counted = [...counted.filter(({ at }) => epochOf(at) > epochOf(message.at) - 2 * hour), message];
      const there = counted.filter(({ channel, to }) => channel === message.channel && to === message.to);
      const now = windowOf(message);
      const lately = there.filter((one) => windowOf(one) === now);
      return {
        lately: lately.length,
        rungs: lately.filter(({ isRung }) => isRung).length,
        hour: there.filter((one) => windowOf(one) > now - hour / window && windowOf(one) <= now).length,
        same: there.filter((one) => one.text === message.text && windowOf(one, hour) === windowOf(message, hour)).length,
      };
    },
    giveBack: async (message) => {
      await Promise.resolve();
      counted = counted.filter((one) => one !== message);
    },
  };
}
