/** A school in which everybody has one duty, or one part in a visit, and nothing else; with a visit that is planned and one that is out. */
import { readKnown } from '../../functions/application/known.ts';
import { makePhoneLink } from '../../functions/application/phone-links.ts';
import { Person } from '../../functions/domain/person.ts';
import { Duty, Question } from '../../functions/domain/policy/policy.ts';
import { Instant } from '../../functions/domain/time.ts';
import { visitOf } from '../../functions/domain/visit/fold.ts';
import { shadowOf } from '../../functions/domain/visit/shadow.ts';
import type { StoredVisit, VisitEvent } from '../../functions/domain/visit/visit.ts';
import { afternoonAt, schoolOf } from '../support/afternoon.ts';
import { apiOf } from '../support/api.ts';
import { plantedEvents } from '../support/planted.ts';
import { aHousehold } from '../support/samples.ts';
import { names, type There } from './asked.ts';

export const school = 'st-benedicts';
export const at = (time: string): Instant => Instant.parse(`2026-06-22T${time}:00+01:00`);
const id = (who: string): string => `walk-${who}`;

/** Who calls as themselves, in words, by their id. */
export const people: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Duty.options.map((duty) => [id(duty), duty])),
  [names.somebody]: 'no duty',
  [id('requester')]: 'asked for it',
  [id('visits')]: 'is on it',
  [id('reads')]: 'reads it',
  [id('asked')]: 'is asked something',
  [id('told')]: 'was told',
  [id('still-out')]: 'left the school, is still out',
  [id('was-out')]: 'left the school, was out',
  [id('gone')]: 'left the school',
};

/** Something that only `asked` answers, and nobody has yet. */
const waiting = Question.parse({
  ...{ id: 'ask-one', ask: 'What do you say?', stage: 'prepare', type: 'text', about: 'visit', reads: 'content', clauses: ['DS-12'] },
  by: ['$walk-asked'],
});

export async function walkedSchool() {
  const { file, policy } = schoolOf(`local/schools/${school}.json`);
  const left: Readonly<Record<string, string>> = {
    [id('still-out')]: at('13:30'),
    [id('was-out')]: at('13:30'),
    [id('gone')]: at('09:00'),
  };
  const everybody = Object.keys(people).map((person) => {
    const duties = Duty.options.filter((duty) => id(duty) === person);
    const of = person === id('visits') ? { manager: id('reads') } : {};
    return Person.parse({ id: person, name: 'Somebody', firstName: 'Somebody', duties, leftAt: left[person], ...of });
  });
  const settings = { ...file.settings.values, 'walk-asked': [id('asked')] };
  const afternoon = await afternoonAt(
    {
      file: { ...file, people: [...file.people, ...everybody], settings: { values: settings }, households: [] },
      policy: {
        ...policy,
        settings: [...policy.settings, { id: 'walk-asked', ask: 'Who says?', type: 'who' as const, clauses: ['DS-12'] }],
        questions: [...policy.questions, waiting],
      },
    },
    at('14:00'),
  );
  // Another school of the same deployment, whose head has the same name.
  const other = schoolOf('local/schools/hampton.json');
  await afternoon.schools.putPolicy('hampton', '1', other.policy);
  await afternoon.schools.putSettings('hampton', {
    ...{ version: 1, policy: { id: other.policy.id, version: '1' }, values: other.file.settings.values },
  });
  const otherHead = { id: id('headteacher'), name: 'Somebody', firstName: 'Somebody', duties: ['headteacher'] };
  await afternoon.schools.putPerson('hampton', Person.parse(otherHead), 0);
  for (const home of [names.home, names.otherHome]) await afternoon.schools.putHousehold(school, aHousehold({ id: home }), 0);

  const told = plantedEvents({
    policy: { id: policy.id, version: '1' },
    home: names.home,
    day: at,
    cast: {
      ...{ requester: id('requester'), approver: 'st-benedicts-head', involved: 'st-benedicts-head', told: id('told') },
      ...{ visitor: id('visits'), companion: id('still-out'), third: id('was-out'), office: id('office') },
    },
    say: (name) => name.replaceAll(/[^a-z]/gi, '-').toLowerCase(),
  });
  const of = (...types: readonly VisitEvent['type'][]): readonly VisitEvent[] => types.flatMap((type): readonly VisitEvent[] => told[type]);
  const before = of('VisitRequested', 'NoticesMarked');
  const departed = [id('visits'), id('still-out'), id('was-out')].map((visitor): VisitEvent => ({
    at: at('13:00'),
    by: visitor,
    via: 'api',
    type: 'VisitorDeparted',
    visitor,
    ticks: [],
  }));
  const back: VisitEvent = { at: at('13:40'), by: id('office'), via: 'api', type: 'VisitorAccountedFor', visitor: id('was-out') };
  const [alarm] = told.AlarmOpened;
  const histories: Readonly<Record<string, readonly VisitEvent[]>> = {
    [names.planned]: before,
    [names.out]: [...before, ...of('VisitAuthorised', 'WatchSet'), ...departed, back, ...(alarm === undefined ? [] : [alarm])],
  };
  for (const [visit, history] of Object.entries(histories)) {
    const stored: StoredVisit = { school, visit, version: 1, history: [...history], owed: {}, tally: {} };
    const item = visitOf(stored);
    const known = await readKnown(afternoon.deps, item);
    if (known === undefined) throw new Error('nothing is known of the school');
    await afternoon.visits.create(stored, shadowOf(item, known));
  }

  const call = apiOf(afternoon);
  const made = async (who: string, path: string, body: object): Promise<string> => {
    const { body: answer, text } = await call(id(who), 'POST', path, { body });
    if (typeof answer['id'] !== 'string') throw new Error(`${path} made nothing: ${text}`);
    return answer['id'];
  };
  const there: There = {
    allegation: await made('office', '/allegations', { visit: names.out, about: [names.accused], words: 'He shouted' }),
    drill: await made('admin', '/drills', { ladder: 'help-ladder', reason: 'Each term' }),
    hold: await made('headteacher', '/holds', { on: { kind: 'person', id: id('gone') }, reason: 'A claim' }),
    settings: file.settings.values,
  };
  return { afternoon, there, link: await makePhoneLink(afternoon.deps, { school, visit: names.out }, id('visits')) };
}
