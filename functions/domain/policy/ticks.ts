/** Which lines of the policy somebody has ticked. */
import { type Person, personIn } from '../person.ts';
import type { Instant } from '../time.ts';
import type { Known } from '../visit/decision.ts';
import type { Visit } from '../visit/visit.ts';
import type { Prompt } from './policy.ts';

/** On this visit; what is ticked once for each version of the policy, on any. */
export const isTicked = (prompt: Pick<Prompt, 'id' | 'tick'>, person: string, visit: Visit, known: Known): boolean =>
  visit.ticks.includes(`${prompt.id}#${person}`) ||
  (prompt.tick === 'once' && personIn(known, person)?.ticked[onceKey(prompt.id, visit.policy)] !== undefined);

/** Under which name a person's record keeps that they have ticked a line of this version. */
export const onceKey = (prompt: string, { version }: Visit['policy']): string => `${prompt}@${version}`;

type Rules = Pick<Known, 'rules' | 'settings'>;
const onceKeys = ({ rules, settings }: Rules): readonly string[] =>
  rules.prompts.flatMap(({ id, tick }) => (tick === 'once' ? [onceKey(id, settings.policy)] : []));
/** The whole of a version, which no line is called. */
const wholeKey = ({ settings }: Rules): string => onceKey('', settings.policy);

/** Have they said so of the version that now holds, or ticked every line of it that is ticked once? */
export function hasRead({ ticked }: Person, school: Rules): boolean {
  const keys = onceKeys(school);
  return ticked[wholeKey(school)] !== undefined || (keys.length > 0 && keys.every((key) => ticked[key] !== undefined));
}

/** The record of somebody who has read it: what they had ticked keeps its time. */
export const readNow = (person: Person, school: Rules, at: Instant): Person => ({
  ...person,
  ticked: { ...Object.fromEntries([wholeKey(school), ...onceKeys(school)].map((key) => [key, at])), ...person.ticked },
});
