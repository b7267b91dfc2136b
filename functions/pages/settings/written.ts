/** The value of a setting as somebody writes it in fields, and back. */
import * as z from 'zod';
import type { Setting } from '../../domain/policy/policy.ts';
import type { Form } from '../forms/form.ts';
import { hourIn } from '../times.ts';

export type AnySetting = Pick<Setting, 'id' | 'ask' | 'type' | 'clauses'> & {
  readonly options?: readonly string[];
  readonly value: unknown;
  readonly source: string;
};

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
export function writtenOf({ type, value }: Pick<AnySetting, 'type' | 'value'>): Written {
  if (value === null || value === undefined) return {};
  switch (type) {
    case 'length':
      return { value: minutesIn(Text.parse(value)) };
    case 'period':
      return { value: Text.parse(value).slice(1, -1), unit: Text.parse(value).slice(-1) };
    case 'yes-no':
      return { value: value === true ? 'yes' : 'no' };
    case 'times':
    case 'dates':
      return { value: Texts.parse(value).join('\n') };
    case 'who':
    case 'choices':
      return { value: Texts.parse(value) };
    case 'hours': {
      const { from, to, days } = Hours.parse(value);
      return { from, to, days: days.map(String) };
    }
    case 'terms':
      return {
        value: z
          .array(Span)
          .parse(value)
          .map(({ from, to }) => `${from} to ${to}`)
          .join('\n'),
      };
    case 'rota':
      return {
        value: z
          .array(Turn)
          .parse(value)
          .map(({ duty, people, from, to, days }) => `${duty}; ${people.join(', ')}; ${from} to ${to}; ${shortDays(days)}`)
          .join('\n'),
      };
    case 'deputies':
      return {
        value: z
          .array(Deputy)
          .parse(value)
          .map((one) => [one.for, one.by.join(', '), ...(one.from === undefined ? [] : [`${one.from} to ${one.to ?? ''}`])].join('; '))
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
    case 'choice':
      return { value: Text.parse(value) };
  }
}

export type Read = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly field: string; readonly text: string };

const good = (value: unknown): Read => ({ ok: true, value });
const bad = (text: string, field = 'value'): Read => ({ ok: false, field, text });

/** The value that was written, in the form in which the API takes it, or what is to be mended in which field. What it means is for the API to judge. */
export function valueIn({ type }: Pick<AnySetting, 'type'>, form: Form): Read {
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
      const wrong = lines(text).find((line) => !/^\d{4}-\d\d-\d\d$/.test(line));
      return wrong === undefined ? good(lines(text)) : bad(`Write each day like 2026-06-22: “${wrong}” is not`);
    }
    case 'hours': {
      const [from, to] = [hourIn(form.get('from')), hourIn(form.get('to'))];
      if (from === undefined) return bad('Write a time of day, like 8am', 'from');
      return to === undefined ? bad('Write a time of day, like 4.30pm', 'to') : good({ from, to, days: dayNumbers(form.all('days')) });
    }
    case 'terms':
      return eachLine(text, 'like 2026-09-02 to 2026-12-18', (line) => spanIn(line));
    case 'rota':
      return eachLine(text, 'like office; a-person, another; 8am to 12.30pm; Mon, Tue', turnIn);
    case 'deputies':
      return eachLine(text, 'like head; deputy, assistant-head', deputyIn);
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
  const [, from, to] = /^(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)$/.exec(line) ?? [];
  return from === undefined || to === undefined ? undefined : { from, to };
}

function turnIn(line: string): object | undefined {
  const [duty = '', people = '', hours = '', days = ''] = line.split(';').map((part) => part.trim());
  const [from, to] = hours.split(/\s+to\s+/).map((one) => hourIn(one));
  const named = words(days).map((day) => weekdays.findIndex((name) => name.toLowerCase().startsWith(day.toLowerCase().slice(0, 3))) + 1);
  if (duty === '' || from === undefined || to === undefined || named.includes(0)) return undefined;
  return { duty, people: words(people), from, to, ...(named.length === 0 ? {} : { days: named }) };
}

function deputyIn(line: string): object | undefined {
  const [who = '', by = '', between = ''] = line.split(';').map((part) => part.trim());
  const span = spanIn(between);
  if (who === '' || words(by).length === 0 || (between !== '' && span === undefined)) return undefined;
  return { for: who, by: words(by), ...span };
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
