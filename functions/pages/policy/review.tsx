import { inLondon } from '../../domain/time.ts';
import type { Response } from '../../http/http.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { DateInput } from '../components/date-input.tsx';
import { SummaryList } from '../components/summary-list.tsx';
import { Textarea } from '../components/textarea.tsx';
import { type Form, formOfEntries, keyField } from '../forms/form.ts';
import { badFields, errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import { anyOf } from '../forms/whose.ts';
import { problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { page } from '../shell.tsx';
import { dayIn } from '../times.ts';
import { dateInWords, lengthInWords } from '../words.ts';
import { reviewInWords } from './review-in-words.ts';

/** `GET /policy/review`: when the policy is to be looked at again, and a form by which somebody says that it was. */
export const reviewPage: Page = (asked) => {
  const [year = '', month = '', day = ''] = inLondon(asked.now).date.split('-');
  const today = Object.entries({ 'on-day': day, 'on-month': month, 'on-year': year }).map(
    ([name, part]) => [name, part.replace(/^0/, '')] as const,
  );
  return shown(asked, formOfEntries(today));
};

/** `POST /policy/review` */
export const recordReview: Page = async (asked) => {
  const { form, ask } = asked;
  const on = dayIn({ day: form.get('on-day'), month: form.get('on-month'), year: form.get('on-year') });
  const note = form.get('note');
  const bad = badFields(on === undefined ? [{ field: 'on-day', text: 'Write the day on which it was looked at, like 22 6 2026' }] : []);
  if (bad !== undefined) return shown(asked, form, bad);
  const answer = await ask('record-review', { body: { on, ...(note === '' ? {} : { note }) }, key: form.get(keyField) });
  if (answer.ok) return seeOther('/policy/review?recorded=yes');
  const wrong =
    answer.status === 412
      ? {
          status: 409,
          said: 'Another version of the policy was agreed to since you opened this. Look whether it was that one which was looked at.',
        }
      : wrongIn(answer.problem, (pointer) => (pointer === '/note' ? 'note' : 'on-day'));
  return wrong === undefined ? problemPage(asked, answer.problem) : shown(asked, form, wrong);
};

async function shown(asked: PageAsked, form: Form, wrong?: Wrong): Promise<Response> {
  const [answer, { nameOf }] = await Promise.all([asked.ask('read-policy'), asked.frame()]);
  if (!answer.ok) return problemPage(asked, answer.problem);
  const { review, about, version } = answer.value;
  const title = 'When the policy is to be looked at again';
  const row = about.find((one) => one.id === 'review');
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}${title}`,
      back: { href: '/policy', text: 'The policy' },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} title="Not noted yet" />
      <h1 class="govuk-heading-l">{title}</h1>
      {asked.request.query['recorded'] === undefined || wrong !== undefined ? null : (
        <div class="govuk-inset-text" role="status">
          Noted: it was looked at again. Nobody is reminded until it is due the next time.
        </div>
      )}
      {review === null || row === undefined ? (
        <p class="govuk-body">The policy, version {version}, says nothing of when it is to be looked at again. Nobody is reminded.</p>
      ) : (
        <>
          <SummaryList
            rows={[
              { key: { text: 'Next' }, value: { text: sentence(reviewInWords(review)) } },
              {
                key: { text: 'How often' },
                value: { text: `Every ${lengthInWords(review.every).replace(/^1 /, '')} (${row.clauses.join(', ')})` },
              },
              {
                key: { text: 'Who is reminded' },
                value: { text: `${sentence(anyOf(row.tell, nameOf))}, every thirty days once it is due (DS-25)` },
              },
              {
                key: { text: 'Last looked at' },
                value: {
                  text:
                    review.last === null
                      ? 'Not since this version holds, as far as Doorstep knows'
                      : `${dateInWords(review.last.on)}, as ${nameOf(review.last.by)} says${review.last.note === undefined ? '' : `: ${review.last.note}`}`,
                },
              },
            ]}
          />
          {review.mayRecord ? <Recording asked={asked} form={form} wrong={wrong} /> : null}
        </>
      )}
    </>,
  );
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const Recording = ({ asked, form, wrong }: { readonly asked: PageAsked; readonly form: Form; readonly wrong: Wrong | undefined }) => (
  <PostForm asked={asked} action="/policy/review" wrong={wrong}>
    <h2 class="govuk-heading-m">It was looked at again</h2>
    <p class="govuk-body">
      If it has to change, a new version is proposed and agreed to: that is another thing. Say here only that somebody has read it through.
    </p>
    <DateInput
      id="on"
      namePrefix="on"
      fieldset={{ legend: { text: 'On which day?', classes: 'govuk-fieldset__legend--s' } }}
      {...errorOf(wrong, 'on-day')}
      values={Object.fromEntries(['on-day', 'on-month', 'on-year'].map((name) => [name, form.get(name)]))}
    />
    <Textarea
      name="note"
      label={{ text: 'By whom, and what came of it (optional)', classes: 'govuk-label--s' }}
      rows={3}
      value={form.get('note')}
      {...errorOf(wrong, 'note')}
    />
    <Button text="It was looked at again" preventDoubleClick />
  </PostForm>
);
