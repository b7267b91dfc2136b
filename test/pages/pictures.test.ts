import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Instant, plusMilliseconds } from '../../functions/domain/time.ts';
import { barsOf } from '../../functions/pages/pictures/bars.ts';
import { placeOf, ticksIn } from '../../functions/pages/pictures/scale.ts';
import { stairsOf } from '../../functions/pages/pictures/stairs.ts';

const at = (time: string): Instant => Instant.parse(`2026-06-22T${time}:00+01:00`);
const across = { start: 20, end: 80 };

describe('bars', () => {
  it('are as long as what they stand for, all rows by one scale, and the parts of a row follow each other', () => {
    const { rows, height } = barsOf([[6, 2, 2], [5]], across);
    expect(rows[0]?.bars.map(({ x, width, part }) => [part, x, width])).toEqual([
      [0, 20, 36],
      [1, 56, 12],
      [2, 68, 12],
    ]);
    expect(rows[1]?.bars.map(({ x, width }) => [x, width])).toEqual([[20, 30]]);
    expect(rows.map(({ end }) => end)).toEqual([80, 50]);
    expect(height).toBe(52);
  });

  it('leave out what is not there, and show the least thing that is', () => {
    const { rows } = barsOf([[0, 0], [1000], [1]], across);
    expect(rows.map(({ bars }) => bars.length)).toEqual([0, 1, 1]);
    expect(rows[2]?.bars[0]?.width).toBeGreaterThanOrEqual(0.6);
    expect(barsOf([], across)).toEqual({ rows: [], height: 0 });
  });

  it('stay where they have room, whatever is counted', () => {
    const counts = fc.array(fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 4 }), { maxLength: 24 });
    fc.assert(
      fc.property(counts, (rows) => {
        for (const { bars, end } of barsOf(rows, across).rows) {
          for (const { x, width } of bars) expect([x >= 20, width > 0]).toEqual([true, true]);
          // The least of each part may be longer than it is.
          expect(end).toBeLessThanOrEqual(83);
        }
      }),
    );
  });
});

describe('a line of time', () => {
  it('puts each moment where it belongs, and what lies outside at its edge', () => {
    const x = placeOf({ from: at('13:00'), to: at('15:00') }, across);
    expect(['12:00', '13:00', '13:30', '15:00', '16:00'].map((time) => x(at(time)))).toEqual([20, 20, 35, 80, 80]);
    expect(placeOf({ from: at('13:00'), to: at('13:00') }, across)(at('13:00'))).toBe(20);
  });

  it('has few enough hours on it to be read, and round ones', () => {
    expect(ticksIn({ from: at('13:00'), to: at('15:10') }, 5)).toEqual(['13:00', '13:30', '14:00', '14:30', '15:00'].map(at));
    expect(ticksIn({ from: at('13:02'), to: at('13:20') }, 5)).toEqual(['13:05', '13:10', '13:15', '13:20'].map(at));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6000 }), (minutes) => {
        const ticks = ticksIn({ from: at('13:00'), to: plusMilliseconds(at('13:00'), minutes * 60_000) }, 5);
        expect(ticks.length).toBeLessThanOrEqual(5);
      }),
    );
  });
});

describe('stairs', () => {
  it('go down by one for each thing that happens, also for two at one moment, as far as the last of them', () => {
    const { stairs, span, height, outing } = stairsOf(
      { from: at('13:00'), to: at('14:00'), moments: [at('14:00'), at('14:00'), at('15:00')] },
      across,
    );
    expect(span.to).toBe(at('15:00'));
    expect(stairs.map(({ x }) => x)).toEqual([50, 50, 80]);
    const depths = [outing, ...stairs.map(({ y }) => y), height];
    expect(depths).toEqual([...new Set(depths)].toSorted((a, b) => a - b));
  });
});
