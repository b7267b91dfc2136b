/** What the police ask: on one side of paper, and in words that can be read out. Who rang them is written down from here. */
import { epochOf, type Instant, nextInLondon, plusMilliseconds } from '../../domain/time.ts';
import type { Response } from '../../http/http.ts';
import { pathOf, policeWords, results } from './alarm.tsx';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { Input } from '../components/input.tsx';
import { InsetText } from '../components/inset-text.tsx';
import { SummaryList } from '../components/summary-list.tsx';
import { type FieldError, keyField, tokenField } from '../forms/form.ts';
import { problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { Ring } from './ring.tsx';
import type { ShownAlarm, ShownVisitor, Visit } from '../shapes.ts';
import { page } from '../shell.tsx';
import { hourIn } from '../times.ts';
import { hour, listed, when } from '../words.ts';

/** `GET /visits/{visit}/handover`. That somebody opened it is noted, as of the visit itself. */
export const handover: Page = async (asked) => {
  const answer = await asked.ask('read-visit', { params: { visit: asked.request.params['visit'] ?? '' } });
  if (!answer.ok) return problemPage(asked, answer.problem);
  const { nameOf } = await asked.frame();
  return shownPage(asked, answer.value, { by: nameOf(asked.caller.id), at: hour(asked.now), reference: '' });
};

/** `POST /visits/{visit}/handover`: the police were rung. */
export const recordPolice: Page = async (asked) => {
  const { form, now } = asked;
  const params = { visit: asked.request.params['visit'] ?? '' };
  const read = await asked.ask('read-visit', { params });
  if (!read.ok) return problemPage(asked, read.problem);
  const said: Said = { by: form.get('by'), at: form.get('at'), reference: form.get('reference') };
  const time = hourIn(said.at);
  const errors: readonly FieldError[] = [
    ...(said.by === '' ? [{ field: 'by', text: 'Say who rang the police' }] : []),
    ...(time === undefined ? [{ field: 'at', text: 'Say when they were rung, like 4.15pm' }] : []),
  ];
  if (time === undefined || errors.length > 0) return shownPage(asked, read.value, said, { status: 400, errors });
  const answer = await asked.ask('record-police', {
    params,
    body: {
      alarm: form.get('alarm'),
      by: said.by,
      at: lately(time, now),
      ...(said.reference === '' ? {} : { reference: said.reference }),
    },
    key: form.get(keyField),
  });
  if (answer.ok) return seeOther(`/visits/${encodeURIComponent(params.visit)}/handover#record`);
  const { status, detail = answer.problem.title } = answer.problem;
  return status === 400 || status === 409
    ? shownPage(asked, read.value, said, { status, errors: [{ field: 'by', text: detail }] })
    : problemPage(asked, answer.problem);
};

const day = 24 * 60 * 60 * 1000;

/** When it last was that hour: nobody has rung yet at a time to come. */
const lately = (time: NonNullable<ReturnType<typeof hourIn>>, now: Instant): Instant => {
  const at = nextInLondon(plusMilliseconds(now, -day), time);
  return epochOf(at) > epochOf(now) ? now : at;
};

interface Said {
  readonly by: string;
  readonly at: string;
  readonly reference: string;
}

// ------------------------------------------------------------------------------------------------ what is known

/** The alarm that the police are rung for: one that is open, a call for help first, and failing that the last. */
function alarmFor({ alarms = [] }: Visit): ShownAlarm | undefined {
  const worked = alarms.filter(({ ladder }) => ladder !== undefined);
  const open = worked.filter(({ endedAt }) => endedAt === null);
  return open.find(({ kind }) => kind === 'distress') ?? open.at(-1) ?? worked.at(-1);
}

const awayStates = ['signed-out', 'on-site', 'left'];

/** Whoever is not accounted for; where nobody is said to be out, all who went. */
function missing({ visitors = [] }: Visit, alarm: ShownAlarm | undefined): readonly ShownVisitor[] {
  const away = visitors.filter(
    ({ person, state }) => awayStates.includes(state) || (alarm?.endedAt === null && alarm.visitors.includes(person)),
  );
  return away.length > 0 ? away : visitors.filter(({ notGoing }) => notGoing !== true);
}

const heard: Readonly<Record<string, string>> = {
  VisitorDeparted: 'signed out',
  VisitorDepartedInBreach: 'signed out',
  VisitorArrived: 'arrived',
  VisitorCheckedIn: 'said that they were well',
  VisitorLeft: 'left the home',
  VisitorReturned: 'said that they were back',
};

/** The last that was heard of this person. */
function lastHeard({ history = [] }: Visit, { person }: ShownVisitor, now: Instant): string | undefined {
  const event = history.findLast(({ type, visitor }) => visitor === person && type in heard);
  return event === undefined ? undefined : `${heard[event.type] ?? ''} at ${when(event.at, now)}`;
}

interface Hazard {
  readonly what: string;
  readonly endedOn?: string;
}

// ------------------------------------------------------------------------------------------------ the page

async function shownPage(
  asked: PageAsked,
  visit: Visit,
  said: Said,
  { status, errors }: { readonly status?: number; readonly errors: readonly FieldError[] } = { errors: [] },
): Promise<Response> {
  const { nameOf, school } = await asked.frame();
  const alarm = alarmFor(visit);
  const title = `For the police: visit ${visit.id}`;
  const facts = { visit, alarm, people: missing(visit, alarm), now: asked.now, nameOf, school: school.name, me: nameOf(asked.caller.id) };
  return page(
    asked,
    {
      title: errors.length > 0 ? `Error: ${title}` : title,
      back:
        alarm === undefined || alarm.endedAt !== null
          ? { text: 'The visit', href: `/visits/${encodeURIComponent(visit.id)}` }
          : { text: 'The alarm', href: pathOf({ visit, alarm }) },
      ...(status === undefined ? {} : { status }),
    },
    <div class="ds-sheet">
      {errors.length === 0 ? null : <ErrorSummary errorList={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />}
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body ds-screen-only">
        <Ring who="Ring" number="999" />
      </p>
      <h2 class="govuk-heading-m">What to say</h2>
      <ToSay {...facts} />
      <h2 class="govuk-heading-m">What they may ask</h2>
      <Known {...facts} />
      <h2 class="govuk-heading-m" id="record">
        Who rang them
      </h2>
      {alarm?.police ? <p class="govuk-body">{policeWords(alarm.police, asked.now, nameOf)}</p> : null}
      {alarm === undefined ? (
        <p class="govuk-body">Ring 999 all the same. There is no alarm on this visit under which Doorstep could write it down.</p>
      ) : (
        <Record asked={asked} path={`/visits/${encodeURIComponent(visit.id)}/handover`} alarm={alarm} said={said} errors={errors} />
      )}
    </div>,
  );
}

interface Facts {
  readonly visit: Visit;
  readonly alarm: ShownAlarm | undefined;
  readonly people: readonly ShownVisitor[];
  readonly now: Instant;
  readonly nameOf: (id: string) => string;
  readonly school: string;
  readonly me: string;
}

const named = ({ people, nameOf }: Facts): string => listed(people.map(({ person, name }) => name ?? nameOf(person)));

function ToSay(facts: Facts) {
  const { visit, alarm, people, now, school, me, nameOf } = facts;
  const { address, name } = visit.household ?? {};
  const back = people[0]?.expectedAt ?? visit.plan?.returnAt;
  const rung = alarm?.ladder?.find((one) => one.do === 'ring-police');
  const last = people.map((one) => ({ who: one.name ?? nameOf(one.person), heard: lastHeard(visit, one, now) }));
  const lines = [
    `My name is ${me}. I am ringing from ${school}, a school.`,
    `${named(facts)} of our staff went to ${address ?? name ?? 'a home'}${visit.plan?.departAt === undefined ? '' : ` at ${when(visit.plan.departAt, now)}`}.`,
    alarm?.kind === 'distress'
      ? 'They have called for help.'
      : back === undefined
        ? 'We cannot reach them.'
        : `They were to be back by ${when(back, now)}, and we cannot reach them.`,
    ...last.map(({ who, heard: what }) =>
      what === undefined ? `We have heard nothing of ${who}.` : `The last that we heard: ${who} ${what}.`,
    ),
    alarm?.ladder?.some(({ quiet }) => quiet === true) === true
      ? 'Please do not ring them or the home first: a call could put them in danger.'
      : 'Please find out whether they are safe.',
  ];
  return (
    <>
      <InsetText>
        {lines.map((line) => (
          <p class="govuk-body">{line}</p>
        ))}
      </InsetText>
      {rung === undefined ? null : (
        <p class="govuk-body">
          {rung.say} <span class="ds-clause">{rung.clauses.length === 0 ? 'set by the school' : rung.clauses.join(', ')}</span>
        </p>
      )}
    </>
  );
}

/** What is kept from whoever looks is said to be so: they then know whom to ask. */
const keptBack = 'Not shown to you. Ask a safeguarding lead.';

function Known({ visit, alarm, people, now, nameOf }: Facts) {
  const { household, plan } = visit;
  const hazards = (household?.hazards as readonly Hazard[] | undefined)?.filter(({ endedOn }) => endedOn === undefined);
  const rows = [
    ...people.map((one) => ({
      key: { text: one.name ?? nameOf(one.person) },
      value: { html: <Person one={one} heardOf={lastHeard(visit, one, now)} /> },
    })),
    {
      key: { text: 'Where' },
      value: {
        html: (
          <>
            {household?.name ?? keptBack}
            {household?.address === undefined ? null : (
              <>
                <br />
                {household.address}
              </>
            )}
            {(household?.phones ?? []).map((number) => (
              <>
                <br />
                <Ring number={number} />
              </>
            ))}
          </>
        ),
      },
    },
    alarm?.position === undefined
      ? undefined
      : {
          key: { text: 'Where a phone said it was' },
          value: { text: `${String(alarm.position.latitude)}, ${String(alarm.position.longitude)}` },
        },
    {
      key: { text: 'Times' },
      value: {
        text:
          [
            ...(plan?.departAt === undefined ? [] : [`left at ${when(plan.departAt, now)}`]),
            ...(plan?.returnAt === undefined ? [] : [`to be back by ${when(plan.returnAt, now)}`]),
          ].join(', ') || 'No times were given.',
      },
    },
    {
      key: { text: 'Dangers there' },
      value: { text: hazards === undefined ? keptBack : hazards.map(({ what }) => what).join('; ') || 'None known.' },
    },
    household?.animals === undefined ? undefined : { key: { text: 'Animals' }, value: { text: household.animals } },
    alarm?.words === undefined
      ? undefined
      : { key: { text: 'What was said' }, value: { html: <span class="ds-quoted">{alarm.words}</span> } },
    { key: { text: 'What was tried' }, value: { html: <Tried alarms={visit.alarms ?? []} now={now} nameOf={nameOf} /> } },
  ];
  return <SummaryList rows={rows} />;
}

function Person({ one, heardOf }: { readonly one: ShownVisitor; readonly heardOf: string | undefined }) {
  const { mobile, vehicle, next, emergencyContact } = one;
  return (
    <>
      {mobile === undefined ? 'No number is known.' : <Ring number={mobile} />}
      <br />
      {heardOf === undefined ? 'Nothing was heard of them.' : `Last heard of: ${heardOf}.`}
      <br />
      {vehicle === undefined ? 'No vehicle is known.' : `Vehicle: ${vehicle}`}
      {next === undefined ? null : (
        <>
          <br />
          {`Next they were going to: ${next}`}
        </>
      )}
      {emergencyContact === undefined ? null : (
        <>
          <br />
          <Ring who={`Their family, ${emergencyContact.name}`} number={emergencyContact.phone} />
        </>
      )}
    </>
  );
}

function Tried({ alarms, now, nameOf }: { readonly alarms: readonly ShownAlarm[] } & Pick<Facts, 'now' | 'nameOf'>) {
  const attempts = alarms.flatMap(({ attempts: made = [] }) => made);
  if (attempts.length === 0) return <>Nothing is written down.</>;
  return (
    <ul class="govuk-list">
      {attempts.map(({ at, by, who, means, result }) => (
        <li>
          {when(at, now)}: {nameOf(by)}, {results[result] ?? result}
          {who === undefined ? '' : ` (${[who, ...(means === undefined ? [] : [means])].join(', ')})`}.
        </li>
      ))}
    </ul>
  );
}

interface RecordProps {
  readonly asked: PageAsked;
  readonly path: string;
  readonly alarm: ShownAlarm;
  readonly said: Said;
  readonly errors: readonly FieldError[];
}

const Record = ({ asked, path, alarm, said, errors }: RecordProps) => {
  const wrong = (field: string) => {
    const error = errors.find((one) => one.field === field);
    return error === undefined ? {} : { errorMessage: { text: error.text } };
  };
  return (
    <form method="post" action={path} novalidate class="ds-screen-only">
      <input type="hidden" name={tokenField} value={asked.token} />
      <input type="hidden" name={keyField} value={asked.form.get(keyField) || `${asked.deps.newRandom()}.police`} />
      <input type="hidden" name="alarm" value={alarm.id} />
      <Input name="by" label={{ text: 'Who rang them?' }} value={said.by} {...wrong('by')} />
      <Input
        name="at"
        label={{ text: 'When?' }}
        hint={{ text: 'For example, 4.15pm' }}
        value={said.at}
        classes="govuk-input--width-5"
        {...wrong('at')}
      />
      <Input
        name="reference"
        label={{ text: 'Their reference, if you have it' }}
        hint={{ text: 'You can add it later: send this again.' }}
        value={said.reference}
        {...wrong('reference')}
      />
      <Button text="Write it down" preventDoubleClick />
    </form>
  );
};
