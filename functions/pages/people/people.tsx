import type { Child } from 'hono/jsx';
import type { Channel } from '../../domain/contacts.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Instant } from '../../domain/time.ts';
import { keepersOfPeople } from '../../domain/reading/who.ts';
import { answerInWords } from '../forms/answered.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { SummaryList } from '../components/summary-list.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { keyField } from '../forms/form.ts';
import { problemPage } from '../mistakes.tsx';
import type { Page } from '../page.ts';
import { PostForm } from '../forms/posting.tsx';
import { Ring } from '../alarms/ring.tsx';
import { KeptOf, mayHold } from '../keeping/who.tsx';
import type { ShownPerson } from '../shapes.ts';
import { page } from '../shell.tsx';
import { day, postInWords, when } from '../words.ts';
import { hoursInWords, trainingInWords } from './written-person.ts';
import {
  dutyInWords,
  mayTryContacts,
  mayWritePeople,
  pathOf,
  placeOf,
  reachInWords,
  reachOf,
  stateInWords,
  wayInWords,
} from './in-words.ts';

/** `GET /me`: one's own record. */
export const myOwnPage: Page = async ({ caller }) => seeOther(pathOf(caller.id));

/** `GET /people`: who can be reached and who cannot, first whoever cannot; those of whom that is in doubt alone, or those who have left. */
export const peoplePage: Page = async (asked) => {
  const { request, ask } = asked;
  const isOf = request.query['of'] ?? '';
  const query: Readonly<Record<string, string>> = isOf === 'left' ? { left: 'true' } : isOf === 'doubt' ? { flagged: 'true' } : {};
  const answer = await ask('list-people', { query });
  if (!answer.ok) return problemPage(asked, answer.problem);
  const frame = await asked.frame();
  const keeps = frame.person?.duties.some((duty) => keepersOfPeople.includes(duty)) === true;
  // No alarm goes to somebody who has left, whatever is known of their number.
  const saysReach = keeps && isOf !== 'left';
  const people = answer.value.people.toSorted((a, b) => (saysReach ? placeOf(a) - placeOf(b) : 0) || a.name.localeCompare(b.name, 'en-GB'));
  return page(
    asked,
    { title: 'People' },
    <>
      <h1 class="govuk-heading-l">People</h1>
      <ul class="govuk-list">
        {[...lists, ...(keeps ? [doubt] : [])].map(({ of, text, href }) => (
          <li>
            {of === isOf ? (
              <strong aria-current="true">{text}</strong>
            ) : (
              <a class="govuk-link" href={href}>
                {text}
              </a>
            )}
          </li>
        ))}
      </ul>
      {people.length === 0 ? (
        <p class="govuk-body">
          {isOf === 'doubt' ? 'Everybody is known to be reached, by every way that leads to them.' : 'There is nobody.'}
        </p>
      ) : (
        <Table
          caption={[...lists, doubt].find(({ of }) => of === isOf)?.text ?? 'People'}
          captionClasses="govuk-visually-hidden"
          classes="ds-cards"
          firstCellIsHeader
          head={[{ text: 'Name' }, { text: 'What they do here' }, ...(saysReach ? [{ text: 'Would an alarm reach them?' }] : [])]}
          rows={people.map((person) => [
            {
              html: (
                <a class="govuk-link" href={pathOf(person.id)}>
                  {person.name}
                </a>
              ),
            },
            { text: dutiesOf(person), attributes: { 'data-label': 'What they do here' } },
            ...(saysReach
              ? [{ html: <Tag {...reachInWords[reachOf(person)]} />, attributes: { 'data-label': 'Would an alarm reach them?' } }]
              : []),
          ])}
        />
      )}
      {mayWritePeople(frame) ? (
        <>
          <Button text="Write down somebody new" href="/people/new" classes="govuk-button--secondary" />
          <p class="govuk-body">
            <a class="govuk-link" href="/machines">
              Machines that read or write for the school
            </a>
          </p>
        </>
      ) : null}
      {mayHold(frame) ? (
        <p class="govuk-body">
          <a class="govuk-link" href="/kept">
            What is kept, and for how long
          </a>
        </p>
      ) : null}
    </>,
  );
};

const lists = [
  { of: '', text: 'Everybody who is here', href: '/people' },
  { of: 'left', text: 'Those who have left', href: '/people?of=left' },
];
const doubt = { of: 'doubt', text: 'Those of whom nobody can be sure that they are reached', href: '/people?of=doubt' };

/** Many a post is called as a duty is: it is said once. */
function dutiesOf({ duties, roles }: ShownPerson): string {
  const all = duties.map((duty) => dutyInWords[duty]);
  return [...all, ...roles.map(postInWords).filter((post) => !all.some((duty) => duty.toLowerCase() === post))].join(', ');
}

/** `GET /people/{person}`: as much of a record as this person is shown. */
export const onePersonPage: Page = async (asked) => {
  const answer = await asked.ask('read-person', { params: { person: asked.request.params['person'] ?? '' } });
  if (!answer.ok) return problemPage(asked, answer.problem);
  const [frame, policy] = await Promise.all([asked.frame(), asked.ask('read-policy')]);
  const person = answer.value;
  const { id, leftAt } = person;
  const said = sayings[Object.keys(sayings).find((one) => asked.request.query[one] !== undefined) ?? ''];
  const isMe = asked.caller.id === id;
  return page(
    asked,
    { title: person.name, back: { href: '/people', text: 'People' } },
    <>
      <h1 class="govuk-heading-l">{person.name}</h1>
      {said === undefined ? null : (
        <div class="govuk-inset-text" role="status">
          {said}
        </div>
      )}
      {leftAt === undefined ? null : (
        <p class="govuk-body">{`They left the school on ${day(leftAt, asked.now)}: no alarm goes to them.`}</p>
      )}
      <Known person={person} nameOf={frame.nameOf} questions={policy.ok ? policy.value.questions : []} now={asked.now} />
      <div class="govuk-button-group" id="contacts">
        {mayTryContacts(frame, id) && leftAt === undefined ? (
          <Button text="Try whether they are reached" href={`${pathOf(id)}/contacts`} />
        ) : null}
        {mayWritePeople(frame) ? (
          <Button text="Change what is known" href={`${pathOf(id)}/change`} classes="govuk-button--secondary" />
        ) : null}
      </div>
      {isMe && person.hasReadPolicy !== true ? (
        <PostForm asked={asked} action={`${pathOf(id)}/read-policy`}>
          <p class="govuk-body">
            <a class="govuk-link" href="/policy">
              Read the policy
            </a>
            , then say so here.
          </p>
          <Button text="I have read the policy as it is now" classes="govuk-button--secondary" preventDoubleClick />
        </PostForm>
      ) : null}
      {!mayWritePeople(frame) ? null : leftAt === undefined ? (
        <p class="govuk-body">
          <a class="govuk-link" href={`${pathOf(id)}/left`}>
            They leave the school, or have left
          </a>
        </p>
      ) : (
        <PostForm asked={asked} action={`${pathOf(id)}/back`}>
          <Button text="They are back at the school" classes="govuk-button--secondary" preventDoubleClick />
        </PostForm>
      )}
      <KeptOf frame={frame} about={{ person: id }} name={person.name} />
    </>,
  );
};

const sayings: Readonly<Record<string, string>> = {
  saved: 'Saved. What it said before stays in its history.',
  back: 'They are back: alarms come to them again, as their duties say.',
  left: 'They have left. No alarm goes to them, and they cannot sign in.',
  read: 'Noted: you have read the policy as it is now.',
};

interface KnownProps {
  readonly person: ShownPerson;
  readonly nameOf: (id: string) => string;
  readonly questions: Policy['questions'];
  readonly now: Instant;
}

type Row = readonly [string, readonly Child[]];

/** What may not be read is not there. */
export const Known = ({ person, nameOf, questions, now }: KnownProps) => {
  const { mobile, phones = [], email, manager, hours = [], training = [], vehicle, emergencyContact, trainingRunOut = [] } = person;
  // Everybody's first name is there for whoever may read more than their name.
  const isWhole = person.firstName !== undefined;
  const all: readonly Row[] = [
    ['What they do here', [dutiesOf(person)]],
    ['Mobile', [mobile === undefined ? 'Not known: no text goes to them' : <Ring number={mobile} />, ...stateOf(person, 'text', now)]],
    ['Email', [email ?? 'Not known: no email goes to them', ...stateOf(person, 'email', now)]],
    ['Other numbers', phones.map(({ what, number }) => <Ring who={what} number={number} />)],
    ['Line manager', manager === undefined ? [] : [nameOf(manager)]],
    ['At work', hours.length === 0 ? ['At any hour, as far as is known'] : hours.map(hoursInWords)],
    ['Trained in', training.map((one) => `${trainingInWords(one, now)}${trainingRunOut.includes(one.what) ? ': it has run out' : ''}`)],
    ['What they drive', vehicle === undefined ? [] : [vehicle]],
    ['In an emergency', emergencyContact === undefined ? [] : [<EmergencyContact {...emergencyContact} />]],
    ['The policy', [person.hasReadPolicy === true ? 'Has read it as it is now' : 'Has not said that they have read it as it is now']],
    ...questions.flatMap((question): readonly Row[] => {
      const answer = person.answers?.[question.id];
      return question.about !== 'person' || answer === undefined
        ? []
        : [[question.ask, answerInWords(question, answer.value, { nameOf, now })]];
    }),
  ];
  return (
    <SummaryList
      rows={(isWhole ? all : all.slice(0, 1)).map(
        ([key, said]) => said.length > 0 && { key: { text: key }, value: { html: said.map((line) => <div>{line}</div>) } },
      )}
    />
  );
};

const stateOf = ({ contacts = {} }: ShownPerson, channel: Channel, now: Instant): readonly Child[] => {
  const known = contacts[channel];
  if (known === undefined) return [];
  return [
    <>
      {`${wayInWords[channel]}: `}
      <Tag {...stateInWords[known.state]} />
      {known.since === undefined ? null : ` since ${when(known.since, now)}`}
    </>,
  ];
};

const EmergencyContact = ({ name, phone, relationship }: NonNullable<ShownPerson['emergencyContact']>) => (
  <Ring who={relationship === undefined ? name : `${name}, ${relationship}`} number={phone} />
);

/** `POST /people/{person}/read-policy`: each says it for themselves. */
export const sayThatIReadIt: Page = async (asked) => {
  const { person = '' } = asked.request.params;
  const answer = await asked.ask('person-read-policy', { params: { person }, body: {}, key: asked.form.get(keyField) });
  return answer.ok ? seeOther(`${pathOf(person)}?read=yes`) : problemPage(asked, answer.problem);
};
