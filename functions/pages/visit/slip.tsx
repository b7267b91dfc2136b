import type { Instant } from '../../domain/time.ts';
import { pageMistakes, problemPage } from '../mistakes.tsx';
import type { Page } from '../page.ts';
import { page } from '../shell.tsx';
import { day, dialled, hour } from '../words.ts';

/**
 * `GET /visits/{visit}/slip`: what is left at a home where nobody came to the door: the time, a name, a number, and no reason,
 * since anybody may find it. Only where the school's policy has one.
 */
export const slip: Page = async (asked) => {
  const { visit = '' } = asked.request.params;
  const [card, policy] = await Promise.all([asked.ask('read-sheet', { params: { visit } }), asked.ask('read-policy')]);
  if (!card.ok) return problemPage(asked, card.problem);
  if (!policy.ok) return problemPage(asked, policy.problem);
  const question = policy.value.questions.find(({ prints }) => prints === 'slip');
  if (question === undefined) return pageMistakes.notFound;
  const { id, answers = {}, visitors = [] } = card.value.visit;
  const said = answers[question.id]?.value;
  const { school } = await asked.frame();
  const name = textIn(said, 'name') ?? visitors.find(({ person }) => person === asked.caller.id)?.name ?? visitors[0]?.name;
  const number = textIn(said, 'number') ?? card.value.ring[0]?.numbers.map(dialled)[0];
  const at = textIn(said, 'time') ?? textIn(said, 'at');
  return page(
    asked,
    { title: 'Slip to leave at the home', back: { href: `/visits/${encodeURIComponent(id)}`, text: 'The visit' } },
    <>
      <p class="govuk-body ds-screen-only">
        Print it, or copy it by hand. It says no reason: anybody may find it. <span class="ds-clause">{question.clauses.join(', ')}</span>
      </p>
      <div class="ds-sheet">
        <h1 class="govuk-heading-l">We called, and missed you</h1>
        <p class="govuk-body">From: {school.name}</p>
        <p class="govuk-body">We called: {at === undefined ? blank : timeWords(at)}</p>
        <p class="govuk-body">Who called: {name ?? blank}</p>
        <p class="govuk-body">Please ring us on: {number ?? blank}</p>
      </div>
    </>,
  );
};

/** To be filled in by hand. */
const blank = '______________________________';

function textIn(said: unknown, field: string): string | undefined {
  const value: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, field) : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** As it was answered, which is an instant where the form made one of it. */
function timeWords(at: string): string {
  const isInstant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(at);
  // Of the form that an instant has.
  return isInstant ? `${day(at)} at ${hour(at as Instant)}` : at;
}
