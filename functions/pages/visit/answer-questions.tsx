import { seeOther } from '../answers.ts';
import { begun, forgetBegun, keepBegun, laterField } from '../forms/begun.ts';
import { Changed } from '../forms/changed.tsx';
import { Button } from '../components/button.tsx';
import { type Form, keyField } from '../forms/form.ts';
import { pageMistakes, problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { PostForm, WhatIsWrong, type Wrong } from '../forms/posting.tsx';
import { addField, answersIn, isAsked } from '../forms/questions.ts';
import { Questions } from '../forms/questions.tsx';
import { seen } from '../forms/seen.ts';
import { page } from '../shell.tsx';
import { aboutVisit, Prompts, SaveLater, Told } from '../forms/stage-form.tsx';
import {
  answeredSince,
  type AtStages,
  formFor,
  isStage,
  readStages,
  type StageName,
  stageTitles,
  ticksIn,
  wrongWith,
  seenField,
} from '../forms/stages.ts';

const stageIn = ({ request }: PageAsked): StageName | undefined => {
  const { stage = '' } = request.params;
  return isStage(stage) ? stage : undefined;
};

/** `GET /visits/{visit}/answers/{stage}`: what the policy asks and shows at that stage. */
export const answersPage: Page = async (asked) => {
  const stage = stageIn(asked);
  if (stage === undefined) return pageMistakes.notFound;
  const read = await readAt(asked, stage);
  if (!read.ok) return problemPage(asked, read.problem);
  const draft = await begun(asked, draftNamed(read.at, stage));
  const form = formFor(read.at.questions, draft);
  return shownPage(asked, read.at, { stage, form, isDraft: draft !== undefined, seen: draft?.get(seenField) });
};

/** `POST /visits/{visit}/answers/{stage}` */
export const answerQuestions: Page = async (asked) => {
  const stage = stageIn(asked);
  if (stage === undefined) return pageMistakes.notFound;
  const read = await readAt(asked, stage);
  if (!read.ok) return problemPage(asked, read.problem);
  const { at } = read;
  const { form } = asked;
  const path = `/visits/${encodeURIComponent(at.on.visit.id)}`;
  const draft = draftNamed(at, stage);
  const again = (wrong?: Wrong, changed: readonly string[] = []) =>
    shownPage(asked, at, { stage, form, wrong, changed, seen: changed.length > 0 ? undefined : form.get(seenField) });

  if (form.get(laterField) !== '') {
    await keepBegun(asked, draft);
    return seeOther(`${path}?kept=${stage}`);
  }
  if (form.get(addField) !== '') {
    return shownPage(asked, at, { stage, form, more: form.get(addField), seen: form.get(seenField) });
  }

  const { answers, errors } = answersIn(form, at.questions, asked.now);
  if (errors.length > 0) return again({ status: 400, fields: errors });
  const changed = answeredSince(form.get(seenField), at.on, at.questions, answers);
  if (changed.length > 0) return again({ status: 409 }, changed);

  const params = { visit: at.on.visit.id };
  const key = form.get(keyField);
  if (Object.keys(answers).length > 0) {
    const answer = await asked.ask('answer', { params, body: { answers }, key, ifMatch: at.on.etag });
    if (!answer.ok) {
      const wrong = wrongWith(answer.problem, at.questions);
      return wrong === undefined ? problemPage(asked, answer.problem) : again(wrong);
    }
  }
  const ticks = ticksIn(form, at.prompts);
  if (ticks.length > 0) {
    const ticked = await asked.ask('tick', { params, body: { ticks }, ...(key === '' ? {} : { key: `${key}-ticks` }) });
    if (!ticked.ok) return problemPage(asked, ticked.problem);
  }
  await forgetBegun(asked, draft);
  return seeOther((await asksMore(asked, at, stage)) ? `${path}/answers/${stage}?saved=yes` : `${path}?saved=${stage}`);
};

const draftNamed = ({ on }: AtStages, stage: StageName): string => `answers:${on.visit.id}:${stage}`;

/** The form of each visitor is theirs to sign: before the door nobody on the visit fills in a colleague's lines. */
async function readAt(asked: PageAsked, stage: StageName) {
  const read = await readStages(asked, [stage]);
  if (!read.ok || stage !== 'assessment') return read;
  const { at } = read;
  const { me, visit } = at.on;
  if (visit.visitors?.some(({ person }) => person === me) !== true) return read;
  const questions = at.questions.map((question) =>
    question.about === 'visitor'
      ? { ...question, of: question.of.map((of) => ({ ...of, yours: of.yours && of.subject === me })) }
      : question,
  );
  return { ok: true as const, at: { ...at, questions } };
}

/** An answer may bring a question with it that was not on the page. */
async function asksMore(asked: PageAsked, before: AtStages, stage: StageName): Promise<boolean> {
  const read = await readAt(asked, stage);
  if (!read.ok) return false;
  const had = before.questions.map(({ id }) => id);
  return read.at.questions.some(
    (question) => isAsked(question) && !had.includes(question.id) && question.of.some(({ yours, answered }) => yours && !answered),
  );
}

interface Showing {
  readonly stage: StageName;
  readonly form: Form;
  readonly wrong?: Wrong | undefined;
  readonly changed?: readonly string[];
  readonly more?: string;
  readonly isDraft?: boolean;
  /** As it was when the form was begun. */
  readonly seen?: string | undefined;
}

async function shownPage(asked: PageAsked, at: AtStages, { stage, form, wrong, changed = [], more, isDraft = false, seen: was }: Showing) {
  const { on, questions, prompts } = at;
  const path = `/visits/${encodeURIComponent(on.visit.id)}`;
  const isMine = questions.some((question) => isAsked(question) && question.of.some(({ yours }) => yours));
  const canTick = prompts.some(({ ticked }) => ticked === false);
  const asking = { ...at.asking, form, errors: wrong?.fields ?? [], ...(more === undefined ? {} : { more }) };
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}${stageTitles[stage]}`,
      back: { text: 'The visit', href: path },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={changed.length > 0 ? undefined : wrong} title="Not saved yet: there is something to mend" on={on} />
      <Changed changed={changed} on={on} nothing="saved" />
      <span class="govuk-caption-l">{aboutVisit(on)}</span>
      <h1 class="govuk-heading-l">{stageTitles[stage]}</h1>
      {asked.request.query['saved'] === undefined || wrong !== undefined ? null : (
        <Told>Saved. What you answered brings something more with it: it is below.</Told>
      )}
      {isDraft ? <Told>This is what you began earlier. It is not sent yet.</Told> : null}
      <PostForm asked={asked} action={`${path}/answers/${stage}`} wrong={wrong}>
        <input type="hidden" name={seenField} value={was ?? seen(on.visit)} />
        <Prompts at={at} form={form} />
        <Questions questions={questions} asking={asking} />
        {questions.length === 0 && prompts.length === 0 ? <p class="govuk-body">The policy asks nothing here.</p> : null}
        {isMine || canTick ? (
          <div class="govuk-button-group">
            <Button text="Save" preventDoubleClick />
            {isMine ? <SaveLater /> : null}
          </div>
        ) : null}
      </PostForm>
    </>,
  );
}
