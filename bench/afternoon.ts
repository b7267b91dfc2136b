import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { Household } from '../functions/domain/household.ts';
import { Person } from '../functions/domain/person.ts';
import { rulesOf } from '../functions/domain/policy/own-rules.ts';
import { Policy } from '../functions/domain/policy/policy.ts';
import { Instant } from '../functions/domain/time.ts';
import { commandBodies, type CommandName, commandOf } from '../functions/domain/visit/commands.ts';
import { decide, decideRequest, keepUp } from '../functions/domain/visit/decide.ts';
import type { Decision, Known } from '../functions/domain/visit/decision.ts';
import { heldBy } from '../functions/domain/visit/messages.ts';
import type { StoredVisit, Visit } from '../functions/domain/visit/visit.ts';

export const json = (path: string): unknown => JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));
export const at = (time: string): Instant => Instant.parse(`2026-06-22T${time}:00+01:00`);

const keptAt = at('08:00');

/** A school as its file has it, and what a function makes of its one read, for each command. */
function schoolIn(name: string) {
  const file = z
    .object({
      settings: z.object({ values: z.record(z.string(), z.unknown()) }),
      people: z.array(Person),
      households: z.array(Household.omit({ answers: true }).extend({ answers: z.record(z.string(), z.unknown()) })),
      policy: z.string(),
    })
    .parse(json(`local/schools/${name}.json`));
  const policy = Policy.parse(json(`policies/${file.policy}.json`));
  const home = file.households[0];
  if (home === undefined) throw new Error('the school knows no home');
  const readKnown = (): Known => ({
    rules: rulesOf(policy),
    settings: {
      version: 1,
      policy: { id: policy.id, version: '1' },
      values: Object.fromEntries(Object.entries(file.settings.values).map(freshly)),
    },
    staff: Object.fromEntries(file.people.map((person) => [person.id, person])),
    household: {
      ...home,
      answers: Object.fromEntries(Object.entries(home.answers).map(([question, value]) => [question, { value, by: 'seed', at: keptAt }])),
    },
    round: [],
    leads: [],
  });
  return { name, policy: { id: policy.id, version: '1' }, home, readKnown, id: (post: string): string => `${name}-${post}` };
}
/** A read brings every value anew: nothing that is remembered of the one before helps. */
const freshly = ([id, value]: readonly [string, unknown]): readonly [string, unknown] => [
  id,
  Array.isArray(value) ? value.slice() : typeof value === 'object' ? { ...value } : value,
];
type School = ReturnType<typeof schoolIn>;

/** A visit of a long afternoon, written out. */
export interface Afternoon {
  readonly school: School;
  readonly stored: StoredVisit;
  /** Somebody who is out, who watches, and who is in charge. */
  readonly visitor: string;
  readonly office: string;
  readonly head: string;
}

type Says = (time: string, person: string, name: CommandName, body?: object) => void;

/** Asked for, readied as its policy wants it, out, overdue, worked by the office, all but back. */
function written(
  school: School,
  [first, second]: readonly [string, string],
  asked: { readonly type: string; readonly purpose: string; readonly reason?: string; readonly pupil?: string; readonly answers: object },
  readied: (says: Says) => void,
  ticks: readonly string[],
): Afternoon {
  const { readKnown, home, policy, id } = school;
  const known = readKnown();
  const { answers, ...request } = asked;
  const ref = { school: school.name, visit: 'HV-000001' };
  let visit = taken(
    decideRequest(
      ref,
      {
        ...request,
        household: home.id,
        visitors: [{ person: first }, { person: second }],
        plan: { departAt: at('13:00'), returnAt: at('14:30'), startsFrom: 'school', endsAt: 'school' },
      },
      commandBodies.answer.parse({ answers }),
      { person: first, by: first, via: 'form', key: { id: 'key-0', body: 'body' } },
      known,
      policy,
      at('08:30'),
    ),
  );
  let pressed = 0;
  const says: Says = (time, person, name, body = {}) => {
    const command = commandOf(name, commandBodies[name].parse(body));
    pressed += 1;
    const key = { id: `key-${String(pressed)}`, body: 'a-hash-of-what-came-with-it' };
    visit = taken(decide(visit, command, { person, by: person, via: 'api', key }, known, at(time)));
    looks(time);
  };
  const looks = (time: string): void => {
    visit = taken(keepUp(visit, { type: 'look', lease: 'a-lease' }, known, at(time)));
    const results = heldBy(visit, 'a-lease', at(time)).map(({ id }) => ({
      notice: id,
      outcome: 'accepted' as const,
      reference: `message-${id}`,
    }));
    visit = taken(keepUp(visit, { type: 'mark', results }, known, at(time)));
  };
  readied(says);
  const [office, head] = [id('office'), id('head')];
  says('13:00', first, 'depart', { ticks });
  says('13:01', second, 'depart', { ticks });
  says('13:20', first, 'arrive', { visitor: 'all', metBy: 'The mother' });
  says('13:50', second, 'check-in', { words: 'Going well' });
  says('14:05', first, 'leave', { visitor: 'all', outcome: 'completed' });
  says('14:20', office, 'revise', { plan: { returnAt: at('14:40') }, toldBy: first, means: 'phone' });
  looks('14:55');
  looks('15:10');
  says('15:12', office, 'acknowledge', { alarm: 'a1' });
  says('15:15', office, 'log-attempt', { alarm: 'a1', rung: 1, result: 'no-answer', means: 'phone', who: 'Priya and Joel' });
  says('15:18', office, 'log-attempt', { alarm: 'a1', rung: 2, result: 'no-answer', means: 'phone' });
  looks('15:28');
  looks('15:38');
  says('15:39', office, 'record-police', { alarm: 'a1', by: 'Maureen', reference: 'CAD 1234' });
  says('15:45', second, 'return', { seenBy: 'Maureen' });
  const stored = { ...ref, version: visit.version + 1, history: [...visit.history], owed: visit.owed, tally: visit.tally };
  return { school, stored, visitor: first, office, head };
}

function taken(decision: Decision): Visit {
  if (!decision.accepted) throw new Error(JSON.stringify(decision.refusal));
  return { ...decision.visit, version: decision.visit.version + 1 };
}

/** Of the school whose policy is the shortest to answer. */
export function hamptonAfternoon(): Afternoon {
  const school = schoolIn('hampton');
  const [teacher, assistant, head] = [school.id('teacher'), school.id('assistant'), school.id('head')];
  return written(
    school,
    [teacher, assistant],
    { type: 'induction', purpose: 'To meet the family before September', answers: {} },
    (says) => {
      says('08:35', teacher, 'answer', {
        answers: {
          class: { class: 'Willow', teacher },
          'risk-decision': 'acceptable',
          'recent-violence': false,
          checked: 'seen',
          professionals: 'none',
          'notice-sent': '2026-06-15',
          'notice-how': 'letter',
        },
      });
      says('08:36', assistant, 'assess', { mobile: '+447700900112', signed: true });
      says('08:40', head, 'authorise', { note: 'Enjoy it' });
      says('12:55', teacher, 'answer', { answers: { 'violence-now': false, travel: 'foot' } });
    },
    ['carry-phone', 'safety-first'],
  );
}

/** Of a school whose policy is the largest of the five. */
export function kingsdownAfternoon(): Afternoon {
  const school = schoolIn('kingsdown');
  const [teacher, assistant, head] = [school.id('teacher'), school.id('assistant'), school.id('head')];
  return written(
    school,
    [teacher, assistant],
    {
      type: 'procedural',
      reason: 'attendance-support',
      purpose: 'To agree on the way back to school',
      ...(school.home.pupils[0] === undefined ? {} : { pupil: school.home.pupils[0].id }),
      answers: { 'why-not-school': 'Nobody can mind the baby' },
    },
    (says) => {
      const hazards = ['aggression', 'public-areas', 'illness', 'animal'].map((hazard) => [hazard, { confirmed: true }] as const);
      says('08:35', teacher, 'answer', {
        answers: {
          'record-reviewed': { by: teacher, when: at('08:32') },
          circumstances: false,
          'bedroom-required': false,
          transports: false,
          travel: { [teacher]: 'foot', [assistant]: 'foot' },
          ...Object.fromEntries(hazards),
          staffing: 'more',
          'staffing-talk': { with: head, when: at('08:32') },
          'dsl-needed': false,
          movements: [{ place: 'The home, and straight back', how: 'On foot' }],
        },
      });
      for (const person of [teacher, assistant]) says('08:36', person, 'answer', { answers: { 'read-it': { [person]: true } } });
      says('08:38', school.id('deputy'), 'answer', { answers: { 'risk-accepted': true } });
      says('08:40', head, 'authorise', { note: 'Enjoy it' });
    },
    ['carry-phone', 'leave-at-once'],
  );
}
