import type { Response } from '../../http/http.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { keyField } from '../forms/form.ts';
import { problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import { page } from '../shell.tsx';
import { type Consequences, consequencesIn, notWithoutBeingSure, Sure } from '../forms/sure.tsx';
import { mayWritePeople, notYours, pathOf } from './in-words.ts';

const paramsOf = ({ request }: PageAsked) => ({ person: request.params['person'] ?? '' });

/** `GET /people/{person}/left` */
export const leavingPage: Page = (asked) => shown(asked);

/** `POST /people/{person}/left`: what it would leave the school without is said first. */
export const personLeaves: Page = async (asked) => {
  const params = paramsOf(asked);
  const body = asked.form.get('sure') === 'yes' ? { sure: true } : {};
  const answer = await asked.ask('person-left', { params, body, key: asked.form.get(keyField) });
  if (answer.ok) return seeOther(`${pathOf(params.person)}?left=yes`);
  const consequences = consequencesIn(answer.problem);
  if (consequences !== undefined) return shown(asked, notWithoutBeingSure, consequences);
  const wrong = wrongIn(answer.problem);
  return wrong === undefined ? problemPage(asked, answer.problem) : shown(asked, wrong);
};

/** `POST /people/{person}/back` */
export const personIsBack: Page = async (asked) => {
  const params = paramsOf(asked);
  const answer = await asked.ask('person-back', { params, body: {}, key: asked.form.get(keyField) });
  return answer.ok ? seeOther(`${pathOf(params.person)}?back=yes`) : problemPage(asked, answer.problem);
};

async function shown(asked: PageAsked, wrong?: Wrong, consequences?: Consequences): Promise<Response> {
  const read = await asked.ask('read-person', { params: paramsOf(asked) });
  if (!read.ok) return problemPage(asked, read.problem);
  if (!mayWritePeople(await asked.frame())) return problemPage(asked, notYours);
  const { id, name } = read.value;
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}${name} leaves the school`,
      back: { href: pathOf(id), text: name },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} title="Not done yet" />
      <h1 class="govuk-heading-l">{name} leaves the school</h1>
      <p class="govuk-body">
        From now on no alarm goes to them, they have no duty and cannot sign in. Whoever is out stays watched until they are back. Visits on
        which they were to go are told. They can be put back.
      </p>
      <PostForm asked={asked} action={`${pathOf(id)}/left`} wrong={wrong}>
        <Sure consequences={consequences} />
        <Button text="They have left" classes="govuk-button--warning" preventDoubleClick />
      </PostForm>
    </>,
  );
}
