/** How late somebody is. Without a number or a time that can mean one thing only, it is asked back. */
import { HourOfDay } from '../time.ts';
import { latePhrases } from './phrases.ts';

/** Longer is no lateness but another plan, which somebody is spoken to about. */
export const mostMinutes = 240;

export type Late = { readonly minutes: number } | { readonly at: HourOfDay };

const spelt: Readonly<Record<string, number>> = {
  'half an hour': 30,
  'half hour': 30,
  'half an hr': 30,
  'an hour': 60,
  'hanner awr': 30,
  awr: 60,
  'chwarter awr': 15,
};
const minute = /^(\d{1,3}) ?(m|min|mins|minute|minutes|minuets|mintues|munud|munudau)$/;
const hour = /^(\d{1,2}) ?(h|hr|hrs|hour|hours|awr)$/;
const unsaid = /^\d{1,2}$/;
const halfDay = /^(\d{1,2})(?:[:.]?(\d\d))? ?(am|pm|yb|yh)$/;
const wholeDay = /^(\d\d)[:.]?(\d\d)$/;
/** Figures, with or without what they count: some time was meant. */
const figures = /^\d[\d:.,+]*( ?(m|mins?|minutes?|h|hrs?|hours?|munud|awr|am|pm|yb|yh))?$/;

const minutes = (n: number): Late | 'unclear' => (n >= 1 && n <= mostMinutes ? { minutes: n } : 'unclear');
const clock = (hours: number, of: string): Late | 'unclear' => {
  const at = HourOfDay.safeParse(`${String(hours).padStart(2, '0')}:${of}`);
  return at.success ? { at: at.data } : 'unclear';
};

/** A length or a time of the clock. A bare number is minutes; but 230 may be half past two, and 3.40 is twice a day. */
export function amountIn(text: string): Late | 'unclear' | undefined {
  const until = /^(?:til|till|until|untill|tan) (.*)$/.exec(text)?.[1];
  if (until !== undefined) return figures.test(until) ? (clockIn(until) ?? 'unclear') : undefined;
  const amount = /^by (.*)$/.exec(text)?.[1] ?? text;
  if (Object.hasOwn(spelt, amount)) return minutes(spelt[amount] ?? 0);
  if (unsaid.test(amount)) return minutes(Number(amount));
  const inMinutes = minute.exec(amount);
  if (inMinutes !== null) return minutes(Number(inMinutes[1]));
  const inHours = hour.exec(amount);
  if (inHours !== null) return minutes(Number(inHours[1]) * 60);
  return clockIn(amount) ?? (figures.test(amount) ? 'unclear' : undefined);
}

function clockIn(text: string): Late | 'unclear' | undefined {
  const [, twelve, of = '00', half] = halfDay.exec(text) ?? [];
  if (twelve !== undefined) {
    const n = Number(twelve);
    const isAfternoon = half === 'pm' || half === 'yh';
    return n >= 1 && n <= 12 ? clock((n % 12) + (isAfternoon ? 12 : 0), of) : 'unclear';
  }
  const [, hours, past] = wholeDay.exec(text) ?? [];
  return hours === undefined || past === undefined ? undefined : clock(Number(hours), past);
}

/** How late a text says that somebody is: not at all where it is undefined, by how much left open where it is `unclear`. */
export function lateIn(text: string): Late | 'unclear' | undefined {
  if (latePhrases.before.some((phrase) => phrase === text)) return 'unclear';
  const amounts = [
    ...latePhrases.before.flatMap((phrase) => (text.startsWith(`${phrase} `) ? [text.slice(phrase.length + 1)] : [])),
    ...latePhrases.after.flatMap((phrase) => (text.endsWith(` ${phrase}`) ? [unopened(text.slice(0, -phrase.length - 1))] : [])),
  ];
  return amounts.map(amountIn).find((amount) => amount !== undefined);
}

const unopened = (text: string): string => {
  const opening = latePhrases.openings.find((one) => text.startsWith(`${one} `));
  return opening === undefined ? text : text.slice(opening.length + 1);
};
