/** Something is said against somebody on a visit. Whoever it is about never hears of it here, nor that there is anything. */
import type { Instant } from '../domain/time.ts';
import type { Response } from '../http/http.ts';
import { seeOther } from './answers.ts';
import { Button } from './components/button.tsx';
import { Checkboxes } from './components/checkboxes.tsx';
import { Input } from './components/input.tsx';
import { SummaryList } from './components/summary-list.tsx';
import { Table } from './components/table.tsx';
import { Textarea } from './components/textarea.tsx';
import { type FieldError, keyField } from './forms/form.ts';
import { problemPage } from './mistakes.tsx';
import type { Page, PageAsked } from './page.ts';
import { badFields, errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from './forms/posting.tsx';
import { page } from './shell.tsx';
import { type Colleague, staffOf } from './forms/staff.ts';
import { listed, when } from './words.ts';

/** As domain/visit/allegation.ts shows one to whoever may read it. */
interface Allegation {
  readonly id: string;
  readonly visit: string;
  readonly about: readonly { readonly person: string; readonly name?: string }[];
  readonly words: string;
  readonly saidBy: string;
  readonly saidAt: Instant;
  readonly heldBy: string | null;
  readonly heldUntil: Instant | null;
  readonly notes: readonly { readonly at: Instant; readonly by: string; readonly words?: string }[];
  readonly told: readonly string[];
  readonly endedAt: Instant | null;
  readonly endedBy?: string | null;
  readonly how?: string;
}

const path = ({ id }: Pick<Allegation, 'id'>): string => `/allegations/${encodeURIComponent(id)}`;
const aboutWhom = ({ about }: Allegation): string => listed(about.map(({ person, name = person }) => name));

/** `GET /allegations`: those that this person sees to, and where one is said. To everybody else it looks as if there were none. */
export const allegationsPage: Page = async (asked) => {
  const list = await asked.ask('list-allegations');
  if (!list.ok) return problemPage(asked, list.problem);
  const all = list.value['allegations'] as readonly Allegation[]; // as above
  const { nameOf } = await asked.frame();
  return page(
    asked,
    { title: 'Something said against somebody', back: { text: 'Home', href: '/' } },
    <>
      <h1 class="govuk-heading-l">Something said against somebody</h1>
      <p class="govuk-body">
        If a child, a family or anybody else says that a member of staff did wrong on a visit, it is written here. It goes straight to
        whoever the school’s policy names, and to nobody who was on that visit.
      </p>
      <p class="govuk-body">
        <a class="govuk-button" href="/allegations/new" role="button" draggable={false}>
          Write down what was said
        </a>
      </p>
      {all.length === 0 ? null : (
        <Table
          caption="Yours to see to"
          captionClasses="govuk-table__caption--m"
          firstCellIsHeader
          head={[{ text: 'Said' }, { text: 'About' }, { text: 'Where it stands' }]}
          rows={all.map((one) => [
            {
              html: (
                <a class="govuk-link" href={path(one)}>
                  {when(one.saidAt, asked.now)}
                </a>
              ),
            },
            { text: aboutWhom(one) },
            { text: standing(one, nameOf) },
          ])}
        />
      )}
    </>,
  );
};

const standing = ({ endedAt, endedBy, heldBy }: Allegation, nameOf: (person: string) => string): string =>
  endedAt !== null
    ? `Seen to${endedBy === null || endedBy === undefined ? '' : ` by ${nameOf(endedBy)}`}`
    : heldBy === null
      ? 'Nobody has it yet'
      : `${nameOf(heldBy)} has it`;

// ------------------------------------------------------------------------------------------------ saying it

/** `GET /allegations/new?visit=…` */
export const newAllegationPage: Page = async (asked) => shownNew(asked, asked.request.query['visit'] ?? '');

/** `POST /allegations/new`: written down, and whoever sees to it is told at once. */
export const sayAllegation: Page = async (asked) => {
  const { form } = asked;
  const visit = form.get('visit').toUpperCase();
  const about = form.all('about');
  const words = form.get('words');
  const errors: readonly FieldError[] = [
    ...(/^HV-[0-9A-Z-]+$/.test(visit)
      ? []
      : [{ field: 'visit', text: 'Write the number of the visit, like HV-7K2M9Q. It is on its page and in every message about it.' }]),
    ...(about.length === 0 ? [{ field: 'about', text: 'Tick of whom it was said.' }] : []),
    ...(words === '' ? [{ field: 'words', text: 'Write what was said, and by whom, in their own words.' }] : []),
  ];
  const wrong = badFields(errors);
  if (wrong !== undefined) return shownNew(asked, visit, wrong);
  const answer = await asked.ask('allege', { body: { visit, about, words }, key: form.get(keyField) });
  if (answer.ok) return seeOther('/allegations/said');
  if (answer.status === 404)
    return shownNew(asked, visit, badFields([{ field: 'visit', text: 'There is no visit of that number. Look at it again.' }]));
  if (answer.problem.code === 'unknown-visitor')
    return shownNew(
      asked,
      visit,
      badFields([
        { field: 'about', text: 'One of those whom you ticked is not on that visit. If it happened elsewhere, go to the headteacher.' },
      ]),
    );
  const refused = wrongIn(answer.problem, (pointer) => pointer.split('/')[1]);
  return refused === undefined ? problemPage(asked, answer.problem) : shownNew(asked, visit, refused);
};

async function shownNew(asked: PageAsked, visit: string, wrong?: Wrong): Promise<Response> {
  const { form } = asked;
  const there = visit === '' ? undefined : await asked.ask('read-visit', { params: { visit } });
  const staff = await staffOf(asked);
  const going = there?.ok === true ? (there.value.visitors ?? []).map(({ person }) => person) : undefined;
  const candidates =
    going === undefined ? staff.filter(({ duties }) => duties.includes('visitor')) : staff.filter(({ id }) => going.includes(id));
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}Write down what was said`,
      back: { href: '/allegations' },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} />
      <h1 class="govuk-heading-l">Write down what was said</h1>
      <p class="govuk-body">
        Whoever it is about is not told of it here, nor is anybody who was on that visit. You will not see it again unless it is yours to
        see to.
      </p>
      <p class="govuk-body">If a child is in danger now, ring 999.</p>
      <PostForm asked={asked} action="/allegations/new" wrong={wrong}>
        <Input
          name="visit"
          label={{ text: 'On which visit?', classes: 'govuk-label--s' }}
          hint={{ text: 'Its number, like HV-7K2M9Q' }}
          classes="govuk-input--width-20"
          value={visit}
          {...errorOf(wrong, 'visit')}
        />
        <AboutWhom candidates={candidates} chosen={form.all('about')} wrong={wrong} />
        <Textarea
          name="words"
          label={{ text: 'What was said, and by whom?', classes: 'govuk-label--s' }}
          hint={{ text: 'In their own words. Ask no more questions than you need to.' }}
          rows={8}
          value={form.get('words')}
          {...errorOf(wrong, 'words')}
        />
        <Button text="Send it" preventDoubleClick />
      </PostForm>
    </>,
  );
}

const AboutWhom = ({
  candidates,
  chosen,
  wrong,
}: {
  readonly candidates: readonly Colleague[];
  readonly chosen: readonly string[];
  readonly wrong: Wrong | undefined;
}) => (
  <Checkboxes
    name="about"
    values={chosen}
    fieldset={{ legend: { text: 'About whom?', classes: 'govuk-fieldset__legend--s' } }}
    {...errorOf(wrong, 'about')}
    items={candidates.map(({ id, name }) => ({ value: id, text: name }))}
  />
);

/** `GET /allegations/said`: what the school does with it, for whoever has just said it. */
export const allegationSaid: Page = async (asked) => {
  const policy = await asked.ask('read-policy');
  const alarm = policy.ok ? policy.value.alarms.find(({ opensOn }) => opensOn.includes('allegation')) : undefined;
  return page(
    asked,
    { title: 'It is written down', back: { text: 'Home', href: '/' } },
    <>
      <h1 class="govuk-heading-l">It is written down</h1>
      <p class="govuk-body">Whoever sees to it has been told. You need not do anything more with it here.</p>
      {alarm === undefined ? null : (
        <div class="govuk-inset-text">
          {alarm.say} <span class="govuk-hint">{alarm.clauses.join(', ')}</span>
        </div>
      )}
    </>,
  );
};

// ------------------------------------------------------------------------------------------------ seeing to it

async function read(
  asked: PageAsked,
): Promise<{ readonly ok: true; readonly one: Allegation } | { readonly ok: false; readonly answer: Promise<Response> | Response }> {
  const { allegation = '' } = asked.request.params;
  const found = await asked.ask('read-allegation', { params: { allegation } });
  if (!found.ok) return { ok: false, answer: problemPage(asked, found.problem) };
  return { ok: true, one: found.value as unknown as Allegation }; // what shownAllegation makes
}

/** `GET /allegations/{allegation}`: for whoever its ladder tells. There is no such page for anybody else. */
export const allegationPage: Page = async (asked) => {
  const found = await read(asked);
  return found.ok ? shownOne(asked, found.one) : found.answer;
};

const presses = { have: 'acknowledge-allegation', note: 'note-allegation', end: 'stand-down-allegation' } as const;
const isPress = (text: string): text is keyof typeof presses => Object.hasOwn(presses, text);

/** `POST /allegations/{allegation}`: I have it; a note; or how it was seen to. */
export const seeToIt: Page = async (asked) => {
  const found = await read(asked);
  if (!found.ok) return found.answer;
  const { one } = found;
  const { form } = asked;
  const press = form.get('press');
  if (!isPress(press)) return shownOne(asked, one, { status: 400, said: 'Use one of the buttons below.' });
  const words = form.get(press);
  if (press === 'note' && words === '') return shownOne(asked, one, badFields([{ field: 'note', text: 'Write the note.' }]));
  if (press === 'end' && words === '') return shownOne(asked, one, badFields([{ field: 'end', text: 'Say how it was seen to.' }]));
  const body = press === 'have' ? {} : press === 'note' ? { words } : { how: words };
  const answer = await asked.ask(presses[press], { params: { allegation: one.id }, body, key: form.get(keyField) });
  if (answer.ok) return seeOther(path(one));
  const wrong = wrongIn(answer.problem, () => press);
  return wrong === undefined ? problemPage(asked, answer.problem) : shownOne(asked, one, wrong);
};

async function shownOne(asked: PageAsked, one: Allegation, wrong?: Wrong): Promise<Response> {
  const { nameOf } = await asked.frame();
  const { now, form } = asked;
  const isOpen = one.endedAt === null;
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}What was said`,
      back: { href: '/allegations' },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} />
      <span class="govuk-caption-l">{one.id}</span>
      <h1 class="govuk-heading-l">What was said</h1>
      <SummaryList
        rows={[
          { key: { text: 'About' }, value: { text: aboutWhom(one) } },
          { key: { text: 'What was said' }, value: { text: one.words } },
          { key: { text: 'Written down by' }, value: { text: `${nameOf(one.saidBy)}, ${when(one.saidAt, now)}` } },
          { key: { text: 'On visit' }, value: { text: one.visit } },
          { key: { text: 'Told' }, value: { text: listed(one.told.map(nameOf)) } },
          { key: { text: 'Where it stands' }, value: { text: standing(one, nameOf) } },
          one.how !== undefined && { key: { text: 'How it was seen to' }, value: { text: one.how } },
        ]}
      />
      {one.notes.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">Notes</h2>
          <ul class="govuk-list govuk-list--spaced">
            {one.notes.map(({ at, by, words }) => (
              <li>
                {words}
                <span class="govuk-hint">
                  {nameOf(by)}, {when(at, now)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {isOpen ? (
        <>
          <PostForm asked={asked} action={path(one)} wrong={wrong}>
            <Button text="I have it" name="press" value="have" preventDoubleClick />
          </PostForm>
          <WordsForm asked={asked} one={one} press="note" label="A note" button="Add the note" said={form.get('note')} wrong={wrong} />
          <WordsForm
            asked={asked}
            one={one}
            press="end"
            label="How was it seen to?"
            button="It has been seen to"
            said={form.get('end')}
            wrong={wrong}
          />
        </>
      ) : null}
    </>,
  );
}

interface WordsFormProps {
  readonly asked: PageAsked;
  readonly one: Allegation;
  readonly press: 'note' | 'end';
  readonly label: string;
  readonly button: string;
  readonly said: string;
  readonly wrong: Wrong | undefined;
}

const WordsForm = ({ asked, one, press, label, button, said, wrong }: WordsFormProps) => (
  <PostForm asked={asked} action={path(one)} wrong={wrong}>
    <Textarea name={press} label={{ text: label, classes: 'govuk-label--s' }} rows={3} value={said} {...errorOf(wrong, press)} />
    <Button text={button} name="press" value={press} classes="govuk-button--secondary" preventDoubleClick />
  </PostForm>
);
