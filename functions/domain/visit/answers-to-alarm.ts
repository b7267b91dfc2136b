/** Who answered an alarm, and how soon. */
import { epochOf, type Instant } from '../time.ts';
import type { Visit, VisitEvent } from './visit.ts';

export interface AnswerToAlarm {
  readonly at: Instant;
  readonly by: string;
  /** The step that was last begun when they answered. */
  readonly rung: number;
}

/** That somebody has it, what came of trying, that the police were rung, or that it is to go on: whoever says so has read what was sent. In order. */
export function answersTo({ history }: Pick<Visit, 'history'>, alarm: string): readonly AnswerToAlarm[] {
  let rung = 0;
  return history.flatMap((event) => {
    if (!('alarm' in event) || event.alarm !== alarm) return [];
    const answer = isAnswer(event) ? [{ at: event.at, by: event.by, rung }] : [];
    if (event.type === 'RungBegun') rung = event.rung;
    return answer;
  });
}

const isAnswer = (event: VisitEvent): boolean =>
  event.type === 'AlarmAcknowledged' ||
  event.type === 'AttemptLogged' ||
  event.type === 'PoliceRung' ||
  (event.type === 'RungBegun' && event.why === 'escalated');

export const secondsBetween = (from: Instant, to: Instant): number => Math.round((epochOf(to) - epochOf(from)) / 1000);
