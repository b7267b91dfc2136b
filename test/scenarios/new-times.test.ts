import { beforeEach, describe, expect, it } from 'vitest';
import { accepted, startSchools } from '../support/scenario.ts';
import { afternoonOf, bothSchools } from '../support/two-schools.ts';

const cloud = await startSchools();
const { clock } = cloud;
const { hampton, lighthouse } = bothSchools(cloud);

beforeEach(async () => {
  await clock.newDay();
});

const schools = [
  {
    name: 'Hampton',
    story: hampton,
    /** The minute at which the alarm opens, and the rungs of the next ten. */
    alarm: '15:00',
    first: ['15:00 text+email office rung:a1/1'],
    second: ['15:10 text+email office rung:a1/2'],
    secondAt: '15:10',
    /** Told of a time that the office heard. */
    revised: (at: string) => [`${at} email head notice:revised`, `${at} email office notice:revised`],
    /** Of a time that a visitor typed. */
    typed: (at: string) => [`${at} email head notice:revised`, `${at} email office notice:revised`],
    back: (_at: string): readonly string[] => [],
    over: (at: string) => [`${at} text+email office over:a1`],
    /** What follows when they are late again, due at 15:20. */
    again: {
      alarm: '15:50',
      lines: [
        '15:35 text+email assistant nudge:round-return',
        '15:35 text+email office nudge:round-return',
        '15:35 text+email teacher nudge:round-return',
        '15:50 text+email office rung:a2/1',
      ],
    },
    breach: [
      '13:05 email deputy notice:breach',
      '13:05 email head notice:breach',
      '13:05 email head notice:copy',
      '13:05 email office notice:copy',
    ],
    asked: ['13:15 text+email assistant rung:a1/1', '13:15 text+email office rung:a1/1'],
    overdue: [
      '14:45 text+email office nudge:round-return',
      '14:45 text+email teacher nudge:round-return',
      '15:00 text+email office rung:a2/1',
    ],
  },
  {
    name: 'the made-up school',
    story: lighthouse,
    alarm: '14:30',
    first: ['14:30 text+email dsl rung:a1/1'],
    second: ['14:34 text+email dsl rung:a1/2', '14:34 text+email office rung:a1/2'],
    secondAt: '14:34',
    revised: (at: string) => [`${at} email dsl notice:revised`],
    typed: (at: string) => [`${at} email dsl notice:revised`],
    back: (at: string) => [`${at} email dsl notice:home-again`],
    over: (at: string) => [`${at} text+email dsl over:a1`],
    again: { alarm: '15:20', lines: ['15:20 text+email dsl rung:a2/1'] },
    breach: ['13:05 email dsl notice:away', '13:05 email dsl notice:breach', '13:05 email head notice:breach'],
    asked: ['13:09 text+email office rung:a1/1', '13:09 text+email second-tutor rung:a1/1'],
    overdue: ['14:10 text+email dsl rung:a2/1'],
  },
];

describe.each(schools)('new times and corrections, at $name', (at) => {
  const { story } = at;
  const { school, first, second } = story;
  const afternoon = afternoonOf(cloud, story);

  it('a later time that the office heard in good time is no cause for alarm', async () => {
    const visit = await afternoon.onTheWayBack();
    await clock.at('14:20');
    await visit.sent();
    accepted(
      await visit.says('office', 'revise', { plan: { returnAt: clock.time('15:20') }, toldBy: school.person(first), means: 'telephone' }),
    );
    await clock.at('15:15');
    accepted(await visit.says(first, 'return', { visitor: 'all' }));
    await clock.at('22:00');

    expect(await visit.sent()).toEqual([...at.revised('14:20'), ...at.back('15:15')]);
    expect((await visit.seenBy('office')).alarms).toEqual([]);
    await afternoon.closed(visit);
  });

  it('a new time that a person heard ends the alarm, and when it passes too there is another', async () => {
    const visit = await afternoon.onTheWayBack();
    await clock.at(at.alarm);
    await visit.sent();
    const revised = accepted(
      await visit.says('office', 'revise', { plan: { returnAt: clock.time('15:20') }, toldBy: school.person(first), means: 'telephone' }),
    );
    expect(revised.alarms).toMatchObject([{ ended: 'revised' }]);
    expect(await visit.sent()).toEqual([...at.revised(at.alarm), ...at.over(at.alarm)].toSorted(byPerson));

    await clock.at(at.again.alarm);
    expect(await visit.sent()).toEqual(at.again.lines);
    accepted(await visit.says(first, 'return', { visitor: 'all' }));
    await afternoon.closed(visit);
  });

  it("a new time typed on a visitor's phone stops nothing that runs", async () => {
    const visit = await afternoon.onTheWayBack();
    await clock.at(at.alarm);
    await visit.sent();
    const typed = accepted(await visit.says(first, 'revise', { plan: { returnAt: clock.time('16:30') } }));
    expect((await visit.seenBy('office')).alarms).toMatchObject([{ id: 'a1', endedAt: null }]);
    expect(typed.history.at(-1)).toMatchObject({ type: 'TimesRevised', spoken: false });
    expect(await visit.sent()).toEqual(at.typed(at.alarm));
    await clock.at(at.secondAt);
    expect(await visit.sent()).toEqual(at.second);

    accepted(await visit.says(first, 'return', { visitor: 'all' }));
    await afternoon.closed(visit);
  });

  it('a return that was not so is taken back, and they are looked for again', async () => {
    const visit = await afternoon.onTheWayBack();
    await clock.at('14:25');
    expect(accepted(await visit.says(first, 'return', { visitor: 'all' })).stage).toBe('returned');
    await clock.at(at.alarm);
    await visit.sent();
    const corrected = accepted(
      await visit.says('office', 'correct', {
        visitor: school.person(second),
        what: 'return',
        so: 'Their car is not here and nobody saw them',
      }),
    );

    expect(corrected.stage).toBe('out');
    expect(await visit.sent()).toEqual(at.first);
    expect((await visit.seenBy('office')).alarms).toMatchObject([{ kind: 'overdue', visitors: [school.person(second)], endedAt: null }]);
    await clock.at(at.secondAt);
    expect(await visit.sent()).toEqual(at.second);
    expect(accepted(await visit.says(second, 'return')).stage).toBe('returned');
    await afternoon.closed(visit);
  });

  it('somebody who arrives without having signed out is watched, and whoever agreed hears what was missing', async () => {
    const visit = await afternoon.authorised();
    await clock.at('13:05');
    await visit.sent();
    const arrived = accepted(await visit.says(first, 'arrive'));
    expect(arrived.stage).toBe('out');
    expect(arrived.visitors).toMatchObject([
      { person: school.person(first), state: 'on-site', inBreach: true },
      { person: school.person(second), state: 'expected', inBreach: false },
    ]);
    expect(await visit.sent()).toEqual(at.breach);

    const [asks = ''] = (at.asked[0] ?? '').split(' ');
    await clock.at(asks);
    expect(await visit.sent()).toEqual(at.asked);
    accepted(await visit.says('office', 'not-going', { visitor: school.person(second), reason: 'Stayed at school' }));
    const [late = ''] = (at.overdue.at(-1) ?? '').split(' ');
    await visit.sent();
    await clock.at(late);
    expect(await visit.sent()).toEqual(at.overdue);
    expect((await visit.seenBy('office')).alarms.at(-1)).toMatchObject({ kind: 'overdue', visitors: [school.person(first)] });

    accepted(await visit.says(first, 'leave', { outcome: story.outcome }));
    accepted(await visit.says(first, 'return'));
    await afternoon.closed(visit);
    await clock.at('22:00');
    expect(await visit.item()).not.toHaveProperty('dueAt');
  });
});

const byPerson = (a: string, b: string): number => (a.replace(/^(\S+) \S+/, '$1') < b.replace(/^(\S+) \S+/, '$1') ? -1 : 1);
