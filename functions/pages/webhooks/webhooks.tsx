import type { Delivery } from '../../domain/webhook.ts';
import type { Response } from '../../http/http.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { Input } from '../components/input.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { WarningText } from '../components/warning-text.tsx';
import { keyField } from '../forms/form.ts';
import { errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import { pageMistakes, problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import type { ShownDelivery, ShownWebhook } from '../shapes.ts';
import { page } from '../shell.tsx';
import { when } from '../words.ts';

const here = '/webhooks';
const pathOf = (id: string): string => `${here}/${encodeURIComponent(id)}`;
const back = { href: here, text: 'Addresses that are told' };

const offInWords: Readonly<Record<NonNullable<ShownWebhook['off']>['why'], string>> = {
  gone: 'It answered that it is gone',
  unanswered: 'It took nothing for two days',
  asked: 'Turned off',
};
const stateInWords: Readonly<Record<Delivery['state'], string>> = { waiting: 'Waiting', delivered: 'Taken', 'given-up': 'Given up' };
const whyInWords: Readonly<Record<NonNullable<Delivery['tries'][number]['why']>, string>> = {
  'no-such-name': 'there is no such name',
  'not-on-the-internet': 'its name leads to somewhere that is not on the internet',
  'no-connection': 'it could not be reached',
  'too-slow': 'it did not answer within ten seconds',
};

/** `GET /webhooks` */
export const webhooksPage: Page = (asked) => shown(asked);

/** `POST /webhooks`: its secret is on this page, and on that of the same press again. */
export const makeWebhook: Page = async (asked) => {
  const { form, ask } = asked;
  const answer = await ask('make-webhook', { body: { url: form.get('url').trim() }, key: form.get(keyField) });
  if (answer.ok) return shownSecret(asked, answer.value);
  const said = wrongIn(answer.problem, (pointer) => (pointer === '/url' ? 'url' : undefined));
  return said === undefined ? problemPage(asked, answer.problem) : shown(asked, said);
};

/** `GET /webhooks/{webhook}`: what became of what was sent. */
export const webhookPage: Page = async (asked) => {
  const { webhook = '' } = asked.request.params;
  const { after } = asked.request.query;
  const answer = await asked.ask('read-webhook', {
    params: { webhook },
    query: { limit: '50', ...(after === undefined ? {} : { after }) },
  });
  if (!answer.ok) return answer.status === 404 ? pageMistakes.notFound : problemPage(asked, answer.problem);
  const { id, url, off, deliveries, next, oldSecretUntil } = answer.value;
  const { now } = asked;
  const press = (what: string, text: string, classes = 'govuk-button--secondary') => (
    <Button name="what" value={what} text={text} classes={classes} preventDoubleClick />
  );
  return page(
    asked,
    { title: url, back },
    <>
      <h1 class="govuk-heading-l ds-quoted">{url}</h1>
      {off === null ? (
        <p class="govuk-body">It is told within two minutes that a visit changed: which, and nothing else of it.</p>
      ) : (
        <div class="govuk-inset-text">{`${offInWords[off.why]}, ${when(off.at, now)}. Nothing is sent there until it is turned on again; then it is told what it missed.`}</div>
      )}
      {oldSecretUntil !== null && oldSecretUntil > now ? (
        <p class="govuk-body">{`The secret before this one signs as well until ${when(oldSecretUntil, now)}.`}</p>
      ) : null}
      <PostForm asked={asked} action={pathOf(id)}>
        <div class="govuk-button-group">
          {off === null ? press('off', 'Turn it off', 'govuk-button--warning') : press('on', 'Turn it on')}
          {press('rotate', 'Give it another secret')}
        </div>
      </PostForm>
      <h2 class="govuk-heading-m">What was sent in the last thirty days</h2>
      {deliveries.length === 0 ? (
        <p class="govuk-body">Nothing yet.</p>
      ) : (
        <Table
          caption="What was sent, the last first"
          captionClasses="govuk-visually-hidden"
          classes="ds-cards"
          firstCellIsHeader
          head={['Visit', 'What happened', 'What became of it', 'Again'].map((text) => ({ text }))}
          rows={deliveries.map((delivery) => [
            { text: delivery.visit },
            {
              text: `${delivery.type === 'visit.erased' ? 'Erased' : 'Changed'}, ${when(delivery.at, now)}`,
              attributes: { 'data-label': 'What happened' },
            },
            {
              html: (
                <>
                  <Tag
                    text={stateInWords[delivery.state]}
                    classes={delivery.state === 'delivered' ? 'govuk-tag--green' : 'govuk-tag--grey'}
                  />{' '}
                  {lastTry(delivery, asked)}
                </>
              ),
              attributes: { 'data-label': 'What became of it' },
            },
            {
              html: (
                <PostForm asked={asked} action={pathOf(id)}>
                  <input type="hidden" name="delivery" value={delivery.id} />
                  <button class="ds-link-button" name="what" value="again">
                    Send it again<span class="govuk-visually-hidden">{` about ${delivery.visit}`}</span>
                  </button>
                </PostForm>
              ),
              attributes: { 'data-label': 'Again' },
            },
          ])}
        />
      )}
      {next === undefined ? null : (
        <p class="govuk-body">
          <a class="govuk-link" href={`${pathOf(id)}?after=${encodeURIComponent(next)}`}>
            Earlier ones
          </a>
        </p>
      )}
    </>,
  );
};

function lastTry({ tries, nextAt }: ShownDelivery, { now }: PageAsked): string {
  const last = tries.at(-1);
  const said =
    last === undefined ? '' : last.why === undefined ? `It answered ${String(last.status ?? '')}` : sentence(whyInWords[last.why]);
  const again = nextAt === null ? '' : nextAt > now ? `it is tried again ${when(nextAt, now)}` : 'it goes out within a minute';
  return [last === undefined ? '' : `${said}, ${when(last.at, now)}`, again].filter((part) => part !== '').join('; ');
}
const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

/** `POST /webhooks/{webhook}` */
export const changeWebhook: Page = async (asked) => {
  const { webhook = '' } = asked.request.params;
  const { form, ask } = asked;
  const key = form.get(keyField);
  switch (form.get('what')) {
    case 'rotate': {
      const answer = await ask('rotate-webhook', { params: { webhook }, body: {}, key });
      return answer.ok ? shownSecret(asked, answer.value) : problemPage(asked, answer.problem);
    }
    case 'again': {
      const params = { webhook, delivery: form.get('delivery') };
      const answer = await ask('send-delivery-again', { params, body: {}, key });
      return answer.ok ? seeOther(pathOf(webhook)) : problemPage(asked, answer.problem);
    }
    case 'on':
    case 'off': {
      const answer = await ask(form.get('what') === 'on' ? 'webhook-on' : 'webhook-off', { params: { webhook }, body: {}, key });
      return answer.ok ? seeOther(pathOf(webhook)) : problemPage(asked, answer.problem);
    }
    default:
      return seeOther(pathOf(webhook));
  }
};

function shownSecret(asked: PageAsked, { id, url, secret }: ShownWebhook & { readonly secret: string }): Promise<Response> {
  return page(
    asked,
    { title: 'Its secret', status: 201, scripts: ['copy'], back: { href: pathOf(id), text: 'What is sent there' } },
    <>
      <h1 class="govuk-heading-l">Its secret</h1>
      <WarningText text="Copy it now, to where whoever receives it keeps secrets. It is not shown again." />
      <pre class="ds-copied" id="webhook-secret">
        {secret}
      </pre>
      <button type="button" class="govuk-button govuk-button--secondary" data-copies="webhook-secret" hidden>
        Copy the secret
      </button>
      <p class="govuk-body">{`By it ${url} knows that what comes is from us. Put it in no email and no document.`}</p>
    </>,
  );
}

async function shown(asked: PageAsked, wrong?: Wrong): Promise<Response> {
  const answer = await asked.ask('list-webhooks');
  if (!answer.ok) return problemPage(asked, answer.problem);
  const { nameOf } = await asked.frame();
  const { webhooks } = answer.value;
  const { form, now } = asked;
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}Addresses that are told`,
      back: { href: '/machines', text: 'Machines' },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} />
      <h1 class="govuk-heading-l">Addresses that are told</h1>
      <p class="govuk-body">
        Other systems that hear within two minutes that a visit changed (“webhooks”), and then ask for it with their key. They hear which
        visit it is, and nothing else of it.
      </p>
      {webhooks.length === 0 ? (
        <p class="govuk-body">No address is told.</p>
      ) : (
        <Table
          caption="Addresses"
          captionClasses="govuk-visually-hidden"
          classes="ds-cards"
          firstCellIsHeader
          head={['Address', 'Made', 'Now'].map((text) => ({ text }))}
          rows={webhooks.map(({ id, url, made, off }) => [
            {
              html: (
                <a class="govuk-link ds-quoted" href={pathOf(id)}>
                  {url}
                </a>
              ),
            },
            { text: `${when(made.at, now)}, by ${nameOf(made.by)}`, attributes: { 'data-label': 'Made' } },
            {
              html:
                off === null ? (
                  <Tag text="On" classes="govuk-tag--green" />
                ) : (
                  <>
                    <Tag text="Off" classes="govuk-tag--grey" /> {`${offInWords[off.why]}, ${when(off.at, now)}`}
                  </>
                ),
              attributes: { 'data-label': 'Now' },
            },
          ])}
        />
      )}
      <h2 class="govuk-heading-m">Tell another</h2>
      <PostForm asked={asked} action={here} wrong={wrong}>
        <Input
          name="url"
          type="url"
          label={{ text: 'At which address?' }}
          hint={{ text: 'As whoever runs the other system gave it to you. It begins with https://' }}
          value={form.get('url')}
          {...errorOf(wrong, 'url')}
        />
        <Button text="Tell it what changes" preventDoubleClick />
      </PostForm>
    </>,
  );
}
