import type { Child } from 'hono/jsx';
import type { ShownPrompt } from '../domain/visit/stage-card.ts';
import { answerInWords } from './answered.ts';
import { Button } from './components/button.tsx';
import { Checkboxes } from './components/checkboxes.tsx';
import { NotificationBanner } from './components/notification-banner.tsx';
import type { Form } from './form.ts';
import { laterField } from './begun.ts';
import { type OnVisit, saidAs } from './on-visit.ts';
import { partName } from './seen.ts';
import { type AtStages, tickField } from './stages.ts';
import { listed } from './words.ts';

/** The lines of the policy for whoever looks: what there is to tick can be ticked, and stays ticked. */
export const Prompts = ({ at, form }: { readonly at: AtStages; readonly form: Form }) => {
  const { prompts } = at;
  const plain = prompts.filter(({ ticked }) => ticked !== false);
  const open = prompts.filter(({ ticked }) => ticked === false);
  return (
    <>
      {plain.length === 0 ? null : (
        <ul class="govuk-list govuk-list--bullet">
          {plain.map((prompt) => (
            <li>
              <Line prompt={prompt} at={at} />
              {prompt.ticked === true ? <strong> Ticked.</strong> : null}
            </li>
          ))}
        </ul>
      )}
      {open.length === 0 ? null : (
        <Checkboxes
          name={tickField}
          idPrefix={tickField}
          values={form.all(tickField)}
          fieldset={{ legend: { text: 'I have read and understood this', classes: 'govuk-fieldset__legend--m' } }}
          items={open.map((prompt) => ({ value: prompt.id, id: `tick-${prompt.id}`, html: <Line prompt={prompt} at={at} /> }))}
        />
      )}
    </>
  );
};

const Line = ({ prompt: { say, clauses, beside = [] }, at }: { readonly prompt: ShownPrompt; readonly at: AtStages }) => (
  <>
    {say} <span class="govuk-hint">{clauses.join(', ')}</span>
    {beside.map(({ question: id, ask, value }) => {
      const question = at.on.policy.questions.find((one) => one.id === id);
      const lines = question === undefined ? [] : answerInWords(question, value, { nameOf: at.asking.nameOf, now: at.on.now });
      return (
        <span class="govuk-hint">
          {ask} <strong>{lines.join('; ')}</strong>
        </span>
      );
    })}
  </>
);

/** What somebody else has changed since the form was opened. All that was written is still in it. */
export const ChangedSince = ({ parts, on }: { readonly parts: readonly string[]; readonly on: OnVisit }) =>
  parts.length === 0 ? null : (
    <NotificationBanner titleText="It has changed since you opened it">
      <p class="govuk-notification-banner__heading">Nothing of yours is saved yet. Somebody else has changed this meanwhile:</p>
      <ul class="govuk-list govuk-list--bullet">
        {parts.map((part) => (
          <li>
            {partName(part, on)} <strong>{valueNow(part, on)}</strong>
          </li>
        ))}
      </ul>
      <p class="govuk-body">What you wrote is below. Sent again, it takes the place of theirs.</p>
    </NotificationBanner>
  );

function valueNow(part: string, { visit, policy, nameOf, now }: OnVisit): string {
  const key = part.slice('answer.'.length);
  const question = policy.questions.find(({ id }) => id === key.split('#')[0]);
  const given = part.startsWith('answer.') ? visit.answers?.[key] : undefined;
  return question === undefined || given === undefined ? '' : answerInWords(question, given.value, { nameOf, now }).join('; ');
}

/** That what was sent is kept, or that this is what was begun earlier. */
export const Told = ({ children }: { readonly children?: Child }) => (
  <div class="govuk-inset-text" role="status">
    {children}
  </div>
);

/** `to Grace’s home: induction, by Ada and Grace`, for the head of a page. */
export function aboutVisit(on: OnVisit): string {
  const { visit, nameOf } = on;
  const going = (visit.visitors ?? []).filter(({ notGoing }) => notGoing !== true).map(({ person }) => nameOf(person));
  const what = saidAs(on, 'type', visit.type);
  return [visit.id, visit.household?.name, what, listed(going)].filter((one) => one !== undefined && one !== '').join(' · ');
}

export const SaveLater = () => <Button text="Save and come back later" name={laterField} value="yes" classes="govuk-button--secondary" />;
