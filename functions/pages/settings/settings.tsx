import type { Child } from 'hono/jsx';
import { Duty, Outsider } from '../../domain/policy/policy.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { Checkboxes } from '../components/checkboxes.tsx';
import { Input } from '../components/input.tsx';
import { Radios } from '../components/radios.tsx';
import { Select } from '../components/select.tsx';
import { SummaryList } from '../components/summary-list.tsx';
import { Tag } from '../components/tag.tsx';
import { Textarea } from '../components/textarea.tsx';
import type { Form } from '../forms/form.ts';
import { pageMistakes, problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import { page } from '../shell.tsx';
import { type Colleague, staffOf } from '../forms/staff.ts';
import { titled } from '../words.ts';
import { type AnySetting, spareSteps, valueIn, weekdays, type Written, writtenOf } from './written.ts';

const sources: Readonly<Record<string, string>> = { school: 'Set by the school', policy: 'As the policy states it', unset: 'Not set' };

/** `GET /settings`: what the policy leaves to the school, what is not set yet first. */
export const settingsPage: Page = async (asked) => {
  const [answer, people] = await Promise.all([asked.ask('read-settings'), staffOf(asked)]);
  if (!answer.ok) return problemPage(asked, answer.problem);
  const { settings } = answer.value;
  const list = (those: readonly AnySetting[]) => (
    <SummaryList
      rows={those.map((setting) => ({
        key: { text: setting.ask },
        value: {
          html: (
            <>
              <ValueInWords setting={setting} people={people} />
              <p class="govuk-hint govuk-!-margin-bottom-0">
                {sources[setting.source] ?? setting.source} ({setting.clauses.join(', ')})
              </p>
            </>
          ),
        },
        actions: {
          items: [
            { href: `/settings/${setting.id}`, text: setting.source === 'unset' ? 'Set it' : 'Change', visuallyHiddenText: setting.ask },
          ],
        },
      }))}
    />
  );
  const unset = settings.filter(({ source }) => source === 'unset');
  const done = settings.filter(({ source }) => source !== 'unset');
  return page(
    asked,
    { title: 'What the school has set' },
    <>
      <h1 class="govuk-heading-l">What the school has set</h1>
      <p class="govuk-body">The policy leaves these to the school. Nobody can depart until all that a visit needs is set.</p>
      {asked.request.query['set'] === undefined ? null : (
        <p role="status" class="govuk-body govuk-!-font-weight-bold">
          It is set.
        </p>
      )}
      {unset.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">Not set yet</h2>
          {list(unset)}
          <h2 class="govuk-heading-m">Set</h2>
        </>
      )}
      {list(done)}
      <p class="govuk-body">
        <a class="govuk-link" href="/policy">
          Read the policy
        </a>{' '}
        <a class="govuk-link" href="/preflight">
          See what would stop an alarm
        </a>
      </p>
    </>,
  );
};

const ValueInWords = ({ setting, people }: { readonly setting: AnySetting; readonly people: readonly Colleague[] }) => {
  const { type, value } = setting;
  if (value === null || value === undefined)
    return (
      <p class="govuk-body govuk-!-margin-bottom-1">
        <Tag text="Not set" classes="govuk-tag--red" />
      </p>
    );
  const written = writtenOf(setting);
  const one = typeof written['value'] === 'string' ? written['value'] : '';
  const many = Array.isArray(written['value']) ? (written['value'] as readonly string[]) : []; // as written.ts makes it
  switch (type) {
    case 'length':
      return <p class="govuk-body govuk-!-margin-bottom-1">{one} minutes</p>;
    case 'period':
      return (
        <p class="govuk-body govuk-!-margin-bottom-1">
          {one} {written['unit'] === 'M' ? 'months' : 'years'}
        </p>
      );
    case 'yes-no':
      return <p class="govuk-body govuk-!-margin-bottom-1">{one === 'yes' ? 'Yes' : 'No'}</p>;
    case 'who':
    case 'choices':
      return (
        <p class="govuk-body govuk-!-margin-bottom-1">{many.length === 0 ? 'None' : many.map((who) => nameOf(who, people)).join(', ')}</p>
      );
    case 'choice':
      return <p class="govuk-body govuk-!-margin-bottom-1">{inWords(one)}</p>;
    case 'hours': {
      const days = Array.isArray(written['days']) ? (written['days'] as readonly string[]) : []; // as written.ts makes it
      return (
        <p class="govuk-body govuk-!-margin-bottom-1">
          {String(written['from'])} to {String(written['to'])}, {days.map((day) => weekdays[Number(day) - 1]).join(', ')}
        </p>
      );
    }
    case 'ladder':
      return (
        <ol class="govuk-list govuk-list--number">
          {stepsIn(written).map((step) => (
            <li>
              {step.tell.map((who) => nameOf(who, people)).join(', ')}: {step.say} ({step.wait} minutes until the next step)
            </li>
          ))}
        </ol>
      );
    case 'time':
    case 'times':
    case 'dates':
    case 'terms':
    case 'rota':
    case 'deputies':
      return (
        <ul class="govuk-list govuk-!-margin-bottom-1">{one === '' ? <li>None</li> : one.split('\n').map((line) => <li>{line}</li>)}</ul>
      );
  }
};

interface Step {
  readonly id: string;
  readonly do: string;
  readonly tell: readonly string[];
  readonly instead: readonly string[];
  readonly wait: string;
  readonly say: string;
}

const several = (value: Written[string] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;
const single = (value: Written[string] | undefined): string => several(value)[0] ?? '';

function stepsIn(written: Written): readonly Step[] {
  const count = Object.keys(written).filter((name) => name.startsWith('say-')).length;
  return Array.from({ length: count }, (_, i) => {
    const at = (name: string) => written[`${name}-${String(i)}`];
    return {
      id: single(at('id')),
      do: single(at('do')),
      tell: several(at('tell')),
      instead: several(at('instead')),
      wait: single(at('wait')),
      say: single(at('say')),
    };
  });
}

const nameOf = (who: string, people: readonly Colleague[]): string => people.find(({ id }) => id === who)?.name ?? inWords(who);
const inWords = (id: string): string =>
  id === 'dsl' || id === 'slt' ? id.toUpperCase() : titled(id).replaceAll(/ ([A-Z])/g, (_, letter: string) => ` ${letter.toLowerCase()}`);

/** `GET /settings/{setting}` */
export const settingPage: Page = (asked) => oneSetting(asked);

/** `POST /settings/{setting}`: this one in the place of what it was, all others as they are. */
export const setSetting: Page = async (asked) => {
  const { form } = asked;
  const read = await asked.ask('read-settings');
  if (!read.ok) return problemPage(asked, read.problem);
  const setting = read.value.settings.find(({ id }) => id === asked.request.params['setting']);
  if (setting === undefined) return pageMistakes.notFound;
  const written = valueIn(setting, form);
  if (!written.ok) return oneSetting(asked, { status: 400, fields: [{ field: written.field, text: written.text }] });
  const kept = Object.fromEntries(read.value.settings.flatMap(({ id, value, source }) => (source === 'school' ? [[id, value]] : [])));
  const answer = await asked.ask('write-settings', {
    body: { values: { ...kept, [setting.id]: written.value }, ...(form.get('sure') === 'yes' ? { sure: true } : {}) },
    ifMatch: read.etag,
  });
  if (answer.ok) return seeOther('/settings?set=yes');
  const wrong = wrongIn(answer.problem, () => firstField(setting));
  return wrong === undefined ? problemPage(asked, answer.problem) : oneSetting(asked, wrong);
};

const firstField = ({ type }: AnySetting): string => (type === 'ladder' ? 'say-0' : type === 'hours' ? 'from' : 'value');

async function oneSetting(asked: PageAsked, wrong?: Wrong) {
  const [answer, people] = await Promise.all([asked.ask('read-settings'), staffOf(asked)]);
  if (!answer.ok) return problemPage(asked, answer.problem);
  const setting = answer.value.settings.find(({ id }) => id === asked.request.params['setting']);
  if (setting === undefined) return pageMistakes.notFound;
  const written = wrong === undefined ? writtenOf(setting) : writtenIn(asked.form);
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}${setting.ask}`,
      back: { href: '/settings', text: 'What the school has set' },
      ...(wrong && { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} />
      <PostForm asked={asked} action={`/settings/${setting.id}`} wrong={wrong}>
        <Fields setting={setting} written={written} people={people} wrong={wrong} />
        {wrong?.status === 409 ? (
          <Checkboxes name="sure" items={[{ value: 'yes', text: 'Set it all the same: I have read what it takes away' }]} />
        ) : null}
        <Button text="Set it" preventDoubleClick />
      </PostForm>
    </>,
  );
}

const writtenIn = (form: Form): Written =>
  Object.fromEntries([...new Set(form.entries.map(([name]) => name))].map((name) => [name, form.all(name)]));

interface FieldsProps {
  readonly setting: AnySetting;
  readonly written: Written;
  readonly people: readonly Colleague[];
  readonly wrong: Wrong | undefined;
}

const Fields = ({ setting, written, people, wrong }: FieldsProps): Child => {
  const { ask, type, clauses, options = [] } = setting;
  const heading = { text: ask, classes: 'govuk-label--l', isPageHeading: true } as const;
  const legend = { text: ask, classes: 'govuk-fieldset__legend--l', isPageHeading: true } as const;
  const hint = (text: string) => ({ text: text === '' ? clauses.join(', ') : `${text} (${clauses.join(', ')})` });
  const value = single(written['value']);
  const common = { name: 'value', id: 'value', ...errorOf(wrong, 'value') } as const;
  switch (type) {
    case 'length':
      return (
        <Input
          {...common}
          label={heading}
          hint={hint('In minutes')}
          value={value}
          inputmode="numeric"
          classes="govuk-input--width-4"
          suffix={{ text: 'minutes' }}
        />
      );
    case 'period':
      return (
        <>
          <Input {...common} label={heading} hint={hint('For how long')} value={value} inputmode="numeric" classes="govuk-input--width-3" />
          <Radios
            name="unit"
            value={single(written['unit']) === 'M' ? 'M' : 'Y'}
            fieldset={{ legend: { text: 'Months or years' } }}
            items={[
              { value: 'Y', text: 'Years' },
              { value: 'M', text: 'Months' },
            ]}
          />
        </>
      );
    case 'time':
      return <Input {...common} label={heading} hint={hint('Like 3.30pm')} value={value} classes="govuk-input--width-5" />;
    case 'yes-no':
      return (
        <Radios
          {...common}
          idPrefix="value"
          value={value}
          fieldset={{ legend }}
          hint={hint('')}
          items={[
            { value: 'yes', text: 'Yes' },
            { value: 'no', text: 'No' },
          ]}
        />
      );
    case 'choice':
      return (
        <Radios
          {...common}
          idPrefix="value"
          value={value}
          fieldset={{ legend }}
          hint={hint('')}
          items={options.map((option) => ({ value: option, text: inWords(option) }))}
        />
      );
    case 'choices':
      return (
        <Checkboxes
          {...common}
          idPrefix="value"
          values={several(written['value'])}
          fieldset={{ legend }}
          hint={hint('')}
          items={options.map((option) => ({ value: option, text: inWords(option) }))}
        />
      );
    case 'who':
      return (
        <Checkboxes
          {...common}
          idPrefix="value"
          values={several(written['value'])}
          fieldset={{ legend }}
          hint={hint('By what they do, or by name')}
          items={whoItems(people, several(written['value']))}
        />
      );
    case 'hours':
      return (
        <>
          <h1 class="govuk-heading-l">{ask}</h1>
          <p class="govuk-hint">{clauses.join(', ')}</p>
          <Input
            name="from"
            id="from"
            {...errorOf(wrong, 'from')}
            label={{ text: 'From' }}
            hint={{ text: 'Like 8am' }}
            value={single(written['from'])}
            classes="govuk-input--width-5"
          />
          <Input
            name="to"
            id="to"
            {...errorOf(wrong, 'to')}
            label={{ text: 'Until' }}
            hint={{ text: 'Like 4.30pm' }}
            value={single(written['to'])}
            classes="govuk-input--width-5"
          />
          <Checkboxes
            name="days"
            values={several(written['days'])}
            fieldset={{ legend: { text: 'On which days' } }}
            items={weekdays.map((day, i) => ({ value: String(i + 1), text: day }))}
          />
        </>
      );
    case 'times':
      return <Textarea {...common} label={heading} hint={hint('One time on each line, like 3.30pm')} value={value} rows={4} />;
    case 'dates':
      return (
        <Textarea
          {...common}
          label={heading}
          hint={hint('One day on each line, like 2026-06-22. Leave it empty where there are none')}
          value={value}
          rows={8}
        />
      );
    case 'terms':
      return (
        <Textarea {...common} label={heading} hint={hint('One on each line, like 2026-09-02 to 2026-12-18')} value={value} rows={12} />
      );
    case 'rota':
      return (
        <Textarea
          {...common}
          label={heading}
          hint={hint(
            'One turn on each line: the duty; the people; the hours; the days. Like: office; a-person, another; 8am to 12.30pm; Mon, Tue',
          )}
          value={value}
          rows={8}
        />
      );
    case 'deputies':
      return (
        <Textarea
          {...common}
          label={heading}
          hint={hint(
            'One on each line: for whom; by whom; and if it is only for a while, from when to when. Like: a-person; another; 2026-06-01 to 2026-06-12',
          )}
          value={value}
          rows={8}
        />
      );
    case 'ladder':
      return (
        <>
          <h1 class="govuk-heading-l">{ask}</h1>
          <p class="govuk-hint">{clauses.join(', ')}</p>
          <p class="govuk-body">One step after another, until somebody acts. To take a step out, empty what it says.</p>
          {[...stepsIn(written), ...Array<Step>(wrong === undefined ? spareSteps : 0).fill(emptyStep)].map((step, i) => (
            <StepFields step={step} nth={i} people={people} wrong={wrong} />
          ))}
        </>
      );
  }
};

const emptyStep: Step = { id: '', do: 'tell', tell: [], instead: [], wait: '', say: '' };

/** Whoever is there now stays in the list, whatever they are called by. */
const whoItems = (people: readonly Colleague[], now: readonly string[]) => [
  ...Duty.options.map((duty) => ({ value: duty, text: inWords(duty) })),
  ...Outsider.options.map((who) => ({ value: who, text: `${inWords(who)} (outside the school, reached by hand)` })),
  { divider: 'or by name' },
  ...people.map(({ id, name }) => ({ value: id, text: name })),
  ...now.filter((who) => !people.some(({ id }) => id === who) && !isKnown.includes(who)).map((who) => ({ value: who, text: inWords(who) })),
];
const isKnown: readonly string[] = [...Duty.options, ...Outsider.options];

const StepFields = ({
  step,
  nth,
  people,
  wrong,
}: {
  readonly step: Step;
  readonly nth: number;
  readonly people: readonly Colleague[];
  readonly wrong: Wrong | undefined;
}) => {
  const at = (name: string): string => `${name}-${String(nth)}`;
  const field = (name: string) => ({ name: at(name), id: at(name), ...errorOf(wrong, at(name)) });
  return (
    <fieldset class="govuk-fieldset">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">Step {nth + 1}</legend>
      <input type="hidden" name={at('id')} value={step.id} />
      <Textarea {...field('say')} label={{ text: 'What it says to whoever picks it up' }} value={step.say} rows={3} />
      <Select
        {...field('do')}
        label={{ text: 'What is done' }}
        value={step.do}
        items={[
          { value: 'tell', text: 'Tell them' },
          { value: 'ring-visitors', text: 'They ring the visitors' },
          { value: 'ring-address', text: 'They ring the home' },
          { value: 'ring-police', text: 'They ring the police' },
        ]}
      />
      <Checkboxes
        name={at('tell')}
        idPrefix={at('tell')}
        values={step.tell}
        fieldset={{ legend: { text: 'Who is told' } }}
        classes="govuk-checkboxes--small"
        items={whoItems(people, step.tell)}
      />
      {step.instead.map((who) => (
        <input type="hidden" name={at('instead')} value={who} />
      ))}
      <Input
        {...field('wait')}
        label={{ text: 'How many minutes until the next step' }}
        value={step.wait}
        inputmode="numeric"
        classes="govuk-input--width-4"
      />
    </fieldset>
  );
};
