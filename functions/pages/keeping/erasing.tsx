import type { Response } from '../../http/http.ts';
import { seeOther } from '../answers.ts';
import type { Problem } from '../ask.ts';
import { Button } from '../components/button.tsx';
import { WarningText } from '../components/warning-text.tsx';
import { type Form, keyField } from '../forms/form.ts';
import { PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import { Sure } from '../forms/sure.tsx';
import { peopleOf } from '../homes/home-form.tsx';
import { pageMistakes, problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { pathOf } from '../people/in-words.ts';
import type { Shapes, ShownHome } from '../shapes.ts';
import { page } from '../shell.tsx';
import { many } from '../words.ts';
import { queryOf } from './who.tsx';

/** Whom it is about, by what the API calls them. */
type About = Readonly<Partial<Record<(typeof parts)[number], string>>>;
const parts = ['person', 'household', 'adult', 'pupil'] as const;

const aboutIn = (given: (part: string) => string | undefined): About =>
  Object.fromEntries(parts.flatMap((part) => (given(part) === undefined || given(part) === '' ? [] : [[part, given(part)]])));
const aboutOf = (form: Form): About => aboutIn((part) => form.get(part));

/** `GET /kept/erase`: what would be gone, and what stands in the way. */
export const erasingPage: Page = (asked) =>
  shown(
    asked,
    aboutIn((part) => asked.request.query[part]),
  );

/** `POST /kept/erase`: only by whoever says that they have read what would be gone. */
export const erase: Page = async (asked) => {
  const { form, ask } = asked;
  const about = aboutOf(form);
  if (form.get('sure') !== 'yes')
    return shown(asked, about, {
      status: 400,
      fields: [{ field: 'sure', text: 'Nothing is erased yet: read what would be gone, and say that you mean it' }],
    });
  const answer = await ask('erase', { body: about, key: form.get(keyField) });
  if (answer.ok)
    return seeOther(
      answer.value.done
        ? `/kept?erased=${String(answer.value.visits)}`
        : `/kept/erase?${queryOf({ ...about, more: String(answer.value.visits) })}`,
    );
  const wrong = answer.status === 400 ? undefined : wrongIn(answer.problem);
  return wrong === undefined ? mistake(asked, answer.problem) : shown(asked, about, wrong);
};

/** Whoever made up an address is told that it is none. */
const mistake = (asked: PageAsked, problem: Problem) => (problem.status === 400 ? pageMistakes.notFound : problemPage(asked, problem));

async function shown(asked: PageAsked, about: About, wrong?: Wrong): Promise<Response> {
  const { ask, frame, request } = asked;
  const foreseen = await ask('foresee-erasure', { query: about });
  if (!foreseen.ok) return mistake(asked, foreseen.problem);
  const household = about.household;
  const read = household === undefined ? undefined : await ask('read-household', { params: { household } });
  if (read?.ok === false) return problemPage(asked, read.problem);
  const home = read?.value;
  const { nameOf } = await frame();
  const name = home === undefined ? nameOf(about.person ?? '') : nameAt(home, about);
  const { visits, notOver, holds, stillThere } = foreseen.value;
  const stands = notOver.length + holds.length > 0 || stillThere === true;
  const title = 'Erase what is kept';
  const done = Number(request.query['more']);
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}${title}`,
      back:
        home === undefined ? { href: pathOf(about.person ?? ''), text: name } : { href: pathOfHome(home), text: home.name ?? 'The home' },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} title="Not erased" />
      <span class="govuk-caption-l">{name}</span>
      <h1 class="govuk-heading-l">{title}</h1>
      {Number.isInteger(done) && done > 0 ? (
        <div class="govuk-inset-text" role="status">
          There was no time for all of it: {many(done, 'visit')} {done === 1 ? 'is' : 'are'} done. Send it again to go on.
        </div>
      ) : null}
      <p class="govuk-body">
        A headteacher, a head of school or an executive headteacher decides it; nobody else has to agree.{' '}
        <a class="govuk-link" href={`/kept/everything?${queryOf(everythingOf(about))}`}>
          See everything that is kept
        </a>
        {' first: the school may have to keep some of it.'}
      </p>
      {stands ? <InTheWay foreseen={foreseen.value} person={about.person} /> : null}
      {stands ? null : (
        <PostForm asked={asked} action="/kept/erase" wrong={wrong}>
          {Object.entries(about).map(([part, id]) => (
            <input type="hidden" name={part} value={id} />
          ))}
          <Sure title="What would be gone" consequences={{ said: whatGoes(about, visits) }} wrong={wrong} />
          <WarningText text="It cannot be undone." />
          <Button text="Erase it" classes="govuk-button--warning" preventDoubleClick />
        </PostForm>
      )}
      {home === undefined || about.adult !== undefined || about.pupil !== undefined ? null : <OneOfThem home={home} />}
    </>,
  );
}

const pathOfHome = ({ id }: ShownHome): string => `/homes/${encodeURIComponent(id)}`;
const everythingOf = ({ person, household = '', pupil }: About): Readonly<Record<string, string>> =>
  person !== undefined ? { person } : pupil !== undefined ? { pupil } : { household };

function nameAt(home: ShownHome, { adult, pupil }: About): string {
  const { adults, pupils } = peopleOf(home);
  const somebody = adult === undefined ? pupils.find(({ id }) => id === pupil) : adults.find(({ id }) => id === adult);
  return [somebody?.name, home.name].filter((one) => one !== undefined).join(', ');
}

function whatGoes({ person, adult, pupil }: About, visits: number): readonly string[] {
  const ofVisits = (line: string): readonly string[] => (visits === 0 ? [] : [line]);
  const backups = 'Backups of the whole service hold it for 35 days more. After that nobody can bring it back.';
  if (person !== undefined)
    return [
      'Their record, and what it said before: name, numbers, hours, training, what they were asked.',
      `Their name and numbers ${visits === 0 ? '' : `in ${many(visits, 'visit')}, and `}in every record of a home, a colleague or the settings. In their place stands “Erased”, and another name that leads to nobody.`,
      'Where they are signed in, what they have begun to write, and the links in their texts.',
      backups,
    ];
  if (adult !== undefined || pupil !== undefined)
    return [
      'Their name and numbers in the record of the home, and in what it said before.',
      ...ofVisits(
        `Their name in the words of ${many(visits, 'visit')} to this home, and every answer about them. The rest of each visit stays as it is.`,
      ),
      backups,
    ];
  return [
    'The record of the home, and what it said before: names, address, numbers, children, hazards, and what was kept of them.',
    ...ofVisits(
      `What was written of ${many(visits, 'visit')} to it: what each was for, answers, notes, what came of it. What remains is that each happened, when, and which alarms there were, without names.`,
    ),
    backups,
  ];
}

/** What is to be done first, each with where that is done. */
const InTheWay = ({ foreseen, person }: { readonly foreseen: Shapes['foresee-erasure']; readonly person: string | undefined }) => {
  const { notOver, holds, stillThere } = foreseen;
  return (
    <>
      <h2 class="govuk-heading-m">What stands in the way</h2>
      <p class="govuk-body">Nothing is erased while any of this stands:</p>
      <ul class="govuk-list govuk-list--bullet">
        {stillThere === true && person !== undefined ? (
          <li>
            <a class="govuk-link" href={`${pathOf(person)}/left`}>
              They still work at the school
            </a>
            : say first that they have left.
          </li>
        ) : null}
        {notOver.map((visit) => (
          <li>
            <a class="govuk-link" href={`/${visit.startsWith('AL-') ? 'allegations' : 'visits'}/${encodeURIComponent(visit)}`}>
              {visit}
            </a>{' '}
            is not over: close it, decline it or call it off first.
          </li>
        ))}
        {holds.map((hold) => (
          <li>
            <a class="govuk-link" href={`/kept/holds/${encodeURIComponent(hold)}`}>
              It is held
            </a>
            : see who asked for that, and why.
          </li>
        ))}
      </ul>
    </>
  );
};

const OneOfThem = ({ home }: { readonly home: ShownHome }) => {
  const { adults, pupils } = peopleOf(home);
  const one = (part: 'adult' | 'pupil', id: string, name: string) => ({
    href: `/kept/erase?${queryOf({ household: home.id, [part]: id })}`,
    name,
  });
  const all = [
    ...pupils.map(({ id, name }) => one('pupil', id, name)),
    ...adults.flatMap(({ id, name }) => (id === undefined || name === undefined ? [] : [one('adult', id, name)])),
  ];
  return all.length === 0 ? null : (
    <>
      <h2 class="govuk-heading-m">Only one of them</h2>
      <ul class="govuk-list">
        {all.map(({ href, name }) => (
          <li>
            <a class="govuk-link" href={href}>
              What is kept of {name}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
};
