/** What each problem of the API means, for whoever wrote the program that was answered with it. */
import type { Child } from 'hono/jsx';
import { isProblemName, type ProblemType, problemTypes } from '../../http/problem-types.ts';
import { html } from '../answers.ts';
import { Layout } from '../layout.tsx';
import { pageMistakes } from '../mistakes.tsx';
import type { OpenPage } from '../page.ts';

/** `GET /problems` */
export const problemsPage: OpenPage = async () =>
  html(
    <Layout title="Problems">
      <h1 class="govuk-heading-xl">Problems that the API answers with</h1>
      <p class="govuk-body">
        Each has a <code>type</code> that never changes. Go by that and by the status: the words of <code>title</code> and{' '}
        <code>detail</code> are for people, and may.
      </p>
      <dl class="govuk-summary-list">
        {Object.entries(problemTypes).map(([name, { status, title }]) => (
          <div class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">
              <a class="govuk-link" href={`/problems/${name}`}>
                {name}
              </a>
            </dt>
            <dd class="govuk-summary-list__value">{`${String(status)}: ${title}`}</dd>
          </div>
        ))}
      </dl>
    </Layout>,
  );

/** `GET /problems/{problem}`: where `type` leads. */
export const problemPage: OpenPage = async (_, { params }) => {
  const { problem = '' } = params;
  return isProblemName(problem) ? html(<Problem name={problem} {...problemTypes[problem]} />) : pageMistakes.notFound;
};

const againInWords = {
  no: 'No: it would be answered in the same way.',
  soon: 'Yes, with the same Idempotency-Key: what is done is done once.',
  'after-mending': 'After that, with a new Idempotency-Key.',
} as const satisfies Readonly<Record<ProblemType['again'], string>>;

const Problem = ({ name, status, title, means, mend, again }: ProblemType & { readonly name: string }) => (
  <Layout title={title} back={{ href: '/problems', text: 'All problems' }}>
    <h1 class="govuk-heading-xl">{title}</h1>
    <dl class="govuk-summary-list">
      <Row of="Type">
        <code>{`/problems/${name}`}</code>
      </Row>
      <Row of="Status">{String(status)}</Row>
      <Row of="What it means">{withCode(means)}</Row>
      <Row of="What to do">{withCode(mend)}</Row>
      <Row of="May the same be sent again?">{againInWords[again]}</Row>
    </dl>
  </Layout>
);

const Row = ({ of, children }: { readonly of: string; readonly children: Child }) => (
  <div class="govuk-summary-list__row">
    <dt class="govuk-summary-list__key">{of}</dt>
    <dd class="govuk-summary-list__value">{children}</dd>
  </div>
);

/** What stands between backticks is a name of the contract. */
export const withCode = (text: string) => text.split('`').map((part, i) => (i % 2 === 0 ? part : <code>{part}</code>));
