import type { Instant } from '../domain/time.ts';
import type { ToDo, ToDoKind, VisitToDo } from '../domain/visit/to-do.ts';
import { InsetText } from './components/inset-text.tsx';
import type { Frame } from './frame.ts';
import { problemPage } from './mistakes.tsx';
import type { Page, PageAsked } from './page.ts';
import { page } from './shell.tsx';
import type { PolicyToDo } from '../application/policy-to-do.ts';
import { pathOfVersion } from './policy/in-words.ts';
import { dateInWords, day, listed, many, stageInWords, when } from './words.ts';

/** `GET /`: what I must do now, what waits for others about my visits, and where to begin. */
export const home: Page = async (asked) => {
  const [answer, frame] = await Promise.all([asked.ask('to-do'), asked.frame()]);
  if (!answer.ok) return frame.person === undefined ? ofWhoeverLeft(asked) : problemPage(asked, answer.problem);
  const { visits, isWhole, policy } = answer.value;
  const toDo = visits.filter((one) => one.do.length > 0);
  const waiting = visits.filter((one) => one.do.length === 0);
  const { person, nameOf } = frame;
  return page(
    asked,
    { title: 'Home' },
    <>
      <h1 class="govuk-heading-xl">{person === undefined ? 'Home' : `Hello ${person.firstName}`}</h1>
      <h2 class="govuk-heading-l">What you need to do</h2>
      <Alarms frame={frame} now={asked.now} />
      {toDo.length + policy.length === 0 && !isAlarming(frame.board) ? (
        <p class="govuk-body">Nothing waits for you.</p>
      ) : (
        <ul class="govuk-list">
          {toDo.map((visit) => (
            <Mine visit={visit} now={asked.now} nameOf={nameOf} />
          ))}
          {policy.map((one) => (
            <OfPolicy toDo={one} now={asked.now} nameOf={nameOf} />
          ))}
        </ul>
      )}
      {isWhole ? null : <InsetText text="There are more visits than are looked at here: see all visits for the rest." />}
      <p>
        <a href="/request" class="govuk-button" role="button" draggable={false}>
          Ask for a visit
        </a>
      </p>
      {waiting.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">Your other visits</h2>
          <ul class="govuk-list">
            {waiting.map((visit) => (
              <li>
                <a class="govuk-link" href={`/visits/${visit.visit}`}>
                  {nameOfVisit(visit, asked.now)}
                </a>{' '}
                {stageInWords(visit.stage)}. {whoGoes(visit, nameOf)}
              </li>
            ))}
          </ul>
        </>
      )}
      <Look frame={frame} />
    </>,
  );
};

/** They may still be out, which is watched as before. */
const ofWhoeverLeft = (asked: PageAsked) =>
  page(
    asked,
    { title: 'Home' },
    <>
      <h1 class="govuk-heading-xl">You are no longer on the school’s list of staff</h1>
      <p class="govuk-body">
        If you are out on a visit you are still watched over: open the link in the text that you were sent, or ring the school’s office, and
        say that you are back. If this is a mistake, ask the school’s office to put you back on the list.
      </p>
    </>,
  );

const nameOfVisit = ({ visit, plannedAt }: VisitToDo, now: Instant): string =>
  plannedAt === undefined ? `Visit ${visit}` : `Visit ${visit}, ${when(plannedAt, now)}`;

const whoGoes = ({ visitors }: VisitToDo, nameOf: Frame['nameOf']): string =>
  `${listed(visitors.map(nameOf))} ${visitors.length === 1 ? 'goes' : 'go'}.`;

const Mine = ({ visit, now, nameOf }: { readonly visit: VisitToDo; readonly now: Instant; readonly nameOf: Frame['nameOf'] }) => (
  <li class="ds-card">
    <h3 class="govuk-heading-s">
      <a class="govuk-link" href={`/visits/${visit.visit}`}>
        {nameOfVisit(visit, now)}
      </a>
    </h3>
    <p class="govuk-body-s">{whoGoes(visit, nameOf)}</p>
    <ul class="govuk-list">
      {byPage(visit).map(({ href, kind, things }) => (
        <li>
          <a class="govuk-link govuk-!-font-weight-bold" href={href}>
            {asWords[kind]}
          </a>
          {things.length > 1 ? ` (${many(things.length, 'thing')})` : ''}
          <Says things={things} />
        </li>
      ))}
    </ul>
  </li>
);

/** About the rules themselves: it waits behind every visit. */
const OfPolicy = ({ toDo, now, nameOf }: { readonly toDo: PolicyToDo; readonly now: Instant; readonly nameOf: Frame['nameOf'] }) => {
  const { href, text, hint } =
    toDo.kind === 'agree'
      ? {
          href: pathOfVersion(toDo.version),
          text: `Version ${toDo.version} of the policy waits for you to agree to it`,
          hint: `Proposed by ${nameOf(toDo.proposed.by)} on ${day(toDo.proposed.at, now)}. Until somebody agrees nobody goes by it.`,
        }
      : {
          href: '/policy/review',
          text: 'Look at the policy again, and say that you have',
          hint: `It was due by ${dateInWords(toDo.due)}.`,
        };
  return (
    <li class="ds-card">
      <h3 class="govuk-heading-s">
        <a class="govuk-link" href={href}>
          {text}
        </a>
      </h3>
      <p class="govuk-hint govuk-!-margin-bottom-0">
        {hint} {toDo.clauses.length === 0 ? '' : `(${toDo.clauses.join(', ')})`}
      </p>
    </li>
  );
};

const Says = ({ things }: { readonly things: readonly ToDo[] }) => {
  const said = things.filter(({ say }) => say !== undefined);
  return said.length === 0 ? null : (
    <ul class="govuk-list govuk-hint govuk-!-margin-bottom-1">
      {said.slice(0, mostSaid).map(({ say, clauses }) => (
        <li>
          {say} {clauses.length === 0 ? '' : `(${clauses.join(', ')})`}
        </li>
      ))}
      {said.length > mostSaid ? <li>and {many(said.length - mostSaid, 'more', 'more')}</li> : null}
    </ul>
  );
};
const mostSaid = 3;

const asWords: Readonly<Record<ToDoKind, string>> = {
  contact: 'You are out: say where you are',
  task: 'Answer what is asked of you',
  agree: 'Read it, and approve it or not',
  answer: 'Answer what is still open',
  tick: 'Read and tick before you go',
  amend: 'Complete the request',
  depart: 'Everything is ready: sign out before you go',
  'write-up': 'Write it up',
  close: 'Close it',
};

interface OnePage {
  readonly href: string;
  readonly kind: ToDoKind;
  readonly things: readonly ToDo[];
}

/** What is done on one page stands in one line. */
function byPage(visit: VisitToDo): readonly OnePage[] {
  const pages = new Map<string, OnePage>();
  for (const thing of visit.do) {
    const href = pageOf(visit.visit, thing);
    const before = pages.get(href);
    pages.set(href, { href, kind: before?.kind ?? thing.kind, things: [...(before?.things ?? []), thing] });
  }
  return [...pages.values()];
}

function pageOf(visit: string, { kind, stage }: ToDo): string {
  const here = `/visits/${visit}`;
  switch (kind) {
    case 'contact':
      return `${here}/phone`;
    case 'agree':
      return `${here}/approve`;
    case 'amend':
      return `${here}/change`;
    case 'depart':
    case 'tick':
      return `${here}/go`;
    case 'write-up':
      return `${here}/write-up`;
    case 'close':
      return `${here}/close`;
    case 'task':
    case 'answer':
      return stage === 'assessment' ? `${here}/assess` : `${here}/answers/${stage ?? 'request'}`;
  }
}

const isAlarming = (board: Frame['board']): boolean => board?.some(({ alarms }) => alarms.length > 0) === true;

/** Nothing comes before whoever is not heard of. */
const Alarms = ({ frame: { board = [], nameOf }, now }: { readonly frame: Frame; readonly now: Instant }) => (
  <>
    {board.flatMap(({ visit, visitors, state, alarms }) =>
      // Made by boardRow, whose alarms are records of these fields.
      (alarms as unknown as readonly Raised[]).map(({ id, heldBy, heldUntil }) => (
        <div class="ds-card ds-card--alarm">
          <h3 class="govuk-heading-s">
            {alarmWords[state] ?? 'Something is wrong'}
            {visitors.length === 0 ? '' : `: ${listed(visitors.map(({ name }) => String(name)))}`}
          </h3>
          <p class="govuk-body">
            {heldBy !== null && heldUntil !== null && heldUntil > now
              ? `${nameOf(heldBy)} has it until ${when(heldUntil, now)}.`
              : 'Nobody has it.'}{' '}
            <a class="govuk-link govuk-!-font-weight-bold" href={`/visits/${visit}/alarms/${id}`}>
              See to it
            </a>
          </p>
        </div>
      )),
    )}
  </>
);

interface Raised {
  readonly id: string;
  readonly heldBy: string | null;
  readonly heldUntil: Instant | null;
}

const alarmWords: Readonly<Record<string, string>> = { help: 'Help is called for', overdue: 'Overdue' };

/** What somebody may want to look at. */
const Look = ({ frame: { board } }: { readonly frame: Frame }) =>
  board === undefined ? null : (
    <p class="govuk-body">
      {board.length === 0 ? 'Nobody is out.' : `${many(board.length, 'visit')} with somebody out or an alarm open.`}{' '}
      <a class="govuk-link" href="/board">
        See who is out
      </a>
    </p>
  );
