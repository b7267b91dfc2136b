/** What the elements of a policy are called. */
import type { ElementKind } from '../../domain/policy/citations.ts';
import type { ReadingClass } from '../../domain/policy/policy.ts';

export const pathOfVersion = (version: string): string => `/policy/versions/${encodeURIComponent(version)}`;

/** What Doorstep does about a clause, by the kind of element that carries it. */
export const does: Readonly<Record<ElementKind, string>> = {
  about: 'Keeps what the policy says of itself',
  review: 'Reminds',
  setting: 'Leaves to the school',
  form: 'Has a form',
  question: 'Asks',
  option: 'Offers as an answer',
  gate: 'Holds up until it is met',
  prompt: 'Shows',
  clock: 'Expects to hear',
  rung: 'Takes as a step when contact does not come',
  alarm: 'Raises an alarm',
  notice: 'Tells',
  access: 'Says who may read',
  promise: 'Keeps for every school',
};

export const classInWords: Readonly<Record<ReadingClass, string>> = {
  logistics: 'who goes, where and when',
  content: 'what is written of the visit',
  concern: 'what was worrying, and alarms',
  allegation: 'what is said against somebody',
  'safe-word': 'the safe word',
};
