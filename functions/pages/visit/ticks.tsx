import { Stage } from '../../domain/policy/policy.ts';
import type { ShownPrompt } from '../../domain/visit/stage-card.ts';
import type { Response } from '../../http/http.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { Checkboxes } from '../components/checkboxes.tsx';
import { keyField } from '../forms/form.ts';
import { problemPage } from '../mistakes.tsx';
import { type OnVisit, readVisit, visitPath } from './on-visit.ts';
import type { Page, PageAsked } from '../page.ts';
import { badFields, errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import { page } from '../shell.tsx';

/** `GET /visits/{visit}/ticks`: every line of the policy that this person is shown and may tick, at whatever stage. */
export const ticksPage: Page = async (asked) => {
  const read = await readVisit(asked);
  return read.ok ? shownPage(asked, read.on) : problemPage(asked, read.problem);
};

/** `POST /visits/{visit}/ticks`: what they have read or done, themselves. */
export const tick: Page = async (asked) => {
  const read = await readVisit(asked);
  if (!read.ok) return problemPage(asked, read.problem);
  const { on } = read;
  const ticks = asked.form.all('tick');
  const wrong = badFields(ticks.length === 0 ? [{ field: 'tick', text: 'Tick what you have read or done.' }] : []);
  if (wrong !== undefined) return shownPage(asked, on, wrong);
  const answer = await asked.ask('tick', { params: { visit: on.visit.id }, body: { ticks }, key: asked.form.get(keyField) });
  if (answer.ok) return seeOther(`${visitPath(on)}/ticks`);
  const refused = wrongIn(answer.problem, () => 'tick');
  return refused === undefined ? problemPage(asked, answer.problem) : shownPage(asked, on, refused);
};

async function shownPage(asked: PageAsked, on: OnVisit, wrong?: Wrong): Promise<Response> {
  const cards = await Promise.all(Stage.options.map((stage) => asked.ask('read-card', { params: { visit: on.visit.id, stage } })));
  const all = cards.flatMap((card) => (card.ok ? card.value.prompts : [])).filter(({ tick: asks }) => asks !== undefined);
  const lines = all.filter(({ id }, i) => all.findIndex((other) => other.id === id) === i);
  const open = lines.filter(({ ticked }) => ticked !== true);
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}Read and tick`,
      back: { text: 'The visit', href: visitPath(on) },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} on={on} />
      <span class="govuk-caption-l">Visit {on.visit.id}</span>
      <h1 class="govuk-heading-l">Read and tick</h1>
      {open.length === 0 ? (
        <p class="govuk-body">There is nothing here for you to tick.</p>
      ) : (
        <PostForm asked={asked} action={`${visitPath(on)}/ticks`} wrong={wrong}>
          <Checkboxes
            name="tick"
            values={asked.form.all('tick')}
            fieldset={{ legend: { text: 'Tick what you have read or done yourself', classes: 'govuk-fieldset__legend--m' } }}
            {...errorOf(wrong, 'tick')}
            items={open.map(({ id, say, clauses, tick: asks }) => ({
              value: id,
              text: say,
              hint: { text: `${clauses.join(', ')}${asks === 'needed' ? '. Needed before you leave' : ''}` },
            }))}
          />
          <Button text="Tick these" preventDoubleClick />
        </PostForm>
      )}
      <Done lines={lines.filter(({ ticked }) => ticked === true)} />
    </>,
  );
}

const Done = ({ lines }: { readonly lines: readonly ShownPrompt[] }) =>
  lines.length === 0 ? null : (
    <>
      <h2 class="govuk-heading-m">Ticked</h2>
      <ul class="govuk-list govuk-list--bullet">
        {lines.map(({ say, clauses }) => (
          <li>
            {say} <span class="govuk-hint">{clauses.join(', ')}</span>
          </li>
        ))}
      </ul>
    </>
  );
