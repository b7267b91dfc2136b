import { describe, expect, it } from 'vitest';
import {
  earliest,
  epochOf,
  HourOfDay,
  inLondon,
  Instant,
  instantOf,
  latest,
  Length,
  lengthInMilliseconds,
  nextInLondon,
  plus,
  plusMilliseconds,
} from '../../functions/domain/time.ts';

const utc = (text: string): Instant => Instant.parse(text);

describe('a moment', () => {
  it('is kept in UTC with milliseconds, however it was written', () => {
    expect(utc('2026-06-22T14:30:00+01:00')).toBe('2026-06-22T13:30:00.000Z');
    expect(utc('2026-06-22T13:30:00.25Z')).toBe('2026-06-22T13:30:00.250Z');
  });

  it('is not a time without its zone', () => {
    expect(Instant.safeParse('2026-06-22T14:30:00').success).toBe(false);
    expect(Instant.safeParse('half past two').success).toBe(false);
  });

  it('is the same there and back', () => {
    expect(instantOf(epochOf(utc('2026-06-22T13:30:00.250Z')))).toBe('2026-06-22T13:30:00.250Z');
  });

  it('is earlier where its text sorts first', () => {
    const [a, b] = [utc('2026-06-22T13:30:00Z'), utc('2026-06-22T14:29:59+01:00')];
    expect(b < a).toBe(true);
    expect(earliest([a, undefined, b])).toBe(b);
    expect(earliest([undefined])).toBeUndefined();
    expect(latest(a, b)).toBe(a);
  });
});

describe('a length', () => {
  it.each(['PT30M', 'PT1H30M', 'P7D', 'P1Y', 'PT0S'])('may be %s', (length) => {
    expect(Length.safeParse(length).success).toBe(true);
  });

  it.each(['30 minutes', 'PT', 'P', 'P1DT2H', '-PT5M', 'PT1.5H'])('may not be %s', (length) => {
    expect(Length.safeParse(length).success).toBe(false);
  });

  it('is added to a moment', () => {
    expect(plus(utc('2026-06-22T13:30:00Z'), 'PT1H30M')).toBe('2026-06-22T15:00:00.000Z');
    expect(plusMilliseconds(utc('2026-06-22T13:30:00Z'), -1)).toBe('2026-06-22T13:29:59.999Z');
    expect(lengthInMilliseconds('PT2M30S')).toBe(150_000);
    expect(lengthInMilliseconds('P1W')).toBe(7 * 24 * 3_600_000);
  });

  it('of months and years goes by the calendar', () => {
    expect(plus(utc('2026-01-31T12:00:00Z'), 'P1M')).toBe('2026-02-28T12:00:00.000Z');
    expect(plus(utc('2026-03-01T12:00:00Z'), 'P1M')).toBe('2026-04-01T11:00:00.000Z');
  });

  it('of a day is 24 hours, even on the night on which the clocks change', () => {
    expect(plus(utc('2026-03-28T12:00:00Z'), 'P1D')).toBe('2026-03-29T12:00:00.000Z');
  });
});

describe('the hour in London', () => {
  it('is an hour ahead in summer', () => {
    expect(inLondon(utc('2026-06-22T13:30:00Z'))).toEqual({ date: '2026-06-22', time: '14:30', weekday: 1 });
    expect(inLondon(utc('2026-12-20T23:30:00Z'))).toEqual({ date: '2026-12-20', time: '23:30', weekday: 7 });
    expect(inLondon(utc('2026-06-22T23:30:00Z')).date).toBe('2026-06-23');
  });

  it.each(['24:00', '7:30', '12:60', 'noon'])('is never %s', (time) => {
    expect(HourOfDay.safeParse(time).success).toBe(false);
  });

  it('comes again later today, or tomorrow', () => {
    expect(nextInLondon(utc('2026-06-22T09:00:00Z'), '12:30')).toBe('2026-06-22T11:30:00.000Z');
    expect(nextInLondon(utc('2026-06-22T11:30:00Z'), '12:30')).toBe('2026-06-23T11:30:00.000Z');
    expect(nextInLondon(utc('2026-06-22T15:00:00Z'), '12:30')).toBe('2026-06-23T11:30:00.000Z');
  });

  it('is the wall clock the day after the clocks changed', () => {
    expect(nextInLondon(utc('2026-03-28T18:00:00Z'), '12:30')).toBe('2026-03-29T11:30:00.000Z');
    expect(nextInLondon(utc('2026-10-24T18:00:00Z'), '12:30')).toBe('2026-10-25T12:30:00.000Z');
  });

  it('that is missing in the night of spring moves on by an hour', () => {
    expect(nextInLondon(utc('2026-03-28T23:00:00Z'), '01:30')).toBe('2026-03-29T01:30:00.000Z');
    expect(inLondon(utc('2026-03-29T01:30:00Z')).time).toBe('02:30');
  });

  it('that is doubled in the night of autumn is taken the first time', () => {
    expect(nextInLondon(utc('2026-10-24T23:00:00Z'), '01:30')).toBe('2026-10-25T00:30:00.000Z');
  });
});
