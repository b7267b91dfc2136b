import type { Response } from '../../http/http.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { keyField } from '../forms/form.ts';
import { problemPage } from '../mistakes.tsx';
import { actionNamed, type OnVisit, readVisit, visitPath } from './on-visit.ts';
import type { Page, PageAsked } from '../page.ts';
import { PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import { page } from '../shell.tsx';
import { UnmetList } from './unmet.tsx';
import { VisitSummary } from './visit-summary.tsx';

/** `GET /visits/{visit}/close`: what is still to be said of it, and that all of it is. */
export const closePage: Page = async (asked) => {
  const read = await readVisit(asked);
  return read.ok ? shownPage(asked, read.on) : problemPage(asked, read.problem);
};

/** `POST /visits/{visit}/close` */
export const close: Page = async (asked) => {
  const read = await readVisit(asked);
  if (!read.ok) return problemPage(asked, read.problem);
  const { on } = read;
  const answer = await asked.ask('close', { params: { visit: on.visit.id }, body: {}, key: asked.form.get(keyField) });
  if (answer.ok) return seeOther(visitPath(on));
  const wrong = wrongIn(answer.problem);
  return wrong === undefined ? problemPage(asked, answer.problem) : shownPage(asked, on, wrong);
};

function shownPage(asked: PageAsked, on: OnVisit, wrong?: Wrong): Promise<Response> {
  const closing = actionNamed(on, 'close');
  const { unmet = [], outstanding = [] } = closing ?? {};
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}Close a visit`,
      back: { text: 'The visit', href: visitPath(on) },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} on={on} title={wrong?.status === 409 ? 'Not closed yet' : 'There is a problem'} />
      <span class="govuk-caption-l">Visit {on.visit.id}</span>
      <h1 class="govuk-heading-l">Close this visit</h1>
      <VisitSummary on={on} />
      {unmet.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">Still missing</h2>
          <UnmetList unmet={unmet} on={on} />
        </>
      )}
      {outstanding.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">Better done first, and no bar to closing</h2>
          <UnmetList unmet={outstanding} on={on} />
        </>
      )}
      {closing === undefined ? (
        <p class="govuk-body">
          {on.visit.stage === 'closed' ? 'It is closed.' : 'A visit is closed once everybody is back and it is written up.'}
        </p>
      ) : (
        <PostForm asked={asked} action={`${visitPath(on)}/close`} wrong={wrong}>
          <p class="govuk-body">Closed, it is out of everybody’s way. It can still be read, and its record stays.</p>
          <Button text="Close the visit" preventDoubleClick />
        </PostForm>
      )}
    </>,
  );
}
