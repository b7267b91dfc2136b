import type { Duty } from '../../domain/policy/policy.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { Radios } from '../components/radios.tsx';
import { Table } from '../components/table.tsx';
import { Textarea } from '../components/textarea.tsx';
import { keyField } from '../forms/form.ts';
import { problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { badFields, errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import type { DrillLine, Shapes } from '../shapes.ts';
import { page } from '../shell.tsx';
import { lasting, when } from '../words.ts';
import { ladderInWords } from '../alarms/ladder-in-words.ts';
import { DrillState } from './state.tsx';

/** `GET /drills`: those that were, and a form to begin one. */
export const drills: Page = (asked) => listed(asked);

/** `POST /drills` */
export const beginDrill: Page = async (asked) => {
  const { form, ask } = asked;
  const [ladder, reason] = [form.get('ladder'), form.get('reason')];
  if (ladder === '') return listed(asked, badFields([{ field: 'ladder', text: 'Choose which ladder is to be tried' }]));
  const begun = await ask('begin-drill', { key: form.get(keyField), body: { ladder, ...(reason === '' ? {} : { reason }) } });
  if (begun.ok) return seeOther(`/drills/${encodeURIComponent(begun.value.id)}`);
  const wrong = wrongIn(begun.problem, (pointer) => (pointer === '/reason' ? 'reason' : 'ladder'));
  return wrong === undefined ? problemPage(asked, begun.problem) : listed(asked, wrong);
};

/** As routes.ts of the API has it: whoever else may look is shown no form. */
const beginners: readonly Duty[] = ['office', 'dsl', 'headteacher', 'head-of-school', 'executive-headteacher', 'admin'];

async function listed(asked: PageAsked, wrong?: Wrong) {
  const { ask, form, now, frame } = asked;
  const [were, could, { person, nameOf }] = await Promise.all([ask('list-drills'), ask('rehearse'), frame()]);
  if (!were.ok) return problemPage(asked, were.problem);
  if (!could.ok) return problemPage(asked, could.problem);
  const title = 'Drills';
  return page(
    asked,
    {
      title: wrong === undefined ? title : `Error: ${title}`,
      status: wrong?.status ?? 200,
      back: { href: '/doing', text: 'How we are doing' },
    },
    <>
      <WhatIsWrong wrong={wrong} />
      <h1 class="govuk-heading-xl">{title}</h1>
      <p class="govuk-body-l">
        A drill tries one of the school’s ladders while nobody is out. Real texts and emails go out, each beginning with DRILL. Nobody is to
        be rung. It says who answered, and how soon.
      </p>
      {person?.duties.some((duty) => beginners.includes(duty)) === true ? (
        <PostForm asked={asked} action="/drills" wrong={wrong}>
          <Radios
            name="ladder"
            fieldset={{ legend: { text: 'Which ladder is to be tried?', classes: 'govuk-fieldset__legend--m' } }}
            hint={{ text: 'A real alarm goes on beside a drill, and comes first.' }}
            {...errorOf(wrong, 'ladder')}
            value={form.get('ladder')}
            items={laddersIn(could.value).map(({ ladder, climbedBy }) => ({
              value: ladder,
              text: ladderInWords(ladder),
              hint: { text: `Climbed by: ${climbedBy.map(ladderInWords).join(', ')}` },
            }))}
          />
          <Textarea
            name="reason"
            label={{ text: 'Why (optional)' }}
            hint={{ text: 'As “Each half term”. It is kept with the drill.' }}
            {...errorOf(wrong, 'reason')}
            rows={2}
            value={form.get('reason')}
          />
          <Button text="Begin the drill now" preventDoubleClick />
        </PostForm>
      ) : null}
      <h2 class="govuk-heading-l">Those that were</h2>
      {were.value.drills.length === 0 ? (
        <p class="govuk-body">There was none yet. Try one each half term, and after each change of the people on a ladder.</p>
      ) : (
        <Table
          caption="Drills, the newest first"
          captionClasses="govuk-visually-hidden"
          classes="ds-cards"
          head={['Drill', 'Ladder', 'Begun', 'How it stands', 'Until somebody answered'].map((text) => ({ text }))}
          rows={were.value.drills.map((drill) => rowOf(drill, nameOf, (at) => when(at, now)))}
        />
      )}
    </>,
  );
}

/** One that the school has not set cannot be tried. */
const laddersIn = ({ ladders }: Shapes['rehearse']) => ladders.filter(({ rungs }) => rungs !== undefined);

const rowOf = (drill: DrillLine, nameOf: (id: string) => string, whenIs: (at: DrillLine['startsAt']) => string) => [
  {
    html: (
      <a class="govuk-link" href={`/drills/${encodeURIComponent(drill.id)}`}>
        {drill.id}
      </a>
    ),
  },
  { text: ladderInWords(drill.ladder), attributes: { 'data-label': 'Ladder' } },
  { text: `${whenIs(drill.startsAt)}, by ${nameOf(drill.begunBy)}`, attributes: { 'data-label': 'Begun' } },
  { html: <DrillState state={drill.state} />, attributes: { 'data-label': 'How it stands' } },
  {
    text: drill.secondsToAnswer === null ? 'Nobody has' : lasting(drill.secondsToAnswer * 1000),
    attributes: { 'data-label': 'Until somebody answered' },
  },
];
