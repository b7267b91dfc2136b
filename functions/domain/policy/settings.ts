import * as z from 'zod';
import type { Staff } from '../person.ts';
import { HourOfDay, Length, lengthInMilliseconds } from '../time.ts';
import { Deputies, Rota, setting as settingOf, Terms } from './duty.ts';
import { Hours } from './hours.ts';
import { Id, Outsider, OwnLadder, type Policy, type Setting, type Settings, Who } from './policy.ts';

/** One value of a school's settings that cannot be, and where it stands among them. */
export interface SettingComplaint {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

type Values = Readonly<Record<string, unknown>>;

/** What is wrong with the values that a school gives: names that no rule asks for, and values that are not of their setting's type. */
export function checkSettings(rules: Policy, staff: Staff, values: Values): readonly SettingComplaint[] {
  return Object.entries(values).flatMap(([id, value]): readonly SettingComplaint[] => {
    const setting = rules.settings.find((each) => each.id === id);
    if (setting === undefined) return [{ path: [id], message: 'the policy asks for no such setting' }];
    const checked = valueFor(setting, rules, staff).safeParse(value);
    return checked.success ? [] : checked.error.issues.map((issue) => ({ path: [id, ...issue.path], message: issue.message }));
  });
}

/** The values as they are kept, each in the one form of its type. To be asked only of values without a complaint. */
export const settledValues = (rules: Policy, staff: Staff, values: Values): Values =>
  Object.fromEntries(
    rules.settings.flatMap((setting) =>
      Object.hasOwn(values, setting.id) ? [[setting.id, valueFor(setting, rules, staff).parse(values[setting.id])]] : [],
    ),
  );

/** The values that these rules do not ask for: kept for visits that began under other rules, and for going back to those. */
export const unasked = (rules: Policy, values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([id]) => !rules.settings.some((setting) => setting.id === id)));

/** What is left of a school's values when it goes over to these rules: all but those that they ask for and that are none of what they ask. */
export function valuesUnder(rules: Policy, staff: Staff, values: Values): Values {
  const others = unasked(rules, values);
  const fits = ([id, value]: readonly [string, unknown]): boolean =>
    Object.hasOwn(others, id) || checkSettings(rules, staff, { [id]: value }).length === 0;
  return Object.fromEntries(Object.entries(values).filter(fits));
}

/** What the rules leave to the school and it has not set: nobody departs until it is (T1), save for how long records are kept. */
export const unset = (rules: Policy, settings: Settings): readonly Setting[] =>
  rules.settings.filter(({ id }) => settingOf(rules, settings, id) === undefined);

const mostItems = 50;
const several = (item: z.ZodType): z.ZodType => z.array(item).min(1, 'at least one').max(mostItems);

function valueFor(setting: Setting, rules: Policy, staff: Staff): z.ZodType {
  switch (setting.type) {
    case 'length':
      return Length.pipe(
        z
          .string()
          .refine((length) => mayBeNothing(setting.id, rules) || isLongEnough(length), 'a minute at the least')
          .refine(isShortEnough, 'a day at the most: PT30M is half an hour, P30M would be thirty months'),
      );
    case 'period':
      return Length.pipe(
        z.string().refine((length) => /^P\d+[YM]$/.test(length) && length.length <= 5, 'months or years, like P18M or P6Y'),
      ).pipe(z.string().refine((length) => !/^P0/.test(length), 'a month at the least'));
    case 'time':
      return HourOfDay;
    case 'times':
      return several(HourOfDay);
    case 'hours':
      return Hours.refine(({ from, to }) => from < to, 'from is before to');
    case 'who':
      return several(somebodyOf(staff));
    case 'choice':
      return optionOf(setting);
    case 'choices':
      return z.array(optionOf(setting)).max(mostItems);
    case 'yes-no':
      return z.boolean();
    case 'ladder':
      return ladderOf(rules);
    case 'terms':
      return Terms.min(1, 'at least one term')
        .max(mostItems)
        .refine((terms) => terms.every(({ from, to }) => from <= to), 'each begins before it ends');
    case 'dates':
      return z.array(z.iso.date('a date like 2026-06-22')).max(200);
    case 'rota':
      return Rota.max(mostItems).superRefine((rows, context) => {
        for (const [i, { people, from, to }] of rows.entries()) {
          if (from >= to) context.addIssue({ code: 'custom', path: [i, 'from'], message: 'from is before to' });
          strangersIn(people, staff, (n, message) => context.addIssue({ code: 'custom', path: [i, 'people', n], message }));
        }
      });
    case 'deputies':
      return Deputies.max(mostItems).superRefine((rows, context) => {
        for (const [i, { for: person, by, from, to }] of rows.entries()) {
          if (from !== undefined && to !== undefined && from > to)
            context.addIssue({ code: 'custom', path: [i, 'from'], message: 'from is before to' });
          if (by.includes(person)) context.addIssue({ code: 'custom', path: [i, 'by'], message: 'nobody stands in for themselves' });
          strangersIn([person], staff, (_n, message) => context.addIssue({ code: 'custom', path: [i, 'for'], message }));
          strangersIn(by, staff, (n, message) => context.addIssue({ code: 'custom', path: [i, 'by', n], message }));
        }
      });
  }
}

function strangersIn(people: readonly string[], staff: Staff, complain: (n: number, message: string) => void): void {
  for (const [n, id] of people.entries()) if (!Object.hasOwn(staff, id)) complain(n, 'nobody of this name works at the school');
}

/** A grace or the time before a nudge may be none at all. Whatever else is waited for would go round and round. */
const mayBeNothing = (id: string, rules: Policy): boolean =>
  rules.clocks.some(({ grace, nudge }) => grace === `$${id}` || nudge?.after === `$${id}`);

/** Years and months have no fixed number of milliseconds. */
export const hasMonths = (length: Length): boolean => /\d[YM]/.test(length.replace(/T.*/, ''));
const isLongEnough = (length: Length): boolean => hasMonths(length) || lengthInMilliseconds(length) >= 60_000;
/** What a watch waits for is a matter of hours. */
export const isShortEnough = (length: Length): boolean => !hasMonths(length) && lengthInMilliseconds(length) <= 86_400_000;

/** A setting names people themselves: one that pointed to another setting could lead round to itself. */
const somebodyOf = (staff: Staff): z.ZodType =>
  z
    .string()
    .refine(
      (who) => !who.startsWith('$') && (Who.safeParse(who).success || Object.hasOwn(staff, who)),
      'a duty, a relation, or the id of somebody on the staff',
    );

/** One of the options; where the policy lists none, any name. */
const optionOf = ({ options }: Setting): z.ZodType =>
  options === undefined ? Id : z.string().refine((given) => options.includes(given), `one of ${options.join(', ')}`);

/** A ladder of the school's own: what it points to is there, somebody can act on each rung, and none gives way to the next at once. */
const ladderOf = (rules: Policy): z.ZodType =>
  OwnLadder.superRefine(({ rungs }, context) => {
    const complain = (rung: number, field: string, message: string) =>
      context.addIssue({ code: 'custom', path: ['rungs', rung, field], message });
    const isSetting = (ref: string, type: Setting['type']) =>
      rules.settings.some((setting) => `$${setting.id}` === ref && setting.type === type);
    for (const [i, { id, tell, wait }] of rungs.entries()) {
      if (rungs.findIndex((rung) => rung.id === id) < i) complain(i, 'id', 'another rung has this name');
      if (tell.some((who) => who.startsWith('$') && !isSetting(who, 'who')))
        complain(i, 'tell', 'there is no such setting that names people');
      if (tell.every((who) => cannotAct.includes(who))) complain(i, 'tell', 'name somebody of the school who can act');
      if (!(wait.startsWith('$') ? isSetting(wait, 'length') : isLongEnough(wait) && isShortEnough(wait)))
        complain(i, 'wait', 'between a minute and a day, or a setting that is a length');
    }
    // Rungs that ring the visitors or the home are passed over while a call for help is to be kept quiet.
    if (rungs.every((rung) => rung.do === 'ring-visitors' || rung.do === 'ring-address'))
      complain(rungs.length - 1, 'do', 'one rung at the least tells somebody or rings the police');
  });

/** Whoever is out, and whoever is outside the school. */
const cannotAct: readonly string[] = ['visitors', 'self', ...Outsider.options];
