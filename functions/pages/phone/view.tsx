/**
 * The page of one person on one visit, on their phone: what is expected of them next as one button, everything else that they
 * may say below it, and help always. Whoever looks over their shoulder sees on it nothing of a call for help.
 */
import type { Child } from 'hono/jsx';
import type { OperationId } from '../../api/routes.ts';
import { epochOf, type Instant, latest, plusMilliseconds } from '../../domain/time.ts';
import { Checkboxes } from '../components/checkboxes.tsx';
import { Details } from '../components/details.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { Input } from '../components/input.tsx';
import { Select } from '../components/select.tsx';
import { Textarea } from '../components/textarea.tsx';
import { type FieldError, type Form, formOfEntries, keyField, tokenField } from '../forms/form.ts';
import { Questions } from '../forms/questions.tsx';
import { Layout } from '../layout.tsx';
import type { Shapes, ShownVisitor, Visit } from '../shapes.ts';
import { dialled, hour, listed } from '../words.ts';
import { askedOn, type AskedStage, isAskedStage, stageField, unanswered } from './asked.ts';
import type { PressName } from './presses.ts';

export type PhoneCard = Shapes['read-phone'];

export interface PhoneView {
  readonly card: PhoneCard;
  readonly person: string;
  readonly school: string;
  /** Where its forms go: to itself. */
  readonly self: string;
  /** Of whoever signed in. Whoever has the link has all that it takes. */
  readonly token?: string | undefined;
  /** No two pages have the same: each press is known by it. */
  readonly key: string;
  readonly now: Instant;
  /** What was sent a moment ago: that it was, and what the school says to it. */
  readonly sent?: string | undefined;
  readonly errors?: readonly FieldError[];
  /** What was sent and could not be done, to be mended. */
  readonly kept?: Form | undefined;
  readonly back?: string | undefined;
  /** What was answered there has brought a question with it. */
  readonly asks?: AskedStage | undefined;
}

type State = 'expected' | 'not-going' | 'signed-out' | 'on-site' | 'left' | 'accounted-for';

export function Phone(view: PhoneView) {
  const { card, school, sent, errors = [], back } = view;
  const { visit } = card;
  const me = meOn(view);
  return (
    <Layout
      title={`${errors.length > 0 ? 'Error: ' : ''}Visit ${visit.id}`}
      school={school}
      sheet="phone"
      scripts={['phone']}
      {...(back === undefined ? {} : { back: { href: back, text: 'The whole visit' } })}
    >
      {errors.length === 0 ? null : <ErrorSummary errorList={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />}
      <p class="ds-unsent ds-quoted" id="unsent" role="alert" hidden />
      {sent === undefined ? null : (
        <p class="ds-sent" role="status">
          {sent}
        </p>
      )}
      {raised(visit).map(({ openedAt, says }) => (
        <p class="ds-sent">
          Raised at {hour(openedAt)}: {says}
        </p>
      ))}
      <h1 class="govuk-heading-l">{visit.household?.name ?? `Visit ${visit.id}`}</h1>
      <p class="govuk-body">
        {visit.household?.address === undefined ? '' : `${visit.household.address} `}
        <span class="ds-clause">{visit.id}</span>
      </p>
      <p class="ds-phone__state">{stateWords(me, view)}</p>
      <Steps view={view} state={stateOf(me)} />
      {stateOf(me) === 'expected' || stateOf(me) === 'not-going' ? null : <Late view={view} state={stateOf(me)} />}
      {stateOf(me) === 'expected' ? <NotGoing view={view} /> : null}
      <Asked view={view} state={stateOf(me)} />
      {stateOf(me) === 'expected' || stateOf(me) === 'not-going' ? null : (
        <Details summaryText="Send words to school">
          <Press view={view} press="note" says="your words" id="note">
            <Words id="note" label="What do you want to say?" />
            <Quiet>Send</Quiet>
          </Press>
        </Details>
      )}
      <Wrong view={view} />
      <Mistaken view={view} state={stateOf(me)} />
      <Lines view={view} state={stateOf(me)} />
      <Office card={card} />
      <Help view={view} />
    </Layout>
  );
}

const meOn = ({ card: { visit }, person }: PhoneView): ShownVisitor | undefined => visit.visitors?.find((v) => v.person === person);
// The states of domain/visit/stage.ts, which the operation answers with.
const stateOf = (me: ShownVisitor | undefined): State => (me?.state ?? 'not-going') as State;

/** What was raised openly and is not over, with what the school says to it. */
const raised = ({ alarms = [] }: Visit) => alarms.filter(({ endedAt, says }) => endedAt === null && says !== undefined);

/** The others who go and are not back. */
const othersOn = ({ card: { visit }, person }: PhoneView): readonly string[] =>
  (visit.visitors ?? [])
    .filter((v) => v.person !== person && v.notGoing !== true && v.state !== 'accounted-for')
    .flatMap(({ name }) => name ?? []);

// ------------------------------------------------------------------------------------------------ where they are

function stateWords(me: ShownVisitor | undefined, { card, now }: PhoneView): string {
  const { due } = card;
  const since = (at: Instant | null | undefined, word: string): string => (at === null || at === undefined ? '' : ` ${word} ${hour(at)}`);
  const by = (words: string, at: Instant | undefined): string => (at === undefined || at < now ? '' : ` ${words} by ${hour(at)}.`);
  const back = ({ returnAt }: typeof due): string =>
    returnAt !== undefined && returnAt < now
      ? ` You were to be back by ${hour(returnAt)}. Say below where you are, or how late you will be.`
      : by('Be back', returnAt);
  switch (stateOf(me)) {
    case 'expected':
      return `You have not signed out.${due.departAt === undefined || departOf(card) === undefined ? '' : ` You are to leave at ${hour(due.departAt)}.`}`;
    case 'not-going':
      return 'You are not going on this visit.';
    case 'signed-out':
      return `On the way.${by('Arrive', due.arriveAt)}${back(due)}`;
    case 'on-site':
      return `In the home${since(me?.arrivedAt, 'since')}.${by('Leave', due.leaveAt)}${back(due)}`;
    case 'left':
      return card.unheard
        ? 'You said that you are back. Somebody who is in charge has to hear of it: ring the office, or say below whom you told.'
        : `You have left${since(me?.leftAt, 'at')}.${back(due)}`;
    case 'accounted-for':
      return `You are back${since(me?.accountedForAt, 'since')}.`;
  }
}

// ------------------------------------------------------------------------------------------------ forms

interface PressProps {
  readonly view: PhoneView;
  readonly press: (PressName | 'answer') & OperationId;
  /** What it is called while it has not reached the school. */
  readonly says: string;
  /** No other form of the page has it. */
  readonly id: string;
  readonly also?: Readonly<Record<string, string | undefined>>;
  readonly classes?: string;
  /** Before everything else that waits to be sent. */
  readonly first?: boolean;
  readonly children?: Child;
}

/** Its name, so that it is done once; the visit that it was pressed about, so that it is done there however late it comes. */
function Press({ view: { self, token, key, card }, press, says, id, also = {}, classes, first, children }: PressProps) {
  const hidden: Readonly<Record<string, string | undefined>> = {
    press,
    [keyField]: `${key}.${id}`,
    visit: card.at,
    ...also,
    ...(token === undefined ? {} : { [tokenField]: token }),
  };
  return (
    <form
      method="post"
      action={self}
      data-says={says}
      {...(first === true ? { 'data-first': '' } : {})}
      {...(classes ? { class: classes } : {})}
    >
      {Object.entries(hidden).map(([name, value]) => (value === undefined ? null : <input type="hidden" name={name} value={value} />))}
      {children}
    </form>
  );
}

const Big = ({ children }: { readonly children?: Child }) => (
  <button type="submit" class="govuk-button ds-big-button">
    {children}
  </button>
);
const Quiet = ({ name, value, children }: { readonly name?: string; readonly value?: string; readonly children?: Child }) => (
  <button type="submit" class="govuk-button govuk-button--secondary ds-big-button" name={name} value={value}>
    {children}
  </button>
);

const Words = ({
  id,
  label,
  name = 'words',
  view,
}: {
  readonly id: string;
  readonly label: string;
  readonly name?: string;
  readonly view?: PhoneView;
}) => {
  const field = `${id}-${name}`;
  const wrong = view?.errors?.find((error) => error.field === field);
  return (
    <Textarea
      name={name}
      id={field}
      rows={2}
      label={{ text: label }}
      value={wrong === undefined ? undefined : view?.kept?.get(name)}
      errorMessage={wrong && { text: wrong.text }}
    />
  );
};

/** For everybody who is with them, where they say so: who is where is each one's own to say. */
function ForAll({ view, id }: { readonly view: PhoneView; readonly id: string }) {
  const others = othersOn(view);
  return others.length === 0 ? null : (
    <Checkboxes name="all" idPrefix={`${id}-all`} items={[{ value: 'yes', text: `${listed(others)} too: we are together` }]} />
  );
}

// ------------------------------------------------------------------------------------------------ the steps

interface Step {
  readonly press: PressName;
  readonly text: string;
  readonly also?: Readonly<Record<string, string | undefined>>;
}

/** In the order in which they are likely: the first is the one that is expected. */
function stepsAt(state: State, { next, at }: PhoneCard): readonly Step[] {
  const arrive: Step = { press: 'arrive', text: 'I have arrived' };
  const well: Step = { press: 'check-in', text: 'All is well' };
  const leave: Step = { press: 'leave', text: 'I have left the home' };
  const back: Step = { press: 'return', text: 'I am back' };
  switch (state) {
    case 'expected':
    case 'not-going':
      return [];
    case 'signed-out':
      return [arrive, well, leave, back];
    case 'on-site':
      return next === undefined
        ? [leave, well, back]
        : [
            { ...leave, text: `I have left, and go on to the next home (${next})`, also: { next } },
            well,
            { ...leave, text: 'I have left, and go to no other home', also: { next: 'back' } },
            back,
          ];
    case 'left':
      return next === undefined || next === at
        ? [back, well, { ...arrive, text: 'I am in the home again' }]
        : [back, well, { ...arrive, text: `I have arrived at the next home (${next})`, also: { visit: next } }];
    case 'accounted-for':
      return [];
  }
}

function Steps({ view, state }: { readonly view: PhoneView; readonly state: State }) {
  if (state === 'expected') return <Leaving view={view} />;
  const [first, ...others] = stepsAt(state, view.card);
  if (first === undefined) return null;
  return (
    <>
      <Press view={view} press={first.press} says={first.text} id="step" also={first.also ?? {}}>
        <Big>{first.text}</Big>
        <Details summaryText="Add to it: words, or for whom">
          <More view={view} press={first.press} id="step" />
        </Details>
      </Press>
      {others.map(({ press, text, also = {} }, n) => (
        <Press view={view} press={press} says={text} id={`other${String(n)}`} also={also}>
          <Quiet>{text}</Quiet>
        </Press>
      ))}
    </>
  );
}

function More({ view, press, id }: { readonly view: PhoneView; readonly press: PressName; readonly id: string }) {
  const outcomes = view.card.cards.flatMap((card) => card.questions).find((question) => question.id === 'outcome')?.options ?? [];
  return (
    <>
      <ForAll view={view} id={id} />
      {press === 'leave' && outcomes.length > 0 ? (
        <Select
          name="outcome"
          id={`${id}-outcome`}
          label={{ text: 'How did it end?' }}
          items={[{ value: '', text: 'Not said yet' }, ...outcomes.map(({ id: value, say }) => ({ value, text: say }))]}
        />
      ) : null}
      {press === 'return' ? <Input name="seenBy" id={`${id}-seenBy`} label={{ text: 'Whom did you tell that you are back?' }} /> : null}
      <Words id={id} label="Words" />
    </>
  );
}

/** Absent once the visit is called off, declined or over. */
const departOf = ({ visit }: PhoneCard) => visit.actions.find(({ name }) => name === 'depart');
const whyNot: Readonly<Record<string, string>> = { declined: 'This visit was declined', cancelled: 'This visit was called off' };

/** Signing out: refused here as everywhere where something is missing, and nobody who goes all the same goes unwatched. */
function Leaving({ view }: { readonly view: PhoneView }) {
  const { card } = view;
  const depart = departOf(card);
  const missing = (depart?.unmet ?? []).filter(({ wants }) => wants.kind !== 'tick');
  const prompts = card.cards.flatMap((one) => one.prompts).filter(({ ticked }) => ticked === false);
  return (
    <>
      {depart === undefined ? (
        <>
          <h2 class="govuk-heading-m">{whyNot[card.visit.stage] ?? 'This visit is over'}</h2>
          <p class="govuk-body">Nobody expects you to go. If you have gone all the same, say so below.</p>
        </>
      ) : missing.length > 0 ? (
        <>
          <h2 class="govuk-heading-m">You may not leave yet</h2>
          <ul class="govuk-list" id="missing">
            {missing.map(({ message, clauses }) => (
              <li>
                {message} <Clauses of={clauses} />
              </li>
            ))}
          </ul>
          <p class="govuk-body">
            <a class="govuk-link" href={`/visits/${encodeURIComponent(card.visit.id)}/go`}>
              See to what is missing
            </a>
          </p>
        </>
      ) : (
        <Press view={view} press="depart" says="I am leaving now" id="depart">
          {prompts.length === 0 ? null : (
            <Checkboxes
              name="ticks"
              idPrefix="depart-ticks"
              values={view.kept?.all('ticks') ?? []}
              fieldset={{ legend: { text: 'Before you go' } }}
              items={prompts.map(tickable)}
            />
          )}
          <ForAll view={view} id="depart" />
          <Big>I am leaving now</Big>
        </Press>
      )}
      <Details summaryText="I have already left">
        <Press view={view} press="depart-in-breach" says="I have already left" id="breach">
          <p class="govuk-body">You are watched from then on, and whoever agreed to the visit is told what was missing.</p>
          <ForAll view={view} id="breach" />
          <Words id="breach" name="reason" label="Why, if you can say" />
          <Quiet>I have already left</Quiet>
        </Press>
      </Details>
    </>
  );
}

const NotGoing = ({ view }: { readonly view: PhoneView }) => (
  <Details summaryText="I am not going" open={view.errors?.some(({ field }) => field === 'stay-reason')}>
    <Press view={view} press="not-going" says="I am not going" id="stay">
      <Words id="stay" name="reason" label="Why not?" view={view} />
      <Quiet>I am not going</Quiet>
    </Press>
  </Details>
);

// ------------------------------------------------------------------------------------------------ what is asked

const askedThere: Readonly<Record<AskedStage, string>> = {
  travel: 'on the way',
  arrive: 'at the door',
  during: 'in the home',
  leave: 'about how it ended',
};

/** What the policy asks where they are, closed until it is opened. How it ended is said with leaving, as long as they are there. */
function Asked({ view, state }: { readonly view: PhoneView; readonly state: State }) {
  const { card, now, kept, errors = [], asks } = view;
  const names = new Map((card.visit.visitors ?? []).map(({ person, name }) => [person, name]));
  return (
    <>
      {card.cards.map((one) => {
        const { stage } = one;
        const questions = askedOn(one).filter(({ fills }) => fills !== 'outcome' || state !== 'on-site');
        if (!isAskedStage(stage) || questions.length === 0) return null;
        const isWrong = errors.length > 0 && kept?.get(stageField) === stage;
        const form = isWrong ? kept : formOfEntries([]);
        const open = unanswered(questions);
        return (
          <Details
            summaryText={open === 0 ? `Answered ${askedThere[stage]}` : `To answer ${askedThere[stage]}: ${String(open)}`}
            open={isWrong || asks === stage}
          >
            <Press
              view={view}
              press="answer"
              says={`what you answered ${askedThere[stage]}`}
              id={`asked-${stage}`}
              also={{ [stageField]: stage }}
            >
              <Questions
                questions={questions}
                asking={{ form, errors: isWrong ? errors : [], nameOf: (id) => names.get(id) ?? id, staff: [], now, adds: true }}
              />
              <Quiet>Send what you answered</Quiet>
            </Press>
          </Details>
        );
      })}
    </>
  );
}

// ------------------------------------------------------------------------------------------------ later than planned

const minute = 60_000;

function Late({ view, state }: { readonly view: PhoneView; readonly state: State }) {
  const { card, now, errors = [] } = view;
  const { arriveAt, leaveAt, returnAt } = card.due;
  const wrong = errors.find(({ field }) => field === 'until');
  if (state === 'accounted-for') return null;
  const due = { arriveAt, leaveAt, returnAt };
  const later = (by: number) =>
    Object.fromEntries(
      Object.entries(due).flatMap(([time, at]) =>
        at === undefined ? [] : [[time, plusMilliseconds(latest(at, onTheMinute(now)), by * minute)]],
      ),
    );
  const last = (at: Readonly<Record<string, Instant>>): Instant | undefined => at['returnAt'] ?? at['leaveAt'] ?? at['arriveAt'];
  return (
    <Details summaryText="I am running late" open={wrong !== undefined}>
      {[15, 30].map((by) => {
        const times = later(by);
        const until = last(times);
        return until === undefined ? null : (
          <Press view={view} press="revise" says={`${String(by)} minutes later`} id={`late${String(by)}`} also={times}>
            <Quiet>
              {by} minutes: back by {hour(until)}
            </Quiet>
          </Press>
        );
      })}
      <Press view={view} press="revise" says="a new time" id="until" also={{ ...due, from: now }}>
        <Input
          name="until"
          type="time"
          label={{ text: 'Another time: back by' }}
          hint={{ text: 'Like 4.45pm' }}
          value={wrong === undefined ? undefined : view.kept?.get('until')}
          errorMessage={wrong && { text: wrong.text }}
        />
        <Input name="place" id="until-place" label={{ text: 'Where you are, if it is somewhere else' }} />
        <ForAll view={view} id="until" />
        <Quiet>Send the new time</Quiet>
      </Press>
      <p class="govuk-body">A time that is only typed stops no alarm that has begun: ring the office.</p>
    </Details>
  );
}

const onTheMinute = (at: Instant): Instant => plusMilliseconds(at, -(epochOf(at) % minute));

// ------------------------------------------------------------------------------------------------ something is wrong

const calls = [
  ['violence', 'Violence, or a threat of it'],
  ['illness', 'Somebody is ill or hurt'],
  ['child-alone', 'A child is alone in the home'],
  ['child-in-danger', 'A child is in danger'],
  ['other', 'Something else is wrong'],
] as const;

const Wrong = ({ view }: { readonly view: PhoneView }) => (
  <Details summaryText="Something is wrong">
    <Press view={view} press="raise-alarm" says="something is wrong" id="wrong" first>
      <Words id="wrong" label="What has happened, if you can say. Then press what fits" />
      {calls.map(([kind, text]) => (
        <Quiet name="kind" value={kind}>
          {text}
        </Quiet>
      ))}
    </Press>
  </Details>
);

/** It asks nothing first, and while it waits it is called a message like any other. */
const Help = ({ view }: { readonly view: PhoneView }) => (
  <Press view={view} press="raise-alarm" says="a message" id="help" classes="ds-help" also={{ kind: 'help' }} first>
    <button type="submit" class="govuk-button govuk-button--warning ds-big-button">
      Help
    </button>
    <button type="submit" class="ds-link-button" name="where" value="yes" data-where hidden>
      Help, and send where I am
    </button>
  </Press>
);

// ------------------------------------------------------------------------------------------------ put right

const saidAt: Readonly<Record<State, readonly (readonly [what: string, text: string])[]>> = {
  expected: [],
  'not-going': [],
  'signed-out': [],
  'on-site': [['arrive', 'I have not arrived']],
  left: [['leave', 'I have not left the home']],
  'accounted-for': [['return', 'I am not back']],
};

function Mistaken({ view, state }: { readonly view: PhoneView; readonly state: State }) {
  const wrong = saidAt[state];
  return wrong.length === 0 ? null : (
    <Details summaryText="I pressed that by mistake">
      {wrong.map(([what, text]) => (
        <Press view={view} press="correct" says={text} id="correct" also={{ what }}>
          <Quiet>{text}</Quiet>
        </Press>
      ))}
    </Details>
  );
}

// ------------------------------------------------------------------------------------------------ what the policy says now

const headings: Readonly<Record<string, string>> = {
  travel: 'On the way',
  arrive: 'At the door',
  during: 'In the home',
  leave: 'Before you leave',
  return: 'Once you are back',
};

/** Each line once, where it is wanted first. What they are in the middle of is closed: the screen is seen in the home. */
function Lines({ view, state }: { readonly view: PhoneView; readonly state: State }) {
  const all = view.card.cards.filter(({ stage }) => stage !== 'depart');
  const before = (n: number) => all.slice(0, n).flatMap(({ prompts }) => prompts.map(({ id }) => id));
  const cards = all.map(({ stage, prompts }, n) => ({ stage, prompts: prompts.filter(({ id }) => !before(n).includes(id)) }));
  const open = cards.flatMap(({ prompts }) => prompts).filter(({ ticked }) => ticked === false);
  return (
    <>
      {cards
        .map(({ stage, prompts }) => ({ stage, lines: prompts.filter(({ ticked }) => ticked !== false) }))
        .filter(({ lines }) => lines.length > 0)
        .map(({ stage, lines }) => (
          <Details summaryText={headings[stage] ?? stage} open={state === 'signed-out'}>
            <ul class="govuk-list">
              {lines.map(({ say, clauses, ticked }) => (
                <li>
                  {ticked === true ? 'Ticked: ' : ''}
                  {say} <Clauses of={clauses} />
                </li>
              ))}
            </ul>
          </Details>
        ))}
      {open.length === 0 ? null : (
        <Details summaryText={`To tick: ${String(open.length)}`} open={state === 'signed-out'}>
          <Press view={view} press="tick" says="what you ticked" id="tick">
            <Checkboxes
              name="ticks"
              idPrefix="tick-ticks"
              fieldset={{ legend: { text: 'Tick what you have done or keep to' } }}
              items={open.map(tickable)}
            />
            <Quiet>Send the ticks</Quiet>
          </Press>
        </Details>
      )}
    </>
  );
}

const tickable = ({ id, say, clauses }: PhoneCard['cards'][number]['prompts'][number]) => ({
  value: id,
  html: (
    <>
      {say} <Clauses of={clauses} />
    </>
  ),
});

const Clauses = ({ of }: { readonly of: readonly string[] }) => (of.length === 0 ? null : <span class="ds-clause">{of.join(', ')}</span>);

// ------------------------------------------------------------------------------------------------ ringing

/** Whom to ring. Numbers are kept in one form, so that an address made of one leads nowhere else. */
export const Office = ({ card: { ring } }: { readonly card: Pick<PhoneCard, 'ring'> }) => (
  <>
    <h2 class="govuk-heading-m">Ring the office</h2>
    {ring.length === 0 ? <p class="govuk-body">No number of the office is kept here. Ring the school.</p> : null}
    {ring.flatMap(({ name, numbers }) =>
      numbers
        .filter((number) => /^\+\d{7,15}$/.test(number))
        .map((number) => (
          <p class="govuk-body">
            <a class="ds-ring" href={`tel:${number}`}>
              Ring {name}: {dialled(number)}
            </a>
            <a class="ds-ring" href={`sms:${number}`}>
              Text {name}
            </a>
          </p>
        )),
    )}
    <p class="govuk-body">
      <a class="ds-ring" href="tel:999">
        Ring 999
      </a>
    </p>
  </>
);
