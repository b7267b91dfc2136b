import type { Duty } from '../../domain/policy/policy.ts';
import type { Response } from '../../http/http.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { Radios } from '../components/radios.tsx';
import { keyField } from '../forms/form.ts';
import type { Frame } from '../frame.ts';
import { problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import { page } from '../shell.tsx';
import { listed } from '../words.ts';

/** As the API lets them. */
const mergers: readonly Duty[] = ['office', 'dsl', 'headteacher', 'head-of-school', 'executive-headteacher', 'admin'];
export const mayMerge = ({ person }: Frame): boolean => person?.duties.some((duty) => mergers.includes(duty)) === true;

/** `GET /duplicates`: homes that look like one home twice. */
export const duplicatesPage: Page = (asked) => shown(asked);

/** `POST /duplicates`: everything of one is in the other from now on. */
export const mergeHomes: Page = async (asked) => {
  const { form } = asked;
  const into = form.get('into');
  const others = form.all('of').filter((home) => home !== into);
  const group = form.all('of').join(' ');
  if (!form.all('of').includes(into))
    return shown(asked, { status: 400, fields: [{ field: `into-${group.replaceAll(' ', '-')}`, text: 'Choose which record stays' }] });
  for (const from of others) {
    const answer = await asked.ask('merge-households', { params: { household: into }, body: { from }, key: form.get(keyField) });
    if (answer.ok) continue;
    const wrong = wrongIn(answer.problem);
    return wrong === undefined ? problemPage(asked, answer.problem) : shown(asked, wrong);
  }
  return seeOther(`/homes/${encodeURIComponent(into)}?merged=yes`);
};

const whyInWords = {
  'same-address': 'the same address',
  'same-phone': 'the same telephone number',
  'same-child-and-name': 'the same child, and the same name',
} as const;

async function shown(asked: PageAsked, wrong?: Wrong): Promise<Response> {
  const answer = await asked.ask('list-duplicates');
  if (!answer.ok) return problemPage(asked, answer.problem);
  const { duplicates } = answer.value;
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}Homes that look like one home twice`,
      back: { href: '/homes', text: 'Homes' },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} title="Nothing is merged yet" />
      <h1 class="govuk-heading-l">Homes that look like one home twice</h1>
      <p class="govuk-body">
        Whether they are one is for you to say: two families may live at one address. Nothing of either record is lost, and it cannot be
        taken apart again.
      </p>
      {duplicates.length === 0 ? <p class="govuk-body">There are none.</p> : null}
      {duplicates.map(({ households, why }) => {
        const id = `into-${households.map((home) => home.id).join('-')}`;
        return (
          <PostForm asked={asked} action="/duplicates">
            {households.map((home) => (
              <input type="hidden" name="of" value={home.id} />
            ))}
            <Radios
              name="into"
              idPrefix={id}
              fieldset={{
                legend: {
                  text: `${listed(households.map(({ name }) => name))}: which record stays?`,
                  classes: 'govuk-fieldset__legend--m',
                },
              }}
              hint={{ text: `They have ${listed(why.map((one) => whyInWords[one]))}.` }}
              {...errorOf(wrong, id)}
              items={households.map((home) => ({
                value: home.id,
                text: home.name,
                hint: {
                  html: (
                    <>
                      {home.address ?? 'No address is known'}.{' '}
                      <a class="govuk-link" href={`/homes/${encodeURIComponent(home.id)}`}>
                        Look at it
                      </a>
                    </>
                  ),
                },
              }))}
            />
            <Button text="Make one home of them" classes="govuk-button--secondary" preventDoubleClick />
          </PostForm>
        );
      })}
    </>,
  );
}
