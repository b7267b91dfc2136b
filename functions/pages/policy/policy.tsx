import { type Citation, citations } from '../../domain/policy/citations.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { ladderInWords } from '../alarms/ladder-in-words.ts';
import { Details } from '../components/details.tsx';
import { anyOf, whoInWords } from '../forms/whose.ts';
import { problemPage } from '../mistakes.tsx';
import type { Page } from '../page.ts';
import { page } from '../shell.tsx';
import { dateInWords, listed, many } from '../words.ts';
import { mayHold } from '../keeping/who.tsx';
import { classInWords, does } from './in-words.ts';
import { reviewInWords } from './review-in-words.ts';

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
  const frame = await asked.frame();
  const says = elementsOf(policy, frame.nameOf);
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
      <ul class="govuk-list">
        <li>
          <a class="govuk-link" href="/policy/versions">
            Its versions
          </a>
          : which is in force, which waits, and what each changes
        </li>
        {policy.review === null ? null : (
          <li>
            <a class="govuk-link" href="/policy/review">
              When it is to be looked at again
            </a>
            : {reviewInWords(policy.review)}
          </li>
        )}
        {mayHold(frame) ? (
          <li>
            <a class="govuk-link" href="/kept">
              What is kept, and for how long
            </a>
          </li>
        ) : null}
      </ul>
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

type Named = (person: string) => string;

const whoAll = (who: readonly string[], nameOf: Named): string => listed([...new Set(who.map((one) => whoInWords(one, nameOf)))]);

function aboutInWords(about: Policy['about'][number], nameOf: Named): string {
  switch (about.id) {
    case 'version':
      return `version ${about.is === about.from ? 'of' : `${about.is}, from`} ${dateInWords(about.from)}`;
    case 'owner':
      return `whose it is: ${about.is}`;
    case 'scope':
      return about.is;
    case 'settings-changed-by':
      return `what is left to the school is set by ${anyOf(about.who, nameOf)}`;
    case 'review':
      return `${whoAll(about.tell, nameOf)}, when it is ${about.due === undefined ? 'due to be looked at again' : `due on ${dateInWords(about.due)}`}`;
  }
}

const contactInWords: Readonly<Record<Policy['clocks'][number]['expects'], string>> = {
  depart: 'that they have left',
  arrive: 'that they are there',
  leave: 'that they have come away',
  return: 'that they are back',
};

/** What a clock waits for; a ladder that the school sets goes by what was asked of the school. */
function clockInWords({ expects, ladder }: Policy['clocks'][number], { settings }: Policy): string {
  const own = settings.find(({ id }) => ladder === `$${id}`)?.ask;
  const begins = own === undefined ? `the steps of “${ladderInWords(ladder)}” begin` : `the steps begin that the school set for “${own}”`;
  return `${contactInWords[expects]}, by the time they gave. If nobody has heard, ${begins}`;
}

/** The words of an element, as the policy has them. */
function elementsOf(policy: Policy, nameOf: Named): (citation: Citation) => string {
  const find = <Element extends { readonly id: string }>(elements: readonly Element[], id: string): Element | undefined =>
    elements.find((element) => element.id === id);
  return ({ kind, id }) => {
    switch (kind) {
      case 'about':
      case 'review': {
        const about = find(policy.about, id);
        return about === undefined ? '' : aboutInWords(about, nameOf);
      }
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
      case 'clock': {
        const clock = find(policy.clocks, id);
        return clock === undefined ? '' : clockInWords(clock, policy);
      }
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
        return access === undefined ? '' : `${classInWords[access.of]}: ${whoAll(access.to, nameOf)}`;
      }
      case 'promise':
        return promises[id] ?? id;
    }
  };
}
