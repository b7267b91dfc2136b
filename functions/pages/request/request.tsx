import type { Response } from '../../http/http.ts';
import { newVisitId } from '../../api/new-ids.ts';
import { seeOther } from '../answers.ts';
import { laterField } from '../forms/begun.ts';
import { Button } from '../components/button.tsx';
import { formOfEntries, keyField } from '../forms/form.ts';
import { numbered } from '../homes/home-form.tsx';
import { pageMistakes, problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { PostForm, type Wrong, wrongIn } from '../forms/posting.tsx';
import { addField, isAsked } from '../forms/questions.ts';
import { page } from '../shell.tsx';
import { stepAfter, stepToShow, withStep } from '../forms/steps.ts';
import { begunRequest, forgetRequest, homePrefix, keepRequest, onFormField, type RequestSoFar, requestSoFar } from './so-far.ts';
import { shownStep } from './step-pages.tsx';
import { type StepName, stepsOfRequest } from './steps-of-request.ts';

const stepNamed = ({ request }: PageAsked) => stepsOfRequest.find(({ path }) => path === request.params['step']);
const pathOf = (step: StepName): string => `/request/${step}`;
const nothing = formOfEntries([]);

/** `GET /request`: a request that was begun is gone on with, or begun afresh. */
export const requestPage: Page = async (asked) => {
  const begun = await begunRequest(asked);
  const { home, kept } = asked.request.query;
  const first = home === undefined ? pathOf('home') : `${pathOf('home')}?home=${encodeURIComponent(home)}`;
  if (begun === undefined) return seeOther(first);
  return page(
    asked,
    { title: 'Ask for a visit' },
    <>
      <h1 class="govuk-heading-l">Ask for a visit</h1>
      {kept === undefined ? (
        <p class="govuk-body">You began to ask for a visit. What you wrote is here, and is not sent.</p>
      ) : (
        <div class="govuk-inset-text" role="status">
          Saved for you alone, and not sent. Come back to it within seven days: after that nothing of it is kept.
        </div>
      )}
      <Button text="Go on with it" href={pathOf(stepsOfRequest.find(({ path }) => path === begun.step)?.path ?? 'home')} />
      <PostForm asked={asked} action="/request">
        {home === undefined ? null : <input type="hidden" name="home" value={home} />}
        <Button text="Begin afresh" classes="govuk-button--secondary" />
      </PostForm>
    </>,
  );
};

/** `POST /request`: nothing is left of what was begun. */
export const beginAfresh: Page = async (asked) => {
  await forgetRequest(asked);
  const home = asked.form.get('home');
  return seeOther(home === '' ? pathOf('home') : `${pathOf('home')}?home=${encodeURIComponent(home)}`);
};

/** `GET /request/{step}` */
export const requestStepPage: Page = async (asked) => {
  const step = stepNamed(asked);
  if (step === undefined) return pageMistakes.notFound;
  const begun = await begunRequest(asked);
  const read = await requestSoFar(asked, begun?.form ?? nothing);
  if (!read.ok) return problemPage(asked, read.problem);
  const shown = stepToShow(stepsOfRequest, read.soFar, step.path);
  if (shown !== undefined && shown.path !== step.path) return seeOther(`/request/${shown.path}`);
  return shownStep(asked, step.path, read.soFar, { key: begun?.key });
};

/** `POST /request/{step}` */
export const answerStep: Page = async (asked) => {
  const step = stepNamed(asked);
  if (step === undefined) return pageMistakes.notFound;
  const begun = await begunRequest(asked);
  if (step.path === 'check') return send(asked, begun);
  const { form: sent } = asked;
  const form = numbered(formOfEntries(withStep(step, begun?.form.entries ?? [], sent.entries)), homePrefix, asked.deps.newRandom);
  const key = begun?.key ?? asked.deps.newRandom();
  await keepRequest(asked, { form, key, step: step.path });
  if (sent.get(laterField) !== '') return seeOther('/request?kept=yes');

  const read = await requestSoFar(asked, form);
  if (!read.ok) return problemPage(asked, read.problem);
  const { soFar } = read;
  const more = sent.get(addField);
  if (more !== '') return shownStep(asked, step.path, soFar, { more });
  const onForm = sent.all(onFormField);
  const lacks = step.lacks(soFar).filter(({ field }) => step.path !== 'asks' || onForm.includes(questionAt(field)));
  if (lacks.length > 0) return shownStep(asked, step.path, soFar, { wrong: { status: 400, fields: lacks } });
  if (step.path === 'asks' && bringsMore(soFar, onForm)) return seeOther(`${pathOf('asks')}?more=yes`);
  const next = sent.get('change') === '' ? stepAfter(stepsOfRequest, soFar, step.path) : stepToShow(stepsOfRequest, soFar, 'check');
  return seeOther(`/request/${next?.path ?? 'check'}`);
};

/** `class` of `a.class.teacher-day`. */
const questionAt = (field: string): string => field.split('.')[1]?.replace(/-(day|time)$/, '') ?? '';
const bringsMore = ({ foreseen }: RequestSoFar, onForm: readonly string[]): boolean =>
  foreseen.questions.filter(isAsked).some(({ id, of }) => !onForm.includes(id) && of.some(({ yours, answered }) => yours && !answered));

/** Sent twice, it is asked for once: its name is that of what was begun. */
async function send(asked: PageAsked, begun: Awaited<ReturnType<typeof begunRequest>>): Promise<Response> {
  const key = asked.form.get(keyField);
  if (begun?.key !== key) return asItWasSent(asked, key);
  const read = await requestSoFar(asked, begun.form);
  if (!read.ok) return problemPage(asked, read.problem);
  const shown = stepToShow(stepsOfRequest, read.soFar, 'check');
  if (shown !== undefined && shown.path !== 'check') return seeOther(`/request/${shown.path}`);
  const answer = await asked.ask('request', { body: read.soFar.body, key });
  if (!answer.ok) {
    const wrong: Wrong | undefined = wrongIn(answer.problem);
    return wrong === undefined ? problemPage(asked, answer.problem) : shownStep(asked, 'check', read.soFar, { wrong, key });
  }
  await forgetRequest(asked);
  return seeOther(visitPath(String(answer.value['id'])));
}

/** The second press of two: the visit that the first one made, or the form again where there is none. */
async function asItWasSent(asked: PageAsked, key: string): Promise<Response> {
  const visit = newVisitId(asked.caller.school, key);
  const found = await asked.ask('read-visit', { params: { visit } });
  return seeOther(found.ok ? visitPath(visit) : pathOf('check'));
}

const visitPath = (visit: string): string => `/visits/${encodeURIComponent(visit)}?requested=yes`;
