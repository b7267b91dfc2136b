import type { Check } from '../domain/preflight.ts';
import { Table } from './components/table.tsx';
import { Tag } from './components/tag.tsx';
import { BeforeAnybodyGoes } from './doing/before-anybody-goes.tsx';
import { problemPage } from './mistakes.tsx';
import { onDay } from './visit/on-day.ts';
import type { Page } from './page.ts';
import { page } from './shell.tsx';
import { day, hour, many, when } from './words.ts';

/** `GET /preflight`: what would stop an alarm from getting out, as the school's records stand now. */
export const preflight: Page = async (asked) => {
  const answer = await asked.ask('read-preflight');
  if (!answer.ok) return problemPage(asked, answer.problem);
  const { nameOf } = await asked.frame();
  const { at, checks } = answer.value;
  const sorted = checks.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  return page(
    asked,
    { title: 'What would stop an alarm', back: { href: '/doing', text: 'How we are doing' } },
    <>
      <h1 class="govuk-heading-xl">What would stop an alarm</h1>
      <p class="govuk-body-l">{inShort(checks)}</p>
      <p class="govuk-body">
        {`As the school’s own records stood at ${when(at, asked.now)}. Load the page again when you have mended something. Whoever runs Doorstep for you looks at the rest: texts, email, money for them.`}
      </p>
      <Table
        caption="Everything that was looked at"
        captionClasses="govuk-visually-hidden"
        classes="ds-cards"
        head={[{ text: 'What should be so' }, { text: 'Is it so?' }, { text: 'What to do' }]}
        rows={sorted.map((check) => [
          { text: check.says },
          {
            html: (
              <>
                <Tag {...tags[check.outcome]} />
                {check.detail.length === 0 ? null : (
                  <ul class="govuk-list">
                    {check.detail.map((one) => (
                      <li>{detailInWords(one, nameOf)}</li>
                    ))}
                  </ul>
                )}
              </>
            ),
            attributes: { 'data-label': 'Is it so?' },
          },
          { text: check.outcome === 'ok' ? 'Nothing' : check.mend, attributes: { 'data-label': 'What to do' } },
        ])}
      />
      <BeforeAnybodyGoes />
    </>,
  );
};

const order: readonly Check['outcome'][] = ['stop', 'warn', 'not-checked', 'ok'];

const tags = {
  stop: { text: 'No: stops an alarm', classes: 'govuk-tag--red' },
  warn: { text: 'No: look at this', classes: 'govuk-tag--amber' },
  'not-checked': { text: 'Not looked at', classes: 'govuk-tag--grey' },
  ok: { text: 'Yes', classes: 'govuk-tag--green' },
} as const;

function inShort(checks: readonly Check[]): string {
  const stops = checks.filter(({ outcome }) => outcome === 'stop').length;
  const warns = checks.filter(({ outcome }) => outcome === 'warn').length;
  if (stops > 0)
    return `${many(stops, 'thing')} would stop an alarm from reaching anybody. Mend ${stops === 1 ? 'it' : 'them'} before anybody goes.`;
  if (warns > 0) return `Nothing would stop an alarm. ${many(warns, 'thing')} would let it reach fewer people, or later.`;
  return 'Nothing would stop an alarm.';
}

/** `text#lighthouse-office` with the person's name, `$hold` as the setting of that name, `missing/office 2026-06-22 09:00 …` with its days and hours. */
function detailInWords(detail: string, nameOf: (id: string) => string): string {
  const [way, person] = detail.split('#');
  if (person !== undefined) return `${way === 'text' ? 'Texts' : 'Emails'} to ${nameOf(person)}`;
  const [, ladder, step, rest = ''] = /^[$]?([\w-]+)\/([\w-]+)(.*)$/.exec(detail) ?? [];
  if (ladder !== undefined && step !== undefined) return `Ladder “${ladder}”, step “${step}”${daysInWords(rest)}`;
  return detail.startsWith('$') ? `“${detail.slice(1)}”` : daysInWords(detail);
}

const daysInWords = (text: string): string =>
  text.replaceAll(/(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))?/g, (_, date: string, time: string | undefined) =>
    time === undefined ? day(date) : `${day(date)} at ${hour(onDay(date, time))}`,
  );
