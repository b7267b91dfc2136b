import { seeOther } from '../answers.ts';
import { begun, forgetBegun, keepBegun, laterField } from '../forms/begun.ts';
import { Changed } from '../forms/changed.tsx';
import { Button } from '../components/button.tsx';
import { Checkboxes } from '../components/checkboxes.tsx';
import { Input } from '../components/input.tsx';
import { WarningText } from '../components/warning-text.tsx';
import { type FieldError, type Form, formOfEntries, keyField } from '../forms/form.ts';
import { problemPage } from '../mistakes.tsx';
import { actionNamed } from './on-visit.ts';
import type { Page, PageAsked } from '../page.ts';
import { errorOf, PostForm, WhatIsWrong, type Wrong } from '../forms/posting.tsx';
import { addField, answersIn, isSigned } from '../forms/questions.ts';
import { Questions } from '../forms/questions.tsx';
import { changedSince, seen } from '../forms/seen.ts';
import { page } from '../shell.tsx';
import { aboutVisit, Prompts, SaveLater, Told } from '../forms/stage-form.tsx';
import { type AtStages, formFor, readStages, ticksIn, wrongWith, seenField, wordField } from '../forms/stages.ts';
import { VisitSummary } from './visit-summary.tsx';
import { dialled } from '../words.ts';

/** `GET /visits/{visit}/assess`: what a visitor fills in and signs for themselves. */
export const assessmentPage: Page = async (asked) => {
  const read = await readOwn(asked);
  if (!read.ok) return problemPage(asked, read.problem);
  const draft = await begun(asked, draftNamed(read.at));
  return shownPage(asked, read.at, {
    form: draft ?? withMobile(read.at, formFor(read.at.questions, undefined)),
    isDraft: draft !== undefined,
    seen: draft?.get(seenField),
  });
};

/** `POST /visits/{visit}/assess` */
export const assess: Page = async (asked) => {
  const read = await readOwn(asked);
  if (!read.ok) return problemPage(asked, read.problem);
  const { at } = read;
  const { form } = asked;
  const path = `/visits/${encodeURIComponent(at.on.visit.id)}`;
  const again = (wrong?: Wrong, changed: readonly string[] = []) =>
    shownPage(asked, at, { form, wrong, changed, seen: changed.length > 0 ? undefined : form.get(seenField) });

  if (form.get(laterField) !== '') {
    // The word is for whoever takes the call, and stands nowhere else.
    await keepBegun(asked, draftNamed(at), [wordField]);
    return seeOther(`${path}?kept=assessment`);
  }
  if (form.get(addField) !== '') {
    return shownPage(asked, at, { form, more: form.get(addField), seen: form.get(seenField) });
  }

  const { answers, errors } = answersIn(form, at.questions, asked.now);
  const all = [...errors, ...signingErrors(form, at)];
  if (all.length > 0) return again({ status: 400, fields: all });
  // Whoever signs signs what stands there: nothing of it may have changed since they read it.
  const changed = form.get(seenField) === '' ? [] : changedSince(form.get(seenField), at.on.visit).filter((part) => isSignedFor(part, at));
  if (changed.length > 0) return again({ status: 409 }, changed);

  const [mobile, safeWord] = [form.get(mobileField), form.get(wordField)];
  const params = { visit: at.on.visit.id };
  const key = form.get(keyField);
  const body = { answers, signed: true, ...(mobile === '' ? {} : { mobile }), ...(safeWord === '' ? {} : { safeWord }) };
  const answer = await asked.ask('assess', { params, body, key, ifMatch: at.on.etag });
  if (!answer.ok) {
    const wrong = wrongWith(answer.problem, at.questions, (pointer) => fieldsOfBody[pointer]);
    return wrong === undefined ? problemPage(asked, answer.problem) : again(wrong);
  }
  const ticks = ticksIn(form, at.prompts);
  if (ticks.length > 0) {
    const ticked = await asked.ask('tick', { params, body: { ticks }, ...(key === '' ? {} : { key: `${key}-ticks` }) });
    if (!ticked.ok) return problemPage(asked, ticked.problem);
  }
  await forgetBegun(asked, draftNamed(at));
  return seeOther(`${path}?saved=assessment`);
};

const mobileField = 'mobile';
const signedField = 'signed';
const fieldsOfBody: Readonly<Record<string, string>> = { '/mobile': mobileField, '/safeWord': wordField, '/signed': signedField };

const draftNamed = ({ on }: AtStages): string => `assess:${on.visit.id}`;

/** The form with this visitor's own lines alone: the others sign theirs. */
async function readOwn(asked: PageAsked) {
  const read = await readStages(asked, ['assessment']);
  if (!read.ok) return read;
  const { at } = read;
  const { me } = at.on;
  const questions = at.questions.flatMap((question) => {
    if (question.about !== 'visitor' || isSigned(question)) return [question];
    const of = question.of.filter(({ subject }) => subject === me);
    return of.length === 0 ? [] : [{ ...question, of }];
  });
  return { ok: true as const, at: { ...at, questions } };
}

const withMobile = ({ on: { visit, me } }: AtStages, form: Form): Form =>
  formOfEntries([...form.entries, [mobileField, dialled(visit.visitors?.find(({ person }) => person === me)?.mobile ?? '')]]);

/** The home, the day, who goes and what is answered on the form: what a signature stands for. */
function isSignedFor(part: string, { questions, on }: AtStages): boolean {
  if (!part.startsWith('answer.')) return part === 'home' || part === 'plan.departAt' || part === 'visitors';
  const [id, subject] = part.slice('answer.'.length).split('#');
  return questions.some((question) => question.id === id) && (subject === undefined || subject === on.me);
}

function signingErrors(form: Form, at: AtStages): readonly FieldError[] {
  const word = form.get(wordField);
  return [
    ...(asksForWord(at) === 'now' && word === ''
      ? [{ field: wordField, text: 'Write a safe word: one that you could say on the telephone without being noticed' }]
      : []),
    ...(word.length === 1 || word.length > 60 ? [{ field: wordField, text: 'Write a safe word of 2 to 60 letters' }] : []),
    ...(form.get(signedField) === '' ? [{ field: signedField, text: 'Sign it: tick the box if it is as you say' }] : []),
  ];
}

const wordQuestion = ({ questions }: AtStages) => questions.find(({ type }) => type === 'word');
/** Is a word of this visitor's asked for, and is it there already? */
function asksForWord(at: AtStages): 'no' | 'now' | 'given' {
  const own = wordQuestion(at)?.of.find(({ subject }) => subject === at.on.me);
  return own === undefined ? 'no' : own.answered ? 'given' : 'now';
}

interface Showing {
  readonly form: Form;
  readonly wrong?: Wrong | undefined;
  readonly changed?: readonly string[];
  readonly more?: string;
  readonly isDraft?: boolean;
  readonly seen?: string | undefined;
}

async function shownPage(asked: PageAsked, at: AtStages, { form, wrong, changed = [], more, isDraft = false, seen: was }: Showing) {
  const { on, questions } = at;
  const path = `/visits/${encodeURIComponent(on.visit.id)}`;
  const asking = { ...at.asking, form, errors: wrong?.fields ?? [], ...(more === undefined ? {} : { more }) };
  const mine = actionNamed(on, 'assess')?.allowed === true && on.visit.visitors?.some(({ person }) => person === on.me) === true;
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}Risk assessment`,
      back: { text: 'The visit', href: path },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={changed.length > 0 ? undefined : wrong} title="Not signed yet: there is something to mend" on={on} />
      <Changed changed={changed} on={on} nothing="signed" />
      <span class="govuk-caption-l">{aboutVisit(on)}</span>
      <h1 class="govuk-heading-l">Risk assessment</h1>
      {isDraft ? <Told>This is what you began earlier. It is not signed yet.</Told> : null}
      <WhoSigned at={at} />
      <VisitSummary on={on} />
      {mine ? (
        <PostForm asked={asked} action={`${path}/assess`} wrong={wrong}>
          <input type="hidden" name={seenField} value={was ?? seen(on.visit)} />
          <Prompts at={at} form={form} />
          <Questions questions={questions.filter((question) => !isSigned(question))} asking={asking} />
          <Input
            name={mobileField}
            type="tel"
            autocomplete="tel"
            label={{ text: 'On which mobile number are you reached while you are out?', classes: 'govuk-label--s' }}
            hint={{ text: 'Texts from Doorstep and calls from school go there. Leave it as it is if it is right.' }}
            classes="govuk-input--width-20"
            value={form.get(mobileField)}
            {...errorOf(wrong, mobileField)}
          />
          <Word at={at} form={form} wrong={wrong} />
          <Checkboxes
            name={signedField}
            idPrefix={signedField}
            fieldset={{ legend: { text: 'Your signature', classes: 'govuk-fieldset__legend--m' } }}
            items={[{ value: 'yes', text: `I, ${on.nameOf(on.me)}, have read this and sign it: it is as I say.` }]}
            values={form.all(signedField)}
            {...errorOf(wrong, signedField)}
          />
          <div class="govuk-button-group">
            <Button text="Sign it" preventDoubleClick />
            <SaveLater />
          </div>
        </PostForm>
      ) : (
        <>
          <WarningText text="Each visitor signs their own. It is not yours to sign." />
          <p class="govuk-body">
            <a class="govuk-link" href={`${path}/answers/assessment`}>
              See what is answered, and answer what is yours
            </a>
          </p>
        </>
      )}
    </>,
  );
}

/** How far each of those who go has come. */
const WhoSigned = ({ at: { questions, on } }: { readonly at: AtStages }) => {
  const signature = questions.find(({ type }) => type === 'signature');
  const signed = on.visit.history?.flatMap((event) => (event.type === 'RiskAssessed' ? [event.by] : [])) ?? [];
  const people = (on.visit.visitors ?? []).filter(({ notGoing }) => notGoing !== true);
  return (
    <ul class="govuk-list">
      {people.map(({ person }) => {
        const stands = signature?.of.find(({ subject }) => subject === person)?.answered ?? signed.includes(person);
        const words = stands
          ? 'has signed'
          : signed.includes(person)
            ? 'has signed, and something has changed since: to be signed again'
            : 'has not signed yet';
        return (
          <li>
            <strong>{person === on.me ? `${on.nameOf(person)} (you)` : on.nameOf(person)}</strong> {words}
          </li>
        );
      })}
    </ul>
  );
};

const Word = ({ at, form, wrong }: { readonly at: AtStages; readonly form: Form; readonly wrong: Wrong | undefined }) => {
  const question = wordQuestion(at);
  const asked = asksForWord(at);
  if (question === undefined || asked === 'no') return null;
  const given = asked === 'given' ? 'You have given one. Leave this empty to keep it.' : '';
  return (
    <Input
      name={wordField}
      label={{ text: question.ask, classes: 'govuk-label--s' }}
      hint={{
        text: [given, 'Only whoever may take your call sees it.', question.clauses.join(', ')].filter((one) => one !== '').join(' '),
      }}
      autocomplete="off"
      spellcheck={false}
      classes="govuk-input--width-20"
      value={form.get(wordField)}
      {...errorOf(wrong, wordField)}
    />
  );
};
