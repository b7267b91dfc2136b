import type { Agreed } from '../../domain/policy/policy.ts';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { problemPage } from '../mistakes.tsx';
import type { Page } from '../page.ts';
import type { VersionShown } from '../../application/keep-policies.ts';
import { page } from '../shell.tsx';
import { day, when } from '../words.ts';
import { pathOfVersion } from './in-words.ts';
import type { Instant } from '../../domain/time.ts';

/** `GET /policy/versions`: the last that was proposed first. */
export const versionsPage: Page = async (asked) => {
  const [answer, { nameOf }] = await Promise.all([asked.ask('list-policies'), asked.frame()]);
  if (!answer.ok) return problemPage(asked, answer.problem);
  const versions = answer.value.policies.toSorted((a, b) => ((a.proposed?.at ?? '') < (b.proposed?.at ?? '') ? 1 : -1));
  return page(
    asked,
    { title: 'Versions of the policy', back: { href: '/policy', text: 'The policy' } },
    <>
      <h1 class="govuk-heading-l">Versions of the policy</h1>
      <p class="govuk-body">
        A version never changes. A visit goes by the version that was in force when it was asked for, until it is closed. Nobody goes by one
        that waits until somebody has agreed to it.
      </p>
      <Table
        classes="ds-cards"
        firstCellIsHeader
        head={['Version', 'How it stands', 'Proposed by', 'Agreed to by'].map((text) => ({ text }))}
        rows={versions.map((version) => [
          {
            html: (
              <a class="govuk-link" href={pathOfVersion(version.version)}>
                {version.version}
              </a>
            ),
          },
          { html: <Tag {...stateOf(version)} />, attributes: { 'data-label': 'How it stands' } },
          { text: proposedInWords(version, nameOf, asked.now), attributes: { 'data-label': 'Proposed by' } },
          {
            html: version.agreed.length === 0 ? 'Nobody' : version.agreed.map((one) => <div>{agreedInWords(one, nameOf, asked.now)}</div>),
            attributes: { 'data-label': 'Agreed to by' },
          },
        ])}
      />
    </>,
  );
};

export function stateOf({ inForce, waits, agreed, proposed }: VersionShown): { readonly text: string; readonly classes: string } {
  if (inForce) return { text: 'In force', classes: 'govuk-tag--green' };
  if (waits) return { text: 'Waits for agreement', classes: 'govuk-tag--amber' };
  return { text: agreed.length === 0 && proposed !== null ? 'Passed over' : 'Was in force', classes: 'govuk-tag--grey' };
}

type Named = (person: string) => string;

export const proposedInWords = ({ proposed }: VersionShown, nameOf: Named, now: Instant): string =>
  // As the API answers with it.
  proposed === null ? 'It came with the school' : `${nameOf(proposed.by)}, ${when(proposed.at as Instant, now)}`;

export const agreedInWords = ({ at, by, note }: Agreed, nameOf: Named, now: Instant): string =>
  `${nameOf(by)}, ${day(at, now)}${note === undefined ? '' : `: ${note}`}`;
