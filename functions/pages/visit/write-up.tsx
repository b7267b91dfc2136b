import type { ShownQuestion } from '../../domain/visit/stage-card.ts';
import { answerInWords } from '../forms/answered.ts';
import { seeOther } from '../answers.ts';
import { begun, forgetBegun, keepBegun, laterField } from '../forms/begun.ts';
import { Changed } from '../forms/changed.tsx';
import { Button } from '../components/button.tsx';
import { Input } from '../components/input.tsx';
import { SummaryList } from '../components/summary-list.tsx';
import { Textarea } from '../components/textarea.tsx';
import { type FieldError, type Form, keyField } from '../forms/form.ts';
import { problemPage } from '../mistakes.tsx';
import { actionNamed } from './on-visit.ts';
import type { Page, PageAsked } from '../page.ts';
import { errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import { addField, answersIn, isAsked } from '../forms/questions.ts';
import { Questions, sayQuestion } from '../forms/questions.tsx';
import { recordText } from './record-text.ts';
import { seen } from '../forms/seen.ts';
import { page } from '../shell.tsx';
import { aboutVisit, Prompts, SaveLater, Told } from '../forms/stage-form.tsx';
import {
  answeredSince,
  type AtStages,
  formFor,
  nothingSent,
  readStages,
  type StageName,
  stageTitles,
  ticksIn,
  wrongWith,
  seenField,
} from '../forms/stages.ts';
import { UnmetList } from './unmet.tsx';
import { when } from '../words.ts';

/** What is said once somebody is back, in the order in which it happened. */
const stages = ['arrive', 'leave', 'return', 'incident', 'write-up'] as const satisfies readonly StageName[];

/** `GET /visits/{visit}/write-up`: how it ended, what the policy wants of it, and where the record of it is. */
export const writeUpPage: Page = async (asked) => {
  const read = await readWritten(asked);
  if (!read.ok) return problemPage(asked, read.problem);
  const draft = await begun(asked, draftNamed(read.at));
  return shownPage(asked, read.at, { form: formFor(read.at.questions, draft), isDraft: draft !== undefined, seen: draft?.get(seenField) });
};

/** `POST /visits/{visit}/write-up` */
export const writeUp: Page = async (asked) => {
  const read = await readWritten(asked);
  if (!read.ok) return problemPage(asked, read.problem);
  const { at } = read;
  const { form } = asked;
  const again = (wrong?: Wrong, changed: readonly string[] = []) =>
    shownPage(asked, at, { form, wrong, changed, seen: changed.length > 0 ? undefined : form.get(seenField) });

  if (form.get(laterField) !== '') {
    await keepBegun(asked, draftNamed(at));
    return seeOther(`${pathOf(at)}?kept=write-up`);
  }
  if (form.get(addField) !== '') {
    return shownPage(asked, at, { form, more: form.get(addField), seen: form.get(seenField) });
  }

  const asks = askedNow(at);
  const { answers, errors } = answersIn(form, asks, asked.now);
  if (errors.length > 0) return again({ status: 400, fields: errors });
  const changed = answeredSince(form.get(seenField), at.on, asks, answers);
  if (changed.length > 0) return again({ status: 409 }, changed);

  const params = { visit: at.on.visit.id };
  const key = form.get(keyField);
  const answer = await asked.ask('write-up', { params, body: { answers }, key, ifMatch: at.on.etag });
  if (!answer.ok) {
    const wrong = wrongWith(answer.problem, asks);
    return wrong === undefined ? problemPage(asked, answer.problem) : again(wrong);
  }
  const ticks = ticksIn(form, at.prompts);
  if (ticks.length > 0) {
    const ticked = await asked.ask('tick', { params, body: { ticks }, ...(key === '' ? {} : { key: `${key}-ticks` }) });
    if (!ticked.ok) return problemPage(asked, ticked.problem);
  }
  await forgetBegun(asked, draftNamed(at));
  return seeOther(`${pathOf(at)}/write-up?saved=yes`);
};

/** `POST /visits/{visit}/reference`: where the record of it is kept. */
export const recordReference: Page = (asked) =>
  done(asked, 'record-reference', [
    ['system', 'Write which system it is in, like CPOMS', 100],
    ['reference', 'Write the reference that it has there', 200],
  ]);

/** `POST /visits/{visit}/pass-on`: somebody was told of something, by hand. */
export const passOn: Page = (asked) =>
  done(asked, 'pass-on', [
    ['to', 'Write whom you told', 2000],
    ['words', 'Write what you told them', 2000],
  ]);

async function done(
  asked: PageAsked,
  command: 'record-reference' | 'pass-on',
  fields: readonly (readonly [field: string, missing: string, most: number])[],
) {
  const read = await readWritten(asked);
  if (!read.ok) return problemPage(asked, read.problem);
  const { at } = read;
  const { form } = asked;
  const again = (wrong: Wrong) => shownPage(asked, at, { form: formFor(at.questions, undefined), other: form, wrong });
  const errors = fields.flatMap(([field, missing, most]): readonly FieldError[] => {
    const text = form.get(field);
    if (text === '') return [{ field, text: missing }];
    return text.length > most ? [{ field, text: `Write at most ${String(most)} characters` }] : [];
  });
  if (errors.length > 0) {
    return again({ status: 400, fields: errors });
  }
  const body = Object.fromEntries(fields.map(([field]) => [field, form.get(field)]));
  const answer = await asked.ask(command, { params: { visit: at.on.visit.id }, body, key: form.get(keyField) });
  if (answer.ok) return seeOther(`${pathOf(at)}/write-up?saved=yes`);
  const wrong = wrongIn(answer.problem, (pointer) => fields.map(([field]) => field).find((field) => pointer === `/${field}`));
  return wrong === undefined ? problemPage(asked, answer.problem) : again(wrong);
}

const pathOf = ({ on }: AtStages): string => `/visits/${encodeURIComponent(on.visit.id)}`;
const draftNamed = ({ on }: AtStages): string => `write-up:${on.visit.id}`;
/** What the policy says at the door is over by then, and would stand before all that is asked. */
const readWritten = (asked: PageAsked) => readStages(asked, stages, ['return', 'incident', 'write-up']);

const isOfWriteUp = ({ id }: ShownQuestion, { on }: AtStages): boolean =>
  on.policy.questions.find((question) => question.id === id)?.stage === 'write-up';

/** Nothing is asked twice: what was answered on the way is only shown, and what belongs to the write-up can be put better. */
const askedNow = (at: AtStages): readonly ShownQuestion[] => partedBy(at, (question, answered) => !answered || isOfWriteUp(question, at));
const saidBefore = (at: AtStages): readonly ShownQuestion[] => partedBy(at, (question, answered) => answered && !isOfWriteUp(question, at));

const partedBy = ({ questions }: AtStages, belongs: (question: ShownQuestion, answered: boolean) => boolean): readonly ShownQuestion[] =>
  questions.flatMap((question) => {
    const of = question.of.filter(({ answered }) => belongs(question, answered));
    return of.length === 0 ? [] : [{ ...question, of }];
  });

interface Showing {
  readonly form: Form;
  /** What was sent with one of the other forms of the page. */
  readonly other?: Form;
  readonly wrong?: Wrong | undefined;
  readonly changed?: readonly string[];
  readonly more?: string;
  readonly isDraft?: boolean;
  readonly seen?: string | undefined;
}

async function shownPage(
  asked: PageAsked,
  at: AtStages,
  { form, other = nothingSent, wrong, changed = [], more, isDraft = false, seen: was }: Showing,
) {
  const { on } = at;
  const path = pathOf(at);
  const mayWrite = actionNamed(on, 'write-up')?.allowed === true;
  const questions = askedNow(at);
  const asking = { ...at.asking, form, errors: wrong?.fields ?? [], ...(more === undefined ? {} : { more }) };
  const isWritten = on.visit.stage === 'written-up' || on.visit.stage === 'closed';
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}Write-up`,
      back: { text: 'The visit', href: path },
      scripts: ['copy'],
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={changed.length > 0 ? undefined : wrong} title="Not saved yet: there is something to mend" on={on} />
      <Changed changed={changed} on={on} nothing="saved" />
      <span class="govuk-caption-l">{aboutVisit(on)}</span>
      <h1 class="govuk-heading-l">Write-up</h1>
      {asked.request.query['saved'] === undefined || wrong !== undefined ? null : <Told>Saved.</Told>}
      {isDraft ? <Told>This is what you began earlier. It is not sent yet.</Told> : null}
      {mayWrite ? (
        <PostForm asked={asked} action={`${path}/write-up`} wrong={wrong}>
          <input type="hidden" name={seenField} value={was ?? seen(on.visit)} />
          <Before at={at} />
          <Prompts at={at} form={form} />
          <Questions questions={questions} asking={asking} />
          {questions.some(isAsked) ? null : <p class="govuk-body">The policy asks nothing more of you.</p>}
          <div class="govuk-button-group">
            <Button text={isWritten ? 'Save the changes' : 'Save the write-up'} preventDoubleClick />
            <SaveLater />
          </div>
        </PostForm>
      ) : (
        <>
          <p class="govuk-body">{whyNot[on.visit.stage] ?? 'It is not yours to write up.'}</p>
          <Before at={at} />
        </>
      )}
      {mayWrite || isWritten ? <Afterwards asked={asked} at={at} other={other} wrong={wrong} /> : null}
    </>,
  );
}

const whyNot: Readonly<Record<string, string>> = {
  requested: 'It is written up once everybody is back.',
  authorised: 'It is written up once everybody is back.',
  out: 'It is written up once everybody is back.',
  closed: 'The visit is closed.',
};

/** What was answered on the way, each with the page on which it is changed. */
const Before = ({ at }: { readonly at: AtStages }) => {
  const { on, asking } = at;
  const rows = saidBefore(at).flatMap((question) =>
    question.of.map(({ subject, value }) => {
      const lines = value === undefined ? ['Answered.'] : answerInWords(question, value, { nameOf: asking.nameOf, now: on.now });
      const stage = on.policy.questions.find(({ id }) => id === question.id)?.stage ?? 'write-up';
      return {
        key: { text: sayQuestion(question, subject, asking.nameOf) },
        value: { html: lines.map((line) => <div>{line}</div>) },
        actions: { items: [{ href: `${pathOf(at)}/answers/${stage}`, text: 'Change', visuallyHiddenText: stageTitles[stage] }] },
      };
    }),
  );
  return rows.length === 0 ? null : (
    <>
      <h2 class="govuk-heading-m">Said already</h2>
      <SummaryList rows={rows} />
    </>
  );
};

/** The text for the school's own records, the reference that it has there, and who was told of it. */
const Afterwards = ({
  asked,
  at,
  other,
  wrong,
}: {
  readonly asked: PageAsked;
  readonly at: AtStages;
  readonly other: Form;
  readonly wrong: Wrong | undefined;
}) => {
  const { on, asking } = at;
  const path = pathOf(at);
  const { references = [] } = on.visit;
  const close = actionNamed(on, 'close');
  const passedOn = on.visit.history?.filter(({ type }) => type === 'PassedOn') ?? [];
  return (
    <>
      <h2 class="govuk-heading-m">For the school’s own records</h2>
      <Textarea
        name="record"
        label={{ text: 'The record as text' }}
        hint={{ text: 'Copy it into the system in which the school keeps its records. It has what you may read, and no more.' }}
        rows={12}
        value={recordText(on, asking.nameOf)}
        attributes={{ readonly: true }}
      />
      <button type="button" class="govuk-button govuk-button--secondary" data-copies="record" hidden>
        Copy the text
      </button>
      {references.length === 0 ? null : (
        <ul class="govuk-list">
          {references.map(({ system, reference }) => (
            <li>
              Kept in {system} as <strong>{reference}</strong>
            </li>
          ))}
        </ul>
      )}
      <PostForm asked={asked} action={`${path}/reference`} wrong={wrong}>
        <Input
          name="system"
          label={{ text: 'Which system is the record in?' }}
          hint={{ text: 'Like CPOMS or Inventory' }}
          classes="govuk-input--width-20"
          value={other.get('system')}
          {...errorOf(wrong, 'system')}
        />
        <Input
          name="reference"
          label={{ text: 'What is its reference there?' }}
          classes="govuk-input--width-20"
          value={other.get('reference')}
          {...errorOf(wrong, 'reference')}
        />
        <Button text="Save the reference" classes="govuk-button--secondary" />
      </PostForm>
      <h2 class="govuk-heading-m">Who was told</h2>
      {passedOn.length === 0 ? null : (
        <ul class="govuk-list govuk-list--bullet">
          {passedOn.map(({ by, at: said, ...event }) => (
            <li>
              {asking.nameOf(by)} told {textOf(event['to'])}, {when(said, on.now)}: {textOf(event['words'])}
            </li>
          ))}
        </ul>
      )}
      <PostForm asked={asked} action={`${path}/pass-on`} wrong={wrong}>
        <Input
          name="to"
          label={{ text: 'Whom did you tell of something that came of the visit?' }}
          value={other.get('to')}
          {...errorOf(wrong, 'to')}
        />
        <Textarea
          name="words"
          label={{ text: 'What did you tell them?' }}
          rows={2}
          value={other.get('words')}
          {...errorOf(wrong, 'words')}
        />
        <Button text="Save that they were told" classes="govuk-button--secondary" />
      </PostForm>
      {close === undefined ? null : (
        <>
          <h2 class="govuk-heading-m">Closing the visit</h2>
          {close.allowed ? (
            <p class="govuk-body">
              <a class="govuk-link" href={`${path}/close`}>
                Close the visit
              </a>
            </p>
          ) : (
            <>
              <p class="govuk-body">It cannot be closed yet.</p>
              <UnmetList unmet={close.unmet ?? []} on={on} />
            </>
          )}
        </>
      )}
    </>
  );
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
