/**
 * What was pressed on the phone page, as a command of the API. Nothing is refused here: what cannot be read goes on as it was
 * sent, and the API keeps it. The same fields are always the same command, so that a press that is sent again is known again.
 */
import { createHash } from 'node:crypto';
import type { OperationId } from '../../api/routes.ts';
import { epochOf, type HourOfDay, Instant, nextInLondon, plusMilliseconds } from '../../domain/time.ts';
import { type Form, keyField, tokenField } from '../forms/form.ts';

export const presses = [
  'depart',
  'depart-in-breach',
  'not-going',
  'arrive',
  'check-in',
  'leave',
  'return',
  'revise',
  'correct',
  'raise-alarm',
  'note',
  'tick',
] as const satisfies readonly OperationId[];
export type PressName = (typeof presses)[number];

export interface Pressed {
  readonly name: PressName;
  readonly body: Readonly<Record<string, unknown>>;
  /** A field that could not be made out: it went on as it was sent. */
  readonly unread?: 'until';
}

const times = ['arriveAt', 'leaveAt', 'returnAt'] as const;

/** `person` is whose page it is; `now` counts only where the form does not say when it was made. */
export function pressedIn(form: Form, person: string, now: Instant): Pressed {
  const name = presses.find((one) => one === form.get('press')) ?? 'note';
  const given = (...fields: readonly string[]): Readonly<Record<string, string>> =>
    Object.fromEntries(fields.flatMap((field) => (form.get(field) === '' ? [] : [[field, form.get(field)]])));
  const whose = form.get('all') === '' ? {} : { visitor: 'all' };
  const said = { ...whose, ...given('at') };
  switch (name) {
    case 'depart':
      return { name, body: { ...said, ticks: form.all('ticks') } };
    case 'depart-in-breach':
      return { name, body: { ...said, ...given('reason') } };
    case 'not-going':
      return { name, body: { ...whose, reason: form.get('reason') } };
    case 'arrive':
    case 'check-in':
      return { name, body: { ...said, ...given('words') } };
    case 'leave':
      return { name, body: { ...said, ...given('words', 'outcome', 'next') } };
    case 'return':
      return { name, body: { ...said, ...given('words', 'seenBy') } };
    case 'correct':
      return { name, body: { ...said, ...given('what'), ...(form.get('words') === '' ? {} : { so: form.get('words') }) } };
    case 'raise-alarm':
      return { name, body: { ...given('at', 'kind', 'words'), ...positionIn(form) } };
    case 'note':
      return { name, body: given('at', 'words') };
    case 'tick':
      return { name, body: { ticks: form.all('ticks') } };
    case 'revise': {
      const { plan, unread } = newTimes(form, now);
      // Without a name new times are everybody's: another's clock is nobody's to put off by forgetting a box.
      const body = { visitor: person, ...said, ...given('place'), plan };
      return { name, body, ...(unread ? { unread: 'until' } : {}) };
    }
  }
}

/** Its own name for this press, also where it is sent again by whoever signed in anew; and another for the same form with other words in it: words are never lost for a name that was used. */
export function keyOf(form: Form): string {
  const fields = form.entries.filter(([name]) => name !== keyField && name !== tokenField);
  const said = createHash('sha256').update(JSON.stringify(fields)).digest('base64url').slice(0, 20);
  return `${form
    .get(keyField)
    .replaceAll(/[^\w.-]/g, '')
    .slice(0, 40)}.${said}`;
}

/** Where the phone says that it is: sent only by the button that says so. */
function positionIn(form: Form): object {
  const [latitude, longitude] = [form.get('latitude'), form.get('longitude')];
  return latitude === '' || longitude === '' ? {} : { position: { latitude: Number(latitude), longitude: Number(longitude) } };
}

/** The times that the button said; with an hour typed, that hour for the return, and what comes before it as much later. */
function newTimes(form: Form, now: Instant): { readonly plan: Readonly<Record<string, unknown>>; readonly unread?: true } {
  const shown = Object.fromEntries(
    times.flatMap((time) => {
      const at = Instant.safeParse(form.get(time)).data;
      return at === undefined ? [] : [[time, at]];
    }),
  );
  const typed = form.get('until');
  if (typed === '') return { plan: shown };
  const madeAt = Instant.safeParse(form.get('from')).data;
  const from = madeAt === undefined || epochOf(now) - epochOf(madeAt) > oldest ? now : madeAt;
  const until = hourIn(typed, from);
  if (until === undefined) return { plan: { returnAt: typed }, unread: true };
  const due = shown['returnAt'];
  const later = due === undefined ? 0 : Math.max(0, epochOf(until) - epochOf(due));
  const before = Object.entries(shown).map(([time, at]): readonly [string, Instant] => [time, plusMilliseconds(at, later)]);
  return { plan: { ...Object.fromEntries(before), returnAt: until } };
}

/** A page that is as old as this is no measure of which day is meant. */
const oldest = 12 * 3_600_000;

/** The next time that it is that hour in London, however it is written: `16:45`, `4.45pm`, `4:45`, `1645`. Half a day or less ahead where nobody says which half. */
export function hourIn(text: string, from: Instant): Instant | undefined {
  const plain = text.toLowerCase().replaceAll(/\s/g, '').replace('noon', '12pm').replace('midnight', '12am');
  const [, hours = '', minutes = '00', half = ''] = /^(\d{1,2})(?:[.:]?(\d{2}))?(am|pm|a\.m\.|p\.m\.)?$/.exec(plain) ?? [];
  const [hour, minute] = [Number(hours), Number(minutes)];
  if (hours === '' || minute > 59 || hour > 23 || (half !== '' && (hour < 1 || hour > 12))) return undefined;
  const at = (h: number): Instant => nextInLondon(from, hourOfDay(h, minute));
  if (half !== '') return at((hour % 12) + (half.startsWith('p') ? 12 : 0));
  // A phone's own field for a time writes two figures, and means one half of the day.
  if (hour > 12 || hour === 0 || /^\d\d:\d\d$/.test(plain)) return at(hour);
  return [at(hour % 12), at((hour % 12) + 12)].toSorted()[0];
}

const two = (n: number): string => String(n).padStart(2, '0');
const hourOfDay = (hour: number, minute: number): HourOfDay => `${two(hour)}:${two(minute)}`;
