import type { Channel } from '../../domain/contacts.ts';
import type { Response } from '../../http/http.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { Input } from '../components/input.tsx';
import { SummaryList } from '../components/summary-list.tsx';
import { Tag } from '../components/tag.tsx';
import { keyField } from '../forms/form.ts';
import { problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import type { ShownPerson } from '../shapes.ts';
import { page } from '../shell.tsx';
import { dialled, when } from '../words.ts';
import { mayTryContacts, notYours, pathOf, stateInWords, wayInWords } from './in-words.ts';

const channels = ['text', 'email'] as const;
const channelIn = ({ form }: PageAsked): Channel => channels.find((one) => one === form.get('channel')) ?? 'text';

/** `GET /people/{person}/contacts`: how each way to somebody stands. */
export const contactsPage: Page = (asked) => shown(asked);

/** `POST /people/{person}/contacts`: sends a test message, or gives its code back. */
export const tryContact: Page = async (asked) => {
  const { request, form, ask } = asked;
  const params = { person: request.params['person'] ?? '' };
  const channel = channelIn(asked);
  const here = `${pathOf(params.person)}/contacts`;
  if (form.get('do') === 'test') {
    const answer = await ask('test-contacts', { params, body: { channel }, key: form.get(keyField) });
    return answer.ok ? seeOther(`${here}?sent=${channel}`) : again(asked, answer.problem, channel);
  }
  const code = form.get('code').replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(code))
    return shown(asked, { status: 400, fields: [{ field: `code-${channel}`, text: 'Write the six figures of the test message' }] });
  const answer = await ask('confirm-contact', { params, body: { channel, code }, key: form.get(keyField) });
  return answer.ok ? seeOther(`${here}?confirmed=${channel}`) : again(asked, answer.problem, channel);
};

function again(asked: PageAsked, problem: Parameters<typeof wrongIn>[0], channel: Channel): Promise<Response> | Response {
  const { status, detail, title } = problem;
  const wrong = status === 429 ? { status, said: detail ?? title } : wrongIn(problem);
  if (wrong === undefined) return problemPage(asked, problem);
  return shown(asked, status === 409 ? { status, fields: [{ field: `code-${channel}`, text: detail ?? title }] } : wrong);
}

async function shown(asked: PageAsked, wrong?: Wrong): Promise<Response> {
  const read = await asked.ask('read-person', { params: { person: asked.request.params['person'] ?? '' } });
  if (!read.ok) return problemPage(asked, read.problem);
  const person = read.value;
  if (!mayTryContacts(await asked.frame(), person.id)) return problemPage(asked, notYours);
  const { sent, confirmed } = asked.request.query;
  const ways = channels.filter((channel) => addressIn(person, channel) !== undefined);
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}How ${person.name} is reached`,
      back: { href: pathOf(person.id), text: person.name },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} />
      <span class="govuk-caption-l">{person.name}</span>
      <h1 class="govuk-heading-l">Does an alarm reach them?</h1>
      {wrong === undefined && (sent ?? confirmed) !== undefined ? (
        <div class="govuk-inset-text" role="status">
          {sent === undefined
            ? 'That is the code. What is sent there arrives.'
            : 'A test message is on its way, with a code of six figures. Write it below once it is there. It counts for seven days.'}
        </div>
      ) : null}
      {ways.length === 0 ? (
        <p class="govuk-body">
          Nothing is known by which they are reached: no mobile and no email. Nothing that is sent can come to them. Whoever keeps the
          school’s records writes it down.
        </p>
      ) : null}
      {ways.map((channel) => (
        <OneWay asked={asked} person={person} channel={channel} wrong={wrong} />
      ))}
    </>,
  );
}

const addressIn = ({ mobile, email }: ShownPerson, channel: Channel): string | undefined =>
  channel === 'email' ? email : mobile === undefined ? undefined : dialled(mobile);

interface Props {
  readonly asked: PageAsked;
  readonly person: ShownPerson;
  readonly channel: Channel;
  readonly wrong: Wrong | undefined;
}

const OneWay = ({ asked, person, channel, wrong }: Props) => {
  const { state = 'unconfirmed', since } = person.contacts?.[channel] ?? {};
  const action = `${pathOf(person.id)}/contacts`;
  const isThis = asked.form.get('channel') === channel;
  return (
    <section>
      <h2 class="govuk-heading-m">{wayInWords[channel]}</h2>
      <SummaryList
        rows={[
          { key: { text: 'Where to' }, value: { text: addressIn(person, channel) ?? '' } },
          {
            key: { text: 'How it stands' },
            value: {
              html: (
                <>
                  <Tag {...stateInWords[state]} />
                  {since === undefined ? null : ` since ${when(since, asked.now)}`}
                </>
              ),
            },
          },
        ]}
      />
      <PostForm asked={asked} action={action} wrong={isThis ? wrong : undefined}>
        <input type="hidden" name="channel" value={channel} />
        <Button
          text={channel === 'text' ? 'Send a test text' : 'Send a test email'}
          name="do"
          value="test"
          classes="govuk-button--secondary"
        />
      </PostForm>
      <PostForm asked={asked} action={action} wrong={isThis ? wrong : undefined}>
        <input type="hidden" name="channel" value={channel} />
        <Input
          name="code"
          id={`code-${channel}`}
          label={{ text: 'The code that the test message had', classes: 'govuk-label--s' }}
          hint={{ text: 'Six figures' }}
          inputmode="numeric"
          autocomplete="one-time-code"
          classes="govuk-input--width-10"
          value={isThis ? asked.form.get('code') : ''}
          {...errorOf(wrong, `code-${channel}`)}
        />
        <Button text="That is the code" name="do" value="confirm" classes="govuk-button--secondary" />
      </PostForm>
    </section>
  );
};
