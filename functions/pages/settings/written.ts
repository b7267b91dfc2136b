/** The value of a setting as somebody writes it in fields, and back. */
import * as z from 'zod';
import { Duty, Outsider, type Setting } from '../../domain/policy/policy.ts';
import type { Form } from '../forms/form.ts';
import type { Colleague } from '../forms/staff.ts';
import { dateIn, hourIn } from '../times.ts';
import { dateInWords, hourInWords, titled } from '../words.ts';

export type AnySetting = Pick<Setting, 'id' | 'ask' | 'type' | 'clauses'> & {
  readonly options?: readonly string[];
  readonly value: unknown;
  readonly source: string;
};

/** A duty as people say it: `Head of school`, `DSL`. */
export const inWords = (id: string): string =>
  id === 'dsl' || id === 'slt' ? id.toUpperCase() : titled(id).replaceAll(/ ([A-Z])/g, (_, letter: string) => ` ${letter.toLowerCase()}`);

/** A duty in words, somebody by their name. Their id stands where the name would not lead back to them. */
export function nameOf(who: string, people: readonly Colleague[]): string {
  const name = people.find(({ id }) => id === who)?.name;
  if (name === undefined) return isDutyOrOutsider(who) ? inWords(who) : who;
  return idOf(name, people) === who && !/[,;]/.test(name) ? name : who;
}
const isDutyOrOutsider = (who: string): boolean => [...Duty.options, ...Outsider.options].some((one) => one === who);

/** Who is meant by a name as somebody writes it. Whether there is anybody like that is for the API to say. */
function idOf(text: string, people: readonly Colleague[]): string {
  const called = people.filter(({ name }) => name.toLowerCase() === text.toLowerCase());
  return called.length === 1 && called[0] !== undefined ? called[0].id : text.toLowerCase().replaceAll(' ', '-');
}

/** Each field by its name: one text, or several where boxes are ticked. */
export type Written = Readonly<Record<string, string | readonly string[]>>;

export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** How many steps a ladder can be given beside those that it has. */
export const spareSteps = 2;

const Hours = z.object({ from: z.string(), to: z.string(), days: z.array(z.number()) });
const Rung = z.looseObject({
  id: z.string(),
  do: z.string(),
  tell: z.array(z.string()),
  instead: z.array(z.string()).optional(),
  wait: z.string(),
  say: z.string(),
});
const Ladder = z.looseObject({ rungs: z.array(Rung) });
const Span = z.object({ from: z.string(), to: z.string() });
const Turn = z.object({ duty: z.string(), people: z.array(z.string()), from: z.string(), to: z.string(), days: z.array(z.number()) });
const Deputy = z.object({ for: z.string(), by: z.array(z.string()), from: z.string().optional(), to: z.string().optional() });
const Text = z.string();
const Texts = z.array(Text);

/** In minutes; `$rung-wait`, what is set elsewhere, as it stands. */
const minutesIn = (length: string): string => {
  if (length.startsWith('$')) return length;
  const found = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(length);
  return found === null ? '' : String(Number(found[1] ?? 0) * 60 + Number(found[2] ?? 0));
};
const lengthOf = (minutes: string): string | undefined => {
  if (/^\$[a-z][a-z0-9-]*$/.test(minutes)) return minutes;
  if (!/^\d{1,4}$/.test(minutes)) return undefined;
  const whole = Number(minutes);
  const hours = Math.floor(whole / 60);
  return hours === 0 ? `PT${String(whole)}M` : `PT${String(hours)}H${whole % 60 === 0 ? '' : `${String(whole % 60)}M`}`;
};
const dayNumbers = (days: readonly string[]): readonly number[] => days.map(Number).filter((day) => day >= 1 && day <= 7);
const shortDays = (days: readonly number[]): string => days.map((day) => weekdays[day - 1]?.slice(0, 3) ?? '').join(', ');
const lines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const words = (text: string): readonly string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** What stands in the fields to begin with. Nothing where nothing is set. */
export function writtenOf({ type, value }: Pick<AnySetting, 'type' | 'value'>, people: readonly Colleague[]): Written {
  if (value === null || value === undefined) return {};
  const named = (who: readonly string[]): string => who.map((one) => nameOf(one, people)).join(', ');
  switch (type) {
    case 'length':
      return { value: minutesIn(Text.parse(value)) };
    case 'period':
      return { value: Text.parse(value).slice(1, -1), unit: Text.parse(value).slice(-1) };
    case 'yes-no':
      return { value: value === true ? 'yes' : 'no' };
    case 'times':
      return { value: Texts.parse(value).map(hourInWords).join('\n') };
    case 'dates':
      return { value: Texts.parse(value).map(dateInWords).join('\n') };
    case 'who':
    case 'choices':
      return { value: Texts.parse(value) };
    case 'hours': {
      const { from, to, days } = Hours.parse(value);
      return { from: hourInWords(from), to: hourInWords(to), days: days.map(String) };
    }
    case 'terms':
      return {
        value: z
          .array(Span)
          .parse(value)
          .map(({ from, to }) => `${dateInWords(from)} to ${dateInWords(to)}`)
          .join('\n'),
      };
    case 'rota':
      return {
        value: z
          .array(Turn)
          .parse(value)
          .map(
            ({ duty, people: who, from, to, days }) =>
              `${inWords(duty)}; ${named(who)}; ${hourInWords(from)} to ${hourInWords(to)}; ${shortDays(days)}`,
          )
          .join('\n'),
      };
    case 'deputies':
      return {
        value: z
          .array(Deputy)
          .parse(value)
          .map((one) => [nameOf(one.for, people), named(one.by), ...whileOf(one)].join('; '))
          .join('\n'),
      };
    case 'ladder':
      return Object.fromEntries(
        Ladder.parse(value).rungs.flatMap((rung, i): readonly (readonly [string, string | readonly string[]])[] => [
          [`id-${String(i)}`, rung.id],
          [`do-${String(i)}`, rung.do],
          [`tell-${String(i)}`, rung.tell],
          [`instead-${String(i)}`, rung.instead ?? []],
          [`wait-${String(i)}`, minutesIn(rung.wait)],
          [`say-${String(i)}`, rung.say],
        ]),
      );
    case 'time':
      return { value: hourInWords(Text.parse(value)) };
    case 'choice':
      return { value: Text.parse(value) };
  }
}

/** From when to when, where either is said. */
function whileOf({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }): readonly string[] {
  if (from !== undefined && to !== undefined) return [`${dateInWords(from)} to ${dateInWords(to)}`];
  if (from !== undefined) return [`from ${dateInWords(from)}`];
  return to === undefined ? [] : [`until ${dateInWords(to)}`];
}

export type Read = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly field: string; readonly text: string };

const good = (value: unknown): Read => ({ ok: true, value });
const bad = (text: string, field = 'value'): Read => ({ ok: false, field, text });

/** The value that was written, in the form in which the API takes it, or what is to be mended in which field. What it means is for the API to judge. */
export function valueIn({ type }: Pick<AnySetting, 'type'>, form: Form, people: readonly Colleague[]): Read {
  const text = form.get('value');
  switch (type) {
    case 'length': {
      const length = lengthOf(text);
      return length === undefined ? bad('Write how many minutes, in figures, like 10') : good(length);
    }
    case 'period':
      return /^\d{1,3}$/.test(text)
        ? good(`P${text}${form.get('unit') === 'M' ? 'M' : 'Y'}`)
        : bad('Write how many months or years, in figures, like 6');
    case 'time': {
      const time = hourIn(text);
      return time === undefined ? bad('Write a time of day, like 3.30pm') : good(time);
    }
    case 'times': {
      const times = lines(text).map(hourIn);
      return times.includes(undefined) ? bad('Write one time on each line, like 3.30pm') : good(times);
    }
    case 'yes-no':
      return text === 'yes' || text === 'no' ? good(text === 'yes') : bad('Choose yes or no');
    case 'choice':
      return text === '' ? bad('Choose one') : good(text);
    case 'who':
      return form.all('value').length === 0 ? bad('Choose at least one') : good(form.all('value'));
    case 'choices':
      return good(form.all('value'));
    case 'dates': {
      const wrong = lines(text).find((line) => dateIn(line) === undefined);
      return wrong === undefined ? good(lines(text).map(dateIn)) : bad(`Write each day like 22 June 2026: “${wrong}” is not`);
    }
    case 'hours': {
      const [from, to] = [hourIn(form.get('from')), hourIn(form.get('to'))];
      if (from === undefined) return bad('Write a time of day, like 8am', 'from');
      return to === undefined ? bad('Write a time of day, like 4.30pm', 'to') : good({ from, to, days: dayNumbers(form.all('days')) });
    }
    case 'terms':
      return eachLine(text, 'like 2 September 2026 to 18 December 2026', spanIn);
    case 'rota':
      return eachLine(text, 'like Office; Ada Lovelace, Alan Turing; 8am to 12.30pm; Mon, Tue', (line) => turnIn(line, people));
    case 'deputies':
      return eachLine(text, 'like Ada Lovelace; Alan Turing, Grace Hopper', (line) => deputyIn(line, people));
    case 'ladder':
      return ladderIn(form);
  }
}

function eachLine(text: string, example: string, read: (line: string) => object | undefined): Read {
  const found = lines(text).map((line) => ({ line, value: read(line) }));
  const wrong = found.find(({ value }) => value === undefined);
  return wrong === undefined ? good(found.map(({ value }) => value)) : bad(`Write each line ${example}: “${wrong.line}” is not`);
}

function spanIn(line: string): { readonly from: string; readonly to: string } | undefined {
  const [from, to, ...more] = line.split(/\s+to\s+/).map(dateIn);
  return from === undefined || to === undefined || more.length > 0 ? undefined : { from, to };
}

/** `1 June 2026 to 12 June 2026`, `from 1 June 2026`, `until 12 June 2026`. */
function whileIn(text: string): object | undefined {
  const [, side = '', date = ''] = /^(from|until) (.+)$/i.exec(text) ?? [];
  if (side === '') return spanIn(text);
  const found = dateIn(date);
  return found === undefined ? undefined : side.toLowerCase() === 'from' ? { from: found } : { to: found };
}

function turnIn(line: string, staff: readonly Colleague[]): object | undefined {
  const [duty = '', people = '', hours = '', days = ''] = line.split(';').map((part) => part.trim());
  const [from, to] = hours.split(/\s+to\s+/).map((one) => hourIn(one));
  const named = words(days).map((day) => weekdays.findIndex((name) => name.toLowerCase().startsWith(day.toLowerCase().slice(0, 3))) + 1);
  if (duty === '' || from === undefined || to === undefined || named.includes(0)) return undefined;
  return {
    duty: idOf(duty, []),
    people: words(people).map((one) => idOf(one, staff)),
    from,
    to,
    ...(named.length === 0 ? {} : { days: named }),
  };
}

function deputyIn(line: string, staff: readonly Colleague[]): object | undefined {
  const [who = '', by = '', between = ''] = line.split(';').map((part) => part.trim());
  const span = whileIn(between);
  if (who === '' || words(by).length === 0 || (between !== '' && span === undefined)) return undefined;
  return { for: idOf(who, staff), by: words(by).map((one) => idOf(one, staff)), ...span };
}

/** A step that says nothing is none. */
function ladderIn(form: Form): Read {
  const rungs: object[] = [];
  const last = Math.max(-1, ...form.entries.flatMap(([name]) => (/^say-\d{1,2}$/.test(name) ? [Number(name.slice(4))] : [])));
  for (let i = 0; i <= last; i += 1) {
    const at = (name: string): string => `${name}-${String(i)}`;
    if (form.get(at('say')) === '') continue;
    const wait = lengthOf(form.get(at('wait')));
    if (wait === undefined) return bad('Write how many minutes until the next step, in figures, like 10', at('wait'));
    const instead = form.all(at('instead'));
    rungs.push({
      id: form.get(at('id')) === '' ? `step-${String(i + 1)}` : form.get(at('id')),
      do: form.get(at('do')) === '' ? 'tell' : form.get(at('do')),
      tell: form.all(at('tell')),
      ...(instead.length === 0 ? {} : { instead }),
      wait,
      say: form.get(at('say')),
    });
  }
  return rungs.length === 0 ? bad('A ladder has at least one step: say what is to be done', 'say-0') : good({ rungs });
}
