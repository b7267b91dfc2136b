import { beforeAll, describe, expect, it } from 'vitest';
import { allEight, told } from '../support/eight-schools.ts';
import { accepted, refused, type ShownVisit, startSchools } from '../support/scenario.ts';
import { bringToDeparture } from '../support/satisfy.ts';

const cloud = await startSchools();
const { clock } = cloud;
const schools = allEight(cloud);

interface Heard {
  readonly wantedOf: ReadonlySet<unknown>;
  readonly onTheWay: ShownVisit;
  readonly late: readonly string[];
  readonly lead: ShownVisit;
  readonly other: ShownVisit;
  readonly over: readonly string[];
  readonly places: { readonly lead: string; readonly other: string };
  readonly stages: readonly string[];
}
const heard = new Map<string, Heard>();

/** Tuesday 22 June 2027: two homes on one round. They go on from the first to the second, leave it before ten past two, and are not back. */
beforeAll(async () => {
  await clock.newDay();
  await clock.at('12:50');
  const said: Record<string, Partial<Heard>> = {};
  const visits = [];
  for (const one of schools) {
    const { school, first } = one;
    const round = (order: number) => ({ round: { id: 'tuesday', order } });
    const lead = await one.asked({ ...round(1), plan: one.plan({ leaveAt: '13:40' }) });
    const other = await one.asked({ ...round(2), household: school.person('home-2'), plan: one.plan({ arriveAt: '13:50' }) });
    const { unmet } = refused(await lead.says(first, 'depart', { visitor: 'all' }));
    said[one.id] = { wantedOf: new Set(unmet.map((each) => each['visit'])), places: { lead: lead.id, other: other.id } };
    await bringToDeparture(school.desk, school.person(first), lead.id);
    visits.push({ ...one, lead, other });
  }
  await clock.at('13:19');
  for (const { lead, first } of visits) accepted(await lead.says(first, 'arrive', { visitor: 'all' }));
  await clock.at('13:39');
  for (const { id, lead, other, first } of visits) {
    const left = { visitor: 'all', outcome: 'completed', next: other.id };
    said[id] = { ...said[id], onTheWay: accepted(await lead.says(first, 'leave', left)) };
  }
  await clock.at('13:49');
  for (const { other, first } of visits) accepted(await other.says(first, 'arrive', { visitor: 'all' }));
  await clock.at('14:09');
  for (const { lead, other, first } of visits) {
    accepted(await other.says(first, 'leave', { visitor: 'all', outcome: 'completed', next: 'school' }));
    await lead.sent();
  }
  await clock.at('15:01');
  for (const { id, lead, other } of visits) {
    const late = (await lead.sent()).filter((line) => line.endsWith('rung:a1/1'));
    said[id] = { ...said[id], late, lead: await lead.seenBy('head'), other: await other.seenBy('head') };
  }
  await clock.at('15:02');
  for (const { id, lead, other } of visits) {
    // From whichever visit's page it is said, and by whom SB's policy would have heard it.
    accepted(await other.says('head', 'return', { visitor: 'all' }));
    const over = (await lead.sent()).filter((line) => line.includes(' over:'));
    const stages = [(await lead.seenBy('head')).stage, (await other.seenBy('head')).stage];
    // Each of its parts is there.
    heard.set(id, { ...said[id], over, stages } as Heard);
  }
}, 150_000);

const team = ['family-worker', 'therapist', 'office', 'deputy', 'head'];

describe.each([
  { id: 'roselyn-house', late: told('14:45', 'rung:a1/1', 'office') },
  { id: 'st-benedicts', late: told('14:50', 'rung:a1/1', 'office', 'office-assistant') },
  { id: 'kingsdown', late: told('14:40', 'rung:a1/1', 'reception') },
  { id: 'lancaster', late: told('14:50', 'rung:a1/1', 'office', 'dsl', 'pastoral') },
  { id: 'st-nicholas', late: told('14:30', 'rung:a1/1', 'office') },
  { id: 'st-christopher', late: told('15:00', 'rung:a1/1', 'deputy', 'office') },
  { id: 'hampton', late: told('15:00', 'rung:a1/1', 'office') },
  { id: 'the-harbour', late: told('14:30', 'rung:a1/1', ...team) },
])('a round of two homes at $id', ({ id, late }) => {
  const at = (): Heard => heard.get(id)!;

  it('is not begun before all is there that is wanted for each home', () => {
    const { other } = at().places;
    expect(at().wantedOf).toEqual(new Set([undefined, other]));
  });

  it('goes on where somebody leaves for the next home: they are out still, and watched in one place', () => {
    expect(at().onTheWay.stage).toBe('out');
    expect(at().lead.alarms).toMatchObject([{ kind: 'overdue', at: at().places.other, endedAt: null }]);
    expect(at().other.alarms).toEqual([]);
    expect(at().late).toEqual(late);
  });

  it('is over for both homes with one return', () => {
    expect(at().stages).toEqual(['returned', 'returned']);
    expect(at().over.length).toBeGreaterThan(0);
  });
});
