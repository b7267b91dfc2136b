import type { Unmet } from '../../domain/visit/decision.ts';
import type { PlannedTime } from '../../domain/visit/visit.ts';
import type { ShownPrompt } from '../../domain/visit/stage-card.ts';
import type { Response } from '../../http/http.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { Checkboxes } from '../components/checkboxes.tsx';
import { Panel } from '../components/panel.tsx';
import { Radios } from '../components/radios.tsx';
import { Textarea } from '../components/textarea.tsx';
import { WarningText } from '../components/warning-text.tsx';
import { keyField } from '../forms/form.ts';
import { problemPage } from '../mistakes.tsx';
import { isJustGone } from '../../domain/visit/before-the-door.ts';
import { actionNamed, isGone, type OnVisit, readVisit, timesOf, visitPath, waiting } from './on-visit.ts';
import type { Page, PageAsked } from '../page.ts';
import { Told } from '../forms/stage-form.tsx';
import { dayOf, plannedTimes, TimeFields, timesIn } from '../forms/planned-times.tsx';
import { badFields, errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import type { Plan, ShownVisitor } from '../shapes.ts';
import { page } from '../shell.tsx';
import { UnmetList } from './unmet.tsx';
import { VisitSummary } from './visit-summary.tsx';
import { hour, listed, when } from '../words.ts';

/** `GET /visits/{visit}/go`: what must hold before they go, and signing out; once they have, by when they are expected. */
export const goPage: Page = async (asked) => {
  const read = await readVisit(asked);
  return read.ok ? shownPage(asked, read.on) : problemPage(asked, read.problem);
};

/** `POST /visits/{visit}/go`: signed out, or refused with each clause that is unmet and the page that meets it. */
export const go: Page = async (asked) => {
  const read = await readVisit(asked);
  if (!read.ok) return problemPage(asked, read.problem);
  const { on } = read;
  const { form, now } = asked;
  const times = timesAsked(on);
  const known = timesOf(on.visit);
  const { plan, errors } = timesIn(form, times, dayOf(known, now));
  const taken = times.filter((time) => known[time] !== undefined && form.get(time) === '');
  const wrong = badFields([
    ...errors,
    ...taken.map((field) => ({ field, text: 'Say the time, like 2.30pm: whoever waits for you goes by it.' })),
  ]);
  if (wrong !== undefined) return shownPage(asked, on, wrong);

  const depart = (said: Plan) =>
    asked.ask('depart', {
      params: { visit: on.visit.id },
      body: { visitor: visitorIn(asked, on), ticks: form.all('tick'), ...(Object.keys(said).length === 0 ? {} : { plan: said }) },
      key: form.get(keyField),
    });
  // Times that were said since somebody left are not said over again for them, unless the policy wants them said.
  const isFirst = !(on.visit.visitors ?? []).some(isGone);
  const first = await depart(isFirst ? plan : changedTimes(plan, known));
  const isUnsaid = !first.ok && (first.problem.unmet ?? []).some(({ code }) => code === 'times-said');
  const answer = isUnsaid ? await depart(plan) : first;
  if (answer.ok) return seeOther(`${visitPath(on)}/go`);
  const refused = wrongIn(answer.problem, (pointer) => pointer.split('/').at(-1));
  return refused === undefined ? problemPage(asked, answer.problem) : shownPage(asked, on, refused);
};

const changedTimes = (plan: Plan, known: Plan): Plan =>
  Object.fromEntries(Object.entries(plan).filter(([time, at]) => at !== known[time as PlannedTime])); // a plan's keys

/** Whoever was chosen; who is asked alone where it can be nobody else. */
function visitorIn({ form }: PageAsked, { visit, me }: OnVisit): string {
  const chosen = form.get('visitor');
  if (chosen !== '') return chosen;
  return waiting(visit).some(({ person }) => person === me) ? me : 'all';
}

/** The times that are confirmed: those that are planned or wanted, and by when they are back. */
function timesAsked(on: OnVisit): readonly PlannedTime[] {
  const known = timesOf(on.visit);
  const wanted = (actionNamed(on, 'depart')?.unmet ?? []).flatMap(({ wants }) => (wants.kind === 'plan' ? wants.times : []));
  return plannedTimes.filter((time) => time === 'returnAt' || wanted.includes(time) || (known[time] !== undefined && time !== 'departAt'));
}

/** `POST /visits/{visit}/go/text`: the link to their page, to the phone of whoever left. */
export const textPage: Page = async (asked) => {
  const read = await readVisit(asked);
  if (!read.ok) return problemPage(asked, read.problem);
  const { on } = read;
  const visitor = asked.form.get('visitor');
  const answer = await asked.ask('text-page', { params: { visit: on.visit.id }, body: { visitor }, key: asked.form.get(keyField) });
  if (answer.ok) return seeOther(`${visitPath(on)}/go?texted=yes`);
  const wrong = wrongIn(answer.problem);
  return wrong === undefined ? problemPage(asked, answer.problem) : shownPage(asked, on, wrong);
};

// ------------------------------------------------------------------------------------------------ what is on it

async function shownPage(asked: PageAsked, on: OnVisit, wrong?: Wrong): Promise<Response> {
  const { visit } = on;
  const isSigned = wrong === undefined && waiting(visit).every(({ person }) => person !== on.me) && (visit.visitors ?? []).some(isGone);
  const card = isSigned ? undefined : await asked.ask('read-card', { params: { visit: visit.id, stage: 'depart' } });
  const prompts = card?.ok === true ? card.value.prompts : [];
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}${isSigned ? 'Signed out' : 'Before you go'}`,
      back: { text: 'The visit', href: visitPath(on) },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} on={on} title={wrong?.status === 409 ? 'Not signed out yet' : 'There is a problem'} />
      {isSigned ? <SignedOut asked={asked} on={on} /> : <Before on={on} />}
      {waiting(visit).length === 0 ? (
        isSigned ? null : (
          <p class="govuk-body">Nobody is waiting to leave on this visit.</p>
        )
      ) : (
        <Leaving asked={asked} on={on} prompts={prompts} wrong={wrong} />
      )}
    </>,
  );
}

/** By when each is to be heard of next, and where they say that they are there. */
const SignedOut = ({ asked, on }: { readonly asked: PageAsked; readonly on: OnVisit }) => {
  const { visit, me, nameOf, now } = on;
  const gone = (visit.visitors ?? []).filter(isGone);
  const isGoing = (visit.visitors ?? []).some(({ person, notGoing }) => person === me && notGoing !== true);
  const mine = gone.some(({ person }) => person === me);
  const names = listed(gone.map(({ person }) => nameOf(person)));
  return (
    <>
      <Panel titleText={mine ? 'You are signed out' : `${names} ${gone.length === 1 ? 'is' : 'are'} signed out`}>
        {gone
          .filter(({ person }) => !mine || person === me)
          .map((visitor) => (
            <div>
              {mine ? 'You are' : `${nameOf(visitor.person)} is`} {expected(visitor, on)}
            </div>
          ))}
      </Panel>
      {mine && gone.length > 1 ? (
        <p class="govuk-body">{listed(gone.filter(({ person }) => person !== me).map(({ person }) => nameOf(person)))} signed out too.</p>
      ) : null}
      {mine ? (
        <p class="govuk-body">
          <a class="govuk-button" href={`${visitPath(on)}/phone`} role="button" draggable={false}>
            Open the page for your phone
          </a>
        </p>
      ) : (
        <p class="govuk-body">
          <a class="govuk-link" href="/board">
            See who is out
          </a>
        </p>
      )}
      {asked.request.query['texted'] === undefined ? null : <Told>The link goes to the phone that the school has for them.</Told>}
      {gone.filter(!isGoing ? () => true : ({ signedOutAt }) => isJustGone(signedOutAt, now)).map((visitor) => (
        <ToTheirPhone asked={asked} on={on} visitor={visitor} />
      ))}
      <p class="govuk-body">If nothing is heard by then, people are told, until somebody has acted. In danger ring 999.</p>
    </>
  );
};

/** They may have signed out at a desk: what is in their hand out there knows nothing of it yet. */
const ToTheirPhone = ({ asked, on: { visit, me, nameOf }, visitor: { person } }: ToTheirPhoneProps) => (
  <PostForm asked={asked} action={`/visits/${encodeURIComponent(visit.id)}/go/text`}>
    <input type="hidden" name="visitor" value={person} />
    <Button
      text={person === me ? 'Text me the link to it' : `Text ${nameOf(person)} the link to their page`}
      classes="govuk-button--secondary"
      preventDoubleClick
    />
  </PostForm>
);
interface ToTheirPhoneProps {
  readonly asked: PageAsked;
  readonly on: OnVisit;
  readonly visitor: ShownVisitor;
}

/** `expected back by 2.30pm`; where nothing waits for a return, what is waited for. */
function expected({ person }: ShownVisitor, { visit, now }: OnVisit): string {
  const clocks = (visit.clocks ?? []).filter(({ visitor }) => visitor === person);
  const back = clocks.find(({ expects }) => expects === 'return');
  if (back !== undefined) return `expected back by ${when(back.dueAt, now)}.`;
  const [next] = clocks.toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  return next === undefined ? 'watched.' : `to be heard of by ${when(next.dueAt, now)}.`;
}

const Before = ({ on }: { readonly on: OnVisit }) => {
  const depart = actionNamed(on, 'depart');
  const unmet = (depart?.unmet ?? []).filter(({ wants }) => wants.kind !== 'tick');
  const outstanding = (depart?.outstanding ?? []).filter(({ wants }) => wants.kind !== 'tick');
  return (
    <>
      <span class="govuk-caption-l">Visit {on.visit.id}</span>
      <h1 class="govuk-heading-l">Before you go</h1>
      {unmet.length === 0 ? (
        <p class="govuk-body">All that the policy asks beforehand is there.</p>
      ) : (
        <>
          <h2 class="govuk-heading-m">Still missing</h2>
          <UnmetList unmet={unmet} on={on} />
        </>
      )}
      {outstanding.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">Better done first, and no bar to leaving</h2>
          <UnmetList unmet={outstanding} on={on} />
        </>
      )}
      <VisitSummary on={on} />
    </>
  );
};

interface LeavingProps {
  readonly asked: PageAsked;
  readonly on: OnVisit;
  readonly prompts: readonly ShownPrompt[];
  readonly wrong: Wrong | undefined;
}

const Leaving = ({ asked, on, prompts, wrong }: LeavingProps) => {
  const { form } = asked;
  const { visit } = on;
  const needed = (actionNamed(on, 'depart')?.unmet ?? []).filter(({ wants }) => wants.kind === 'tick');
  const ids = needed.map(({ code }) => code);
  const asks = prompts.filter(({ id, tick, ticked }) => tick === 'asked' && ticked !== true && !ids.includes(id));
  const lines = prompts.filter(({ id, tick }) => tick === undefined && !ids.includes(id));
  return (
    <PostForm asked={asked} action={`${visitPath(on)}/go`} wrong={wrong}>
      {lines.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">Remember</h2>
          <ul class="govuk-list govuk-list--bullet">
            {lines.map(({ say, clauses }) => (
              <li>
                {say} <span class="govuk-hint">{clauses.join(', ')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {needed.length + asks.length === 0 ? null : (
        <Checkboxes
          name="tick"
          values={form.all('tick')}
          fieldset={{ legend: { text: 'Tick as you do them', classes: 'govuk-fieldset__legend--m' } }}
          items={[
            ...needed.map((one) => ({ value: one.code, id: `tick-${one.code}`, text: one.message, hint: { text: neededHint(one, on) } })),
            ...asks.map(({ id, say, clauses }) => ({ value: id, id: `tick-${id}`, text: say, hint: { text: clauses.join(', ') } })),
          ]}
        />
      )}
      <h2 class="govuk-heading-m">Confirm the times</h2>
      <TimeFields times={timesAsked(on)} plan={timesOf(visit)} form={form} wrong={wrong} />
      <WhoGoes asked={asked} on={on} wrong={wrong} />
      <Button text="Sign out" preventDoubleClick />
      <p class="govuk-body">
        Somebody has to leave all the same, against the policy?{' '}
        <a class="govuk-link" href={`${visitPath(on)}/go/in-breach`}>
          What that means
        </a>
      </p>
    </PostForm>
  );
};

const neededHint = ({ clauses, missing }: Unmet, { nameOf }: OnVisit): string =>
  `Needed (${clauses.join(', ')}), of ${listed(missing.map(nameOf))}.`;

/** Whoever leaves now: where there is a choice. */
const WhoGoes = ({ asked: { form }, on, wrong }: Omit<LeavingProps, 'prompts'>) => {
  const { visit, me, nameOf } = on;
  const there = waiting(visit);
  if (there.length === 1) return <input type="hidden" name="visitor" value={there[0]?.person ?? 'all'} />;
  const mine = there.some(({ person }) => person === me);
  const chosen = form.get('visitor');
  return (
    <Radios
      name="visitor"
      value={chosen === '' ? (mine ? me : 'all') : chosen}
      fieldset={{ legend: { text: 'Who leaves now?', classes: 'govuk-fieldset__legend--m' } }}
      {...errorOf(wrong, 'visitor')}
      items={[
        { value: 'all', text: `All: ${listed(there.map(({ person }) => nameOf(person)))}` },
        ...there.map(({ person }) => ({ value: person, text: person === me ? 'Only me' : `Only ${nameOf(person)}` })),
      ]}
    />
  );
};

// ------------------------------------------------------------------------------------------------ in breach

/** `GET /visits/{visit}/go/in-breach`: what leaving against the policy means, apart from the way that the policy wants. */
export const breachPage: Page = async (asked) => {
  const read = await readVisit(asked);
  return read.ok ? shownBreach(asked, read.on) : problemPage(asked, read.problem);
};

/** `POST /visits/{visit}/go/in-breach`: never refused. What cannot be read is kept as it was sent, and they are watched all the same. */
export const goInBreach: Page = async (asked) => {
  const read = await readVisit(asked);
  if (!read.ok) return problemPage(asked, read.problem);
  const { on } = read;
  const { form } = asked;
  const { plan: told, errors } = timesIn(form, ['returnAt'], dayOf(timesOf(on.visit), asked.now));
  const plan = errors.length === 0 ? told : { returnAt: form.get('returnAt') };
  const reason = form.get('reason');
  const answer = await asked.ask('depart-in-breach', {
    params: { visit: on.visit.id },
    body: { visitor: visitorIn(asked, on), ...(Object.keys(plan).length === 0 ? {} : { plan }), ...(reason === '' ? {} : { reason }) },
    key: form.get(keyField),
  });
  if (answer.ok) return seeOther(`${visitPath(on)}/go`);
  const wrong = wrongIn(answer.problem);
  return wrong === undefined ? problemPage(asked, answer.problem) : shownBreach(asked, on, wrong);
};

const shownBreach = (asked: PageAsked, on: OnVisit, wrong?: Wrong): Promise<Response> => {
  const depart = actionNamed(on, 'depart');
  const { returnAt } = timesOf(on.visit);
  return page(
    asked,
    {
      title: 'Leave against the policy',
      back: { text: 'Before you go', href: `${visitPath(on)}/go` },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} on={on} />
      <h1 class="govuk-heading-l">Leave against the policy</h1>
      <WarningText text="Only where somebody would come to harm if you waited." />
      <ul class="govuk-list govuk-list--bullet">
        <li>You are watched all the same: people are told if nothing is heard of you.</li>
        <li>The head, the safeguarding leads and whoever agrees to visits are told at once what was missing.</li>
        <li>It stays on the record of the visit. Nothing of the policy is waived by it.</li>
        {returnAt === undefined ? <li>Without a time to be back you are taken to be out for as long as the school has set.</li> : null}
      </ul>
      {depart?.unmet === undefined || depart.unmet.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">What is missing</h2>
          <UnmetList unmet={depart.unmet} on={on} />
        </>
      )}
      <PostForm asked={asked} action={`${visitPath(on)}/go/in-breach`} wrong={wrong}>
        <WhoGoes asked={asked} on={on} wrong={wrong} />
        <TimeFields times={['returnAt']} plan={timesOf(on.visit)} form={asked.form} wrong={wrong} />
        <Textarea
          name="reason"
          label={{ text: 'Why can it not wait? (you may leave this empty)' }}
          rows={3}
          value={asked.form.get('reason')}
          attributes={{ maxlength: 2000 }}
        />
        <Button text="Leave against the policy" classes="govuk-button--warning" preventDoubleClick />
      </PostForm>
      <p class="govuk-hint">{returnAt === undefined ? '' : `Planned to be back by ${hour(returnAt)}.`}</p>
    </>,
  );
};
