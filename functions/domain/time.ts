import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';

/**
 * A moment in UTC with milliseconds, `2026-06-22T09:00:00.000Z`. All have one width, so `<` on two of them is "earlier".
 * Anything RFC 3339 is taken in and brought to that form.
 */
export const Instant = z.iso
  .datetime({ offset: true, error: 'a time with its date and zone, like 2026-06-22T09:00:00Z' })
  .transform((text) => fromEpoch(Temporal.Instant.from(text).epochMilliseconds))
  .refine((text) => text >= '2000' && text < '2200', 'a time in this century or the next')
  .brand<'Instant'>();
export type Instant = z.infer<typeof Instant>;

/** A length of time, ISO 8601, of the plain kind: `PT30M`, `PT1H30M`, `P7D`, `P1Y`. */
export const Length = z.string().regex(/^P(?=.)(\d+[DWMY]|T(?=.)(\d+H)?(\d+M)?(\d+S)?)$/, 'a length like PT30M or PT1H30M');
export type Length = z.infer<typeof Length>;

/** An hour of the day in London, `15:30`. */
export const HourOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'an hour of the day like 15:30');
export type HourOfDay = z.infer<typeof HourOfDay>;

const zone = 'Europe/London';

const dayLength = 86_400_000;
const hourLength = 3_600_000;
const minuteLength = 60_000;
const mostRemembered = 1_000;

/** Worked out once for each day, or whatever else it depends on: the same few are asked about again and again. */
function remembered<Asked, Answer>(work: (asked: Asked) => Answer): (asked: Asked) => Answer {
  const known = new Map<Asked, Answer>();
  return (asked) => {
    const before = known.get(asked);
    if (before !== undefined) return before;
    const answer = work(asked);
    if (known.size >= mostRemembered) known.clear();
    known.set(asked, answer);
    return answer;
  };
}

/** The instant so many milliseconds after 1970 began. */
export function instantOf(epochMilliseconds: number): Instant {
  // The one place that makes the brand from a number: fromEpoch answers with exactly the form that Instant promises.
  return fromEpoch(epochMilliseconds) as Instant;
}

/** Milliseconds since 1970 began. All instants have one form, in which each part has its place. */
export const epochOf = (at: Instant): number =>
  midnightOf(at.slice(0, 10)) +
  Number(at.slice(11, 13)) * hourLength +
  Number(at.slice(14, 16)) * minuteLength +
  Number(at.slice(17, 19)) * 1000 +
  Number(at.slice(20, 23));

function fromEpoch(epochMilliseconds: number): string {
  const day = Math.floor(epochMilliseconds / dayLength);
  const ofDay = epochMilliseconds - day * dayLength;
  const [hour, minute, second] = [ofDay / hourLength, (ofDay / minuteLength) % 60, (ofDay / 1000) % 60];
  return `${dateOf(day)}T${digits(hour, 2)}:${digits(minute, 2)}:${digits(second, 2)}.${digits(ofDay % 1000, 3)}Z`;
}

const digits = (n: number, length: number): string => String(Math.floor(n)).padStart(length, '0');
const midnightOf = remembered((date: string): number => Temporal.Instant.from(`${date}T00:00Z`).epochMilliseconds);
const dateOf = remembered((day: number): string =>
  Temporal.Instant.fromEpochMilliseconds(day * dayLength)
    .toString()
    .slice(0, 10),
);

/** `at`, moved on by a length of hours, minutes, seconds, days or weeks (a day is 24 hours); months and years go by the London calendar. */
export function plus(at: Instant, length: Length): Instant {
  if (!/\d[YM]/.test(datePart(length))) return plusMilliseconds(at, lengthInMilliseconds(length));
  return instantOf(Temporal.Instant.from(at).toZonedDateTimeISO(zone).add(Temporal.Duration.from(length)).epochMilliseconds);
}

export const plusMilliseconds = (at: Instant, milliseconds: number): Instant => instantOf(epochOf(at) + milliseconds);

const datePart = (length: Length): string => length.split('T')[0] ?? '';

const unitsInMilliseconds = { W: 604_800_000, D: 86_400_000, H: 3_600_000, M: 60_000, S: 1000 } as const;

/** Of a length without months or years, which have no fixed number and count for nothing. */
export const lengthInMilliseconds = remembered((length: Length): number => {
  const fixed = length.replace(/^P(\d+[YM])?/, '');
  return [...fixed.matchAll(/(\d+)([WDHMS])/g)].reduce(
    // The pattern lets no other letter through.
    (sum, [, n, unit]) => sum + Number(n) * unitsInMilliseconds[unit as keyof typeof unitsInMilliseconds],
    0,
  );
});

export const earliest = (instants: readonly (Instant | undefined)[]): Instant | undefined =>
  instants.reduce((first, at) => (at !== undefined && (first === undefined || at < first) ? at : first), undefined);

export const latest = (a: Instant, b: Instant): Instant => (a < b ? b : a);

/** How far London is ahead at that hour, counted from 1970 on: it changes on the hour. */
const aheadOfUtc = remembered(
  (hour: number): number =>
    Temporal.Instant.fromEpochMilliseconds(hour * hourLength).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000,
);

/** What a clock on a wall in London says: `{ date: '2026-06-22', time: '15:30', weekday: 1 }`, Monday being 1. */
export function inLondon(at: Instant): { readonly date: string; readonly time: HourOfDay; readonly weekday: number } {
  const epoch = epochOf(at);
  const there = epoch + aheadOfUtc(Math.floor(epoch / hourLength));
  const wall = fromEpoch(there);
  // 1970 began on a Thursday.
  return { date: wall.slice(0, 10), time: wall.slice(11, 16), weekday: ((Math.floor(there / dayLength) + 3) % 7) + 1 };
}

/** When the day begins in London, of a date like `2026-06-22`. */
export const startOfDay = (date: string): Instant => whenLondonSays(`${date}T00:00`);

/**
 * The first moment after `at` when London's clocks say `time`. On the night the clocks go forward the missing hour moves
 * on by an hour; on the night they go back the doubled hour is taken the first time.
 */
export function nextInLondon(at: Instant, time: HourOfDay): Instant {
  const { date } = inLondon(at);
  const today = whenLondonSays(`${date}T${time}`);
  return today > at ? today : whenLondonSays(`${fromEpoch(midnightOf(date) + dayLength).slice(0, 10)}T${time}`);
}

const whenLondonSays = remembered((wall: string): Instant =>
  instantOf(Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds),
);
