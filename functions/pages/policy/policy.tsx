import { type Citation, citations, type ElementKind } from '../../domain/policy/citations.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { Details } from '../components/details.tsx';
import { problemPage } from '../mistakes.tsx';
import type { Page } from '../page.ts';
import { page } from '../shell.tsx';
import { many } from '../words.ts';

/** What Doorstep does about a clause, by the kind of element that carries it. */
const does: Readonly<Record<ElementKind, string>> = {
  about: 'Says of the policy',
  review: 'Reminds of the review',
  setting: 'Leaves to the school',
  form: 'Has a form',
  question: 'Asks',
  option: 'Offers as an answer',
  gate: 'Holds up until it is met',
  prompt: 'Shows',
  clock: 'Expects contact, and waits for it',
  rung: 'Takes as a step when contact does not come',
  alarm: 'Raises an alarm',
  notice: 'Tells',
  access: 'Says who may read',
  promise: 'Keeps for every school',
};

const promises: Readonly<Record<string, string>> = {
  'no-waiver': 'What is asked is asked of everybody: nobody can waive it',
  'no-exemption': 'No visit is exempt',
  'sign-out-each': 'Each visitor signs out themselves',
  'return-each': 'Each visitor is accounted for by themselves',
  'server-time': 'The service’s own clock counts, not the phone’s',
  'no-guessed-names': 'Nobody is named whom nobody has named',
  'allegation-apart': 'What is said against somebody is kept apart from the visit, and from them',
  'reminds-of-review': 'The review of the policy is reminded of',
};

/** `GET /policy`: clause by clause, with what Doorstep does about each. */
export const policyPage: Page = async (asked) => {
  const answer = await asked.ask('read-policy');
  if (!answer.ok) return problemPage(asked, answer.problem);
  const policy = answer.value;
  const all = citations(policy);
  const says = elementsOf(policy);
  // Of a version that was kept without the words of its document there are the numbers.
  const words = new Map(policy.clauses.map(({ id, says: said }) => [id, said]));
  const cited = new Set([...words.keys(), ...all.flatMap(({ clauses }) => clauses)]);
  const rows = [...cited].toSorted().map((id) => ({
    id,
    words: words.get(id) ?? '',
    by: all.filter(({ clauses }) => clauses.includes(id)).map((citation) => ({ citation, says: says(citation) })),
  }));
  const [own, ofSchool] = [rows.filter(({ id }) => id.startsWith('DS-')), rows.filter(({ id }) => !id.startsWith('DS-'))];
  return page(
    asked,
    { title: 'The policy' },
    <>
      <h1 class="govuk-heading-l">{policy.title}</h1>
      <p class="govuk-body">
        Version {policy.version}. What Doorstep does about each of its {many(ofSchool.length, 'clause')}.{' '}
        <a class="govuk-link" href="/settings">
          What the school has set
        </a>
        {'. '}
        <a class="govuk-link" href="/rehearsal">
          What would happen if nobody came back
        </a>
      </p>
      {ofSchool.map(Clause)}
      <h2 class="govuk-heading-m">What Doorstep asks of every school</h2>
      <Details summaryText={many(own.length, 'clause of Doorstep’s own', 'clauses of Doorstep’s own')} html={<>{own.map(Clause)}</>} />
    </>,
  );
};

interface ClauseRow {
  readonly id: string;
  readonly words: string;
  readonly by: readonly { readonly citation: Citation; readonly says: string }[];
}

const Clause = ({ id, words, by }: ClauseRow) => (
  <section class="ds-card" id={id}>
    <h3 class="govuk-heading-s">
      <span class="ds-clause">{id}</span> {words}
    </h3>
    <ul class="govuk-list govuk-list--bullet govuk-!-margin-bottom-0">
      {by.map(({ citation, says }) => (
        <li>
          {does[citation.kind]}
          {says === '' ? '' : `: ${says}`}
        </li>
      ))}
    </ul>
  </section>
);

/** The words of an element, as the policy has them. */
function elementsOf(policy: Policy): (citation: Citation) => string {
  const find = <Element extends { readonly id: string }>(elements: readonly Element[], id: string): Element | undefined =>
    elements.find((element) => element.id === id);
  return ({ kind, id }) => {
    switch (kind) {
      case 'about': {
        const about = find(policy.about, id);
        return about !== undefined && 'is' in about ? about.is : '';
      }
      case 'review':
        return '';
      case 'setting':
        return find(policy.settings, id)?.ask ?? '';
      case 'form':
        return find(policy.forms, id)?.name ?? '';
      case 'question':
        return find(policy.questions, id)?.ask ?? '';
      case 'option':
        return (
          find(
            policy.questions.flatMap(({ options = [] }) => options),
            id,
          )?.say ?? ''
        );
      case 'gate':
        return find(policy.gates, id)?.say ?? '';
      case 'prompt':
        return find(policy.prompts, id)?.say ?? '';
      case 'clock':
        return find(policy.clocks, id)?.nudge?.say ?? '';
      case 'rung':
        return (
          find(
            policy.ladders.flatMap(({ rungs }) => rungs),
            id,
          )?.say ?? ''
        );
      case 'alarm':
        return find(policy.alarms, id)?.name ?? '';
      case 'notice':
        return find(policy.notices, id)?.say ?? '';
      case 'access': {
        const access = find(policy.access, id);
        return access === undefined ? '' : `${access.of}, by ${access.to.join(', ')}`;
      }
      case 'promise':
        return promises[id] ?? id;
    }
  };
}
