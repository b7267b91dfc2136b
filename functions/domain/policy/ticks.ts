/** Which lines of the policy somebody has ticked. */
import { personIn } from '../person.ts';
import type { Known } from '../visit/decision.ts';
import type { Visit } from '../visit/visit.ts';
import type { Prompt } from './policy.ts';

/** On this visit; what is ticked once for each version of the policy, on any. */
export const isTicked = (prompt: Pick<Prompt, 'id' | 'tick'>, person: string, visit: Visit, known: Known): boolean =>
  visit.ticks.includes(`${prompt.id}#${person}`) ||
  (prompt.tick === 'once' && personIn(known, person)?.ticked[onceKey(prompt.id, visit.policy)] !== undefined);

/** Under which name a person's record keeps that they have ticked a line of this version. */
export const onceKey = (prompt: string, { version }: Visit['policy']): string => `${prompt}@${version}`;
