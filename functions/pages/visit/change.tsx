import type { Response } from '../../http/http.ts';
import { seeOther } from '../answers.ts';
import { Changed } from '../forms/changed.tsx';
import { Button } from '../components/button.tsx';
import { Checkboxes } from '../components/checkboxes.tsx';
import { DateInput } from '../components/date-input.tsx';
import { Radios } from '../components/radios.tsx';
import { Select } from '../components/select.tsx';
import { Textarea } from '../components/textarea.tsx';
import { type FieldError, type Form, formOfEntries, keyField } from '../forms/form.ts';
import { problemPage } from '../mistakes.tsx';
import { actionNamed, type OnVisit, readVisit, visitPath } from './on-visit.ts';
import type { Page, PageAsked } from '../page.ts';
import { dateParts, daySent, dayOf, plannedTimes, TimeFields, timesIn } from '../forms/planned-times.tsx';
import { badFields, errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import { changedSince, seen, wasSeenAs } from '../forms/seen.ts';
import type { Plan, Visit } from '../shapes.ts';
import { page } from '../shell.tsx';
import { type Colleague, staffOf } from '../forms/staff.ts';
import { hour, postInWords } from '../words.ts';

/** `GET /visits/{visit}/change`: what was asked for, to be put otherwise. */
export const changePage: Page = async (asked) => {
  const read = await readVisit(asked);
  return read.ok ? shownPage(asked, read.on) : problemPage(asked, read.problem);
};

/** `POST /visits/{visit}/change`: only what is put otherwise is sent. What somebody else has changed since is shown first. */
export const change: Page = async (asked) => {
  const read = await readVisit(asked);
  if (!read.ok) return problemPage(asked, read.problem);
  const { on } = read;
  const { body, errors } = changesIn(asked.form, on);
  const wrong = badFields(errors);
  if (wrong !== undefined) return shownPage(asked, on, wrong);
  const changed = changedSince(asked.form.get('seen'), on.visit).filter(isOnThisForm);
  if (changed.length > 0) return shownPage(asked, on, { status: 409 }, changed);
  if (Object.keys(body).length === 0) return seeOther(visitPath(on));
  const answer = await asked.ask('amend', { params: { visit: on.visit.id }, body, key: asked.form.get(keyField), ifMatch: on.etag });
  if (answer.ok) return seeOther(visitPath(on));
  const refused = wrongIn(answer.problem, fieldAt);
  return refused === undefined ? problemPage(asked, answer.problem) : shownPage(asked, on, refused);
};

const isOnThisForm = (part: string): boolean => ['type', 'reason', 'purpose', 'visitors'].includes(part) || part.startsWith('plan.');
const fieldAt = (pointer: string): string | undefined => {
  const [, first = '', second] = pointer.split('/');
  return first === 'plan' ? (second ?? 'departAt') : first === '' ? undefined : first;
};

const places = ['startsFrom', 'endsAt'] as const;

interface Changes {
  readonly body: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldError[];
}

function changesIn(form: Form, { visit, now }: OnVisit): Changes {
  const { plan = {}, visitors = [] } = visit;
  const date = daySent(form, 'day');
  const day = date === undefined ? dayOf(plan, now) : date;
  const { plan: times, errors } = timesIn(form, plannedTimes, day);
  const people = form.all('visitors');
  const going = visitors.filter(({ notGoing }) => notGoing !== true);
  const isSame = people.length === going.length && going.every(({ person }) => people.includes(person));
  const said = { ...times, ...Object.fromEntries(places.flatMap((place) => (form.get(place) === '' ? [] : [[place, form.get(place)]]))) };
  const planned = Object.fromEntries(Object.entries(said).filter(([part, value]) => plan[part as keyof Plan] !== value)); // a plan's own keys
  const words = (['type', 'reason', 'purpose'] as const).flatMap((field) =>
    form.get(field) !== '' && form.get(field) !== visit[field] ? [[field, form.get(field)] as const] : [],
  );
  return {
    body: {
      ...Object.fromEntries(words),
      ...(isSame ? {} : { visitors: people.map((person) => goingAs(person, visit)) }),
      ...(Object.keys(planned).length === 0 ? {} : { plan: planned }),
    },
    errors: [
      ...(form.get('purpose') === '' && visit.purpose !== undefined
        ? [{ field: 'purpose', text: 'Say what the visit is for: it can be put otherwise, and not taken away.' }]
        : []),
      ...(people.length === 0
        ? [{ field: 'visitors', text: 'Tick at least one person who goes. If nobody goes, call the visit off.' }]
        : []),
      ...(date === undefined ? [{ field: 'day', text: 'Write the day of the visit, like 22 6 2026.' }] : []),
      ...errors,
      ...plannedTimes.flatMap((time) =>
        plan[time] !== undefined && form.get(time) === ''
          ? [{ field: time, text: 'Say the time, like 2.30pm: it can be another, and not none.' }]
          : [],
      ),
    ],
  };
}

/**
 * What was sent, with what somebody else has changed meanwhile in the place of what was left as it was found: sent again, it
 * takes nothing of theirs away. Where both changed one thing, what was written here stands, and theirs is said above it.
 */
function freshened(form: Form, changed: readonly string[], { visit, now }: OnVisit): Form {
  const { plan = {}, visitors = [], type, reason, purpose } = visit;
  const before = form.get('seen');
  const times = timesIn(form, plannedTimes, daySent(form, 'day') ?? dayOf(plan, now)).plan;
  const sent: Readonly<Record<string, string | undefined>> = {
    ...Object.fromEntries((['type', 'reason', 'purpose', ...places] as const).map((field) => [field, form.get(field)])),
    ...times,
  };
  const there: Readonly<Record<string, string | undefined>> = { type, reason, purpose, startsFrom: plan.startsFrom, endsAt: plan.endsAt };
  const fieldOf = (part: string): string => part.replace('plan.', '');
  const stale = changed.filter((part) => part === 'visitors' || wasSeenAs(before, part, sent[fieldOf(part)])).map(fieldOf);
  const going = visitors.filter(({ notGoing }) => notGoing !== true);
  const day = Object.entries(dateParts(undefined, 'day', dayOf(plan, now))).map(([part, value]) => [`day-${part}`, value] as const);
  const fresh = stale.flatMap((field): readonly (readonly [string, string])[] => {
    if (field === 'visitors') return going.map(({ person }) => [field, person]);
    const at = plan[plannedTimes.find((time) => time === field) ?? 'departAt'];
    const isTime = (plannedTimes as readonly string[]).includes(field); // any field, looked for among them
    return [[field, isTime && at !== undefined ? hour(at) : (there[field] ?? '')], ...(field === 'departAt' ? day : [])];
  });
  const replaced = new Set(fresh.map(([name]) => name));
  return formOfEntries([...form.entries.filter(([name]) => !replaced.has(name)), ...fresh]);
}

/** Whoever goes already keeps what they are on this visit. */
function goingAs(person: string, { visitors = [] }: Visit): { readonly person: string; readonly onVisit?: string } {
  const onVisit = visitors.find((one) => one.person === person)?.onVisit;
  return { person, ...(onVisit === undefined ? {} : { onVisit }) };
}

// ------------------------------------------------------------------------------------------------ what is on it

async function shownPage(asked: PageAsked, on: OnVisit, wrong?: Wrong, changed: readonly string[] = []): Promise<Response> {
  const isOver = actionNamed(on, 'amend') === undefined;
  const staff = isOver ? [] : await staffOf(asked);
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}Change a visit`,
      back: { text: 'The visit', href: visitPath(on) },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong
        wrong={changed.length > 0 ? undefined : wrong}
        on={on}
        title={wrong?.status === 409 ? 'Not changed' : 'There is a problem'}
      />
      {changed.length === 0 ? null : <Changed changed={changed} on={on} />}
      <span class="govuk-caption-l">Visit {on.visit.id}</span>
      <h1 class="govuk-heading-l">Change this visit</h1>
      {isOver ? (
        <p class="govuk-body">
          It can be changed no more like this. Once somebody has left, new times are said on the page for their phone, or to the office.
        </p>
      ) : (
        <Fields
          asked={changed.length > 0 ? { ...asked, form: freshened(asked.form, changed, on) } : asked}
          on={on}
          staff={staff}
          wrong={wrong}
          asWasSeen={changed.length > 0 ? '' : asked.form.get('seen')}
        />
      )}
    </>,
  );
}

interface FieldsProps {
  readonly asked: PageAsked;
  readonly on: OnVisit;
  readonly staff: readonly Colleague[];
  readonly wrong: Wrong | undefined;
  /** What the form was made from, as long as nothing newer was pointed out. */
  readonly asWasSeen: string;
}

const Fields = ({ asked, on, staff, wrong, asWasSeen }: FieldsProps) => {
  const { form } = asked;
  const { visit } = on;
  const { plan = {}, visitors = [] } = visit;
  const going = visitors.filter(({ notGoing }) => notGoing !== true).map(({ person }) => person);
  const sent = wrong === undefined ? undefined : form;
  const chosen = sent?.all('visitors') ?? going;
  const candidates = staff.filter(({ id, duties }) => duties.includes('visitor') || going.includes(id));
  return (
    <PostForm asked={asked} action={`${visitPath(on)}/change`} wrong={wrong}>
      <input type="hidden" name="seen" value={asWasSeen === '' ? seen(visit) : asWasSeen} />
      <Chosen field="type" on={on} sent={sent} wrong={wrong} />
      <Chosen field="reason" on={on} sent={sent} wrong={wrong} />
      <Textarea
        name="purpose"
        label={{ text: askOf('purpose', on) ?? 'What is the visit for?', classes: 'govuk-label--s' }}
        rows={3}
        value={sent?.get('purpose') ?? visit.purpose ?? ''}
        {...errorOf(wrong, 'purpose')}
      />
      <Checkboxes
        name="visitors"
        values={chosen}
        fieldset={{ legend: { text: 'Who goes?', classes: 'govuk-fieldset__legend--s' } }}
        {...errorOf(wrong, 'visitors')}
        items={candidates.map(({ id, name, roles }) => ({
          value: id,
          text: name,
          ...(roles.length === 0 ? {} : { hint: { text: roles.map(postInWords).join(', ') } }),
        }))}
      />
      <DateInput
        id="day"
        namePrefix="day"
        fieldset={{ legend: { text: 'On which day?', classes: 'govuk-fieldset__legend--s' } }}
        hint={{ text: 'For example 22 6 2026' }}
        values={dateParts(sent, 'day', dayOf(plan, on.now))}
        {...errorOf(wrong, 'day')}
      />
      <TimeFields times={plannedTimes} plan={plan} form={form} wrong={wrong} />
      {places.map((place) => (
        <Select
          name={place}
          label={{ text: askOf(`plan.${place}`, on) ?? placeAsked[place] }}
          value={sent?.get(place) ?? plan[place] ?? 'school'}
          items={placesOf(place, on)}
          {...errorOf(wrong, place)}
        />
      ))}
      <Button text="Change the visit" preventDoubleClick />
      <p class="govuk-hint">If what was agreed to changes by this, it has to be agreed to again: whoever agreed is told.</p>
    </PostForm>
  );
};

const placeAsked = { startsFrom: 'Where do you start from?', endsAt: 'Where do you go afterwards?' } as const;
const anywhere = [
  { value: 'school', text: 'School' },
  { value: 'home', text: 'My own home' },
  { value: 'other', text: 'Somewhere else' },
];
const placesOf = (place: (typeof places)[number], { policy }: OnVisit) =>
  policy.questions.find(({ fills }) => fills === `plan.${place}`)?.options?.map(({ id, say }) => ({ value: id, text: say })) ?? anywhere;

const askOf = (fills: string, { policy }: OnVisit): string | undefined =>
  policy.questions.find((question) => question.fills === fills)?.ask;

/** The kind of visit, or the reason: only where the policy has such a list. */
const Chosen = ({
  field,
  on,
  sent,
  wrong,
}: {
  readonly field: 'type' | 'reason';
  readonly on: OnVisit;
  readonly sent: Form | undefined;
  readonly wrong: Wrong | undefined;
}) => {
  const question = on.policy.questions.find(({ fills }) => fills === field);
  if (question?.options === undefined) return null;
  return (
    <Radios
      name={field}
      value={sent?.get(field) ?? on.visit[field]}
      fieldset={{ legend: { text: question.ask, classes: 'govuk-fieldset__legend--s' } }}
      hint={{ text: question.clauses.join(', ') }}
      {...errorOf(wrong, field)}
      items={question.options.map(({ id, say }) => ({ value: id, text: say }))}
    />
  );
};
