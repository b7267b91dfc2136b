import type { Child } from 'hono/jsx';
import type { ShownPrompt } from '../../domain/visit/stage-card.ts';
import { answerInWords } from './answered.ts';
import { Button } from '../components/button.tsx';
import { Checkboxes } from '../components/checkboxes.tsx';
import type { Form } from './form.ts';
import { laterField } from './begun.ts';
import { type OnVisit, saidAs } from '../visit/on-visit.ts';
import { type AtStages, tickField } from './stages.ts';
import { listed } from '../words.ts';

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
