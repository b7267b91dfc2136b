import { Button } from '../components/button.tsx';
import { Checkboxes } from '../components/checkboxes.tsx';
import { Changed } from '../forms/changed.tsx';
import { Radios } from '../components/radios.tsx';
import { SummaryList } from '../components/summary-list.tsx';
import { Textarea } from '../components/textarea.tsx';
import type { Response } from '../../http/http.ts';
import { seeOther } from '../answers.ts';
import { answerInWords } from '../forms/answered.ts';
import { keyField } from '../forms/form.ts';
import { EarlierVisits, readEarlier } from './earlier-visits.tsx';
import { problemPage } from '../mistakes.tsx';
import { actionNamed, type OnVisit, readVisit, subjectName, visitPath } from './on-visit.ts';
import type { Page, PageAsked } from '../page.ts';
import { badFields, errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import { changedSince, seen } from '../forms/seen.ts';
import { page } from '../shell.tsx';
import { UnmetList } from './unmet.tsx';
import { VisitSummary } from './visit-summary.tsx';
import { listed, when } from '../words.ts';

/** `GET /visits/{visit}/approve`: all that somebody decides by, and the decision. */
export const approvePage: Page = async (asked) => {
  const read = await readVisit(asked);
  return read.ok ? shownPage(asked, read.on) : problemPage(asked, read.problem);
};

const decisions = ['authorise', 'send-back', 'decline'] as const;
type Decision = (typeof decisions)[number];
const isDecision = (text: string): text is Decision => (decisions as readonly string[]).includes(text); // any text, looked for among them
/** In which field each says why. */
const wordsField: Readonly<Record<Decision, string>> = { authorise: 'note', 'send-back': 'mend', decline: 'reason' };

/** `POST /visits/{visit}/approve`: decided by what was seen. What has changed since is shown first. */
export const approve: Page = async (asked) => {
  const read = await readVisit(asked);
  if (!read.ok) return problemPage(asked, read.problem);
  const { on } = read;
  const { form } = asked;
  const chosen = form.get('decision');
  if (!isDecision(chosen))
    return shownPage(asked, on, badFields([{ field: 'decision', text: 'Choose whether you agree, send it back or decline it.' }]));
  const words = form.get(wordsField[chosen]);
  if (words === '' && chosen !== 'authorise')
    return shownPage(
      asked,
      on,
      badFields([
        chosen === 'decline'
          ? { field: 'reason', text: 'Say why you decline it: whoever asked for it reads this.' }
          : { field: 'mend', text: 'Say what is to be mended: whoever asked for it reads this.' },
      ]),
    );
  const may = actionNamed(on, 'authorise')?.agreements ?? [];
  const to = form.all('to');
  if (chosen === 'authorise' && may.length > 1 && to.length === 0)
    return shownPage(asked, on, badFields([{ field: 'to', text: 'Tick what you agree to.' }]));
  const changed = changedSince(form.get('seen'), on.visit);
  if (changed.length > 0) return shownPage(asked, on, { status: 409 }, changed);
  const body =
    chosen === 'authorise' ? { ...(to.length === 0 ? {} : { to }), ...(words === '' ? {} : { note: words }) } : { reason: words };
  const answer = await asked.ask(chosen, { params: { visit: on.visit.id }, body, key: form.get(keyField), ifMatch: on.etag });
  if (answer.ok) return seeOther(`${visitPath(on)}/approve`);
  return again(asked, answer.problem, on);
};

async function again(asked: PageAsked, problem: Parameters<typeof wrongIn>[0], on: OnVisit): Promise<Response> {
  const wrong = wrongIn(problem, (pointer) =>
    pointer === '/note' ? 'note' : pointer === '/reason' ? wordsField[asDecision(asked)] : undefined,
  );
  if (wrong === undefined) return problemPage(asked, problem);
  // What stands in the way may have come since it was read.
  const now = await readVisit(asked);
  return shownPage(asked, now.ok ? now.on : on, wrong);
}
const asDecision = ({ form }: PageAsked): Decision => {
  const chosen = form.get('decision');
  return isDecision(chosen) ? chosen : 'decline';
};

// ------------------------------------------------------------------------------------------------ what is on it

async function shownPage(asked: PageAsked, on: OnVisit, wrong?: Wrong, changed: readonly string[] = []): Promise<Response> {
  const earlier = await readEarlier(asked, on);
  const { visit } = on;
  const may = actionNamed(on, 'authorise');
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}Decide on a visit`,
      back: { text: 'The visit', href: visitPath(on) },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong
        wrong={changed.length > 0 ? undefined : wrong}
        on={on}
        title={wrong?.unmet?.length ? 'It cannot be agreed to yet' : 'There is a problem'}
      />
      {changed.length === 0 ? null : <Changed changed={changed} on={on} />}
      <span class="govuk-caption-l">Visit {visit.id}</span>
      <h1 class="govuk-heading-l">{may === undefined ? 'Who has agreed' : 'Decide on this visit'}</h1>
      <Decided on={on} />
      <VisitSummary on={on} />
      <Said on={on} />
      <EarlierVisits earlier={earlier} on={on} />
      <StillUnmet on={on} />
      {may === undefined ? (
        <NothingToDecide on={on} />
      ) : (
        <Decide
          asked={asked}
          on={on}
          may={may.agreements ?? []}
          wrong={wrong}
          asWasSeen={changed.length > 0 ? '' : asked.form.get('seen')}
        />
      )}
    </>,
  );
}

/** What was decided already, and by whom. */
const Decided = ({ on: { visit, policy, nameOf, now, me } }: { readonly on: OnVisit }) => {
  const given = (visit.agreements ?? []).flatMap(({ agreement, by, at }) => {
    const gate = policy.gates.find(({ id }) => id === agreement);
    return typeof by === 'string' ? [{ say: gate?.say ?? String(agreement), by, at: at as typeof now }] : []; // as shown.ts puts them
  });
  const back = visit.history?.findLast(({ type }) => type === 'VisitSentBack');
  const over = visit.stage === 'declined' || visit.stage === 'cancelled';
  return (
    <>
      {over ? <p class="govuk-inset-text">This visit was {visit.stage === 'declined' ? 'declined' : 'called off'}.</p> : null}
      {visit.stage !== 'requested' || back === undefined ? null : (
        <div class="govuk-inset-text">
          Sent back by {nameOf(back.by)}, {when(back.at, now)}
          {typeof back['reason'] === 'string' ? `: ${back['reason']}` : '.'}
        </div>
      )}
      {given.length === 0 ? null : (
        <ul class="govuk-list">
          {given.map(({ say, by, at }) => (
            <li>
              <strong>{by === me ? 'You' : nameOf(by)} agreed</strong>, {when(at, now)}: <span class="govuk-hint">{say}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
};

/** Every answer that this person reads: those about risks first. */
const Said = ({ on }: { readonly on: OnVisit }) => {
  const { visit, policy, nameOf } = on;
  const rows = Object.entries(visit.answers ?? {}).flatMap(([key, { value, by }]) => {
    const [id, subject] = key.split('#');
    const question = policy.questions.find((one) => one.id === id);
    if (question === undefined || question.type === 'word') return [];
    const row = {
      key: {
        text: subject === undefined ? question.ask : `${question.ask} (${subjectName(subject, question.about, on)})`,
      },
      value: {
        html: (
          <>
            {answerInWords(question, value, on).map((line) => (
              <div>{line}</div>
            ))}
            <span class="govuk-hint">{nameOf(by)}</span>
          </>
        ),
      },
    };
    return [{ row, isRisk: question.stage === 'assessment' || question.type === 'hazard' }];
  });
  const risks = rows.filter(({ isRisk }) => isRisk);
  const others = rows.filter(({ isRisk }) => !isRisk);
  return (
    <>
      <h2 class="govuk-heading-m">The risks</h2>
      {risks.length === 0 ? (
        <p class="govuk-body">Nothing is written about risks that you may read.</p>
      ) : (
        <SummaryList rows={risks.map(({ row }) => row)} />
      )}
      {others.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">What else was said</h2>
          <SummaryList rows={others.map(({ row }) => row)} />
        </>
      )}
    </>
  );
};

const StillUnmet = ({ on }: { readonly on: OnVisit }) => {
  const before = actionNamed(on, 'authorise');
  const leaving = actionNamed(on, 'depart');
  const first = before?.unmet ?? [];
  const later = (leaving?.unmet ?? []).filter(
    ({ code, missing, wants }) =>
      wants.kind !== 'tick' && !first.some((one) => one.code === code && String(one.missing) === String(missing)),
  );
  const warnings = (before ?? leaving)?.outstanding ?? [];
  return (
    <>
      {first.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">Missing before it can be agreed to</h2>
          <UnmetList unmet={first} on={on} />
        </>
      )}
      {later.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">Still to do before they can leave</h2>
          <UnmetList unmet={later} on={on} />
        </>
      )}
      {warnings.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">Outstanding, and no bar to leaving</h2>
          <UnmetList unmet={warnings} on={on} />
        </>
      )}
    </>
  );
};

const NothingToDecide = ({ on }: { readonly on: OnVisit }) => (
  <p class="govuk-body">
    There is nothing here for you to decide.{' '}
    <a class="govuk-link" href={visitPath(on)}>
      Go to the visit
    </a>
  </p>
);

const Decide = ({
  asked,
  on,
  may,
  wrong,
  asWasSeen,
}: {
  readonly asked: PageAsked;
  readonly on: OnVisit;
  readonly may: readonly string[];
  readonly wrong: Wrong | undefined;
  /** What the form was made from, as long as nothing newer was pointed out. */
  readonly asWasSeen: string;
}) => {
  const { form } = asked;
  const gates = on.policy.gates.filter(({ id }) => may.includes(id));
  const mayBeSentBack = actionNamed(on, 'send-back') !== undefined;
  const to = wrong === undefined ? may : form.all('to');
  const words = (name: string, label: string, hint: string) => ({
    html: <Textarea name={name} label={{ text: label }} hint={{ text: hint }} rows={3} value={form.get(name)} {...errorOf(wrong, name)} />,
  });
  return (
    <PostForm asked={asked} action={`${visitPath(on)}/approve`} wrong={wrong}>
      <input type="hidden" name="seen" value={asWasSeen === '' ? seen(on.visit) : asWasSeen} />
      <Radios
        name="decision"
        value={form.get('decision')}
        fieldset={{ legend: { text: 'What do you decide?', classes: 'govuk-fieldset__legend--m' } }}
        {...errorOf(wrong, 'decision')}
        items={[
          {
            value: 'authorise',
            text: 'I agree to it',
            hint: { text: `${listed(gates.map(({ say }) => say))} ${listed([...new Set(gates.flatMap(({ clauses }) => clauses))])}` },
            conditional: {
              html: (
                <>
                  {gates.length < 2 ? null : (
                    <Checkboxes
                      name="to"
                      values={to}
                      fieldset={{ legend: { text: 'I agree to' } }}
                      {...errorOf(wrong, 'to')}
                      items={gates.map(({ id, say, clauses }) => ({ value: id, text: say, hint: { text: clauses.join(', ') } }))}
                    />
                  )}
                  {words('note', 'A note, if you like', 'Whoever goes reads it.').html}
                </>
              ),
            },
          },
          mayBeSentBack && {
            value: 'send-back',
            text: 'I send it back to be mended first',
            hint: { text: 'What others have agreed to stands. Whoever asked for it, and whoever goes, hears of it.' },
            conditional: words('mend', 'What is to be mended?', 'Whoever asked for it reads this.'),
          },
          {
            value: 'decline',
            text: 'I decline it',
            hint: { text: 'The visit is over with that. Whoever asked for it, and whoever goes, hears of it.' },
            conditional: words('reason', 'Why?', 'Whoever asked for it reads this.'),
          },
        ]}
      />
      <Button text="Send the decision" preventDoubleClick />
    </PostForm>
  );
};
