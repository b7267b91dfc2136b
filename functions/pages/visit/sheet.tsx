import type { Child } from 'hono/jsx';
import type { Instant } from '../../domain/time.ts';
import { problemPage } from '../mistakes.tsx';
import type { Page } from '../page.ts';
import type { Shapes, ShownHome, Visit } from '../shapes.ts';
import { page } from '../shell.tsx';
import { day, dialled, hour, lasting, when } from '../words.ts';
import { lengthInMilliseconds } from '../../domain/time.ts';

type Sheet = Shapes['read-sheet'];

/** `GET /visits/{visit}/sheet`: one side of A4 for the folder. That it was opened is noted, as of every page of a visit. */
export const sheet: Page = async (asked) => {
  const { visit = '' } = asked.request.params;
  const read = await asked.ask('read-sheet', { params: { visit } });
  if (!read.ok) return problemPage(asked, read.problem);
  const { id } = read.value.visit;
  return page(
    asked,
    { title: `Sheet of visit ${id}`, back: { href: `/visits/${encodeURIComponent(id)}`, text: 'The visit' } },
    <VisitSheet sheet={read.value} nameOf={(await asked.frame()).nameOf} now={asked.now} />,
  );
};

interface Props {
  readonly sheet: Sheet;
  readonly nameOf: (person: string) => string;
  readonly now: Instant;
}

const VisitSheet = ({ sheet: { visit, hazards, expected, ring }, nameOf, now }: Props) => (
  <div class="ds-sheet">
    <h1 class="govuk-heading-l">
      Visit {visit.id}
      {visit.household?.name === undefined ? '' : `: ${visit.household.name}`}
    </h1>
    <p class="govuk-body">As it was known on {when(now, now) === hour(now) ? `${day(now, now)} at ${hour(now)}` : hour(now)}.</p>
    <dl class="govuk-summary-list">
      <Row name="Who">
        <List
          of={(visit.visitors ?? [])
            .filter(({ notGoing }) => notGoing !== true)
            .map((v) =>
              [v.name ?? v.person, v.mobile === undefined ? undefined : dialled(v.mobile), v.vehicle]
                .filter((part) => part !== undefined)
                .join(', '),
            )}
        />
      </Row>
      <Row name="Where">{whereWords(visit.household)}</Row>
      <Row name="When">
        <List of={timesOf(visit, now)} />
      </Row>
      <Row name="Numbers">
        <List
          of={[
            ...ring.map(({ name, numbers }) => `${name} (office): ${numbers.map(dialled).join(', ')}`),
            ...(visit.household?.phones ?? []).map((number) => `The home: ${dialled(number)}`),
          ]}
        />
      </Row>
      <Row name="Beware">
        <List of={bewareOf(visit.household)} />
      </Row>
    </dl>
    {hazards.length === 0 ? null : (
      <>
        <h2 class="govuk-heading-m">Hazards, and what is done about them</h2>
        <dl class="govuk-summary-list">
          {hazards.map(({ ask, clauses, controls = [], of }) => (
            <Row name={ask} clauses={clauses}>
              {of.map(({ subject, answered, value }) => assessed(subject === '' ? '' : nameOf(subject), answered, value)).join('; ')}.{' '}
              {controls.flatMap(({ does, say }) => (does === 'line' ? [say] : [])).join(' ')}
            </Row>
          ))}
        </dl>
      </>
    )}
    {expected.map(({ contact, dueAt, alarmAt, rungs }) => (
      <>
        <h2 class="govuk-heading-m">
          {contactWords[contact] ?? contact}
          {dueAt === undefined ? '' : ` by ${when(dueAt, now)}`}: if nothing is heard
          {alarmAt === undefined ? '' : ` by ${when(alarmAt, now)}`}
        </h2>
        <ol class="govuk-list govuk-list--number">
          {rungs.map(({ say, wait, who, clauses }) => (
            <li>
              {say} {who.length === 0 ? '' : `(${who.join(', ')}) `}
              <span class="ds-clause">{clauses.length === 0 ? 'set by the school' : clauses.join(', ')}</span> Then, after{' '}
              {lasting(lengthInMilliseconds(wait))}:
            </li>
          ))}
          <li>The last step is repeated until a person has said that everybody is safe.</li>
        </ol>
      </>
    ))}
    <p class="govuk-body">Anybody may ring 999 at any time, and nobody has to ask first.</p>
  </div>
);

const Row = ({
  name,
  clauses = [],
  children,
}: {
  readonly name: string;
  readonly clauses?: readonly string[];
  readonly children?: Child;
}) => (
  <div class="govuk-summary-list__row">
    <dt class="govuk-summary-list__key">
      {name} {clauses.length === 0 ? null : <span class="ds-clause">{clauses.join(', ')}</span>}
    </dt>
    <dd class="govuk-summary-list__value">{children}</dd>
  </div>
);

const List = ({ of }: { readonly of: readonly string[] }) => <>{of.length === 0 ? 'Not known' : of.join('; ')}</>;

const contactWords: Readonly<Record<string, string>> = { arrive: 'Arrived', leave: 'Left the home', return: 'Back' };

const whereWords = (home: ShownHome | undefined): string =>
  [home?.name, home?.address].filter((part) => part !== undefined).join(', ') || 'Not known';

function timesOf({ plan = {}, visitors = [] }: Visit, now: Instant): readonly string[] {
  const lines = [
    ['Leaving', plan.departAt],
    ['Arriving', plan.arriveAt],
    ['Leaving the home', plan.leaveAt],
    ['Back', plan.returnAt],
  ] as const;
  const signedOut = visitors.flatMap(({ name, person, signedOutAt }) =>
    signedOutAt === null || signedOutAt === undefined ? [] : [`${name ?? person} signed out at ${when(signedOutAt, now)}`],
  );
  return [
    ...(plan.departAt === undefined ? [] : [day(plan.departAt, now)]),
    ...lines.flatMap(([what, at]) => (at === undefined ? [] : [`${what}: ${hour(at)}`])),
    ...signedOut,
  ];
}

function bewareOf(home: ShownHome | undefined): readonly string[] {
  // It is no comfort to whoever may not read it.
  if (home?.hazards === undefined) return ['What is known of the home is not shown to you: ask a safeguarding lead'];
  const hazards = home.hazards.flatMap((hazard) =>
    // As domain/household.ts has it; of one that has ended nobody need beware.
    isHazard(hazard) && hazard.endedOn === undefined ? [hazard.what] : [],
  );
  const lines = [...hazards, ...(home.animals === undefined || home.animals === '' ? [] : [`Animals: ${home.animals}`])];
  return lines.length === 0 ? ['Nothing is known'] : lines;
}

const isHazard = (hazard: unknown): hazard is { readonly what: string; readonly endedOn?: string } =>
  typeof hazard === 'object' && hazard !== null && 'what' in hazard && typeof hazard.what === 'string';

/** Of a hazard as somebody signed it: as the form has it printed, or as they changed it. */
function assessed(who: string, answered: boolean, value: unknown): string {
  const fields =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, said]: readonly [string, unknown]) =>
          said === true ? [name] : typeof said === 'string' || typeof said === 'number' ? [`${name}: ${String(said)}`] : [],
        )
      : [];
  const words = !answered ? 'not assessed yet' : fields.length === 0 ? 'assessed' : fields.join(', ');
  return who === '' ? words : `${who}: ${words}`;
}
