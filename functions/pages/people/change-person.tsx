import type { Response } from '../../http/http.ts';
import { Duty } from '../../domain/policy/policy.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { Checkboxes } from '../components/checkboxes.tsx';
import { Fieldset } from '../components/fieldset.tsx';
import { Input } from '../components/input.tsx';
import { Radios } from '../components/radios.tsx';
import { Select } from '../components/select.tsx';
import { Textarea } from '../components/textarea.tsx';
import { type Form, formOfEntries, keyField } from '../forms/form.ts';
import { problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { badFields, errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import type { ShownPerson } from '../shapes.ts';
import { page } from '../shell.tsx';
import { staffOf } from '../forms/staff.ts';
import { type Consequences, consequencesIn, notWithoutBeingSure, Sure } from '../forms/sure.tsx';
import { dutyInWords, mayWritePeople, notYours, pathOf } from './in-words.ts';
import { fieldOfPointer, formOfPerson, personIn } from './written-person.ts';

interface Writing {
  /** Absent: somebody new. */
  readonly person?: ShownPerson;
  readonly form: Form;
  /** The state of the record that the form was made from. */
  readonly seen: string;
  readonly wrong?: Wrong;
  readonly consequences?: Consequences;
}

/** `GET /people/new` */
export const newPersonPage: Page = async (asked) =>
  mayWritePeople(await asked.frame())
    ? shownForm(asked, { form: formOfEntries([['duties', 'visitor']]), seen: '' })
    : problemPage(asked, notYours);

/** `POST /people/new`: pressed twice, it is one person. */
export const writeNewPerson: Page = async (asked) => {
  const id = newIdOf(asked.form);
  const there = await asked.ask('read-person', { params: { person: id } });
  return there.ok && asked.form.get('name') === there.value.name ? seeOther(`${pathOf(id)}?saved=yes`) : write(asked, undefined, '', id);
};

/** By their name, and the end of the press by which they were written down: two people may have one name. */
function newIdOf({ get }: Form): string {
  const plain = (text: string): string =>
    text
      .normalize('NFD')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '');
  const name = plain(get('name').replaceAll(/\p{M}/gu, '')).slice(0, 24);
  return [name === '' ? 'person' : name.replace(/-$/, ''), plain(get(keyField)).replaceAll('-', '').slice(-6)].join('-');
}

/** `GET /people/{person}/change` */
export const changePersonPage: Page = async (asked) => {
  if (!mayWritePeople(await asked.frame())) return problemPage(asked, notYours);
  const read = await readOne(asked);
  return read.ok
    ? shownForm(asked, { person: read.value, form: formOfPerson(read.value), seen: read.etag })
    : problemPage(asked, read.problem);
};

/** `POST /people/{person}/change`: what somebody else has changed meanwhile is not written over. */
export const changePerson: Page = async (asked) => {
  const read = await readOne(asked);
  return read.ok ? write(asked, read.value, read.etag, read.value.id) : problemPage(asked, read.problem);
};

const readOne = ({ ask, request }: PageAsked) => ask('read-person', { params: { person: request.params['person'] ?? '' } });

async function write(asked: PageAsked, person: ShownPerson | undefined, seen: string, id: string): Promise<Response> {
  const { form } = asked;
  const known = { ...(person === undefined ? {} : { person }), form, seen };
  const { body, errors } = personIn(form, person);
  const bad = badFields(errors);
  if (bad !== undefined) return shownForm(asked, { ...known, seen: form.get('seen'), wrong: bad });
  if (form.get('seen') !== seen) return shownForm(asked, { ...known, wrong: changedMeanwhile });
  const answer = await asked.ask('write-person', {
    params: { person: id },
    body: { ...body, ...(form.get('sure') === 'yes' ? { sure: true } : {}) },
    ...(person === undefined ? {} : { ifMatch: seen }),
  });
  if (answer.ok) return seeOther(`${pathOf(id)}?saved=yes`);
  const consequences = consequencesIn(answer.problem);
  if (consequences !== undefined) return shownForm(asked, { ...known, wrong: notWithoutBeingSure, consequences });
  const wrong = answer.status === 412 ? changedMeanwhile : wrongIn(answer.problem, fieldOfPointer);
  return wrong === undefined ? problemPage(asked, answer.problem) : shownForm(asked, { ...known, wrong });
}

const changedMeanwhile: Wrong = {
  status: 409,
  said: 'Somebody else has changed this record since you opened it. What you wrote is below: open the record in another tab, see what it says now, and send yours again to put it in its place.',
};

const bold = (text: string) => ({ text, classes: 'govuk-label--s' });

async function shownForm(asked: PageAsked, { person, form, seen, wrong, consequences }: Writing): Promise<Response> {
  const path = person === undefined ? '/people/new' : `${pathOf(person.id)}/change`;
  const title = person === undefined ? 'Somebody new' : 'What is known of them';
  const staff = await staffOf(asked);
  const common = (name: string) => ({ name, value: form.get(name), ...errorOf(wrong, name) });
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}${title}`,
      back: person === undefined ? { href: '/people', text: 'People' } : { href: pathOf(person.id), text: person.name },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} title="Not saved yet" />
      {person === undefined ? null : <span class="govuk-caption-l">{person.name}</span>}
      <h1 class="govuk-heading-l">{title}</h1>
      <PostForm asked={asked} action={path} wrong={person === undefined && wrong !== undefined ? { ...wrong, again: true } : wrong}>
        <input type="hidden" name="seen" value={seen} />
        <Sure consequences={consequences} />
        <Input {...common('name')} label={bold('Name')} autocomplete="off" />
        <Input
          {...common('firstName')}
          label={bold('What a text calls them')}
          hint={{ text: 'Left empty, it is the first word of their name' }}
          classes="govuk-input--width-20"
          autocomplete="off"
        />
        <Checkboxes
          name="duties"
          values={form.all('duties')}
          fieldset={{ legend: { text: 'What do they do in Doorstep?', classes: 'govuk-fieldset__legend--s' } }}
          hint={{ text: 'It decides what they see, what they may do, and which alarms come to them.' }}
          {...errorOf(wrong, 'duties')}
          items={Duty.options.map((duty) => ({ value: duty, text: dutyInWords[duty] }))}
        />
        <Input
          {...common('roles')}
          label={bold('What do they do at the school?')}
          hint={{ text: 'In the words of the policy, with commas between, like class-teacher, lsa' }}
        />
        <Radios
          name="staff"
          value={form.get('staff') === '' ? 'yes' : form.get('staff')}
          fieldset={{ legend: { text: 'Are they of this school’s own staff?', classes: 'govuk-fieldset__legend--s' } }}
          items={[
            { value: 'yes', text: 'Yes' },
            { value: 'no', text: 'No, of another school or service' },
          ]}
        />
        <Input
          {...common('mobile')}
          label={bold('Mobile')}
          hint={{ text: 'Like 07700 900123. Texts go there, and they are rung there first.' }}
          inputmode="tel"
          autocomplete="off"
          classes="govuk-input--width-20"
        />
        <Input {...common('email')} label={bold('Email')} inputmode="email" autocomplete="off" />
        <Textarea
          {...common('phones')}
          label={bold('Where else can they be rung?')}
          hint={{ text: 'One a line, like at home: 020 7946 0101. Nothing is sent there.' }}
          rows={2}
        />
        <Select
          {...common('manager')}
          label={bold('Who is their line manager?')}
          items={[
            { value: '', text: 'Not known' },
            ...staff.filter(({ id }) => id !== person?.id).map(({ id, name }) => ({ value: id, text: name })),
            ...(form.get('manager') === '' || staff.some(({ id }) => id === form.get('manager'))
              ? []
              : [{ value: form.get('manager'), text: 'Somebody who is not here any more' }]),
          ]}
        />
        <Textarea
          {...common('hours')}
          label={bold('When are they at work?')}
          hint={{ text: 'One line each, like 8am to 4.30pm (each working day), or 8am to 12.30pm; Mon, Tue. Left empty: at any hour.' }}
          rows={3}
        />
        <Textarea
          {...common('training')}
          label={bold('What were they trained in?')}
          hint={{
            text: 'One a line: what; on which day; the last day on which it holds. Like Safeguarding, level 2; 22 6 2026; 22 6 2028',
          }}
          rows={3}
        />
        <Input
          {...common('vehicle')}
          label={bold('What do they drive on visits?')}
          hint={{ text: 'Make, colour and number, for whoever looks for them' }}
        />
        <Fieldset legend={{ text: 'Whom does the school ring if something happens to them?', classes: 'govuk-fieldset__legend--s' }}>
          <Input {...common('emergencyName')} label={{ text: 'Name' }} autocomplete="off" />
          <Input
            {...common('emergencyPhone')}
            label={{ text: 'Number' }}
            inputmode="tel"
            autocomplete="off"
            classes="govuk-input--width-20"
          />
          <Input
            {...common('emergencyRelationship')}
            label={{ text: 'Who that is to them' }}
            autocomplete="off"
            classes="govuk-input--width-20"
          />
        </Fieldset>
        <Button text="Save" preventDoubleClick />
      </PostForm>
    </>,
  );
}
