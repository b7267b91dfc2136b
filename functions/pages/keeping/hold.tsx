import type { Hold } from '../../domain/hold.ts';
import type { Response } from '../../http/http.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { Input } from '../components/input.tsx';
import { Radios } from '../components/radios.tsx';
import { SummaryList } from '../components/summary-list.tsx';
import { Textarea } from '../components/textarea.tsx';
import { type FieldError, type Form, formOfEntries, keyField } from '../forms/form.ts';
import { badFields, errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import { Sure } from '../forms/sure.tsx';
import { pageMistakes, problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { notYours } from '../people/in-words.ts';
import { page } from '../shell.tsx';
import { byWhom, HeldThing, holdInWords, homesNamedIn } from './hold-in-words.tsx';
import { mayErase, mayHold } from './who.tsx';

const toKept = { href: '/kept', text: 'What is kept' };

// ------------------------------------------------------------------------------------------------ placing one

/** `GET /kept/hold`: of somebody or a home, where its page led here. */
export const newHoldPage: Page = (asked) => {
  const { person = '', household = '', visit = '' } = asked.request.query;
  const on = person !== '' ? 'person' : household !== '' ? 'household' : visit !== '' ? 'visit' : '';
  return shownForm(asked, formOfEntries(Object.entries({ on, person, household, visit })));
};

/** `POST /kept/hold` */
export const placeHold: Page = async (asked) => {
  const { form, ask } = asked;
  const on = heldIn(form);
  const faults: readonly FieldError[] = [
    ...(on === undefined ? [{ field: 'on', text: 'Choose what is to be kept' }] : []),
    ...(on?.kind === 'visit' && on.id === '' ? [{ field: 'visit', text: 'Write the number of the visit, like HV-7K2M9QAB' }] : []),
    ...(form.get('reason') === '' ? [{ field: 'reason', text: 'Say who asked for it, and why' }] : []),
  ];
  const bad = badFields(faults);
  if (bad !== undefined || on === undefined) return shownForm(asked, form, bad);
  const answer = await ask('place-hold', { body: { on, reason: form.get('reason') }, key: form.get(keyField) });
  if (answer.ok) return seeOther('/kept?held=yes');
  const wrong = wrongIn(answer.problem, (pointer) =>
    pointer === '/reason' ? 'reason' : pointer.startsWith('/on') ? (on.kind === 'visit' ? 'visit' : 'on') : undefined,
  );
  return wrong === undefined ? problemPage(asked, answer.problem) : shownForm(asked, form, wrong);
};

function heldIn({ get }: Form): Hold['on'] | undefined {
  switch (get('on')) {
    case 'school':
      return { kind: 'school' };
    case 'visit':
      return { kind: 'visit', id: get('visit').toUpperCase() };
    case 'person':
      return { kind: 'person', id: get('person') };
    case 'household':
      return { kind: 'household', id: get('household') };
    default:
      return undefined;
  }
}

async function shownForm(asked: PageAsked, form: Form, wrong?: Wrong): Promise<Response> {
  const frame = await asked.frame();
  if (!mayHold(frame)) return problemPage(asked, notYours);
  const [person, household] = [form.get('person'), form.get('household')];
  // Somebody's page led here: it is about them and about nothing else.
  const about =
    person !== '' ? { kind: 'person' as const, id: person } : household !== '' ? { kind: 'household' as const, id: household } : undefined;
  const named = { nameOf: frame.nameOf, homeNamed: await homesNamedIn(asked, about === undefined ? [] : [{ on: about }]) };
  const title = 'Have something kept';
  return page(
    asked,
    { title: `${wrong === undefined ? '' : 'Error: '}${title}`, back: toKept, ...(wrong === undefined ? {} : { status: wrong.status }) },
    <>
      <WhatIsWrong wrong={wrong} title="Not held yet" />
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">
        Until a head releases it, nothing of it is erased: neither when its time is over nor because somebody asks. Safeguarding leads and
        heads see that it is held, and why.
      </p>
      <PostForm asked={asked} action="/kept/hold" wrong={wrong}>
        {about === undefined ? (
          <Radios
            name="on"
            value={form.get('on')}
            fieldset={{ legend: { text: 'What is to be kept?', classes: 'govuk-fieldset__legend--m' } }}
            hint={{ text: 'For a home, or for everything about somebody, begin from their page.' }}
            {...errorOf(wrong, 'on')}
            items={[
              {
                value: 'visit',
                text: 'One visit',
                conditional: {
                  html: (
                    <Input
                      name="visit"
                      label={{ text: 'Its number' }}
                      hint={{ text: 'Like HV-7K2M9QAB. It stands at the top of its page.' }}
                      classes="govuk-input--width-20"
                      value={form.get('visit')}
                      autocomplete="off"
                      {...errorOf(wrong, 'visit')}
                    />
                  ),
                },
              },
              { value: 'school', text: 'Everything that the school keeps' },
            ]}
          />
        ) : (
          <>
            <input type="hidden" name="on" value={about.kind} />
            <input type="hidden" name={about.kind} value={about.id} />
            <p class="govuk-body govuk-!-font-weight-bold" id="on">
              {holdInWords(about, named)}
            </p>
          </>
        )}
        <Textarea
          name="reason"
          label={{ text: 'Who asked for it, and why?', classes: 'govuk-label--m' }}
          hint={{ text: 'An inquiry, a claim, a court: with its reference, where there is one' }}
          rows={4}
          value={form.get('reason')}
          {...errorOf(wrong, 'reason')}
        />
        <Button text="Have it kept" preventDoubleClick />
      </PostForm>
    </>,
  );
}

// ------------------------------------------------------------------------------------------------ releasing it

/** `GET /kept/holds/{hold}` */
export const holdPage: Page = (asked) => shownHold(asked);

/** `POST /kept/holds/{hold}` */
export const releaseHold: Page = async (asked) => {
  const { form, ask, request } = asked;
  if (form.get('sure') !== 'yes')
    return shownHold(asked, {
      status: 400,
      fields: [{ field: 'sure', text: 'It is still held: read what would be erased, and say that you mean it' }],
    });
  const params = { hold: request.params['hold'] ?? '' };
  const answer = await ask('release-hold', { params, body: {}, key: form.get(keyField) });
  if (answer.ok) return seeOther('/kept?released=yes');
  const wrong = wrongIn(answer.problem);
  return wrong === undefined ? problemPage(asked, answer.problem) : shownHold(asked, wrong);
};

async function shownHold(asked: PageAsked, wrong?: Wrong): Promise<Response> {
  const [answer, frame] = await Promise.all([asked.ask('list-holds'), asked.frame()]);
  if (!answer.ok) return problemPage(asked, answer.problem);
  const hold = answer.value.holds.find(({ id }) => id === asked.request.params['hold']);
  if (hold === undefined) return pageMistakes.notFound;
  const named = { nameOf: frame.nameOf, homeNamed: await homesNamedIn(asked, [hold]) };
  const title = hold.released === undefined ? 'It is held' : 'It was held';
  const rows: readonly (readonly [string, string])[] = [
    ['Who asked for it, and why', hold.reason],
    ['Held by', byWhom(hold.placed, named, asked.now)],
    ...(hold.released === undefined ? [] : [['Released by', byWhom(hold.released, named, asked.now)] as const]),
  ];
  return page(
    asked,
    { title: `${wrong === undefined ? '' : 'Error: '}${title}`, back: toKept, ...(wrong === undefined ? {} : { status: wrong.status }) },
    <>
      <WhatIsWrong wrong={wrong} title="Not released" />
      <h1 class="govuk-heading-l">{title}</h1>
      <SummaryList
        rows={[
          { key: { text: 'What is held' }, value: { html: <HeldThing on={hold.on} named={named} /> } },
          ...rows.map(([key, text]) => ({ key: { text: key }, value: { text } })),
        ]}
      />
      {hold.released !== undefined ? null : mayErase(frame) ? (
        <PostForm asked={asked} action={`/kept/holds/${encodeURIComponent(hold.id)}`} wrong={wrong}>
          <Sure
            title="If you release it"
            consequences={{
              said: [
                'What it is on is erased as soon as its time is over. Where that is over already, it is erased at once, and cannot be brought back.',
                'It can be erased because somebody asks.',
                'Whoever asked for it to be kept is not told: make sure first that they need it no more.',
              ],
            }}
            wrong={wrong}
          />
          <Button text="Release it" classes="govuk-button--warning" preventDoubleClick />
        </PostForm>
      ) : (
        <p class="govuk-body">A headteacher, a head of school or an executive headteacher releases it.</p>
      )}
    </>,
  );
}
