import { canonical } from '../domain/canonical.ts';
import type { Person } from '../domain/person.ts';
import type { Setting, Settings } from '../domain/policy/policy.ts';
import { leftWithout } from '../domain/policy/left-without.ts';
import { reviewersIn, reviewOn } from '../domain/policy/review.ts';
import { checkSettings, settledValues, unasked } from '../domain/policy/settings.ts';
import { type SettingsChange, settingsHistory } from '../domain/policy/settings-history.ts';
import { inLondon } from '../domain/time.ts';
import { settingsRows } from '../domain/reading/of-records.ts';
import { asRead, everybody } from '../domain/reading/reading.ts';
import { isOneOf } from '../domain/reading/who.ts';
import { type Change, kept, type Keeping, type Keeps, type Writer } from './keep.ts';
import type { School } from './school.ts';

interface ShownSetting extends Pick<Setting, 'id' | 'ask' | 'type' | 'clauses' | 'options'> {
  readonly value: unknown;
  /** `school`: set by the school. `policy`: what the policy says holds unless the school says otherwise. */
  readonly source: 'school' | 'policy' | 'unset';
}

export interface ShownSettings {
  readonly version: number;
  readonly policy: Settings['policy'];
  readonly settings: readonly ShownSetting[];
}

export const shownSettings = (school: Pick<School, 'settings' | 'rules'>): object => asRead(settingsRows, whole(school), everybody);

const whole = ({ settings, rules }: Pick<School, 'settings' | 'rules'>): ShownSettings => ({
  version: settings.version,
  policy: settings.policy,
  settings: rules.settings.map(({ id, ask, type, clauses, options, stated }) => ({
    id,
    ask,
    type,
    clauses,
    ...(options === undefined ? {} : { options }),
    ...valueShown(settings.values[id], stated),
  })),
});

function valueShown(set: unknown, stated: unknown): Pick<ShownSetting, 'value' | 'source'> {
  if (set !== undefined) return { value: set, source: 'school' };
  return stated === undefined ? { value: null, source: 'unset' } : { value: stated, source: 'policy' };
}

/** Settings may be changed by whom the policy names for it. */
export const maySetSettings = ({ rules, settings }: School, person: Person): boolean =>
  rules.about.some((about) => about.id === 'settings-changed-by' && isOneOf(person, about.who, rules, settings));

/** Puts these values in the place of those that the rules ask for, or says what is wrong with them, or what they would leave the school without. */
export function changeSettings(
  deps: Keeping,
  school: School,
  values: Readonly<Record<string, unknown>>,
  sure: boolean,
  writer: Pick<Writer, 'by' | 'seen'>,
): Promise<Change> {
  const { rules, staff } = school;
  return kept(deps, school.id, settingsOf(deps, school), writer, (before) => {
    if (before === undefined || isUnderOther(before, school)) return undefined;
    const complaints = checkSettings(rules, staff, values).map(({ path, message }) => ({ path: ['values', ...path], message }));
    if (complaints.length > 0) return { value: before, complaints };
    const value = {
      ...before,
      version: before.version + 1,
      values: { ...unasked(rules, before.values), ...settledValues(rules, staff, values) },
    };
    const consequences = sure ? [] : leftWithout({ ...school, settings: before }, { ...school, settings: value });
    return { value, complaints, consequences };
  });
}

/** Another version of the policy was agreed to since it was read: what was given was not meant for that one. */
export const isUnderOther = (now: Settings | undefined, { settings }: { readonly settings?: Settings | undefined }): boolean =>
  canonical(now?.policy) !== canonical(settings?.policy);

/** The settings of a school, as a record that is kept. */
export const settingsOf = ({ schools }: Keeping, { id, rules }: Pick<School, 'id' | 'rules'>): Keeps<'settings'> => ({
  kind: 'settings',
  id,
  read: async () => {
    const { settings } = await schools.context(id, {});
    return settings && { value: settings, version: settings.version };
  },
  shown: (settings) => shownSettings({ rules, settings }),
  put: (settings) => schools.putSettings(id, settings),
});

/** The settings as they were written, each time that they were, oldest first. */
export async function writtenSettings({ schools }: Pick<Keeping, 'schools'>, school: string): Promise<readonly Settings[]> {
  // The present first: what is written meanwhile is beside the rest, and belongs after it.
  const { settings } = await schools.context(school, {});
  const before = await schools.before(school, 'settings', school);
  return settings === undefined ? [] : [...before.map(({ value }) => value).filter(({ version }) => version < settings.version), settings];
}

export const readSettingsHistory = async (deps: Pick<Keeping, 'schools'>, school: string): Promise<readonly SettingsChange[]> =>
  settingsHistory(await writtenSettings(deps, school));

/** Records that the policy was looked at again, which ends the reminders until the next day for it. */
export function recordReview(
  deps: Keeping,
  school: School,
  { on, note }: { readonly on?: string | undefined; readonly note?: string | undefined },
  { by, seen }: Pick<Writer, 'by' | 'seen'>,
): Promise<Change> {
  return kept(
    deps,
    school.id,
    { ...settingsOf(deps, school), shown: (settings) => reviewShown(deps, { ...school, settings }) },
    { by, seen },
    (before, at) => {
      if (before === undefined || isUnderOther(before, school)) return undefined;
      const today = inLondon(at).date;
      const done = { on: on ?? today, by, ...(note === undefined ? {} : { note }) };
      const complaints = done.on > today ? [{ path: ['on'], message: `a day that has been: today is ${today}` }] : [];
      const { at: _at, ...last } = before.reviewed ?? {};
      const reviewed = canonical(last) === canonical(done) ? before.reviewed : { ...done, at };
      return { value: { ...before, version: before.version + 1, reviewed }, complaints };
    },
  );
}

export const reviewShown = ({ clock }: Pick<Keeping, 'clock'>, { rules, settings }: Pick<School, 'rules' | 'settings'>) => ({
  review: reviewOn(clock.now(), { rules, settings }),
});

/** Whoever the policy reminds of its review, and whoever may set settings. */
export const mayRecordReview = (school: School, person: Person): boolean =>
  maySetSettings(school, person) || isOneOf(person, reviewersIn(school.rules), school.rules, school.settings);

/** Whether records are now to be kept for longer or less long than they were. */
export const setsPeriods = ({ rules, settings }: School, values: Readonly<Record<string, unknown>>): boolean =>
  rules.settings.some(({ id, type }) => type === 'period' && values[id] !== settings.values[id]);
