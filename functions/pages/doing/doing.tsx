import type { Child } from 'hono/jsx';
import { type Doing, monthOf, schoolYearOf, type TimesOfRung } from '../../domain/doing.ts';
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
      <HowSoon rungs={total.rungs} />
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

const numbers = (...cells: readonly (number | string)[]) => cells.map((text) => ({ text, format: 'numeric' as const }));
const heads = (...texts: readonly string[]) => texts.map((text) => ({ text, format: 'numeric' as const }));

function Visits({ months }: Pick<Doing, 'months'>) {
  return (
    <>
      <h2 class="govuk-heading-l">Visits each month</h2>
      <Beside
        picture={
          <RowsOfBars
            id="visits"
            title="Visits each month"
            says={`A row for each month. ${months.map(({ month, visits, onTime, late }) => `${monthInWords(month)}: ${many(visits, 'visit')}, ${String(onTime)} back on time, ${String(late)} late`).join('. ')}.`}
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
          <Table
            caption="Visits each month"
            captionClasses="govuk-visually-hidden"
            head={[{ text: 'Month' }, ...heads('Visits', 'Back on time', 'Back late')]}
            firstCellIsHeader
            rows={months.map(({ month, visits, onTime, late }) => [{ text: monthInWords(month) }, ...numbers(visits, onTime, late)])}
          />
        }
      />
    </>
  );
}

function Alarms({ months, total }: Pick<Doing, 'months' | 'total'>) {
  if (total.overdue + total.help + total.concern === 0)
    return (
      <>
        <h2 class="govuk-heading-l">Alarms each month</h2>
        <p class="govuk-body">There was no alarm that is over.</p>
      </>
    );
  return (
    <>
      <h2 class="govuk-heading-l">Alarms each month</h2>
      <Beside
        picture={
          <RowsOfBars
            id="alarms"
            title="Alarms each month"
            says={`A row for each month. ${months.map(({ month, overdue, help, concern }) => `${monthInWords(month)}: ${String(overdue)} overdue, ${many(help, 'call')} for help, ${many(concern, 'other alarm')}`).join('. ')}.`}
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
          <Table
            caption="Alarms each month"
            captionClasses="govuk-visually-hidden"
            head={[{ text: 'Month' }, ...heads('Overdue', 'Calls for help', 'Other', 'Longest until answered', 'Longest until over')]}
            firstCellIsHeader
            rows={months.map(({ month, overdue, help, concern, answered, ended }) => [
              { text: monthInWords(month) },
              ...numbers(overdue, help, concern, seconds(answered.worst), seconds(ended.worst)),
            ])}
          />
        }
      />
    </>
  );
}

const stepInWords = (rung: number): string => (rung === 0 ? 'Before step 1' : `Step ${String(rung)}`);

function HowSoon({ rungs }: { readonly rungs: readonly TimesOfRung[] }) {
  if (rungs.length === 0) return null;
  const parts = ({ median, worst }: TimesOfRung['ended']): readonly number[] => [median ?? 0, (worst ?? 0) - (median ?? 0)];
  return (
    <>
      <h2 class="govuk-heading-l">How soon somebody answered, and how soon it was over</h2>
      <p class="govuk-body">
        By the step of the ladder that had begun last: step 1 is whoever is told first. From the moment at which the alarm began. Half of
        them took no longer than the first figure; the longest took the second.
      </p>
      <Beside
        picture={
          <RowsOfBars
            id="soon"
            title="How long alarms went on, by the step at which they were over"
            says={rungs
              .map(({ rung, ended }) => `${stepInWords(rung)}: usually ${seconds(ended.median)}, at worst ${seconds(ended.worst)}`)
              .join('. ')}
            kinds={[
              { name: 'Half were over by then', look: 'plain' },
              { name: 'The longest went on until then', look: 'rest' },
            ]}
            rows={rungs.map(({ rung, ended }) => ({
              label: stepInWords(rung),
              parts: parts(ended),
              said: ended.n === 0 ? '' : minutesOf(ended.worst),
            }))}
          />
        }
        table={
          <Table
            caption="How long it took, by step"
            captionClasses="govuk-visually-hidden"
            head={[{ text: 'Step' }, ...heads('Answered', 'Usually after', 'At worst', 'Over', 'Usually after', 'At worst')]}
            firstCellIsHeader
            rows={rungs.map(({ rung, answered, ended }) => [
              { text: stepInWords(rung) },
              ...numbers(
                answered.n,
                seconds(answered.median),
                seconds(answered.worst),
                ended.n,
                seconds(ended.median),
                seconds(ended.worst),
              ),
            ])}
          />
        }
      />
    </>
  );
}

const minutesOf = (n: number | null): string => `${String(Math.round((n ?? 0) / 60))} min`;
