import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { Input } from '../components/input.tsx';
import { Radios } from '../components/radios.tsx';
import { SummaryList } from '../components/summary-list.tsx';
import { Textarea } from '../components/textarea.tsx';
import { type FieldError, keyField } from '../forms/form.ts';
import { ladderInWords, stepIs } from '../alarms/ladder-in-words.ts';
import { pageMistakes, problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { OutingStairs } from '../pictures/outing-stairs.tsx';
import { badFields, errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import type { ShownDrill, ShownDrillRung } from '../shapes.ts';
import { page } from '../shell.tsx';
import { hour, lasting, listed, many, when } from '../words.ts';
import { DrillState } from './state.tsx';

/** `GET /drills/{drill}`: what came of it so far. */
export const drill: Page = (asked) => shownDrill(asked);

/** What stands last in the path, and what the API calls it. */
const commands = {
  acknowledge: 'acknowledge-drill',
  'log-attempt': 'log-attempt-drill',
  escalate: 'escalate-drill',
  'record-police': 'record-police-drill',
  'stand-down': 'stand-down-drill',
} as const;
type Command = keyof typeof commands;
const isCommand = (name: string): name is Command => Object.hasOwn(commands, name);

/** `POST /drills/{drill}/{command}` */
export const workDrill: Page = async (asked) => {
  const { form, ask, request } = asked;
  const { drill: id = '', command = '' } = request.params;
  if (!isCommand(command)) return pageMistakes.notFound;
  const { body, errors } = said(command, form);
  if (errors.length > 0) return shownDrill(asked, badFields(errors));
  const done = await ask(commands[command], { params: { drill: id }, key: form.get(keyField), body });
  if (done.ok) return seeOther(`/drills/${encodeURIComponent(id)}`);
  const wrong = wrongIn(done.problem);
  return wrong === undefined ? problemPage(asked, done.problem) : shownDrill(asked, wrong);
};

function said(command: Command, { get }: PageAsked['form']): { readonly body: object; readonly errors: readonly FieldError[] } {
  const rung = Number(get('rung'));
  switch (command) {
    case 'acknowledge':
    case 'record-police':
      return { body: {}, errors: [] };
    case 'escalate':
      return { body: rung > 0 ? { rung } : {}, errors: [] };
    case 'log-attempt': {
      const [result, who] = [get('result'), get('who')];
      const errors = result === '' ? [{ field: 'result', text: 'Choose what would have come of it' }] : [];
      return { body: { rung: Math.max(1, rung), result, ...(who === '' ? {} : { who }) }, errors };
    }
    case 'stand-down': {
      const how = get('how');
      return { body: { how }, errors: how === '' ? [{ field: 'how', text: 'Write how it went, so that others can learn from it' }] : [] };
    }
  }
}

async function shownDrill(asked: PageAsked, wrong?: Wrong) {
  const { ask, request, now, frame } = asked;
  const { drill: id = '' } = request.params;
  const answer = await ask('read-drill', { params: { drill: id } });
  if (!answer.ok) return problemPage(asked, answer.problem);
  const { nameOf } = await frame();
  const it = answer.value;
  const title = `Drill ${it.id}`;
  const row = (key: string, value: string) => ({ key: { text: key }, value: { text: value } });
  return page(
    asked,
    { title: wrong === undefined ? title : `Error: ${title}`, status: wrong?.status ?? 200, back: { href: '/drills', text: 'Drills' } },
    <>
      <WhatIsWrong wrong={wrong} />
      <h1 class="govuk-heading-xl">
        {title} <DrillState state={it.state} />
      </h1>
      <p class="govuk-body-l">An exercise, about nobody. Ring nobody: say here what you would do.</p>
      <SummaryList
        rows={[
          row('Ladder', ladderInWords(it.ladder)),
          row('Begun', `${when(it.startsAt, now)}, by ${nameOf(it.begunBy)}`),
          ...(it.reason === undefined ? [] : [row('Why', it.reason)]),
          row(
            'First answer',
            it.firstAnswer === null
              ? 'Nobody has answered yet'
              : `${nameOf(it.firstAnswer.by)}, after ${lasting((it.secondsToAnswer ?? 0) * 1000)}`,
          ),
          ...(it.neverAnswered.length === 0
            ? []
            : [row(it.state === 'over' ? 'Never answered' : 'Not answered yet', listed(it.neverAnswered.map(nameOf)))]),
          ...(it.state === 'under-way' && it.heldBy !== null
            ? [row('Who has it', `${nameOf(it.heldBy)}${it.heldUntil === null ? '' : `, until ${hour(it.heldUntil)}`}`)]
            : []),
          ...(it.nextAt === undefined ? [] : [row('Next', `at ${when(it.nextAt, now)}`)]),
          ...(it.endedAt === null ? [] : [row('Over', `${when(it.endedAt, now)}${endedHow(it, nameOf)}`)]),
          ...(it.how === undefined ? [] : [row('How it went', it.how)]),
        ]}
      />
      {it.state === 'under-way' ? <Working asked={asked} it={it} wrong={wrong} /> : null}
      <h2 class="govuk-heading-l">Step by step</h2>
      <Picture it={it} />
      <ol class="ds-ladder">
        {it.rungs.map((rung) => (
          <Rung rung={rung} isNow={isLast(it, rung)} nameOf={nameOf} />
        ))}
      </ol>
    </>,
  );
}

const endedHow = ({ ended, endedBy }: ShownDrill, nameOf: (id: string) => string): string =>
  ended === 'lapsed' ? ', by itself' : endedBy === undefined ? '' : `, by ${nameOf(endedBy)}`;

const isLast = ({ rungs, state }: ShownDrill, { rung, begunAt }: ShownDrillRung): boolean =>
  state === 'under-way' && begunAt !== null && rungs.every((other) => other.rung <= rung || other.begunAt === null);

function Picture({ it }: { readonly it: ShownDrill }) {
  const begun = it.rungs.flatMap(({ rung, begunAt, passedOver }) =>
    begunAt === null ? [] : [{ at: begunAt, kind: passedOver === undefined ? ('step' as const) : ('passed' as const), mark: String(rung) }],
  );
  const last = begun.at(-1);
  if (last === undefined) return null;
  const answers = it.rungs.flatMap(({ answeredAt }) => (answeredAt === null ? [] : [{ at: answeredAt, kind: 'told' as const }]));
  const moments = [...begun, ...answers].toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return (
    <figure class="ds-figure">
      <OutingStairs
        id="steps"
        title="When each step began, and when somebody answered"
        says={`${begun.map(({ at, mark }) => `Step ${mark} at ${hour(at)}`).join(', ')}. ${answers.length === 0 ? 'Nobody answered' : `Answered at ${answers.map(({ at }) => hour(at)).join(', ')}`}.`}
        from={it.startsAt}
        to={it.endedAt ?? last.at}
        moments={moments}
      />
      <figcaption class="govuk-body-s">A square is a step of the ladder that began, a dot is somebody who answered.</figcaption>
    </figure>
  );
}

function Rung({
  rung: it,
  isNow,
  nameOf,
}: {
  readonly rung: ShownDrillRung;
  readonly isNow: boolean;
  readonly nameOf: (id: string) => string;
}) {
  const state = it.begunAt === null ? 'next' : isNow ? 'now' : 'done';
  return (
    <li class={`ds-ladder__rung ds-ladder__rung--${state}`}>
      <span class="ds-ladder__number">{it.rung}</span>
      <h3 class="ds-ladder__title">
        {stepIs[it.do]}
        {it.begunAt === null ? ': not begun' : `: from ${hour(it.begunAt)}`}
      </h3>
      <p class="ds-ladder__text">{`In earnest: “${it.say}”`}</p>
      {it.passedOver === undefined ? null : (
        <p class="ds-ladder__text">
          {it.passedOver === 'empty' ? 'Passed over: nobody who could be reached was on it.' : 'Passed over: nobody is to be rung.'}
        </p>
      )}
      {it.told.length === 0 ? null : (
        <ul class="govuk-list">
          {it.told.map((one) => (
            <li>{`${one.name ?? nameOf(one.person)}: ${waysOf(one)}`}</li>
          ))}
        </ul>
      )}
      {it.repeats === 0 ? null : <p class="ds-ladder__text">{`Told again ${many(it.repeats, 'time')}.`}</p>}
      {it.answeredBy === null || it.secondsToAnswer === null ? null : (
        <p class="ds-ladder__text">{`Answered by ${nameOf(it.answeredBy)} after ${lasting(it.secondsToAnswer * 1000)}.`}</p>
      )}
    </li>
  );
}

const outcomes = {
  waiting: 'not sent yet',
  accepted: 'sent',
  'in-digest': 'sent with others',
  uncertain: 'may not have been sent',
  failed: 'could not be sent',
  delivered: 'arrived',
  undelivered: 'did not arrive',
} as const;

const waysOf = ({ text, email }: ShownDrillRung['told'][number]): string =>
  [...(text === undefined ? [] : [`text ${outcomes[text]}`]), ...(email === undefined ? [] : [`email ${outcomes[email]}`])].join(', ') ||
  'no way to reach them';

function Working({ asked, it, wrong }: { readonly asked: PageAsked; readonly it: ShownDrill; readonly wrong: Wrong | undefined }) {
  const { form } = asked;
  const action = (command: Command): string => `/drills/${encodeURIComponent(it.id)}/${command}`;
  const rung = String(Math.max(0, ...it.rungs.flatMap((one) => (one.begunAt === null ? [] : [one.rung]))));
  return (
    <section id="work" aria-label="Answer the drill" class="ds-screen-only">
      <h2 class="govuk-heading-l">Answer it</h2>
      <div class="ds-presses">
        <PostForm asked={asked} action={action('acknowledge')} wrong={wrong}>
          <Button text="I have it" preventDoubleClick />
        </PostForm>
        <PostForm asked={asked} action={action('escalate')} wrong={wrong}>
          <input type="hidden" name="rung" value={rung} />
          <Button text="Go on to the next step" classes="govuk-button--secondary" preventDoubleClick />
        </PostForm>
        <PostForm asked={asked} action={action('record-police')} wrong={wrong}>
          <Button text="I would have rung 999" classes="govuk-button--secondary" preventDoubleClick />
        </PostForm>
      </div>
      <PostForm asked={asked} action={action('log-attempt')} wrong={wrong}>
        <input type="hidden" name="rung" value={rung} />
        <Radios
          name="result"
          fieldset={{ legend: { text: 'What would have come of trying?', classes: 'govuk-fieldset__legend--m' } }}
          {...errorOf(wrong, 'result')}
          value={form.get('result')}
          items={[
            { value: 'no-answer', text: 'No answer' },
            { value: 'reached-safe', text: 'Spoke to them: safe' },
            { value: 'reached-needs-help', text: 'Spoke to them: they need help' },
          ]}
        />
        <Input name="who" label={{ text: 'Whom you would have rung (optional)' }} value={form.get('who')} />
        <Button text="Record it" classes="govuk-button--secondary" preventDoubleClick />
      </PostForm>
      <PostForm asked={asked} action={action('stand-down')} wrong={wrong}>
        <Textarea
          name="how"
          label={{ text: 'End the drill: how did it go?', classes: 'govuk-label--m' }}
          {...errorOf(wrong, 'how')}
          rows={3}
          value={form.get('how')}
        />
        <Button text="End the drill" classes="govuk-button--secondary" preventDoubleClick />
      </PostForm>
    </section>
  );
}
