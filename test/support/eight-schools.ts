/** The eight schools that come with Doorstep: who goes on a visit at each, and what they say of it before anybody asks. */
import { bringToDeparture, bringToReady, bringToRequest } from './satisfy.ts';
import { accepted, type Cloud, type OneVisit } from './scenario.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface SchoolOfEight {
  readonly id: string;
  /** The two who go; the first asks. */
  readonly first: string;
  readonly second: string;
  /** The request, less whoever goes, where and when. */
  readonly request: Fields;
  /** What is answered with the request, so that less is wanted afterwards. `ids` are those of the school's people, by their posts. */
  readonly answers: (id: (post: string) => string) => Fields;
  /** What somebody else has to answer beforehand. */
  readonly decided?: { readonly by: string; readonly answers: Fields };
}

const confirmed = { confirmed: true };
const away = { present: false };

/** What the four schools of the trust say: two go, on foot, to a home where nothing is wrong. */
const ofTheTrust = {
  request: { type: 'procedural', reason: 'attendance-support', purpose: 'To agree on the way back to school' },
  answers: () => ({
    'why-not-school': 'Nobody can mind the baby',
    'on-roll': true,
    circumstances: false,
    'bedroom-required': false,
    transports: false,
    aggression: confirmed,
    'public-areas': confirmed,
    illness: confirmed,
    animal: confirmed,
    staffing: 'more',
  }),
};

export const eightSchools: readonly SchoolOfEight[] = [
  {
    id: 'roselyn-house',
    first: 'tutor',
    second: 'mentor',
    request: { type: 'procedural', reason: 'attendance-concern', purpose: 'To agree how he gets back to school' },
    answers: (id) => {
      const each = (value: unknown) => ({ [id('tutor')]: value, [id('mentor')]: value });
      return {
        'persons-at-risk': 'Staff',
        vulnerable: 'None',
        circumstances: 'none-known',
        travel: each('foot'),
        aggression: each(confirmed),
        'public-areas': each(confirmed),
        'ill-or-hurt': each(confirmed),
        'animal-attack': each(confirmed),
        'family-informed': { 'why-not': 'Their number is out of order' },
      };
    },
    decided: { by: 'dsl', answers: { staffing: 'accompanied' } },
  },
  {
    id: 'st-benedicts',
    first: 'teacher',
    second: 'learning-mentor',
    request: { type: 'home-visit', purpose: 'To find out with the family what keeps him from school' },
    answers: () => ({
      'earlier-steps': [{ what: 'A telephone call', on: '2027-06-14', result: 'No answer' }],
      arranged: false,
      abuse: away,
      threats: away,
      violence: away,
      'false-claims': away,
      challenging: false,
      location: { unsafe: false, lonely: false },
    }),
  },
  { id: 'kingsdown', first: 'teacher', second: 'assistant', ...ofTheTrust },
  { id: 'lancaster', first: 'teacher', second: 'assistant', ...ofTheTrust },
  { id: 'st-nicholas', first: 'teacher', second: 'assistant', ...ofTheTrust },
  { id: 'st-christopher', first: 'teacher', second: 'assistant', ...ofTheTrust },
  {
    id: 'hampton',
    first: 'teacher',
    second: 'assistant',
    request: { type: 'induction', purpose: 'To meet the family before September' },
    answers: () => ({
      'risk-decision': 'acceptable',
      'recent-violence': false,
      'notice-sent': '2027-06-14',
      'notice-how': 'letter',
      'violence-now': false,
    }),
  },
  {
    id: 'the-harbour',
    first: 'teacher',
    second: 'mentor',
    request: { reason: 'understand-child', purpose: 'To hear how he finds the mornings' },
    answers: (id) => ({
      'why-not-public': 'He speaks freely only at home',
      incidents: 'none-found',
      'contact-person': id('therapist'),
    }),
  },
];

/** One of the eight on this cloud, and how its visits are begun. */
export function oneOfEight(cloud: Cloud, which: SchoolOfEight) {
  const { clock } = cloud;
  const { id, first, second } = which;
  const school = cloud.school(id);
  const { desk, person } = school;
  const plan = (times: Readonly<Record<string, string>> = {}): Fields =>
    Object.fromEntries(Object.entries({ ...afternoon, ...times }).map(([time, hour]) => [time, clock.time(hour)]));

  /** Asked for by the first, of both, for the early afternoon. */
  async function asked(changes: Fields = {}): Promise<OneVisit> {
    const body = {
      ...which.request,
      household: person('home-1'),
      visitors: [{ person: person(first) }, { person: person(second) }],
      plan: plan(),
      answers: which.answers(person),
      ...changes,
    };
    const { visit: asking } = await bringToRequest(desk, person(first), body);
    const visit = school.visit(asking);
    const { decided } = which;
    if (decided !== undefined) accepted(await visit.says(decided.by, 'answer', { answers: decided.answers }));
    return visit;
  }

  return {
    ...which,
    school,
    plan,
    asked,
    both: (what: string) => ({ [person(first)]: what, [person(second)]: what }),
    /** Asked for and prepared: all but what is ticked on leaving, which is answered with it. */
    async ready(changes: Fields = {}): Promise<{ readonly visit: OneVisit; readonly ticks: readonly string[] }> {
      const visit = await asked(changes);
      return { visit, ticks: await bringToReady(desk, person(first), visit.id) };
    },
    /** Both have signed out now. */
    async out(changes: Fields = {}): Promise<OneVisit> {
      const visit = await asked(changes);
      await bringToDeparture(desk, person(first), visit.id);
      await visit.sent();
      return visit;
    },
  };
}
export type OneOfEight = ReturnType<typeof oneOfEight>;

/** Out at one, back at half past two. */
const afternoon = { departAt: '13:00', arriveAt: '13:20', leaveAt: '14:10', returnAt: '14:30' };

/** All eight, and what is to be seen of each once the same has been done at all of them. */
export const allEight = (cloud: Cloud): readonly OneOfEight[] => eightSchools.map((which) => oneOfEight(cloud, which));

export type OneOut = OneOfEight & { readonly visit: OneVisit };

/** A new day, and at one o'clock both have signed out at each of these. */
export async function allOut({ clock }: Cloud, schools: readonly OneOfEight[]): Promise<readonly OneOut[]> {
  await clock.newDay();
  await clock.at('13:00');
  const visits: OneOut[] = [];
  for (const one of schools) visits.push({ ...one, visit: await one.out() });
  return visits;
}

/** The same, and at a quarter past one they are all at the door. */
export async function allThere(cloud: Cloud, schools: readonly OneOfEight[]): Promise<readonly OneOut[]> {
  const visits = await allOut(cloud, schools);
  await cloud.clock.at('13:15');
  for (const { visit, first } of visits) accepted(await visit.says(first, 'arrive', { visitor: 'all' }));
  return visits;
}

/** Lines of what went out: `at('15:00', 'rung:a1/1', 'office', 'head')`; of news by email, else by both ways. */
export const told = (hour: string, what: string, ...people: readonly string[]): readonly string[] =>
  people.toSorted().map((who) => `${hour} ${what.startsWith('notice:') ? 'email' : 'text+email'} ${who} ${what}`);
/** The same at several hours. */
export const toldAt = (hours: readonly string[], what: string, ...people: readonly string[]): readonly string[] =>
  hours.flatMap((hour) => told(hour, what, ...people));
