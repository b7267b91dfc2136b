import { beforeEach, describe, expect, it } from 'vitest';
import { accepted, refused, startSchools } from '../support/scenario.ts';
import { afternoonOf, bothSchools } from '../support/two-schools.ts';

const cloud = await startSchools();
const { clock } = cloud;
const { hampton, lighthouse } = bothSchools(cloud);

beforeEach(async () => {
  await clock.newDay();
});

describe.each([
  {
    name: 'Hampton',
    story: hampton,
    atOnce: ['13:30 text+email deputy rung:h1/1', '13:30 text+email head rung:h1/1', '13:30 text+email office rung:h1/1'],
    next: ['13:33 text+email executive-head rung:h1/2', '13:33 text+email head rung:h1/2', '13:33 text+email office rung:h1/2'],
    nextAt: '13:33',
    /** The overdue ladder, less whatever would ring the visitors or the house. */
    asked: { until: '13:16', rungs: ['13:15 text+email office rung:a1/1'] },
    overdue: { until: '15:01', rungs: ['15:00 text+email executive-head rung:a1/3', '15:00 text+email head rung:a1/3'] },
  },
  {
    name: 'the made-up school',
    story: lighthouse,
    atOnce: ['13:30 text+email dsl rung:h1/1', '13:30 text+email head rung:h1/1'],
    next: ['13:32 text+email dsl rung:h1/2', '13:32 text+email office rung:h1/2'],
    nextAt: '13:32',
    asked: { until: '13:10', rungs: ['13:09 text+email office rung:a1/1'] },
    overdue: { until: '14:11', rungs: ['14:10 text+email dsl rung:a1/1'] },
  },
])('a call for help, at $name', ({ story, atOnce, next, nextAt, asked, overdue }) => {
  const { school, first, second, agrees } = story;
  const afternoon = afternoonOf(cloud, story);

  it("reaches whoever can help at once, and leaves no trace on a visitor's phone or in what visitors are shown", async () => {
    const visit = await afternoon.out();
    await clock.at('13:15');
    const arrived = accepted(await visit.says(first, 'arrive', { visitor: 'all' }));
    await clock.at('13:30');
    await visit.sent();
    const called = await visit.says(second, 'raise-alarm', { kind: 'help', words: 'He has a knife' });

    expect(await visit.sent()).toEqual(atOnce);
    // To whoever is there it looks as it did before.
    expect(accepted(called)).toEqual(arrived);
    expect(called.text).not.toMatch(/distress|help|knife|h1/i);
    expect(await visit.seenBy(first)).toEqual(arrived);
    expect((await visit.seenBy('office')).alarms).toMatchObject([{ id: 'h1', kind: 'distress', visitors: [school.person(second)] }]);
    expect(await school.board('office')).toMatchObject([{ visit: visit.id, state: 'help' }]);

    await clock.at(nextAt);
    expect(await visit.sent()).toEqual(next);
    // "All fine" from somebody's phone ends nothing.
    accepted(await visit.says(second, 'note', { words: 'All fine, pressed by mistake' }));
    expect((await visit.seenBy('office')).alarms).toMatchObject([{ endedAt: null }]);

    await clock.at(overdue.until);
    const later = await visit.sent();
    expect(later.filter((line) => line.includes(':a1/'))).toEqual(overdue.rungs);
    expect(later.filter((line) => line.includes(` ${first} `) || line.includes(` ${second} `))).toEqual([]);
    expect([...(await school.phone(first)), ...(await school.phone(second))]).toEqual([]);

    // Being back is not enough: somebody has to say how they know.
    accepted(await visit.says(first, 'leave', { visitor: 'all', outcome: story.outcome }));
    accepted(await visit.says(first, 'return', { visitor: 'all' }));
    expect((await visit.seenBy('office')).alarms[0]).toMatchObject({ endedAt: null });
    refused(await visit.says(second, 'stand-down', { alarm: 'h1', how: 'I am fine', visitors: {} }), 403);
    refused(await visit.says('office', 'close'));
    // That they are back somebody may have made them say: of each it is said again.
    refused(await visit.says(agrees, 'stand-down', { alarm: 'h1', how: 'Both stand before me', visitors: {} }));
    const both = { [school.person(first)]: 'accounted-for', [school.person(second)]: 'accounted-for' };
    accepted(await visit.says(agrees, 'stand-down', { alarm: 'h1', how: 'Both stand before me', visitors: both }));
    expect((await visit.seenBy('office')).alarms.map(({ endedAt }) => endedAt === null)).toEqual([false, false]);
    await clock.at('20:00');
    await afternoon.closed(visit);
    await visit.sent();
    await clock.at('22:00');
    expect(await visit.sent()).toEqual([]);
  });

  it("even the question whether somebody has gone yet goes to no visitor's phone", async () => {
    const visit = await afternoon.authorised();
    await clock.at('13:05');
    accepted(await visit.says(first, 'arrive'));
    accepted(await visit.says(first, 'raise-alarm', { kind: 'help' }));
    await visit.sent();
    await clock.at(asked.until);

    // Nobody knows where the one who has not signed out is: perhaps beside the other.
    expect((await visit.sent()).filter((line) => line.includes(':a1/'))).toEqual(asked.rungs);
    expect(await school.phone(second)).toEqual([]);
  });
});
