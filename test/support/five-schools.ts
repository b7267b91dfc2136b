/** A visit of two at each school, as its own policy asks for one: for what holds everywhere, and for that in which the schools differ. */
import type { Policy } from '../../functions/domain/policy/policy.ts';
import type { Known } from '../../functions/domain/visit/decision.ts';
import { schoolOf } from './afternoon.ts';
import { asked, type Given, givenOf, knownOf, look, passing, says, type Step } from './given.ts';
import { answers as hamptonAnswers, at, ticks as hamptonTicks } from './hampton-visit.ts';

export interface OneSchool {
  readonly name: string;
  /** Its policy laid over Doorstep's own rules, its settings, its people and one home. */
  readonly known: Known;
  readonly rules: Policy;
  /** `id('office')`: somebody of the school, by their post. */
  readonly id: (post: string) => string;
  readonly first: string;
  readonly second: string;
  readonly request: Readonly<Record<string, unknown>>;
  /** All that the policy wants answered, signed and agreed to before these people may leave. */
  readonly ready: (people: readonly string[]) => readonly Step[];
  readonly ticks: readonly string[];
}

/** One o'clock to half past two, there at twenty past, away at ten past two. */
export const times = { departAt: at('13:00'), arriveAt: at('13:20'), leaveAt: at('14:10'), returnAt: at('14:30') };

const each = (people: readonly string[], value: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(people.map((person) => [person, value]));

function school(name: string, home: number, [first, second]: readonly [string, string], rest: Pick<OneSchool, 'request' | 'ticks'>) {
  const known = knownOf(schoolOf(`local/schools/${name}.json`), home);
  const id = (post: string): string => `${name}-${post}`;
  return { name, known, rules: known.rules, id, first: id(first), second: id(second), ...rest };
}

// ------------------------------------------------------------------------------------------------ each of them

const roselyn = school('roselyn-house', 0, ['tutor', 'mentor'], {
  request: { type: 'procedural', reason: 'attendance-concern', purpose: 'To agree on the way back to school' },
  ticks: ['know-family', 'carry-phone'],
});
/** The safe word that both have signed. */
export const safeWord = 'the blue folder';
export const roselynSigns = (person: string, word = safeWord, time = '09:20'): Step =>
  says(time, person, 'assess', {
    answers: {
      travel: { [person]: 'car' },
      ...Object.fromEntries(
        ['aggression', 'driving', 'public-areas', 'ill-or-hurt', 'animal-attack'].map((hazard) => [
          hazard,
          { [person]: { confirmed: true } },
        ]),
      ),
      'read-it': { [person]: true },
    },
    safeWord: word,
    signed: true,
  });
export const roselynPrepared = (people: readonly string[], words: Readonly<Record<string, string>> = {}): readonly Step[] => [
  says('09:00', people[0]!, 'answer', {
    answers: {
      'persons-at-risk': 'Staff',
      vulnerable: 'None',
      'team-aware': { who: roselyn.id('dsl'), when: at('08:55') },
      'assessed-on': '2026-06-22',
      circumstances: 'none-known',
      'staffing-talk': { with: roselyn.id('dsl'), when: at('08:55'), why: 'His mentor knows the family' },
      'family-informed': { when: at('08:55'), how: 'By telephone', by: people[0]! },
    },
  }),
  says('09:10', roselyn.id('dsl'), 'answer', { answers: { staffing: people.length > 1 ? 'accompanied' : 'alone' } }),
  ...people.map((person) => roselynSigns(person, words[person])),
  ...people.map((person) => says('09:25', person, 'answer', { answers: { 'safety-concern': { [person]: false } } })),
];

const benedicts = school('st-benedicts', 1, ['teacher', 'learning-mentor'], {
  request: {
    type: 'home-visit',
    purpose: 'To find out what keeps him from school',
    answers: { 'earlier-steps': [{ what: 'A telephone call', on: '2026-06-15', result: 'No answer' }] },
  },
  ticks: ['instinct'],
});
const safe = { present: false };
const benedictsAnswers = {
  abuse: safe,
  threats: safe,
  violence: safe,
  'false-claims': safe,
  checked: { sources: 'CPOMS', by: benedicts.first, on: '2026-06-19' },
  professionals: 'None known',
  location: { unsafe: false, lonely: false },
  challenging: false,
  arranged: true,
  appointment: { at: at('13:20'), with: 'Mrs Rahimi' },
  'five-things': { arrival: true, length: true, happens: true, questions: true, brings: true, by: benedicts.first, on: '2026-06-19' },
  responsibility: { 'adult-1': 'yes' },
  'responsibility-checked': { 'adult-1': { by: benedicts.id('office'), on: '2026-06-19' } },
  'exit-code': true,
};

const trusts = (name: string) =>
  school(name, 0, ['teacher', 'assistant'], {
    request: {
      type: 'procedural',
      reason: 'attendance-support',
      purpose: 'To agree on the way back to school',
      pupil: schoolOf(`local/schools/${name}.json`).file.households[0]?.pupils[0]?.id,
      answers: { 'why-not-school': 'Nobody can mind the baby' },
    },
    ticks: ['carry-phone', 'leave-at-once'],
  });
const trustReady = ({ id }: Pick<OneSchool, 'id'>, people: readonly string[]): readonly Step[] => [
  says('09:00', people[0]!, 'answer', {
    answers: {
      'record-reviewed': { by: people[0]!, when: at('08:55') },
      circumstances: false,
      'bedroom-required': false,
      transports: false,
      travel: each(people, 'foot') as Record<string, string>, // one short word for each
      ...Object.fromEntries(['aggression', 'public-areas', 'illness', 'animal'].map((hazard) => [hazard, { confirmed: true }])),
      staffing: people.length > 1 ? 'more' : 'one',
      'staffing-talk': { with: id('head'), when: at('08:55') },
      'dsl-needed': false,
      movements: [{ place: 'The home, and straight back', how: 'On foot' }],
    },
  }),
  ...people.map((person) => says('09:05', person, 'answer', { answers: { 'read-it': { [person]: true } } })),
  says('09:10', id('deputy'), 'answer', { answers: { 'risk-accepted': true } }),
  says('09:15', id('head'), 'authorise'),
  ...(id('') === 'st-nicholas-' ? [says('09:20', id('dsl'), 'authorise')] : []),
];
const oneOfTheTrust = (name: string): OneSchool => {
  const one = trusts(name);
  return { ...one, ready: (people) => trustReady(one, people) };
};

const hamptons = school('hampton', 0, ['teacher', 'assistant'], {
  request: { type: 'induction', purpose: 'To meet the family before September' },
  ticks: hamptonTicks,
});

const harbours = school('the-harbour', 0, ['teacher', 'mentor'], {
  request: {
    type: undefined,
    reason: 'understand-child',
    purpose: 'To hear how he finds the mornings',
    answers: { 'why-not-public': 'He speaks freely only at home' },
  },
  ticks: ['carry-phone'],
});
const harbourAnswers = {
  'home-school-talk': [{ school: 'Little Haven Primary', person: 'Ms Dray', by: harbours.first, when: at('08:50') }],
  incidents: 'none-found',
  'family-told': { length: 50, topics: 'Mornings, and getting ready' },
  'school-told': [{ who: 'Ms Dray', when: at('08:50'), how: 'By telephone' }],
  'contact-person': harbours.id('therapist'),
};

export const roselynHouse: OneSchool = {
  ...roselyn,
  ready: (people) => [...roselynPrepared(people), says('09:30', roselyn.id('dsl'), 'authorise')],
};
export const stBenedicts: OneSchool = {
  ...benedicts,
  ready: () => [says('09:00', benedicts.first, 'answer', { answers: benedictsAnswers })],
};
export const kingsdown = oneOfTheTrust('kingsdown');
const lancaster = oneOfTheTrust('lancaster');
const stNicholas = oneOfTheTrust('st-nicholas');
const stChristopher = oneOfTheTrust('st-christopher');
export const hampton: OneSchool = {
  ...hamptons,
  ready: () => [says('08:35', hamptons.first, 'answer', { answers: hamptonAnswers }), says('08:40', hamptons.id('head'), 'authorise')],
};
export const theHarbour: OneSchool = {
  ...harbours,
  ready: () => [says('09:00', harbours.first, 'answer', { answers: harbourAnswers })],
};

/** One school of each policy. */
export const five: readonly OneSchool[] = [roselynHouse, stBenedicts, kingsdown, hampton, theHarbour];
export const eight: readonly OneSchool[] = [...five, lancaster, stNicholas, stChristopher];

// ------------------------------------------------------------------------------------------------ as far as it has come

/** The same school, where it is other than it was: its settings, its staff, its home. */
export const where = (one: OneSchool, known: Known): OneSchool => ({ ...one, known });

/** Who goes, and what else of the request is other than usual. */
interface Otherwise {
  readonly people?: readonly string[];
  readonly request?: Readonly<Record<string, unknown>>;
}

const peopleOf = ({ first, second }: OneSchool, { people }: Otherwise): readonly string[] => people ?? [first, second];

/** What comes of asking for it. */
export const asksFor = (one: OneSchool, otherwise: Otherwise = {}) => {
  const people = peopleOf(one, otherwise);
  const request = { plan: times, ...one.request, visitors: people.map((person) => ({ person })), ...otherwise.request };
  return asked(request, people[0], one.known);
};
export const requested = (one: OneSchool, otherwise: Otherwise = {}): Given => givenOf(asksFor(one, otherwise), one.known);
/** Ready to go. */
export const ready = (one: OneSchool, otherwise: Otherwise = {}): Given =>
  requested(one, otherwise).and(...one.ready(peopleOf(one, otherwise)));
export const departs = (one: OneSchool, time = '13:00', more: object = {}): Step =>
  says(time, one.first, 'depart', { visitor: 'all', ticks: one.ticks, ...more });
/** Signed out at one o'clock, and whoever is told of it has been. */
export const gone = (one: OneSchool, otherwise: Otherwise = {}): Given =>
  ready(one, otherwise).and(look('13:00'), departs(one), look('13:00'));

/** When each is first missed, with nothing heard since one o'clock: what the policy states, or what the school set. */
export const missedAt = (one: OneSchool): string =>
  ({ 'roselyn-house': '14:45', 'st-benedicts': '14:50', hampton: '15:00', 'the-harbour': '13:20' })[one.name] ?? '14:40';
/** Out, and missed: the first step of the ladder has begun. */
export const missed = (one: OneSchool, otherwise: Otherwise = {}): Given => gone(one, otherwise).and(passing(missedAt(one)));
