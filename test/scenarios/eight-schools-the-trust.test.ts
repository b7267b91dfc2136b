import { beforeAll, describe, expect, it } from 'vitest';
import { allEight, allOut, told } from '../support/eight-schools.ts';
import { accepted, type ShownVisit, startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;
const four = ['kingsdown', 'lancaster', 'st-nicholas', 'st-christopher'];
const schools = allEight(cloud).filter(({ id }) => four.includes(id));

interface Heard {
  readonly left: ShownVisit;
  readonly first: readonly string[];
  readonly typed: ShownVisit;
  readonly spoken: ShownVisit;
  readonly over: readonly string[];
  readonly again: readonly string[];
  readonly home: ShownVisit;
}
const heard = new Map<string, Heard>();
const ofRungs = (sent: readonly string[]): readonly string[] => sent.filter((line) => line.includes(' rung:'));

/**
 * Tuesday 22 June 2027: they say that they have left; before their time the office hears that they will be later; then they are
 * late for that, type a new time, and at last somebody hears them say it.
 */
beforeAll(async () => {
  const visits = await allOut(cloud, schools);
  await clock.at('14:00');
  const said: Record<string, Partial<Heard>> = {};
  for (const { id, visit, first } of visits) {
    said[id] = { left: accepted(await visit.says(first, 'leave', { visitor: 'all', outcome: 'completed', next: 'school' })) };
    const later = { visitor: 'all', plan: { returnAt: clock.time('14:50') } };
    accepted(await visit.says('office', 'revise', { ...later, toldBy: 'The teacher', means: 'telephone' }));
    await visit.sent();
  }
  await clock.at('15:21');
  for (const { id, visit, first } of visits) {
    const rungs = ofRungs(await visit.sent()).filter((line) => line.endsWith('rung:a1/1'));
    const typed = { visitor: 'all', plan: { returnAt: clock.time('15:40') } };
    accepted(await visit.says(first, 'revise', typed));
    said[id] = { ...said[id], first: rungs, typed: await visit.seenBy('head') };
    await visit.sent();
    accepted(await visit.says('office', 'revise', { ...typed, toldBy: 'The teacher', means: 'telephone' }));
    said[id] = { ...said[id], spoken: await visit.seenBy('head'), over: (await visit.sent()).filter((line) => line.includes(' over:')) };
  }
  await clock.at('16:15');
  for (const { id, visit, first } of visits) {
    const again = ofRungs(await visit.sent()).filter((line) => line.endsWith('rung:a2/1'));
    // Each of its parts is there.
    heard.set(id, { ...said[id], again, home: accepted(await visit.says(first, 'return', { visitor: 'all', endsAt: 'home' })) } as Heard);
  }
}, 150_000);

describe.each([
  {
    id: 'kingsdown',
    first: told('15:00', 'rung:a1/1', 'reception'),
    over: ['reception', 'head', 'dsl', 'deputy-dsl'],
    again: told('15:50', 'rung:a2/1', 'reception'),
  },
  {
    id: 'lancaster',
    first: told('15:10', 'rung:a1/1', 'office', 'dsl', 'pastoral'),
    over: ['office', 'dsl', 'pastoral', 'head', 'deputy'],
    // The office is shut by then.
    again: told('16:00', 'rung:a2/1', 'dsl', 'pastoral', 'head', 'deputy'),
  },
  {
    id: 'st-nicholas',
    first: told('14:50', 'rung:a1/1', 'office'),
    over: ['office', 'head', 'deputy', 'inclusion'],
    again: told('15:40', 'rung:a2/1', 'office'),
  },
  {
    id: 'st-christopher',
    first: told('15:20', 'rung:a1/1', 'deputy', 'office'),
    over: ['deputy', 'office'],
    again: told('16:10', 'rung:a2/1', 'deputy', 'office'),
  },
])('a change of plan at $id', ({ id, first, over, again }) => {
  const at = (): Heard => heard.get(id)!;

  it('who has left the home is not back', () => {
    expect(at().left.stage).toBe('out');
    expect(at().left.visitors.map(({ state }) => state)).toEqual(['left', 'left']);
  });

  it('moves the time from which they are missed, by the grace of that school', () => {
    expect(at().first).toEqual(first);
  });

  it("once they are late ends nothing while it is only typed: it may be somebody else's hand", () => {
    expect(at().typed.alarms).toMatchObject([{ id: 'a1', endedAt: null }]);
  });

  it('ends it once somebody has heard them say it, and they are missed again at the new time', () => {
    expect(at().spoken.alarms).toMatchObject([{ id: 'a1', ended: 'revised' }]);
    expect(at().over).toEqual(told('15:21', 'over:a1', ...over));
    expect(at().again).toEqual(again);
    expect(at().home.stage).toBe('returned');
  });
});
