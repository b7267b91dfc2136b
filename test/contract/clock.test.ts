import { describe, expect, it } from 'vitest';
import { systemClock } from '../../functions/adapters/aws/system-clock.ts';
import { memoryClock } from '../../functions/adapters/memory/memory-clock.ts';
import type { Clock } from '../../functions/ports/clock.ts';
import { Instant } from '../../functions/domain/time.ts';
import { at } from '../support/samples.ts';

describe.each<[string, Clock]>([
  ['the clock of the machine', systemClock],
  ['a clock in memory', memoryClock(at('09:00'))],
])('%s', (_, clock) => {
  it('says the time in milliseconds of UTC and never goes back', () => {
    const first = clock.now();

    expect(Instant.parse(first)).toBe(first);
    expect(clock.now() >= first).toBe(true);
  });
});

describe('a clock in memory', () => {
  it('stands until it is moved', () => {
    const clock = memoryClock(at('09:00'));

    clock.advance('PT1H30M');
    expect(clock.now()).toBe(at('10:30'));
    clock.set(at('15:30'));
    expect(clock.now()).toBe(at('15:30'));
  });
});
