import type { ReadingClass } from '../../domain/policy/policy.ts';
import { pageHeaders } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { Table } from '../components/table.tsx';
import { KnownHome } from '../homes/known-home.tsx';
import { peopleOf } from '../homes/home-form.tsx';
import { pageMistakes, problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { Known } from '../people/people.tsx';
import { classInWords } from '../policy/in-words.ts';
import type { ShownEverything, ShownHome, Visit } from '../shapes.ts';
import { page } from '../shell.tsx';
import { day, listed, many, stageInWords, when } from '../words.ts';
import { HeldThing, homesNamedIn } from './hold-in-words.tsx';
import { queryOf } from './who.tsx';

type About = Readonly<Record<string, string>>;

/** `?person=`, `household=` or `pupil=`; whatever else is asked for the API turns away. */
const aboutIn = ({ request: { query } }: PageAsked): About =>
  Object.fromEntries(['person', 'household', 'pupil'].flatMap((what) => (query[what] === undefined ? [] : [[what, query[what]]])));

/** `GET /kept/everything`: all that is held on a member of staff, a home or a child, as far as whoever asks may read it. */
export const everythingPage: Page = async (asked) => {
  const { ask, frame, now } = asked;
  const about = aboutIn(asked);
  const answer = await ask('everything', { query: about });
  if (!answer.ok) return answer.status === 400 ? pageMistakes.notFound : problemPage(asked, answer.problem);
  const all = answer.value;
  const [{ nameOf }, policy] = await Promise.all([frame(), ask('read-policy')]);
  if (!policy.ok) return problemPage(asked, policy.problem);
  const { person, households = [], before = [] } = all;
  const homes = households.map(({ household }) => household);
  const name = nameIn(about, all, nameOf);
  const past = before.length + households.reduce((sum, one) => sum + one.before.length, 0);
  const reading = { nameOf, now };
  return page(
    asked,
    { title: 'Everything that is kept', back: backTo(about, homes) },
    <>
      <span class="govuk-caption-l">{name}</span>
      <h1 class="govuk-heading-l">Everything that is kept</h1>
      <p class="govuk-body">
        As far as you may read it. Before you give it to somebody, take out what is not about them, and what would put anybody in danger.
      </p>
      <Button text="Download all of it" href={`/kept/everything/file?${queryOf(about)}`} />
      <p class="govuk-body">
        The file has every answer, note and message of each visit, who has read it, and what the records said before
        {past === 0 ? '' : ` (${many(past, 'earlier state', 'earlier states')})`}. It can be opened with any program that shows text.
      </p>
      {person === undefined ? null : <Known person={person} questions={policy.value.questions} {...reading} />}
      {homes.map((home) => (
        <section>
          <h2 class="govuk-heading-m">{home.name ?? home.id}</h2>
          <KnownHome home={home} policy={policy.value} {...reading} />
        </section>
      ))}
      {'household' in about ? <Children homes={homes} /> : null}
      <h2 class="govuk-heading-m">Visits</h2>
      <Visits visits={all.visits} {...reading} />
      <Withheld withheld={all.withheld} />
      {all.allegations.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">What was said against somebody</h2>
          <Links of="allegations" ids={all.allegations.map(({ id }) => id)} />
        </>
      )}
      {all.drills.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">Drills</h2>
          <Links of="drills" ids={all.drills.map(({ id }) => id)} />
        </>
      )}
      {all.holds.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">What is kept although its time is over</h2>
          <ul class="govuk-list govuk-list--bullet">{await heldLines(asked, all, nameOf)}</ul>
        </>
      )}
      <h2 class="govuk-heading-m">What is not in it</h2>
      <p class="govuk-body">
        What a member of staff has read, where they are signed in, forms that somebody has begun and not sent, and the links in texts. What
        other systems of the school keep is there and not here.
      </p>
    </>,
  );
};

/** `GET /kept/everything/file`: the same, every word of it, as the API answers it. */
export const everythingFile: Page = async (asked) => {
  const answer = await asked.ask('everything', { query: aboutIn(asked) });
  if (!answer.ok) return answer.status === 400 ? pageMistakes.notFound : problemPage(asked, answer.problem);
  return {
    status: 200,
    headers: {
      ...pageHeaders,
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="everything.json"',
    },
    // As JSON it is the same. Whatever opens it by mistake as a page finds no tags in it.
    body: JSON.stringify(answer.value, null, 2).replaceAll('<', '\\u003c'),
  };
};

function nameIn(about: About, { person, households = [] }: ShownEverything, nameOf: (id: string) => string): string {
  if (about['person'] !== undefined) return person?.name ?? nameOf(about['person']);
  const homes = households.map(({ household }) => household);
  const child = homes.flatMap((home) => peopleOf(home).pupils).find(({ id }) => id === about['pupil'])?.name;
  return about['pupil'] === undefined ? listed(homes.map(({ name, id }) => name ?? id)) : (child ?? 'A child');
}

function backTo(about: About, homes: readonly ShownHome[]): { readonly href: string; readonly text: string } {
  if (about['person'] !== undefined) return { href: `/people/${encodeURIComponent(about['person'])}`, text: 'Their page' };
  const [home] = homes;
  return home === undefined
    ? { href: '/kept', text: 'What is kept' }
    : { href: `/homes/${encodeURIComponent(home.id)}`, text: home.name ?? 'The home' };
}

const Children = ({ homes }: { readonly homes: readonly ShownHome[] }) => {
  const pupils = homes.flatMap((home) => peopleOf(home).pupils);
  return pupils.length === 0 ? null : (
    <>
      <h2 class="govuk-heading-m">Of one child alone</h2>
      <ul class="govuk-list">
        {pupils.map(({ id, name }) => (
          <li>
            <a class="govuk-link" href={`/kept/everything?${queryOf({ pupil: id })}`}>
              {name}, at whichever home
            </a>
          </li>
        ))}
      </ul>
    </>
  );
};

interface Reading {
  readonly nameOf: (person: string) => string;
  readonly now: PageAsked['now'];
}

const Visits = ({ visits, nameOf, now }: Reading & { readonly visits: readonly Visit[] }) =>
  visits.length === 0 ? (
    <p class="govuk-body">None.</p>
  ) : (
    <Table
      classes="ds-cards"
      firstCellIsHeader
      head={['Visit', 'When', 'Who went', 'What has become of it'].map((text) => ({ text }))}
      rows={visits.map(({ id, plan, requestedAt, visitors = [], stage }) => [
        {
          html: (
            <a class="govuk-link" href={`/visits/${encodeURIComponent(id)}`}>
              {id}
            </a>
          ),
        },
        {
          text:
            plan?.departAt !== undefined
              ? when(plan.departAt, now)
              : requestedAt === undefined
                ? 'Not known'
                : `Asked for on ${day(requestedAt, now)}`,
          attributes: { 'data-label': 'When' },
        },
        { text: listed(visitors.map(({ person }) => nameOf(person))), attributes: { 'data-label': 'Who went' } },
        { text: stageInWords(stage), attributes: { 'data-label': 'What has become of it' } },
      ])}
    />
  );

/** What somebody may not read is not kept from whom it is about: they are to ask whoever may. */
const Withheld = ({ withheld }: Pick<ShownEverything, 'withheld'>) => {
  const classes = [...new Set(withheld.flatMap((one) => one.classes))];
  const visitsOf = (of: ReadingClass) => withheld.filter((one) => one.classes.includes(of)).map(({ id }) => id);
  return classes.length === 0 ? null : (
    <>
      <h3 class="govuk-heading-s">What you may not read of them</h3>
      <ul class="govuk-list govuk-list--bullet">
        {classes.map((of) => (
          <li>
            {classInWords[of]}: {listed(visitsOf(of))}
          </li>
        ))}
      </ul>
      <p class="govuk-body">
        It is in neither this page nor the file.{' '}
        <a class="govuk-link" href="/policy">
          The policy
        </a>{' '}
        names who may read it: ask them.
      </p>
    </>
  );
};

const Links = ({ of, ids }: { readonly of: 'allegations' | 'drills'; readonly ids: readonly string[] }) => (
  <ul class="govuk-list">
    {ids.map((id) => (
      <li>
        <a class="govuk-link" href={`/${of}/${encodeURIComponent(id)}`}>
          {id}
        </a>
      </li>
    ))}
  </ul>
);

async function heldLines(asked: PageAsked, { holds }: ShownEverything, nameOf: (id: string) => string) {
  const named = { nameOf, homeNamed: await homesNamedIn(asked, holds) };
  return holds.map(({ on, reason }) => (
    <li>
      <HeldThing on={on} named={named} />: {reason}
    </li>
  ));
}
