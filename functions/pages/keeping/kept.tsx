import { Button } from '../components/button.tsx';
import { SummaryList } from '../components/summary-list.tsx';
import { Table } from '../components/table.tsx';
import { problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { ValueInWords } from '../settings/value-in-words.tsx';
import type { Shapes } from '../shapes.ts';
import { page } from '../shell.tsx';
import { many } from '../words.ts';
import { byWhom, HeldThing, homesNamedIn } from './hold-in-words.tsx';
import { mayErase } from './who.tsx';

/** `GET /kept`: for how long the school keeps what it knows, what is kept longer, and what was erased. */
export const keptPage: Page = async (asked) => {
  const { ask, frame, now, request } = asked;
  const [answer, settings, around] = await Promise.all([ask('list-holds'), ask('read-settings'), frame()]);
  if (!answer.ok) return problemPage(asked, answer.problem);
  const erased = mayErase(around) ? await ask('list-erasures') : undefined;
  const named = { nameOf: around.nameOf, homeNamed: await homesNamedIn(asked, answer.value.holds) };
  const holds = answer.value.holds.toSorted((a, b) => (a.placed.at < b.placed.at ? 1 : -1));
  const [standing, released] = [holds.filter((hold) => hold.released === undefined), holds.filter((hold) => hold.released !== undefined)];
  const periods = settings.ok ? settings.value.settings.filter(({ type }) => type === 'period') : [];
  return page(
    asked,
    { title: 'What is kept, and for how long' },
    <>
      <h1 class="govuk-heading-l">What is kept, and for how long</h1>
      <Said query={request.query} />
      <p class="govuk-body">
        The record of a visit is erased when its time is over. What remains is that it happened, when, and which alarms there were. Homes
        and people are erased only when somebody asks.
      </p>
      <SummaryList
        rows={periods.map((setting) => ({
          key: { text: setting.ask },
          value: {
            html: (
              <>
                <ValueInWords setting={setting} people={[]} askOf={(id) => id} />
                <p class="govuk-hint govuk-!-margin-bottom-0">{setting.clauses.join(', ')}</p>
              </>
            ),
          },
          actions: { items: [{ href: `/settings/${setting.id}`, text: 'Change', visuallyHiddenText: setting.ask }] },
        }))}
      />
      <h2 class="govuk-heading-m">What is kept although its time is over</h2>
      <p class="govuk-body">
        While somebody asks for it, such as a court, an inquiry or an insurer, nothing that is held here is erased, by time or by hand.
      </p>
      {standing.length === 0 ? (
        <p class="govuk-body">Nothing is held.</p>
      ) : (
        <Table
          classes="ds-cards"
          head={['What is held', 'Who asked for it, and why', 'Held by', ''].map((text) => ({ text }))}
          rows={standing.map((hold) => [
            { html: <HeldThing on={hold.on} named={named} /> },
            { text: hold.reason, attributes: { 'data-label': 'Who asked for it, and why' } },
            { text: byWhom(hold.placed, named, now), attributes: { 'data-label': 'Held by' } },
            { html: <Release hold={hold.id} /> },
          ])}
        />
      )}
      <Button text="Have something kept" href="/kept/hold" classes="govuk-button--secondary" />
      {released.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">What was held</h2>
          <Table
            classes="ds-cards"
            head={['What was held', 'Who asked for it, and why', 'Held by', 'Released by'].map((text) => ({ text }))}
            rows={released.map((hold) => [
              { html: <HeldThing on={hold.on} named={named} /> },
              { text: hold.reason, attributes: { 'data-label': 'Who asked for it, and why' } },
              { text: byWhom(hold.placed, named, now), attributes: { 'data-label': 'Held by' } },
              {
                text: hold.released === undefined ? '' : byWhom(hold.released, named, now),
                attributes: { 'data-label': 'Released by' },
              },
            ])}
          />
        </>
      )}
      {erased?.ok === true ? <Erased asked={asked} erased={erased.value} nameOf={named.nameOf} /> : null}
    </>,
  );
};

const Release = ({ hold }: { readonly hold: string }) => (
  <a class="govuk-link" href={`/kept/holds/${encodeURIComponent(hold)}`}>
    Release it
  </a>
);

const Said = ({ query: { held, released, erased } }: { readonly query: Readonly<Record<string, string>> }) => {
  const visits = Number(erased);
  const said =
    held !== undefined
      ? 'It is held. Nothing of it is erased until it is released.'
      : released !== undefined
        ? 'It is released. What it was on is kept no longer than all else.'
        : erased !== undefined
          ? `It is erased${Number.isInteger(visits) && visits > 0 ? `, out of ${many(visits, 'visit')} too` : ''}.`
          : undefined;
  return said === undefined ? null : (
    <div class="govuk-inset-text" role="status">
      {said}
    </div>
  );
};

interface ErasedProps {
  readonly asked: PageAsked;
  readonly erased: Shapes['list-erasures'];
  readonly nameOf: (person: string) => string;
}

const Erased = ({ asked: { now }, erased: { homes, people }, nameOf }: ErasedProps) => {
  const all = [
    ...homes.map((one) => ({ ...one, what: `A home (${one.id})` })),
    ...people.map((one) => ({ ...one, what: `A member of staff who had left (now ${one.id})` })),
  ].toSorted((a, b) => (a.at < b.at ? 1 : -1));
  return (
    <>
      <h2 class="govuk-heading-m">What was erased because somebody asked</h2>
      {all.length === 0 ? (
        <p class="govuk-body">Nothing was, or one child or adult of a home alone, which leaves no line here.</p>
      ) : (
        <Table
          classes="ds-cards"
          head={['What', 'By whom, and when'].map((text) => ({ text }))}
          rows={all.map(({ what, at, by }) => [
            { text: what },
            {
              text: by === null ? byWhom({ at, by: '' }, { nameOf: () => 'Not known by whom' }, now) : byWhom({ at, by }, { nameOf }, now),
              attributes: { 'data-label': 'By whom, and when' },
            },
          ])}
        />
      )}
      <p class="govuk-body">
        To erase something, begin from the page of{' '}
        <a class="govuk-link" href="/homes">
          the home
        </a>{' '}
        or of{' '}
        <a class="govuk-link" href="/people?of=left">
          somebody who has left
        </a>
        .
      </p>
    </>
  );
};
