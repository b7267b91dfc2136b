import { Details } from '../components/details.tsx';
import { Table } from '../components/table.tsx';
import type { Instant } from '../../domain/time.ts';
import type { Stage } from '../../domain/visit/stage.ts';
import type { OnVisit } from './on-visit.ts';
import type { PageAsked } from '../page.ts';
import { day, listed, stageInWords, when } from '../words.ts';

/** The visits of a home so far, and how its record came about. */
export interface Earlier {
  /** Absent: not this person's to read. */
  readonly visits?: readonly EarlierVisit[];
  readonly records?: readonly { readonly at?: Instant | null; readonly by?: string | null }[];
}

interface EarlierVisit {
  readonly visit: string;
  readonly stage: Stage;
  readonly plannedAt?: Instant;
  readonly type?: string;
  readonly visitors?: readonly string[];
  readonly outcomes?: readonly string[];
  readonly incidents?: readonly { readonly kind?: string; readonly openedAt?: Instant }[];
}

export const readEarlier = async (asked: PageAsked, { visit }: OnVisit): Promise<Earlier> =>
  visit.household === undefined ? {} : readEarlierAt(asked, visit.household.id, visit.id);

/** Of a home, besides the visit of which somebody knows already. */
export async function readEarlierAt({ ask }: Pick<PageAsked, 'ask'>, household: string, except?: string): Promise<Earlier> {
  const [visits, history] = await Promise.all([
    ask('visits-of-household', { params: { household } }),
    ask('history-of-household', { params: { household } }),
  ]);
  // What homes-past.ts makes of each; every field but the first two may be kept from this reader.
  const all = visits.ok ? (visits.value['visits'] as readonly EarlierVisit[]) : undefined;
  const records = history.ok ? (history.value['history'] as NonNullable<Earlier['records']>) : undefined;
  return {
    ...(all === undefined ? {} : { visits: all.filter((one) => one.visit !== except) }),
    ...(records === undefined ? {} : { records }),
  };
}

const kinds: Readonly<Record<string, string>> = { overdue: 'not back in time', distress: 'call for help', concern: 'concern' };

export const EarlierVisits = ({ earlier, on }: { readonly earlier: Earlier; readonly on: Pick<OnVisit, 'policy' | 'nameOf' | 'now'> }) => {
  const { visits, records = [] } = earlier;
  if (visits === undefined) return null;
  const outcome = on.policy.questions.find(({ fills }) => fills === 'outcome');
  const changed = records.flatMap(({ at, by }) => (at === null || at === undefined ? [] : [{ at, by }]));
  return (
    <>
      <h2 class="govuk-heading-m">Earlier visits to this home</h2>
      {visits.length === 0 ? (
        <p class="govuk-body">None: this is the first that is known here.</p>
      ) : (
        <Table
          head={[{ text: 'When' }, { text: 'Who' }, { text: 'What came of it' }]}
          firstCellIsHeader
          rows={visits.map(({ visit, plannedAt, visitors = [], outcomes = [], incidents = [], stage }) => [
            {
              html: (
                <a class="govuk-link" href={`/visits/${encodeURIComponent(visit)}`}>
                  {plannedAt === undefined ? visit : day(plannedAt, on.now)}
                </a>
              ),
            },
            { text: listed(visitors.map(on.nameOf)) },
            {
              text: [
                ...(outcomes.length === 0
                  ? [stageInWords(stage)]
                  : outcomes.map((id) => outcome?.options?.find((option) => option.id === id)?.say ?? id)),
                ...incidents.map(
                  ({ kind = '', openedAt }) => `${kinds[kind] ?? 'an alarm'}${openedAt === undefined ? '' : `, ${when(openedAt, on.now)}`}`,
                ),
              ].join('; '),
            },
          ])}
        />
      )}
      {changed.length === 0 ? null : (
        <Details summaryText="When the record of the home was changed">
          <ul class="govuk-list">
            {changed.map(({ at, by }) => (
              <li>
                {when(at, on.now)}
                {by === null || by === undefined ? '' : `, ${on.nameOf(by)}`}
              </li>
            ))}
          </ul>
        </Details>
      )}
    </>
  );
};
