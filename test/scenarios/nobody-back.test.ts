import { beforeEach, describe, expect, it } from 'vitest';
import { accepted, refused, startSchools } from '../support/scenario.ts';
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
    worksIt: 'office',
    /** Before anything is an alarm. */
    asked: [
      '14:45 text+email assistant nudge:round-return',
      '14:45 text+email office nudge:round-return',
      '14:45 text+email teacher nudge:round-return',
    ],
    climb: [
      '15:00 text+email office rung:a1/1',
      '15:10 text+email office rung:a1/2',
      '15:20 text+email executive-head rung:a1/3',
      '15:20 text+email head rung:a1/3',
      '15:30 text+email head rung:a1/4',
      '15:30 text+email office rung:a1/4',
      '15:40 text+email head rung:a1/4',
      '15:40 text+email office rung:a1/4',
      '15:50 text+email head rung:a1/4',
      '15:50 text+email office rung:a1/4',
      '16:00 text+email head rung:a1/4',
      '16:00 text+email office rung:a1/4',
    ],
    over: [
      '16:05 text+email deputy task:police-called-off#a1',
      '16:05 text+email executive-head over:a1',
      '16:05 text+email head over:a1',
      '16:05 text+email head task:police-called-off#a1',
      '16:05 text+email office over:a1',
      '16:05 text+email office task:police-called-off#a1',
    ],
    reminded: ['deputy', 'head', 'office'],
    oneBack: {
      until: ['14:45 text+email assistant nudge:round-return', '14:45 text+email office nudge:round-return'],
      late: '15:00',
      rung: ['15:00 text+email office rung:a1/1'],
      back: '15:05',
      over: ['15:05 text+email office over:a1'],
    },
    held: { taken: '15:03', until: '15:13', rungs: ['15:13 text+email office rung:a1/2'], end: '15:22' },
  },
  {
    name: 'the made-up school',
    story: lighthouse,
    worksIt: 'dsl',
    asked: [],
    climb: [
      '14:30 text+email dsl rung:a1/1',
      '14:34 text+email dsl rung:a1/2',
      '14:34 text+email office rung:a1/2',
      '14:38 text+email colleague rung:a1/3',
      '14:42 text+email head rung:a1/4',
      '14:42 text+email office rung:a1/4',
      '14:49 text+email head rung:a1/4',
      '14:49 text+email office rung:a1/4',
      '14:56 text+email head rung:a1/4',
      '14:56 text+email office rung:a1/4',
      '15:03 text+email head rung:a1/4',
      '15:03 text+email office rung:a1/4',
      '15:10 text+email head rung:a1/4',
      '15:10 text+email office rung:a1/4',
    ],
    over: [
      '16:05 text+email colleague over:a1',
      '16:05 text+email dsl over:a1',
      '16:05 text+email dsl task:police-called-off#a1',
      '16:05 text+email head over:a1',
      '16:05 text+email head task:police-called-off#a1',
      '16:05 text+email office over:a1',
      '16:05 text+email office task:police-called-off#a1',
    ],
    reminded: ['dsl', 'head', 'office'],
    oneBack: {
      until: ['14:25 email dsl notice:home-again'],
      late: '14:30',
      rung: ['14:30 text+email dsl rung:a1/1'],
      back: '14:32',
      over: ['14:32 email dsl notice:home-again', '14:32 text+email dsl over:a1'],
    },
    held: { taken: '14:31', until: '14:37', rungs: ['14:37 text+email dsl rung:a1/2', '14:37 text+email office rung:a1/2'], end: '14:40' },
  },
];

describe.each(schools)('nobody comes back, at $name', ({ story, worksIt, asked, climb, over, reminded, oneBack, held }) => {
  const { school, first, second, agrees } = story;
  const afternoon = afternoonOf(cloud, story);
  const both = (what: string) => ({ [school.person(first)]: what, [school.person(second)]: what });

  it('the right people are told in the order of the policy, the last of them again and again, until somebody stands it down', async () => {
    const visit = await afternoon.onTheWayBack();
    await visit.sent();
    const [begins = ''] = (climb[0] ?? '').split(' ');
    const [last = ''] = (climb.at(-1) ?? '').split(' ');

    await clock.at(before(begins));
    expect(await visit.sent()).toEqual(asked);
    await clock.at(last);
    expect(await visit.sent()).toEqual(climb);
    expect(await school.board('office')).toMatchObject([{ visit: visit.id, state: 'overdue' }]);

    await clock.at('16:02');
    await visit.sent();
    const rung = accepted(
      await visit.says('office', 'record-police', { alarm: 'a1', at: clock.time('16:01'), by: 'Maureen', reference: 'CAD 77' }),
    );
    expect(rung.alarms).toMatchObject([{ id: 'a1', endedAt: null, police: { reference: 'CAD 77' } }]);
    await clock.at('16:05');
    await visit.sent();
    expect(refused(await visit.says(agrees, 'stand-down', { alarm: 'a1', how: 'Rang them both', visitors: {} })).code).toBe(
      'say-of-each-visitor',
    );
    const stood = accepted(await visit.says(agrees, 'stand-down', { alarm: 'a1', how: 'Rang them both', visitors: both('accounted-for') }));

    expect(stood).toMatchObject({
      stage: 'returned',
      alarms: [{ ended: 'stood-down' }],
      tasks: [{ task: 'police-called-off#a1', done: false }],
    });
    expect(await visit.sent()).toEqual(over);
    await clock.at('16:20');
    expect(await visit.sent()).toEqual(reminded.map((name) => `16:15 text+email ${name} task:police-called-off#a1`));

    const calledOff = { who: 'Maureen', when: clock.time('16:20'), reference: 'CAD 77' };
    accepted(await visit.says('office', 'answer', { answers: { 'police-called-off': { a1: calledOff } } }));
    await clock.at('22:00');
    expect(await visit.sent()).toEqual([]);
    expect(await school.board('office')).toEqual([]);
    await afternoon.closed(visit);
    expect(await visit.item()).not.toHaveProperty('dueAt');
  });

  it('one visitor who is back says nothing of the other, who is still looked for', async () => {
    const visit = await afternoon.onTheWayBack();
    await clock.at('14:25');
    await visit.sent();
    accepted(await visit.says(first, 'return'));
    await clock.at(before(oneBack.late));
    expect(await visit.sent()).toEqual(oneBack.until);

    await clock.at(oneBack.late);
    expect(await visit.sent()).toEqual(oneBack.rung);
    const seen = await visit.seenBy('office');
    expect(seen.stage).toBe('out');
    expect(seen.alarms).toMatchObject([{ kind: 'overdue', visitors: [school.person(second)] }]);
    expect(await school.board('office')).toMatchObject([{ visitors: [{ person: school.person(second) }] }]);

    await clock.at(oneBack.back);
    expect(accepted(await visit.says(second, 'return')).stage).toBe('returned');
    expect((await visit.seenBy('office')).alarms).toMatchObject([{ ended: 'contact' }]);
    expect(await visit.sent()).toEqual(oneBack.over);
    await afternoon.closed(visit);
    await clock.at('22:00');
    expect(await visit.sent()).toEqual([]);
  });

  it('"I have it" holds the next step for a while, and then the ladder goes on from there', async () => {
    const visit = await afternoon.onTheWayBack();
    await clock.at(held.taken);
    await visit.sent();
    const taken = accepted(await visit.says(worksIt, 'acknowledge', { alarm: 'a1' }));
    expect(taken.alarms).toMatchObject([{ heldBy: school.person(worksIt), rung: 1 }]);
    expect(Date.parse(taken.alarms[0]?.heldUntil ?? '')).toBe(Date.parse(clock.time(held.until)));

    await clock.at(before(held.until));
    expect(await visit.sent()).toEqual([]);
    await clock.at(held.until);
    expect(await visit.sent()).toEqual(held.rungs);
    expect((await visit.seenBy(worksIt)).alarms).toMatchObject([{ rung: 2, heldUntil: null, endedAt: null }]);

    await clock.at(held.end);
    accepted(await visit.says(first, 'return', { visitor: 'all' }));
    await afternoon.closed(visit);
  });
});

describe('at Hampton', () => {
  it('a text says whom it is about, when they were due and what to do, and nothing of the family', async () => {
    const { school } = hampton;
    const visit = await afternoonOf(cloud, hampton).onTheWayBack();
    await clock.at('15:10');

    const [asked = '', ring = '', home = ''] = await school.phone('office');
    expect(asked).toContain(`Visit ${visit.id}: Priya and Joel due 14:30, nothing heard yet.`);
    expect(ring).toContain(
      `Visit ${visit.id}: Priya and Joel due 14:30 and not heard from. Not back half an hour after their time. Ring each visitor now`,
    );
    expect(home).toContain('Ring the home they were last at');
    expect((await school.phone('teacher')).map((text) => text.replace(/http\S+/, ''))).toEqual([
      `${visit.id}: please ring the office when you can. `,
    ]);
    for (const text of [asked, ring, home]) {
      expect(text).not.toMatch(/Okonjo|Bell|Larch|Ife|September/);
      expect(text.length).toBeLessThanOrEqual(306);
    }
    accepted(await visit.says('teacher', 'return', { visitor: 'all' }));
    await afternoonOf(cloud, hampton).closed(visit);
  });

  it('a step that failed is followed by the next at once', async () => {
    const visit = await afternoonOf(cloud, hampton).onTheWayBack();
    await clock.at('15:02');
    await visit.sent();
    accepted(await visit.says('office', 'log-attempt', { alarm: 'a1', rung: 1, who: 'Priya', means: 'mobile', result: 'no-answer' }));
    expect(await visit.sent()).toEqual(['15:02 text+email office rung:a1/2']);
    accepted(await visit.says('office', 'escalate', { alarm: 'a1', to: 4 }));
    expect(await visit.sent()).toEqual(['15:02 text+email head rung:a1/4', '15:02 text+email office rung:a1/4']);
    accepted(await visit.says('teacher', 'return', { visitor: 'all' }));
    await afternoonOf(cloud, hampton).closed(visit);
  });
});

describe('at the made-up school', () => {
  const { school } = lighthouse;
  const afternoon = afternoonOf(cloud, lighthouse);

  it('one may go alone, and a rung that nobody holds any more is passed over at once and written down', async () => {
    const visit = await afternoon.onTheWayBack({ visitors: [{ person: 'lighthouse-tutor' }] });
    const colleague = (await school.people()).find((one) => one.id === 'lighthouse-colleague')!;
    const { id: _id, ...record } = colleague;
    expect((await school.as('head').puts('/people/lighthouse-colleague', { ...record, duties: ['visitor'], sure: true })).status).toBe(200);
    await clock.at('14:34');
    await visit.sent();
    await clock.at('14:45');

    expect(await visit.sent()).toEqual([
      '14:38 text+email head rung:a1/4',
      '14:38 text+email office rung:a1/4',
      '14:45 text+email head rung:a1/4',
      '14:45 text+email office rung:a1/4',
    ]);
    const { history } = await visit.seenBy('dsl');
    expect(history.filter(({ type }) => type === 'RungBegun')).toMatchObject([
      { name: 'leads' },
      { name: 'police' },
      { name: 'team', told: [], passedOver: 'empty' },
      { name: 'visitors' },
    ]);
    accepted(await visit.says('tutor', 'return'));
    await afternoon.closed(visit);
    expect((await school.as('head').puts('/people/lighthouse-colleague', record)).status).toBe(200);
  });

  it('somebody who neither signed out nor arrived is asked about, and looked for from the minute they should be there', async () => {
    const visit = await afternoon.authorised();
    await visit.sent();
    await clock.at('13:20');

    expect(await visit.sent()).toEqual([
      '13:09 text+email office rung:a1/1',
      '13:09 text+email second-tutor rung:a1/1',
      '13:09 text+email tutor rung:a1/1',
      '13:20 text+email dsl rung:a2/1',
    ]);
    expect((await visit.seenBy('dsl')).alarms).toMatchObject([
      { of: 'departure' },
      { of: 'arrival', visitors: ['lighthouse-tutor', 'lighthouse-second-tutor'] },
    ]);
    await clock.at('13:22');
    accepted(await visit.says('tutor', 'leave', { visitor: 'all', outcome: 'no-answer' }));
    accepted(await visit.says('tutor', 'return', { visitor: 'all' }));
    await afternoon.closed(visit);
  });
});

/** The minute before. */
function before(hour: string): string {
  const [h = 0, m = 0] = hour.split(':').map(Number);
  const minutes = h * 60 + m - 1;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
