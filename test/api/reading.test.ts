/**
 * Who is shown what, by every answer of the API: a school at which every word says who may read it, asked as each duty alone, by
 * each part in a visit, by machines and by nobody. What is found in an answer is exactly what is said here by hand.
 */
import { describe, expect, it } from 'vitest';
import { type OperationId, routes } from '../../functions/api/routes.ts';
import { Person } from '../../functions/domain/person.ts';
import { Duty, Stage } from '../../functions/domain/policy/policy.ts';
import { type Instant, Instant as AnInstant } from '../../functions/domain/time.ts';
import { visitOf } from '../../functions/domain/visit/fold.ts';
import { shadowOf } from '../../functions/domain/visit/shadow.ts';
import type { StoredVisit, VisitEvent } from '../../functions/domain/visit/visit.ts';
import { readKnown } from '../../functions/application/known.ts';
import { afternoonAt, schoolOf } from '../support/afternoon.ts';
import { type Answered, apiOf, type Asking } from '../support/api.ts';
import {
  all,
  any,
  classes,
  type Mark,
  marking,
  type Part,
  type Parts,
  plantedEvents,
  plantedHome,
  plantedPerson,
  questions,
} from '../support/planted.ts';
import { aHousehold } from '../support/samples.ts';

const at = (time: string): Instant => AnInstant.parse(`2026-06-22T${time}:00+01:00`);
const day = '2026-06-22';

// ------------------------------------------------------------------------------------------------ who reads which class, by hand

type Access = Readonly<Record<(typeof classes)[number], readonly string[]>>;
const heads = ['headteacher', 'head-of-school', 'executive-headteacher'];
const responders = ['office', 'team', 'dsl', 'slt', ...heads];
/** Where a policy is silent: Doorstep's own. */
const ours: Access = {
  logistics: ['visitors', 'requester', 'approver', ...responders],
  content: ['visitors', 'requester', 'approver', 'involved', 'dsl', ...heads],
  concern: ['dsl', ...heads],
  allegation: ['headteacher', 'head-of-school'],
  'safe-word': ['office', 'team', 'dsl'],
};
const schools: Readonly<Record<string, Access>> = {
  hampton: { ...ours, allegation: heads },
  'roselyn-house': {
    ...ours,
    logistics: ['visitors', 'requester', 'involved', 'office', 'dsl', 'slt', 'headteacher'],
    content: ['visitors', 'involved', 'dsl', 'headteacher'],
    concern: ['dsl', 'headteacher'],
    'safe-word': ['office', 'dsl', 'headteacher'],
  },
  'st-benedicts': {
    ...ours,
    content: ['visitors', 'requester', 'approver', 'involved', 'line-manager', 'dsl', 'headteacher'],
    concern: ['dsl', 'slt', 'headteacher'],
  },
};

/** Whom the ladder of an allegation tells, and so who reads one. */
const alleging = ({ school: { name } }: There): readonly string[] =>
  name === 'roselyn-house' ? ['headteacher'] : ['headteacher', 'head-of-school'];

interface Caller {
  readonly id: string;
  /** Their duties, and their parts in the visits. */
  readonly is: readonly string[];
}
const duties = Duty.options;
const idOf = (who: string): string => `x-${who}`;
const callers: readonly Caller[] = [
  ...duties.map((duty) => ({ id: `only-${duty}`, is: [duty] })),
  { id: 'ada', is: ['visitors', 'visitor'] },
  { id: 'ben', is: ['visitors'] },
  ...['requester', 'approver', 'involved', 'told', 'line-manager'].map((part) => ({ id: part, is: [part] })),
  { id: 'no-part', is: [] },
  { id: 'machine:read', is: [] },
  { id: 'machine:write', is: [] },
].map(({ id, is }) => ({ id: id.startsWith('machine') ? id : idOf(id), is }));

/** At the third, whose parts the other two do not know. */
const callersAt = (school: string): readonly Caller[] =>
  callers.filter(({ id }) => school !== 'st-benedicts' || ['line-manager', 'only-slt', 'only-office', 'no-part'].map(idOf).includes(id));

const isMachine = ({ id }: Caller): boolean => id.startsWith('machine');
const holds = (caller: Caller, ...those: readonly string[]): boolean => caller.is.some((one) => those.includes(one));
const classesOf = (access: Access, is: readonly string[]): readonly Part[] =>
  classes.filter((one) => access[one].some((who) => is.includes(who)));

/** Whoever may open a visit: on it, asked for it, was written to, answers for the school, or reads any of it. */
const opens = (caller: Caller, access: Access): boolean =>
  holds(caller, 'visitors', 'requester', 'told', ...responders) || classesOf(access, caller.is).some((one) => one !== 'allegation');

/** What they are to a visit. Whoever may not open it is shown what a machine is. */
function toVisit(caller: Caller, access: Access): Parts {
  const where: readonly Part[] = ['everybody', ...(holds(caller, 'visitors') ? [] : (['outside'] as const))];
  return new Set(isMachine(caller) || !opens(caller, access) ? where : [...where, 'person', ...classesOf(access, caller.is)]);
}

const planners = ['visitor', ...responders];
const opensHomes = (caller: Caller): boolean => isMachine(caller) || holds(caller, 'admin', ...planners);
/** Before there is a visit, whoever may come to go on one or to ask for one stands for whoever does. */
function toHome(caller: Caller, access: Access): Parts {
  const is = caller.is.filter((one) => duties.some((duty) => duty === one));
  const mayBecome = [...(holds(caller, 'visitor') ? ['visitors'] : []), ...(holds(caller, ...planners) ? ['requester'] : [])];
  return new Set<Part>(isMachine(caller) ? ['keeper'] : ['keeper', ...classesOf(access, [...is, ...mayBecome])]);
}
function toAda(caller: Caller, access: Access): Parts {
  if (isMachine(caller)) return new Set<Part>(['everybody']);
  const keeps = holds(caller, 'admin', ...responders);
  const read = [...toHome(caller, access)].filter((one) => one !== 'keeper');
  return new Set<Part>([
    'everybody',
    ...read,
    ...(keeps ? (['keeper'] as const) : []),
    ...(caller.id.endsWith('-ada') ? (['own'] as const) : []),
  ]);
}

// ------------------------------------------------------------------------------------------------ the school

const stages = ['planned', 'out', 'back'] as const;
type Tag = (typeof stages)[number];

async function plantedSchool(name: string) {
  const { file, policy } = schoolOf(`local/schools/${name}.json`);
  const marks: Mark[] = [];
  const id = idOf;
  const someone = (who: string, ...held: readonly Duty[]): Person =>
    Person.parse({ id: id(who), name: 'Somebody', firstName: 'Somebody', duties: held });
  const sayPerson = marking('person', marks);
  const ada = plantedPerson({ ...someone('ada', 'visitor'), manager: id('line-manager') }, at('08:00'), sayPerson, 'person', marks);
  const people = [
    ...duties.map((duty) => someone(`only-${duty}`, duty)),
    ada,
    ...['ben', 'third', 'requester', 'approver', 'involved', 'told', 'line-manager', 'no-part'].map((who) => someone(who)),
  ];
  const title = marking('policy', marks)('policy.title', any('everybody'));
  const setting = 'marked-setting';
  marks.push({ text: setting, of: 'settings', reads: any('everybody') });
  const values = { ...file.settings.values, 'stand-down-by': [...(file.settings.values['stand-down-by'] as string[]), setting] }; // people and duties
  const home = plantedHome('marked-home', at('08:00'), marking('home', marks), marks);
  const afternoon = await afternoonAt(
    {
      file: { ...file, people: [...file.people, ...people], settings: { values }, households: [] },
      // Nothing but who asks stands in the way of a command.
      policy: {
        ...policy,
        title,
        questions: [...policy.questions, ...questions],
        gates: policy.gates.filter(({ check }) => check === 'approved'),
      },
    },
    at('12:30'),
  );
  await afternoon.schools.putHousehold(name, home, 0);
  await afternoon.schools.putHousehold(name, aHousehold({ id: 'same-home', address: undefined }), 0);

  const ref = (tag: Tag) => ({ school: name, visit: `HV-00000${String(stages.indexOf(tag) + 1)}` });
  for (const tag of stages) {
    const told = plantedEvents({
      policy: { id: policy.id, version: '1' },
      home: home.id,
      day: at,
      cast: {
        ...{ requester: id('requester'), approver: id('approver'), involved: id('involved'), told: id('told') },
        ...{ visitor: id('ada'), companion: id('ben'), third: id('third'), office: id('only-office') },
      },
      say: marking(tag, marks),
    });
    const history = historyOf(tag, told);
    const stored: StoredVisit = { ...ref(tag), version: 1, history: [...history], owed: {}, tally: {} };
    const visit = visitOf(stored);
    const known = await readKnown(afternoon.deps, visit);
    if (known === undefined) throw new Error(`nothing is known of ${name}`);
    await afternoon.visits.create(stored, shadowOf(visit, known));
    if (tag !== 'planned') marks.push({ text: '51.987654', of: tag, reads: all('outside', 'logistics') });
    // What of a type stands in another visit's history alone is not in this one.
    const said = JSON.stringify(stored);
    for (const mark of marks.splice(0)) if (mark.of !== tag || said.includes(mark.text)) marks.push(mark);
  }
  const call = apiOf(afternoon);
  return { name, afternoon, call, marks, home, ada, ref, values: file.settings.values, id };
}
type Planted = Awaited<ReturnType<typeof plantedSchool>>;

function historyOf(tag: Tag, told: ReturnType<typeof plantedEvents>): readonly VisitEvent[] {
  const of = (...types: readonly VisitEvent['type'][]): readonly VisitEvent[] => types.flatMap((type): readonly VisitEvent[] => told[type]);
  const before = of('VisitRequested', 'VisitAmended', 'QuestionsAnswered', 'PromptsTicked', 'RiskAssessed', 'VisitAgreed', 'AgreementsLapsed', 'VisitSentBack', 'NoticesMarked', 'AuthorisationLapsed', 'VisitAuthorised'); // prettier-ignore
  if (tag === 'planned') return before;
  const out = of('VisitDeclined', 'VisitCancelled', 'VisitRescheduled', 'WatchSet', 'VisitorDeparted', 'VisitorDepartedInBreach', 'VisitorArrived', 'VisitorCheckedIn', 'VisitorLeft', 'TimesRevised', 'BreachFound', 'NoteMade', 'VisitorsNudged', 'AlarmOpened', 'RungBegun', 'AlarmAcknowledged', 'AttemptLogged', 'PoliceRung', 'TaskOwed', 'VisitorReturned', 'VisitorAccountedFor', 'ContactCorrected', 'VisitorNotGoing', 'PageTexted'); // prettier-ignore
  if (tag === 'out') return [...before, ...out];
  const stamp = { at: at('12:20'), by: 'doorstep', via: 'sweep' } as const;
  const home = told.VisitRequested[0]?.request.visitors.map(({ person }) => person) ?? [];
  return [
    ...before,
    ...out,
    { ...stamp, type: 'AlarmEnded', alarm: 'a1', because: 'contact' },
    ...of('AlarmEnded'),
    ...home.slice(0, 2).map((visitor): VisitEvent => ({ ...stamp, type: 'VisitorAccountedFor', visitor })),
    ...of('ReferenceRecorded', 'PassedOn'),
  ];
}

/** One that is open, and one that is over: each with its words. */
async function alleged({ call, id, ref, marks }: Planted): Promise<string> {
  const paths: string[] = [];
  for (const tag of ['open', 'over']) {
    const say = marking(tag, marks);
    const words = say('allegation.words', any('allegation'));
    const made = await call(id('no-part'), 'POST', '/allegations', { body: { visit: ref('out').visit, about: [id('ada')], words } });
    const path = `/allegations/${String(made.body['id'])}`;
    await call(id('only-headteacher'), 'POST', `${path}/note`, { body: { words: say('allegation.note', any('allegation')) } });
    if (tag === 'over')
      await call(id('only-headteacher'), 'POST', `${path}/stand-down`, { body: { how: say('allegation.how', any('allegation')) } });
    paths.push(path);
  }
  return paths[0] ?? '';
}

// ------------------------------------------------------------------------------------------------ what is to be found where

interface Look extends Asking {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
}
interface There {
  readonly school: Planted;
  readonly access: Access;
  readonly allegation: string;
  readonly drill: string;
  readonly hold: string;
}
/** One answer: how it is asked for, who is let in, and the marks that are to be in it for somebody who is. */
interface Expected {
  readonly look: Look;
  readonly lets?: (caller: Caller) => boolean;
  readonly shows: (caller: Caller) => ReadonlySet<string>;
  /** The answer may leave out what it says is wanted by its stage; what it has is among these. */
  readonly atMost?: (caller: Caller) => ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();
const among = (marks: readonly Mark[], parts: Parts, isIn: (mark: Mark) => boolean): readonly string[] =>
  marks.filter((mark) => isIn(mark) && mark.reads(parts)).map(({ text }) => text);

/** All that the page of a visit has for somebody. */
function onPage(tag: Tag | 'new', caller: Caller, { school: { marks }, access }: There, more: readonly string[] = []): ReadonlySet<string> {
  // On a visit that they have just asked for nobody has the part that they have on the others.
  const is = tag === 'new' ? caller.is.filter((one) => duties.some((duty) => duty === one)) : caller.is;
  const parts = toVisit({ ...caller, is: [...is, ...more] }, access);
  const name = parts.has('person') ? [adasName] : [];
  const vehicle = parts.has('logistics') ? ['«person.vehicle of person»'] : [];
  return new Set([
    ...among(marks, parts, ({ of }) => of === tag),
    ...among(marks, parts, ({ of, text }) => of === 'home' && (parts.has('person') || !text.includes('answer'))),
    ...(tag === 'new' ? [] : [...name, ...vehicle]),
  ]);
}

/** What was answered of a visit, its home and those who go, of the classes that they read. */
const answersOn = (tag: Tag, marks: readonly Mark[], parts: Parts): readonly string[] =>
  classes
    .filter((one) => parts.has('person') && parts.has(one))
    .flatMap((one) => [
      `«a ${one} answer of ${tag}»`,
      `«a ${one} answer about the home of home»`,
      `«a ${one} answer about the person of person»`,
    ])
    .filter((text) => marks.some((mark) => mark.text === text));

/** Why a drill was held; it tells nobody who is marked, and asks nobody who only visits. */
const drillsReason = '«drill.reason of drill»';
const opensDrills = (caller: Caller): boolean => holds(caller, ...responders, 'admin');

/** Why a hold was placed. */
const held = '«hold.reason of hold»';
const adasName = '«person.name of person»';
const openOne = ({ school: { marks } }: There): ReadonlySet<string> =>
  new Set([...marks.filter(({ of }) => of === 'open').map(({ text }) => text), adasName]);

const startsWith =
  (...names: readonly string[]) =>
  ({ text }: Mark): boolean =>
    names.some((name) => text.startsWith(`«${name} `));

/** Each reading address of the API: one that is new has to be said here. */
const reading: Partial<Record<OperationId, (there: There) => readonly Expected[]>> = {
  'list-visits': ({ school: { marks } }) => [
    {
      look: { method: 'GET', path: '/visits' },
      lets: (caller) => isMachine(caller) || holds(caller, ...planners),
      shows: () => new Set(marks.filter(startsWith('visit.type')).map(({ text }) => text)),
    },
  ],
  'list-changes': ({ school: { marks } }) => [
    {
      look: { method: 'GET', path: '/changes' },
      lets: (caller) => isMachine(caller) || holds(caller, ...planners),
      shows: () => new Set(marks.filter(startsWith('visit.type')).map(({ text }) => text)),
    },
  ],
  'read-visit': (there) =>
    stages.map((tag) => ({
      look: { method: 'GET', path: `/visits/${there.school.ref(tag).visit}` },
      lets: (caller) => isMachine(caller) || opens(caller, there.access),
      shows: (caller) => onPage(tag, caller, there),
    })),
  'read-card': (there) =>
    Stage.options.map((stage): Expected => {
      const answered = (caller: Caller) => answersOn('out', there.school.marks, toVisit(caller, there.access));
      return {
        look: { method: 'GET', path: `/visits/${there.school.ref('out').visit}/cards/${stage}` },
        lets: (caller) => opens(caller, there.access),
        shows: (caller) => new Set(stage === 'prepare' ? answered(caller) : []),
        atMost: (caller) => new Set([...onPage('out', caller, there), ...answered(caller)]),
      };
    }),
  'read-phone': (there) =>
    stages.map((tag) => ({
      look: { method: 'GET', path: `/visits/${there.school.ref(tag).visit}/phone` },
      lets: (caller) => holds(caller, 'visitors'),
      shows: (caller) => onPage(tag, caller, there),
    })),
  'read-sheet': (there) =>
    stages.map((tag) => ({
      look: { method: 'GET', path: `/visits/${there.school.ref(tag).visit}/sheet` },
      lets: (caller) => !isMachine(caller) && opens(caller, there.access),
      // It is printed: nobody's safe word lies about on paper.
      shows: (caller) => new Set([...onPage(tag, caller, there)].filter((text) => !text.includes('safeWord'))),
    })),
  board: ({ school: { marks }, access }) => [
    {
      look: { method: 'GET', path: '/board' },
      lets: (caller) => isMachine(caller) || holds(caller, ...responders),
      shows: (caller) => {
        const parts = toVisit(caller, access);
        const isThere = startsWith('visitor.onVisit', 'visitor.outcome', 'visitor.next', 'visitor.mobile');
        return new Set([
          ...among(marks, parts, (mark) => mark.of === 'out' && isThere(mark)),
          ...among(marks, parts, startsWith('home.name')),
          ...(parts.has('person') ? [adasName] : []),
          ...(parts.has('logistics') ? ['«person.vehicle of person»'] : []),
        ]);
      },
    },
  ],
  // What somebody has to do names visits and whoever goes, as lists do, and says of it what the policy says.
  'to-do': () => [{ look: { method: 'GET', path: '/to-do' }, lets: (caller) => !isMachine(caller), shows: () => none }],
  'read-timetable': ({ school: { marks }, access }) =>
    ['application/json', 'text/csv'].map((accept) => ({
      look: { method: 'GET', path: `/timetable?from=${day}&to=${day}`, headers: { accept } },
      lets: (caller) => holds(caller, ...planners),
      shows: (caller) => {
        const parts = toVisit(caller, access);
        return new Set([adasName, ...among(marks, parts, startsWith('home.name', 'home.address', 'visit.purpose'))]);
      },
    })),
  'list-allegations': (there) => [
    {
      look: { method: 'GET', path: '/allegations' },
      lets: (caller) => !isMachine(caller),
      shows: (caller) =>
        holds(caller, ...alleging(there))
          ? new Set([...there.school.marks.filter(({ of }) => of === 'open' || of === 'over').map(({ text }) => text), adasName])
          : none,
    },
  ],
  'read-allegation': (there) => [
    {
      look: { method: 'GET', path: there.allegation },
      lets: (caller) => holds(caller, ...alleging(there)),
      shows: () => openOne(there),
    },
  ],
  'list-drills': () => [{ look: { method: 'GET', path: '/drills' }, lets: opensDrills, shows: () => none }],
  'read-drill': ({ drill }) => [{ look: { method: 'GET', path: drill }, lets: opensDrills, shows: () => new Set([drillsReason]) }],
  rehearse: () => [{ look: { method: 'GET', path: '/rehearsal?ladder=allegation' }, lets: opensDrills, shows: () => none }],
  'rehearse-visit': () => [
    {
      look: { method: 'GET', path: `/rehearsal/visit?visitors=${idOf('ada')}&departAt=${at('13:00')}&returnAt=${at('14:00')}&last=depart` },
      lets: opensDrills,
      shows: () => none,
    },
  ],
  'list-holds': () => [
    { look: { method: 'GET', path: '/holds' }, lets: (caller) => holds(caller, 'dsl', ...heads), shows: () => new Set([held]) },
  ],
  'list-machines': () => [
    { look: { method: 'GET', path: '/machines' }, lets: (caller) => holds(caller, 'admin', ...heads), shows: () => none },
  ],
  'visit-calendar': (there) =>
    stages.map((tag) => ({
      look: { method: 'GET', path: `/visits/${there.school.ref(tag).visit}/calendar.ics` },
      lets: (caller) => !isMachine(caller) && opens(caller, there.access),
      shows: () => none,
    })),
  'school-calendar': () => [
    {
      look: { method: 'GET', path: '/calendar.ics' },
      lets: (caller) => isMachine(caller) || holds(caller, 'visitor', ...responders),
      shows: () => none,
    },
  ],
  'list-webhooks': () => [
    { look: { method: 'GET', path: '/webhooks' }, lets: (caller) => holds(caller, 'admin', ...heads), shows: () => none },
  ],
  'read-webhook': () => [{ look: { method: 'GET', path: '/webhooks/w-00000000' }, lets: () => false, shows: () => none }],
  'list-imports': () => [
    {
      look: { method: 'GET', path: '/imports' },
      lets: (caller) => caller.id === 'machine:write' || holds(caller, 'admin', ...heads),
      shows: () => none,
    },
  ],
  'read-import': () => [{ look: { method: 'GET', path: '/imports/i-00000000' }, lets: () => false, shows: () => none }],
  everything: (there) => [
    {
      look: { method: 'GET', path: `/everything?household=${there.school.home.id}` },
      lets: (caller) => holds(caller, ...heads),
      shows: (caller) =>
        new Set([
          ...stages.flatMap((tag) => [...onPage(tag, caller, there)]),
          ...among(there.school.marks, toHome(caller, there.access), ({ of }) => of === 'home'),
          ...(holds(caller, ...alleging(there))
            ? there.school.marks.filter(({ of }) => of === 'open' || of === 'over').map(({ text }) => text)
            : []),
          held,
        ]),
    },
  ],
  'list-erasures': () => [{ look: { method: 'GET', path: '/erasures' }, lets: (caller) => holds(caller, ...heads), shows: () => none }],
  'foresee-erasure': (there) => [
    {
      look: { method: 'GET', path: `/erasures/foreseen?household=${there.school.home.id}` },
      lets: (caller) => holds(caller, ...heads),
      shows: () => none,
    },
  ],
  'read-policy': ({ school: { marks } }) => [
    { look: { method: 'GET', path: '/policy' }, shows: () => new Set(marks.filter(({ of }) => of === 'policy').map(({ text }) => text)) },
  ],
  'list-policies': () => [{ look: { method: 'GET', path: '/policies' }, shows: () => new Set(['«policy.title of policy»']) }],
  'read-policy-version': ({ school: { marks } }) => [
    {
      look: { method: 'GET', path: '/policies/1' },
      shows: () => new Set(marks.filter(({ of }) => of === 'policy').map(({ text }) => text)),
    },
  ],
  'compare-policy': () => [{ look: { method: 'GET', path: '/policies/1/changes' }, shows: () => none }],
  'read-settings-history': () => [{ look: { method: 'GET', path: '/settings/history' }, shows: () => new Set(['marked-setting']) }],
  'read-settings': () => [{ look: { method: 'GET', path: '/settings' }, shows: () => new Set(['marked-setting']) }],
  'read-doing': () => [
    {
      look: { method: 'GET', path: '/doing' },
      lets: (caller) => holds(caller, 'office', 'dsl', 'slt', ...heads, 'admin'),
      shows: () => none,
    },
  ],
  'read-preflight': () => [
    {
      look: { method: 'GET', path: '/preflight' },
      lets: (caller) => holds(caller, 'admin', 'office', 'dsl', ...heads),
      shows: () => none,
    },
  ],
  'list-people': ({ school: { marks }, access }) => [
    {
      look: { method: 'GET', path: '/people' },
      shows: (caller) => new Set(among(marks, toAda(caller, access), ({ of }) => of === 'person')),
    },
  ],
  'read-person': ({ school: { marks, ada }, access }) => [
    {
      look: { method: 'GET', path: `/people/${ada.id}` },
      shows: (caller) => new Set(among(marks, toAda(caller, access), ({ of }) => of === 'person')),
    },
  ],
  'list-households': ({ school: { marks }, access }) => [
    {
      look: { method: 'GET', path: '/households' },
      lets: opensHomes,
      shows: (caller) => new Set(among(marks, toHome(caller, access), ({ of }) => of === 'home')),
    },
  ],
  'read-household': ({ school: { marks, home }, access }) => [
    {
      look: { method: 'GET', path: `/households/${home.id}` },
      lets: opensHomes,
      shows: (caller) => new Set(among(marks, toHome(caller, access), ({ of }) => of === 'home')),
    },
  ],
  'visits-of-household': ({ school: { marks, home }, access }) => [
    {
      look: { method: 'GET', path: `/households/${home.id}/visits` },
      lets: opensHomes,
      shows: (caller) => {
        const parts = new Set([...toVisit(caller, access), ...toHome(caller, access)]);
        const types = isMachine(caller) ? [] : marks.filter(startsWith('visit.type')).map(({ text }) => text);
        return new Set([...types, ...among(marks, parts, startsWith('visitor.outcome'))]);
      },
    },
  ],
  'history-of-household': ({ school: { marks, home }, access }) => [
    {
      look: { method: 'GET', path: `/households/${home.id}/history` },
      lets: (caller) => holds(caller, 'admin', ...planners),
      shows: (caller) => new Set(among(marks, toHome(caller, access), ({ of }) => of === 'home')),
    },
  ],
  'list-duplicates': () => [
    {
      look: { method: 'GET', path: '/duplicates' },
      lets: (caller) => holds(caller, 'office', 'dsl', ...heads, 'admin'),
      shows: () => none,
    },
  ],
};

/** What each command is asked with. It says nothing that is marked, and moves nobody whom the test asks as. */
const bodies: Partial<Record<OperationId, readonly [Tag, object] | readonly [Tag, object, 'refused']>> = {
  amend: ['planned', {}],
  answer: ['planned', { answers: {} }],
  tick: ['planned', { ticks: ['no-such-line'] }, 'refused'],
  'not-going': ['planned', { visitor: 'third', reason: 'Ill' }],
  'text-page': ['out', { visitor: 'nobody' }, 'refused'],
  assess: ['planned', { signed: true }],
  authorise: ['planned', {}, 'refused'],
  'send-back': ['planned', { reason: 'No' }, 'refused'],
  depart: ['planned', {}, 'refused'],
  'depart-in-breach': ['out', { visitor: 'third' }],
  arrive: ['out', { visitor: 'third' }],
  'check-in': ['out', { visitor: 'third' }],
  leave: ['out', { visitor: 'third' }],
  return: ['out', { visitor: 'third' }],
  revise: ['out', { visitor: 'third' }],
  correct: ['out', { visitor: 'third', what: 'arrive' }],
  'raise-alarm': ['out', { visitor: 'third', kind: 'illness' }],
  note: ['out', { visitor: 'third' }],
  acknowledge: ['out', { alarm: 'a1' }],
  'log-attempt': ['out', { alarm: 'a1', rung: 1, result: 'no-answer' }],
  escalate: ['out', { alarm: 'a1' }],
  'record-police': ['out', { alarm: 'a1' }],
  'stand-down': ['out', { alarm: 'a1', how: 'They rang', visitors: { [idOf('ada')]: 'accounted-for' } }],
  'write-up': ['back', { answers: {} }],
  'record-reference': ['back', { system: 'A', reference: 'B' }],
  'pass-on': ['back', { to: 'A', words: 'B' }],
  close: ['back', {}, 'refused'],
  // The last: nothing is asked of the visit after these.
  reschedule: ['planned', { reason: 'Ill', plan: {} }],
  decline: ['planned', { reason: 'No' }, 'refused'],
  cancel: ['planned', { reason: 'Ill' }],
};

/** What is no command of one visit: what it is asked with, and what its answer shows whoever it is done for. */
const writing: Partial<Record<OperationId, (there: There) => Expected>> = {
  request: (there) => ({
    look: {
      method: 'POST',
      path: '/visits',
      body: { household: there.school.home.id, visitors: [{ person: there.school.id('third') }], plan: {} },
    },
    shows: (caller) => onPage('new', caller, there, isMachine(caller) ? [] : ['requester']),
  }),
  // Two of the three ask for the address with a request: it is shown with what is asked to whoever opens homes, who reads it there.
  'foresee-visit': ({ school: { home, id, name } }) => ({
    look: { method: 'POST', path: '/visits/foreseen', body: { household: home.id, visitors: [{ person: id('third') }] } },
    shows: () => (name === 'st-benedicts' ? none : new Set(['«home.address of home»'])),
  }),
  timetable: ({ school: { home, id } }) => ({
    look: { method: 'POST', path: '/timetable', body: { visits: [{ household: home.id, visitors: [{ person: id('third') }], plan: {} }] } },
    shows: () => none,
  }),
  'answer-visits': ({ school: { ref } }) => ({
    look: { method: 'POST', path: '/visits/answers', body: { visits: [ref('planned').visit], answers: {} } },
    shows: () => none,
  }),
  allege: ({ school: { ref, id } }) => ({
    look: { method: 'POST', path: '/allegations', body: { visit: ref('out').visit, about: [id('third')], words: 'Unmarked' } },
    shows: () => none,
  }),
  ...Object.fromEntries(
    (['acknowledge', 'note', 'stand-down'] as const).map((name) => [
      `${name}-allegation`,
      (there: There): Expected => ({
        look: {
          method: 'POST',
          path: `${there.allegation}/${name}`,
          body: { acknowledge: {}, note: { words: 'Seen' }, 'stand-down': { how: 'Seen to' } }[name],
        },
        shows: () => openOne(there),
      }),
    ]),
  ),
  'begin-drill': () => ({
    look: { method: 'POST', path: '/drills', body: { ladder: 'unwatched', at: at('14:00') } },
    shows: () => none,
  }),
  ...Object.fromEntries(
    (['acknowledge', 'log-attempt', 'escalate', 'record-police', 'stand-down'] as const).map((name) => [
      `${name}-drill`,
      ({ drill }: There): Expected => ({
        look: {
          method: 'POST',
          path: `${drill}/${name}`,
          body: {
            ...(name === 'log-attempt' ? { rung: 1, result: 'no-answer' } : {}),
            ...(name === 'stand-down' ? { how: 'All answered' } : {}),
          },
        },
        shows: (caller) => (opensDrills(caller) ? new Set([drillsReason]) : none),
      }),
    ]),
  ),
  'place-hold': ({ school: { id } }) => ({
    look: { method: 'POST', path: '/holds', body: { on: { kind: 'person', id: id('third') }, reason: 'A claim' } },
    shows: () => none,
  }),
  'release-hold': ({ hold }) => ({ look: { method: 'POST', path: `/holds/${hold}/release`, body: {} }, shows: () => new Set([held]) }),
  'bring-in': () => ({
    look: { method: 'POST', path: '/import?kind=households', body: { households: [{ id: 'walked', name: 'Walked' }] } },
    shows: () => none,
  }),
  'make-machine': () => ({ look: { method: 'POST', path: '/machines', body: { name: 'Arbor', scope: 'read' } }, shows: () => none }),
  'revoke-machine': () => ({ look: { method: 'POST', path: '/machines/arbor/revoke', body: {} }, shows: () => none }),
  'make-webhook': () => ({
    look: { method: 'POST', path: '/webhooks', body: { url: 'https://mis.example.org/doorstep' } },
    shows: () => none,
  }),
  ...Object.fromEntries(
    (['rotate', 'off', 'on', 'deliveries/w-00000000.1782121560000.HV-00000000/again'] as const).map((last, i) => [
      (['rotate-webhook', 'webhook-off', 'webhook-on', 'send-delivery-again'] as const)[i]!,
      () => ({ look: { method: 'POST', path: `/webhooks/w-00000000/${last}`, body: {} }, shows: () => none }),
    ]),
  ),
  erase: () => ({ look: { method: 'POST', path: '/erasures', body: { person: 'x-stranger' } }, shows: () => none }),
  'record-review': () => ({ look: { method: 'POST', path: '/policy/reviewed', body: {} }, shows: () => none }),
  'propose-policy': () => ({
    look: { method: 'POST', path: '/policies', body: { version: '2', policy: {}, clauses: [] } },
    shows: () => none,
  }),
  'agree-to-policy': () => ({ look: { method: 'POST', path: '/policies/1/agree', body: {} }, shows: () => none }),
  'write-settings': ({ school: { values } }) => ({ look: { method: 'PUT', path: '/settings', body: { values } }, shows: () => none }),
  'write-person': ({ school: { ada, marks }, access }) => {
    const { id, answers: _answers, ticked: _ticked, ...body } = ada;
    return {
      look: { method: 'PUT', path: `/people/${id}`, body, headers: { 'if-match': '*' } },
      shows: (caller) => new Set(among(marks, toAda(caller, access), ({ of }) => of === 'person')),
    };
  },
  'test-contacts': ({ school: { ada } }) => ({
    look: { method: 'POST', path: `/people/${ada.id}/test`, body: {} },
    shows: () => none,
  }),
  // Nobody can guess the code.
  'confirm-contact': ({ school: { id } }) => ({
    look: { method: 'POST', path: `/people/${id('no-part')}/confirm`, body: { channel: 'text', code: '000000' } },
    shows: () => none,
  }),
  'person-left': ({ school: { id } }) => ({
    look: { method: 'POST', path: `/people/${id('no-part')}/left`, body: { sure: true } },
    shows: () => none,
  }),
  'person-back': ({ school: { id } }) => ({ look: { method: 'POST', path: `/people/${id('no-part')}/back`, body: {} }, shows: () => none }),
  'person-read-policy': ({ school: { ada, marks }, access }) => ({
    look: { method: 'POST', path: `/people/${ada.id}/read-policy`, body: {} },
    shows: (caller) => new Set(among(marks, toAda(caller, access), ({ of }) => of === 'person')),
  }),
  'write-household': ({ school: { home, marks }, access }) => {
    const { id, answers: _answers, hazards: _hazards, enteredOn: _on, changed: _changed, ...body } = home;
    const isWritten = ({ of, text }: Mark): boolean => of === 'home' && !/home\.(changed|enteredOn)/.test(text);
    return {
      look: { method: 'PUT', path: `/households/${id}`, body: { ...body, entered: false }, headers: { 'if-match': '*' } },
      shows: (caller) => new Set(among(marks, toHome(caller, access), isWritten)),
    };
  },
  'answer-households': ({ school: { home } }) => ({
    look: { method: 'POST', path: '/households/answers', body: { answers: {}, households: [home.id] } },
    shows: () => none,
  }),
  'merge-households': ({ school: { home, marks }, access }) => ({
    look: { method: 'POST', path: `/households/${home.id}/merge`, body: { from: 'same-home' } },
    shows: (caller) =>
      new Set(among(marks, toHome(caller, access), ({ of, text }) => of === 'home' && !/home\.(changed|enteredOn)/.test(text))),
  }),
};

// ------------------------------------------------------------------------------------------------ the walk

const plain = ['marked-setting', '51.987654', '+447700900985', '+447700900986', '+447700900987', 'marked-email@example.org'];

/** The marks in an answer, in its body and its headers. Its ETag is of what is shown and no word of it. */
function foundIn({ text, headers: { etag: _etag, ...headers } }: Answered): ReadonlySet<string> {
  const all_ = `${text}${JSON.stringify(headers)}`;
  return new Set([...(all_.match(/«[^»]*»/g) ?? []), ...plain.filter((one) => all_.includes(one))]);
}
const inOrder = (those: ReadonlySet<string>): readonly string[] => [...those].toSorted();

async function expectShown(there: There, caller: Caller, { look, shows, lets = () => true, atMost }: Expected): Promise<boolean> {
  const { method, path, ...asking } = look;
  const answer = await there.school.call(caller.id, method, path, asking);
  const name = `${caller.id}: ${method} ${path}`;
  const isDone = answer.status < 300;
  if (method === 'GET') expect(isDone, `${name} answered ${String(answer.status)}`).toBe(lets(caller));
  const found = foundIn(answer);
  if (atMost === undefined || !isDone) expect(inOrder(found), name).toEqual(inOrder(isDone ? shows(caller) : none));
  else {
    expect(inOrder(new Set([...shows(caller), ...found])), `${name} leaves none out`).toEqual(inOrder(found));
    expect(
      [...found].filter((one) => !atMost(caller).has(one)),
      name,
    ).toEqual([]);
  }
  return isDone;
}

const commandsOf = (there: There): readonly (Expected & { readonly id: OperationId })[] => {
  const { ref, id: named } = there.school;
  return [
    ...Object.entries(bodies).map(([id, [tag, body]]) => ({
      id: id as OperationId, // a key of what is by the ids of operations
      look: {
        method: 'POST' as const,
        path: `/visits/${ref(tag).visit}/${id}`,
        body: { ...body, ...('visitor' in body ? { visitor: named('third') } : {}) },
        headers: { 'if-match': '*' },
      },
      shows: (caller: Caller) => onPage(tag, caller, there),
    })),
    ...Object.entries(writing).map(([id, asked]) => ({ id: id as OperationId, ...asked(there) })), // as above
  ];
};

const thereAt = async (name: string): Promise<There> => {
  const school = await plantedSchool(name);
  const allegation = await alleged(school);
  const body = { on: { kind: 'household', id: school.home.id }, reason: held };
  const placed = await school.call(school.id('only-headteacher'), 'POST', '/holds', { body });
  const begun = await school.call(school.id('only-admin'), 'POST', '/drills', { body: { ladder: 'allegation', reason: drillsReason } });
  const drill = `/drills/${String(begun.body['id'])}`;
  return { school, access: schools[name] ?? ours, allegation, drill, hold: String(placed.body['id']) };
};

it('every address of the API is walked', () => {
  const said = new Set([...Object.keys(reading), ...Object.keys(bodies), ...Object.keys(writing)]);
  const forgotten = routes.filter(({ id }) => !said.has(id)).map(({ id, method, path }) => `${id} (${method} ${path})`);
  const advice = `say in test/api/reading.test.ts how ${forgotten.join(', ')} is asked and what it shows: under "reading" a GET, under "bodies" a command of a visit, under "writing" anything else`;
  expect(forgotten, advice).toEqual([]);
});

describe.each(Object.keys(schools))('at %s', (name) => {
  it.each(callersAt(name).map((caller) => [caller.id.replace('x-', ''), caller] as const))(
    '%s is shown what is theirs to read and nothing else',
    async (_, caller) => {
      const there = await thereAt(name);
      for (const looks of Object.values(reading)) for (const expected of looks(there)) await expectShown(there, caller, expected);
      for (const expected of commandsOf(there)) await expectShown(there, caller, expected);
    },
  );

  it('nobody is shown anything', async () => {
    const there = await thereAt(name);
    const looks = [...Object.values(reading).flatMap((of) => of(there)), ...commandsOf(there)];
    for (const {
      look: { method, path, ...asking },
    } of looks) {
      const answer = await there.school.call(undefined, method, path, asking);
      expect([answer.status, ...foundIn(answer)], path).toEqual([401]);
    }
  });

  it('each command that can be done here is done for somebody', async () => {
    const done = new Set<string>();
    for (const who of ['only-headteacher', 'only-head-of-school', 'ada']) {
      const there = await thereAt(name);
      for (const { id, look } of commandsOf(there)) {
        const { method, path, ...asking } = look;
        const { status } = await there.school.call(idOf(who), method, path, asking);
        if (status < 300) done.add(id);
      }
    }
    const wanted = [
      ...Object.entries(bodies).flatMap(([id, [, , refused]]) => (refused === undefined ? [id] : [])),
      ...Object.keys(writing),
    ];
    // Nobody is there to be erased, what is proposed is no policy, nobody knows the code, and nobody outside is told of anything.
    const undone = ['erase', 'propose-policy', 'confirm-contact', 'rotate-webhook', 'webhook-off', 'webhook-on', 'send-delivery-again'];
    expect(wanted.filter((id) => !undone.includes(id) && !done.has(id))).toEqual([]);
  });
});
