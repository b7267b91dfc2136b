/** Days and hours as people write them. */
import type { HourOfDay } from '../domain/time.ts';

interface DayParts {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `2026-06-22` of a day, a month (`6` or `June`) and a year (`2026` or `26`); nothing where there is no such day. */
export function dayIn({ day, month, year }: DayParts): string | undefined {
  const byName = months.indexOf(month.slice(0, 3).toLowerCase()) + 1;
  const [d, m, y] = [Number(day), byName === 0 ? Number(month) : byName, year.length === 2 ? 2000 + Number(year) : Number(year)];
  if (day === '' || month === '' || ![d, m, y].every(Number.isInteger) || y < 2000 || y > 2199) return undefined;
  const date = `${String(y)}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
  const there = new Date(Date.UTC(y, m - 1, d));
  return there.getUTCMonth() === m - 1 && there.getUTCDate() === d ? date : undefined;
}

/** `2026-06-22` of `22 June 2026`, `Monday 22 June 2026`, `22/6/2026`, `22/6/26` or itself. */
export function dateIn(text: string): string | undefined {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year !== '') return dayIn({ day, month, year });
  const [, ofMonth = '', said = '', inYear = ''] =
    /^(?:[a-z]+day,? +)?(\d{1,2})[ /.-]+([a-z]+|\d{1,2})[ /.-]+(\d{4}|\d{2})$/i.exec(text) ?? [];
  return dayIn({ day: ofMonth, month: said, year: inYear });
}

/**
 * `16:15` of `4.15pm`, `4:15 pm`, `1615`, `16.15` or `noon`. Where nobody says which half of the day is meant it is the one in
 * which a school is open: from 7 in the morning until 7 in the evening. A figure before a nought, `07:30`, is of 24 hours.
 */
export function hourIn(text: string): HourOfDay | undefined {
  const said = text
    .toLowerCase()
    .replaceAll(/[\s]/g, '')
    .replaceAll(/([ap])\.m\.?$/g, '$1m');
  if (said === 'noon' || said === 'midday') return '12:00';
  if (said === 'midnight') return '00:00';
  const found = /^(\d{1,2})(?:[.:,h]?(\d{2}))?(am|pm)?$/.exec(said);
  if (found === null) return undefined;
  const [, first = '', minutes = '00', half] = found;
  const hours = inTheDay(first, half);
  return hours === undefined || Number(minutes) > 59 ? undefined : `${String(hours).padStart(2, '0')}:${minutes}`;
}

function inTheDay(first: string, half: string | undefined): number | undefined {
  const hours = Number(first);
  if (half !== undefined) return hours < 1 || hours > 12 ? undefined : (hours % 12) + (half === 'pm' ? 12 : 0);
  if (hours > 23) return undefined;
  return first.length === 1 && hours >= 1 && hours < 7 ? hours + 12 : hours;
}
