/** Who is out: whoever is overdue or called for help first, then each who is out and when they are next to be heard of. */
import type { Child } from 'hono/jsx';
import type { BoardRow } from '../../domain/visit/shown.ts';
import { epochOf, type Instant } from '../../domain/time.ts';
import { etagOf, hasAlready } from '../../http/etag.ts';
import { notKept } from '../../http/http.ts';
import { Tag } from '../components/tag.tsx';
import { problemPage } from '../mistakes.tsx';
import type { Page } from '../page.ts';
import { Ring } from './ring.tsx';
import { page } from '../shell.tsx';
import { between, hour, many, when } from '../words.ts';

/** `GET /board`. With `If-None-Match` nothing is sent while nothing that is shown has changed: minutes are shown. */
export const board: Page = async (asked) => {
  const around = await asked.frame();
  // What stands on top of every page was made of the very board: it is not read a second time.
  const answer = around.board === undefined ? await asked.ask('board') : { ok: true as const, value: { visits: around.board } };
  if (!answer.ok) return problemPage(asked, answer.problem);
  const { visits } = answer.value;
  const { now } = asked;
  const etag = etagOf({ visits, minute: now.slice(0, 16) });
  if (hasAlready(asked.request.headers['if-none-match'], etag)) return { status: 304, headers: { etag, ...notKept } };
  return page(
    asked,
    { title: titleOf(visits), scripts: ['board'], headers: { etag } },
    <>
      <h1 class="govuk-heading-xl">Who is out</h1>
      <p role="status" class="govuk-body" id="board-news"></p>
      <p class="govuk-body ds-screen-only">
        <a class="govuk-link" href="/board">
          Refresh
        </a>{' '}
        <button type="button" class="ds-link-button" id="board-pause" hidden>
          Pause
        </button>
      </p>
      <Board visits={visits} now={now} etag={etag} nameOf={around.nameOf} />
    </>,
  );
};

/** What somebody must act on now, and what only has to be watched. */
const acute: readonly BoardRow['state'][] = ['help', 'unreadable', 'overdue', 'concern'];
const isAcute = ({ state }: BoardRow): boolean => acute.includes(state);

/** `1 call for help, 2 overdue – Who is out`, so that a tab says it as well. */
function titleOf(visits: readonly BoardRow[]): string {
  const of = (...states: readonly BoardRow['state'][]): number => visits.filter(({ state }) => states.includes(state)).length;
  const [help, overdue, concern] = [of('help'), of('overdue', 'unreadable'), of('concern')];
  const parts = [
    ...(help === 0 ? [] : [many(help, 'call for help', 'calls for help')]),
    ...(overdue === 0 ? [] : [`${String(overdue)} overdue`]),
    ...(concern === 0 ? [] : [many(concern, 'alarm')]),
  ];
  return parts.length === 0 ? 'Who is out' : `${parts.join(', ')} – Who is out`;
}

interface BoardProps {
  readonly visits: readonly BoardRow[];
  readonly now: Instant;
  readonly etag: string;
  readonly nameOf: (person: string) => string;
}

/** All that changes from minute to minute: the script puts the next one in its place. */
export function Board({ visits, now, etag, nameOf }: BoardProps) {
  const urgent = visits.filter(isAcute);
  const quiet = visits.filter((row) => !isAcute(row));
  const people = visits.flatMap(({ visitors }) => visitors).length;
  return (
    <div id="board" tabindex={-1} data-etag={etag} data-at={hour(now)}>
      <p class="govuk-body">
        {people === 0 ? 'Nobody is out' : `${people === 1 ? '1 person is' : `${String(people)} people are`} out`} at{' '}
        <span class="ds-time">{hour(now)}</span>.
      </p>
      {urgent.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-l">Act now</h2>
          <People rows={urgent} now={now} nameOf={nameOf} caption="Overdue, or with an alarm" />
        </>
      )}
      {quiet.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-l">Out, and to be heard of</h2>
          <People rows={quiet} now={now} nameOf={nameOf} caption="Out now" />
        </>
      )}
    </div>
  );
}

interface Clock {
  readonly expects: string;
  readonly dueAt: Instant;
  readonly alarmAt: Instant;
  readonly overdue: boolean;
}

/** A line's own parts, as boardRow has just made them. */
interface Out {
  readonly person: string;
  readonly name?: string;
  readonly state?: string;
  readonly signedOutAt?: Instant | null;
  readonly arrivedAt?: Instant | null;
  readonly leftAt?: Instant | null;
  readonly mobile?: string;
  readonly at?: string;
  readonly clocks?: readonly Clock[];
}

interface Raised {
  readonly id: string;
  readonly kind: 'overdue' | 'distress' | 'concern';
  readonly heldBy: string | null;
  readonly heldUntil: Instant | null;
}

interface PeopleProps extends Pick<BoardProps, 'now' | 'nameOf'> {
  readonly rows: readonly BoardRow[];
  readonly caption: string;
}

const columns = ['Who', 'Where', 'Since', 'Next contact', 'Ring', 'What to do'];

/** Roles are said again: where the rows are shown as cards, browsers forget that it is a table. */
const People = ({ rows, now, nameOf, caption }: PeopleProps) => (
  <table class="govuk-table ds-cards" role="table">
    <caption class="govuk-table__caption govuk-visually-hidden">{caption}</caption>
    <thead class="govuk-table__head" role="rowgroup">
      <tr class="govuk-table__row" role="row">
        {columns.map((heading) => (
          <th scope="col" class="govuk-table__header" role="columnheader">
            {heading}
          </th>
        ))}
      </tr>
    </thead>
    <tbody class="govuk-table__body" role="rowgroup">
      {rows.map((row) => {
        // Made by boardRow, whose lines are records of these fields.
        const visitors = row.visitors as unknown as readonly Out[];
        return visitors.length === 0 ? (
          <Line row={row} now={now} nameOf={nameOf} />
        ) : (
          visitors.map((visitor) => <Line row={row} visitor={visitor} now={now} nameOf={nameOf} />)
        );
      })}
    </tbody>
  </table>
);

interface LineProps extends Pick<BoardProps, 'now' | 'nameOf'> {
  readonly row: BoardRow;
  /** Absent: everybody is back, and an alarm of the visit is still open. */
  readonly visitor?: Out;
}

function Line({ row, visitor, now, nameOf }: LineProps) {
  const { visit, state } = row;
  const who = visitor === undefined ? `Visit ${visit}` : (visitor.name ?? nameOf(visitor.person));
  const clock = visitor?.clocks?.toSorted((a, b) => epochOf(a.dueAt) - epochOf(b.dueAt))[0];
  const said = stateOf(row, clock, now);
  return (
    <tr
      class={`govuk-table__row${isAcute(row) ? ' ds-row--alarm' : ''}`}
      role="row"
      data-row={`${visit}/${visitor?.person ?? ''}`}
      data-says={`${who}: ${said.words}`}
    >
      <th scope="row" class="govuk-table__header" role="rowheader">
        <a class="govuk-link govuk-link--no-visited-state" href={`/visits/${encodeURIComponent(visit)}`}>
          {who}
        </a>
      </th>
      <Cell label="Where">{visitor === undefined ? 'Nobody is out now' : whereIs(row, visitor)}</Cell>
      <Cell label="Since">{visitor === undefined ? '' : sinceWhen(visitor, now)}</Cell>
      <Cell label="Next contact">
        {state === 'help' ? <Tag classes="govuk-tag--red">Help called for</Tag> : null}
        {state === 'concern' ? <Tag classes="govuk-tag--amber">Alarm</Tag> : null}{' '}
        <span class={`ds-clock ds-clock--${said.look}`}>{row.say ?? (clock === undefined ? said.words : clockWords(clock, now))}</span>
      </Cell>
      <Cell label="Ring">
        {visitor?.mobile === undefined ? <span class="govuk-visually-hidden">No number</span> : <Ring number={visitor.mobile} />}
      </Cell>
      <Cell label="What to do">
        <WhatToDo row={row} who={who} now={now} nameOf={nameOf} />
      </Cell>
    </tr>
  );
}

const Cell = ({ label, children }: { readonly label: string; readonly children?: Child }) => (
  <td class="govuk-table__cell" role="cell" data-label={label}>
    {children}
  </td>
);

/** The alarm and what is said to the police, one press away each; who has it, so that nobody rings twice. */
function WhatToDo({ row, who, now, nameOf }: Pick<LineProps, 'row' | 'now' | 'nameOf'> & { readonly who: string }) {
  if (!isAcute(row)) return <span class="govuk-visually-hidden">Nothing</span>;
  const path = `/visits/${encodeURIComponent(row.visit)}`;
  // As for the lines.
  const alarms = row.alarms as unknown as readonly Raised[];
  return (
    <>
      {alarms.map(({ id, kind, heldBy, heldUntil }) => (
        <p class="ds-ladder__text">
          <a class="govuk-link govuk-link--no-visited-state" href={`${path}/alarms/${encodeURIComponent(id)}`}>
            {kind === 'distress' ? 'Call for help' : kind === 'overdue' ? 'Overdue alarm' : 'Alarm'}
            <span class="govuk-visually-hidden"> about {who}</span>
          </a>
          {heldBy !== null && heldUntil !== null && heldUntil > now ? `: ${nameOf(heldBy)} has it until ${when(heldUntil, now)}` : null}
        </p>
      ))}
      <p class="ds-ladder__text">
        <a class="govuk-link govuk-link--no-visited-state" href={`${path}/handover`}>
          For the police<span class="govuk-visually-hidden"> about {who}</span>
        </a>
      </p>
    </>
  );
}

interface Said {
  readonly words: string;
  readonly look: 'help' | 'overdue' | 'soon' | 'due';
}

/** How it stands in a word or two, without minutes: what a change of it is told by. */
function stateOf({ state }: BoardRow, clock: Clock | undefined, now: Instant): Said {
  if (state === 'help') return { words: 'help called for', look: 'help' };
  if (state === 'unreadable') return { words: 'cannot be read', look: 'overdue' };
  if (clock === undefined) return { words: state === 'out' || state === 'due' ? 'out' : 'alarm still open', look: 'due' };
  if (clock.overdue) return { words: 'overdue', look: 'overdue' };
  if (clock.dueAt <= now) return { words: 'due now', look: 'soon' };
  return { words: state === 'concern' ? 'alarm still open' : 'out', look: 'due' };
}

const expected: Readonly<Record<string, string>> = {
  depart: 'leave',
  arrive: 'arrive',
  'check-in': 'say they are well',
  leave: 'leave the home',
  return: 'be back',
};

/** `To be back by 2.30pm: in 25 minutes`. */
function clockWords({ expects, dueAt, overdue }: Clock, now: Instant): string {
  const what = `to ${expected[expects] ?? 'be heard of'} by ${when(dueAt, now)}`;
  if (overdue) return `${between(dueAt, now)} overdue: ${what}`;
  if (dueAt <= now) return `Due now: ${what}, ${between(dueAt, now)} ago`;
  return `In ${between(now, dueAt)}: ${what}`;
}

/** The home's name for whoever is shown it; of a later home of an outing its visit. */
function whereIs({ visit, household }: BoardRow, { at = visit, arrivedAt, leftAt }: Out): Child {
  const name = household?.['name'];
  const home = at !== visit ? `the home of ${at}` : typeof name === 'string' ? name : 'the home';
  if (leftAt !== undefined && leftAt !== null) return `Left ${home}`;
  return arrivedAt !== undefined && arrivedAt !== null ? `At ${home}` : `On the way to ${home}`;
}

function sinceWhen({ signedOutAt, arrivedAt, leftAt }: Out, now: Instant): Child {
  const last = leftAt ?? arrivedAt ?? signedOutAt ?? undefined;
  if (last === undefined) return '';
  const out = signedOutAt ?? last;
  return (
    <>
      <span class="ds-time">{when(last, now)}</span>
      {out === last ? null : `, out since ${when(out, now)}`}
    </>
  );
}
