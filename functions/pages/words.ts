/** Times, days and lengths as people say them: `4.15pm`, `Tuesday 18 June`, `25 minutes`. */
import type { Stage } from '../domain/visit/stage.ts';
import { epochOf, type HourOfDay, inLondon, type Instant } from '../domain/time.ts';

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** `4.15pm`, `9am`, `noon`, `midnight`. */
export const hour = (at: Instant): string => hourInWords(inLondon(at).time);

/** The same of an hour of any day, like `16:15`. */
export function hourInWords(time: HourOfDay): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  if (minutes === 0 && hours === 12) return 'noon';
  if (minutes === 0 && hours === 0) return 'midnight';
  return `${String(hours % 12 === 0 ? 12 : hours % 12)}${minutes === 0 ? '' : `.${String(minutes).padStart(2, '0')}`}${hours < 12 ? 'am' : 'pm'}`;
}

/** `Tuesday 18 June`, of a date like `2026-06-18` too; with its year where that is not this one. */
export function day(at: string, now?: Instant): string {
  const date = at.length === 10 ? at : inLondon(asInstant(at)).date;
  const [year = 0, month = 1, ofMonth = 1] = date.split('-').map(Number);
  const weekday = days[(new Date(Date.UTC(year, month - 1, ofMonth)).getUTCDay() + 6) % 7] ?? '';
  const thisYear = now !== undefined && inLondon(now).date.startsWith(String(year));
  return `${weekday} ${String(ofMonth)} ${months[month - 1] ?? ''}${thisYear ? '' : ` ${String(year)}`}`;
}

/** `18 June 2026`, of `2026-06-18`. */
export const dateInWords = (date: string): string => `${String(Number(date.slice(8)))} ${monthInWords(date.slice(0, 7))}`;

/** `September 2026`, of `2026-09`. */
export const monthInWords = (month: string): string => `${months[Number(month.slice(5)) - 1] ?? ''} ${month.slice(0, 4)}`;

/** `4.15pm` of today, `Tuesday 18 June at 4.15pm` otherwise. */
export const when = (at: Instant, now: Instant): string =>
  inLondon(at).date === inLondon(now).date ? hour(at) : `${day(at, now)} at ${hour(at)}`;

/** `25 minutes`, `1 hour 5 minutes`, `2 days`; `less than a minute`. Never below nothing. */
export function lasting(milliseconds: number): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / 60_000);
  if (minutes === 0) return 'less than a minute';
  if (minutes >= 48 * 60) return many(Math.floor(minutes / 1440), 'day');
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 ? many(hours, 'hour') : '', rest > 0 || hours === 0 ? many(rest, 'minute') : '']
    .filter((part) => part !== '')
    .join(' ');
}

/** `1 hour 30 minutes` of `PT1H30M`, `3 years` of `P3Y`. */
export function lengthInWords(length: string): string {
  const [date = '', time = ''] = length.slice(1).split('T');
  const parts = [
    ...[...date.matchAll(/(\d+)([YMWD])/g)].map(partInWords(ofDays)),
    ...[...time.matchAll(/(\d+)([HMS])/g)].map(partInWords(ofTime)),
  ];
  return parts.length === 0 ? length : parts.join(' ');
}
const ofDays: Readonly<Record<string, string>> = { Y: 'year', M: 'month', W: 'week', D: 'day' };
const ofTime: Readonly<Record<string, string>> = { H: 'hour', M: 'minute', S: 'second' };
const partInWords =
  (units: Readonly<Record<string, string>>) =>
  ([, count = '', unit = '']: RegExpExecArray): string =>
    many(Number(count), units[unit] ?? unit);

export const between = (from: Instant, to: Instant): string => lasting(epochOf(to) - epochOf(from));

/** `1 visit`, `3 visits`. */
export const many = (count: number, what: string, plural = `${what}s`): string => `${String(count)} ${count === 1 ? what : plural}`;

/** `Ada, Grace and Tim`. */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

/** A number as it is dialled here: `07700 900123`, `020 7946 0101`. */
export function dialled(number: string): string {
  if (!number.startsWith('+44')) return number;
  const digits = `0${number.slice(3)}`;
  return digits.startsWith('02')
    ? `${digits.slice(0, 3)} ${digits.slice(3, 7)} ${digits.slice(7)}`
    : `${digits.slice(0, 5)} ${digits.slice(5)}`;
}

/** `the-lighthouse` as a heading has it: `The Lighthouse`. */
export const titled = (slug: string): string =>
  slug
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');

const letters: readonly string[] = ['lsa', 'ta', 'hlta', 'senco', 'dsl', 'slt'];

/** `class-teacher` as the policy names a post: `class teacher`; `lsa` in the letters that it stands for. */
export const postInWords = (role: string): string => (letters.includes(role) ? role.toUpperCase() : role.replaceAll('-', ' '));

/** What has become of a visit, as part of a sentence. */
export const stageInWords = (stage: Stage): string => inWords[stage];
const inWords: Readonly<Record<Stage, string>> = {
  requested: 'Asked for, not agreed to yet',
  authorised: 'Agreed to',
  out: 'Somebody is out',
  returned: 'Everybody is back; not written up yet',
  'written-up': 'Written up; not closed yet',
  closed: 'Closed',
  declined: 'Declined',
  cancelled: 'Cancelled',
};

// The operations answer with nothing else.
const asInstant = (at: string): Instant => at as Instant;
