import type { Child } from 'hono/jsx';
import type { Response } from '../../http/http.ts';
import { SaveLater } from '../forms/stage-form.tsx';
import { Button } from '../components/button.tsx';
import { Checkboxes } from '../components/checkboxes.tsx';
import { DateInput } from '../components/date-input.tsx';
import { Details } from '../components/details.tsx';
import { Input } from '../components/input.tsx';
import { Radios } from '../components/radios.tsx';
import { Select } from '../components/select.tsx';
import { Textarea } from '../components/textarea.tsx';
import { EarlierVisits, readEarlierAt } from '../visit/earlier-visits.tsx';
import { formOfEntries } from '../forms/form.ts';
import { HomeFields, peopleOf } from '../homes/home-form.tsx';
import { KnownHome } from '../homes/known-home.tsx';
import type { PageAsked } from '../page.ts';
import { dateParts, plannedTimes } from '../forms/planned-times.tsx';
import { errorOf, PostForm, WhatIsWrong, type Wrong } from '../forms/posting.tsx';
import { formOfAnswers, isAsked, otherWords } from '../forms/questions.ts';
import { Questions } from '../forms/questions.tsx';
import type { ShownHome } from '../shapes.ts';
import { page } from '../shell.tsx';
import { staffOf } from '../forms/staff.ts';
import { isFieldOf, stepBefore } from '../forms/steps.ts';
import { CheckAnswers, WantedBeforeLeaving } from './check.tsx';
import { homePrefix, newHome, noChild, onFormField, places, questionOf, type RequestSoFar } from './so-far.ts';
import { type StepName, stepsOfRequest } from './steps-of-request.ts';
import { postInWords } from '../words.ts';

interface How {
  readonly wrong?: Wrong;
  /** The list for which one more line was asked for. */
  readonly more?: string;
  readonly key?: string | undefined;
}

interface Props extends How {
  readonly asked: PageAsked;
  readonly soFar: RequestSoFar;
  readonly nameOf: (person: string) => string;
}

const titles: Readonly<Record<StepName, string>> = {
  home: 'Which home is to be visited?',
  'new-home': 'A new home',
  family: 'The home and the family',
  who: 'Who goes?',
  when: 'When is the visit?',
  why: 'What is the visit for?',
  asks: 'What your school asks',
  check: 'Check your answers before you ask for the visit',
};

/** A page of the form, as it stands: again with what is wrong, where something is. */
export async function shownStep(asked: PageAsked, step: StepName, soFar: RequestSoFar, how: How = {}): Promise<Response> {
  const { wrong } = how;
  const { nameOf } = await asked.frame();
  const props: Props = { asked, soFar, nameOf, ...how };
  const isChange = isChanging(asked);
  const before = isChange ? 'check' : stepBefore(stepsOfRequest, soFar, step)?.path;
  const own = await views[step](props);
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}${titles[step]}`,
      back: before === undefined ? { href: '/', text: 'Home' } : { href: `/request/${before}` },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} title="There is something to mend first" />
      <span class="govuk-caption-l">Ask for a visit</span>
      <h1 class="govuk-heading-l">{titles[step]}</h1>
      {own}
    </>,
  );
}

const isChanging = ({ request, form }: PageAsked): boolean => request.query['change'] !== undefined || form.get('change') !== '';

const StepForm = ({ props, step, children }: { readonly props: Props; readonly step: StepName; readonly children?: Child }) => (
  <PostForm asked={props.asked} action={`/request/${step}`} wrong={props.wrong}>
    {isChanging(props.asked) ? <input type="hidden" name="change" value="yes" /> : null}
    {children}
    <div class="govuk-button-group">
      <Button text="Continue" preventDoubleClick />
      <SaveLater />
    </div>
  </PostForm>
);

const views: Readonly<Record<StepName, (props: Props) => Promise<Child> | Child>> = {
  home: chooseHome,
  'new-home': describeHome,
  family: lookAtHome,
  who: chooseVisitors,
  when: sayWhen,
  why: sayWhy,
  asks: answerPolicy,
  check: ({ asked, soFar, nameOf, wrong, key }) => (
    <CheckAnswers asked={asked} soFar={soFar} nameOf={nameOf} wrong={wrong} requestKey={key ?? ''} />
  ),
};

const large = (text: string) => ({ text, classes: 'govuk-label--s' });
const legend = (text: string) => ({ legend: { text, classes: 'govuk-fieldset__legend--s' } });
const clausesOf = ({ clauses = [] }: { readonly clauses?: readonly string[] } = {}) =>
  clauses.length === 0 ? {} : { hint: { text: clauses.join(', ') } };

// ------------------------------------------------------------------------------------------------ the home

const mostFound = '20';

async function chooseHome(props: Props): Promise<Child> {
  const { asked, soFar, wrong } = props;
  const { q = '', home = '' } = asked.request.query;
  const chosen = soFar.form.get('household') === '' ? home : soFar.form.get('household');
  const [found, before] = await Promise.all([
    asked.ask('list-households', { query: { q: q.slice(0, 200), limit: mostFound } }),
    chosen === '' || chosen === newHome ? undefined : asked.ask('read-household', { params: { household: chosen } }),
  ]);
  const households = found.ok ? found.value.households : [];
  const next = found.ok ? found.value.next : undefined;
  const known = before?.ok === true && !households.some(({ id }) => id === before.value.id) ? [before.value] : [];
  const change = isChanging(asked);
  return (
    <>
      <form method="get" action="/request/home" class="govuk-!-margin-bottom-6">
        {change ? <input type="hidden" name="change" value="yes" /> : null}
        <Input
          name="q"
          label={large('Find a home')}
          hint={{ text: 'By a part of the family’s name or of the address' }}
          classes="govuk-input--width-20"
          value={q}
        />
        <Button text="Find" classes="govuk-button--secondary" />
      </form>
      {q === '' ? null : (
        <p class="govuk-body" role="status">
          {households.length === 0 ? `No home is found by “${q}”.` : `Found by “${q}”:`}
        </p>
      )}
      <StepForm props={props} step="home">
        <Radios
          name="household"
          value={chosen}
          fieldset={legend('The home')}
          {...errorOf(wrong, 'household')}
          items={[
            ...[...known, ...households].map((one) => ({
              value: one.id,
              text: one.name ?? one.id,
              ...(homeHint(one) === '' ? {} : { hint: { text: homeHint(one) } }),
            })),
            { divider: 'or' },
            { value: newHome, text: 'A home that is not here yet' },
          ]}
        />
        {next === undefined ? null : <p class="govuk-hint">There are more homes than are shown here: find them by their name.</p>}
      </StepForm>
    </>
  );
}

const homeHint = (home: ShownHome): string =>
  [
    home.address,
    peopleOf(home)
      .pupils.map(({ name }) => name)
      .join(', '),
  ]
    .filter((one) => one !== undefined && one !== '')
    .join(' · ');

function describeHome(props: Props): Child {
  const { soFar, wrong, more } = props;
  return (
    <StepForm props={props} step="new-home">
      <HomeFields p={homePrefix} form={soFar.form} wrong={wrong} {...(more === undefined ? {} : { more })} />
    </StepForm>
  );
}

async function lookAtHome(props: Props): Promise<Child> {
  const { asked, soFar, nameOf, wrong } = props;
  const { home, policy, form } = soFar;
  if (home === undefined) return null;
  const earlier = await readEarlierAt(asked, home.id);
  const { pupils } = peopleOf(home);
  return (
    <>
      <h2 class="govuk-heading-m">{home.name ?? home.id}</h2>
      <KnownHome home={home} policy={policy} nameOf={nameOf} now={asked.now} />
      <p class="govuk-body">
        <a class="govuk-link" href={`/homes/${encodeURIComponent(home.id)}/change`}>
          Change what is known of this home
        </a>
      </p>
      <EarlierVisits earlier={earlier} on={{ policy, nameOf, now: asked.now }} />
      <StepForm props={props} step="family">
        {pupils.length === 0 ? null : (
          <Radios
            name="pupil"
            value={form.get('pupil')}
            fieldset={legend('Which child is the visit about?')}
            {...errorOf(wrong, 'pupil')}
            items={[
              ...pupils.map(({ id, name, onRoll }) => ({
                value: id,
                text: name,
                ...(onRoll === false ? { hint: { text: 'Not a pupil here' } } : {}),
              })),
              { divider: 'or' },
              { value: noChild, text: 'No child in particular' },
            ]}
          />
        )}
      </StepForm>
    </>
  );
}

// ------------------------------------------------------------------------------------------------ who, when and why

async function chooseVisitors(props: Props): Promise<Child> {
  const { asked, soFar, wrong } = props;
  const { form } = soFar;
  const staff = await staffOf(asked);
  const ticked = form.all('visitors');
  const visitors = staff.filter(({ id, duties }) => duties.includes('visitor') || ticked.includes(id));
  const isMine = ticked.length === 0 && wrong === undefined && visitors.some(({ id }) => id === asked.caller.id);
  const item = ({ id, name, roles }: (typeof staff)[number]) => ({
    value: id,
    text: name,
    ...(roles.length === 0 ? {} : { hint: { text: roles.map(postInWords).join(', ') } }),
  });
  return (
    <StepForm props={props} step="who">
      <Checkboxes
        name="visitors"
        values={isMine ? [asked.caller.id] : ticked}
        fieldset={legend('Tick everybody who goes on the visit')}
        {...errorOf(wrong, 'visitors')}
        items={visitors.map(item)}
      />
      <Details summaryText="Somebody else of the school is involved with the family" open={form.all('involved').length > 0}>
        <Checkboxes
          name="involved"
          values={form.all('involved')}
          fieldset={legend('Who is involved, and does not go?')}
          hint={{ text: 'Some policies let them read what comes of the visit.' }}
          items={staff.map(item)}
        />
      </Details>
      <WantedBeforeLeaving soFar={soFar} nameOf={props.nameOf} asked={asked} />
    </StepForm>
  );
}

const timeAsked = {
  departAt: 'When do you leave?',
  arriveAt: 'When do you arrive at the home?',
  leaveAt: 'When do you come away from the home?',
  returnAt: 'By when are you back?',
} as const;
const placeAsked = { startsFrom: 'Where do you start from?', endsAt: 'Where do you go afterwards?' } as const;
const anywhere = [
  { id: 'school', say: 'School' },
  { id: 'home', say: 'My own home' },
  { id: 'other', say: 'Somewhere else' },
];

function sayWhen(props: Props): Child {
  const { asked, soFar, wrong, nameOf } = props;
  const { form, policy } = soFar;
  return (
    <StepForm props={props} step="when">
      <DateInput
        id="day"
        namePrefix="day"
        fieldset={legend('On which day?')}
        hint={{ text: 'For example 22 6 2026' }}
        values={dateParts(form, 'day', '')}
        {...errorOf(wrong, 'day-day')}
      />
      {plannedTimes.map((time) => {
        const question = questionOf(policy, `plan.${time}`);
        return (
          <Input
            name={time}
            label={large(question?.ask ?? timeAsked[time])}
            hint={{ text: ['For example 2.30pm.', ...(question?.clauses ?? [])].join(' ') }}
            classes="govuk-input--width-5"
            value={form.get(time)}
            {...errorOf(wrong, time)}
          />
        );
      })}
      {places.map((place) => {
        const question = questionOf(policy, `plan.${place}`);
        return (
          <Select
            name={place}
            label={large(question?.ask ?? placeAsked[place])}
            {...clausesOf(question)}
            value={form.get(place) === '' ? 'school' : form.get(place)}
            items={(question?.options ?? anywhere).map(({ id, say }) => ({ value: id, text: say }))}
            {...errorOf(wrong, place)}
          />
        );
      })}
      <WantedBeforeLeaving soFar={soFar} nameOf={nameOf} asked={asked} />
    </StepForm>
  );
}

function sayWhy(props: Props): Child {
  const { asked, soFar, wrong, nameOf } = props;
  const { form, policy } = soFar;
  return (
    <StepForm props={props} step="why">
      {(['type', 'reason'] as const).map((field) => {
        const question = questionOf(policy, field);
        if (question === undefined) return null;
        return (
          <>
            <Radios
              name={field}
              value={form.get(field)}
              fieldset={legend(question.ask)}
              {...clausesOf(question)}
              {...errorOf(wrong, field)}
              items={[
                ...(question.options ?? []).map(({ id, say, clauses }) => ({
                  value: id,
                  text: say,
                  ...(clauses === undefined ? {} : { hint: { text: clauses.join(', ') } }),
                })),
                question.open && { value: otherWords, text: 'Something else' },
              ]}
            />
            {question.open ? (
              <Input
                name={`${field}.other`}
                label={{ text: 'If it is something else, what is it?' }}
                value={form.get(`${field}.other`)}
                {...errorOf(wrong, `${field}.other`)}
              />
            ) : null}
          </>
        );
      })}
      <Textarea
        name="purpose"
        label={large(questionOf(policy, 'purpose')?.ask ?? 'What is the visit for?')}
        {...clausesOf(questionOf(policy, 'purpose'))}
        rows={3}
        value={form.get('purpose')}
        {...errorOf(wrong, 'purpose')}
      />
      <WantedBeforeLeaving soFar={soFar} nameOf={nameOf} asked={asked} />
    </StepForm>
  );
}

// ------------------------------------------------------------------------------------------------ what the policy asks

async function answerPolicy(props: Props): Promise<Child> {
  const { asked, soFar, wrong, more, nameOf } = props;
  const { foreseen, form } = soFar;
  const questions = foreseen.questions.filter(isAsked);
  // What is kept with the home and was not put otherwise here.
  const kept = formOfAnswers(questions.filter(({ id }) => !form.entries.some(([field]) => isFieldOf({ questions: [`a.${id}`] }, field))));
  return (
    <>
      {asked.request.query['more'] === undefined ? null : (
        <div class="govuk-inset-text" role="status">
          What you answered brings something more with it: it is below.
        </div>
      )}
      {foreseen.prompts.length === 0 ? null : (
        <ul class="govuk-list govuk-list--bullet">
          {foreseen.prompts.map(({ say, clauses }) => (
            <li>
              {say} <span class="govuk-hint">{clauses.join(', ')}</span>
            </li>
          ))}
        </ul>
      )}
      <StepForm props={props} step="asks">
        {questions.map(({ id }) => (
          <input type="hidden" name={onFormField} value={id} />
        ))}
        {questions.length === 0 ? (
          <p class="govuk-body">The policy asks nothing more before a visit is asked for.</p>
        ) : (
          <Questions
            questions={questions}
            asking={{
              form: formOfEntries([...kept.entries, ...form.entries]),
              errors: wrong?.fields ?? [],
              nameOf: nameIn(soFar, nameOf),
              staff: await staffOf(asked),
              now: asked.now,
              ...(more === undefined ? {} : { more }),
            }}
          />
        )}
        <WantedBeforeLeaving soFar={soFar} nameOf={nameOf} asked={asked} />
      </StepForm>
    </>
  );
}

/** Of people and of the adults of the home. */
const nameIn =
  ({ home }: Pick<RequestSoFar, 'home'>, nameOf: (id: string) => string) =>
  (id: string): string =>
    peopleOf(home).adults.find((adult) => adult.id === id)?.name ?? nameOf(id);
