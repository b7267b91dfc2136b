import { beforeAll, describe, expect, it } from 'vitest';
import { allEight, allThere, told, toldAt } from '../support/eight-schools.ts';
import { accepted, type ShownVisit, startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;
const schools = allEight(cloud);

interface Heard {
  readonly alone: ShownVisit;
  readonly child: readonly string[];
  readonly ill: ShownVisit;
  readonly illness: readonly string[];
  readonly news: readonly string[];
  readonly moved: ShownVisit;
  readonly missed: readonly string[];
}
const heard = new Map<string, Heard>();
const ofRungs = (sent: readonly string[]): readonly string[] => sent.filter((line) => line.includes(' rung:'));

/** Tuesday 22 June 2027: a child alone at half past one; at ten to two one of the pair is ill, and they go to hospital. */
beforeAll(async () => {
  const visits = await allThere(cloud, schools);
  await clock.at('13:30');
  const said: Record<string, Partial<Heard>> = {};
  for (const { id, visit, first } of visits) {
    await visit.sent();
    said[id] = { alone: accepted(await visit.says(first, 'raise-alarm', { kind: 'child-alone' })) };
  }
  await clock.at('13:41');
  for (const { id, visit } of visits) said[id] = { ...said[id], child: ofRungs(await visit.sent()) };
  await clock.at('13:44');
  for (const { visit, both } of visits)
    accepted(await visit.says('head', 'stand-down', { alarm: 'a1', how: 'Her aunt is there', visitors: both(clock.time('14:30')) }));

  await clock.at('13:50');
  for (const { id, visit, second } of visits) {
    await visit.sent();
    said[id] = { ...said[id], ill: accepted(await visit.says(second, 'raise-alarm', { kind: 'illness' })) };
  }
  await clock.at('14:00');
  for (const { id, visit, both } of visits) {
    said[id] = { ...said[id], illness: ofRungs(await visit.sent()) };
    accepted(await visit.says('head', 'stand-down', { alarm: 'a2', how: 'Spoke to both', visitors: both(clock.time('14:30')) }));
    await visit.sent();
  }
  await clock.at('14:02');
  for (const { id, visit } of visits) {
    const plan = { leaveAt: clock.time('15:20'), returnAt: clock.time('15:50') };
    const place = 'The hospital, at the front desk';
    accepted(await visit.says('office', 'revise', { visitor: 'all', plan, place, toldBy: 'The other of the two', means: 'telephone' }));
    said[id] = { ...said[id], news: await visit.sent(), moved: await visit.seenBy('head') };
  }
  await clock.at('15:19');
  for (const { visit, first } of visits)
    accepted(await visit.says(first, 'leave', { visitor: 'all', outcome: 'left-early', next: 'school' }));
  await clock.at('16:21');
  for (const { id, visit } of visits)
    said[id] = { ...said[id], missed: ofRungs(await visit.sent()).filter((line) => line.endsWith('a3/1')) };
  // Each of its parts is there.
  for (const { id } of visits) heard.set(id, said[id] as Heard);
}, 150_000);

const leads = ['dsl', 'deputy-dsl', 'rhise-lead'];
const team = ['family-worker', 'therapist', 'office', 'deputy', 'head'];
const stayOutside =
  'Stay outside and stay in touch. The safeguarding team has been told and will ring you. If the child is in danger, ring 999 now.';
const serious = 'School has been told. If it is serious, ring 999 now.';
const seriousFirst = 'If it is serious, ring 999 now. School has been told and will ring you.';

describe.each([
  {
    id: 'roselyn-house',
    alone: 'Stay outside. Every safeguarding lead has been told, and one will ring you. If the child is in danger, ring 999 now.',
    child: toldAt(['13:30', '13:40'], 'rung:a1/1', ...leads),
    ill: serious,
    illness: toldAt(['13:50', '14:00'], 'rung:a2/1', 'office', ...leads),
    missed: told('16:05', 'rung:a3/1', 'office'),
  },
  {
    id: 'st-benedicts',
    alone: 'Do not go in. The safeguarding contact has been told and will ring you. If the child is in danger, ring 999 now.',
    child: [...told('13:30', 'rung:a1/1', 'deputy'), ...told('13:40', 'rung:a1/2', 'deputy', 'head')],
    ill: serious,
    illness: [
      ...told('13:50', 'rung:a2/1', 'assistant-head', 'deputy', 'head', 'office', 'office-assistant'),
      ...told('14:00', 'rung:a2/2', 'assistant-head', 'deputy', 'head', 'office', 'office-assistant'),
    ],
    missed: told('16:10', 'rung:a3/1', 'office', 'office-assistant'),
  },
  {
    id: 'kingsdown',
    alone: stayOutside,
    child: toldAt(['13:30', '13:40'], 'rung:a1/1', 'dsl', 'deputy-dsl', 'family-worker'),
    ill: seriousFirst,
    illness: [...told('13:50', 'rung:a2/1', 'reception'), ...told('13:55', 'rung:a2/2', 'head', 'dsl', 'deputy-dsl', 'reception')],
    missed: told('16:00', 'rung:a3/1', 'reception'),
  },
  {
    id: 'lancaster',
    alone: stayOutside,
    child: toldAt(['13:30', '13:35', '13:40'], 'rung:a1/1', 'dsl', 'pastoral'),
    ill: seriousFirst,
    illness: [...told('13:50', 'rung:a2/1', 'office'), ...told('14:00', 'rung:a2/2', 'head', 'dsl', 'pastoral', 'deputy', 'office')],
    // The office is shut at four: whoever answers out of hours is told, beside the DSLs.
    missed: told('16:10', 'rung:a3/1', 'deputy', 'dsl', 'head', 'pastoral'),
  },
  {
    id: 'st-nicholas',
    alone: stayOutside,
    child: toldAt(['13:30', '13:40'], 'rung:a1/1', 'mentor', 'dsl', 'inclusion'),
    ill: seriousFirst,
    illness: [...told('13:50', 'rung:a2/1', 'office'), ...told('13:53', 'rung:a2/2', 'head', 'dsl', 'inclusion', 'office')],
    missed: told('15:50', 'rung:a3/1', 'office'),
  },
  {
    id: 'st-christopher',
    alone: stayOutside,
    child: told('13:30', 'rung:a1/1', 'dsl', 'welfare', 'therapist'),
    ill: seriousFirst,
    illness: [...told('13:50', 'rung:a2/1', 'office'), ...told('13:55', 'rung:a2/2', 'head', 'dsl', 'deputy', 'office')],
    missed: told('16:20', 'rung:a3/1', 'deputy', 'office'),
  },
  {
    id: 'hampton',
    alone: 'School has been told and will ring you. If a child is alone, stay outside. If anybody is in danger, ring 999 now.',
    child: toldAt(['13:30', '13:40'], 'rung:a1/1', 'deputy', 'head', 'office'),
    ill: `${serious} Neither of you stays on alone.`,
    illness: [...told('13:50', 'rung:a2/1', 'deputy', 'head', 'office'), ...told('14:00', 'rung:a2/2', 'deputy', 'head', 'executive-head')],
    // Their round was to end by a quarter to four: what somebody heard of them since is later.
    missed: told('16:20', 'rung:a3/1', 'office'),
  },
  {
    id: 'the-harbour',
    alone: 'Stay outside. School has been told and will ring you. If the child is in danger, ring 999 now.',
    child: [...told('13:30', 'rung:a1/1', 'head'), ...told('13:35', 'rung:a1/2', ...team)],
    ill: 'The team has been told. If it is serious, ring 999 now. Neither of you stays on alone.',
    illness: [...told('13:50', 'rung:a2/1', ...team), ...told('13:55', 'rung:a2/2', 'deputy', 'head')],
    missed: told('15:50', 'rung:a3/1', ...team),
  },
])('at $id', ({ id, alone, child, ill, illness, missed }) => {
  const at = (): Heard => heard.get(id)!;

  it('a child alone is told at once to whom its policy names, and again; and whoever stands at the door is told what to do', () => {
    expect(at().alone.said).toBe(alone);
    expect(at().child).toEqual(child);
  });

  it('one of the pair who is ill is told to whom its policy names, and answered with 999', () => {
    expect(at().ill.said).toBe(ill);
    expect(at().illness).toEqual(illness);
  });

  it('two who have gone on to hospital are where the office heard that they are, and are not missed before their new time', () => {
    expect(at().moved['whereabouts']).toBe('The hospital, at the front desk');
    expect(at().news.filter((line) => line.endsWith('notice:revised'))).not.toEqual([]);
    expect(at().missed).toEqual(missed);
  });
});
