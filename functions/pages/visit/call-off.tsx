/** What ends or moves a visit before the door: called off, put off, or made without one of those who were to go. */
import type { Response } from '../../http/http.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { DateInput } from '../components/date-input.tsx';
import { Radios } from '../components/radios.tsx';
import { Textarea } from '../components/textarea.tsx';
import { type FieldError, keyField } from '../forms/form.ts';
import { problemPage } from '../mistakes.tsx';
import { actionNamed, type OnVisit, readVisit, timesOf, visitPath, waiting } from './on-visit.ts';
import type { Page, PageAsked } from '../page.ts';
import { dateParts, daySent, dayOf, plannedTimes, TimeFields, timesIn } from '../forms/planned-times.tsx';
import { badFields, errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import { page } from '../shell.tsx';
import { VisitSummary } from './visit-summary.tsx';

interface Kind {
  readonly command: 'cancel' | 'reschedule' | 'not-going';
  readonly title: string;
  /** What it means, for whoever is about to do it. */
  readonly means: readonly string[];
  readonly why: string;
  readonly button: string;
}

const kinds = {
  cancel: {
    command: 'cancel',
    title: 'Call this visit off',
    means: [
      'The visit is over with that. Whoever was to go, or was told of it, hears of it.',
      'To make it on another day, put it off instead.',
    ],
    why: 'Why is it called off?',
    button: 'Call it off',
  },
  reschedule: {
    command: 'reschedule',
    title: 'Put this visit off',
    means: [
      'This one is called off, and a new request takes its place.',
      'Nothing that was agreed to, signed or talked over is taken along: it is asked again for the new day.',
    ],
    why: 'Why is it put off?',
    button: 'Put it off',
  },
  'not-going': {
    command: 'not-going',
    title: 'Somebody is not going',
    means: ['They are not waited for and not watched. Whoever goes may need somebody else beside them: that is said before they leave.'],
    why: 'Why are they not going?',
    button: 'They are not going',
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** The page of one of them, and what its form does. */
const pagesOf = (kind: Kind): { readonly shows: Page; readonly does: Page } => ({
  shows: async (asked) => {
    const read = await readVisit(asked);
    return read.ok ? shownPage(asked, read.on, kind) : problemPage(asked, read.problem);
  },
  does: async (asked) => {
    const read = await readVisit(asked);
    if (!read.ok) return problemPage(asked, read.problem);
    const { on } = read;
    const { body, errors } = bodyOf(asked, on, kind);
    const wrong = badFields(errors);
    if (wrong !== undefined) return shownPage(asked, on, kind, wrong);
    const answer = await asked.ask(kind.command, { params: { visit: on.visit.id }, body, key: asked.form.get(keyField) });
    if (answer.ok) return seeOther(followerOf(answer.value) ?? visitPath(on));
    const refused = wrongIn(answer.problem, (pointer) => pointer.split('/').at(-1));
    return refused === undefined ? problemPage(asked, answer.problem) : shownPage(asked, on, kind, refused);
  },
});

export const cancelling = pagesOf(kinds.cancel);
export const puttingOff = pagesOf(kinds.reschedule);
export const stayingBehind = pagesOf(kinds['not-going']);

/** Of a visit that was put off: the one that takes its place. */
function followerOf({ history }: Readonly<Record<string, unknown>>): string | undefined {
  const events: readonly unknown[] = Array.isArray(history) ? history : [];
  const put = events.findLast(
    (event): event is { readonly to: string } =>
      typeof event === 'object' &&
      event !== null &&
      'type' in event &&
      event.type === 'VisitRescheduled' &&
      'to' in event &&
      typeof event.to === 'string',
  );
  return put === undefined ? undefined : `/visits/${encodeURIComponent(put.to)}`;
}

function bodyOf(
  { form }: PageAsked,
  { visit, now, me }: OnVisit,
  { command, why }: Kind,
): { readonly body: Readonly<Record<string, unknown>>; readonly errors: readonly FieldError[] } {
  const reason = form.get('reason');
  const unsaid = reason === '' ? [{ field: 'reason', text: `Say it in a few words: ${why.charAt(0).toLowerCase()}${why.slice(1)}` }] : [];
  switch (command) {
    case 'cancel':
      return { body: { reason }, errors: unsaid };
    case 'not-going': {
      const there = waiting(visit);
      const chosen = form.get('visitor');
      const visitor = chosen === '' && there.length === 1 ? (there[0]?.person ?? me) : chosen;
      return {
        body: { visitor, reason },
        errors: [...(visitor === '' ? [{ field: 'visitor', text: 'Choose who is not going.' }] : []), ...unsaid],
      };
    }
    case 'reschedule': {
      const date = daySent(form, 'day');
      const { plan, errors } = timesIn(form, plannedTimes, date ?? dayOf(timesOf(visit), now));
      return {
        body: { reason, plan },
        errors: [
          ...unsaid,
          ...(date === undefined ? [{ field: 'day', text: 'Write the new day of the visit, like 22 6 2026.' }] : []),
          ...errors,
          ...(form.get('departAt') === '' ? [{ field: 'departAt', text: 'Say when you leave, like 1pm.' }] : []),
        ],
      };
    }
  }
}

// ------------------------------------------------------------------------------------------------ what is on it

function shownPage(asked: PageAsked, on: OnVisit, kind: Kind, wrong?: Wrong): Promise<Response> {
  const { form } = asked;
  const { visit } = on;
  const isOver = actionNamed(on, kind.command) === undefined;
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}${kind.title}`,
      back: { text: 'The visit', href: visitPath(on) },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} on={on} />
      <span class="govuk-caption-l">Visit {visit.id}</span>
      <h1 class="govuk-heading-l">{kind.title}</h1>
      <VisitSummary on={on} />
      {isOver ? (
        <p class="govuk-body">
          This can be done only before anybody leaves. Whoever is out and turns back says so on the page for their phone, and is watched
          until they are back.
        </p>
      ) : (
        <PostForm asked={asked} action={`${visitPath(on)}/${kind.command}`} wrong={wrong}>
          {kind.means.map((line) => (
            <p class="govuk-body">{line}</p>
          ))}
          {kind.command === 'not-going' ? <WhoStays asked={asked} on={on} wrong={wrong} /> : null}
          {kind.command === 'reschedule' ? (
            <>
              <DateInput
                id="day"
                namePrefix="day"
                fieldset={{ legend: { text: 'To which day?', classes: 'govuk-fieldset__legend--s' } }}
                hint={{ text: 'For example 22 6 2026' }}
                values={wrong === undefined ? {} : dateParts(form, 'day', '')}
                {...errorOf(wrong, 'day')}
              />
              <TimeFields times={plannedTimes} plan={timesOf(visit)} form={form} wrong={wrong} />
            </>
          ) : null}
          <Textarea
            name="reason"
            label={{ text: kind.why, classes: 'govuk-label--s' }}
            rows={3}
            value={form.get('reason')}
            {...errorOf(wrong, 'reason')}
          />
          <Button text={kind.button} classes={kind.command === 'reschedule' ? undefined : 'govuk-button--warning'} preventDoubleClick />
        </PostForm>
      )}
    </>,
  );
}

const WhoStays = ({
  asked: { form },
  on,
  wrong,
}: {
  readonly asked: PageAsked;
  readonly on: OnVisit;
  readonly wrong: Wrong | undefined;
}) => {
  const there = waiting(on.visit);
  if (there.length < 2) return null;
  return (
    <Radios
      name="visitor"
      value={form.get('visitor')}
      fieldset={{ legend: { text: 'Who is not going?', classes: 'govuk-fieldset__legend--s' } }}
      {...errorOf(wrong, 'visitor')}
      items={there.map(({ person }) => ({ value: person, text: person === on.me ? 'I am not' : on.nameOf(person) }))}
    />
  );
};
