import { describe, expect, it } from 'vitest';
import { memoryClock } from '../../functions/adapters/memory/memory-clock.ts';
import { aFewAtATime } from '../../functions/application/a-few-at-a-time.ts';
import { at } from '../support/samples.ts';

const numbers = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
const turn = async () => Promise.resolve();

describe('many things to do', () => {
  it('are done three at a time, and answered in their order', async () => {
    let going = 0;
    let most = 0;
    const parts = await aFewAtATime(memoryClock(at('09:00')), numbers(20), async (n) => {
      going += 1;
      most = Math.max(most, going);
      // The earlier ones take longer.
      for (let turns = 20 - n; turns > 0; turns -= 1) await turn();
      going -= 1;
      return n * 2;
    });
    expect(parts).toEqual(numbers(20).map((n) => ({ outcome: 'done', value: n * 2 })));
    expect(most).toBe(3);
  });

  it('go on where one of them breaks', async () => {
    const error = new Error('broken');
    const parts = await aFewAtATime(memoryClock(at('09:00')), numbers(5), async (n) => {
      await turn();
      if (n === 1) throw error;
      return n;
    });
    expect(parts.map(({ outcome }) => outcome)).toEqual(['done', 'broke', 'done', 'done', 'done']);
    expect(parts[1]).toEqual({ outcome: 'broke', error });
  });

  it('are not begun once twenty seconds are over, and what was begun is ended', async () => {
    const clock = memoryClock(at('09:00'));
    const parts = await aFewAtATime(clock, numbers(9), async (n) => {
      await turn();
      clock.advance('PT6S');
      return n;
    });
    expect(parts.map(({ outcome }) => outcome)).toEqual([...numbers(6).map(() => 'done'), ...numbers(3).map(() => 'not-begun')]);
  });
});
