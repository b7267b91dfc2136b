import type { Child } from 'hono/jsx';
import type { VisitorState } from '../../domain/visit/stage.ts';
import type { Instant } from '../../domain/time.ts';
import { Button } from '../components/button.tsx';
import { Details } from '../components/details.tsx';
import { NotificationBanner } from '../components/notification-banner.tsx';
import { SummaryList } from '../components/summary-list.tsx';
import { Table } from '../components/table.tsx';
import { sentenceOf, taskInWords } from './history.ts';
import { problemPage } from '../mistakes.tsx';
import { isGone, type OnVisit, readVisit, saidAs, timesOf } from './on-visit.ts';
import type { Page } from '../page.ts';
import { type VisitTimes, visitLine } from '../pictures/visit-line.ts';
import { VisitPicture } from '../pictures/visit-picture.tsx';
import { sayQuestion } from '../forms/questions.tsx';
import { type Said, saidOn } from './record-text.ts';
import type { Plan, ShownVisitor } from '../shapes.ts';
import { page } from '../shell.tsx';
import { isStage, namesOn, stageTitles } from '../forms/stages.ts';
import { Told } from '../forms/stage-form.tsx';
import { between, day, dialled, hour, listed, many, stageInWords, when } from '../words.ts';

/** `GET /visits/{visit}`: all of a visit that this person may see, and what they may do now. */
export const onePage: Page = async (asked) => {
  const read = await readVisit(asked);
  if (!read.ok) return problemPage(asked, read.problem);
  const { on } = read;
  const { visit } = on;
  const names = namesOn(on);
  const said = saidOn(on, names);
  return page(
    asked,
    { title: `Visit ${visit.id}`, back: { text: 'Home', href: '/' } },
    <>
      <Saved query={asked.request.query} />
      <span class="govuk-caption-l">Visit {visit.id}</span>
      <h1 class="govuk-heading-l">
        {visit.household?.name === undefined ? 'A home visit' : `Visit to ${visit.household.name.replace(/^The /, 'the ')}`}
      </h1>
      <p class="govuk-body govuk-!-font-weight-bold">{stageInWords(visit.stage)}.</p>
      <ToThePhone on={on} />
      <Alarms on={on} />
      <Actions on={on} />
      <h2 class="govuk-heading-m">When</h2>
      <Times on={on} />
      <h2 class="govuk-heading-m">Who goes</h2>
      {(visit.visitors ?? []).map((visitor) => (
        <Visitor visitor={visitor} on={on} />
      ))}
      <h2 class="govuk-heading-m">What for</h2>
      <Rows
        rows={[
          ['Kind', [saidAs(on, 'type', visit.type), saidAs(on, 'reason', visit.reason)].filter((one) => one !== undefined).join(': ')],
          ['What it is for', visit.purpose],
          ['Asked for by', visit.requester === undefined ? undefined : names(visit.requester)],
          ['Follows', visit.follows === undefined ? undefined : <VisitLink id={visit.follows} />],
          ['Part of a round', visit.round === undefined ? undefined : `Number ${String(visit.round.order)} of it`],
        ]}
      />
      <h2 class="govuk-heading-m">The home</h2>
      <Home on={on} />
      <Answers said={said} on={on} names={names} />
      <Agreed on={on} />
      <History on={on} />
    </>,
  );
};

const pathOf = ({ visit }: OnVisit): string => `/visits/${encodeURIComponent(visit.id)}`;

const Saved = ({ query }: { readonly query: Readonly<Record<string, string>> }) => {
  const { saved, kept, requested } = query;
  if (requested !== undefined)
    return <NotificationBanner type="success" text="The visit is asked for. What your policy wants before anybody leaves is below." />;
  const stage = saved ?? kept ?? '';
  if (!isStage(stage)) return null;
  return saved === undefined ? (
    <Told>Kept for you, and not sent: {stageTitles[stage]}. Go there again to finish it, within seven days.</Told>
  ) : (
    <Told>Saved: {stageTitles[stage]}.</Told>
  );
};

type Row = readonly [what: string, value: Child];

/** Of each that is known, its line. */
const Rows = ({ rows }: { readonly rows: readonly Row[] }) => {
  const known = rows.filter(([, value]) => value !== undefined && value !== null && value !== '');
  return known.length === 0 ? (
    <p class="govuk-body">There is nothing of it that you may read.</p>
  ) : (
    <SummaryList rows={known.map(([text, value]) => ({ key: { text }, value: { html: value } }))} />
  );
};

const Lines = ({ lines }: { readonly lines: readonly string[] }) => (
  <>
    {lines.map((line) => (
      <div>{line}</div>
    ))}
  </>
);

const VisitLink = ({ id }: { readonly id: string }) => (
  <a class="govuk-link" href={`/visits/${encodeURIComponent(id)}`}>
    Visit {id}
  </a>
);

// ------------------------------------------------------------------------------------------------ what is to be done

const alarmKinds = { overdue: 'A contact did not come in time', distress: 'Help was called for', concern: 'Something is wrong' } as const;

const Alarms = ({ on }: { readonly on: OnVisit }) => {
  const open = (on.visit.alarms ?? []).filter(({ endedAt }) => endedAt === null);
  if (open.length === 0) return null;
  const works = on.visit.actions.some(({ name }) => name === 'acknowledge');
  return (
    <div class="govuk-error-summary" role="alert">
      <h2 class="govuk-error-summary__title">This cannot wait</h2>
      <ul class="govuk-list">
        {open.map(({ id, kind, openedAt, visitors, heldBy, says }) => (
          <li>
            <strong>{alarmKinds[kind]}</strong> {when(openedAt, on.now)}
            {visitors.length === 0 ? '' : `, about ${listed(visitors.map(on.nameOf))}`}. {says === undefined ? '' : `${says} `}
            {heldBy === undefined || heldBy === null ? '' : `${on.nameOf(heldBy)} has it. `}
            {works ? (
              <a class="govuk-link" href={`${pathOf(on)}/alarms/${encodeURIComponent(id)}`}>
                See to it
              </a>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
};

/** Before all else, for whoever is out on it: what they say there is said with one thumb, and Help is on it. */
const ToThePhone = ({ on }: { readonly on: OnVisit }) =>
  (on.visit.visitors ?? []).some((visitor) => visitor.person === on.me && isGone(visitor)) ? (
    <Button text="Say where you are, or call for help" href={`${pathOf(on)}/phone`} />
  ) : null;

interface ToDo {
  readonly text: string;
  readonly href: string;
}

const Actions = ({ on }: { readonly on: OnVisit }) => {
  const todo = actionsOn(on);
  return todo.length === 0 ? null : (
    <>
      <h2 class="govuk-heading-m">What you can do now</h2>
      <ul class="govuk-list govuk-list--spaced">
        {todo.map(({ text, href }) => (
          <li>
            <a class="govuk-link" href={href}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
};

function actionsOn(on: OnVisit): readonly ToDo[] {
  const { visit, me, policy } = on;
  const action = (name: string) => visit.actions.find((one) => one.name === name);
  const can = (name: string): boolean => action(name) !== undefined;
  const goes = visit.visitors?.find(({ person, notGoing }) => person === me && notGoing !== true);
  const path = pathOf(on);
  const missing = (name: string): string => {
    const unmet = action(name)?.unmet ?? [];
    return unmet.length === 0 ? '' : ` (${many(unmet.length, 'thing')} still missing)`;
  };
  const some = (isThere: boolean, ...todo: readonly ToDo[]): readonly ToDo[] => (isThere ? todo : []);
  const isOver = visit.stage === 'cancelled' || visit.stage === 'declined';
  return [
    ...some(
      visit.stage === 'out' && goes !== undefined,
      ...askedThere
        .filter((stage) => policy.questions.some((question) => question.stage === stage))
        .map((stage) => ({ text: `Answer what is asked: ${stageTitles[stage]}`, href: `${path}/answers/${stage}` })),
    ),
    ...some(can('assess') && goes !== undefined, { text: 'Fill in and sign the risk assessment', href: `${path}/assess` }),
    ...some(can('authorise') || can('send-back'), { text: 'Read it, and approve it or not', href: `${path}/approve` }),
    ...some(can('depart'), { text: `Before you go: sign out${missing('depart')}`, href: `${path}/go` }),
    ...some(can('amend'), { text: 'Change the request', href: `${path}/change` }),
    ...some(
      can('answer') && (visit.stage === 'requested' || visit.stage === 'authorised'),
      ...(['assessment', 'prepare'] as const).map((stage) => ({
        text: `Answer what is asked: ${stageTitles[stage]}`,
        href: `${path}/answers/${stage}`,
      })),
    ),
    ...some(can('not-going'), { text: 'Say that somebody is not going', href: `${path}/not-going` }),
    ...some(can('reschedule'), { text: 'Put it off to another day', href: `${path}/reschedule` }),
    ...some(can('cancel'), { text: 'Call it off', href: `${path}/cancel` }),
    ...some(can('write-up'), {
      text: visit.stage === 'returned' ? 'Write it up' : 'Read or change the write-up',
      href: `${path}/write-up`,
    }),
    ...some(can('close'), { text: `Close it${missing('close')}`, href: `${path}/close` }),
    ...some(visit.stage === 'cancelled', { text: `Answer what is asked: ${stageTitles.cancel}`, href: `${path}/answers/cancel` }),
    ...some(can('tick') && !isOver && policy.prompts.some(({ tick }) => tick !== undefined), {
      text: 'Read and tick',
      href: `${path}/ticks`,
    }),
    ...some(!isOver && visit.household?.address !== undefined, { text: 'Print the sheet for the folder', href: `${path}/sheet` }),
    ...some(!isOver && goes !== undefined && policy.questions.some(({ prints }) => prints === 'slip'), {
      text: 'Print the slip that is left where nobody is in',
      href: `${path}/slip`,
    }),
  ];
}

/** What is asked between leaving and being back. */
const askedThere = ['travel', 'arrive', 'during', 'leave'] as const;

// ------------------------------------------------------------------------------------------------ times

const planned = [
  ['departAt', 'Leave'],
  ['arriveAt', 'Arrive'],
  ['leaveAt', 'Come away'],
  ['returnAt', 'Back'],
] as const;
const heard = { departAt: 'signedOutAt', arriveAt: 'arrivedAt', leaveAt: 'leftAt', returnAt: 'accountedForAt' } as const;

const Times = ({ on }: { readonly on: OnVisit }) => {
  const { visit, nameOf, now } = on;
  const times = timesOf(visit);
  const going = (visit.visitors ?? []).filter(({ notGoing }) => notGoing !== true);
  const line = visitLine(timesFor(on, times, going));
  const { departAt } = times;
  return (
    <>
      {departAt === undefined ? <p class="govuk-body">No times are planned yet.</p> : <p class="govuk-body">{day(departAt, now)}</p>}
      {line === undefined ? null : <VisitPicture line={line} says={inWords(on, times, going)} />}
      <Table
        caption="Planned, and as it was"
        classes="ds-cards"
        captionClasses="govuk-visually-hidden"
        firstCellIsHeader
        head={[{ text: '' }, { text: 'Planned' }, ...going.map(({ person }) => ({ text: nameOf(person) }))]}
        rows={planned.map(([time, what]) => [
          { text: what },
          { text: saidTime(times[time], visit.plan?.[time]), attributes: { 'data-label': 'Planned' } },
          ...going.map((visitor) => ({
            text: hourOf(visitor[heard[time]]),
            attributes: { 'data-label': nameOf(visitor.person) },
          })),
        ])}
      />
      <Expected on={on} />
    </>
  );
};

const hourOf = (at: Instant | null | undefined): string => (at === undefined || at === null ? '–' : hour(at));
const saidTime = (at: Instant | undefined, before: Instant | undefined): string =>
  at === undefined ? '–' : before === undefined || before === at ? hour(at) : `${hour(at)} (was ${hour(before)})`;

const timesFor = ({ visit, nameOf, now }: OnVisit, times: Plan, going: readonly ShownVisitor[]): VisitTimes => ({
  planned: planned.flatMap(([time]) => times[time] ?? []),
  travellers: going.map(({ person, signedOutAt, arrivedAt, leftAt, accountedForAt }) => ({
    name: nameOf(person),
    leftSchoolAt: signedOutAt ?? undefined,
    arrivedAt: arrivedAt ?? undefined,
    cameAwayAt: leftAt ?? undefined,
    backAt: accountedForAt ?? undefined,
    clocks: (visit.clocks ?? []).filter((clock) => clock.visitor === person).map(({ dueAt }) => dueAt),
  })),
  alarms: (visit.alarms ?? []).map(({ openedAt, visitors }) => ({ openedAt, visitors: visitors.map(nameOf) })),
  now,
});

/** What the picture shows, for whoever hears it. */
function inWords({ visit, nameOf }: OnVisit, times: Plan, going: readonly ShownVisitor[]): string {
  const plan = planned.flatMap(([time, what]) => (times[time] === undefined ? [] : [`${what.toLowerCase()} ${hour(times[time])}`]));
  const each = going.map((visitor) => {
    const was = planned.flatMap(([time, what]) => {
      const at = visitor[heard[time]];
      return at === undefined || at === null ? [] : [`${what.toLowerCase()} ${hour(at)}`];
    });
    const name = nameOf(visitor.person);
    return was.length === 0 ? `${name} has not left.` : `${name}: ${was.join(', ')}.`;
  });
  const alarms = (visit.alarms ?? []).map(({ kind, openedAt }) => `${alarmKinds[kind]} ${hour(openedAt)}.`);
  return [...(plan.length === 0 ? [] : [`Planned: ${plan.join(', ')}.`]), ...each, ...alarms].join(' ');
}

const expects: Readonly<Record<string, string>> = { depart: 'have left', arrive: 'are there', leave: 'have come away', return: 'are back' };

/** Whom we wait to hear of, and by when. */
const Expected = ({ on: { visit, nameOf, now } }: { readonly on: OnVisit }) => (
  <ul class="govuk-list">
    {(visit.clocks ?? []).map(({ visitor, expects: contact, dueAt, state }) => (
      <li>
        {nameOf(visitor)} has to say by <strong>{when(dueAt, now)}</strong> that they {expects[contact] ?? contact}
        {state === 'running' ? ` (in ${between(now, dueAt)})` : `: ${between(dueAt, now)} ${state === 'overdue' ? 'overdue' : 'late'}`}
      </li>
    ))}
  </ul>
);

// ------------------------------------------------------------------------------------------------ who goes, and where

const states: Readonly<Record<VisitorState, string>> = {
  expected: 'has not left yet',
  'not-going': 'is not going',
  'signed-out': 'is on the way there',
  'on-site': 'is there',
  left: 'is on the way back',
  'accounted-for': 'is back',
};
const isState = (text: string): text is VisitorState => Object.hasOwn(states, text);

const Visitor = ({ visitor, on }: { readonly visitor: ShownVisitor; readonly on: OnVisit }) => {
  const { person, onVisit, state, inBreach, mobile, vehicle, safeWord, emergencyContact, next, watchedBy } = visitor;
  const name = on.nameOf(person);
  return (
    <>
      <p class="govuk-body govuk-!-margin-bottom-1">
        <strong>{name}</strong>
        {onVisit === undefined ? '' : `, ${onVisit},`} {isState(state) ? states[state] : state}
        {inBreach === true ? '; went without what the policy asks' : ''}.
      </p>
      {mobile === undefined &&
      vehicle === undefined &&
      safeWord === undefined &&
      emergencyContact === undefined &&
      watchedBy === undefined ? null : (
        <Rows
          rows={[
            ['Mobile', mobile === undefined ? undefined : <Call number={mobile} />],
            ['Vehicle', vehicle],
            [
              'Safe word',
              safeWord === undefined
                ? undefined
                : `${safeWord} – said on the telephone it means danger: give nothing away, and raise the alarm`,
            ],
            [
              'In an emergency',
              emergencyContact === undefined ? undefined : (
                <>
                  {emergencyContact.name} {emergencyContact.relationship === undefined ? '' : `(${emergencyContact.relationship})`}{' '}
                  <Call number={emergencyContact.phone} />
                </>
              ),
            ],
            ['Goes on to', next],
            ['Watched with', watchedBy === undefined ? undefined : <VisitLink id={watchedBy} />],
          ]}
        />
      )}
    </>
  );
};

/** A number as the school keeps it: no address is made of anything but figures. */
const Call = ({ number }: { readonly number: string }) => {
  const figures = number.replaceAll(/[^+0-9]/g, '');
  return (
    <a class="govuk-link" href={`tel:${figures}`}>
      {dialled(number)}
    </a>
  );
};

const Home = ({ on: { visit, now } }: { readonly on: OnVisit }) => {
  const { household: home } = visit;
  if (home === undefined) return <p class="govuk-body">There is nothing of it that you may read.</p>;
  const { id, name, address, phones = [], adults = [], pupils = [], hazards = [], animals } = home;
  const beware = hazards.map(fieldsOf).filter((hazard) => hazard['endedOn'] === undefined);
  return (
    <>
      <Rows
        rows={[
          ['Family', name],
          ['Address', address],
          ['Telephone', phones.length === 0 ? undefined : phones.map((number) => <Call number={number} />)],
          ['Adults', adults.length === 0 ? undefined : <Lines lines={adults.map(fieldsOf).map(adultInWords)} />],
          ['Children', pupils.length === 0 ? undefined : <Lines lines={pupils.map(fieldsOf).map((pupil) => textOf(pupil['name']))} />],
          ['Animals', animals],
          ['To beware of', beware.length === 0 ? undefined : <Lines lines={beware.map((hazard) => hazardInWords(hazard, now))} />],
        ]}
      />
      <p class="govuk-body">
        <a class="govuk-link" href={`/homes/${encodeURIComponent(id)}`}>
          All that is known of this home
        </a>
      </p>
    </>
  );
};

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {});
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const adultInWords = ({ title, name, relationship, parentalResponsibility }: Fields): string =>
  [
    [textOf(title), textOf(name)].filter((one) => one !== '').join(' '),
    textOf(relationship),
    parentalResponsibility === true
      ? 'has parental responsibility'
      : parentalResponsibility === false
        ? 'has no parental responsibility'
        : '',
  ]
    .filter((one) => one !== '')
    .join(', ');

const hazardInWords = ({ what, on, lookAgain }: Fields, now: Instant): string =>
  `${textOf(what)}${textOf(on) === '' ? '' : ` (known since ${day(textOf(on), now)})`}${lookAgain === true ? ' – somebody is to see whether it is still so' : ''}`;

// ------------------------------------------------------------------------------------------------ what was said

const Answers = ({ said, on, names }: { readonly said: readonly Said[]; readonly on: OnVisit; readonly names: (id: string) => string }) => {
  const stages = [...new Set(said.map(({ question }) => question.stage))];
  return stages.length === 0 ? null : (
    <>
      <h2 class="govuk-heading-m">What was answered</h2>
      {stages.map((stage) => (
        <>
          <h3 class="govuk-heading-s">
            {stageTitles[stage]}{' '}
            <a class="govuk-link govuk-!-font-weight-regular" href={`${pathOf(on)}/answers/${stage}`}>
              Change<span class="govuk-visually-hidden">: {stageTitles[stage]}</span>
            </a>
          </h3>
          <SummaryList
            rows={said
              .filter(({ question }) => question.stage === stage)
              .map(({ question, subject, lines, by }) => ({
                key: { text: sayQuestion(question, subject, names) },
                value: {
                  html: (
                    <>
                      <Lines lines={lines} />
                      <span class="govuk-hint">
                        {names(by)} · {question.clauses.join(', ')}
                      </span>
                    </>
                  ),
                },
              }))}
          />
        </>
      ))}
    </>
  );
};

const Agreed = ({ on }: { readonly on: OnVisit }) => {
  const { visit, policy, nameOf, now } = on;
  const { agreements = [], tasks = [], references = [] } = visit;
  return (
    <>
      {agreements.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">Who agreed to it</h2>
          <ul class="govuk-list">
            {agreements.map(({ agreement, by, at }) => {
              const gate = policy.gates.find(({ id }) => id === agreement);
              return (
                <li>
                  {nameOf(textOf(by))}, {when(at as Instant, now)}: {gate?.say ?? ''}{' '}
                  <span class="govuk-hint">{gate?.clauses.join(', ')}</span>
                </li>
              );
            })}
          </ul>
        </>
      )}
      {tasks.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">What is owed</h2>
          <ul class="govuk-list">
            {tasks.map(({ task, of, done, since }) => {
              const stage = policy.questions.find(({ id }) => id === task.split('#')[0])?.stage;
              return (
                <li>
                  <strong>{done ? 'Done' : 'To do'}</strong>: {taskInWords(task, on)} ({listed(of.map(nameOf))}
                  {since === undefined ? '' : `, since ${when(since, now)}`}){' '}
                  {done || stage === undefined ? null : (
                    <a class="govuk-link" href={`${pathOf(on)}/answers/${stage}`}>
                      Answer it
                    </a>
                  )}
                </li>
              );
            })}
          </ul>
        </>
      )}
      {references.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">Where the record is</h2>
          <ul class="govuk-list">
            {references.map(({ system, reference }) => (
              <li>
                {system}: {reference}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
};

const ended = (sentence: string): string => (/[.?!]$/.test(sentence) ? sentence : `${sentence}.`);

const History = ({ on }: { readonly on: OnVisit }) => {
  const history = on.visit.history ?? [];
  return history.length === 0 ? null : (
    <Details summaryText="All that has happened">
      <ol class="govuk-list">
        {history.map((event) => (
          <li>
            <span class="govuk-!-font-weight-bold">{when(event.at, on.now)}</span> {ended(sentenceOf(event, on))}
          </li>
        ))}
      </ol>
    </Details>
  );
};
