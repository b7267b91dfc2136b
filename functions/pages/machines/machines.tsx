import { type Machine, scopes } from '../../domain/machine.ts';
import type { Response } from '../../http/http.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { Input } from '../components/input.tsx';
import { Radios } from '../components/radios.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { WarningText } from '../components/warning-text.tsx';
import { keyField } from '../forms/form.ts';
import { badFields, errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import { pageMistakes, problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import type { ShownMachine } from '../shapes.ts';
import { page } from '../shell.tsx';
import { day, when } from '../words.ts';

const here = '/machines';
const pathOf = (id: string): string => `${here}/${encodeURIComponent(id)}/revoke`;

const scopeInWords: Readonly<Record<Machine['scope'], string>> = { read: 'Reads', write: 'Reads and writes', calendar: 'Shows a calendar' };

/** `GET /machines` */
export const machinesPage: Page = (asked) => shown(asked);

/**
 * `POST /machines`: the key is on this page and on none after it. It is answered here, and not by leading to another page: that one
 * would have to have the key from somewhere.
 */
export const makeMachine: Page = async (asked) => {
  const { form, ask } = asked;
  const name = form.get('name');
  const scope = scopes.find((one) => one === form.get('scope'));
  const wrong = badFields([
    ...(name === '' ? [{ field: 'name', text: 'Write what it is called, such as Arbor' }] : []),
    ...(scope === undefined ? [{ field: 'scope', text: 'Say whether it only reads' }] : []),
  ]);
  if (wrong !== undefined) return shown(asked, wrong);
  const answer = await ask('make-machine', { body: { name, scope }, key: form.get(keyField) });
  if (answer.ok) return shownOnce(asked, answer.value);
  const said = wrongIn(answer.problem, (pointer) => ['name', 'scope'].find((field) => pointer === `/${field}`));
  return said === undefined ? problemPage(asked, answer.problem) : shown(asked, said);
};

/** `GET /machines/{machine}/revoke` */
export const revokingPage: Page = async (asked) => {
  const answer = await asked.ask('list-machines');
  if (!answer.ok) return problemPage(asked, answer.problem);
  const machine = answer.value.machines.find(({ id }) => id === asked.request.params['machine']);
  if (machine === undefined) return pageMistakes.notFound;
  return page(
    asked,
    { title: `Take the key of ${machine.name} away`, back: { href: here, text: 'Machines' } },
    <>
      <h1 class="govuk-heading-l">{`Take the key of ${machine.name} away`}</h1>
      {machine.revoked === null ? (
        <>
          <p class="govuk-body">
            From then on nothing that it asks is answered. Its key cannot be given back: to let it in again you make another. What it did
            stays in the histories, under its name.
          </p>
          <PostForm asked={asked} action={pathOf(machine.id)}>
            <div class="govuk-button-group">
              <Button text="Take the key away" classes="govuk-button--warning" preventDoubleClick />
              <a class="govuk-link" href={here}>
                Leave it as it is
              </a>
            </div>
          </PostForm>
        </>
      ) : (
        <p class="govuk-body">It was taken away before.</p>
      )}
    </>,
  );
};

/** `POST /machines/{machine}/revoke` */
export const revokeMachine: Page = async (asked) => {
  const { machine = '' } = asked.request.params;
  const answer = await asked.ask('revoke-machine', { params: { machine }, body: {}, key: asked.form.get(keyField) });
  return answer.ok ? seeOther(`${here}?revoked=yes`) : problemPage(asked, answer.problem);
};

function shownOnce(asked: PageAsked, { id, name, scope, key }: ShownMachine & { readonly key: string }): Promise<Response> {
  const isCalendar = scope === 'calendar';
  const address = `${asked.deps.baseUrl}/v1/schools/${asked.caller.school}/calendar.ics?key=${key}`;
  const title = isCalendar ? `The address of ${name}` : `The key of ${name}`;
  return page(
    asked,
    { title, status: 201, scripts: ['copy'], back: { href: here, text: 'Machines' } },
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      <WarningText
        text={
          isCalendar
            ? 'Copy it now, and subscribe to it in the calendar. It is shown this once, and nobody can find it out again.'
            : 'Copy it now, to where the machine keeps its secrets. It is shown this once, and nobody can find it out again.'
        }
      />
      <pre class="ds-copied" id="machine-key">
        {isCalendar ? address : key}
      </pre>
      <button type="button" class="govuk-button govuk-button--secondary" data-copies="machine-key" hidden>
        {isCalendar ? 'Copy the address' : 'Copy the key'}
      </button>
      <p class="govuk-body">
        {isCalendar
          ? 'Whoever has it sees when visits are: their numbers and times, no family and nobody’s name. Give it to those of the school who plan, and take it away here once it has gone astray.'
          : `Whoever has it reads what a machine may read of the school. Put it in no email and no document. Histories call it the school’s machine ${id}.`}
      </p>
    </>,
  );
}

async function shown(asked: PageAsked, wrong?: Wrong): Promise<Response> {
  const answer = await asked.ask('list-machines');
  if (!answer.ok) return problemPage(asked, answer.problem);
  const { nameOf } = await asked.frame();
  const { machines } = answer.value;
  const { form, now } = asked;
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}Machines`,
      back: { href: '/people', text: 'People' },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} />
      <h1 class="govuk-heading-l">Machines</h1>
      <p class="govuk-body">
        Other systems of the school, such as the one with its pupils’ records, that ask Doorstep for something or tell it something. Each
        has a key of its own.
      </p>
      {asked.request.query['revoked'] === undefined || wrong !== undefined ? null : (
        <div class="govuk-inset-text" role="status">
          Its key opens nothing any more.
        </div>
      )}
      {machines.length === 0 ? (
        <p class="govuk-body">No machine has a key.</p>
      ) : (
        <Table
          caption="Machines of the school"
          captionClasses="govuk-visually-hidden"
          classes="ds-cards"
          firstCellIsHeader
          head={['Name', 'What it may do', 'Made', 'Last used', 'Its key'].map((text) => ({ text }))}
          rows={machines.map(({ id, name, scope, made, usedOn, revoked }) => [
            {
              html: (
                <>
                  {name} <span class="ds-clause">{id}</span>
                </>
              ),
            },
            { text: scopeInWords[scope], attributes: { 'data-label': 'What it may do' } },
            { text: `${when(made.at, now)}, by ${nameOf(made.by)}`, attributes: { 'data-label': 'Made' } },
            { text: usedOn === null ? 'Not yet' : day(usedOn, now), attributes: { 'data-label': 'Last used' } },
            {
              html:
                revoked === null ? (
                  <a class="govuk-link" href={pathOf(id)}>
                    Take it away<span class="govuk-visually-hidden">{` from ${name}`}</span>
                  </a>
                ) : (
                  <>
                    <Tag text="Taken away" classes="govuk-tag--grey" /> {`${when(revoked.at, now)}, by ${nameOf(revoked.by)}`}
                  </>
                ),
              attributes: { 'data-label': 'Its key' },
            },
          ])}
        />
      )}
      <p class="govuk-body">
        <a class="govuk-link" href="/webhooks">
          Addresses that are told what changes
        </a>
      </p>
      <h2 class="govuk-heading-m">Give a machine a key</h2>
      <PostForm asked={asked} action={here} wrong={wrong}>
        <Input
          name="name"
          label={{ text: 'What is it called?' }}
          hint={{ text: 'As histories are to name it: Arbor, or Registers every night' }}
          value={form.get('name')}
          {...errorOf(wrong, 'name')}
        />
        <Radios
          name="scope"
          fieldset={{ legend: { text: 'What may it do?', classes: 'govuk-fieldset__legend--s' } }}
          value={form.get('scope')}
          items={[
            { value: 'read', text: 'Read', hint: { text: 'Lists of visits, people and homes, as far as machines see them' } },
            {
              value: 'calendar',
              text: 'Show a calendar',
              hint: { text: 'When visits are, in a calendar that anybody of the school subscribes to: no name of anybody' },
            },
            { value: 'write', text: 'Read and write', hint: { text: 'Also keep people and homes, and ask for visits' } },
          ]}
          {...errorOf(wrong, 'scope')}
        />
        <Button text="Make its key" preventDoubleClick />
      </PostForm>
    </>,
  );
}
