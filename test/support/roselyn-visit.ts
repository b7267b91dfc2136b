/** A visit of Roselyn House's, the one school whose visitors each sign a safe word: what is asked, answered and signed beforehand. */
import type { Afternoon } from './afternoon.ts';
import { expectAccepted } from './hampton-visit.ts';
import { Instant } from '../../functions/domain/time.ts';

const who = (name: string): string => `roselyn-house-${name}`;
export const tutor = who('tutor');
export const mentor = who('mentor');
export const office = who('office');
export const dsl = who('dsl');
export const head = who('head');
/** Whom a safe word is told at once: every safeguarding lead, the headteacher and whoever has the office. */
export const toldAtOnce = ['deputy-dsl', 'dsl', 'head', 'office', 'rhise-lead'];

/** The words of two visits that are alike otherwise: what is the safe word on one is nothing in particular on the other. */
export const words = { safe: 'the blue folder', other: 'the pink folder' } as const;

type Time = (hour: string) => string;

export const requestAt = (time: Time) => ({
  type: 'procedural',
  reason: 'attendance-concern',
  purpose: 'To agree how Tyler gets back to school',
  household: 'roselyn-house-home-1',
  visitors: [{ person: tutor }, { person: mentor }],
  plan: { departAt: time('13:00'), returnAt: time('14:30') },
});

export const answersAt = (time: Time) => ({
  'persons-at-risk': 'Staff',
  vulnerable: 'None',
  'team-aware': { who: dsl, when: time('09:05') },
  'assessed-on': time('09:00').slice(0, 10),
  circumstances: 'none-known',
  'staffing-talk': { with: dsl, when: time('09:10'), why: 'His mother asked for his mentor too' },
  'family-informed': { when: time('09:15'), how: 'By telephone', by: tutor },
});

/** What each visitor signs. */
export const formOf = (person: string) => ({
  travel: { [person]: 'car' },
  aggression: { [person]: { confirmed: true } },
  driving: { [person]: { confirmed: true } },
  'public-areas': { [person]: { confirmed: true } },
  'ill-or-hurt': { [person]: { confirmed: true } },
  'animal-attack': { [person]: { confirmed: true } },
  'read-it': { [person]: true },
});
export const unworried = (person: string) => ({ 'safety-concern': { [person]: false } });
export const ticks = ['know-family', 'carry-phone'];

// ------------------------------------------------------------------------------------------------ without HTTP

/** A time of that Monday in London. */
export const at = (hour: string): Instant => Instant.parse(`2026-06-22T${hour}:00+01:00`);

/** Asked for, answered and signed, each visitor with this word. Nobody has agreed to it. */
export async function prepared(a: Afternoon, word: string, changes: Readonly<Record<string, unknown>> = {}): Promise<void> {
  expectAccepted(await a.request(tutor, { ...requestAt(at), ...changes }));
  expectAccepted(await a.says(tutor, 'answer', { answers: answersAt(at) }));
  const people = (await a.visit()).visitors.map((visitor) => visitor.person);
  expectAccepted(await a.says(dsl, 'answer', { answers: { staffing: people.length > 1 ? 'accompanied' : 'alone' } }));
  for (const person of people) {
    expectAccepted(await a.says(person, 'assess', { answers: formOf(person), safeWord: word, signed: true }));
    expectAccepted(await a.says(person, 'answer', { answers: unworried(person) }));
  }
}

export async function authorised(a: Afternoon, word: string, changes?: Readonly<Record<string, unknown>>): Promise<void> {
  await prepared(a, word, changes);
  expectAccepted(await a.says(dsl, 'authorise', {}));
}

/** Two homes of one outing, both signed out at the first: the second is watched in its item. Answers with both. */
export async function outOnARound(a: Afternoon, word: string): Promise<{ readonly lead: string; readonly later: string }> {
  await authorised(a, word, { round: { id: 'monday', order: 1 } });
  const lead = a.id;
  await authorised(a, word, { household: 'roselyn-house-home-2', round: { id: 'monday', order: 2 } });
  await a.until(at('13:00'));
  expectAccepted(await a.says(tutor, 'depart', { visitor: 'all', ticks }, { visit: lead }));
  return { lead, later: a.id };
}

export async function out(a: Afternoon, word: string): Promise<void> {
  await authorised(a, word);
  await a.until(at('13:00'));
  expectAccepted(await a.says(tutor, 'depart', { visitor: 'all', ticks }));
}
