import { Duty } from '../../domain/policy/policy.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { Checkboxes } from '../components/checkboxes.tsx';
import { Input } from '../components/input.tsx';
import { SummaryList } from '../components/summary-list.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import type { Form } from '../forms/form.ts';
import { problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import type { ShownPerson } from '../shapes.ts';
import { page } from '../shell.tsx';
import { day } from '../words.ts';

const pathOf = (person: string): string => `/people/${encodeURIComponent(person)}`;
const channels = ['text', 'email'] as const;
const asWords = { text: 'Texts', email: 'Email' } as const;

/** How far a way to somebody is known to work, in words. */
const states: Readonly<Record<string, string>> = {
  confirmed: 'arrives',
  unconfirmed: 'never tried: send a test',
  failing: 'fails',
  'opted-out': 'opted out: nothing arrives',
};
const stateOf = (state: string): string => states[state] ?? state;

export const dutyInWords = (duty: string): string =>
  duty === 'dsl' || duty === 'slt' ? duty.toUpperCase() : duty.charAt(0).toUpperCase() + duty.slice(1).replaceAll('-', ' ');

/** `GET /people`: who works here, and who cannot be reached. */
export const peoplePage: Page = async (asked) => {
  const answer = await asked.ask('list-people');
  if (!answer.ok) return problemPage(asked, answer.problem);
  const { people } = answer.value;
  const inDoubt = people.filter((person) => waysOf(person).some(({ state }) => state !== 'confirmed'));
  return page(
    asked,
    { title: 'People' },
    <>
      <h1 class="govuk-heading-l">People</h1>
      {inDoubt.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">Nobody can be sure that these are reached</h2>
          <ul class="govuk-list govuk-list--bullet">
            {inDoubt.map((person) => (
              <li>
                <a class="govuk-link" href={pathOf(person.id)}>
                  {person.name}
                </a>
                :{' '}
                {waysOf(person)
                  .filter(({ state }) => state !== 'confirmed')
                  .map(({ channel, state }) => `${asWords[channel].toLowerCase()} ${stateOf(state)}`)
                  .join(', ')}
              </li>
            ))}
          </ul>
        </>
      )}
      <Table
        caption="Everybody"
        captionClasses="govuk-table__caption--m"
        classes="ds-cards"
        firstCellIsHeader
        head={[{ text: 'Name' }, { text: 'Duties' }, { text: 'Mobile' }]}
        rows={people.map((person) => [
          {
            html: (
              <a class="govuk-link" href={pathOf(person.id)}>
                {person.name}
              </a>
            ),
          },
          { text: person.duties.map(dutyInWords).join(', ') || 'None', attributes: { 'data-label': 'Duties' } },
          { text: person.mobile ?? 'Not shown, or none', attributes: { 'data-label': 'Mobile' } },
        ])}
      />
      <p class="govuk-body">
        <a class="govuk-link" href="/people/new">
          Add somebody
        </a>
      </p>
    </>,
  );
};

const waysOf = ({ contacts = {} }: ShownPerson) =>
  channels.flatMap((channel) => {
    const contact = contacts[channel];
    return contact === undefined ? [] : [{ channel, ...contact }];
  });

const idIn = ({ request }: PageAsked): string => request.params['person'] ?? '';

/** `GET /people/{person}`: what this viewer is shown of somebody, and whether they can be reached. */
export const onePersonPage: Page = (asked) => onePerson(asked);

async function onePerson(asked: PageAsked, wrong?: Wrong) {
  const id = idIn(asked);
  const answer = await asked.ask('read-person', { params: { person: id } });
  if (!answer.ok) return problemPage(asked, answer.problem);
  const person = answer.value;
  const said = asked.request.query['done'];
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Duties', person.duties.map(dutyInWords).join(', ') || 'None'],
    ['What they do', person.roles?.join(', ')],
    ['Mobile', person.mobile],
    ['Email', person.email],
    ['Goes in', person.vehicle],
    ['Line manager', person.manager],
    ['Left on', person.leftAt === undefined ? undefined : day(person.leftAt.slice(0, 10))],
  ];
  const { nameOf } = await asked.frame();
  return page(
    asked,
    { title: person.name, back: { href: '/people', text: 'People' }, ...(wrong && { status: wrong.status }) },
    <>
      <WhatIsWrong wrong={wrong} />
      <h1 class="govuk-heading-l">{person.name}</h1>
      {said === undefined ? null : (
        <p role="status" class="govuk-body govuk-!-font-weight-bold">
          {sayings[said] ?? 'It is done.'}
        </p>
      )}
      <SummaryList
        rows={rows.flatMap(([key, text]) =>
          text === undefined || text === '' ? [] : [{ key: { text: key }, value: { text: key === 'Line manager' ? nameOf(text) : text } }],
        )}
      />
      {waysOf(person).length === 0 ? null : (
        <h2 class="govuk-heading-m" id="contacts">
          Whether they are reached
        </h2>
      )}
      {waysOf(person).map(({ channel, state }) => (
        <section class="ds-card">
          <h3 class="govuk-heading-s">
            {asWords[channel]} <Tag text={stateOf(state)} classes={state === 'confirmed' ? 'govuk-tag--green' : 'govuk-tag--amber'} />
          </h3>
          <PostForm asked={asked} action={`${pathOf(id)}/contacts`} wrong={wrong}>
            <input type="hidden" name="channel" value={channel} />
            <Button text="Send a test with a code" name="press" value="test" classes="govuk-button--secondary" preventDoubleClick />
            <Input
              name="code"
              id={`code-${channel}`}
              {...errorOf(wrong, `code-${channel}`)}
              label={{ text: 'The six figures of the test message' }}
              classes="govuk-input--width-5"
              inputmode="numeric"
              autocomplete="one-time-code"
            />
            <Button text="Confirm" name="press" value="confirm" classes="govuk-button--secondary" />
          </PostForm>
        </section>
      ))}
      {person.leftAt === undefined ? (
        <p class="govuk-body">
          <a class="govuk-link" href={`${pathOf(id)}/change`}>
            Change what is kept of them
          </a>
        </p>
      ) : null}
      <PostForm asked={asked} action={`${pathOf(id)}/${person.leftAt === undefined ? 'left' : 'back'}`} wrong={wrong}>
        {wrong?.status === 409 && wrong.said !== undefined && asked.request.path.endsWith('/left') ? (
          <Checkboxes name="sure" items={[{ value: 'yes', text: 'Write it down all the same: I have read what it takes away' }]} />
        ) : null}
        <Button text={person.leftAt === undefined ? 'They have left the school' : 'They are back'} classes="govuk-button--secondary" />
      </PostForm>
    </>,
  );
}

const sayings: Readonly<Record<string, string>> = {
  kept: 'It is kept.',
  sent: 'A test message is on its way, with a code of six figures.',
  confirmed: 'Confirmed: messages arrive there.',
  left: 'They are on no ladder and no rota from now on.',
  back: 'They are on the list of staff again.',
};

/** `POST /people/{person}/contacts`: a test message, or the code that came with one. */
export const seeToContacts: Page = async (asked) => {
  const { form } = asked;
  const person = idIn(asked);
  const channel = form.get('channel') === 'email' ? 'email' : 'text';
  const isTest = form.get('press') === 'test';
  const answer = isTest
    ? await asked.ask('test-contacts', { params: { person }, body: { channel }, key: form.get('key') })
    : await asked.ask('confirm-contact', { params: { person }, body: { channel, code: form.get('code') } });
  if (answer.ok) return seeOther(`${pathOf(person)}?done=${isTest ? 'sent' : 'confirmed'}#contacts`);
  const wrong = isTest
    ? (wrongIn(answer.problem) ?? { status: answer.problem.status, said: answer.problem.detail ?? answer.problem.title })
    : {
        status: answer.problem.status === 409 ? 409 : 400,
        fields: [{ field: `code-${channel}`, text: answer.problem.detail ?? 'Write the six figures of the test message' }],
      };
  return answer.problem.status === 403 ? problemPage(asked, answer.problem) : onePerson(asked, wrong);
};

/** `POST /people/{person}/left`, `POST /people/{person}/back` */
export const writeLeft: Page = async (asked) => {
  const person = idIn(asked);
  const answer = await asked.ask('person-left', { params: { person }, body: asked.form.get('sure') === 'yes' ? { sure: true } : {} });
  if (answer.ok) return seeOther(`${pathOf(person)}?done=left`);
  const wrong = wrongIn(answer.problem);
  return wrong === undefined ? problemPage(asked, answer.problem) : onePerson(asked, wrong);
};
export const writeBack: Page = async (asked) => {
  const person = idIn(asked);
  const answer = await asked.ask('person-back', { params: { person }, body: {} });
  return answer.ok ? seeOther(`${pathOf(person)}?done=back`) : problemPage(asked, answer.problem);
};

// ------------------------------------------------------------------------------------------------ writing a record

/** `GET /people/new` and `GET /people/{person}/change` */
export const newPersonPage: Page = (asked) => recordForm(asked, undefined);
export const changePersonPage: Page = (asked) => recordForm(asked, idIn(asked));

/** `POST /people/new`: an id of small letters, which the form asks for, and the record under it. */
export const addPerson: Page = async (asked) => {
  const { form } = asked;
  const id = form.get('id');
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(id))
    return recordForm(asked, undefined, {
      status: 400,
      fields: [{ field: 'id', text: 'Write up to 32 small letters, figures and hyphens, like ada-teacher' }],
    });
  const there = await asked.ask('read-person', { params: { person: id } });
  if (there.ok)
    return recordForm(asked, undefined, {
      status: 400,
      fields: [{ field: 'id', text: 'Somebody is called that already: choose another' }],
    });
  return writeRecord(asked, id, {}, undefined);
};

/** `POST /people/{person}/change`: what the form has in the place of what was, all else as it was. */
export const changePerson: Page = async (asked) => {
  const person = idIn(asked);
  const read = await asked.ask('read-person', { params: { person } });
  if (!read.ok) return problemPage(asked, read.problem);
  const { id: _, ...before } = read.value;
  return writeRecord(asked, person, before, read.etag);
};

const texts = ['name', 'firstName', 'mobile', 'email', 'vehicle'] as const;

async function writeRecord(asked: PageAsked, person: string, before: Readonly<Record<string, unknown>>, etag: string | undefined) {
  const { form } = asked;
  const written = Object.fromEntries(texts.flatMap((name) => (form.get(name) === '' ? [] : [[name, form.get(name)]])));
  const rest = Object.fromEntries(Object.entries(before).filter(([name]) => !texts.some((one) => one === name)));
  const roles = form
    .get('roles')
    .split(',')
    .map((role) => role.trim())
    .filter((role) => role !== '');
  const body = { ...rest, ...written, duties: form.all('duties'), roles, ...(form.get('sure') === 'yes' ? { sure: true } : {}) };
  const answer = await asked.ask('write-person', { params: { person }, body, ...(etag === undefined ? {} : { ifMatch: etag }) });
  if (answer.ok) return seeOther(`${pathOf(person)}?done=kept`);
  const wrong = wrongIn(answer.problem, (pointer) => fields.find((field) => pointer === `/${field}` || pointer.startsWith(`/${field}/`)));
  return wrong === undefined ? problemPage(asked, answer.problem) : recordForm(asked, etag === undefined ? undefined : person, wrong);
}

const fields = [...texts, 'duties', 'roles'] as const;

async function recordForm(asked: PageAsked, id: string | undefined, wrong?: Wrong) {
  const read = id === undefined ? undefined : await asked.ask('read-person', { params: { person: id } });
  if (read?.ok === false) return problemPage(asked, read.problem);
  const kept = read?.value;
  const title = kept === undefined ? 'Add somebody' : `Change what is kept of ${kept.name}`;
  const shown = wrong === undefined ? ofRecord(kept) : asWritten(asked.form);
  const text = (name: string, label: string, hint?: string) => (
    <Input
      name={name}
      id={name}
      {...errorOf(wrong, name)}
      label={{ text: label }}
      {...(hint === undefined ? {} : { hint: { text: hint } })}
      value={shown.text(name)}
    />
  );
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}${title}`,
      back: { href: id === undefined ? '/people' : pathOf(id) },
      ...(wrong && { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} />
      <h1 class="govuk-heading-l">{title}</h1>
      <PostForm asked={asked} action={id === undefined ? '/people/new' : `${pathOf(id)}/change`} wrong={wrong}>
        {id === undefined
          ? text('id', 'What they are called in Doorstep', 'Small letters, figures and hyphens, like ada-teacher. It cannot be changed')
          : null}
        {text('name', 'Name')}
        {text('firstName', 'First name', 'What a text calls them')}
        <Checkboxes
          name="duties"
          idPrefix="duties"
          {...errorOf(wrong, 'duties')}
          values={shown.duties}
          fieldset={{ legend: { text: 'What they may do in Doorstep', classes: 'govuk-fieldset__legend--s' } }}
          items={Duty.options.map((duty) => ({ value: duty, text: dutyInWords(duty) }))}
        />
        {text('roles', 'What they do at the school', 'In the policy’s own words, with commas between, like class-teacher, lsa')}
        {text('mobile', 'Mobile', 'Where texts go, and where they are rung first')}
        {text('email', 'Email', 'They sign in with it too')}
        {text('vehicle', 'What they go in', 'Make, colour and number, for whoever looks for them')}
        {wrong?.status === 409 ? (
          <Checkboxes name="sure" items={[{ value: 'yes', text: 'Keep it all the same: I have read what it takes away' }]} />
        ) : null}
        <Button text="Keep it" preventDoubleClick />
      </PostForm>
    </>,
  );
}

interface InForm {
  readonly text: (name: string) => string;
  readonly duties: readonly string[];
}

const ofRecord = (person: ShownPerson | undefined): InForm => ({
  text: (name) => {
    if (name === 'roles') return person?.roles?.join(', ') ?? '';
    const found = texts.find((one) => one === name);
    return found === undefined ? '' : (person?.[found] ?? '');
  },
  duties: person?.duties ?? [],
});

const asWritten = (form: Form): InForm => ({ text: (name) => form.get(name), duties: form.all('duties') });
