import { responders } from '../../domain/reading/who.ts';
import { Stage } from '../../domain/visit/stage.ts';
import { Button } from '../components/button.tsx';
import { Pagination } from '../components/pagination.tsx';
import { Radios } from '../components/radios.tsx';
import { Select } from '../components/select.tsx';
import { Table } from '../components/table.tsx';
import { problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import type { ListedVisit } from '../shapes.ts';
import { page } from '../shell.tsx';
import { listed, stageInWords, when } from '../words.ts';

/** As many as there are homes to be read for their names. */
const onePage = '20';

/** `GET /visits`: those on which somebody goes or all of them, at any stage or at one, to any home or to one. */
export const visitsPage: Page = async (asked) => {
  const { query } = asked.request;
  const frame = await asked.frame();
  const isResponder = frame.person?.duties.some((duty) => responders.includes(duty)) === true;
  const whose = query['whose'] ?? (isResponder ? 'all' : 'mine');
  const stage = Stage.safeParse(query['stage']).data;
  const home = query['home'] ?? '';
  const wanted = {
    ...(whose === 'mine' ? { visitor: asked.caller.id } : {}),
    ...(stage === undefined ? {} : { stage }),
    ...(home === '' ? {} : { household: home }),
  };
  const { after = '' } = query;
  const answer = await asked.ask('list-visits', { query: { ...wanted, limit: onePage, ...(after === '' ? {} : { after }) } });
  if (!answer.ok) return problemPage(asked, answer.problem);
  const { visits, next } = answer.value;
  const names = await namesOfHomes(asked, visits, home);
  const here = { whose, ...(stage === undefined ? {} : { stage }), ...(home === '' ? {} : { home }) };
  return page(
    asked,
    { title: 'Visits' },
    <>
      <h1 class="govuk-heading-l">Visits</h1>
      <p>
        <Button text="Ask for a visit" href="/request" />
      </p>
      <form method="get" action="/visits">
        {home === '' ? null : (
          <p class="govuk-body">
            <input type="hidden" name="home" value={home} />
            Visits to {names.get(home) ?? 'one home'}.{' '}
            <a class="govuk-link" href={`/visits?whose=${isAll(whose)}`}>
              Visits to every home
            </a>
          </p>
        )}
        <Radios
          name="whose"
          value={isAll(whose)}
          classes="govuk-radios--inline govuk-radios--small"
          fieldset={{ legend: { text: 'Whose visits?', classes: 'govuk-fieldset__legend--s' } }}
          items={[
            { value: 'mine', text: 'Those on which I go' },
            { value: 'all', text: 'All' },
          ]}
        />
        <Select
          name="stage"
          label={{ text: 'How far are they?', classes: 'govuk-label--s' }}
          value={stage ?? ''}
          items={[{ value: '', text: 'At any stage' }, ...Stage.options.map((one) => ({ value: one, text: stageInWords(one) }))]}
        />
        <Button text="Show these" classes="govuk-button--secondary" />
      </form>
      {visits.length === 0 ? (
        <p class="govuk-body">{next === undefined ? 'There are none.' : 'There are none among these: look further on.'}</p>
      ) : (
        <Table
          caption="Visits, what changed last at the top"
          captionClasses="govuk-table__caption--m"
          classes="ds-cards"
          head={[{ text: 'When' }, { text: 'To whom' }, { text: 'Who goes' }, { text: 'How far it is' }]}
          firstCellIsHeader
          rows={visits.map((visit) => rowOf(visit, names, frame.nameOf, asked.now))}
        />
      )}
      {next === undefined ? null : (
        <Pagination
          next={{ href: `/visits?${new URLSearchParams({ ...here, after: next }).toString()}`, text: 'Further on' }}
          landmarkLabel="More visits"
        />
      )}
    </>,
  );
};

const isAll = (whose: string): 'all' | 'mine' => (whose === 'mine' ? 'mine' : 'all');

/** What the school calls each home: a list names none but by its id. */
async function namesOfHomes({ ask }: PageAsked, visits: readonly ListedVisit[], home: string): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set([...visits.flatMap(({ household }) => household ?? []), ...(home === '' ? [] : [home])])];
  const read = await Promise.all(ids.map((household) => ask('read-household', { params: { household } })));
  return new Map(
    ids.flatMap((id, i): readonly (readonly [string, string])[] => {
      const one = read[i];
      return one?.ok === true && one.value.name !== undefined ? [[id, one.value.name]] : [];
    }),
  );
}

function rowOf(visit: ListedVisit, names: ReadonlyMap<string, string>, nameOf: (id: string) => string, now: PageAsked['now']) {
  const { id, stage, household, plannedAt, visitors = [], unreadable = false } = visit;
  const link = (
    <a class="govuk-link" href={`/visits/${encodeURIComponent(id)}`}>
      {plannedAt === undefined ? id : when(plannedAt, now)}
    </a>
  );
  if (unreadable)
    return [
      { html: link },
      { text: 'This visit cannot be read here. Tell whoever looks after Doorstep, and ask whoever may be on it.', colspan: 3 },
    ];
  return [
    { html: link },
    { text: household === undefined ? '' : (names.get(household) ?? 'A home that is not here any more'), ...labelled('To whom') },
    { text: listed(visitors.map(({ person }) => nameOf(person))), ...labelled('Who goes') },
    { text: stage === undefined ? '' : stageInWords(stage), ...labelled('How far it is') },
  ];
}

/** Where there is no room for columns each cell says what it is. */
const labelled = (label: string) => ({ attributes: { 'data-label': label } });
