import { answerInWords } from './answered.ts';
import { NotificationBanner } from '../components/notification-banner.tsx';
import type { OnVisit } from '../visit/on-visit.ts';
import { plannedTimes } from './planned-times.tsx';
import { partName } from './seen.ts';
import { listed, when } from '../words.ts';

interface Props {
  readonly changed: readonly string[];
  readonly on: OnVisit;
  /** What came of the form: nothing. */
  readonly nothing?: 'decided' | 'saved' | 'signed';
}

/** What has changed since a form was opened, and by whom. Nothing of the form is lost. */
export const Changed = ({ changed, on, nothing = 'decided' }: Props) => {
  if (changed.length === 0) return null;
  const last = on.visit.history?.findLast(
    ({ type }) => type === 'VisitAmended' || type === 'QuestionsAnswered' || type === 'RiskAssessed' || type === 'VisitorNotGoing',
  );
  return (
    <NotificationBanner titleText="It has changed since you opened it">
      <p class="govuk-notification-banner__heading">Nothing was {nothing}. This is new:</p>
      <ul class="govuk-list govuk-list--bullet">
        {changed.map((part) => (
          <li>
            {partName(part, on)}
            {valueOf(part, on)}
          </li>
        ))}
      </ul>
      {last === undefined ? null : (
        <p class="govuk-body">
          Changed last by {on.nameOf(last.by)}, {when(last.at, on.now)}. What you had written is still below: look again, then send it.
        </p>
      )}
    </NotificationBanner>
  );
};

/** `: 2.30pm`, where there is one short thing to say of it now. */
function valueOf(part: string, on: OnVisit): string {
  const { visit, policy, nameOf, now } = on;
  if (part === 'visitors')
    return `: ${listed((visit.visitors ?? []).filter((v) => v.notGoing !== true).map(({ person }) => nameOf(person)))}`;
  if (part === 'purpose') return visit.purpose === undefined ? '' : `: ${visit.purpose}`;
  if (part.startsWith('plan.')) {
    const { startsFrom = '', endsAt = '', ...times } = visit.plan ?? {};
    const at = plannedTimes.flatMap((time) => (`plan.${time}` === part ? [times[time]] : []))[0];
    const place = part === 'plan.startsFrom' ? startsFrom : part === 'plan.endsAt' ? endsAt : '';
    return at === undefined ? (place === '' ? ': taken away' : `: ${place}`) : `: ${when(at, now)}`;
  }
  if (!part.startsWith('answer.')) return '';
  const key = part.slice('answer.'.length);
  const given = visit.answers?.[key];
  const question = policy.questions.find(({ id }) => id === key.split('#')[0]);
  return given === undefined || question === undefined ? ': taken away' : ` – ${answerInWords(question, given.value, on).join('; ')}`;
}
