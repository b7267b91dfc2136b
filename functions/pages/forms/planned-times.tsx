import type { PlannedTime } from '../../domain/visit/visit.ts';
import { inLondon, type Instant } from '../../domain/time.ts';
import { Input } from '../components/input.tsx';
import type { FieldError, Form } from './form.ts';
import { onDay } from '../visit/on-day.ts';
import { errorOf, type Wrong } from './posting.tsx';
import type { Plan } from '../shapes.ts';
import { dayIn, hourIn } from '../times.ts';
import { hour } from '../words.ts';

/** What each time of a visit is asked as. */
const asked: Readonly<Record<PlannedTime, string>> = {
  departAt: 'When do you leave?',
  arriveAt: 'When do you arrive at the home?',
  leaveAt: 'When do you come away from the home?',
  returnAt: 'By when are you back?',
};
export const plannedTimes = ['departAt', 'arriveAt', 'leaveAt', 'returnAt'] as const;

/** A field for each of these times, with what is planned in it. */
export const TimeFields = ({
  times,
  plan,
  form,
  wrong,
}: {
  readonly times: readonly PlannedTime[];
  readonly plan: Plan;
  readonly form: Form;
  readonly wrong: Wrong | undefined;
}) => (
  <>
    {times.map((time) => {
      const at = plan[time];
      return (
        <Input
          name={time}
          label={{ text: asked[time] }}
          hint={{ text: 'For example 2.30pm' }}
          classes="govuk-input--width-5"
          value={wrong === undefined ? (at === undefined ? '' : hour(at)) : form.get(time)}
          {...errorOf(wrong, time)}
        />
      );
    })}
  </>
);

/** The times that were sent, on this day; those that were left empty are not there. */
export function timesIn(
  form: Form,
  times: readonly PlannedTime[],
  date: string,
): { readonly plan: Plan; readonly errors: readonly FieldError[] } {
  const read = times.map((time) => ({ time, text: form.get(time) })).filter(({ text }) => text !== '');
  const hours = read.map(({ time, text }) => ({ time, at: hourIn(text) }));
  return {
    plan: Object.fromEntries(
      hours.flatMap(({ time, at }): readonly (readonly [PlannedTime, Instant])[] => (at === undefined ? [] : [[time, onDay(date, at)]])),
    ),
    errors: hours.flatMap(({ time, at }) =>
      at === undefined ? [{ field: time, text: `Write a time of the day, like 2.30pm: ${lower(asked[time])}` }] : [],
    ),
  };
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** The day of a visit, in London. */
export const dayOf = ({ departAt }: Plan, now: Instant): string => inLondon(departAt ?? now).date;

/** The day that was sent in three parts; nothing where it is none. */
export const daySent = (form: Form, prefix: string): string | undefined =>
  dayIn({ day: form.get(`${prefix}-day`), month: form.get(`${prefix}-month`), year: form.get(`${prefix}-year`) });

/** The three parts of a day: as they were sent, or of this one. */
export function dateParts(sent: Form | undefined, prefix: string, date: string): Readonly<Record<string, string>> {
  if (sent !== undefined) return Object.fromEntries(['day', 'month', 'year'].map((part) => [part, sent.get(`${prefix}-${part}`)]));
  const [year = '', month = '', day = ''] = date.split('-');
  return { day: String(Number(day)), month: String(Number(month)), year };
}
