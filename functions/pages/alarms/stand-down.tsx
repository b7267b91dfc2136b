/** That an alarm is over: how somebody knows, and of each visitor that they are back or when they will be. Nobody is left out and unwatched. */
import { epochOf, type Instant, nextInLondon, plusMilliseconds } from '../../domain/time.ts';
import type { Response } from '../../http/http.ts';
import { findAlarm, type FoundAlarm, pathOf, titleOf } from './alarm.tsx';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { Input } from '../components/input.tsx';
import { Radios } from '../components/radios.tsx';
import { Textarea } from '../components/textarea.tsx';
import { type FieldError, keyField, tokenField } from '../forms/form.ts';
import { problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { page } from '../shell.tsx';
import { hourIn } from '../times.ts';

/** `GET /visits/{visit}/alarms/{alarm}/stand-down` */
export const standDown: Page = async (asked) => {
  const found = await findAlarm(asked);
  if ('status' in found) return found;
  return found.alarm.endedAt === null
    ? formPage(asked, found, { how: 'Spoke to them', of: () => ({ is: '', until: '' }) })
    : seeOther(pathOf(found));
};

/** `POST /visits/{visit}/alarms/{alarm}/stand-down` */
export const sendStandDown: Page = async (asked) => {
  const found = await findAlarm(asked);
  if ('status' in found) return found;
  const { form, now } = asked;
  const said: Said = { how: form.get('how'), of: (person) => ({ is: form.get(`is-${person}`), until: form.get(`until-${person}`) }) };
  const { nameOf } = await asked.frame();
  const read = coveredBy(found).map((person) => ({ person, ...readOne(said.of(person), person, nameOf(person), now) }));
  const errors: readonly FieldError[] = [
    ...(said.how === '' ? [{ field: 'how', text: 'Say how you know that they are safe' }] : []),
    ...read.flatMap(({ error }) => error ?? []),
  ];
  if (errors.length > 0) return formPage(asked, found, said, { status: 400, errors });
  const answer = await asked.ask('stand-down', {
    params: { visit: found.visit.id },
    body: {
      alarm: found.alarm.id,
      how: said.how,
      visitors: Object.fromEntries(read.flatMap(({ person, value }) => (value === undefined ? [] : [[person, value]]))),
    },
    key: form.get(keyField),
  });
  if (answer.ok || answer.problem.code === 'alarm-over') return seeOther(pathOf(found));
  const { status, detail = answer.problem.title } = answer.problem;
  return status === 400 || status === 409
    ? formPage(asked, found, said, { status, errors: [{ field: 'how', text: detail }] })
    : problemPage(asked, answer.problem);
};

interface One {
  readonly is: string;
  /** An hour of the day as somebody wrote it. */
  readonly until: string;
}

interface Said {
  readonly how: string;
  readonly of: (person: string) => One;
}

/** Whom the alarm is about: of a call for help each is asked about again, though they said that they are back. */
const coveredBy = ({ visit, alarm: { visitors, kind } }: FoundAlarm): readonly string[] =>
  visitors.filter((person) => {
    const one = visit.visitors?.find((visitor) => visitor.person === person);
    return one?.notGoing !== true && (kind === 'distress' || one?.state !== 'accounted-for');
  });

const furthest = 12 * 60 * 60 * 1000;

function readOne({ is, until }: One, person: string, name: string, now: Instant): { readonly value?: string; readonly error?: FieldError } {
  if (is === 'accounted-for') return { value: is };
  if (is !== 'out')
    return { error: { field: `is-${person}`, text: `Say whether ${name} is back or still out. If you do not know, leave the alarm open` } };
  const time = hourIn(until);
  if (time === undefined) return { error: { field: `until-${person}`, text: `Say by when ${name} will be back, like 4.15pm` } };
  const at = nextInLondon(now, time);
  // An hour that has passed today would be tomorrow's.
  return epochOf(at) > epochOf(plusMilliseconds(now, furthest))
    ? { error: { field: `until-${person}`, text: `That has passed: say by when ${name} will be back from now on` } }
    : { value: at };
}

async function formPage(
  asked: PageAsked,
  found: FoundAlarm,
  said: Said,
  { status, errors }: { readonly status?: number; readonly errors: readonly FieldError[] } = { errors: [] },
): Promise<Response> {
  const { nameOf } = await asked.frame();
  const about = titleOf(found, nameOf);
  const wrong = (field: string) => {
    const error = errors.find((one) => one.field === field);
    return error === undefined ? {} : { errorMessage: { text: error.text } };
  };
  const covered = coveredBy(found);
  return page(
    asked,
    {
      title: `${errors.length > 0 ? 'Error: ' : ''}Stand down – ${about}`,
      back: { text: 'The alarm', href: pathOf(found) },
      ...(status === undefined ? {} : { status }),
    },
    <>
      {errors.length === 0 ? null : <ErrorSummary errorList={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />}
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">{about}</span> Are they safe?
      </h1>
      <form method="post" action={`${pathOf(found)}/stand-down`} novalidate>
        <input type="hidden" name={tokenField} value={asked.token} />
        <input type="hidden" name={keyField} value={asked.form.get(keyField) || `${asked.deps.newRandom()}.over`} />
        {covered.map((person) => {
          const { is, until } = said.of(person);
          return (
            <Radios
              name={`is-${person}`}
              value={is}
              fieldset={{ legend: { text: nameOf(person), classes: 'govuk-fieldset__legend--m' } }}
              {...wrong(`is-${person}`)}
              items={[
                {
                  value: 'accounted-for',
                  text: 'Back, or at home for the day',
                  hint: { text: 'Nobody watches for them any more.' },
                },
                {
                  value: 'out',
                  text: 'Safe, and still out',
                  hint: { text: 'They are watched for again, from the time that they gave you.' },
                  conditional: {
                    html: (
                      <Input
                        name={`until-${person}`}
                        label={{ text: `When will ${nameOf(person)} be back?` }}
                        hint={{ text: 'For example, 4.15pm' }}
                        value={until}
                        classes="govuk-input--width-5"
                        {...wrong(`until-${person}`)}
                      />
                    ),
                  },
                },
              ]}
            />
          );
        })}
        <Textarea
          name="how"
          label={{ text: 'How do you know?' }}
          hint={{ text: 'Hear their own voices. A message that somebody typed may not be theirs.' }}
          value={said.how}
          rows={2}
          {...wrong('how')}
        />
        <Button text="It is over" preventDoubleClick />
      </form>
    </>,
  );
}
