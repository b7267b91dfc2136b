/** The eight schools as storms need them: who goes, whom they go to, and what their policy wants of them before they may. */
import type { Command } from '../../functions/domain/visit/commands.ts';
import { type SchoolOfTests, schoolOf } from '../support/afternoon.ts';
import { at } from '../support/hampton-visit.ts';

/** One thing that somebody says, as a command without its visit. */
export interface Said {
  readonly by: string;
  readonly command: Command;
}

export interface StormySchool {
  readonly name: string;
  readonly open: () => SchoolOfTests;
  /** Who go together, by person. */
  readonly teams: readonly (readonly string[])[];
  readonly homes: readonly string[];
  readonly office: string;
  /** Whoever works alarms. */
  readonly responders: readonly string[];
  /** Who stands a call for help down, and to whom a return may be said. */
  readonly head: string;
  readonly ticks: readonly string[];
  /** Each visitor's, where the school has one. */
  readonly word?: string;
  /** How long the longest outing may be, in minutes: one school's hours end early. */
  readonly longest: number;
  /** What is asked for, besides visitors, home and times. */
  readonly request: (who: readonly string[]) => Readonly<Record<string, unknown>>;
  /** Everything that is said before they may go. */
  readonly prepare: (who: readonly string[]) => readonly Said[];
}

const says = <Type extends Command['type']>(by: string, type: Type, body: Omit<Extract<Command, { type: Type }>, 'type'>): Said =>
  // A name and its own body are one of the commands.
  ({ by, command: { type, ...body } as unknown as Command });
const each = <Value>(who: readonly string[], value: Value): Record<string, Value> =>
  Object.fromEntries(who.map((person) => [person, value]));
const confirmed = { confirmed: true };

function school(
  name: string,
  posts: { readonly teams: readonly (readonly string[])[]; readonly responders: readonly string[]; readonly homes?: number },
  rest: (
    id: (post: string) => string,
  ) => Pick<StormySchool, 'ticks' | 'request' | 'prepare'> & Partial<Pick<StormySchool, 'word' | 'longest'>>,
): StormySchool {
  const id = (post: string): string => `${name}-${post}`;
  return {
    name,
    open: () => schoolOf(`local/schools/${name}.json`),
    teams: posts.teams.map((team) => team.map(id)),
    homes: Array.from({ length: posts.homes ?? 3 }, (_, i) => id(`home-${String(i + 1)}`)),
    office: id('office'),
    responders: posts.responders.map(id),
    head: id('head'),
    longest: 150,
    ...rest(id),
  };
}

const hampton = school(
  'hampton',
  {
    teams: [['teacher', 'assistant'], ['nursery-teacher', 'nursery-assistant'], ['family-support']],
    responders: ['office', 'head', 'deputy'],
  },
  (id) => ({
    ticks: ['carry-phone', 'safety-first'],
    request: (who) => ({ type: who.length === 1 ? 'family-support' : 'induction', purpose: 'To meet the family before September' }),
    prepare: (who) => [
      says(who[0]!, 'answer', {
        answers: {
          class: { class: 'Willow', teacher: who[0]! },
          'risk-decision': 'acceptable',
          'recent-violence': false,
          'notice-sent': '2026-06-15',
          'notice-how': 'letter',
          'violence-now': false,
        },
      }),
      says(id('head'), 'authorise', {}),
    ],
  }),
);

const word = 'the blue folder';
const roselyn = school(
  'roselyn-house',
  { teams: [['tutor', 'mentor'], ['rhise-teacher', 'rhise-assistant'], ['attendance']], responders: ['office', 'dsl', 'head'] },
  (id) => ({
    word,
    ticks: ['know-family', 'carry-phone'],
    request: () => ({ type: 'procedural', reason: 'attendance-concern', purpose: 'To agree on the way back to school' }),
    prepare: (who) => [
      says(who[0]!, 'answer', {
        answers: {
          'persons-at-risk': 'Staff',
          vulnerable: 'None',
          'team-aware': { who: id('dsl'), when: at('09:05') },
          'assessed-on': '2026-06-22',
          circumstances: 'none-known',
          'staffing-talk': { with: id('dsl'), when: at('09:10'), why: 'They know the family' },
          'family-informed': { when: at('09:15'), how: 'By telephone', by: who[0]! },
        },
      }),
      says(id('dsl'), 'answer', { answers: { staffing: who.length === 1 ? 'alone' : 'accompanied' } }),
      ...who.map((person) =>
        says(person, 'assess', {
          answers: {
            travel: { [person]: 'car' },
            ...Object.fromEntries(
              ['aggression', 'driving', 'public-areas', 'ill-or-hurt', 'animal-attack'].map((hazard) => [hazard, { [person]: confirmed }]),
            ),
            'read-it': { [person]: true },
          },
          safeWord: word,
          signed: true,
        }),
      ),
      ...who.map((person) => says(person, 'answer', { answers: { 'safety-concern': { [person]: false } } })),
      says(id('dsl'), 'authorise', {}),
    ],
  }),
);

const stBenedicts = school(
  'st-benedicts',
  {
    teams: [
      ['teacher', 'learning-mentor'],
      ['attendance-lead', 'teaching-assistant'],
    ],
    responders: ['office', 'head', 'deputy'],
  },
  (id) => ({
    ticks: ['instinct'],
    request: () => ({
      type: 'home-visit',
      purpose: 'To find out with the family what keeps him from school',
      answers: { 'earlier-steps': [{ what: 'A telephone call', on: '2026-06-19', result: 'No answer' }] },
    }),
    prepare: (who) => [
      says(who[0]!, 'answer', {
        answers: {
          ...Object.fromEntries(['abuse', 'threats', 'violence', 'false-claims'].map((danger) => [danger, { present: false }])),
          checked: { sources: 'The family file', by: who[0]!, on: '2026-06-19' },
          professionals: 'None known',
          location: { unsafe: false, lonely: false },
          challenging: false,
          arranged: false,
          'no-appointment': 'They answer no call',
          responsibility: { 'adult-1': 'yes' },
          'responsibility-checked': { 'adult-1': { by: id('office'), on: '2026-06-19' } },
          'exit-code': true,
        },
      }),
      // At the home of two adults the second is asked about as well.
      says(who[0]!, 'answer', {
        answers: { responsibility: { 'adult-2': 'yes' }, 'responsibility-checked': { 'adult-2': { by: id('office'), on: '2026-06-19' } } },
      }),
    ],
  }),
);

const trust = (name: string, teams: readonly (readonly string[])[], responders: readonly string[], pupil: string): StormySchool =>
  school(name, { teams, responders }, (id) => ({
    ticks: ['carry-phone', 'leave-at-once'],
    request: () => ({
      type: 'procedural',
      reason: 'attendance-support',
      purpose: 'To agree on the way back to school',
      pupil,
      answers: { 'why-not-school': 'Nobody can mind the baby', 'on-roll': true },
    }),
    prepare: (who) => [
      says(who[0]!, 'answer', {
        answers: {
          'record-reviewed': { by: who[0]!, when: at('09:00') },
          circumstances: false,
          'bedroom-required': false,
          transports: false,
          travel: each(who, 'foot'),
          ...Object.fromEntries(['aggression', 'public-areas', 'illness', 'animal'].map((hazard) => [hazard, confirmed])),
          staffing: who.length === 1 ? 'one' : 'more',
          'staffing-talk': { with: id('head'), when: at('09:00') },
          'dsl-needed': false,
          movements: [{ place: 'The home, and straight back', how: 'On foot' }],
        },
      }),
      ...who.map((person) => says(person, 'answer', { answers: { 'read-it': { [person]: true } } })),
      says(id('head'), 'answer', { answers: { 'risk-accepted': true } }),
      says(id('head'), 'authorise', {}),
      says(id('dsl'), 'authorise', {}),
    ],
  }));

const harbour = school(
  'the-harbour',
  {
    teams: [
      ['teacher', 'mentor'],
      ['family-worker', 'deputy'],
    ],
    responders: ['office', 'therapist', 'head'],
    homes: 2,
  },
  (id) => ({
    ticks: ['carry-phone'],
    longest: 120,
    request: () => ({
      reason: 'understand-child',
      purpose: 'To hear what school is like for him',
      answers: { 'why-not-public': 'He speaks freely only at home' },
    }),
    prepare: (who) => [
      says(who[0]!, 'answer', {
        answers: {
          'home-school-talk': [{ school: 'Little Haven Primary', person: 'Ms Dray', by: who[0]!, when: at('08:50') }],
          incidents: 'none-found',
          'family-told': { length: 50, topics: 'What he likes' },
          'school-told': [{ who: 'Ms Dray', when: at('08:50'), how: 'By telephone' }],
          'contact-person': id('therapist'),
        },
      }),
    ],
  }),
);

export const stormySchools: readonly StormySchool[] = [
  hampton,
  roselyn,
  harbour,
  stBenedicts,
  trust(
    'kingsdown',
    [
      ['teacher', 'assistant'],
      ['family-worker', 'attendance'],
    ],
    ['office', 'deputy', 'head'],
    'p-111',
  ),
  trust(
    'lancaster',
    [
      ['teacher', 'assistant'],
      ['transition', 'welfare'],
    ],
    ['office', 'dsl', 'head'],
    'p-121',
  ),
  trust(
    'st-nicholas',
    [
      ['teacher', 'assistant'],
      ['mentor', 'outreach'],
    ],
    ['office', 'dsl', 'head'],
    'p-131',
  ),
  trust(
    'st-christopher',
    [
      ['teacher', 'assistant'],
      ['therapist', 'driver'],
    ],
    ['office', 'deputy', 'head'],
    'p-141',
  ),
];
