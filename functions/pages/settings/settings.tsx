import type { Child } from 'hono/jsx';
import { Duty, Outsider } from '../../domain/policy/policy.ts';
import { etagOf } from '../../http/etag.ts';
import type { Response } from '../../http/http.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { Checkboxes } from '../components/checkboxes.tsx';
import { Details } from '../components/details.tsx';
import { Input } from '../components/input.tsx';
import { Radios } from '../components/radios.tsx';
import { Select } from '../components/select.tsx';
import { SummaryList } from '../components/summary-list.tsx';
import { Textarea } from '../components/textarea.tsx';
import type { Form } from '../forms/form.ts';
import { pageMistakes, problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import { type Consequences, consequencesIn, notWithoutBeingSure, Sure } from '../forms/sure.tsx';
import { anyOf } from '../forms/whose.ts';
import { page } from '../shell.tsx';
import { type Colleague, staffOf } from '../forms/staff.ts';
import { day } from '../words.ts';
import { type AskOf, several, single, type Step, stepsIn, ValueInWords, whoIs } from './value-in-words.tsx';
import { type AnySetting, inWords, spareSteps, valueIn, weekdays, type Written, writtenOf } from './written.ts';

/** `GET /settings`: what the policy leaves to the school, what is not set yet first. */
export const settingsPage: Page = async (asked) => {
  const [answer, people, set, who] = await Promise.all([asked.ask('read-settings'), staffOf(asked), settersIn(asked), whoChanges(asked)]);
  if (!answer.ok) return problemPage(asked, answer.problem);
  const { settings } = answer.value;
  const askOf = asksOf(settings);
  const list = (those: readonly AnySetting[]) => (
    <SummaryList
      rows={those.map((setting) => ({
        key: { text: setting.ask },
        value: {
          html: (
            <>
              <ValueInWords setting={setting} people={people} askOf={askOf} />
              <p class="govuk-hint govuk-!-margin-bottom-0">
                {sourceOf(setting, set)} ({setting.clauses.join(', ')})
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
      <p class="govuk-body">The policy leaves these to the school. Nobody can depart until all that a visit needs is set. {who}</p>
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

const asksOf =
  (settings: readonly AnySetting[]): AskOf =>
  (id) =>
    settings.find((one) => one.id === id)?.ask ?? id;

/** Every time that a setting came to be what it is or was, the last first. */
interface Writing {
  readonly id: string;
  readonly before: unknown;
  /** Who wrote it and when, as part of a sentence. */
  readonly byWhom: string;
}

async function settersIn({ ask, frame, now }: PageAsked): Promise<readonly Writing[]> {
  const [answer, { nameOf }] = await Promise.all([ask('read-settings-history'), frame()]);
  if (!answer.ok) return [];
  return answer.value.history.flatMap(({ at, by, values }) =>
    values.map(({ id, before }) => ({
      id,
      before,
      byWhom: at === null || by === null ? 'from the start' : `by ${nameOf(by)} on ${day(at, now)}`,
    })),
  );
}

function sourceOf({ id, source }: AnySetting, writings: readonly Writing[]): string {
  if (source === 'unset') return 'Not set';
  if (source === 'policy') return 'As the policy states it';
  const last = writings.find((one) => one.id === id);
  return last === undefined ? 'Set by the school' : `Set by the school, ${last.byWhom}`;
}

/** Whom the policy lets change them, in a sentence. */
async function whoChanges({ ask, frame }: PageAsked): Promise<string> {
  const [policy, { nameOf }] = await Promise.all([ask('read-policy'), frame()]);
  const rows = policy.ok ? policy.value.about.filter((about) => about.id === 'settings-changed-by') : [];
  if (rows.length === 0) return '';
  const who = anyOf(
    rows.flatMap((row) => row.who),
    nameOf,
  );
  return `They are changed by ${who} (${rows.flatMap(({ clauses }) => clauses).join(', ')}).`;
}

/** `GET /settings/{setting}` */
export const settingPage: Page = (asked) => oneSetting(asked, {});

/** `POST /settings/{setting}`: this one in the place of what it was, all others as they are. What somebody else has set it to meanwhile is not written over. */
export const setSetting: Page = async (asked) => {
  const { form } = asked;
  const [read, people] = await Promise.all([asked.ask('read-settings'), staffOf(asked)]);
  if (!read.ok) return problemPage(asked, read.problem);
  const setting = read.value.settings.find(({ id }) => id === asked.request.params['setting']);
  if (setting === undefined) return pageMistakes.notFound;
  const written = valueIn(setting, form, people);
  const seen = form.get('seen');
  if (!written.ok) return oneSetting(asked, { seen, wrong: { status: 400, fields: [{ field: written.field, text: written.text }] } });
  if (seen !== markOf(setting)) return oneSetting(asked, { wrong: changedMeanwhile });
  const kept = Object.fromEntries(read.value.settings.flatMap(({ id, value, source }) => (source === 'school' ? [[id, value]] : [])));
  const answer = await asked.ask('write-settings', {
    body: { values: { ...kept, [setting.id]: written.value }, ...(form.get('sure') === 'yes' ? { sure: true } : {}) },
    ifMatch: read.etag,
  });
  if (answer.ok) return seeOther('/settings?set=yes');
  const consequences = consequencesIn(answer.problem);
  if (consequences !== undefined) return oneSetting(asked, { wrong: notWithoutBeingSure, consequences });
  const wrong = answer.status === 412 ? changedMeanwhile : wrongIn(answer.problem, () => firstField(setting));
  return wrong === undefined ? problemPage(asked, answer.problem) : oneSetting(asked, { wrong });
};

/** What a form was made from: the same value, the same mark. */
const markOf = ({ value, source }: AnySetting): string => etagOf({ value, source });

const changedMeanwhile: Wrong = {
  status: 409,
  said: 'Somebody else has changed what the school has set since you opened this. What you wrote is below: see further down what it is now, and send yours again to put it in its place.',
};

const firstField = ({ type }: AnySetting): string => (type === 'ladder' ? 'say-0' : type === 'hours' ? 'from' : 'value');

interface Again {
  readonly wrong?: Wrong;
  readonly consequences?: Consequences;
  /** Of the form that is sent again. */
  readonly seen?: string;
}

async function oneSetting(asked: PageAsked, { wrong, consequences, seen }: Again): Promise<Response> {
  const [answer, people, writings, who] = await Promise.all([
    asked.ask('read-settings'),
    staffOf(asked),
    settersIn(asked),
    whoChanges(asked),
  ]);
  if (!answer.ok) return problemPage(asked, answer.problem);
  const setting = answer.value.settings.find(({ id }) => id === asked.request.params['setting']);
  if (setting === undefined) return pageMistakes.notFound;
  const written = wrong === undefined ? writtenOf(setting, people) : writtenIn(asked.form);
  const askOf = asksOf(answer.value.settings);
  const before = writings.filter(({ id }) => id === setting.id);
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}${setting.ask}`,
      back: { href: '/settings', text: 'What the school has set' },
      ...(wrong && { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} title="Not set yet" />
      <PostForm asked={asked} action={`/settings/${setting.id}`} wrong={wrong}>
        <input type="hidden" name="seen" value={seen ?? markOf(setting)} />
        <Sure consequences={consequences} />
        <Fields setting={setting} written={written} people={people} askOf={askOf} wrong={wrong} />
        <Button text="Set it" preventDoubleClick />
      </PostForm>
      <h2 class="govuk-heading-m">As it is now</h2>
      <ValueInWords setting={setting} people={people} askOf={askOf} />
      <p class="govuk-hint">{sourceOf(setting, writings)}</p>
      <p class="govuk-body">{who}</p>
      {before.length < 2 ? null : (
        <Details
          summaryText="What it was before"
          html={
            <ol class="govuk-list">
              {before
                .filter((one) => one.before !== null)
                .map((one) => (
                  <li>
                    <ValueInWords setting={{ type: setting.type, value: one.before }} people={people} askOf={askOf} />
                    <p class="govuk-hint">Changed {one.byWhom}</p>
                  </li>
                ))}
            </ol>
          }
        />
      )}
    </>,
  );
}

const writtenIn = (form: Form): Written =>
  Object.fromEntries([...new Set(form.entries.map(([name]) => name))].map((name) => [name, form.all(name)]));

interface FieldsProps {
  readonly setting: AnySetting;
  readonly written: Written;
  readonly people: readonly Colleague[];
  readonly askOf: AskOf;
  readonly wrong: Wrong | undefined;
}

const Fields = ({ setting, written, people, askOf, wrong }: FieldsProps): Child => {
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
          items={whoItems(several(written['value']), people, askOf)}
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
          hint={hint('One day on each line, like 22 June 2026. Leave it empty where there are none')}
          value={value}
          rows={8}
        />
      );
    case 'terms':
      return (
        <Textarea
          {...common}
          label={heading}
          hint={hint('One on each line, like 2 September 2026 to 18 December 2026')}
          value={value}
          rows={12}
        />
      );
    case 'rota':
      return (
        <Textarea
          {...common}
          label={heading}
          hint={hint(
            'One turn on each line: the duty; the people; the hours; the days. Like: Office; Ada Lovelace, Alan Turing; 8am to 12.30pm; Mon, Tue',
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
            'One on each line: for whom; by whom; and if it is only for a while, from when to when. Like: Ada Lovelace; Alan Turing; 1 June 2026 to 12 June 2026',
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
            <StepFields step={step} nth={i} people={people} askOf={askOf} wrong={wrong} />
          ))}
        </>
      );
  }
};

const emptyStep: Step = { id: '', do: 'tell', tell: [], instead: [], wait: '', say: '' };

/** Whoever is there now stays in the list, whatever they are called by. */
const whoItems = (now: readonly string[], people: readonly Colleague[], askOf: AskOf) => [
  ...Duty.options.map((duty) => ({ value: duty, text: inWords(duty) })),
  ...Outsider.options.map((who) => ({ value: who, text: `${inWords(who)} (outside the school, reached by hand)` })),
  { divider: 'or by name' },
  ...people.map(({ id, name }) => ({ value: id, text: name })),
  ...now
    .filter((who) => !people.some(({ id }) => id === who) && !isKnown.includes(who))
    .map((who) => ({ value: who, text: whoIs(who, people, askOf) })),
];
const isKnown: readonly string[] = [...Duty.options, ...Outsider.options];

const StepFields = ({
  step,
  nth,
  people,
  askOf,
  wrong,
}: {
  readonly step: Step;
  readonly nth: number;
  readonly people: readonly Colleague[];
  readonly askOf: AskOf;
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
        items={whoItems(step.tell, people, askOf)}
      />
      {step.instead.map((who) => (
        <input type="hidden" name={at('instead')} value={who} />
      ))}
      <Input
        {...field('wait')}
        label={{ text: 'How many minutes until the next step' }}
        {...(step.wait.startsWith('$') ? { hint: { text: `${step.wait} stands for what is set for “${askOf(step.wait.slice(1))}”` } } : {})}
        value={step.wait}
        inputmode="numeric"
        classes="govuk-input--width-4"
      />
    </fieldset>
  );
};
