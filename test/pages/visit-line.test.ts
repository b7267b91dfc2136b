import { describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import { type Traveller, visitLine } from '../../functions/pages/pictures/visit-line.ts';

const at = (hour: string): Instant => Instant.parse(`2030-06-18T${hour}:00+01:00`);
const planned = ['13:00', '13:20', '14:10', '14:30'].map(at);
const ada = (more: Partial<Traveller>): Traveller => ({ name: 'Ada', clocks: [], ...more });

describe('the picture of a visit', () => {
  it('goes from the first time that is known to the last, with hours on it that people read', () => {
    const line = visitLine({ planned, travellers: [ada({})], alarms: [], now: at('09:00') })!;
    expect(line.ticks.map(({ label }) => label)).toEqual(['1pm', '1.30pm', '2pm', '2.30pm']);
    expect(line.planned).toMatchObject({ from: 8, to: 92 });
    expect(line.rows[0]).toMatchObject({ name: 'Ada', contacts: [], clocks: [] });
    expect(line).not.toHaveProperty('now');
  });

  it('shows of whoever is out how far they have come, and by when they are to be heard of', () => {
    const out = ada({ leftSchoolAt: at('13:00'), arrivedAt: at('13:30'), clocks: [at('14:30')] });
    const line = visitLine({ planned, travellers: [out], alarms: [], now: at('14:00') })!;
    const [row] = line.rows;
    expect(row!.was).toEqual({ from: 8, to: line.now });
    expect(row!.contacts).toHaveLength(2);
    expect(row!.clocks).toEqual([92]);
    expect(row).not.toHaveProperty('overdue');
  });

  it('breaks off where a contact did not come, and goes on as overdue until now', () => {
    const late = ada({ leftSchoolAt: at('13:00'), clocks: [at('14:30')] });
    const line = visitLine({
      planned,
      travellers: [late, ada({ name: 'Grace', leftSchoolAt: at('13:00'), backAt: at('14:20') })],
      alarms: [{ openedAt: at('15:00'), visitors: ['Ada'] }],
      now: at('15:00'),
    })!;
    const [row, other] = line.rows;
    expect(row!.overdue!.from).toBe(row!.was!.to);
    expect(row!.overdue!.to).toBe(line.now);
    expect(other).not.toHaveProperty('overdue');
    expect(line.alarms).toEqual([{ x: line.now, y: row!.y }]);
  });

  it.each([
    ['a few minutes', ['13:00', '13:10']],
    ['a day', ['08:00', '19:30']],
  ])('has no more hours on it than fit on a phone, whether it is %s', (_, hours) => {
    const line = visitLine({ planned: hours.map(at), travellers: [], alarms: [], now: at('09:00') })!;
    expect(line.ticks.length).toBeGreaterThan(1);
    expect(line.ticks.length).toBeLessThan(7);
    for (const { x } of line.ticks) expect(x >= 8 && x <= 92).toBe(true);
  });

  it('is not there where no time is known', () => {
    expect(visitLine({ planned: [], travellers: [ada({})], alarms: [], now: at('09:00') })).toBeUndefined();
  });
});
