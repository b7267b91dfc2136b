/**
 * What somebody saw when a page was opened: a short mark of each thing that they decide by. It goes with the form, so that a
 * visit which has changed since is shown again with what changed. Not the etag: that moves with the clock, and says nothing of what.
 */
import { createHash } from 'node:crypto';
import { type OnVisit, subjectName } from '../visit/on-visit.ts';
import type { Visit } from '../shapes.ts';

/** The parts of a visit by which it is decided. */
function partsOf({ type, reason, purpose, plan = {}, visitors = [], household, answers = {} }: Visit): Readonly<Record<string, unknown>> {
  return {
    type,
    reason,
    purpose,
    ...Object.fromEntries(Object.entries(plan).map(([time, at]) => [`plan.${time}`, at])),
    visitors: visitors.map(({ person, onVisit, notGoing, mobile }) => [person, onVisit, notGoing, mobile]),
    home: [
      household?.id,
      household?.name,
      household?.address,
      household?.phones,
      household?.adults,
      household?.hazards,
      household?.animals,
    ],
    'home.answers': household?.['answers'],
    ...Object.fromEntries(Object.entries(answers).map(([key, { value }]) => [`answer.${key}`, value])),
  };
}

const mark = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value ?? null))
    .digest('base64url')
    .slice(0, 6);

/** As the form carries it: `purpose=Ab3x_Q plan.returnAt=…`. */
export const seen = (visit: Visit): string =>
  Object.entries(partsOf(visit))
    .flatMap(([part, value]) => (value === undefined ? [] : [`${part}=${mark(value)}`]))
    .join(' ');

/** The parts that are no more what they were. */
export function changedSince(before: string, visit: Visit): readonly string[] {
  const was = marksIn(before);
  const is = marksIn(seen(visit));
  return [...new Set([...was.keys(), ...is.keys()])].filter((part) => was.get(part) !== is.get(part));
}

/** Was this what the part was then? Nothing and '' are the same. */
export const wasSeenAs = (before: string, part: string, value: string | undefined): boolean =>
  marksIn(before).get(part) === (value === undefined || value === '' ? undefined : mark(value));

const marksIn = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split(' ').flatMap((one): readonly (readonly [string, string])[] => {
      const at = one.lastIndexOf('=');
      return at < 1 ? [] : [[one.slice(0, at), one.slice(at + 1)]];
    }),
  );

const names: Readonly<Record<string, string>> = {
  type: 'What kind of visit it is',
  reason: 'The reason for it',
  purpose: 'What it is for',
  visitors: 'Who goes',
  home: 'The home',
  'home.answers': 'What is known of the home',
  'plan.departAt': 'When they leave',
  'plan.arriveAt': 'When they arrive',
  'plan.leaveAt': 'When they come away',
  'plan.returnAt': 'When they are back',
  'plan.startsFrom': 'Where they start from',
  'plan.endsAt': 'Where they go afterwards',
};

/** A part by its name; an answer by what was asked. */
export function partName(part: string, on: Pick<OnVisit, 'policy' | 'nameOf' | 'visit'>): string {
  if (!part.startsWith('answer.')) return names[part] ?? part;
  const [id = '', subject] = part.slice('answer.'.length).split('#');
  const question = on.policy.questions.find((one) => one.id === id);
  const ask = question?.ask ?? id;
  return subject === undefined ? ask : `${ask} (${subjectName(subject, question?.about ?? 'visit', on)})`;
}
