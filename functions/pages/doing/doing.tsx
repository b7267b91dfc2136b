import type { Child } from 'hono/jsx';
import { type Doing, monthOf, schoolYearOf, type Times, type TimesOfRung } from '../../domain/doing.ts';
import { Button } from '../components/button.tsx';
import { InsetText } from '../components/inset-text.tsx';
import { Select } from '../components/select.tsx';
import { SummaryList } from '../components/summary-list.tsx';
import { Table } from '../components/table.tsx';
import { problemPage } from '../mistakes.tsx';
import type { Page } from '../page.ts';
import { RowsOfBars } from '../pictures/rows-of-bars.tsx';
import { page } from '../shell.tsx';
import { day, hour, lasting, many, monthInWords } from '../words.ts';
import { BeforeAnybodyGoes } from './before-anybody-goes.tsx';

/** School years that can be looked at: as long as anybody asks about, and few enough to choose from. */
const years = 5;

/** `GET /doing`: a school year in counts, for heads and governors; printed as it stands. */
export const howWeAreDoing: Page = async (asked) => {
  const thisMonth = monthOf(asked.now);
  const beginnings = beginningsOf(thisMonth);
  const wanted = asked.request.query['from'];
  const from = beginnings.find((one) => one === wanted) ?? beginnings[0] ?? thisMonth;
  const last = `${String(Number(from.slice(0, 4)) + 1)}-08`;
  const answer = await asked.ask('read-doing', { query: { from, to: last < thisMonth ? last : thisMonth } });
  if (!answer.ok) return problemPage(asked, answer.problem);
  const { school } = await asked.frame();
  const { at, isWhole, months, total } = answer.value;
  return page(
    asked,
    { title: 'How we are doing' },
    <>
      <span class="govuk-caption-xl">{school.name}</span>
      <h1 class="govuk-heading-xl">How we are doing</h1>
      <p class="govuk-body-l">{`Home visits ${spanOf(months)}, as counted on ${day(at)} at ${hour(at)}. Nobody is named here.`}</p>
      <form method="get" action="/doing" class="ds-screen-only">
        <Select
          name="from"
          label={{ text: 'School year' }}
          value={from}
          items={beginnings.map((one) => ({ value: one, text: yearInWords(one) }))}
        />
        <Button text="Show" classes="govuk-button--secondary" />
      </form>
      {isWhole ? null : (
        <InsetText>
          Not everything could be counted: some visits cannot be read, or there are too many of them. The figures are too low.
        </InsetText>
      )}
      <h2 class="govuk-heading-l">In short</h2>
      <InShort {...total} />
      <Visits months={months} />
      <Alarms months={months} total={total} />
      <HowSoon months={months} total={total} />
      <h2 class="govuk-heading-m">What is counted</h2>
      <ul class="govuk-list govuk-list--bullet">
        <li>A visit counts in the month in which the first of its visitors set out, an alarm in the month in which it began.</li>
        <li>Back on time means by the time that was said last. Whoever is still out, or never said a time, is neither on time nor late.</li>
        <li>An alarm counts once it is over. What is going on now is under “Who is out”.</li>
        <li>Alarms of visits that you were on yourself are not in your figures. Somebody who was on none of them sees all.</li>
      </ul>
      <BeforeAnybodyGoes />
    </>,
  );
};

function beginningsOf(month: string): readonly string[] {
  const first = Number(schoolYearOf(month).slice(0, 4));
  return Array.from({ length: years }, (_, n) => `${String(first - n)}-09`);
}

const yearInWords = (from: string): string => `${from.slice(0, 4)} to ${String(Number(from.slice(0, 4)) + 1)}`;

function spanOf(months: Doing['months']): string {
  const [first, last] = [months[0]?.month ?? '', months.at(-1)?.month ?? ''];
  return first === last ? `in ${monthInWords(first)}` : `from ${monthInWords(first)} to ${monthInWords(last)}`;
}

/** `Sep 2026`: as much as there is room for beside a bar. */
const shortMonth = (month: string): string => `${monthInWords(month).slice(0, 3)} ${month.slice(0, 4)}`;

const seconds = (n: number | null): string => (n === null ? '–' : lasting(n * 1000));

function InShort({ visits, onTime, late, overdue, help, concern, answered, ended }: Doing['total']) {
  const row = (key: string, value: string) => ({ key: { text: key }, value: { text: value } });
  return (
    <SummaryList
      rows={[
        row('Visits that went', String(visits)),
        row('Back on time', visits === 0 ? '–' : `${String(onTime)} of ${String(visits)}`),
        row('Back late', String(late)),
        row('Alarms because somebody was overdue', String(overdue)),
        row('Calls for help', String(help)),
        row('Other things that could not wait', String(concern)),
        row(
          'Until somebody answered an alarm',
          answered.n === 0 ? '–' : `usually ${seconds(answered.median)}, at worst ${seconds(answered.worst)}`,
        ),
        row('Until an alarm was over', ended.n === 0 ? '–' : `usually ${seconds(ended.median)}, at worst ${seconds(ended.worst)}`),
      ]}
    />
  );
}

// ------------------------------------------------------------------------------------------------ a picture, and its table beside it

const Beside = ({ picture, table }: { readonly picture: Child; readonly table: Child }) => (
  <div class="govuk-grid-row">
    <figure class="ds-figure govuk-grid-column-one-half">{picture}</figure>
    <div class="govuk-grid-column-one-half">{table}</div>
  </div>
);

interface FiguresProps {
  readonly caption: string;
  /** What stands at the left, and what each of the figures is. */
  readonly head: readonly [string, ...string[]];
  readonly rows: readonly (readonly [string, ...(string | number)[]])[];
}

/** Each row begins with what it is of. Where there is no room for columns each figure says what it is. */
const Figures = ({ caption, head: [first, ...others], rows }: FiguresProps) => (
  <Table
    caption={caption}
    captionClasses="govuk-visually-hidden"
    classes="ds-cards"
    head={[{ text: first }, ...others.map((text) => ({ text, format: 'numeric' as const }))]}
    firstCellIsHeader
    rows={rows.map(([of, ...figures]) => [
      { text: of },
      ...figures.map((text, n) => ({ text, format: 'numeric' as const, attributes: { 'data-label': others[n] } })),
    ])}
  />
);

/** A month in which there was nothing is one that the picture shows to be empty: on a phone it would be a card of noughts. */
const Monthly = (figures: FiguresProps) => {
  const rows = figures.rows.filter(([, ...counts]) => counts.some((count) => count !== 0));
  return (
    <>
      {rows.length === 0 ? null : <Figures {...figures} rows={rows} />}
      {rows.length === figures.rows.length ? null : (
        <p class="govuk-body">
          {rows.length === 0 ? 'There was nothing in any of these months.' : 'In all the other months there was nothing.'}
        </p>
      )}
    </>
  );
};

function Visits({ months }: Pick<Doing, 'months'>) {
  const title = 'Visits each month';
  return (
    <>
      <h2 class="govuk-heading-l">{title}</h2>
      <Beside
        picture={
          <RowsOfBars
            id="visits"
            title={title}
            says={months
              .map(({ month, visits, onTime, late }) => {
                const back = `${String(onTime)} back on time, ${String(late)} late`;
                return `${monthInWords(month)}: ${many(visits, 'visit')}, ${back}`;
              })
              .join('. ')}
            kinds={[
              { name: 'Back on time', look: 'plain' },
              { name: 'Back late', look: 'late' },
              { name: 'Still out, or no time was said', look: 'rest' },
            ]}
            rows={months.map(({ month, visits, onTime, late }) => ({
              label: shortMonth(month),
              parts: [onTime, late, visits - onTime - late],
              said: String(visits),
            }))}
          />
        }
        table={
          <Monthly
            caption={title}
            head={['Month', 'Visits', 'Back on time', 'Back late']}
            rows={months.map(({ month, visits, onTime, late }) => [monthInWords(month), visits, onTime, late])}
          />
        }
      />
    </>
  );
}

function Alarms({ months, total }: Pick<Doing, 'months' | 'total'>) {
  const title = 'Alarms each month';
  return (
    <>
      <h2 class="govuk-heading-l">{title}</h2>
      {total.ended.n === 0 ? (
        <p class="govuk-body">There was no alarm that is over.</p>
      ) : (
        <Beside
          picture={
            <RowsOfBars
              id="alarms"
              title={title}
              says={months
                .map(({ month, overdue, help, concern }) => {
                  const others = `${many(help, 'call')} for help, ${many(concern, 'other alarm')}`;
                  return `${monthInWords(month)}: ${String(overdue)} overdue, ${others}`;
                })
                .join('. ')}
              kinds={[
                { name: 'Somebody was overdue', look: 'late' },
                { name: 'Somebody called for help', look: 'overdue' },
                { name: 'Something else that could not wait', look: 'rest' },
              ]}
              rows={months.map(({ month, overdue, help, concern }) => ({
                label: shortMonth(month),
                parts: [overdue, help, concern],
                said: String(overdue + help + concern),
              }))}
            />
          }
          table={
            <Monthly
              caption={title}
              head={['Month', 'Overdue', 'Calls for help', 'Other']}
              rows={months.map(({ month, overdue, help, concern }) => [monthInWords(month), overdue, help, concern])}
            />
          }
        />
      )}
    </>
  );
}

const stepInWords = (rung: number): string => (rung === 0 ? 'Before step 1' : `Step ${String(rung)}`);

function HowSoon({ months, total: { rungs } }: Pick<Doing, 'months' | 'total'>) {
  if (rungs.length === 0) return null;
  return (
    <>
      <h2 class="govuk-heading-l">How soon somebody answered, and how soon it was over</h2>
      <p class="govuk-body">
        From the moment at which the alarm began, by the step of the ladder that had begun last: step 1 is whoever is told first. Half of
        them took no longer than “usually” says.
      </p>
      <BySteps id="answered" title="Until somebody answered" counted="Answered" rungs={rungs} of={({ answered }) => answered} />
      <BySteps id="over" title="Until it was over" counted="Over" rungs={rungs} of={({ ended }) => ended} />
      <h3 class="govuk-heading-m">Month by month</h3>
      <Figures
        caption="How soon somebody answered, and how soon it was over, month by month"
        head={['Month and step', 'Answered', 'Usually after', 'At worst after', 'Over', 'Usually over after', 'At worst over after']}
        rows={months.flatMap(({ month, rungs: each }) =>
          each.map(
            ({ rung, answered, ended }) =>
              [
                `${monthInWords(month)}, ${stepInWords(rung).toLowerCase()}`,
                ...[answered.n, seconds(answered.median), seconds(answered.worst)],
                ...[ended.n, seconds(ended.median), seconds(ended.worst)],
              ] as const,
          ),
        )}
      />
    </>
  );
}

interface ByStepsProps {
  readonly id: string;
  readonly title: string;
  readonly counted: string;
  readonly rungs: readonly TimesOfRung[];
  readonly of: (rung: TimesOfRung) => Times;
}

function BySteps({ id, title, counted, rungs, of }: ByStepsProps) {
  const those = rungs.filter((rung) => of(rung).n > 0);
  if (those.length === 0) return null;
  return (
    <>
      <h3 class="govuk-heading-m">{title}</h3>
      <Beside
        picture={
          <RowsOfBars
            id={id}
            title={title}
            says={those
              .map((rung) => `${stepInWords(rung.rung)}: usually ${seconds(of(rung).median)}, at worst ${seconds(of(rung).worst)}`)
              .join('. ')}
            kinds={[
              { name: 'Usually', look: 'plain' },
              { name: 'At worst', look: 'rest' },
            ]}
            rows={those.map((rung) => {
              const { median, worst } = of(rung);
              return { label: stepInWords(rung.rung), parts: [median ?? 0, (worst ?? 0) - (median ?? 0)], said: shortly(worst) };
            })}
          />
        }
        table={
          <Figures
            caption={title}
            head={['Step', counted, 'Usually after', 'At worst after']}
            rows={those.map((rung) => {
              const { n, median, worst } = of(rung);
              return [stepInWords(rung.rung), n, seconds(median), seconds(worst)];
            })}
          />
        }
      />
    </>
  );
}

/** `52 min`: as much as there is room for beside a bar. */
const shortly = (n: number | null): string => ((n ?? 0) < 60 ? 'under 1 min' : `${String(Math.floor((n ?? 0) / 60))} min`);
