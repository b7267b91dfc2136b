import { Instant } from '../../domain/time.ts';
import type { RehearsedTelling } from '../../domain/visit/rehearse-visit.ts';
import type { AlarmKind } from '../../domain/visit/visit.ts';
import { Details } from '../components/details.tsx';
import { Table } from '../components/table.tsx';
import { WarningText } from '../components/warning-text.tsx';
import { type Form, formOfEntries } from '../forms/form.ts';
import { ladderInWords, stepIs } from '../alarms/ladder-in-words.ts';
import { problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { OutingStairs } from '../pictures/outing-stairs.tsx';
import { badFields, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import type { Shapes } from '../shapes.ts';
import { page } from '../shell.tsx';
import { day, hour, listed } from '../words.ts';
import { type Choices, fieldOfFault, OutingForm, outingIn, usual } from './outing-form.tsx';

/** `GET /rehearsal`: who would be told what, and when, if nobody came back. Nothing is sent, and nothing is kept. */
export const rehearsal: Page = async (asked) => {
  const { request, now, ask } = asked;
  const entries = Object.entries(request.query);
  const choices = await choicesOf(asked);
  if ('status' in choices) return problemPage(asked, choices);
  if (entries.length === 0) return shown(asked, formOfEntries(usual(now)), choices);
  const form = formOfEntries(entries);
  const { errors, query, who } = outingIn(form, choices);
  if (errors.length > 0) return shown(asked, form, choices, { wrong: badFields(errors) });
  const answer = await ask('rehearse-visit', { query });
  if (answer.ok) return shown(asked, form, choices, { came: { value: answer.value, query, who } });
  const wrong = wrongIn(answer.problem, fieldOfFault);
  return wrong === undefined ? problemPage(asked, answer.problem) : shown(asked, form, choices, { wrong });
};

async function choicesOf({ ask }: PageAsked) {
  const [versions, policy, people] = await Promise.all([ask('list-policies'), ask('read-policy'), ask('list-people')]);
  for (const one of [versions, policy, people]) if (!one.ok) return one.problem;
  if (!versions.ok || !policy.ok || !people.ok) throw new Error('one of them has a problem');
  // Those that can still come, or are there: what was agreed to before and is in force no more has been rehearsed.
  const live = versions.value.policies.filter(({ inForce, agreed }) => inForce || agreed.length === 0);
  return {
    versions: live.toSorted((a, b) => Number(b.inForce) - Number(a.inForce)),
    types: policy.value.questions.find(({ fills }) => fills === 'type')?.options ?? [],
    people: people.value.people.filter(({ duties }) => duties.includes('visitor')),
  } satisfies Choices;
}

interface Came {
  readonly value: Shapes['rehearse-visit'];
  readonly query: Readonly<Record<string, string>>;
  readonly who: readonly string[];
}

async function shown(
  asked: PageAsked,
  form: Form,
  choices: Choices,
  { wrong, came }: { readonly wrong?: Wrong | undefined; readonly came?: Came } = {},
) {
  const title = 'Rehearse';
  return page(
    asked,
    {
      title: wrong === undefined ? title : `Error: ${title}`,
      status: wrong?.status ?? 200,
      back: { href: '/doing', text: 'How we are doing' },
    },
    <>
      <WhatIsWrong wrong={wrong} />
      <h1 class="govuk-heading-xl">{title}</h1>
      <p class="govuk-body-l">
        Who would be told what, and when, if nobody came back from a visit? It is only worked out: nothing is sent, and nobody is told.
      </p>
      {came === undefined ? null : await WhatWouldHappen(asked, came)}
      {came === undefined ? null : <h2 class="govuk-heading-l ds-screen-only">Another one</h2>}
      <OutingForm form={form} choices={choices} wrong={wrong} />
    </>,
  );
}

const expected = { depart: 'to set out', arrive: 'to arrive', leave: 'to leave the home', return: 'to be back' } as const;

/** An answer of a form of ours, which the API took. */
const instant = (text: string | undefined): Instant | undefined => Instant.safeParse(text).data;

async function WhatWouldHappen({ ask, frame }: PageAsked, { value, query, who }: Came) {
  const { nameOf } = await frame();
  const { clocks, tellings, repeatsAt, version } = value;
  const [from, to] = [instant(query['departAt']), instant(query['returnAt'])];
  if (from === undefined || to === undefined) return null;
  const ladders = await ask('rehearse', { query: { at: from } });
  const told = tellings.map((one) => ({ ...one, names: one.told.map(({ person }) => nameOf(person)) }));
  const heardUntil = {
    depart: from,
    arrive: instant(query['arriveAt']),
    leave: instant(query['leaveAt']),
    help: instant(query['arriveAt']),
  };
  return (
    <>
      <h2 class="govuk-heading-l">If nobody came back</h2>
      <p class="govuk-body">{`${listed(who.map(nameOf))} ${who.length === 1 ? 'sets' : 'set'} out on ${day(from)} at ${hour(from)}. By version ${version} of the policy.`}</p>
      {clocks.length === 0 ? (
        <WarningText
          iconFallbackText="Warning"
          text="Nothing would watch this visit: the school has not made the settings for it, so nobody could leave."
        />
      ) : (
        <ul class="govuk-list govuk-list--bullet">
          {clocks.map(({ expects, dueAt, alarmAt }) => (
            <li>{`They are ${expected[expects]} by ${hour(dueAt)}${alarmAt === dueAt ? '' : `; the alarm is at ${hour(alarmAt)}`}.`}</li>
          ))}
        </ul>
      )}
      {told.length === 0 ? (
        <WarningText iconFallbackText="Warning" text="Nobody would be told of anything." />
      ) : (
        <>
          <figure class="ds-figure">
            <OutingStairs
              id="rehearsed"
              title="Who would be told, and when"
              says={told.map((one) => `${hour(one.at)}: ${whatIs(one)}, ${toWhom(one.names)}`).join('. ')}
              from={from}
              to={to}
              line={{ label: 'Out', until: to, heardUntil: heardUntil[lastIn(query)] ?? from }}
              moments={told.map(({ at, what, rung, passedOver }) => ({
                at,
                kind: what === 'nudge' ? 'asked' : what === 'notice' ? 'told' : passedOver === undefined ? 'step' : 'passed',
                ...(what === 'rung' && passedOver === undefined ? { mark: String(rung ?? '') } : {}),
              }))}
            />
            <figcaption class="govuk-body-s">
              The dashed line is the visit as planned, the thick line as far as somebody was heard of. A square is a step of the ladder, a
              ring somebody who is asked before there is an alarm, a dot anybody else who is told. The small ring is a step that nobody is
              told in.
            </figcaption>
          </figure>
          <Table
            caption="Who would be told what, and when"
            captionClasses="govuk-visually-hidden"
            classes="ds-cards"
            head={['When', 'What', 'Who is told', 'What the text says'].map((text) => ({ text }))}
            rows={told.map((one) => [
              { text: hour(one.at) },
              { text: `${whatIs(one)}${clausesOf(one)}`, attributes: { 'data-label': 'What' } },
              { text: toWhom(one.names), attributes: { 'data-label': 'Who is told' } },
              { text: one.text ?? '–', attributes: { 'data-label': 'What the text says' } },
            ])}
          />
          {repeatsAt === undefined ? null : (
            <p class="govuk-body">{`The last step is told again at ${hour(repeatsAt)}, and again and again until somebody acts.`}</p>
          )}
        </>
      )}
      {ladders.ok ? <EachLadder ladders={ladders.value.ladders} at={from} nameOf={nameOf} /> : null}
    </>
  );
}

const lastIn = ({ last }: Readonly<Record<string, string>>): 'depart' | 'arrive' | 'leave' | 'help' =>
  last === 'arrive' || last === 'leave' || last === 'help' ? last : 'depart';

const alarms: Readonly<Record<AlarmKind, string>> = {
  overdue: 'overdue',
  distress: 'call for help',
  concern: 'something is wrong',
  allegation: 'allegation',
  drill: 'drill',
};

function whatIs({ what, alarm = 'overdue', rung = 0, do: does = 'tell', passedOver }: RehearsedTelling): string {
  switch (what) {
    case 'nudge':
      return 'Asked, before there is an alarm';
    case 'notice':
      return 'Told, as the policy wants';
    case 'rung': {
      const over =
        passedOver === undefined ? '' : passedOver === 'empty' ? ', passed over: nobody holds it' : ', passed over: nobody is to be rung';
      return `Step ${String(rung)} (${alarms[alarm]}): ${stepIs[does]}${over}`;
    }
  }
}

const clausesOf = ({ clauses = [] }: RehearsedTelling): string => (clauses.length === 0 ? '' : ` (${clauses.join(', ')})`);
const toWhom = (names: readonly string[]): string => (names.length === 0 ? 'nobody' : listed(names));

function EachLadder({
  ladders,
  at,
  nameOf,
}: {
  readonly ladders: Shapes['rehearse']['ladders'];
  readonly at: Instant;
  readonly nameOf: (id: string) => string;
}) {
  return (
    <>
      <h2 class="govuk-heading-l">Each ladder by itself</h2>
      <p class="govuk-body">{`By the policy in force, begun on ${day(at)} at ${hour(at)} by whatever climbs it. Whom only a visit can name is told nothing here.`}</p>
      {ladders.map(({ ladder, climbedBy, rungs }) => (
        <Details summaryText={`${ladderInWords(ladder)}, for: ${climbedBy.map(ladderInWords).join(', ')}`}>
          {rungs === undefined ? (
            <p class="govuk-body">The school has not set this one.</p>
          ) : (
            <ol class="govuk-list govuk-list--number">
              {rungs.map((rung) => (
                <li>{`${hour(rung.at)}: ${stepIs[rung.do]}. Told: ${toWhom(rung.told.map(({ person, name }) => name ?? nameOf(person)))}. “${rung.say}”`}</li>
              ))}
            </ol>
          )}
        </Details>
      ))}
    </>
  );
}
