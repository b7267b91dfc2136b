import type { Response } from '../../http/http.ts';
import { inLondon } from '../../domain/time.ts';
import type { ShownQuestion } from '../../domain/visit/stage-card.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { Details } from '../components/details.tsx';
import { Input } from '../components/input.tsx';
import { Pagination } from '../components/pagination.tsx';
import { Radios } from '../components/radios.tsx';
import { Table } from '../components/table.tsx';
import { EarlierVisits, readEarlierAt } from '../visit/earlier-visits.tsx';
import { type Form, formOfEntries, keyField } from '../forms/form.ts';
import { problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import { addField, answersIn, askedAtFirst, errorsOf, formOfAnswers, partOf } from '../forms/questions.ts';
import { Questions } from '../forms/questions.tsx';
import type { Shapes, ShownHome } from '../shapes.ts';
import { page } from '../shell.tsx';
import { day } from '../words.ts';
import { staffOf } from '../forms/staff.ts';
import { formOfHome, HomeFields, homeIn, numbered, peopleOf } from './home-form.tsx';
import { KnownHome, keptWithHomes } from './known-home.tsx';
import { mayMerge } from './duplicates.tsx';
import { KeptOf } from '../keeping/who.tsx';

const pathOf = (home: string): string => `/homes/${encodeURIComponent(home)}`;

/** `GET /homes`: by a part of their name or address. */
export const homesPage: Page = async (asked) => {
  const { q = '', after = '' } = asked.request.query;
  const answer = await asked.ask('list-households', { query: { q: q.slice(0, 200), limit: '50', ...(after === '' ? {} : { after }) } });
  if (!answer.ok) return problemPage(asked, answer.problem);
  const { households, next } = answer.value;
  return page(
    asked,
    { title: 'Homes' },
    <>
      <h1 class="govuk-heading-l">Homes</h1>
      <form method="get" action="/homes">
        <Input
          name="q"
          label={{ text: 'Find a home', classes: 'govuk-label--s' }}
          hint={{ text: 'By a part of the family’s name or of the address' }}
          classes="govuk-input--width-20"
          value={q}
        />
        <Button text="Find" classes="govuk-button--secondary" />
      </form>
      {households.length === 0 ? (
        <p class="govuk-body">{next === undefined ? 'None is found.' : 'None is found among these: look further on.'}</p>
      ) : (
        <Table
          head={[{ text: 'The family' }, { text: 'Address' }, { text: 'Children' }]}
          classes="ds-cards"
          firstCellIsHeader
          rows={households.map((home) => [
            {
              html: (
                <a class="govuk-link" href={pathOf(home.id)}>
                  {home.name ?? home.id}
                </a>
              ),
            },
            { text: home.address ?? 'Not known', attributes: { 'data-label': 'Address' } },
            {
              text: peopleOf(home)
                .pupils.map(({ name }) => name)
                .join(', '),
              attributes: { 'data-label': 'Children' },
            },
          ])}
        />
      )}
      {next === undefined ? null : (
        <Pagination
          next={{ href: `/homes?${new URLSearchParams({ q, after: next }).toString()}`, text: 'Further on' }}
          landmarkLabel="More homes"
        />
      )}
      <p class="govuk-body">
        <a class="govuk-link" href="/homes/new">
          Write down a new home
        </a>
      </p>
      {mayMerge(await asked.frame()) ? (
        <p class="govuk-body">
          <a class="govuk-link" href="/duplicates">
            Homes that look like one home twice
          </a>
        </p>
      ) : null}
    </>,
  );
};

/** `GET /homes/{home}`: what is known of it, and its visits so far. */
export const oneHomePage: Page = async (asked) => {
  const { home: household = '' } = asked.request.params;
  const [read, policy, frame] = await Promise.all([
    asked.ask('read-household', { params: { household } }),
    asked.ask('read-policy'),
    asked.frame(),
  ]);
  if (!read.ok) return problemPage(asked, read.problem);
  if (!policy.ok) return problemPage(asked, policy.problem);
  const home = read.value;
  const { nameOf } = frame;
  const erasedAt = home['erasedAt'];
  const said = sayings[Object.keys(sayings).find((one) => asked.request.query[one] !== undefined) ?? ''];
  return page(
    asked,
    { title: home.name ?? 'A home', back: { href: '/homes', text: 'Homes' } },
    <>
      <h1 class="govuk-heading-l">{home.name ?? 'A home'}</h1>
      {said === undefined ? null : (
        <div class="govuk-inset-text" role="status">
          {said}
        </div>
      )}
      {typeof erasedAt === 'string' ? (
        <p class="govuk-body">{`It was erased on ${day(erasedAt, asked.now)}: nothing is kept but that there were visits.`}</p>
      ) : (
        <KnownHome home={home} policy={policy.value} nameOf={nameOf} now={asked.now} />
      )}
      <div class="govuk-button-group">
        <Button text="Ask for a visit here" href={`/request?home=${encodeURIComponent(home.id)}`} />
        <Button text="Change what is known" href={`${pathOf(home.id)}/change`} classes="govuk-button--secondary" />
      </div>
      <EarlierVisits earlier={await readEarlierAt(asked, home.id)} on={{ policy: policy.value, nameOf, now: asked.now }} />
      <p class="govuk-body">
        <a class="govuk-link" href={`/visits?whose=all&home=${encodeURIComponent(home.id)}`}>
          All visits to this home
        </a>
      </p>
      <KeptOf frame={frame} about={{ household: home.id }} name={home.name ?? 'this home'} />
    </>,
  );
};

const sayings: Readonly<Record<string, string>> = {
  saved: 'Saved. What it said before stays in its history.',
  merged: 'They are one home now. Nothing of either is lost.',
};

// ------------------------------------------------------------------------------------------------ writing one down

interface Writing {
  readonly home?: ShownHome;
  readonly policy: Shapes['read-policy'];
  readonly form: Form;
  /** The state of the record that the form was made from. */
  readonly seen: string;
  readonly wrong?: Wrong | undefined;
  readonly more?: string;
}

/** `GET /homes/new` */
export const newHomePage: Page = async (asked) => {
  const policy = await asked.ask('read-policy');
  return policy.ok ? shownForm(asked, { policy: policy.value, form: formOfEntries([]), seen: '' }) : problemPage(asked, policy.problem);
};

/** `POST /homes/new`: pressed twice, it is one home. */
export const writeNewHome: Page = async (asked) => {
  const id = `h-${idIn(asked.form.get(keyField))}`;
  const [policy, there] = await Promise.all([asked.ask('read-policy'), asked.ask('read-household', { params: { household: id } })]);
  if (!policy.ok) return problemPage(asked, policy.problem);
  return there.ok ? seeOther(`${pathOf(id)}?saved=yes`) : write(asked, { policy: policy.value, seen: '' }, id);
};

/** A home's name is that of the press by which it was written down. */
const idIn = (key: string): string =>
  key
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '')
    .replaceAll('-', '')
    .slice(0, 26);

/** `GET /homes/{home}/change` */
export const changeHomePage: Page = async (asked) => {
  const read = await readOne(asked);
  if (!read.ok) return problemPage(asked, read.problem);
  const { home, policy, etag } = read;
  const form = formOfEntries([...formOfHome(home).entries, ...formOfAnswers(keptQuestions(policy, home)).entries]);
  return shownForm(asked, { home, policy, form, seen: etag });
};

/** `POST /homes/{home}/change`: what somebody else has changed meanwhile is not written over. */
export const changeHome: Page = async (asked) => {
  const read = await readOne(asked);
  if (!read.ok) return problemPage(asked, read.problem);
  return write(asked, { home: read.home, policy: read.policy, seen: read.etag }, read.home.id);
};

async function readOne({ ask, request }: PageAsked) {
  const [home, policy] = await Promise.all([
    ask('read-household', { params: { household: request.params['home'] ?? '' } }),
    ask('read-policy'),
  ]);
  if (!home.ok) return home;
  if (!policy.ok) return policy;
  return { ok: true as const, home: home.value, etag: home.etag, policy: policy.value };
}

async function write(asked: PageAsked, known: Omit<Writing, 'form'>, id: string): Promise<Response> {
  const { home, policy, seen } = known;
  const form = numbered(asked.form, '', asked.deps.newRandom);
  const again = (more: Pick<Writing, 'wrong' | 'more'>) => shownForm(asked, { ...known, form, ...more });
  const more = form.get(addField);
  if (more !== '') return shownForm(asked, { ...known, form, more, seen: form.get('seen') });

  const { body, errors, fieldAt } = homeIn(form, '', inLondon(asked.now).date, home);
  const questions = keptQuestions(policy, home);
  const { answers, errors: wrongAnswers } = answersIn(form, questions, asked.now);
  const faults = [...errors, ...wrongAnswers];
  if (faults.length > 0) return again({ wrong: { status: 400, fields: faults } });
  if (home !== undefined && form.get('seen') !== seen)
    return again({
      wrong: {
        status: 409,
        said: 'Somebody else has changed the record of this home since you opened it. What you wrote is below: look at what the record says now, and send yours again to put it in its place.',
      },
    });

  const kept = (home?.['answers'] ?? {}) as Readonly<Record<string, unknown>>; // as domain/household.ts has it
  const answer = await asked.ask('write-household', {
    params: { household: id },
    body: {
      ...body,
      answers: { ...kept, ...answers },
      ...(form.get('moved') === 'no' ? { moved: false } : {}),
    },
    ...(home === undefined ? {} : { ifMatch: seen }),
  });
  if (answer.ok) return seeOther(`${pathOf(id)}?saved=yes`);
  const wrong =
    answer.status === 412
      ? { status: 409, said: 'Somebody else changed the record of this home at the same moment. Look at it once more, and send it again.' }
      : wrongIn(answer.problem, fieldAt);
  if (wrong === undefined) return problemPage(asked, answer.problem);
  const fields = [...(wrong.fields ?? []), ...errorsOf(answer.problem, questions)];
  return again({ wrong: { ...wrong, fields } });
}

/** What is kept with a home of the policy's questions, with what is known of it. */
const keptQuestions = (policy: Shapes['read-policy'], home: ShownHome | undefined): readonly ShownQuestion[] =>
  keptWithHomes(policy).map((question) => {
    const value = partOf(partOf(home?.['answers'], question.id), 'value');
    return {
      ...askedAtFirst(question),
      of: [{ subject: '', answered: value !== undefined, yours: true, ...(value === undefined ? {} : { value }) }],
    };
  });

async function shownForm(asked: PageAsked, { home, policy, form, seen, wrong, more }: Writing): Promise<Response> {
  const { nameOf } = await asked.frame();
  const path = home === undefined ? '/homes/new' : `${pathOf(home.id)}/change`;
  const title = home === undefined ? 'A new home' : 'What is known of this home';
  const questions = keptQuestions(policy, home);
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}${title}`,
      back: home === undefined ? { href: '/homes', text: 'Homes' } : { href: pathOf(home.id), text: home.name ?? 'The home' },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} title="Not saved yet: there is something to mend" />
      {home === undefined ? null : <span class="govuk-caption-l">{home.name ?? home.id}</span>}
      <h1 class="govuk-heading-l">{title}</h1>
      {home !== undefined && wrong?.status === 409 ? (
        <Details summaryText="What the record says now" open>
          <KnownHome home={home} policy={policy} nameOf={nameOf} now={asked.now} />
        </Details>
      ) : null}
      <PostForm asked={asked} action={path} wrong={wrong}>
        <input type="hidden" name="seen" value={seen} />
        <HomeFields p="" form={form} wrong={wrong} {...(home === undefined ? {} : { home })} {...(more === undefined ? {} : { more })} />
        {home === undefined ? null : (
          <Radios
            name="moved"
            value={form.get('moved') === '' ? 'yes' : form.get('moved')}
            fieldset={{ legend: { text: 'If you changed the address: did the family move?', classes: 'govuk-fieldset__legend--s' } }}
            items={[
              {
                value: 'yes',
                text: 'Yes, they live there now',
                hint: { text: 'The address before stays known, and nobody has been inside the new one.' },
              },
              { value: 'no', text: 'No, it is the same home, written better' },
            ]}
          />
        )}
        {questions.length === 0 ? null : <h2 class="govuk-heading-m">What your school keeps with a home</h2>}
        <Questions
          questions={questions}
          asking={{
            form,
            errors: wrong?.fields ?? [],
            nameOf,
            staff: await staffOf(asked),
            now: asked.now,
            ...(more === undefined ? {} : { more }),
          }}
        />
        <Button text="Save" preventDoubleClick />
      </PostForm>
    </>,
  );
}
