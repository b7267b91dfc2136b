import type { Child } from 'hono/jsx';
import type { Unmet } from '../../domain/visit/decision.ts';
import { answerInWords } from '../forms/answered.ts';
import { Button } from '../components/button.tsx';
import { Details } from '../components/details.tsx';
import { SummaryList } from '../components/summary-list.tsx';
import { keyField, tokenField } from '../forms/form.ts';
import { peopleOf } from '../homes/home-form.tsx';
import type { OnVisit } from '../visit/on-visit.ts';
import type { PageAsked } from '../page.ts';
import { plannedTimes } from '../forms/planned-times.tsx';
import type { Wrong } from '../forms/posting.tsx';
import { isAsked, partOf } from '../forms/questions.ts';
import { sayQuestion } from '../forms/questions.tsx';
import type { Plan, ShownHome } from '../shapes.ts';
import { mendOf } from '../visit/unmet.tsx';
import { day, hour, listed, many } from '../words.ts';
import { homePrefix, newHome, noChild, places, questionOf, type RequestSoFar } from './so-far.ts';
import { leftOver, type StepName } from './steps-of-request.ts';

interface Props {
  readonly asked: PageAsked;
  readonly soFar: RequestSoFar;
  readonly nameOf: (person: string) => string;
}

/** All that was answered, each with the page on which it is changed, and what will be wanted before anybody leaves. */
export const CheckAnswers = ({
  asked,
  soFar,
  nameOf,
  wrong,
  requestKey,
}: Props & { readonly wrong: Wrong | undefined; readonly requestKey: string }) => {
  const refused = wrong?.unmet ?? leftOver(soFar);
  return (
    <>
      {refused.length === 0 ? null : (
        <>
          <h2 class="govuk-heading-m">It cannot be asked for like this</h2>
          <Wanted unmet={refused} soFar={soFar} nameOf={nameOf} asked={asked} />
        </>
      )}
      {answersBy(soFar, nameOf, asked).map(({ title, step, rows }) => (
        <>
          <h2 class="govuk-heading-m">{title}</h2>
          <SummaryList
            rows={rows.map(({ ask, said }) => ({
              key: { text: ask },
              value: { html: (said.length === 0 ? ['Not said'] : said).map((line) => <div>{line}</div>) },
              actions: {
                items: [{ href: `/request/${step}?change=yes`, text: 'Change', visuallyHiddenText: ask }],
              },
            }))}
          />
        </>
      ))}
      <WantedBeforeLeaving asked={asked} soFar={soFar} nameOf={nameOf} isOpen />
      <form method="post" action="/request/check" novalidate>
        <input type="hidden" name={tokenField} value={asked.token} />
        <input type="hidden" name={keyField} value={requestKey} />
        <Button text="Ask for the visit" preventDoubleClick />
      </form>
    </>
  );
};

interface Said {
  readonly ask: string;
  readonly said: readonly string[];
}
interface Part {
  readonly title: string;
  readonly step: StepName;
  readonly rows: readonly Said[];
}

function answersBy(soFar: RequestSoFar, nameOf: Props['nameOf'], asked: PageAsked): readonly Part[] {
  const { form, policy, home, body, foreseen } = soFar;
  const isNew = form.get('household') === newHome;
  const given: ShownHome = { id: '', ...(typeof body['household'] === 'object' ? body['household'] : {}) };
  const where = isNew ? given : (home ?? given);
  const row = (ask: string, ...said: readonly (string | undefined)[]): Said => ({
    ask,
    said: said.filter((one) => one !== undefined && one !== '') as readonly string[],
  }); // what is left is words
  const plan = (body['plan'] ?? {}) as Plan; // as so-far.ts makes it
  const pupil = form.get('pupil');
  const option = (field: 'type' | 'reason' | `plan.${(typeof places)[number]}`, value: unknown) => {
    const question = questionOf(policy, field);
    return question === undefined || value === undefined
      ? undefined
      : answerInWords(question, value, { nameOf, now: asked.now }).join(', ');
  };
  const parts: readonly Part[] = [
    {
      title: 'The home',
      step: isNew ? 'new-home' : 'home',
      rows: [
        row('The family', where.name),
        row('Address', where.address),
        ...(isNew
          ? [
              row('Numbers', ...(where.phones ?? [])),
              row('Adults', ...peopleOf(where).adults.map(({ name }) => name)),
              row('Children', ...peopleOf(where).pupils.map(({ name }) => name)),
              row('Animals', where.animals),
              row('To beware of', ...peopleOf(where).hazards.map(({ what }) => what)),
            ]
          : []),
      ],
    },
    ...(pupil === ''
      ? []
      : [
          {
            title: 'The child',
            step: 'family' as const,
            rows: [
              row(
                'Which child is the visit about?',
                pupil === noChild ? 'No child in particular' : (peopleOf(home).pupils.find(({ id }) => id === pupil)?.name ?? pupil),
              ),
            ],
          },
        ]),
    {
      title: 'Who goes',
      step: 'who',
      rows: [
        row('Who goes?', listed(form.all('visitors').map(nameOf))),
        ...(form.all('involved').length === 0 ? [] : [row('Who else is involved?', listed(form.all('involved').map(nameOf)))]),
      ],
    },
    {
      title: 'When',
      step: 'when',
      rows: [
        row('On which day?', plan.departAt === undefined ? undefined : day(plan.departAt, asked.now)),
        ...plannedTimes.flatMap((time) => {
          const at = plan[time];
          return at === undefined ? [] : [row(timeNames[time], hour(at))];
        }),
        ...places.flatMap((place) => {
          const question = questionOf(policy, `plan.${place}`);
          return question === undefined ? [] : [row(question.ask, option(`plan.${place}`, plan[place] ?? 'school'))];
        }),
      ],
    },
    {
      title: 'What it is for',
      step: 'why',
      rows: [
        ...(['type', 'reason'] as const).flatMap((field) => {
          const question = questionOf(policy, field);
          return question === undefined ? [] : [row(question.ask, option(field, body[field]))];
        }),
        row(questionOf(policy, 'purpose')?.ask ?? 'What is the visit for?', form.get('purpose')),
      ],
    },
  ];
  const name = (id: string): string => peopleOf(where).adults.find((adult) => adult.id === id)?.name ?? nameOf(id);
  const rows = foreseen.questions.filter(isAsked).flatMap((question) =>
    question.of.map(({ subject, value, answered }): Said => {
      const own = partOf(body['answers'], question.id);
      const sent = subject === '' ? own : partOf(own, subject);
      const stands = sent ?? value;
      const said =
        stands === undefined ? (answered ? ['Answered already'] : []) : answerInWords(question, stands, { nameOf: name, now: asked.now });
      return row(sayQuestion(question, subject, name), ...said);
    }),
  );
  return rows.length === 0 ? parts : [...parts, { title: 'What your school asks', step: 'asks', rows }];
}

const timeNames = { departAt: 'Leaving', arriveAt: 'Arriving at the home', leaveAt: 'Coming away', returnAt: 'Back' } as const;

// ------------------------------------------------------------------------------------------------ what will be wanted

/** Said at once, so that nobody hears of it at the door: what is wanted before it is agreed to, and before anybody leaves. */
export const WantedBeforeLeaving = ({ asked, soFar, nameOf, isOpen = false }: Props & { readonly isOpen?: boolean }) => {
  const { authorise, depart } = soFar.foreseen.unmet;
  if (authorise.length + depart.length === 0) return null;
  const parts = (
    <>
      <Some title="Before it is agreed to" unmet={authorise} soFar={soFar} nameOf={nameOf} asked={asked} />
      <Some title="Before anybody leaves" unmet={depart} soFar={soFar} nameOf={nameOf} asked={asked} />
    </>
  );
  return isOpen ? (
    <>
      <h2 class="govuk-heading-m">What will be wanted once it is asked for</h2>
      {parts}
    </>
  ) : (
    <Details summaryText={`What your policy will want before anybody leaves: ${many(authorise.length + depart.length, 'thing')} so far`}>
      {parts}
    </Details>
  );
};

interface WantedProps extends Props {
  readonly unmet: readonly Unmet[];
}

const Some = ({ title, ...wanted }: WantedProps & { readonly title: string }): Child =>
  wanted.unmet.length === 0 ? null : (
    <>
      <h3 class="govuk-heading-s">{title}</h3>
      <Wanted {...wanted} />
    </>
  );

/** There is no visit yet on whose pages any of it could be met. */
const Wanted = ({ unmet, soFar, nameOf, asked }: WantedProps) => {
  const { policy, values, home, form } = soFar;
  const household = home ?? { id: '', name: form.get(`${homePrefix}name`) };
  const on: OnVisit = {
    ...{ policy, values, nameOf, me: asked.caller.id, now: asked.now, etag: '' },
    visit: { id: '', stage: 'requested', actions: [], household },
  };
  return (
    <ul class="govuk-list govuk-list--bullet">
      {unmet.map((one) => {
        const { what, why, who, clauses } = mendOf(one, on);
        return (
          <li>
            {what}
            <span class="govuk-hint govuk-!-display-block govuk-!-margin-bottom-0">
              {why === what || what.endsWith(why) ? '' : `${why} `}
              {who === undefined ? '' : `${who} `}
              {clauses.length === 0 ? '' : `Clause ${clauses.join(', ')}.`}
            </span>
          </li>
        );
      })}
    </ul>
  );
};
